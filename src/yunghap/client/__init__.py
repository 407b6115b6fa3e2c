"""The Python client of the exchange: find data, agree on them, read them.

    from yunghap.client import Exchange
    exchange = Exchange("https://data.example.kr", client_id="…", secret="…")
    frame = exchange.contract("…").pandas()

Needs nothing of the platform but this folder and urllib3; pandas, Polars and DuckDB where they are asked for.
"""

from .contract import Contract
from .download import Downloaded, Interrupted, Progress, WrongContent
from .exchange import Dataset, Exchange
from .http import ExchangeError

__all__ = [
    "Contract",
    "Dataset",
    "Downloaded",
    "Exchange",
    "ExchangeError",
    "Interrupted",
    "Progress",
    "WrongContent",
]
