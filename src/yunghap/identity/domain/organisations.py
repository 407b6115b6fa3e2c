"""Verbs of organisations: found, name, rename, reorganise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import clean_name, name_key
from yunghap.core.versions import update_versioned
from yunghap.identity.enums import PUBLIC_KINDS, ReorganisationKind
from yunghap.identity.models import (
    Organisation,
    OrganisationAlias,
    OrganisationName,
    Reorganisation,
    Succession,
)
from yunghap.identity.roles import ADMINISTER_ORGANISATIONS
from yunghap.ledger.service import record

from .authorisation import require

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Part:
    """What one successor takes from one predecessor; `scope_*` says what, in either language."""

    predecessor: Organisation
    successor: Organisation
    scope_ko: str = ""
    scope_en: str = ""


def subject_of(organisation: Organisation) -> str:
    """How the ledger names an organisation."""
    return f"organisation:{organisation.pk}"


@transaction.atomic
def create_organisation(
    *,
    kind: str,
    long: str,
    short: str,
    english: str = "",
    by: Actor,
    at: datetime | None = None,
    starts_on: date | None = None,
    parent: Organisation | None = None,
    registration_number: str = "",
    homepage: str = "",
    is_demo: bool = False,
) -> Organisation:
    """A new organisation with its first name, from `starts_on` (None: since ever).

    Raises InvalidInput for names that hide characters or a registration number with a wrong check digit,
    Conflict where the number or, on the same days, the name is taken.
    """
    require(by, ADMINISTER_ORGANISATIONS)
    at = at or clock.now()
    if kind not in PUBLIC_KINDS:
        raise InvalidInput(_("There is no such kind of organisation."))
    long, short = clean_name(long), clean_name(short)
    english = clean_name(english) if english else ""
    number = check_registration_number(registration_number)
    if number and Organisation.objects.filter(registration_number=number).exists():
        raise Conflict(_("An organisation with this registration number exists already."))
    _check_free(long, starts_on)
    organisation = Organisation.objects.create(
        kind=kind,
        short_name=short,
        parent=parent,
        registration_number=number,
        homepage=homepage,
        is_demo=is_demo,
        created_at=at,
    )
    _add_name(organisation, long=long, short=short, english=english, starts_on=starts_on)
    record(
        action="identity.organisation.created",
        subject=subject_of(organisation),
        by=by,
        at=at,
        details={"kind": kind, "long": long, "short": short, "english": english, "starts_on": starts_on},
    )
    return organisation


@transaction.atomic
def rename_organisation(
    *,
    organisation: Organisation,
    long: str,
    short: str,
    english: str = "",
    on: date,
    basis: str = "",
    expected: int | None = None,
    by: Actor,
    at: datetime | None = None,
) -> Reorganisation:
    """Give an organisation another name from the day `on`; the name before it ends the day before.

    The canonical short name stays, so that what was recorded under it stays together. Raises Conflict where
    somebody changed the organisation (`expected` version), InvalidInput where the day lies outside the name
    in force or nothing changes.
    """
    require(by, ADMINISTER_ORGANISATIONS)
    at = at or clock.now()
    long, short = clean_name(long), clean_name(short)
    english = clean_name(english) if english else ""
    update_versioned(
        organisation,
        expected=organisation.version if expected is None else expected,
        changes={"short_name": organisation.short_name},
    )
    last = _last_name(organisation)
    if last.ends_on is not None:
        raise InvalidInput(_("This organisation no longer exists; it cannot be renamed."))
    if last.starts_on is not None and on <= last.starts_on:
        raise InvalidInput(_("The new name must begin after the present one began."))
    if (long, short, english) == (last.long, last.short, last.english):
        raise InvalidInput(_("That is the present name already."))
    _check_free(long, on, besides=organisation)
    update_versioned(last, expected=last.version, changes={"ends_on": on - DAY})
    _add_name(organisation, long=long, short=short, english=english, starts_on=on)
    change = _write_change(
        ReorganisationKind.RENAME,
        on,
        basis,
        [Part(organisation, organisation, f"{last.long} → {long}", f"{last.english} → {english}")],
        at,
    )
    record(
        action="identity.organisation.renamed",
        subject=subject_of(organisation),
        by=by,
        at=at,
        details={"from": last.long, "to": long, "short": short, "on": on, "basis": basis},
    )
    return change


@transaction.atomic
def reorganise(
    *,
    kind: str,
    parts: Sequence[Part],
    on: date,
    basis: str = "",
    by: Actor,
    at: datetime | None = None,
) -> Reorganisation:
    """Split, merge or transfer tasks between organisations from the day `on`.

    MERGE and SPLIT end every predecessor that is not itself among the successors, on the day before; TRANSFER
    ends nobody. Every predecessor must exist on the day before and every successor on the day. Members keep
    their memberships: an ended organisation's page shows who has to be moved.
    """
    require(by, ADMINISTER_ORGANISATIONS)
    at = at or clock.now()
    check_reorganisation(kind, parts, on)
    ending = ended_by(kind, parts)
    for organisation in ending:
        last = _last_name(organisation)
        update_versioned(last, expected=last.version, changes={"ends_on": on - DAY})
    change = _write_change(ReorganisationKind(kind), on, basis, parts, at)
    involved = {part.predecessor.pk: part.predecessor for part in parts}
    involved.update({part.successor.pk: part.successor for part in parts})
    for organisation in involved.values():
        update_versioned(
            organisation, expected=organisation.version, changes={"short_name": organisation.short_name}
        )
    moves = [[part.predecessor.pk, part.successor.pk, part.scope_ko, part.scope_en] for part in parts]
    for organisation in involved.values():
        record(
            action="identity.organisation.reorganised",
            subject=subject_of(organisation),
            by=by,
            at=at,
            details={"kind": kind, "on": on, "basis": basis, "change": change.pk, "moves": moves},
        )
    return change


def check_reorganisation(kind: str, parts: Sequence[Part], on: date) -> None:
    """Raise InvalidInput where the change cannot be; changes nothing, for the preview too."""
    if kind not in {ReorganisationKind.SPLIT, ReorganisationKind.MERGE, ReorganisationKind.TRANSFER}:
        raise InvalidInput(_("There is no such kind of change."))
    pairs = {(part.predecessor.pk, part.successor.pk) for part in parts}
    predecessors, successors = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    if not parts or len(pairs) < len(parts):
        raise InvalidInput(_("Name each successor of each organisation once."))
    if kind == ReorganisationKind.SPLIT and (len(predecessors) != 1 or len(successors) < 2):
        raise InvalidInput(_("A split has one organisation before and at least two after."))
    if kind == ReorganisationKind.MERGE and len(successors) != 1:
        raise InvalidInput(_("A merger has one organisation after."))
    if any(part.predecessor.pk == part.successor.pk for part in parts) and kind != ReorganisationKind.SPLIT:
        raise InvalidInput(_("An organisation cannot take over from itself."))
    for part in parts:
        if not part.predecessor.exists_on(on - DAY):
            raise InvalidInput(
                _("%(name)s does not exist on the day before the change.")
                % {"name": part.predecessor.label()}
            )
        if not part.successor.exists_on(on):
            raise InvalidInput(
                _("%(name)s does not exist on the day of the change.") % {"name": part.successor.label()}
            )
    for organisation in ended_by(kind, parts):
        if _last_name(organisation).ends_on is not None:
            raise InvalidInput(
                _("%(name)s ends on another day already.") % {"name": organisation.label(on - DAY)}
            )


def ended_by(kind: str, parts: Iterable[Part]) -> list[Organisation]:
    """The organisations that a change ends, in the order named."""
    if kind == ReorganisationKind.TRANSFER:
        return []
    stay = {part.successor.pk for part in parts}
    return list(
        {part.predecessor.pk: part.predecessor for part in parts if part.predecessor.pk not in stay}.values()
    )


@transaction.atomic
def add_alias(*, organisation: Organisation, text: str, by: Actor, at: datetime | None = None) -> None:
    """Another word by which `find_organisation` finds the organisation; adding it again does nothing."""
    require(by, ADMINISTER_ORGANISATIONS)
    text = clean_name(text)
    if _remember(organisation, text):
        record(
            action="identity.organisation.alias_added",
            subject=subject_of(organisation),
            by=by,
            at=at or clock.now(),
            details={"text": text},
        )


def check_registration_number(text: str) -> str:
    """The ten digits of a business registration number (사업자등록번호), or "" for none.

    The last digit checks the others: weights 1 3 7 1 3 7 1 3 5, the ninth product also adds its tens.
    """
    digits = text.replace("-", "").strip()
    if not digits:
        return ""
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        raise InvalidInput(_("A business registration number has ten digits."))
    numbers = [int(digit) for digit in digits]
    total = sum(n * w for n, w in zip(numbers[:9], (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=True))
    total += numbers[8] * 5 // 10
    if (10 - total % 10) % 10 != numbers[9]:
        raise InvalidInput(_("The check digit of the business registration number is wrong."))
    return digits


def _last_name(organisation: Organisation) -> OrganisationName:
    name = organisation.names.last()  # an open start comes first, on PostgreSQL too
    if name is None:
        raise InvalidInput(_("This organisation has no name."))
    return name


def _check_free(long: str, starts_on: date | None, besides: Organisation | None = None) -> None:
    """Nobody else may bear the same long name from that day on."""
    taken = OrganisationName.objects.filter(long=long)
    if starts_on is not None:
        taken = taken.exclude(ends_on__lt=starts_on)
    if besides is not None:
        taken = taken.exclude(organisation=besides)
    if taken.exists():
        raise Conflict(_("An organisation of this name exists already."))


def _add_name(
    organisation: Organisation,
    *,
    long: str,
    short: str,
    english: str,
    starts_on: date | None,
    ends_on: date | None = None,
) -> None:
    OrganisationName.objects.create(
        organisation=organisation,
        long=long,
        short=short,
        english=english,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    for text in (long, short, english, organisation.short_name):
        if text:
            _remember(organisation, text)


def _remember(organisation: Organisation, text: str) -> bool:
    _alias, created = OrganisationAlias.objects.get_or_create(
        organisation=organisation, key=name_key(text), defaults={"text": text}
    )
    return created


def _write_change(
    kind: ReorganisationKind, on: date, basis: str, parts: Iterable[Part], at: datetime
) -> Reorganisation:
    change = Reorganisation.objects.create(kind=kind, effective_on=on, basis=basis, created_at=at)
    Succession.objects.bulk_create(
        Succession(
            reorganisation=change,
            predecessor=part.predecessor,
            successor=part.successor,
            scope_ko=part.scope_ko,
            scope_en=part.scope_en,
        )
        for part in parts
    )
    return change
