"""What the pages of procedures need: a day that is a holiday."""

from datetime import date

from tests.access.world import Target, things


@things("procedures:withdraw_holiday")
def holiday(_target: Target) -> dict[str, object]:
    return {"day": date(2026, 12, 25)}
