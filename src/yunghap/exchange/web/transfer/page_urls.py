"""Addresses of the pages of transfers."""

from django.urls import path

from . import pages

urlpatterns = [
    path("transfers/", pages.transfers, name="transfers"),
    path("transfers/<str:id>/", pages.transfer, name="transfer"),
]
