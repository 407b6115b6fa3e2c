"""Meetings of a committee: planned, called in time, opened, closed with minutes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.enums import CaseState, ItemKind, MeetingState
from yunghap.casework.models import AgendaItem, Attendance, Ballot, Case, Meeting, Panel, PanelMember
from yunghap.casework.queries.committees import members_on
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.days import written_day, written_moment
from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.text import clean_name, clean_text
from yunghap.core.versions import update_versioned
from yunghap.identity import service as identity
from yunghap.ledger.service import record

_EDITABLE = frozenset({MeetingState.PLANNED, MeetingState.CALLED})


def _run(by: Actor, panel: Panel) -> None:
    identity.require(by, rules.RUN_COMMITTEE, organisation=panel.secretariat_id)


def require_state(meeting: Meeting, *states: MeetingState) -> None:
    """Raise Conflict where the meeting is in none of the states."""
    if meeting.state not in states:
        raise Conflict(
            _("The meeting is “%(state)s” now.") % {"state": meeting.get_state_display()}, state=meeting.state
        )


@transaction.atomic
def plan_meeting(
    *, panel: Panel, starts_at: datetime, place: str, by: Actor, at: datetime | None = None
) -> Meeting:
    """Plan a meeting; its agenda is filled before it is called. Raises InvalidInput for a time that has
    passed.
    """
    at = at or clock.now()
    _run(by, panel)
    if starts_at <= at:
        raise InvalidInput(_("Choose a time to come."), field="starts_at")
    Panel.objects.select_for_update().get(pk=panel.pk)
    last = panel.meetings.aggregate(last=Max("number"))["last"] or 0
    meeting = Meeting.objects.create(
        panel=panel, number=last + 1, starts_at=starts_at, place=clean_name(place), created_at=at
    )
    record(
        action="casework.meeting.planned",
        subject=f"meeting:{meeting.pk}",
        by=by,
        at=at,
        details={"panel": panel.pk, "number": meeting.number, "starts_at": starts_at},
    )
    return meeting


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    title: str,
    kind: ItemKind = ItemKind.DECISION,
    case: Case | None = None,
    proposal: str = "",
    by: Actor,
    at: datetime | None = None,
) -> AgendaItem:
    """Put a matter on the agenda. After the call only a report may be added; a case under way is there once."""
    at = at or clock.now()
    _run(by, meeting.panel)
    require_state(meeting, *_EDITABLE)
    if meeting.state == MeetingState.CALLED and kind is ItemKind.DECISION:
        raise Conflict(_("The agenda was sent out; what is to be decided belongs in the next meeting."))
    if case is not None:
        if case.state not in {CaseState.OPEN, CaseState.DECIDED}:
            raise Conflict(_("This case is not under way."), field="case")
        if meeting.agenda.filter(case=case).exists():
            raise Conflict(_("This case is on the agenda already."), field="case")
    last = meeting.agenda.aggregate(last=Max("position"))["last"] or 0
    item = AgendaItem.objects.create(
        meeting=meeting,
        position=last + 1,
        kind=kind,
        case=case,
        title=clean_name(title),
        proposal=clean_text(proposal),
        created_at=at,
    )
    record(
        action="casework.agenda.added",
        subject=f"meeting:{meeting.pk}",
        by=by,
        at=at,
        details={"item": item.pk, "kind": kind.value, "case": case.pk if case else None},
    )
    return item


@transaction.atomic
def remove_item(*, item: AgendaItem, by: Actor, at: datetime | None = None) -> None:
    """Take a matter off the agenda before the meeting is called."""
    at = at or clock.now()
    _run(by, item.meeting.panel)
    require_state(item.meeting, MeetingState.PLANNED)
    record(
        action="casework.agenda.removed",
        subject=f"meeting:{item.meeting_id}",
        by=by,
        at=at,
        details={"item": item.pk},
    )
    item.delete()


def latest_call(panel: Panel, starts_at: datetime) -> datetime:
    """By when a meeting is called in time: the end of the day that lies `notice_days` full days before its
    day.

    Counted backwards as the Civil Act counts (art. 155 to 161): the day of the meeting is left out.
    """
    day = clock.local_date(starts_at) - timedelta(days=panel.notice_days)
    return clock.start_of(day)


@transaction.atomic
def call_meeting(
    *, meeting: Meeting, expected: int, urgent_reason: str = "", by: Actor, at: datetime | None = None
) -> Meeting:
    """Tell every member date, place and agenda (Decree art. 9 (1)).

    Raises InvalidInput without an agenda, or where it is later than the days of notice and no reason of
    urgency is given; Conflict where it was called or its time has passed.
    """
    at = at or clock.now()
    _run(by, meeting.panel)
    require_state(meeting, MeetingState.PLANNED)
    if not meeting.agenda.exists():
        raise InvalidInput(_("Put at least one matter on the agenda first."))
    if meeting.starts_at <= at:
        raise Conflict(_("The time of the meeting has passed."))
    if at >= latest_call(meeting.panel, meeting.starts_at) and not urgent_reason.strip():
        raise InvalidInput(
            _("A meeting is called %(days)d days before. Give the reason why it is urgent.")
            % {"days": meeting.panel.notice_days},
            field="urgent_reason",
        )
    update_versioned(
        meeting,
        expected=expected,
        changes={
            "state": MeetingState.CALLED.value,
            "called_at": at,
            "called_by": by.id,
            "urgent_reason": urgent_reason.strip(),
        },
    )
    members = members_on(meeting.panel, clock.local_date(meeting.starts_at))
    identity.notify(
        to=[member.person_id for member in members],
        subject=_("A meeting of your committee"),
        text=lambda: f"{written_moment(meeting.starts_at)} {meeting.place}",
        link=f"/meetings/{meeting.pk}/",
        due_on=clock.local_date(meeting.starts_at),
        by=by,
        at=at,
    )
    record(
        action="casework.meeting.called",
        subject=f"meeting:{meeting.pk}",
        by=by,
        at=at,
        details={
            "starts_at": meeting.starts_at,
            "members": len(members),
            "urgent": bool(urgent_reason.strip()),
        },
    )
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, expected: int, by: Actor, at: datetime | None = None) -> Meeting:
    """Call a meeting off before it opens; its members are told."""
    at = at or clock.now()
    _run(by, meeting.panel)
    require_state(meeting, *_EDITABLE)
    update_versioned(meeting, expected=expected, changes={"state": MeetingState.CANCELLED.value})
    identity.notify(
        to=[m.person_id for m in members_on(meeting.panel, clock.local_date(meeting.starts_at))],
        subject=_("A meeting of your committee was called off"),
        text=lambda: f"{written_moment(meeting.starts_at)} {meeting.place}",
        link=f"/meetings/{meeting.pk}/",
        by=by,
        at=at,
    )
    record(action="casework.meeting.cancelled", subject=f"meeting:{meeting.pk}", by=by, at=at, details={})
    return meeting


@transaction.atomic
def open_meeting(
    *,
    meeting: Meeting,
    present: list[PanelMember],
    expected: int,
    by: Actor,
    at: datetime | None = None,
) -> Meeting:
    """Open the session with those who are there. Raises Conflict before the day it was called for, InvalidInput
    without a majority of the members (Act art. 8 (9)).
    """
    at = at or clock.now()
    _run(by, meeting.panel)
    require_state(meeting, MeetingState.CALLED)
    day = clock.local_date(meeting.starts_at)
    if clock.local_date(at) < day:
        raise Conflict(
            _("The meeting was called for %(day)s; it opens on that day.") % {"day": written_day(day)}
        )
    there, members = _majority(meeting, present)
    update_versioned(meeting, expected=expected, changes={"state": MeetingState.OPEN.value, "opened_at": at})
    _note(meeting, there, members, action="casework.meeting.opened", by=by, at=at)
    return meeting


def _majority(meeting: Meeting, present: list[PanelMember]) -> tuple[list[str], int]:
    """The ids of the members who are there, and how many members there are; InvalidInput without a majority."""
    members = {m.pk for m in members_on(meeting.panel, clock.local_date(meeting.starts_at))}
    there = sorted({member.pk for member in present} & members)
    if len(there) < len(members) // 2 + 1:
        raise InvalidInput(
            _("A meeting opens with a majority of its members: %(there)d of %(members)d are there.")
            % {"there": len(there), "members": len(members)},
            field="present",
        )
    return there, len(members)


@transaction.atomic
def note_attendance(
    *,
    meeting: Meeting,
    present: list[PanelMember],
    expected: int,
    by: Actor,
    at: datetime | None = None,
) -> Meeting:
    """Correct who is there while the session is open: somebody came late, or was noted by mistake.

    Raises Conflict where a member who has voted is left out, InvalidInput without a majority.
    """
    at = at or clock.now()
    _run(by, meeting.panel)
    require_state(meeting, MeetingState.OPEN)
    there, members = _majority(meeting, present)
    if meeting.attendance.exclude(member__in=there).filter(member__in=_voters(meeting)).exists():
        raise Conflict(_("Whoever has voted was there."))
    update_versioned(meeting, expected=expected, changes={})
    meeting.attendance.exclude(member__in=there).delete()
    _note(meeting, there, members, action="casework.meeting.attendance", by=by, at=at)
    return meeting


def _note(meeting: Meeting, there: list[str], members: int, *, action: str, by: Actor, at: datetime) -> None:
    """Note who of so many members is there; those who are noted already stay as they are."""
    known = set(meeting.attendance.values_list("member", flat=True))
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, member_id=member, noted_by=by.id, created_at=at)
        for member in there
        if member not in known
    )
    record(
        action=action,
        subject=f"meeting:{meeting.pk}",
        by=by,
        at=at,
        details={"members": members, "present": len(there)},
    )


def _voters(meeting: Meeting) -> QuerySet[Ballot, str]:
    return Ballot.objects.filter(item__meeting=meeting).values_list("member", flat=True)


@transaction.atomic
def close_meeting(
    *, meeting: Meeting, minutes: str, expected: int, by: Actor, at: datetime | None = None
) -> Meeting:
    """Close the session with its minutes. Raises Conflict while a matter is unsettled, InvalidInput without
    minutes.
    """
    at = at or clock.now()
    _run(by, meeting.panel)
    require_state(meeting, MeetingState.OPEN)
    if meeting.agenda.filter(settled_at__isnull=True).exists():
        raise Conflict(_("Settle every matter on the agenda first, or defer it."))
    text = clean_text(minutes)
    if not text:
        raise InvalidInput(_("Write the minutes."), field="minutes")
    update_versioned(
        meeting,
        expected=expected,
        changes={"state": MeetingState.CLOSED.value, "closed_at": at, "minutes": text},
    )
    record(action="casework.meeting.closed", subject=f"meeting:{meeting.pk}", by=by, at=at, details={})
    return meeting
