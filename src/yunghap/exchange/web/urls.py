"""Addresses of the exchange."""

from .contracts.urls import urlpatterns as contracts
from .publishing.urls import urlpatterns as publishing

app_name = "exchange"

urlpatterns = [*contracts, *publishing]
