"""Addresses of the exchange."""

from .authenticity.urls import urlpatterns as authenticity
from .contracts.urls import urlpatterns as contracts
from .publishing.urls import urlpatterns as publishing
from .trade.urls import urlpatterns as trade
from .transfer.page_urls import urlpatterns as transfer

app_name = "exchange"

urlpatterns = [*contracts, *publishing, *transfer, *trade, *authenticity]
