"""Asking whether records are authentic.

The asker learns yes or no for each record. Every question costs the same whatever the answer: one digest, a place in
one query, one row of the record of questions. How often one may ask is limited by asker and, at an issuer's endpoint,
altogether; with salts of 128 bits there is nothing to try out anyway.
"""

import hmac
import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework.service import CERTIFICATE_KIND
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import DomainError, InvalidInput, NotFound
from yunghap.core.fetch import Unreachable, fetch
from yunghap.core.gate import safe_json
from yunghap.core.ids import new_id
from yunghap.exchange import rules
from yunghap.exchange.commitments import LONGEST, digest_of, key_digest
from yunghap.exchange.domain.quality.certificates import KIND as QUALITY_KIND
from yunghap.exchange.enums import AnswerMethod
from yunghap.exchange.models import AuthenticityCheck, Commitment, Issuer
from yunghap.identity import service as identity
from yunghap.ledger.service import record, verify_statement

MOST = 100  # records in one question
ANONYMOUS_PER_MINUTE = 10
PER_DAY = 10_000
ANONYMOUS_PER_DAY = 200
# A record as it is shown: {"record": {...}, "salt": "…"}, {"record": {...}}, or a signed document.
Shown = dict[str, Any]


class TooMany(DomainError):  # noqa: N818
    """Asked too often; later it may go."""

    code = "too-many-requests"
    status = 429


def ask(
    *, issuer: Issuer, shown: Sequence[Shown], by: Actor | None, address: str = "", at: datetime | None = None
) -> list[bool]:
    """Whether each of the records is authentic, in their order; at most 100 at a time.

    `by` is None for somebody who is not signed in, of whom only the network `address` is known. Raises InvalidInput for
    what is no record, TooMany above the limits, Unreachable where the issuer's endpoint does not answer.
    """
    at = at or clock.now()
    if by is not None:
        identity.require(by, rules.ASK)
    if issuer.closed_at is not None:
        raise NotFound(_("There is no such check."))
    if not 1 <= len(shown) <= MOST:
        raise InvalidInput(_("Ask about 1 to 100 records at a time."))
    for one in shown:
        _check(issuer, one)
    batch = _book(issuer, len(shown), by, address, at)
    found = _ANSWERERS[AnswerMethod(issuer.method)](issuer, shown, at)
    _settle(batch, found)
    return [answer for answer, _commitment in found]


def _check(issuer: Issuer, shown: Shown) -> None:
    if issuer.method == AnswerMethod.CERTIFICATES:
        if not {"type", "payload", "signatures"} <= shown.keys():
            raise InvalidInput(_("This is no signed document of this system."))
        return
    stated = shown.get("record")
    names = {one["name"] for one in issuer.fields}
    if not isinstance(stated, dict) or stated.keys() != names:
        raise InvalidInput(
            _("A record states these fields: %(names)s.") % {"names": ", ".join(sorted(names))}
        )
    texts = [*stated.values(), shown.get("salt", "")]
    if any(not isinstance(text, str) or len(text) > LONGEST for text in texts):
        raise InvalidInput(_("Fields and salt are texts of at most 500 characters."))


def _book(issuer: Issuer, number: int, by: Actor | None, address: str, at: datetime) -> str:
    """Enter the questions before they are answered, within the limits; returns the batch."""
    asker = _asker(by, address)
    with transaction.atomic():
        Issuer.objects.select_for_update().get(pk=issuer.pk)  # one after the other, so that limits hold
        asked = AuthenticityCheck.objects.filter(asked_at__gt=at - timedelta(minutes=1))
        mine = asked.filter(asker=asker)
        limit = min(issuer.per_minute, ANONYMOUS_PER_MINUTE) if by is None else issuer.per_minute
        if issuer.method == AnswerMethod.ENDPOINT:
            mine = asked.filter(issuer=issuer)
        day = AuthenticityCheck.objects.filter(asker=asker, asked_at__gt=at - timedelta(days=1))
        per_day = ANONYMOUS_PER_DAY if by is None else PER_DAY
        if mine.count() + number > max(limit, 1) or day.count() + number > per_day:
            raise TooMany(_("That was too often. Please try again in a while."))
        batch = new_id()
        AuthenticityCheck.objects.bulk_create(
            AuthenticityCheck(
                issuer=issuer,
                asker=asker,
                organisation_id=by.organisation if by else None,
                batch=batch,
                asked_at=at,
            )
            for _number in range(number)
        )
        if by is not None:
            record(
                action="exchange.authenticity.asked",
                subject=f"issuer:{issuer.pk}",
                by=by,
                at=at,
                details={"batch": batch, "records": number},
            )
    return batch


