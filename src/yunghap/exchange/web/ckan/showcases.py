"""What was made with data, in the actions of ckanext-showcase."""

from typing import Any

from yunghap.exchange.models import Showcase
from yunghap.exchange.queries.entries import get_entries
from yunghap.exchange.queries.voices import showcases_of, shown_showcases, shown_uses

from . import records
from .actions import Parameters, action, entry_named, not_found, text_of

MOST = 1000


@action
def ckanext_showcase_list(given: Parameters, address: str) -> Any:  # noqa: ARG001 - every action takes both
    """Everything that is shown, the newest first."""
    return [_showcase(one, address) for one in shown_showcases()[:MOST]]


@action
def ckanext_showcase_show(given: Parameters, address: str) -> Any:
    """One of them."""
    found = _found(text_of(given, "id", needed=True))
    return {**_showcase(found, address), "num_datasets": shown_uses().filter(showcase=found).count()}


@action
def ckanext_package_showcase_list(given: Parameters, address: str) -> Any:
    """What was made with a data set."""
    entry = entry_named(text_of(given, "package_id", needed=True))
    return [_showcase(one, address) for one in showcases_of([entry.id]).get(entry.id, [])]


@action
def ckanext_showcase_package_list(given: Parameters, address: str) -> Any:
    """The data sets that something was made with."""
    found = _found(text_of(given, "showcase_id", needed=True))
    entries = get_entries(shown_uses().filter(showcase=found).values_list("entry", flat=True))
    return [records.package(entry, f"{address}{entry.id}/") for entry in entries.values()]


def _found(name: str) -> Showcase:
    found = shown_showcases().filter(pk=name.upper()).first()
    if found is None:
        raise not_found()
    return found


def _showcase(one: Showcase, address: str) -> dict[str, Any]:
    page = f"{address.removesuffix('datasets/')}showcases/{one.pk}/"
    picture = f"{page}picture" if one.picture else ""
    return {
        "id": one.pk,
        "name": one.pk.lower(),
        "title": one.title,
        "notes": one.text,
        "author": one.maker,
        "url": one.link or page,
        "image_url": picture,
        "image_display_url": picture,
        "type": "showcase",
        "state": "active",
        "metadata_created": one.proposed_at.strftime("%Y-%m-%dT%H:%M:%S"),
    }
