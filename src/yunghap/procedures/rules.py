"""Who may do what to an item, as far as the engine knows: roles are the modules' above."""

from yunghap.core.actors import Actor

from .engine.state import Item


def may_work(item: Item, by: Actor) -> bool:
    """An item of a person is theirs; one of an organisation is its people's; the system may do any."""
    if by.kind == "system":
        return True
    if item.assignee:
        return item.assignee == by.id
    return not item.organisation or item.organisation == by.organisation
