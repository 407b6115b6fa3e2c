"""What pages call data and participants, in the language of the page."""

import pytest
from django.utils import translation

from tests.factories.contracts import make_participant
from tests.factories.exchange import make_agreement, make_product
from yunghap.exchange.models import Order
from yunghap.exchange.queries.transfers import title_of

pytestmark = pytest.mark.django_db


def test_in_the_language_of_the_page() -> None:
    product, offer, _by = make_product(title="압연 온도", title_en="Rolling temperature")
    agreement = make_agreement(product, offer)
    participant = make_participant(product.provider)
    participant.name, participant.name_en = "누리", "Nuri"
    ordered, elsewhere = Order(title="압연 온도", offer=offer), Order(title="압연 온도")
    labels = lambda: [  # noqa: E731 - read once in each language
        product.label, title_of(agreement), participant.label, ordered.label, elsewhere.label,
    ]  # fmt: skip
    with translation.override("ko"):
        assert labels() == ["압연 온도", "압연 온도", "누리", "압연 온도", "압연 온도"]
    with translation.override("en"):
        assert labels() == [
            "Rolling temperature",
            "Rolling temperature",
            "Nuri",
            "Rolling temperature",
            "압연 온도",
        ]
        product.title_en = participant.name_en = ""
        assert (product.label, participant.label) == ("압연 온도", "누리")
