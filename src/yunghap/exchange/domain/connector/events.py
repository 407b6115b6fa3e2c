"""What others may hear of: topics of the outbox, each also the action of the ledger's entry.

The subject is "negotiation:ID", "agreement:ID", "transfer:ID" or "participant:KEY"; `payload["details"]` holds what
is named here, as text.
"""

# {"side", "counterparty", "asset", "offer", "state"} (`offer` is the id of our Offer, "" where it is none of ours)
NEGOTIATION_CHANGED = "exchange.negotiation.changed"

# {"negotiation", "side", "organisation"}: a person has to decide
NEGOTIATION_WAITING = "exchange.negotiation.waiting"

# {"agreement", "key", "side", "counterparty", "asset", "offer", "replaces"}: once on each side, when it is final
AGREEMENT_CONCLUDED = "exchange.agreement.concluded"
AGREEMENT_SUSPENDED = "exchange.agreement.suspended"
AGREEMENT_RESUMED = "exchange.agreement.resumed"
# … and {"because", "by": "us" | "them"}; an agreement whose time is over is EXPIRED
AGREEMENT_RETIRED = "exchange.agreement.retired"
AGREEMENT_EXPIRED = "exchange.agreement.expired"

# {"transfer", "agreement", "side", "format", "by": "us" | "them", "because"}
TRANSFER_REQUESTED = "exchange.transfer.requested"
TRANSFER_STARTED = "exchange.transfer.started"
TRANSFER_SUSPENDED = "exchange.transfer.suspended"
TRANSFER_COMPLETED = "exchange.transfer.completed"
TRANSFER_TERMINATED = "exchange.transfer.terminated"

# {"key", "because"}
PARTICIPANT_ADMITTED = "exchange.participant.admitted"
PARTICIPANT_SUSPENDED = "exchange.participant.suspended"
PARTICIPANT_REMOVED = "exchange.participant.removed"

# {"obligation", "agreement", "action"}
OBLIGATION_DONE = "exchange.obligation.done"
