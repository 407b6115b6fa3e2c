"""Certificates: a signed statement of what was granted, and its printed form."""

import hashlib
import json
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.enums import GRANTED
from yunghap.casework.models import Decision
from yunghap.casework.queries.access import require_office
from yunghap.casework.queries.terms import last_day
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.days import written_day
from yunghap.core.errors import Conflict, NotFound
from yunghap.core.versions import update_versioned
from yunghap.documents.blocks import Block, Document, Heading, Paragraph, Table
from yunghap.ledger.service import record, revoke_statement, sign_statement, statements_for

from .kinds import kind_of

KIND = "casework.certificate"


@transaction.atomic
def issue_certificate(
    *, decision: Decision, expected: int, by: Actor, at: datetime | None = None
) -> Decision:
    """Sign what was granted, to whom, for how long and on which conditions; anybody can verify it offline.

    Issuing again (after an extension) revokes the certificate before. Raises Conflict for what was not
    granted or is revoked.
    """
    at = at or clock.now()
    require_office(decision.case, rules.DECIDE, by)
    if decision.outcome not in GRANTED or decision.revoked_on is not None:
        raise Conflict(_("Only what was granted and not revoked has a certificate."))
    if decision.certificate:
        revoke_statement(
            statement_id=decision.certificate, reason="replaced by a newer certificate", by=by, at=at
        )
    until = clock.end_of(last_day(decision.ends_on)) if decision.ends_on else None
    statement = sign_statement(
        kind=KIND,
        subject=f"case:{decision.case_id}",
        content=_content(decision),
        valid_until=until,
        by=by,
        at=at,
    )
    update_versioned(decision, expected=expected, changes={"certificate": statement.pk})
    record(
        action="casework.certificate.issued",
        subject=f"case:{decision.case_id}",
        by=by,
        at=at,
        details={"statement": statement.pk},
    )
    return decision


def _content(decision: Decision) -> dict[str, Any]:
    case = decision.case
    return {
        "number": case.number,
        "procedure": case.procedure,
        "procedure_name": kind_of(case).name.ko,
        "variant": case.variant,
        "title": case.title,
        "holder": case.applicant.label(),
        "issuer": case.handler.label(),
        "kind": decision.kind,
        "outcome": decision.outcome,
        "decided_on": decision.decided_on,
        "starts_on": decision.starts_on,
        "ends_on": decision.ends_on,
        "conditions": [condition.text for condition in decision.conditions.all()],
    }


def certificate_document(decision: Decision) -> dict[str, Any]:
    """The signed document as issued. Raises NotFound where there is none."""
    for statement in statements_for(f"case:{decision.case_id}"):
        if statement.pk == decision.certificate:
            document: dict[str, Any] = json.loads(statement.document)
            return document
    raise NotFound(_("There is no certificate."))


def printed_certificate(decision: Decision, signed: dict[str, Any], *, verify_at: str) -> Document:
    """The certificate to be printed, in Korean, the language of office: what was signed, how it is verified,
    and whether it was revoked since.

    `verify_at` is the address where the signed document is verified.
    """
    digest = hashlib.sha256(json.dumps(signed, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    with translation.override("ko"):
        rows = [
            ["번호", decision.case.number or ""],
            ["절차", str(kind_of(decision.case).name)],
            ["제목", decision.case.title],
            ["받은 자", decision.case.applicant.label()],
            ["발급 기관", decision.case.handler.label()],
            ["결정", f"{decision.get_outcome_display()} ({written_day(decision.decided_on)})"],
            *([["유효기간", _term(decision.starts_on, decision.ends_on)]] if decision.starts_on else []),
            ["확인서 번호", decision.certificate],
        ]
    conditions = [Paragraph(f"{one.position}. {one.text}") for one in decision.conditions.all()]
    body: list[Block] = [*_revocation(decision), Table("", ["", ""], rows)]
    if conditions:
        body += [Heading(2, "부가조건"), *conditions]
    body += [
        Heading(2, "진위 확인"),
        Paragraph(
            "이 문서는 서명된 확인서를 옮겨 적은 것입니다. 서명된 확인서(JSON)는 이 PDF에 붙어 있고 "
            "같은 결정의 공개 면에서도 받을 수 있으며, "
            f"{verify_at} 에서, 또는 공개된 열쇠와 폐지 목록으로 인터넷 없이 확인할 수 있습니다."
        ),
        Paragraph(f"SHA-256 {digest}"),
    ]
    at = decision.published_at or decision.created_at
    title = f"{kind_of(decision.case).name.ko} 확인서" + (
        " (취소됨 · REVOKED)" if decision.revoked_on else ""
    )
    return Document(title, "ko", tuple(body), created=at)


def _term(starts_on: date, ends_on: date | None) -> str:
    """From one day to the other, or open."""
    return f"{written_day(starts_on)} – {written_day(ends_on) if ends_on else ''}".rstrip()


def _revocation(decision: Decision) -> list[Block]:
    """Before everything else, in both languages: that it was revoked, and why, as the public register says it too."""
    if decision.revoked_on is None:
        return []
    day = decision.revoked_on
    with translation.override("en"):
        in_english = written_day(day)
    with translation.override("ko"):
        in_korean = written_day(day)
    return [
        Heading(2, f"취소된 확인서 (취소일 {in_korean})"),
        Paragraph(f"이 확인서는 {in_korean}부터 효력이 없습니다. 취소 사유: {decision.revoked_reason}"),
        Paragraph(f"This certificate was revoked and is not valid from {in_english} on."),
    ]
