"""Verbs of people and where they belong."""

from datetime import date, datetime, timedelta
from typing import TypeVar

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.core.text import clean_name, nfc
from yunghap.core.versions import update_versioned
from yunghap.identity import queries
from yunghap.identity.enums import Language, OrganisationKind, Role
from yunghap.identity.models import Deputy, Membership, Organisation, RoleGrant, User
from yunghap.identity.roles import ADMINISTER_PEOPLE, MANAGE_MEMBERS
from yunghap.identity.rules import overlap
from yunghap.ledger.service import record

from .authorisation import require

Held = TypeVar("Held", RoleGrant, Deputy)
UNCONFIRMED = timedelta(days=1)  # a code is good for minutes


def person_subject(person: User) -> str:
    """How the ledger names a person."""
    return f"person:{person.pk}"


def clean_email(text: str) -> str:
    """The address in lower case; raises InvalidInput where it is none."""
    email = nfc(text).strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise InvalidInput(_("This is not an e-mail address.")) from error
    return email


def check_password(password: str, person: User) -> None:
    """Raise InvalidInput with every reason why the password will not do."""
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise InvalidInput(" ".join(str(message) for message in error.messages)) from error


@transaction.atomic
def create_person(
    *,
    email: str,
    name: str,
    password: str | None = None,
    language: str = Language.KO,
    is_demo: bool = False,
    by: Actor,
    at: datetime | None = None,
) -> User:
    """A person who can sign in; the address counts as confirmed, so call this only where it is.

    Without a password they sign in by link, passkey or OIDC. Raises Conflict where the address is taken.
    """
    require(by, ADMINISTER_PEOPLE)
    return write_person(
        email=email,
        name=name,
        password=password,
        language=language,
        is_demo=is_demo,
        by=by,
        at=at or clock.now(),
    )


def write_person(
    *,
    email: str,
    name: str,
    password: str | None,
    language: str,
    is_demo: bool = False,
    by: Actor | None,
    at: datetime,
) -> User:
    """Without asking who may; `by` None says: the person themself, following an invitation."""
    email, name = clean_email(email), clean_name(name)
    forget_unconfirmed(email=email)
    if User.objects.filter(email=email).exists():
        raise Conflict(_("Somebody with this e-mail address is here already."))
    person = User(email=email, name=name, language=language, is_demo=is_demo, created_at=at)
    if password is not None:
        check_password(password, person)
    person.set_password(password)
    person.save(force_insert=True)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    record_person(person, by=by or Actor(kind="person", id=person.pk), at=at)
    return person


def record_person(person: User, *, by: Actor, at: datetime) -> None:
    """From here on the ledger knows somebody."""
    record(
        action="identity.person.created",
        subject=person_subject(person),
        by=by,
        at=at,
        details={"demo": person.is_demo},
        personal={"email": person.email, "name": person.name},
    )


def forget_unconfirmed(*, email: str = "") -> None:
    """Forget who signed up and never confirmed: those of an earlier day, or whoever took `email`.

    Nothing can hang on them: without a confirmed address nobody signs in.
    """
    waiting = User.objects.exclude(emailaddress__verified=True).filter(
        emailaddress__isnull=False, memberships__isnull=True, last_login__isnull=True, is_active=True
    )
    meant = Q(email=email) if email else Q(created_at__lt=clock.now() - UNCONFIRMED)
    ids = list(waiting.filter(meant).values_list("pk", flat=True))
    User.objects.filter(pk__in=ids).delete()


@transaction.atomic
def change_profile(
    *, person: User, name: str, language: str, expected: int, by: Actor, at: datetime | None = None
) -> None:
    """One's own name and language; raises Conflict where they were changed in the meantime."""
    if by.id != person.pk:
        raise NotAllowed(_("You may not do this."))
    name = clean_name(name)
    if language not in Language.values:
        raise InvalidInput(_("There is no such language."))
    changed = name != person.name
    update_versioned(person, expected=expected, changes={"name": name, "language": language})
    record(
        action="identity.person.profile_changed",
        subject=person_subject(person),
        by=by,
        at=at or clock.now(),
        details={"language": language},
        personal={"name": name} if changed else None,
    )


@transaction.atomic
def suspend_person(*, person: User, reason: str, by: Actor, at: datetime | None = None) -> None:
    """Shut somebody out at once: their sessions end, their roles rest. Nobody suspends themself."""
    require(by, ADMINISTER_PEOPLE)
    if by.id == person.pk:
        raise InvalidInput(_("You cannot suspend yourself."))
    if not person.is_active:
        raise Conflict(_("This person is suspended already."))
    keep_an_administrator(RoleGrant.objects.filter(person=person))
    update_versioned(person, expected=person.version, changes={"is_active": False})
    end_sessions(person)
    record(
        action="identity.person.suspended",
        subject=person_subject(person),
        by=by,
        at=at or clock.now(),
        details={},
        personal={"reason": clean_reason(reason)},
    )


@transaction.atomic
def restore_person(*, person: User, reason: str, by: Actor, at: datetime | None = None) -> None:
    """Let a suspended person in again."""
    require(by, ADMINISTER_PEOPLE)
    if person.is_active:
        raise Conflict(_("This person is not suspended."))
    update_versioned(person, expected=person.version, changes={"is_active": True})
    record(
        action="identity.person.restored",
        subject=person_subject(person),
        by=by,
        at=at or clock.now(),
        details={},
        personal={"reason": clean_reason(reason)},
    )


