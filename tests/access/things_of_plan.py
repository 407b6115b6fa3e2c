"""What the public pages of the plan need: the shipped edition and something of each kind in it."""

from tests.access.world import Target, beforehand, things
from yunghap.core.actors import SYSTEM
from yunghap.identity import service as identity
from yunghap.plan import service as plan
from yunghap.plan.models import Edition
from yunghap.plan.queries.edition import read_edition

YEAR = 2023


@beforehand
def shipped_edition() -> Edition:
    found = Edition.objects.filter(year=YEAR).first()
    if found is None:
        identity.load_public_bodies(by=SYSTEM)
        found = plan.load_shipped_edition(by=SYSTEM)
    return found


@things(
    "plan:glance",
    "plan:directions",
    "plan:ministries",
    "plan:programmes",
    "plan:money",
    "plan:indicators",
    "plan:findings",
    "plan:changes",
    "plan:changes_csv",
    "plan:facts",
    "plan:downloads",
    "api:/plan/editions/{edition}",
    "api:/plan/editions/{edition}/facts",
    "api:/plan/editions/{edition}/programmes",
    "api:/plan/editions/{edition}/indicators",
    "api:/plan/editions/{edition}/totals",
    "api:/plan/editions/{edition}/findings",
)
def edition(target: Target) -> dict[str, object]:
    return {"edition": str(shipped_edition().year)}


@things("plan:task")
def task(target: Target) -> dict[str, object]:
    return {**edition(target), "code": "1.1"}


@things("plan:ministry")
def ministry(target: Target) -> dict[str, object]:
    return {**edition(target), "name": "산업부"}


@things("plan:programme")
def programme(target: Target) -> dict[str, object]:
    return {**edition(target), "id": read_edition(shipped_edition()).programmes[0].id}


@things("plan:indicator")
def indicator(target: Target) -> dict[str, object]:
    return {**edition(target), "id": read_edition(shipped_edition()).indicators[0].id}


@things("plan:fact")
def fact(target: Target) -> dict[str, object]:
    return {**edition(target), "id": next(iter(read_edition(shipped_edition()).facts))}


@things("api:/plan/editions/{edition}/facts/{fact}")
def api_fact(target: Target) -> dict[str, object]:
    return {**edition(target), "fact": fact(target)["id"]}


@things("plan:download", "api:/plan/editions/{edition}/files/{code}")
def download(target: Target) -> dict[str, object]:
    return {**edition(target), "code": "csv"}
