"""Reading committees: mine, and an agenda as one member sees it."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from yunghap.casework import rules
from yunghap.casework.enums import ItemKind, MeetingState
from yunghap.casework.models import AgendaItem, Declaration, Meeting, Panel, PanelMember
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.identity import service as identity


def members_on(panel: Panel, day: date) -> QuerySet[PanelMember]:
    """Who sits on the committee on a day, the chair first."""
    return panel.members.select_related("person").filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        Q(dismissed_on__isnull=True) | Q(dismissed_on__gt=day),
        starts_on__lte=day,
    )


def panels_of(by: Actor) -> QuerySet[Panel]:
    """The committees on which the actor sits today or which their organisations run."""
    today = clock.today()
    sits = (
        Q(members__person=by.id, members__starts_on__lte=today)
        & (Q(members__ends_on__isnull=True) | Q(members__ends_on__gte=today))
        & (Q(members__dismissed_on__isnull=True) | Q(members__dismissed_on__gt=today))
    )
    where = identity.organisations_where(by, rules.RUN_COMMITTEE)
    runs = Q() if where is None else Q(secretariat__in=where)
    return (
        Panel.objects.filter(sits | runs)
        .select_related("organisation", "secretariat")
        .prefetch_related("organisation__names", "secretariat__names")
        .distinct()
    )


@dataclass(frozen=True, slots=True)
class Matter:
    """An agenda item as one reader sees it: what they declared and voted, and what they can do now."""

    item: AgendaItem
    declared: Declaration | None
    voted: str
    may_declare: bool
    may_vote: bool
    ballots: int
    missing: "Missing | None"


def agenda_of(meeting: Meeting, by: Actor, *, runs: bool = False) -> list[Matter]:
    """The agenda for a reader. Nobody sees how others voted, only how many did.

    Whoever runs the meeting sees whose declaration or vote is missing.
    """
    present = meeting.attendance.filter(member__person=by.id).exists()
    sits = meeting.panel.members.filter(person=by.id).exists()
    live = meeting.state in {MeetingState.CALLED, MeetingState.OPEN}
    seats = members_on(meeting.panel, clock.local_date(meeting.starts_at)) if runs and live else ()
    members = {one.pk: one.person.name for one in seats}
    there = set(meeting.attendance.values_list("member", flat=True)) if members else set()
    matters = []
    for item in meeting.agenda.select_related("case").prefetch_related(
        "declarations__member", "ballots__member"
    ):
        declared = next((one for one in item.declarations.all() if one.member.person_id == by.id), None)
        ballot = next((one for one in item.ballots.all() if one.member.person_id == by.id), None)
        open_matter = item.settled_at is None and ballot is None
        matters.append(
            Matter(
                item=item,
                declared=declared,
                voted=ballot.get_vote_display() if ballot else "",
                may_declare=sits and live and open_matter,
                may_vote=present
                and meeting.state == MeetingState.OPEN
                and open_matter
                and item.kind == ItemKind.DECISION
                and declared is not None
                and not declared.stands_aside,
                ballots=len(item.ballots.all()),
                missing=_missing(item, members, there) if runs and live and item.settled_at is None else None,
            )
        )
    return matters


@dataclass(frozen=True, slots=True)
class Missing:
    """What a matter still lacks, for the secretary: names of who stands aside, has not declared, has not voted."""

    aside: tuple[str, ...]
    undeclared: tuple[str, ...]
    silent: tuple[str, ...]


def _missing(item: AgendaItem, members: dict[str, str], there: set[str]) -> Missing:
    """Of the `members` (name by the id of the seat) and who of them is there."""
    said = {one.member_id: one.stands_aside for one in item.declarations.all()}
    voted = {one.member_id for one in item.ballots.all()}
    return Missing(
        aside=tuple(name for key, name in members.items() if said.get(key)),
        undeclared=tuple(name for key, name in members.items() if key not in said),
        silent=tuple(
            name
            for key, name in members.items()
            if item.kind == ItemKind.DECISION and key in there - voted and not said.get(key)
        ),
    )
