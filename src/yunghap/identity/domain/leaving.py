"""Deleting one's own account: what stands against it, what goes, and what stays without saying whose it was."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, NotAllowed, sentence
from yunghap.core.registry import Registry
from yunghap.core.versions import update_versioned
from yunghap.identity import queries
from yunghap.identity.enums import OrganisationKind
from yunghap.identity.models import Membership, Notification, NotificationPreference, User
from yunghap.ledger.service import erase_personal, record

from .people import cut_short, end_sessions, person_subject

NAME = "탈퇴한 이용자"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a module says when somebody leaves.

    `holds(person)` gives sentences that say why they cannot yet; `forget(person, by, at)` deletes what is only theirs,
    in the transaction that deletes the account.
    """

    holds: Callable[[str], Iterable[object]]
    forget: Callable[[str, Actor, datetime], None]


LEAVING: Registry[Leaving] = Registry("leaving")


def what_holds(person: User) -> list[object]:
    """Why the person cannot delete their account yet; nothing where they can."""
    found: list[object] = [
        sentence(
            _("You belong to %(name)s: its manager ends your membership first."),
            name=one.organisation.label(),
        )
        for one in queries.memberships_of(person.pk)
        if one.organisation.kind != OrganisationKind.PERSON
    ]
    for _id, module in LEAVING.items():  # noqa: PERF102 - a registry, not a dict
        found += module.holds(person.pk)
    return found


@transaction.atomic
def delete_account(*, person: User, by: Actor, at: datetime | None = None) -> None:
    """Delete one's own account: nobody signs in with it again, and nothing says whose it was.

    Name, address, ways of signing in, notifications and the ledger's personal details go; memberships and roles end
    today; what others need of it (records of cases, who saw whose data) keeps the bare identifier. Raises NotAllowed
    for anybody else's account, Conflict while something stands against it.
    """
    if by.kind != "person" or by.id != person.pk:
        raise NotAllowed(_("You may not do this."))
    at, by = at or clock.now(), Actor("person", person.pk)  # without the address: it would be kept
    person = User.objects.select_for_update().get(pk=person.pk)
    if holds := what_holds(person):
        raise Conflict(holds[0])
    for _id, module in LEAVING.items():  # noqa: PERF102 - a registry, not a dict
        module.forget(person.pk, by, at)
    _end_belonging(person, by, at)
    for rows in (EmailAddress, Authenticator, SocialAccount):
        rows.objects.filter(user=person).delete()
    for rows in (Notification, NotificationPreference):
        rows.objects.filter(person=person).delete()
    end_sessions(person)
    person.set_unusable_password()
    changes = {"name": NAME, "email": f"{person.pk.lower()}@deleted.invalid", "is_active": False}
    update_versioned(person, expected=person.version, changes={**changes, "password": person.password})
    record(action="identity.person.left", subject=person_subject(person), by=by, at=at, details={})
    for subject in (person_subject(person), person.pk):
        erase_personal(subject=subject, reason="account deleted", by=by, at=at)


def _end_belonging(person: User, by: Actor, at: datetime) -> None:
    """End what began, take back what has not: memberships, roles, and standing in for others."""
    today = clock.local_date(at)
    for membership in Membership.objects.filter(person=person, ends_on__isnull=True):
        update_versioned(membership, expected=membership.version, changes={"ends_on": today})
    cut_short(person.pk, today, by, at)
