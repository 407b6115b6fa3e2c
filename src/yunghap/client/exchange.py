"""The exchange as a program sees it."""

import os
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from .contract import Contract
from .http import Connection, ExchangeError, own_language
from .sentences import said

_OVER = frozenset({"FINALIZED", "TERMINATED"})


@dataclass(frozen=True)
class Dataset:
    """A data set of the catalogue; `extra` is everything else that its record says."""

    id: str
    title: str
    description: str = ""
    publisher: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, repr=False)


class Exchange:
    """One exchange, called as an API client of an organisation.

    Without arguments, `YUNGHAP_URL`, `YUNGHAP_CLIENT_ID` and `YUNGHAP_CLIENT_SECRET` of the environment are taken.
    `language` is that of the exchange's sentences ("ko", "en"); without it that of the environment's locale.
    """

    def __init__(self, url: str = "", *, client_id: str = "", secret: str = "", language: str = "") -> None:
        address = url or os.environ.get("YUNGHAP_URL", "")
        if not address:
            raise ValueError("say where the exchange is: Exchange(url) or YUNGHAP_URL")
        self.connection = Connection(
            address,
            client_id=client_id or os.environ.get("YUNGHAP_CLIENT_ID", ""),
            secret=secret or os.environ.get("YUNGHAP_CLIENT_SECRET", ""),
            language=language or own_language(),
        )

    def search(self, query: str, *, limit: int = 10) -> list[Dataset]:
        """Data sets of the catalogue that fit the words, best first."""
        found = self.connection.call("GET", "/exchange/search", query={"q": query, "limit": limit})
        return [_dataset(item) for item in found["items"]]

    def negotiate(
        self,
        dataset: Dataset | str,
        *,
        offer: str = "",
        peer: str = "",
        seconds: float = 60.0,
        told: Callable[[str], None] | None = None,
    ) -> Contract:
        """Agree on a data set under its offer as it stands (the first, where none is named), and wait for it.

        With `peer`, the id of a provider, `dataset` is what that provider calls the data. `told` hears each state.
        Raises ExchangeError with code "terminated" where the provider declines, "waiting" where a person has yet to
        decide: the contract then comes up among `contracts()`.
        """
        asset = dataset.id if isinstance(dataset, Dataset) else dataset
        body = {"dataset": asset, "offer": offer, "peer": peer}
        found, state = self.connection.call("POST", "/exchange/negotiations", body=body), ""
        end, wait = time.monotonic() + seconds, 0.02
        while True:
            if told is not None and found["state"] != state:
                told(found["state"])
            state = found["state"]
            if state in _OVER:
                break
            if time.monotonic() > end:
                sentence = said(
                    "waiting", self.connection.language, negotiation=found["id"], state=found["state"]
                )
                raise ExchangeError(0, "waiting", sentence, found)
            time.sleep(wait)
            wait = min(wait * 1.5, 1.0)
            found = self.connection.call("GET", f"/exchange/negotiations/{quote(found['id'])}")
        if found["state"] == "TERMINATED":
            why = found.get("reason") or said("terminated", self.connection.language)
            raise ExchangeError(0, "terminated", why, found)
        return self.contract(found["agreement"])

    def contract(self, agreement: str) -> Contract:
        """A contract by its id."""
        return self._contract(
            self.connection.call("GET", f"/exchange/agreements/{quote(agreement, safe='')}")
        )

    def contracts(self) -> Iterator[Contract]:
        """Every contract of the organisation as consumer, newest first."""
        offset = 0
        while True:
            query = {"offset": offset, "side": "CONSUMER"}
            found = self.connection.call("GET", "/exchange/agreements", query=query)
            yield from map(self._contract, found["items"])
            offset += len(found["items"])
            if not found["items"] or offset >= found["total"]:
                return

    def _contract(self, found: Mapping[str, Any]) -> Contract:
        return Contract(
            id=found["id"],
            title=found["title"],
            state=found["state"],
            provider=found["counterparty"],
            dataset=found["dataset"],
            connection=self.connection,
        )


def _dataset(item: Mapping[str, Any]) -> Dataset:
    known = {name: str(item.get(name) or "") for name in ("id", "title", "description", "publisher")}
    return Dataset(**known, extra={name: value for name, value in item.items() if name not in known})
