"""`yunghap bench plan` runs, on the smallest plan there is, and leaves nothing in the database."""

import pytest

from yunghap.config.bench import plan as bench
from yunghap.plan.models import Edition

pytestmark = pytest.mark.django_db


def test_every_figure_of_the_plan_is_measured() -> None:
    found = {figure.name: figure for figure in bench.figures((1,), None, peers=False)}
    for name in (
        "extract generated, 1×",
        "extract and check generated, 1×, peak memory",
        "load edition, 1×",
        "page glance, first time, 1×",
        "page changes, 1×",
        "page programme, 1×",
        *(f"export {code}, 1×" for code in bench.FILES),
        "read xlsx, 1×",
        "peak memory of this process",
    ):
        assert found[name].value > 0, name
    assert not Edition.objects.exists()
