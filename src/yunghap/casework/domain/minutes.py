"""The minutes of a session, drafted from what happened in it; the secretary reads and mends them."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from yunghap.casework.enums import ItemKind, ItemOutcome
from yunghap.casework.models import AgendaItem, Meeting, PanelMember
from yunghap.casework.queries.committees import members_on
from yunghap.core import clock
from yunghap.core.days import written_moment


def draft_minutes(meeting: Meeting) -> str:
    """When, where, who was there and who was not; of each matter who stood aside, votes, outcome, resolution."""
    there = [one.member for one in meeting.attendance.select_related("member__person")]
    members = members_on(meeting.panel, clock.local_date(meeting.starts_at))
    present = {member.pk for member in there}
    opened = meeting.opened_at or meeting.starts_at
    lines = [
        _("Meeting %(number)s") % {"number": meeting.number} + f" · {meeting.panel.organisation.name_here}",
        _("Date and time") + f": {written_moment(opened)}",
        _("Where") + f": {meeting.place}",
        _("Present") + f" ({len(there)}/{len(members)}): {_names(there)}",
    ]
    absent = [member for member in members if member.pk not in present]
    if absent:
        lines.append(_("Absent") + f": {_names(absent)}")
    for item in meeting.agenda.select_related("case").prefetch_related("declarations__member__person"):
        lines.extend(["", *_matter(item)])
    return "\n".join(lines)


def _names(members: Iterable[PanelMember]) -> str:
    return ", ".join(member.person.name for member in members)


def _matter(item: AgendaItem) -> Iterator[str]:
    case = f" ({item.case.number})" if item.case else ""
    yield f"{item.position}. {item.title}{case}"
    if item.proposal:
        yield _("Proposal") + f": {item.proposal}"
    aside = [one.member.person.name for one in item.declarations.all() if one.stands_aside]
    if aside:
        yield _("Stand aside") + f": {', '.join(aside)}"
    if item.settled_at is None:
        return
    yield _("Outcome") + f": {item.get_outcome_display()}" + _counted(item)
    if item.resolution:
        yield item.resolution


def _counted(item: AgendaItem) -> str:
    if item.kind != ItemKind.DECISION or item.outcome == ItemOutcome.DEFERRED:
        return ""
    counts = {"for": item.votes_for, "present": item.present, "base": item.base, "members": item.members}
    said = _("%(for)s in favour of %(present)s present; counted members %(base)s of %(members)s") % counts
    return f" – {said}"
