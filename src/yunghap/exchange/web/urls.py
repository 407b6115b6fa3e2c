"""Addresses of the exchange."""

from .publishing.urls import urlpatterns as publishing

app_name = "exchange"

urlpatterns = [*publishing]
