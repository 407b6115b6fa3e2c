"""Addresses of the pages of transfers."""

from django.urls import path

from . import actions, pages

urlpatterns = [
    path("transfers/", pages.transfers, name="transfers"),
    path("transfers/<str:id>/", pages.transfer, name="transfer"),
    path("transfers/<str:id>/received/", actions.received, name="received_data"),
    path("transfers/<str:id>/end/", actions.end, name="end_transfer"),
    path("transfers/<str:id>/<slug:how>/", actions.move, name="move_transfer"),
    path("contracts/<str:id>/data/", actions.send_here, name="send_here"),
]
