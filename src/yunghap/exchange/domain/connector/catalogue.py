"""The catalogue that peers ask for: our published products with the offers that are open to who asks.

Pages come from the index of SQL, a hundred data sets each. A page that was made is kept as bytes under a mark that
changes whenever anything it could hold changes; who sends the mark back is told that nothing did.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import msgspec
from django.db import connection
from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.canonical import moment
from yunghap.core.errors import InvalidInput, NotFound
from yunghap.exchange.domain.policies.evaluator import Situation, judge
from yunghap.exchange.domain.policies.odrl import read_policy, write_rules
from yunghap.exchange.domain.policies.values import read_moment
from yunghap.exchange.enums import ProductState
from yunghap.exchange.models import Offer, Participant, Product

from .messages import CONTEXT
from .planes import data_planes

PAGE = 100
_MOST_CONDITIONS = 20
PULL = "HttpData-PULL"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a filter: a name, "eq" or "like", a text."""

    name: str
    operator: str
    value: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a peer wants of the catalogue. `offset` is for peers that page by number, `after` for our links."""

    conditions: tuple[Condition, ...] = ()
    limit: int = PAGE
    offset: int = 0
    after: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as bytes, its mark, and where the next one begins ("" for the last)."""

    body: bytes
    mark: str
    next: str


def read_filter(value: Any, after: str = "") -> Question:
    """The filter of a catalogue request. Raises InvalidInput for what is not supported (docs/reference/connector.md).

    A list of {"leftOperand": title | keyword | theme | licence | modified | id, "operator": "eq" | "like" | "gteq",
    "rightOperand": text}, all of which must hold; or one object {"offset", "limit", "filterExpression": such a list},
    as other connectors send it.
    """
    if not isinstance(value, list | dict):
        return Question(after=after)
    items = value if isinstance(value, list) else [value]
    limit, offset = PAGE, 0
    if len(items) == 1 and isinstance(items[0], dict) and not _member(items[0], "leftOperand", "operandLeft"):
        query = items[0]
        limit, offset = _number(query, "limit", PAGE), _number(query, "offset", 0)
        items = _member(query, "filterExpression") or []
        items = items if isinstance(items, list) else [items]
    if len(items) > _MOST_CONDITIONS:
        raise InvalidInput(_("A filter has at most 20 conditions."))
    return Question(
        tuple(_condition(item) for item in items), max(1, min(limit, PAGE)), max(0, offset), after
    )


def catalogue_page(own: Participant, peer: Participant, question: Question) -> Page:
    """One page of our catalogue as the peer may see it."""
    mark = _mark(own, peer, question)
    body, following = _page_bytes(mark, own.pk, peer.pk, question)
    return Page(body, mark, following)


def mark_of(own: Participant, peer: Participant, question: Question) -> str:
    """The mark (ETag) that the page has now."""
    return _mark(own, peer, question)


def dataset_bytes(own: Participant, peer: Participant, key: str) -> bytes:
    """One data set with its offers; raises NotFound, also where none of them is open to the peer."""
    row = _products(own).filter(pk=key).first()
    found = _dataset(row, own, peer) if row is not None else None
    if found is None:
        raise NotFound(_("There is no such data set."))
    return msgspec.json.encode({"@context": CONTEXT, **found})


@lru_cache(maxsize=2_000)
def _page_bytes(_mark: str, own_pk: str, peer_pk: str, question: Question) -> tuple[bytes, str]:
    own, peer = Participant.objects.get(pk=own_pk), Participant.objects.get(pk=peer_pk)
    rows = _matching(_products(own), question.conditions)
    if question.after:
        rows = rows.filter(pk__gt=question.after)
    batch = list(rows[question.offset : question.offset + question.limit + 1])
    following = batch[question.limit - 1].pk if len(batch) > question.limit else ""
    found = [one for row in batch[: question.limit] if (one := _dataset(row, own, peer)) is not None]
    catalogue: dict[str, Any] = {
        "@context": CONTEXT,
        "@id": f"{own.key}#catalogue",
        "@type": "Catalog",
        "participantId": own.key,
        "service": [_service(own)],
    }
    if found:  # an empty list would not be valid
        catalogue["dataset"] = found
    return msgspec.json.encode(catalogue), following


def _products(own: Participant) -> QuerySet[Product]:
    """Products with an open offer, in the order of their ids, the offers with them."""
    offers = Offer.objects.filter(ended_at=None).order_by("pk")
    return (
        Product.objects.filter(
            provider=own.organisation_id,
            state=ProductState.PUBLISHED,
            offers__ended_at=None,
            offers__isnull=False,
        )
        .distinct()
        .order_by("pk")
        .prefetch_related(Prefetch("offers", queryset=offers, to_attr="open_offers"))
    )