def _asker(by: Actor | None, address: str) -> str:
    who = f"{by.kind}:{by.id}" if by else f"address:{address}"
    return hmac.new(settings.SECRET_KEY.encode(), f"authenticity {who}".encode(), sha256).hexdigest()


@transaction.atomic
def _settle(batch: str, found: Sequence[tuple[bool, int | None]]) -> None:
    rows = list(AuthenticityCheck.objects.filter(batch=batch).order_by("id"))
    for row, (answer, commitment) in zip(rows, found, strict=True):
        row.answer, row.commitment_id = answer, commitment
    AuthenticityCheck.objects.bulk_update(rows, ["answer", "commitment"])


# Whether each record is authentic, and the commitment it fits.
Answerer = Callable[[Issuer, Sequence[Shown], datetime], list[tuple[bool, int | None]]]


def _by_commitment(issuer: Issuer, shown: Sequence[Shown], at: datetime) -> list[tuple[bool, int | None]]:
    digests = [digest_of(issuer.slug, one["record"], one.get("salt", "")) for one in shown]
    rows = {row.digest: row for row in Commitment.objects.filter(issuer=issuer, digest__in=digests)}
    today = clock.local_date(at)

    def judged(digest: str) -> tuple[bool, int | None]:
        row = rows.get(digest)
        if row is None:
            return False, None
        return row.revoked_at is None and (row.expires_on is None or row.expires_on >= today), row.pk

    return [judged(digest) for digest in digests]


def _by_endpoint(
    issuer: Issuer,
    shown: Sequence[Shown],
    at: datetime,  # noqa: ARG001 - the issuer knows the day
) -> list[tuple[bool, int | None]]:
    """POST {"records": [...]} to the issuer, who answers {"answers": [true, …]}."""
    body = json.dumps({"records": [one["record"] for one in shown]}, ensure_ascii=False).encode()
    answer = fetch(
        issuer.endpoint,
        method="POST",
        body=body,
        headers={"Content-Type": "application/json"},
        seconds=5,
        largest=64 * 1024,
    )
    said = safe_json(answer.body, largest=64 * 1024) if answer.status == 200 else None
    answers = said.get("answers") if isinstance(said, dict) else None
    if not isinstance(answers, list) or [type(one) for one in answers] != [bool] * len(shown):
        raise Unreachable(_("The issuer gives no answer at the moment."))
    return [(one, None) for one in answers]


def _by_certificate(
    issuer: Issuer,  # noqa: ARG001 - there is one only
    shown: Sequence[Shown],
    at: datetime,  # noqa: ARG001 - the same for all methods
) -> list[tuple[bool, int | None]]:
    def judged(document: Shown) -> bool:
        verdict = verify_statement(document)
        return verdict.valid and verdict.payload.get("kind") in {CERTIFICATE_KIND, QUALITY_KIND}

    return [(judged(one), None) for one in shown]


_ANSWERERS: dict[AnswerMethod, Answerer] = {
    AnswerMethod.COMMITMENTS: _by_commitment,
    AnswerMethod.ENDPOINT: _by_endpoint,
    AnswerMethod.CERTIFICATES: _by_certificate,
}


def asked_about(*, issuer: Issuer, shown: Shown, holder_key: str) -> list[AuthenticityCheck]:
    """What the holder of a record sees: who asked about it and when, newest first.

    Raises NotFound where record, salt and key do not belong together; it does not say which.
    """
    _check(issuer, shown)
    digest = digest_of(issuer.slug, shown["record"], shown.get("salt", ""))
    row = Commitment.objects.filter(
        issuer=issuer, digest=digest, holder_digest=key_digest(holder_key)
    ).first()
    if row is None:
        raise NotFound(_("Nothing is known to the holder of this key."))
    return list(row.checks.select_related("organisation").order_by("-id")[:500])
