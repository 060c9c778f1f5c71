from django.conf import settings
from django.conf.urls.static import static
from django.contrib import admin
from django.urls import include, path

from cooperation.core import views

urlpatterns = [
    path("", include("cooperation.portal.urls")),
    path("", include("agenda.urls")),
    path("", include("associations.urls")),
    path("", include("initiatives.urls")),
    path("", include("habitants.urls")),
    path("", include("gouvernance.urls")),
    path("comptes/", include("allauth.urls")),
    path("administration/", admin.site.urls),
    path("sante/", views.health, name="health"),
]

if settings.STYLE_PAGE:
    from cooperation.core.style_page import style_guide

    urlpatterns.append(path("style/", style_guide, name="style"))

if settings.DEBUG:
    urlpatterns += static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT)
