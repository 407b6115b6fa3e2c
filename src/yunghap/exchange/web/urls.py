"""Addresses of the exchange."""

from .authenticity.urls import urlpatterns as authenticity
from .contracts.urls import urlpatterns as contracts
from .publishing.urls import urlpatterns as publishing
from .trade.urls import urlpatterns as trade

app_name = "exchange"

urlpatterns = [*contracts, *publishing, *trade, *authenticity]