def _dataset(row: Product, own: Participant, peer: Participant) -> dict[str, Any] | None:
    """A data set as the protocol writes it; None where no offer is open to the peer."""
    situation = Situation(at=clock.now(), participant=peer.key, region=peer.region, concluding=True)
    offers = [
        {"@id": offer.pk, "@type": "Offer", **write_rules(read_policy(offer.policy))}
        for offer in row.open_offers  # type: ignore[attr-defined]
        if judge(offer.policy, situation).permitted
    ]
    if not offers:
        return None
    formats = [name for name, _plane in data_planes.items()] or [PULL]
    found = {
        "@id": row.pk,
        "@type": "Dataset",
        "dct:title": row.title,
        "dct:description": row.description[:2_000],
        "dcat:keyword": list(row.keywords),
        "hasPolicy": offers,
        "distribution": [
            {"@type": "Distribution", "format": name, "accessService": _service(own)} for name in formats
        ],
    }
    if row.changed_at is not None:
        found["dct:modified"] = moment(row.changed_at)
    return {name: value for name, value in found.items() if value not in ("", [])}


def _service(own: Participant) -> dict[str, str]:
    return {"@id": f"{own.key}#connector", "@type": "DataService", "endpointURL": own.address}


def _mark(own: Participant, peer: Participant, question: Question) -> str:
    """A digest over the newest moment and the number of everything that a page can hold."""
    products = Product.objects.filter(provider=own.organisation_id).aggregate(
        Count("pk"), Max("changed_at"), Max("retired_at"), Max("published_at"), Max("version")
    )
    offers = Offer.objects.filter(product__provider=own.organisation_id).aggregate(
        Count("pk"), Max("made_at"), Max("ended_at")
    )
    # Offers may end or begin by time: the page is made anew each minute.
    seconds = int(clock.now().timestamp()) // 60
    formats = [name for name, _plane in data_planes.items()]
    parts = [own.key, own.address, peer.key, peer.region, products, offers, seconds, formats, question]
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _condition(item: Any) -> Condition:
    if not isinstance(item, Mapping):
        raise _unsupported()
    name = _member(item, "leftOperand", "operandLeft")
    operator = _member(item, "operator")
    value = _member(item, "rightOperand", "operandRight")
    if not all(isinstance(part, str) for part in (name, operator, value)) or len(value) > 200:
        raise _unsupported()
    name = {"https://w3id.org/edc/v0.0.1/ns/id": "id"}.get(name, name.rsplit(":", 1)[-1])
    operator = {"=": "eq", ">=": "gteq"}.get(operator, operator)
    if (name, operator) not in _LOOKUPS:
        raise _unsupported()
    return Condition(name, operator, value)


def _unsupported() -> InvalidInput:
    return InvalidInput(
        _(
            "This filter is not supported: it may name id, title, keyword, theme, licence and modified, with eq, "
            "like (title) and gteq (modified)."
        )
    )


_LOOKUPS = {
    ("id", "eq"): "pk",
    ("title", "eq"): "title",
    ("title", "like"): "title__icontains",
    ("licence", "eq"): "licence",
    ("modified", "gteq"): "changed_at__gte",
    ("keyword", "eq"): "keywords",
    ("theme", "eq"): "themes",
}


def _matching(rows: QuerySet[Product], conditions: Iterable[Condition]) -> QuerySet[Product]:
    for one in conditions:
        lookup = _LOOKUPS[one.name, one.operator]
        if one.name in {"keyword", "theme"}:
            rows = _with_word(rows, lookup, one.value)
        elif one.name == "modified":
            since = read_moment(one.value)
            if since is None:
                raise _unsupported()
            rows = rows.filter(Q(**{lookup: since}))
        else:
            rows = rows.filter(Q(**{lookup: one.value.strip("%") if one.operator == "like" else one.value}))
    return rows


def _with_word(rows: QuerySet[Product], field: str, word: str) -> QuerySet[Product]:
    """Rows whose list of words holds one; SQLite has no containment, and keeps JSON as text."""
    if connection.vendor == "postgresql":
        return rows.filter(Q(**{f"{field}__contains": [word]}))
    table = connection.ops.quote_name(Product._meta.db_table)
    inside = f"EXISTS (SELECT 1 FROM json_each({table}.{field}) WHERE json_each.value = %s)"  # noqa: S608
    return rows.extra(where=[inside], params=[word])  # noqa: S610 - the name is one of two of ours


def _member(item: Mapping[str, Any], *names: str) -> Any:
    for name in names:
        for key in (name, f"https://w3id.org/edc/v0.0.1/ns/{name}", f"edc:{name}"):
            if key in item:
                value = item[key]
                return (
                    value.get("@value", value.get("@id"))
                    if isinstance(value, dict) and len(value) == 1
                    else value
                )
    return None


def _number(item: Mapping[str, Any], name: str, default: int) -> int:
    value = _member(item, name)
    return value if isinstance(value, int) and not isinstance(value, bool) else default
