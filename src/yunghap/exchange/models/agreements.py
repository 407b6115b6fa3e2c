"""What two participants agreed on."""

from django.db import models
from django.db.models import Q

from yunghap.core.models import Entity
from yunghap.exchange.enums import AgreementState, Side


class Agreement(Entity):
    """A contract as both sides hold it; the other side has its own row, here or in its own connector.

    `key` is the agreement's id in the protocol (the `@id` of the odrl:Agreement), the same on both sides. `participant`
    is our organisation in whose context it stands, `counterparty` the other participant's id in the protocol. `asset`
    is the id of the data set. `offer` is set where it is an offer of ours. `policy` is the agreement as sent, in plain
    JSON. `negotiation` is the id of the negotiation it came from.
    """

    key = models.CharField(max_length=200)
    side = models.CharField(max_length=8, choices=Side.choices)
    participant = models.ForeignKey("identity.Organisation", on_delete=models.PROTECT, related_name="+")
    counterparty = models.CharField(max_length=200)
    counterparty_address = models.CharField(max_length=500, blank=True)
    asset = models.CharField(max_length=200)
    offer = models.ForeignKey("Offer", on_delete=models.PROTECT, null=True, related_name="agreements")
    policy = models.JSONField(default=dict)
    negotiation = models.CharField(max_length=26, blank=True)
    state = models.CharField(max_length=9, choices=AgreementState.choices, default=AgreementState.ACTIVE)
    agreed_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.TextField(blank=True)

    class Meta:
        ordering = ["-agreed_at", "-id"]
        indexes = [models.Index(fields=["participant", "side", "state"], name="agreement_participant")]
        constraints = [
            models.UniqueConstraint(fields=["participant", "side", "key"], name="agreement_once"),
            models.CheckConstraint(condition=Q(side__in=Side.values), name="agreement_side"),
            models.CheckConstraint(condition=Q(state__in=AgreementState.values), name="agreement_state"),
            models.CheckConstraint(
                condition=Q(
                    state__in=[AgreementState.RETIRED, AgreementState.EXPIRED], ended_at__isnull=False
                )
                | (~Q(state__in=[AgreementState.RETIRED, AgreementState.EXPIRED]) & Q(ended_at__isnull=True)),
                name="agreement_ended_when_over",
            ),
        ]

    def __str__(self) -> str:
        return self.key
