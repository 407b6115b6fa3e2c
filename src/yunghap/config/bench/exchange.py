"""`yunghap bench exchange`: its parts, each a function of the number of records."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import chain
from tempfile import TemporaryDirectory

from django.test import override_settings

from .catalogue import judged, pages, relevance
from .measure import Figure
from .sites import contracts, sources, transfer

Part = Callable[[int], Iterator[Figure]]
# Over a catalogue in a database of the run, and between installations with servers of their own.
CATALOGUE: dict[str, Part] = {
    "catalogue": pages.figures,
    "search": lambda size: chain(relevance.figures(size), judged.figures()),
}
SITES: dict[str, Part] = {
    "contracts": contracts.figures,
    "transfer": transfer.figures,
    "sources": sources.figures,
}


@contextmanager
def own_folder() -> Iterator[None]:
    """A data folder for this run only: the index of the installation stays as it is."""
    with TemporaryDirectory() as folder, override_settings(DATA_DIR=folder):
        yield
