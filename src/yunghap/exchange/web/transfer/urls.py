"""Addresses of data: without a language, for programs."""

from django.urls import path

from . import data, inbox

urlpatterns = [
    path("data/<str:transfer>", data.data, name="data"),
    path("data/<str:transfer>/token", data.token, name="data-token"),
    path("data/<str:transfer>/arrival", inbox.arrival, name="data-arrival"),
]
