"""What happens to a matter on the agenda: declarations of interest, votes, the resolution."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.casework import rules
from yunghap.casework.contracts import Quorum
from yunghap.casework.enums import ItemKind, ItemOutcome, MeetingState, Vote
from yunghap.casework.models import AgendaItem, Ballot, Declaration, PanelMember
from yunghap.casework.queries.committees import members_on
from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.core.text import clean_text
from yunghap.core.versions import update_versioned
from yunghap.identity import service as identity
from yunghap.ledger.service import record

from .meetings import require_state
from .quorum import count_votes
from .running import AGENDA, REPORT, finish_waiting


def member_of(item: AgendaItem, by: Actor) -> PanelMember:
    """The actor's seat on the day of the meeting; raises NotAllowed for anybody without one."""
    day = clock.local_date(item.meeting.starts_at)
    member = members_on(item.meeting.panel, day).filter(person=by.id).first()
    if member is None:
        raise NotAllowed(_("You may not do this."))
    return member


def standing_of(item: AgendaItem) -> Quorum:
    """How the matter stands: members, base after recusal, present, votes."""
    meeting = item.meeting
    return count_votes(
        members=[m.pk for m in members_on(meeting.panel, clock.local_date(meeting.starts_at))],
        aside=list(item.declarations.filter(stands_aside=True).values_list("member", flat=True)),
        present=list(meeting.attendance.values_list("member", flat=True)),
        votes={ballot.member_id: Vote(ballot.vote) for ballot in item.ballots.all()},
        recusal_lowers_base=meeting.panel.recusal_lowers_base,
    )


@transaction.atomic
def declare_interest(
    *, item: AgendaItem, stands_aside: bool, reason: str = "", by: Actor, at: datetime | None = None
) -> Declaration:
    """A member declares an interest and stands aside, or that there is none; a later declaration replaces an
    earlier one.

    Raises Conflict before the call or once the matter is settled, or where the member has voted; InvalidInput
    where somebody stands aside without a reason.
    """
    at = at or clock.now()
    member = member_of(item, by)
    require_state(item.meeting, MeetingState.CALLED, MeetingState.OPEN)
    if item.settled_at is not None or item.ballots.filter(member=member).exists():
        raise Conflict(_("It is too late to declare an interest in this matter."))
    return _declare(item, member, reason, by, at, aside=stands_aside)


def _declare(
    item: AgendaItem, member: PanelMember, reason: str, by: Actor, at: datetime, *, aside: bool
) -> Declaration:
    text = clean_text(reason)
    if aside and not text:
        raise InvalidInput(_("Please give the reason."), field="reason")
    said = {"stands_aside": aside, "reason": text, "declared_at": at, "declared_by": by.id}
    declaration, _made = Declaration.objects.update_or_create(
        item=item, member=member, defaults=said, create_defaults=said | {"created_at": at}
    )
    record(
        action="casework.interest.declared",
        subject=f"meeting:{item.meeting_id}",
        by=by,
        at=at,
        details={"item": item.pk, "member": member.pk, "stands_aside": aside},
        personal={"reason": text} if text else None,
        person=member.person_id,
    )
    return declaration


@transaction.atomic
def cast_vote(*, item: AgendaItem, vote: Vote, by: Actor, at: datetime | None = None) -> Ballot:
    """Vote, once, in an open session.

    Raises Conflict where the session is not open, the matter is settled or a report, or the member has voted;
    NotAllowed for who is not there, has not declared or stands aside.
    """
    at = at or clock.now()
    member = member_of(item, by)
    _require_vote(item)
    if not item.meeting.attendance.filter(member=member).exists():
        raise NotAllowed(_("Only members who are there vote."))
    declared = item.declarations.filter(member=member).first()
    if declared is None:
        raise NotAllowed(_("Declare first whether you have an interest in this matter."))
    if declared.stands_aside:
        raise NotAllowed(_("Whoever stands aside does not vote."))
    if item.ballots.filter(member=member).exists():
        raise Conflict(_("You have voted."))
    return _cast(item, member, vote, by, at)


def _require_vote(item: AgendaItem) -> None:
    """Raise Conflict where there is no vote on the matter now; until the transaction ends, nobody settles it."""
    now = _held(item)
    require_state(now.meeting, MeetingState.OPEN)
    if now.settled_at is not None or now.kind != ItemKind.DECISION:
        raise Conflict(_("There is nothing to vote on."))


def _held(item: AgendaItem) -> AgendaItem:
    """The matter and its meeting as they are now, kept so by a lock on the matter."""
    return AgendaItem.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=item.pk)


