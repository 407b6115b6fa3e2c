"""The HTTP API of authenticity checks."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from yunghap.core.errors import NotFound
from yunghap.exchange.domain.authenticity.asking import ask
from yunghap.exchange.domain.authenticity.issuers import CERTIFICATES, own_issuer
from yunghap.exchange.models import Issuer
from yunghap.identity import service as identity

router = Router(tags=["authenticity"])


class Field(Schema):
    """A field of a record."""

    name: str
    label: str
    label_en: str


class IssuerOut(Schema):
    """A check: `method` says whether a salt is needed (COMMITMENTS) or a signed document (CERTIFICATES)."""

    slug: str
    title: str
    title_en: str
    method: str
    fields: list[Field]
    per_minute: int
    generated: bool


class Question(Schema):
    """Up to 100 records: {"record": {field: text}, "salt": text}, or signed documents."""

    records: list[dict[str, Any]]


class Answers(Schema):
    """Yes or no for each record, in their order."""

    answers: list[bool]


@router.get("/", auth=None, response=list[IssuerOut])
def issuers(request: HttpRequest) -> list[Issuer]:  # noqa: ARG001
    """What can be checked here."""
    own = own_issuer()
    return [own, *Issuer.objects.filter(closed_at__isnull=True).exclude(pk=own.pk)]


@router.post("/{slug}/check", response=Answers)
def check(request: HttpRequest, slug: str, body: Question) -> Answers:
    """Whether records are authentic. Scope exchange.authenticity.ask; 429 above the limits."""
    found = own_issuer() if slug == CERTIFICATES else Issuer.objects.filter(slug=slug).first()
    if found is None:
        raise NotFound("issuer")
    return Answers(answers=ask(issuer=found, shown=body.records, by=identity.actor_of(request)))
