"""Committees: who sits, when they meet, what is on the agenda, who stands aside, how they vote."""

from django.db import models
from django.db.models import F, Q

from yunghap.casework.enums import ItemKind, ItemOutcome, MeetingState, Vote
from yunghap.core.models import Entity

from .case import Case


class Panel(Entity):
    """A committee with its rules: seats, days of notice, and the article they come from.

    `organisation` is the committee as a body of `identity`, in which its members hold the role of member;
    `secretariat` the organisation that calls its meetings. Quorum is a majority of the members, a majority of
    those present decides (Act art. 8 (9)); `recusal_lowers_base` says whether who stands aside still counts
    among the members.
    """

    organisation = models.OneToOneField("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    secretariat = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    seats = models.PositiveSmallIntegerField()
    notice_days = models.PositiveSmallIntegerField(default=7)
    recusal_lowers_base = models.BooleanField(default=True)
    article = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["kind", "id"]
        constraints = [models.CheckConstraint(condition=Q(seats__gte=1), name="panel_seats")]

    def __str__(self) -> str:
        return self.kind


class PanelMember(Entity):
    """One person's seat for one term, both days included."""

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey("identity.User", on_delete=models.PROTECT, related_name="+")
    is_chair = models.BooleanField(default=False)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    dismissed_on = models.DateField(null=True)
    dismissed_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-is_chair", "starts_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "person", "starts_on"], name="panel_member_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="panel_member_term"
            ),
            models.CheckConstraint(
                condition=Q(dismissed_on__isnull=True, dismissed_reason="")
                | (Q(dismissed_on__isnull=False) & ~Q(dismissed_reason="")),
                name="panel_member_dismissed_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.person_id}"


class Meeting(Entity):
    """One meeting: called in writing with date, place and agenda, days before (Decree art. 9 (1)).

    Called later than that, `urgent_reason` says why. `minutes` are the text approved at the close.
    """

    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="meetings")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    called_at = models.DateTimeField(null=True)
    called_by = models.CharField(max_length=26, blank=True)
    urgent_reason = models.TextField(blank=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    minutes = models.TextField(blank=True)

    class Meta:
        ordering = ["-starts_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["panel", "number"], name="meeting_number"),
            models.CheckConstraint(condition=Q(state__in=MeetingState.values), name="meeting_state"),
            models.CheckConstraint(
                condition=(Q(called_at__isnull=False) & ~Q(called_by=""))
                | Q(called_at__isnull=True, called_by=""),
                name="meeting_called_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.panel_id} {self.number}"


class AgendaItem(Entity):
    """One matter on the agenda, and what came of it. The counts are kept as they were when it was settled."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=ItemKind.choices, default=ItemKind.DECISION)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="agenda_items")
    title = models.CharField(max_length=200)
    proposal = models.TextField(blank=True)
    outcome = models.CharField(max_length=10, choices=ItemOutcome.choices, blank=True)
    resolution = models.TextField(blank=True)
    members = models.PositiveSmallIntegerField(null=True)
    base = models.PositiveSmallIntegerField(null=True)
    present = models.PositiveSmallIntegerField(null=True)
    votes_for = models.PositiveSmallIntegerField(null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "position"], name="agenda_position"),
            models.CheckConstraint(condition=~Q(title=""), name="agenda_titled"),
            models.CheckConstraint(
                condition=(Q(settled_at__isnull=False) & ~Q(outcome=""))
                | Q(settled_at__isnull=True, outcome=""),
                name="agenda_settled_paired",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(Entity):
    """Who was there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="+")
    noted_by = models.CharField(max_length=26)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.member_id}"


class Declaration(Entity):
    """What a member declares about an item: no interest, or one, and then the member stands aside."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="declarations")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="+")
    stands_aside = models.BooleanField()
    reason = models.TextField(blank=True)
    declared_at = models.DateTimeField()
    declared_by = models.CharField(max_length=26)

    class Meta:
        ordering = ["declared_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "member"], name="declaration_once"),
            models.CheckConstraint(
                condition=Q(stands_aside=False) | ~Q(reason=""), name="declaration_reasoned"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.member_id}"


class Ballot(Entity):
    """One member's vote on one item."""

    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="ballots")
    member = models.ForeignKey(PanelMember, on_delete=models.PROTECT, related_name="+")
    vote = models.CharField(max_length=8, choices=Vote.choices)
    cast_at = models.DateTimeField()
    cast_by = models.CharField(max_length=26)

    class Meta:
        ordering = ["cast_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "member"], name="ballot_once"),
            models.CheckConstraint(condition=Q(vote__in=Vote.values), name="ballot_vote"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.member_id} {self.vote}"
