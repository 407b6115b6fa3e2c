"""Issuers: opened, their records registered in bulk and revoked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotFound
from yunghap.core.gate import check_url
from yunghap.core.text import clean_name
from yunghap.core.versions import update_versioned
from yunghap.exchange import rules
from yunghap.exchange.commitments import is_digest
from yunghap.exchange.enums import AnswerMethod
from yunghap.exchange.models import Commitment, Issuer
from yunghap.identity import service as identity
from yunghap.ledger.service import record

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{1,59}")
_FIELD = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST_FIELDS, MOST_ROWS = 20, 100_000
CERTIFICATES = "certificates"


@dataclass(frozen=True, slots=True)
class Registered:
    """A commitment as an issuer brings it; `expires_on` is the last day on which the record holds."""

    digest: str
    holder_digest: str
    expires_on: date | None = None


def open_issuer(
    *,
    organisation: identity.Organisation,
    slug: str,
    method: AnswerMethod,
    title: str,
    title_en: str = "",
    endpoint: str = "",
    fields: Sequence[dict[str, str]] = (),
    per_minute: int = 60,
    generated: bool = False,
    by: Actor,
    at: datetime | None = None,
) -> Issuer:
    """Open an authenticity check. Raises InvalidInput for names, fields or an address that are none, Conflict for a
    name that is taken. With an endpoint not to be called in a transaction: its name is looked up.
    """
    at = at or clock.now()
    identity.require(by, rules.ISSUE, organisation=organisation.pk)
    if not _SLUG.fullmatch(slug):
        raise InvalidInput(
            _("Only lower-case letters a to z, digits and “-” may stand in this name."), field="slug"
        )
    if slug == CERTIFICATES or Issuer.objects.filter(slug=slug).exists():
        raise Conflict(_("This name is taken."), field="slug")
    if method == AnswerMethod.CERTIFICATES:
        raise InvalidInput(_("Only this site answers for its certificates."), field="method")
    if method == AnswerMethod.ENDPOINT:
        check_url(endpoint)
    elif endpoint:
        raise InvalidInput(_("An endpoint is only for a check at the issuer."), field="endpoint")
    if not 1 <= per_minute <= 10_000:
        raise InvalidInput(_("From 1 to 10,000 a minute."), field="per_minute")
    with transaction.atomic():
        issuer = Issuer.objects.create(
            organisation=organisation,
            slug=slug,
            method=method,
            title=clean_name(title),
            title_en=clean_name(title_en) if title_en.strip() else "",
            endpoint=endpoint,
            fields=_fields(fields),
            per_minute=per_minute,
            generated=generated,
            opened_at=at,
            created_at=at,
        )
        _note(issuer, "opened", by, at, {"slug": slug, "method": str(method)})
    return issuer


def _fields(fields: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    if not 1 <= len(fields) <= MOST_FIELDS:
        raise InvalidInput(_("Name from 1 to 20 fields."), field="fields")
    names = [one.get("name", "") for one in fields]
    if len(set(names)) != len(names) or not all(_FIELD.fullmatch(name) for name in names):
        raise InvalidInput(
            _("A field is named by lower-case letters a to z, digits and “_”, each once."), field="fields"
        )
    return [
        {
            "name": one["name"],
            "label": clean_name(one.get("label") or one["name"], longest=80),
            "label_en": clean_name(one.get("label_en") or one["name"], longest=80),
        }
        for one in fields
    ]


def own_issuer(*, at: datetime | None = None) -> Issuer:
    """The issuer of this site's own certificates, there from the first question on."""
    at = at or clock.now()
    defaults = {
        "method": AnswerMethod.CERTIFICATES,
        "title": "이 사이트가 발급한 확인서",
        "title_en": "Certificates issued on this site",
        "opened_at": at,
        "created_at": at,
    }
    return Issuer.objects.get_or_create(slug=CERTIFICATES, defaults=defaults)[0]


@transaction.atomic
def close_issuer(*, issuer: Issuer, expected: int, by: Actor, at: datetime | None = None) -> Issuer:
    """Answer no more. Raises Conflict where it is closed."""
    at = at or clock.now()
    identity.require(by, rules.ISSUE, organisation=issuer.organisation_id)
    if issuer.closed_at is not None:
        raise Conflict(_("This check is closed already."))
    update_versioned(issuer, expected=expected, changes={"closed_at": at})
    _note(issuer, "closed", by, at, {})
    return issuer


@transaction.atomic
def register_commitments(
    *, issuer: Issuer, rows: Sequence[Registered], by: Actor, at: datetime | None = None
) -> int:
    """Register commitments; those that are known already are left alone. Returns how many are new.

    Raises InvalidInput for a row that is no pair of digests (`details["row"]`, from 1) and for more than 100,000 rows.
    """
    at = at or clock.now()
    identity.require(by, rules.ISSUE, organisation=issuer.organisation_id)
    if issuer.method != AnswerMethod.COMMITMENTS or issuer.closed_at is not None:
        raise Conflict(_("No records are registered with this check."))
    if not 1 <= len(rows) <= MOST_ROWS:
        raise InvalidInput(_("From 1 to 100,000 rows at a time."))
    for number, row in enumerate(rows, 1):
        if not (is_digest(row.digest) and is_digest(row.holder_digest)):
            raise InvalidInput(_("Row %(row)s is no commitment.") % {"row": number}, row=number)
    before = issuer.commitments.count()
    Commitment.objects.bulk_create(
        (
            Commitment(
                issuer=issuer,
                digest=row.digest,
                holder_digest=row.holder_digest,
                expires_on=row.expires_on,
                registered_at=at,
            )
            for row in rows
        ),
        ignore_conflicts=True,
        batch_size=1_000,
    )
    new = issuer.commitments.count() - before
    _note(issuer, "registered", by, at, {"rows": len(rows), "new": new})
    return new


@transaction.atomic
def revoke_commitment(
    *, issuer: Issuer, digest: str, reason: str, by: Actor, at: datetime | None = None
) -> Commitment:
    """From now on the answer about this record is no. Raises NotFound, Conflict, InvalidInput without a reason."""
    at = at or clock.now()
    identity.require(by, rules.ISSUE, organisation=issuer.organisation_id)
    if not reason.strip():
        raise InvalidInput(_("Say why."), field="reason")
    rows = Commitment.objects.filter(issuer=issuer, digest=digest.strip().lower())
    changed = rows.filter(revoked_at__isnull=True).update(revoked_at=at, reason=reason.strip()[:200])
    found = rows.first()
    if found is None:
        raise NotFound(_("This record is not registered."), field="digest")
    if not changed:
        raise Conflict(_("This record is revoked already."), field="digest")
    _note(issuer, "revoked", by, at, {"digest": found.digest, "reason": reason.strip()})
    return found


def _note(issuer: Issuer, what: str, by: Actor, at: datetime, details: dict[str, object]) -> None:
    record(
        action=f"exchange.authenticity.{what}", subject=f"issuer:{issuer.pk}", by=by, at=at, details=details
    )
