"""What the routes of data and transfers need."""

from tests.access.world import Target, things
from tests.factories.contracts import make_agreement as make_contract
from tests.factories.contracts import make_participant, make_peer
from tests.factories.exchange import make_agreement, make_product, make_transfer
from tests.factories.identity import make_member
from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.documents import service as documents
from yunghap.exchange.enums import Side
from yunghap.exchange.models import Agreement, Arrival, Participant, TransferProcess
from yunghap.identity.enums import Role


@things("data", "data-token", "data-arrival")
def somebody_elses_transfer(target: Target) -> dict[str, object]:
    """Without a token it makes no difference whether there is one."""
    return {"transfer": "01J00000000000000000000000"}


def _transfer(target: Target) -> TransferProcess:
    """A transfer of the organisation, which is provider and consumer of its own data."""
    person = make_member(target.organisation, Role.DATA_PROVIDER)
    by = Actor("person", person.pk, target.organisation.pk)
    product, offer, _by = make_product(target.organisation, by)
    agreement = make_agreement(product, offer, target.organisation)
    make_agreement(product, offer, target.organisation, side=Side.CONSUMER, key=agreement.key)
    return make_transfer(agreement)


@things("exchange:transfer")
def transfer(target: Target) -> dict[str, object]:
    """A transfer of the organisation."""
    return {"id": _transfer(target).pk}


@things(
    "api:/exchange/agreements/{id}",
    "api:/exchange/agreements/{id}/usage",
    "api:/exchange/agreements/{id}/access",
    "api:/exchange/agreements/{id}/completion",
)
def agreement(target: Target) -> dict[str, object]:
    """A contract of the organisation on both sides: whoever provides or uses sees one of the two."""
    key = _transfer(target).agreement.key
    assert Agreement.objects.filter(key=key).count() == 2
    return {"id": key}


def _side_of(target: Target) -> TransferProcess:
    """A transfer of the organisation on the side that whoever tries works for."""
    key = _transfer(target).agreement.key
    roles = set(target.persona.grants.values_list("role", flat=True)) if target.persona else set()
    side = Side.CONSUMER if Role.DATA_CONSUMER in roles else Side.PROVIDER
    agreement = Agreement.objects.get(key=key, side=side)
    return agreement.transfers.first() or make_transfer(agreement)


@things("exchange:end_transfer", personal=True)
def ended(target: Target) -> dict[str, object]:
    return {"id": _side_of(target).pk}


@things("exchange:move_transfer", personal=True)
def moved(target: Target) -> dict[str, object]:
    return {"id": _side_of(target).pk, "how": "pause"}


@things("exchange:received_data", personal=True)
def received(target: Target) -> dict[str, object]:
    row = _side_of(target)
    file = documents.keep_original(data=b"a\n1\n", name="a.csv", by=SYSTEM)
    Arrival.objects.create(
        transfer=row, token_hash=row.pk, sha256=file.sha256, bytes=4, received=4, done_at=clock.now()
    )
    return {"id": row.pk}


@things("exchange:send_here")
def received_under(target: Target) -> dict[str, object]:
    participant = Participant.objects.filter(organisation=target.organisation).first()
    own = participant or make_participant(target.organisation)
    return {"id": make_contract(own, make_peer(), side="CONSUMER").pk}
