"""Addresses of the exchange."""

from .authenticity.urls import urlpatterns as authenticity
from .catalogue.urls import urlpatterns as catalogue
from .contracts.urls import urlpatterns as contracts
from .publishing.urls import urlpatterns as publishing
from .sources.urls import urlpatterns as sources
from .trade.urls import urlpatterns as trade
from .transfer.page_urls import urlpatterns as transfer

app_name = "exchange"

urlpatterns = [*catalogue, *transfer, *contracts, *publishing, *sources, *trade, *authenticity]
