"""Addresses of the Action API; they have no language."""

from django.urls import path

from .views import call

app_name = "ckan"

urlpatterns = [
    path("3/action/<slug:name>", call, name="call"),
    path("action/<slug:name>", call, name="call_latest"),
]
