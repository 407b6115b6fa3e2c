"""Statutory letters: written from a template with the values of the case, served, opened."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.contracts import Kind
from yunghap.casework.models import Case, Letter
from yunghap.casework.queries.access import require_office
from yunghap.casework.queries.letters import receiver_of
from yunghap.casework.registry import objection_kind
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotFound
from yunghap.core.text import clean_name, clean_text
from yunghap.documents import service as documents
from yunghap.documents.blocks import Document
from yunghap.identity import service as identity
from yunghap.identity.service import Organisation
from yunghap.ledger.service import record

from .kinds import kind_of
from .letter_text import bodies_addressed, letter_document, letter_values, set_out

ON_THE_SITE = "on this site"
# Letters in the office's own words; the second kind is the notice of the decision.
BY_HAND, NOTICE_BY_HAND = "by-hand", "notice-by-hand"
# What every notice of a decision says (Administrative Procedures Act art. 26), in the language of office.
_OBJECTION = "이 통지를 받은 날부터 30일 안에 이의신청을 할 수 있습니다(행정기본법 제36조제1항)."
_APPEAL = (
    "처분이 있음을 안 날부터 90일 안에 행정심판이나 행정소송을 제기할 수 있습니다"
    "(행정심판법 제27조, 행정소송법 제20조)."
)


def remedies(kind: Kind) -> list[str]:
    """What the notice of a decision says of objection and appeal; a procedure with its own objection tells of that."""
    own = kind.own_objection or objection_kind() is None
    return [_APPEAL] if own else [_OBJECTION, _APPEAL]


@transaction.atomic
def write_letter(
    *,
    case: Case,
    kind: str,
    of: Case | None = None,
    values: Mapping[str, object] | None = None,
    body: Organisation | None = None,
    by: Actor,
    at: datetime | None = None,
) -> Letter:
    """Write a letter of the procedure (or of the procedure of another case, `of`), as HWPX and PDF, and keep both.

    It goes to the applicant, or to a `body`. Addressee and sender are kept as they are called today. Raises NotFound
    where the procedure has no such letter, InvalidInput where it names a value that the case has not.
    """
    at = at or clock.now()
    if by.kind != "system":
        require_office(case, rules.HANDLE, by)
    known = kind_of(of or case)
    template = known.letters.get(kind)
    if template is None:
        raise NotFound(_("The procedure has no such letter."))
    with translation.override("ko"):
        filled = letter_values(case, values or {}, at, of=of)
        if body is not None:
            filled |= {"addressee": body.label(), "attention": ""}
        more = remedies(known) if template.tells_decision else []
        document = letter_document(template, case, filled, at, more)
    return _keep(case, kind, template.form_in(case.variant), document, filled, body, by, at)


@transaction.atomic
def write_letter_by_hand(
    *,
    case: Case,
    title: str,
    text: str,
    tells_decision: bool = False,
    by: Actor,
    at: datetime | None = None,
) -> Letter:
    """Write a letter in the office's own words, as HWPX and PDF, and keep both; it is served afterwards.

    `tells_decision`: it is the notice of the decision, and says by when to object. Raises InvalidInput without a title
    or a text, Conflict for the notice of a decision that was not made.
    """
    at = at or clock.now()
    require_office(case, rules.HANDLE, by)
    named, lines = clean_name(title), clean_text(text).splitlines()
    for field, given in (("title", named), ("text", lines)):
        if not given:
            raise InvalidInput(_("This is needed."), field=field)
    if tells_decision and not hasattr(case, "decision"):
        raise Conflict(_("There is no decision to tell."))
    with translation.override("ko"):
        filled = letter_values(case, {}, at)
        more = remedies(kind_of(case)) if tells_decision else []
        document = set_out(named, [*lines, *more], "", case, filled, at)
    return _keep(case, NOTICE_BY_HAND if tells_decision else BY_HAND, "", document, filled, None, by, at)


def _keep(  # noqa: PLR0917 - what a row of letters holds
    case: Case,
    kind: str,
    form: str,
    document: Document,
    filled: Mapping[str, str],
    body: Organisation | None,
    by: Actor,
    at: datetime,
) -> Letter:
    with translation.override("ko"):
        name = f"{case.number} {document.title}"
        hwpx = documents.keep_original(data=documents.write_hwpx(document), name=f"{name}.hwpx", by=by, at=at)
        pdf = documents.keep_original(data=documents.write_pdf(document), name=f"{name}.pdf", by=by, at=at)
    letter = Letter.objects.create(
        case=case,
        kind=kind,
        form=form,
        title=document.title[:200],
        body=body,
        addressee=filled.get("addressee", filled["applicant"])[:200],
        attention=filled["attention"][:200],
        sender=filled["handler"][:200],
        hwpx_sha256=hwpx.sha256,
        pdf_sha256=pdf.sha256,
        written_by=by.id,
        written_at=at,
        created_at=at,
    )
    record(
        action="casework.letter.written",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"letter": letter.pk, "kind": kind, "sha256": pdf.sha256},
    )
    return letter


def send_letter(
    *,
    case: Case,
    kind: str,
    values: Mapping[str, object],
    of: Case | None = None,
    by: Actor,
    at: datetime,
) -> list[Letter]:
    """Write a letter and serve it on this site, to the applicant or to each body that its template names.

    Of the values, texts, numbers, days, choices and organisations can be named in it.
    """
    template = kind_of(of or case).letters.get(kind)
    bodies = [None] if template is None else bodies_addressed(template, values)
    sent = []
    for body in bodies:
        letter = write_letter(case=case, kind=kind, of=of, values=values, body=body, by=by, at=at)
        sent.append(serve_letter(letter=letter, by=by, at=at))
    return sent


@transaction.atomic
def serve_letter(
    *,
    letter: Letter,
    how: str = ON_THE_SITE,
    proof: str = "",
    served_at: datetime | None = None,
    by: Actor,
    at: datetime | None = None,
) -> Letter:
    """Record when and how a letter was served; on this site, from now its addressee can open it and is told.

    Raises Conflict where it was served before, InvalidInput for a moment to come.
    """
    at = at or clock.now()
    case = letter.case
    if by.kind != "system":
        require_office(case, rules.HANDLE, by)
    moment = served_at or at
    if moment > at:
        raise InvalidInput(_("The day of service lies in the future."), field="served_at")
    changed = Letter.objects.filter(pk=letter.pk, served_at__isnull=True).update(
        served_at=moment, served_how=how, served_proof=clean_text(proof), version=letter.version + 1
    )
    if not changed:
        raise Conflict(_("The letter was served before."))
    letter.refresh_from_db()
    permission, organisation = receiver_of(letter)
    identity.notify(
        to=identity.people_with_permission(permission, organisation=organisation),
        subject=_("There is a letter in a case") if letter.body_id else _("There is a letter in your case"),
        text=f"{case.number} {letter.title}",
        link=f"/cases/{case.pk}/",
        by=by,
        at=at,
    )
    record(
        action="casework.letter.served",
        subject=f"case:{case.pk}",
        by=by,
        at=at,
        details={"letter": letter.pk, "how": how, "proof": letter.served_proof, "served_at": moment},
    )
    return letter


@transaction.atomic
def open_letter(*, letter: Letter, by: Actor, at: datetime | None = None) -> Letter:
    """The addressee opens a served letter: the first time is kept as the proof of receipt."""
    at = at or clock.now()
    permission, organisation = receiver_of(letter)
    identity.require(by, permission, organisation=organisation)
    changed = Letter.objects.filter(pk=letter.pk, served_at__isnull=False, opened_at__isnull=True).update(
        opened_at=at, opened_by=by.id, version=letter.version + 1
    )
    if changed:
        letter.refresh_from_db()
        record(
            action="casework.letter.opened",
            subject=f"case:{letter.case_id}",
            by=by,
            at=at,
            details={"letter": letter.pk},
        )
    return letter
