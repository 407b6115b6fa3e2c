"""What the routes of data and transfers need."""

from tests.access.world import Target, things
from tests.factories.exchange import make_agreement, make_product, make_transfer
from tests.factories.identity import make_member
from yunghap.core.actors import Actor
from yunghap.exchange.enums import Side
from yunghap.exchange.models import Agreement, TransferProcess
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
)
def agreement(target: Target) -> dict[str, object]:
    """A contract of the organisation on both sides: whoever provides or uses sees one of the two."""
    key = _transfer(target).agreement.key
    assert Agreement.objects.filter(key=key).count() == 2
    return {"id": key}