def _cast(item: AgendaItem, member: PanelMember, vote: Vote, by: Actor, at: datetime) -> Ballot:
    ballot = Ballot.objects.create(
        item=item, member=member, vote=vote, cast_at=at, cast_by=by.id, created_at=at
    )
    record(
        action="casework.vote.cast",
        subject=f"meeting:{item.meeting_id}",
        by=by,
        at=at,
        details={"item": item.pk, "member": member.pk, "vote": vote.value},
    )
    return ballot


def silent_members(item: AgendaItem) -> list[PanelMember]:
    """Who is there, does not stand aside and has not voted."""
    aside = item.declarations.filter(stands_aside=True).values("member")
    there = item.meeting.attendance.exclude(member__in=aside).exclude(
        member__in=item.ballots.values("member")
    )
    return [one.member for one in there.select_related("member__person")]


@transaction.atomic
def enter_votes(
    *,
    item: AgendaItem,
    said: Mapping[str, Vote | None],
    reason: str = "",
    by: Actor,
    at: datetime | None = None,
) -> int:
    """The secretary enters what members said in the room, by the ids of their seats: a vote, which says that there
    is no interest, or None for who stands aside, for the `reason` given. Returns how many were entered.

    Raises InvalidInput where nothing is entered or somebody stands aside without a reason, Conflict where there is
    nothing to vote on or somebody has voted meanwhile.
    """
    at = at or clock.now()
    identity.require(by, rules.RUN_COMMITTEE, organisation=item.meeting.panel.secretariat_id)
    _require_vote(item)
    if not said:
        raise InvalidInput(_("Enter at least one vote."))
    silent = {member.pk: member for member in silent_members(item)}
    if not said.keys() <= silent.keys():
        raise Conflict(_("Somebody has voted meanwhile. Look at the list again."))
    for key, vote in said.items():
        _declare(item, silent[key], reason if vote is None else "", by, at, aside=vote is None)
        if vote is not None:
            _cast(item, silent[key], vote, by, at)
    return len(said)


@transaction.atomic
def settle_item(
    *,
    item: AgendaItem,
    resolution: str,
    defer: bool = False,
    expected: int,
    by: Actor,
    at: datetime | None = None,
) -> AgendaItem:
    """Record what came of a matter: by the votes, deferred, or, for a report, taken note of.

    Raises Conflict where the session is not open, the matter is settled, or a vote lacks its quorum or a
    member's ballot.
    """
    at = at or clock.now()
    identity.require(by, rules.RUN_COMMITTEE, organisation=item.meeting.panel.secretariat_id)
    now = _held(item)  # before the votes are counted
    require_state(now.meeting, MeetingState.OPEN)
    if now.settled_at is not None:
        raise Conflict(_("This matter is settled."))
    votes = standing_of(item)
    if defer:
        outcome = ItemOutcome.DEFERRED
    elif item.kind == ItemKind.REPORT:
        outcome = ItemOutcome.TAKEN_NOTE
    else:
        _require_complete(votes)
        outcome = ItemOutcome.PASSED if votes.passes else ItemOutcome.REJECTED
    update_versioned(
        item,
        expected=expected,
        changes={
            "outcome": outcome.value,
            "resolution": clean_text(resolution),
            "members": votes.members,
            "base": votes.base,
            "present": votes.present,
            "votes_for": votes.votes_for,
            "settled_at": at,
        },
    )
    record(
        action="casework.agenda.settled",
        subject=f"meeting:{item.meeting_id}",
        by=by,
        at=at,
        details={
            "item": item.pk,
            "case": item.case_id,
            "outcome": outcome.value,
            "base": votes.base,
            "present": votes.present,
            "for": votes.votes_for,
            "against": votes.votes_against,
        },
    )
    _pass_on(item, outcome, at)
    return item


def _pass_on(item: AgendaItem, outcome: ItemOutcome, at: datetime) -> None:
    """What the committee settled goes on in the case; a deferred matter waits for the next meeting."""
    if item.case is not None and outcome is not ItemOutcome.DEFERRED:
        form = REPORT if item.kind == ItemKind.REPORT else AGENDA
        finish_waiting(case=item.case, form=form, values={"resolution": outcome.value}, at=at)


def _require_complete(votes: Quorum) -> None:
    if not votes.is_met:
        raise Conflict(
            _("There is no quorum for this matter: %(present)d of %(needed)d. Defer it.")
            % {"present": votes.present, "needed": votes.needed_present}
        )
    cast = votes.votes_for + votes.votes_against + votes.abstentions
    if cast < votes.present:
        raise Conflict(
            _("%(number)d members who are there have not voted.") % {"number": votes.present - cast}
        )
