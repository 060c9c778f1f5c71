from django.urls import path

from cooperation.portal import views

app_name = "portal"

urlpatterns = [
    path("", views.home, name="home"),
    path("mon-espace/", views.my_space, name="my-space"),
]
