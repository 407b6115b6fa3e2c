"""Who takes part, what they negotiate and transfer, every message between them, and what they owe each other."""

from django.db import models
from django.db.models import Q

from yunghap.core.language import said
from yunghap.core.models import Entity
from yunghap.exchange.enums import (
    Acceptance,
    DeliveryState,
    Direction,
    NegotiationState,
    ObligationState,
    ParticipantState,
    Side,
    TransferState,
)


class Participant(Entity):
    """A line of the roster: an organisation here, or the other side of a contract.

    `key` is its id in the protocol (`participantId`, assigner and assignee of policies). `organisation` is set for
    those that this installation speaks for; `slug` is then its part of our addresses (/dsp/SLUG/2025-1).
    `address` is the base of its protocol endpoints, without a slash at the end. `public_key` is the Ed25519 key
    that its tokens are signed with (32 bytes, base64url). `from_roster` says that a signed roster of another
    installation brought it: the next one may change or suspend it.
    """

    key = models.CharField(max_length=200, unique=True)
    slug = models.SlugField(max_length=60, null=True, unique=True)
    organisation = models.OneToOneField(
        "identity.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=500)
    public_key = models.CharField(max_length=60, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    region = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=9, choices=ParticipantState.choices, default=ParticipantState.APPLIED)
    applied_at = models.DateTimeField()
    admitted_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    from_roster = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=ParticipantState.values), name="participant_state"),
            models.CheckConstraint(condition=~Q(name=""), name="participant_named"),
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) | Q(slug__isnull=False), name="participant_own_slug"
            ),
            models.CheckConstraint(
                condition=Q(state=ParticipantState.APPLIED, admitted_at__isnull=True)
                | Q(state=ParticipantState.REMOVED)
                | Q(admitted_at__isnull=False),
                name="participant_admitted_when_in",
            ),
            models.CheckConstraint(
                condition=Q(state=ParticipantState.REMOVED, removed_at__isnull=False)
                | (~Q(state=ParticipantState.REMOVED) & Q(removed_at__isnull=True)),
                name="participant_removed_when_out",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name in the language of the page."""
        return said(self.name, self.name_en)


class Process(Entity):
    """What negotiations and transfers have in common: two sides, each with its own id of the same thing.

    `id` is our id of it (ours of consumerPid and providerPid), `peer_pid` the other side's, empty until it is
    known. `counterparty` is the other participant's id, `counterparty_address` where its messages go. `changed_at`
    is the moment of the last state, `reason` why it was broken off or suspended.
    """

    side = models.CharField(max_length=8, choices=Side.choices)
    participant = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    counterparty = models.CharField(max_length=200)
    counterparty_address = models.CharField(max_length=500)
    peer_pid = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=8, choices=Side.choices, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        abstract = True


_OVER = [NegotiationState.FINALIZED, NegotiationState.TERMINATED]
_TRANSFER_OVER = [TransferState.COMPLETED, TransferState.TERMINATED]


class Negotiation(Process):
    """One contract negotiation, as one side sees it.

    `terms` are those on the table, an ODRL offer in plain JSON; `requested` those the consumer asked for last, which
    the agreement must match. `offer_key` is the offer's id in the protocol, `offer` our offer where it is one.
    `waiting` says that a person has to decide here. `replaces` is the agreement that this one is to replace.
    """

    state = models.CharField(max_length=10, choices=NegotiationState.choices)
    asset = models.CharField(max_length=200)
    offer_key = models.CharField(max_length=200, blank=True)
    offer = models.ForeignKey("Offer", on_delete=models.PROTECT, null=True, related_name="+")
    terms = models.JSONField(default=dict)
    requested = models.JSONField(default=dict)
    rounds = models.PositiveIntegerField(default=1)
    waiting = models.BooleanField(default=False)
    agreement = models.ForeignKey("Agreement", on_delete=models.PROTECT, null=True, related_name="+")
    replaces = models.ForeignKey("Agreement", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(fields=["participant", "state"], name="negotiation_participant"),
            models.Index(fields=["participant", "changed_at"], name="negotiation_changed"),
        ]
        constraints = [
            # A repeated first request of the same negotiation finds the one that is there.
            models.UniqueConstraint(
                fields=["participant", "side", "counterparty", "peer_pid"],
                condition=~Q(peer_pid=""),
                name="negotiation_once",
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="negotiation_side"),
            models.CheckConstraint(condition=Q(state__in=NegotiationState.values), name="negotiation_state"),
            models.CheckConstraint(
                condition=Q(state__in=_OVER, ended_at__isnull=False)
                | (~Q(state__in=_OVER) & Q(ended_at__isnull=True)),
                name="negotiation_ended_when_over",
            ),
            models.CheckConstraint(
                condition=~Q(state=NegotiationState.FINALIZED) | Q(agreement__isnull=False),
                name="negotiation_final_agreed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.asset} {self.state}"


class TransferProcess(Process):
    """One transfer under an agreement, as one side sees it.

    `format` is the distribution's ("HttpData-PULL"). `data_address` is where the data is (the provider's answer to a
    pull, in the start message) or goes (the consumer's wish for a push, in the request). It may hold a token, so that
    it is shown to nobody and emptied when the transfer is over.
    """

    state = models.CharField(max_length=10, choices=TransferState.choices)
    agreement = models.ForeignKey("Agreement", on_delete=models.PROTECT, related_name="transfers")
    format = models.CharField(max_length=60)
    data_address = models.JSONField(default=dict)
    started_at = models.DateTimeField(null=True)
    suspended_by = models.CharField(max_length=8, choices=Side.choices, blank=True)

    class Meta:
        ordering = ["-opened_at", "-id"]
        indexes = [
            models.Index(fields=["participant", "state"], name="transfer_participant"),
            models.Index(fields=["agreement", "state"], name="transfer_agreement"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "side", "counterparty", "peer_pid"],
                condition=~Q(peer_pid=""),
                name="transfer_once",
            ),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="transfer_side"),
            models.CheckConstraint(condition=Q(state__in=TransferState.values), name="transfer_state"),
            models.CheckConstraint(
                condition=Q(state__in=_TRANSFER_OVER, ended_at__isnull=False)
                | (~Q(state__in=_TRANSFER_OVER) & Q(ended_at__isnull=True)),
                name="transfer_ended_when_over",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.format} {self.state}"


class Message(models.Model):
    """Every message of the protocol, both ways: the way out (outbox), what was had already (inbox), and the history.

    `process` is our id of the negotiation, transfer or agreement it is about; its messages leave in the order of
    their numbers. `digest` is SHA-256 over the body: the same message twice is the same message. `path` stands
    behind the counterparty's address. `entry` is the ledger's entry of the step, from which a receipt is made.
    `optional` messages (extensions of ours) are given up at the first refusal. `lease_until` and `fence` are those
    of `core.outbox`; `owner` names the process that sends ("host:pid").
    """

    id = models.BigAutoField(primary_key=True)
    participant = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    process = models.CharField(max_length=26)
    counterparty = models.CharField(max_length=200)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    kind = models.CharField(max_length=60)
    body = models.TextField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    entry = models.CharField(max_length=26, blank=True)
    address = models.CharField(max_length=700, blank=True)
    optional = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=DeliveryState.choices)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    owner = models.CharField(max_length=100, blank=True)
    fence = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["process", "id"], name="message_process"),
            models.Index(
                fields=["next_attempt_at"], name="message_due", condition=Q(state=DeliveryState.PENDING)
            ),
            models.Index(
                fields=["process", "id"], name="message_queue", condition=Q(state=DeliveryState.PENDING)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["process", "digest"], condition=Q(direction=Direction.IN), name="message_once"
            ),
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="message_direction"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="message_state"),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.PENDING, next_attempt_at__isnull=False)
                | (~Q(state=DeliveryState.PENDING) & Q(settled_at__isnull=False)),
                name="message_pending_due",
            ),
        ]


class AcceptanceRule(Entity):
    """What a provider wants to happen to requests: for one offer, one counterparty, both, or in general.

    The rule that names most counts; without one, an unchanged offer is accepted.
    """

    participant = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    offer = models.ForeignKey("Offer", on_delete=models.CASCADE, null=True, related_name="+")
    counterparty = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=9, choices=Acceptance.choices)

    class Meta:
        ordering = ["participant", "offer", "counterparty"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "offer", "counterparty"],
                condition=Q(offer__isnull=False),
                name="acceptance_rule_of_offer_once",
            ),
            models.UniqueConstraint(
                fields=["participant", "counterparty"],
                condition=Q(offer__isnull=True),
                name="acceptance_rule_once",
            ),
            models.CheckConstraint(condition=Q(decision__in=Acceptance.values), name="acceptance_decision"),
        ]


class Obligation(Entity):
    """A duty of an agreement with a date, owed by one side.

    `key` tells the duties of an agreement apart; `action` is the ODRL action, `text_ko` and `text_en` say in a
    sentence what is to be done. `due_at` is empty where no date was set. `alarmed_at` is when its people were last
    told that it is near or over.
    """

    agreement = models.ForeignKey("Agreement", on_delete=models.CASCADE, related_name="obligations")
    key = models.CharField(max_length=64)
    owed_by = models.CharField(max_length=8, choices=Side.choices)
    action = models.CharField(max_length=100)
    text_ko = models.TextField()
    text_en = models.TextField()
    due_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=7, choices=ObligationState.choices, default=ObligationState.OPEN)
    alarmed_at = models.DateTimeField(null=True)
    alarms = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=26, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["due_at", "id"]
        indexes = [models.Index(fields=["state", "due_at"], name="obligation_due")]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "key"], name="obligation_once"),
            models.CheckConstraint(condition=Q(state__in=ObligationState.values), name="obligation_state"),
            models.CheckConstraint(condition=Q(owed_by__in=Side.values), name="obligation_owed_by"),
            models.CheckConstraint(
                condition=Q(state=ObligationState.OPEN, settled_at__isnull=True)
                | (~Q(state=ObligationState.OPEN) & Q(settled_at__isnull=False)),
                name="obligation_settled",
            ),
        ]

    def __str__(self) -> str:
        return self.text_en
