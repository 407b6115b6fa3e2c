"""What the pages of procedures need: a day that is a holiday, a version in draft."""

from datetime import date

from tests.access.world import Target, things
from tests.factories.procedures import draft_version
from tests.procedures.diagrams import diagram


@things("procedures:withdraw_holiday")
def holiday(_target: Target) -> dict[str, object]:
    return {"day": date(2026, 12, 25)}


@things("procedures:version", "procedures:diagram", "procedures:edit_version", "procedures:check_version")
def version(_target: Target) -> dict[str, object]:
    row = draft_version(diagram('<startEvent id="a"/><endEvent id="b"/>', "a -> b"))
    return {"id": row.pk}


@things("procedures:step_version")
def step(target: Target) -> dict[str, object]:
    return {**version(target), "step": "submit"}
