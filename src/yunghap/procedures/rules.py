"""Who may do what: items as far as the engine knows (roles are the modules' above), and the calendar."""

from django.utils.translation import gettext_lazy as _

from yunghap.core.actors import Actor

from .engine.state import Item

EDIT_CALENDAR = "procedures.calendar.edit"
EDIT_VERSIONS = "procedures.version.edit"

# code -> (name, description)
PERMISSIONS = {
    EDIT_CALENDAR: (
        _("Declare holidays"),
        _("Declare and withdraw holidays; every open deadline is counted anew."),
    ),
    EDIT_VERSIONS: (
        _("Write and approve procedures"),
        _("Draft versions of procedures, hand them in, and approve those of others."),
    ),
}


def may_work(item: Item, by: Actor) -> bool:
    """An item of a person is theirs; one of an organisation is its people's; the system may do any."""
    if by.kind == "system":
        return True
    if item.assignee:
        return item.assignee == by.id
    return not item.organisation or item.organisation == by.organisation
