"""Who holds which role on a day: pure, over plain values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

_EARLIEST = datetime.min.replace(tzinfo=UTC)


def covers(starts_on: date, ends_on: date | None, day: date) -> bool:
    """Whether the day lies in the period; both ends belong to it, None is open."""
    return starts_on <= day and (ends_on is None or day <= ends_on)


def overlap(starts_on: date, ends_on: date | None, other_starts_on: date, other_ends_on: date | None) -> bool:
    """Whether two periods share a day."""
    return (other_ends_on is None or starts_on <= other_ends_on) and (
        ends_on is None or other_starts_on <= ends_on
    )


@dataclass(frozen=True, slots=True)
class GrantPeriod:
    """A role of a person in an organisation over a period; grants taken back are not handed in."""

    person: str
    organisation: str
    role: str
    starts_on: date
    ends_on: date | None = None
    everywhere: bool = False
    given_at: datetime = _EARLIEST


@dataclass(frozen=True, slots=True)
class DeputyPeriod:
    """`deputy` acts for `principal` in an organisation over a period."""

    principal: str
    deputy: str
    organisation: str
    starts_on: date
    ends_on: date
    appointed_at: datetime = _EARLIEST


def lends(deputy: DeputyPeriod, grant: GrantPeriod) -> bool:
    """Whether a deputy gets a role that the principal holds: one of that organisation.

    A role that counts everywhere must have been given before the deputy was appointed. Who appoints lends what they
    know of; a right over everything that came later needs an appointment of its own.
    """
    return (
        (deputy.principal, deputy.organisation) == (grant.person, grant.organisation)
        and deputy.deputy != grant.person
        and not (grant.everywhere and grant.given_at > deputy.appointed_at)
    )


@dataclass(frozen=True, slots=True)
class Held:
    """A role somebody holds in an organisation; `on_behalf_of` names the principal where they deputise."""

    role: str
    organisation: str
    on_behalf_of: str | None = None


def roles_held(
    person: str, day: date, grants: Iterable[GrantPeriod], deputies: Iterable[DeputyPeriod]
) -> frozenset[Held]:
    """What the person holds on the day, of their own and as a deputy.

    A deputy gets the principal's own roles in that organisation, never those the principal holds as a deputy.
    """
    valid = [grant for grant in grants if covers(grant.starts_on, grant.ends_on, day)]
    own = {Held(grant.role, grant.organisation) for grant in valid if grant.person == person}
    now = [one for one in deputies if one.deputy == person and covers(one.starts_on, one.ends_on, day)]
    lent = {
        Held(grant.role, grant.organisation, grant.person)
        for grant in valid
        if any(lends(deputy, grant) for deputy in now)
    }
    return frozenset(own | lent)
