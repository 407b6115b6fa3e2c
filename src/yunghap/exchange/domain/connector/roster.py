"""The roster: who takes part, who asked to, who was suspended or removed.

Admission is two steps by two people: an organisation applies (here, or with its address and key from elsewhere), and
an operator admits it. The roster can be handed out as a statement signed by the ledger; another installation takes it
in, after checking the signature against the key list of the operator that it was given by other means.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.gate import check_url
from yunghap.core.text import clean_name
from yunghap.core.versions import update_versioned
from yunghap.exchange import rules
from yunghap.exchange.enums import ParticipantState as State
from yunghap.exchange.models import Participant
from yunghap.identity.service import Organisation, can, notify, people_with_permission, require
from yunghap.ledger.service import Statement, record, sign_statement, statements_for

from . import events, keys
from .messages import VERSION

STATEMENT_KIND = "exchange.roster"


def address_of(slug: str) -> str:
    """Where the protocol of a participant of ours answers."""
    return f"{settings.SITE_URL}/dsp/{slug}/{VERSION}"


@transaction.atomic
def apply_participant(
    *,
    organisation: Organisation,
    slug: str = "",
    key: str = "",
    contact: str = "",
    region: str = "KR",
    by: Actor,
    at: datetime | None = None,
) -> Participant:
    """An organisation here asks to take part; its key is made. `key` is its id if it has one already."""
    at = at or clock.now()
    if not any(can(by, one, organisation=organisation.pk) for one in (rules.PROVIDE, rules.CONSUME)):
        require(by, rules.OPERATE)
    slug = slug or slugify(organisation.key or "") or organisation.pk.lower()
    if Participant.objects.filter(organisation=organisation).exists():
        raise Conflict(_("This organisation is in the roster already."))
    if Participant.objects.filter(slug=slug).exists():
        raise Conflict(_("This short name is taken."))
    name = organisation.name_on()
    row = Participant.objects.create(
        key=key or f"urn:yunghap:participant:{_place()}:{slug}",
        slug=slug,
        organisation=organisation,
        name=name.long if name else organisation.short_name,
        name_en=name.english if name else "",
        address=address_of(slug),
        public_key=keys.make_key(slug),
        contact=contact,
        region=region,
        applied_at=at,
        created_at=at,
    )
    _note(row, "exchange.participant.applied", by, at)
    return row


def enter_participant(
    *,
    key: str,
    name: str,
    address: str,
    public_key: str = "",
    name_en: str = "",
    contact: str = "",
    region: str = "",
    by: Actor,
    at: datetime | None = None,
) -> Participant:
    """Enter a participant of another installation, or one that has applied by letter; it waits to be admitted.

    Not to be called in a transaction: the name in the address is looked up.
    """
    require(by, rules.OPERATE)
    key, address = _key(key), address.strip().rstrip("/")
    check_url(address)
    return _enter(key, name, address, public_key, name_en, contact, region, by, at or clock.now())


def _key(text: str) -> str:
    key = text.strip()
    if not key or len(key) > 200:
        raise InvalidInput(_("A participant needs an id of at most 200 characters."), field="key")
    return key


@transaction.atomic
def _enter(  # noqa: PLR0917 - as `enter_participant`
    key: str,
    name: str,
    address: str,
    public_key: str,
    name_en: str,
    contact: str,
    region: str,
    by: Actor,
    at: datetime,
) -> Participant:
    if Participant.objects.filter(key=key).exists():
        raise Conflict(_("This participant is in the roster already."))
    row = Participant.objects.create(
        key=key,
        name=clean_name(name),
        name_en=clean_name(name_en) if name_en else "",
        address=address,
        public_key=keys.check_public(public_key) if public_key else "",
        contact=contact.strip()[:200],
        region=region.strip()[:40],
        applied_at=at,
        created_at=at,
    )
    _note(row, "exchange.participant.applied", by, at)
    return row


@transaction.atomic
def admit_participant(*, participant: Participant, by: Actor, at: datetime | None = None) -> None:
    """Admit one that has applied, or take a suspended one back. Raises Conflict from any other state."""
    at = at or clock.now()
    require(by, rules.OPERATE)
    _change(participant, (State.APPLIED, State.SUSPENDED), State.ADMITTED, {"admitted_at": at, "reason": ""})
    _note(participant, events.PARTICIPANT_ADMITTED, by, at)


@transaction.atomic
def suspend_participant(
    *, participant: Participant, reason: str, by: Actor, at: datetime | None = None
) -> None:
    """Talk to it no longer, for now: its messages are refused, ours to it wait."""
    at = at or clock.now()
    require(by, rules.OPERATE)
    _change(participant, (State.ADMITTED,), State.SUSPENDED, {"reason": _reason(reason)})
    _note(participant, events.PARTICIPANT_SUSPENDED, by, at)
    _tell(participant, by, at)


@transaction.atomic
def remove_participant(
    *, participant: Participant, reason: str, by: Actor, at: datetime | None = None
) -> None:
    """Take it out of the roster for good; what runs with it ends (receiver of the event)."""
    at = at or clock.now()
    require(by, rules.OPERATE)
    before = (State.APPLIED, State.ADMITTED, State.SUSPENDED)
    _change(participant, before, State.REMOVED, {"removed_at": at, "reason": _reason(reason)})
    _note(participant, events.PARTICIPANT_REMOVED, by, at)
    _tell(participant, by, at)


def sign_roster(*, by: Actor, at: datetime | None = None) -> Statement:
    """The roster as a signed statement: who takes part now, with address and key."""
    at = at or clock.now()
    require(by, rules.OPERATE)
    rows = Participant.objects.filter(state=State.ADMITTED).order_by("key")
    return sign_statement(
        kind=STATEMENT_KIND,
        subject="exchange:roster",
        content={"participants": [_line(row) for row in rows]},
        by=by,
        at=at,
    )


def last_signed() -> str | None:
    """The document of the newest signed roster; None where there is none."""
    rows = [row for row in statements_for("exchange:roster") if row.kind == STATEMENT_KIND]
    return rows[-1].document if rows else None


def take_in_roster(*, payload: Mapping[str, Any], by: Actor, at: datetime | None = None) -> dict[str, int]:
    """Take in a roster that was verified: new ones are admitted, addresses and keys follow, absent ones are suspended.

    `payload` is that of the statement. Participants of our own are never changed by it. Only those that an earlier
    roster brought are suspended for their absence. Returns how many were `added`, `changed`, `suspended`.
    Not to be called in a transaction: names in addresses are looked up.
    """
    at = at or clock.now()
    require(by, rules.OPERATE)
    lines = payload.get("content", {}).get("participants")
    if payload.get("kind") != STATEMENT_KIND or not isinstance(lines, list):
        raise InvalidInput(_("This is no roster of participants."))
    named = [_named(line) for line in lines]
    known = {row.key: row for row in Participant.objects.all()}
    for line in named:
        row = known.get(line["key"])
        if row is None or (_follows(row) and row.address != line["address"]):
            check_url(line["address"])
    return _take_in_all(named, by, at)


def _named(line: Any) -> dict[str, str]:
    """The parts of a line. Raises InvalidInput where one that must be there is missing."""
    try:
        found = {name: str(line[name]).strip() for name in ("key", "name", "address", "public_key")}
        found |= {"key": _key(found["key"]), "address": found["address"].rstrip("/")}
        return found | {name: str(line.get(name, "")) for name in ("name_en", "region")}
    except (AttributeError, KeyError, TypeError):
        raise InvalidInput(_("This is no roster of participants.")) from None


@transaction.atomic
def _take_in_all(lines: Sequence[Mapping[str, str]], by: Actor, at: datetime) -> dict[str, int]:
    counts = {"added": 0, "changed": 0, "suspended": 0}
    for line in lines:
        how = _take_in(line, by, at)
        if how:
            counts[how] += 1
    seen = [line["key"] for line in lines]
    for row in Participant.objects.filter(organisation=None, state=State.ADMITTED, from_roster=True).exclude(
        key__in=seen
    ):
        suspend_participant(participant=row, reason=str(_("No longer in the signed roster.")), by=by, at=at)
        counts["suspended"] += 1
    return counts


def _take_in(line: Mapping[str, str], by: Actor, at: datetime) -> str:
    row = Participant.objects.filter(key=line["key"]).first()
    if row is None:
        row = _enter(**line, contact="", by=by, at=at)
        update_versioned(row, expected=row.version, changes={"from_roster": True})
        admit_participant(participant=row, by=by, at=at)
        return "added"
    if not _follows(row):
        return ""
    public = line["public_key"]
    changes = {
        "address": line["address"],
        "public_key": keys.check_public(public) if public else "",
        "from_roster": True,
    }
    if all(getattr(row, name) == value for name, value in changes.items()):
        return ""
    update_versioned(row, expected=row.version, changes=changes)
    _note(row, "exchange.participant.changed", by, at)
    return "changed"


def _follows(row: Participant) -> bool:
    """Whether a roster changes it: not one of our own, and none that was removed for good."""
    return row.organisation_id is None and row.state != State.REMOVED


def _line(row: Participant) -> dict[str, str]:
    fields = ("key", "name", "name_en", "address", "public_key", "region")
    return {name: getattr(row, name) for name in fields}


def _place() -> str:
    """What tells this installation's ids from others': the host of its address."""
    return settings.SITE_URL.partition("://")[2].replace(":", "-")


def _change(row: Participant, before: Iterable[str], after: State, changes: dict[str, object]) -> None:
    if row.state not in before:
        raise Conflict(_("The participant is not in a state for this."), state=row.state)
    update_versioned(row, expected=row.version, changes={"state": after, **changes})


def _reason(text: str) -> str:
    if not text.strip():
        raise InvalidInput(_("Please give the reason."), field="reason")
    return text.strip()


def _note(row: Participant, action: str, by: Actor, at: datetime) -> None:
    details = {"key": row.key, "address": row.address, "public_key": row.public_key, "because": row.reason}
    record(action=action, subject=f"participant:{row.key}"[:200], by=by, at=at, details=details)


def _tell(row: Participant, by: Actor, at: datetime) -> None:
    """Those who look after the exchange, and the organisation's own people where it is one of ours."""
    people = set(people_with_permission(rules.OPERATE))
    if row.organisation_id:
        people |= set(people_with_permission(rules.PROVIDE, organisation=row.organisation_id))
        people |= set(people_with_permission(rules.CONSUME, organisation=row.organisation_id))
    notify(
        to=people,
        subject=_("A participant of the exchange was suspended or removed"),
        text=row.reason,
        link="/participants/",
        by=by,
        at=at,
    )
