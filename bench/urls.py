"""The platform's addresses, and a bare view behind the same middleware to compare with."""

from django.http import HttpResponse
from django.urls import include, path


def bare(request):
    return HttpResponse("rien")


urlpatterns = [path("rien/", bare), path("", include("cooperation.urls"))]