def end_sessions(person: User) -> None:
    """End every session of the person."""
    sessions = UserSession.objects.filter(user=person)
    Session.objects.filter(session_key__in=list(sessions.values_list("session_key", flat=True))).delete()
    sessions.delete()


@transaction.atomic
def add_member(
    *,
    person: User,
    organisation: Organisation,
    starts_on: date | None = None,
    ends_on: date | None = None,
    unit: str = "",
    title: str = "",
    by: Actor,
    at: datetime | None = None,
) -> Membership:
    """The person belongs to the organisation from `starts_on` (today by default).

    Raises InvalidInput for days in the wrong order or an organisation that does not exist then, Conflict where
    the person belongs to it on some of these days already.
    """
    require(by, MANAGE_MEMBERS, organisation=organisation.pk)
    return write_membership(
        person=person,
        organisation=organisation,
        starts_on=starts_on or clock.today(),
        ends_on=ends_on,
        unit=unit,
        title=title,
        by=by,
        at=at or clock.now(),
    )


def write_membership(
    *,
    person: User,
    organisation: Organisation,
    starts_on: date,
    ends_on: date | None = None,
    unit: str = "",
    title: str = "",
    by: Actor,
    at: datetime,
) -> Membership:
    """Without asking who may."""
    if ends_on is not None and ends_on < starts_on:
        raise InvalidInput(_("The last day lies before the first."))
    if not organisation.exists_on(starts_on):
        raise InvalidInput(_("This organisation does not exist on that day."))
    if organisation.kind == OrganisationKind.PERSON and organisation.memberships.exists():
        raise InvalidInput(_("A private person is one person; nobody joins them."))
    for other in Membership.objects.select_for_update().filter(person=person, organisation=organisation):
        if overlap(starts_on, ends_on, other.starts_on, other.ends_on):
            raise Conflict(_("This person belongs to the organisation on these days already."))
    membership = Membership.objects.create(
        person=person,
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
        unit=clean_name(unit) if unit else "",
        title=clean_name(title) if title else "",
        created_at=at,
    )
    record(
        action="identity.membership.begun",
        subject=person_subject(person),
        by=by,
        at=at,
        details={"organisation": organisation.pk, "starts_on": starts_on, "ends_on": ends_on},
    )
    return membership


@transaction.atomic
def end_membership(
    *, membership: Membership, on: date | None = None, by: Actor, at: datetime | None = None
) -> None:
    """The membership ends with the day `on` (today by default), and with it roles and deputies held there.

    Nobody ends their own: somebody else must be left to look after the organisation. Raises InvalidInput for that, for
    the last administrator and for a day before the first.
    """
    require(by, MANAGE_MEMBERS, organisation=membership.organisation_id)
    at, on = at or clock.now(), on or clock.today()
    if by.id == membership.person_id:
        raise InvalidInput(_("You cannot end your own membership."))
    if on < membership.starts_on:
        raise InvalidInput(_("The last day lies before the first."))
    if membership.ends_on is not None and membership.ends_on <= on:
        raise Conflict(_("This membership has ended already."))
    person, organisation = membership.person_id, membership.organisation_id
    there = {"organisation_id": organisation}
    keep_an_administrator(_beyond(RoleGrant.objects.filter(person_id=person, **there), on))
    update_versioned(membership, expected=membership.version, changes={"ends_on": on})
    cut_short(person, on, by, at, **there)
    record(
        action="identity.membership.ended",
        subject=f"person:{person}",
        by=by,
        at=at,
        details={"organisation": organisation, "on": on},
    )


def keep_an_administrator(ending: "QuerySet[RoleGrant]") -> None:
    """Raise InvalidInput where nobody would administer the installation without these grants."""
    every = RoleGrant.objects.select_for_update().filter(
        queries.in_force(clock.today()),
        role=Role.ADMINISTRATOR,
        revoked_at__isnull=True,
        person__is_active=True,
    )
    administrators = set(every.values_list("pk", flat=True))
    if administrators and administrators <= set(ending.values_list("pk", flat=True)):
        raise InvalidInput(_("This is the last administrator; give the role to somebody else first."))


def _beyond(rows: "QuerySet[Held]", on: date) -> "QuerySet[Held]":
    """Those of them that would hold after a day."""
    return rows.filter(revoked_at__isnull=True).exclude(ends_on__lte=on)


def cut_short(person: str, on: date, by: Actor, at: datetime, **there: str) -> None:
    """A person's roles, and standing in for others on either side, hold no longer than a day: all, or only those
    `there`.
    """
    cut(_beyond(RoleGrant.objects.filter(person_id=person, **there), on), on, by, at)
    for side in ("principal_id", "deputy_id"):
        cut(_beyond(Deputy.objects.filter(**{side: person}, **there), on), on, by, at)


def cut(rows: "QuerySet[RoleGrant] | QuerySet[Deputy]", on: date, by: Actor, at: datetime) -> None:
    """End what has begun, take back what has not."""
    for row in rows:
        if row.starts_on <= on:
            update_versioned(row, expected=row.version, changes={"ends_on": on})
        else:
            update_versioned(row, expected=row.version, changes={"revoked_at": at, "revoked_by": by.id})


def organisations_of(person: User) -> list[Organisation]:
    """The organisations a person belongs to today."""
    return [membership.organisation for membership in queries.memberships_of(person.pk)]


def clean_reason(text: str) -> str:
    """The reason without spaces around, at most 300 characters; raises InvalidInput where there is none."""
    reason = nfc(text).strip()
    if not reason:
        raise InvalidInput(_("Give a reason."))
    return reason[:300]
