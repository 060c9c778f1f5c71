from django.urls import path

from associations import views

app_name = "associations"

urlpatterns = [
    path("associations/", views.OrganisationList.as_view(), name="organisation-list"),
    path("associations/<slug:slug>/", views.OrganisationDetail.as_view(), name="organisation-detail"),
]
