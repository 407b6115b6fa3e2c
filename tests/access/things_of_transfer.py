"""What the routes of data and transfers need."""

from tests.access.world import Target, things


@things("data", "data-token", "data-arrival")
def somebody_elses_transfer(target: Target) -> dict[str, object]:
    """Without a token it makes no difference whether there is one."""
    return {"transfer": "01J00000000000000000000000"}
