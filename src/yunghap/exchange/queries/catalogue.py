"""The catalogue as it is searched: records as items of the index, and what a page of results needs."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from yunghap.exchange.contracts import Entry
from yunghap.exchange.enums import ProductState
from yunghap.exchange.models import HarvestRecord, Product
from yunghap.exchange.queries.entries import START, Mark, get_entries, iterate_entries
from yunghap.search.contracts import PUBLIC, Item

KIND = "exchange.entry"
COLLECTION = "catalogue"
FACETS = ("organisation", "theme", "format", "licence", "region", "source", "kind")
OWN, HARVESTED = "own", "harvested"

# The seventeen provinces: what texts call them, and their name.
_PROVINCES = {
    "서울": "서울특별시",
    "부산": "부산광역시",
    "대구": "대구광역시",
    "인천": "인천광역시",
    "광주": "광주광역시",
    "대전": "대전광역시",
    "울산": "울산광역시",
    "세종": "세종특별자치시",
    "경기": "경기도",
    "강원": "강원특별자치도",
    "충청북": "충청북도",
    "충북": "충청북도",
    "충청남": "충청남도",
    "충남": "충청남도",
    "전라북": "전북특별자치도",
    "전북": "전북특별자치도",
    "전라남": "전라남도",
    "전남": "전라남도",
    "경상북": "경상북도",
    "경북": "경상북도",
    "경상남": "경상남도",
    "경남": "경상남도",
    "제주": "제주특별자치도",
}
_PROVINCE = re.compile(
    rf"^\s*({'|'.join(_PROVINCES)})(?:특별자치시|특별자치도|특별시|광역시|도|시)?(?=[\s_]|$)"
)


class EntrySource:
    """Every record of the catalogue; follows the numbers that changes take (`search.Follower`)."""

    collection = COLLECTION
    on_site = ("organisation", "format")
    label = _("Data set")

    def items(self, ids: Iterable[str] | None = None) -> Iterator[Item]:
        """All records that can be found, or those of the ids."""
        entries = iterate_entries() if ids is None else get_entries(ids).values()
        return (item for item in map(entry_item, entries) if item.access)

    def mark(self) -> str:
        """The number of the last change of a harvested record, and the moment of the last of our own."""
        change = HarvestRecord.objects.aggregate(last=Max("change"))["last"] or 0
        own = Product.objects.aggregate(last=Max("changed_at"))["last"] or START.at
        return json.dumps([change, own.isoformat()])

    def changed(self, since: str, until: str) -> Iterator[Item]:
        """What changed in between; what was retired, without access."""
        return map(entry_item, iterate_entries(since=_mark(since), until=_mark(until)))


def _mark(text: str) -> Mark:
    change, at = json.loads(text) if text else (START.change, START.at.isoformat())
    return Mark(change, datetime.fromisoformat(at))


def entry_item(entry: Entry) -> Item:
    """A record as the index holds it."""
    return Item(
        kind=KIND,
        id=entry.id,
        title=entry.title or entry.title_en,
        title_en=entry.title_en if entry.title else "",
        url=f"/datasets/{entry.id}/",
        access=() if entry.state == ProductState.RETIRED else (PUBLIC,),
        text="\n".join(filter(None, (entry.description, entry.description_en))),
        also="\n".join(filter(None, (entry.publisher, entry.spatial, entry.source_key))),
        keywords=entry.keywords,
        facets={
            "organisation": entry.publisher,
            "theme": entry.themes,
            "format": formats(entry),
            "licence": entry.licence,
            "region": region(entry),
            "source": entry.source,
            "kind": HARVESTED if entry.source else OWN,
        },
        on=day_of(entry),
    )


def formats(entry: Entry) -> tuple[str, ...]:
    """The formats a record can be had in, in capitals, each once."""
    named = (
        distribution.format or distribution.media_type.rpartition("/")[2]
        for distribution in entry.distributions
    )
    return tuple(dict.fromkeys(name.strip().upper()[:20] for name in named if name.strip()))


def region(entry: Entry) -> str:
    """The province it is about or comes from; "" where none is told."""
    for text in (entry.spatial, entry.publisher, entry.title):
        if told := _PROVINCE.match(text):
            return _PROVINCES[told[1]]
    return ""


def day_of(entry: Entry) -> date | None:
    """The day it was changed last, or issued, as far as it is known: "2024" is its first day."""
    told = re.match(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", entry.modified or entry.issued)
    if told is None:
        return None
    try:
        return date(int(told[1]), int(told[2] or 1), int(told[3] or 1))
    except ValueError:
        return None
