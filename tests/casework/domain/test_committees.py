"""Seats have terms, meetings are called in time, votes follow the rules of the law."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.factories import casework as make
from tests.factories import identity as people
from yunghap.casework.domain import meetings, votes
from yunghap.casework.domain.committees import create_panel, dismiss_member, seat_member
from yunghap.casework.domain.minutes import draft_minutes
from yunghap.casework.enums import ItemKind, Vote
from yunghap.casework.models import AgendaItem, Ballot, Meeting
from yunghap.casework.queries.access import accessible_cases, standing_in
from yunghap.casework.queries.committees import agenda_of, members_on
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.core.invariants import check_all
from yunghap.identity.enums import OrganisationKind, Role
from yunghap.identity.models import Notification
from yunghap.ledger.service import entries_for

pytestmark = pytest.mark.django_db


def vote_all(group: make.Committee, item: AgendaItem, *cast: Vote) -> None:
    """The first members declare no interest and vote."""
    for number, vote in enumerate(cast):
        votes.declare_interest(item=item, stands_aside=False, by=group.actor(number))
        votes.cast_vote(item=item, vote=vote, by=group.actor(number))


def open_on_the_day(group: make.Committee, meeting: Meeting, present: int) -> None:
    meetings.open_meeting(
        meeting=meeting,
        present=group.members[:present],
        expected=meeting.version,
        by=group.secretary,
        at=meeting.starts_at,
    )


def settle(group: make.Committee, item: AgendaItem, *, defer: bool = False) -> AgendaItem:
    return votes.settle_item(
        item=item, resolution="의결", defer=defer, expected=item.version, by=group.secretary
    )


def test_only_a_committee_can_be_set_up_and_only_once() -> None:
    group = make.committee(1)
    company = people.make_organisation(OrganisationKind.COMPANY)
    fields = {"secretariat": make.handler(), "kind": "x", "by": SYSTEM}
    with pytest.raises(InvalidInput):
        create_panel(organisation=company, seats=1, **fields)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        create_panel(organisation=group.panel.organisation, seats=1, **fields)  # type: ignore[arg-type]
    other = people.make_organisation(OrganisationKind.COMMITTEE)
    with pytest.raises(InvalidInput):
        create_panel(organisation=other, seats=0, **fields)  # type: ignore[arg-type]


def test_seats_terms_and_chair_are_respected() -> None:
    group = make.committee(2)
    today = clock.today()
    person = people.make_member(group.panel.organisation, Role.COMMITTEE_MEMBER)
    with pytest.raises(InvalidInput, match="seats"):
        seat_member(panel=group.panel, person=person, starts_on=today, by=group.secretary)
    with pytest.raises(InvalidInput, match="ends before"):
        seat_member(
            panel=group.panel,
            person=person,
            starts_on=today,
            ends_on=today - timedelta(days=1),
            by=group.secretary,
        )
    with pytest.raises(Conflict, match="seat"):
        seat_member(panel=group.panel, person=group.members[1].person, starts_on=today, by=group.secretary)
    dismiss_member(member=group.members[1], on=today, reason="장기 불출석", by=group.secretary)
    with pytest.raises(Conflict, match="chair"):
        seat_member(panel=group.panel, person=person, starts_on=today, is_chair=True, by=group.secretary)
    earlier = today - timedelta(days=90)
    seat_member(
        panel=group.panel,
        person=person,
        starts_on=earlier,
        ends_on=earlier + timedelta(days=9),
        is_chair=True,
        by=group.secretary,
    )
    seat_member(panel=group.panel, person=person, starts_on=today, by=group.secretary)
    assert [m.person for m in members_on(group.panel, today)] == [group.members[0].person, person]


def test_a_seat_is_ended_once_and_with_a_reason() -> None:
    group = make.committee(2)
    with pytest.raises(InvalidInput):
        dismiss_member(member=group.members[1], on=clock.today(), reason=" ", by=group.secretary)
    dismiss_member(member=group.members[1], on=clock.today(), reason="사임", by=group.secretary)
    with pytest.raises(Conflict):
        dismiss_member(member=group.members[1], on=clock.today(), reason="사임", by=group.secretary)
    entry = entries_for(f"panel:{group.panel.pk}")[-1]
    assert b"\xec\x82\xac\xec\x9e\x84" not in entry.body  # the reason is personal


def test_meeting_is_called_seven_full_days_before() -> None:
    starts = datetime(2026, 10, 15, 14, 0, tzinfo=ZoneInfo("Asia/Seoul"))
    group = make.committee(1)
    limit = meetings.latest_call(group.panel, starts)
    assert limit.isoformat() == "2026-10-08T00:00:00+09:00"  # told by the end of 7 October


def test_late_call_needs_a_reason_of_urgency() -> None:
    group = make.committee(1)
    soon = clock.now() + timedelta(days=3)
    meeting = meetings.plan_meeting(panel=group.panel, starts_at=soon, place="세종", by=group.secretary)
    with pytest.raises(InvalidInput, match="at least one matter"):
        meetings.call_meeting(meeting=meeting, expected=1, by=group.secretary)
    meetings.add_item(meeting=meeting, title="안건", by=group.secretary)
    with pytest.raises(InvalidInput) as caught:
        meetings.call_meeting(meeting=meeting, expected=1, by=group.secretary)
    assert caught.value.details["field"] == "urgent_reason"
    meetings.call_meeting(meeting=meeting, expected=1, urgent_reason="안전", by=group.secretary)
    assert Notification.objects.filter(
        person=group.members[0].person, link=f"/meetings/{meeting.pk}/"
    ).exists()


def test_meeting_in_the_past_is_neither_planned_nor_called() -> None:
    group = make.committee(1)
    with pytest.raises(InvalidInput):
        meetings.plan_meeting(panel=group.panel, starts_at=clock.now(), place="세종", by=group.secretary)
    meeting, _item = make.planned(group)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=clock.now() - timedelta(hours=1))
    meeting.refresh_from_db()
    with pytest.raises(Conflict):
        meetings.call_meeting(meeting=meeting, expected=1, by=group.secretary)


def test_agenda_is_fixed_by_the_call() -> None:
    group, parties = make.committee(1), make.filed()
    meeting, item = make.planned(group, parties.case)
    with pytest.raises(Conflict):
        meetings.add_item(meeting=meeting, title="같은 건", case=parties.case, by=group.secretary)
    with pytest.raises(Conflict):
        meetings.add_item(meeting=meeting, title="초안", case=make.draft().case, by=group.secretary)
    extra = meetings.add_item(meeting=meeting, title="뺄 안건", by=group.secretary)
    meetings.remove_item(item=extra, by=group.secretary)
    meetings.call_meeting(meeting=meeting, expected=1, by=group.secretary)
    item.refresh_from_db()
    with pytest.raises(Conflict):
        meetings.remove_item(item=item, by=group.secretary)
    with pytest.raises(Conflict):
        meetings.add_item(meeting=meeting, title="새 안건", by=group.secretary)
    report = meetings.add_item(meeting=meeting, title="보고", kind=ItemKind.REPORT, by=group.secretary)
    assert [str(one) for one in meeting.agenda.all()] == ["특례 부여", "보고"]
    assert report.position == 2


def test_called_meeting_can_be_called_off_and_its_members_are_told() -> None:
    group = make.committee(1)
    meeting, _item = make.called(group)
    meetings.cancel_meeting(meeting=meeting, expected=meeting.version, by=group.secretary)
    assert meeting.state == "CANCELLED"
    assert Notification.objects.filter(person=group.members[0].person).count() == 2
    with pytest.raises(Conflict, match="Cancelled"):
        meetings.open_meeting(
            meeting=meeting, present=group.members, expected=meeting.version, by=group.secretary
        )


def test_session_opens_with_a_majority_of_the_members() -> None:
    group = make.committee(4)
    meeting, _item = make.called(group)
    with pytest.raises(InvalidInput, match="2 of 4"):
        open_on_the_day(group, meeting, 2)
    open_on_the_day(group, meeting, 3)
    assert meeting.attendance.count() == 3


def test_a_session_opens_on_the_day_it_was_called_for() -> None:
    group = make.committee(1)
    meeting, _item = make.called(group)
    with pytest.raises(Conflict, match="called for"):
        meetings.open_meeting(
            meeting=meeting, present=group.members, expected=meeting.version, by=group.secretary
        )


def test_who_is_there_is_corrected_but_never_against_a_vote() -> None:
    group = make.committee(4)
    meeting, item = make.in_session(group, present=3)
    vote_all(group, item, Vote.FOR)

    def note(*places: int) -> list[str]:
        there = [group.members[place] for place in places]
        meetings.note_attendance(meeting=meeting, present=there, expected=meeting.version, by=group.secretary)
        return sorted(meeting.attendance.values_list("member", flat=True))

    assert note(0, 2, 3) == sorted(group.members[place].pk for place in (0, 2, 3))
    with pytest.raises(Conflict, match="was there"):
        note(1, 2, 3)
    with pytest.raises(InvalidInput, match="majority"):
        note(0, 1)


def test_the_secretary_enters_what_was_said_in_the_room() -> None:
    group = make.committee(5)
    meeting, item = make.in_session(group)
    vote_all(group, item, Vote.FOR)
    keys = [member.pk for member in group.members]

    def enter(said: dict[str, Vote | None], reason: str = "") -> int:
        return votes.enter_votes(item=item, said=said, reason=reason, by=group.secretary)

    with pytest.raises(InvalidInput, match="at least one"):
        enter({})
    with pytest.raises(Conflict, match="meanwhile"):
        enter({keys[0]: Vote.AGAINST})
    with pytest.raises(InvalidInput, match="reason"):
        enter({keys[1]: None})
    with pytest.raises(NotAllowed):
        votes.enter_votes(item=item, said={keys[1]: Vote.FOR}, by=group.actor(2))
    lacks = agenda_of(meeting, group.secretary, runs=True)[0].missing
    assert lacks is not None
    assert (len(lacks.aside), len(lacks.undeclared), len(lacks.silent)) == (0, 4, 4)
    assert enter({keys[1]: None, keys[2]: Vote.FOR, keys[3]: Vote.ABSTAIN}, "가족이 신청인") == 3
    lacks = agenda_of(meeting, group.secretary, runs=True)[0].missing
    assert lacks is not None
    assert lacks.aside == (group.members[1].person.name,)
    assert lacks.silent == (group.members[4].person.name,)
    assert Ballot.objects.get(item=item, member=keys[2]).cast_by == group.secretary.id
    enter({keys[4]: Vote.FOR})
    settled = settle(group, item)
    assert (settled.outcome, settled.base, settled.present, settled.votes_for) == ("PASSED", 4, 4, 3)
    assert agenda_of(meeting, group.secretary, runs=True)[0].missing is None


def test_minutes_are_drafted_from_what_happened() -> None:
    group, parties = make.committee(4), make.filed()
    meeting, item = make.in_session(group, parties.case, present=3)
    votes.declare_interest(item=item, stands_aside=True, reason="동창", by=group.actor(0))
    votes.enter_votes(
        item=item, said={group.members[place].pk: Vote.FOR for place in (1, 2)}, by=group.secretary
    )
    assert "2 in favour" not in draft_minutes(meeting)
    settle(group, item)
    text = draft_minutes(meeting)
    names = [member.person.name for member in group.members]
    assert f"Present (3/4): {', '.join(names[:3])}" in text
    assert f"Absent: {names[3]}" in text
    assert f"Stand aside: {names[0]}" in text
    assert "2 in favour of 2 present; counted members 3 of 4" in text
    assert text.endswith("의결")


def test_a_namesake_of_somebody_present_is_absent() -> None:
    group, parties = make.committee(3), make.filed()
    here, away = group.members[0].person, group.members[2].person
    type(away).objects.filter(pk=away.pk).update(name=here.name)
    meeting, _item = make.in_session(group, parties.case, present=2)
    assert f"Absent: {here.name}" in draft_minutes(meeting)


def test_members_see_the_cases_of_called_meetings_and_not_those_they_stand_aside_in() -> None:
    group, parties = make.committee(3), make.filed()
    meeting, item = make.planned(group, parties.case)
    member = group.actor(0)
    assert list(accessible_cases(member)) == []
    meetings.call_meeting(meeting=meeting, expected=1, by=group.secretary)
    assert list(accessible_cases(member)) == [parties.case]
    assert standing_in(parties.case, member).member
    item.refresh_from_db()
    other = group.actor(1)
    votes.declare_interest(item=item, stands_aside=False, by=other)
    votes.declare_interest(item=item, stands_aside=True, reason="자문 계약", by=member)
    assert list(accessible_cases(other)) == [parties.case]  # who else stands aside is no matter
    assert list(accessible_cases(member)) == []
    assert not standing_in(parties.case, member).any


def test_vote_passes_and_its_counts_are_kept() -> None:
    group, parties = make.committee(5), make.filed()
    meeting, item = make.in_session(group, parties.case, present=3)
    vote_all(group, item, Vote.FOR, Vote.FOR, Vote.AGAINST)
    seen_before = AgendaItem.objects.get(pk=item.pk)
    settle(group, item)
    kept = (item.outcome, item.members, item.base, item.present, item.votes_for)
    assert kept == ("PASSED", 5, 5, 3, 2)
    with pytest.raises(Conflict):
        settle(group, item)
    for act in (  # by who read it while it was open
        lambda: votes.cast_vote(item=seen_before, vote=Vote.FOR, by=group.actor(3)),
        lambda: settle(group, seen_before),
    ):
        with pytest.raises(Conflict):
            act()
    assert item.ballots.count() == 3
    meetings.close_meeting(meeting=meeting, minutes="회의록", expected=meeting.version, by=group.secretary)
    assert meeting.state == "CLOSED"
    assert [r.id for r in check_all() if r.violations] == []
    AgendaItem.objects.filter(pk=item.pk).update(votes_for=1)
    Ballot.objects.create(item=item, member=group.members[4], vote="FOR", cast_at=clock.now(), cast_by="x")
    (found,) = [r for r in check_all() if r.violations]
    assert found.id == "casework.votes"
    assert len(found.violations) == 2


def test_recusal_changes_the_base_of_the_quorum() -> None:
    group = make.committee(4)
    _meeting, item = make.in_session(group, present=3)
    votes.declare_interest(item=item, stands_aside=True, reason="이해관계", by=group.actor(2))
    vote_all(group, item, Vote.FOR, Vote.FOR)
    standing = votes.standing_of(item)
    assert (standing.members, standing.base, standing.present, standing.needed_present) == (4, 3, 2, 2)
    assert settle(group, item).outcome == "PASSED"


def test_without_quorum_a_matter_can_only_be_deferred() -> None:
    group = make.committee(3, recusal_lowers_base=False)
    _meeting, item = make.in_session(group, present=2)
    votes.declare_interest(item=item, stands_aside=True, reason="이해관계", by=group.actor(1))
    vote_all(group, item, Vote.FOR)
    with pytest.raises(Conflict, match="1 of 2"):
        settle(group, item)
    assert settle(group, item, defer=True).outcome == "DEFERRED"


def test_everybody_there_votes_before_a_matter_is_settled() -> None:
    group = make.committee(3)
    _meeting, item = make.in_session(group)
    vote_all(group, item, Vote.AGAINST, Vote.AGAINST)
    with pytest.raises(Conflict, match="1 members"):
        settle(group, item)
    votes.declare_interest(item=item, stands_aside=False, by=group.actor(2))
    votes.cast_vote(item=item, vote=Vote.FOR, by=group.actor(2))
    assert settle(group, item).outcome == "REJECTED"


def test_who_may_not_vote_is_told_why() -> None:
    group = make.committee(3)
    _meeting, item = make.in_session(group, present=2)
    with pytest.raises(NotAllowed, match="Declare first"):
        votes.cast_vote(item=item, vote=Vote.FOR, by=group.actor(0))
    with pytest.raises(NotAllowed, match="are there"):
        votes.cast_vote(item=item, vote=Vote.FOR, by=group.actor(2))
    with pytest.raises(NotAllowed):
        votes.cast_vote(item=item, vote=Vote.FOR, by=group.secretary)
    votes.declare_interest(item=item, stands_aside=True, reason="친족", by=group.actor(1))
    with pytest.raises(NotAllowed, match="stands aside"):
        votes.cast_vote(item=item, vote=Vote.FOR, by=group.actor(1))
    vote_all(group, item, Vote.FOR)
    with pytest.raises(Conflict, match="voted"):
        votes.cast_vote(item=item, vote=Vote.AGAINST, by=group.actor(0))
    with pytest.raises(Conflict, match="too late"):
        votes.declare_interest(item=item, stands_aside=True, reason="뒤늦게", by=group.actor(0))


def test_standing_aside_needs_a_reason() -> None:
    group = make.committee(1)
    _meeting, item = make.called(group)
    with pytest.raises(InvalidInput):
        votes.declare_interest(item=item, stands_aside=True, by=group.actor(0))


def test_report_is_taken_note_of_without_a_vote() -> None:
    group = make.committee(1)
    meeting, item = make.planned(group)
    report = meetings.add_item(meeting=meeting, title="사후보고", kind=ItemKind.REPORT, by=group.secretary)
    meetings.call_meeting(meeting=meeting, expected=1, by=group.secretary)
    open_on_the_day(group, meeting, 1)
    report.refresh_from_db()
    with pytest.raises(Conflict, match="nothing to vote"):
        votes.cast_vote(item=report, vote=Vote.FOR, by=group.actor(0))
    assert settle(group, report).outcome == "TAKEN_NOTE"
    with pytest.raises(Conflict, match="Settle every matter"):
        meetings.close_meeting(
            meeting=meeting, minutes="회의록", expected=meeting.version, by=group.secretary
        )
    item.refresh_from_db()
    settle(group, item, defer=True)
    with pytest.raises(InvalidInput):
        meetings.close_meeting(meeting=meeting, minutes=" ", expected=meeting.version, by=group.secretary)
