"""Telling the people of an organisation who may act on something."""

from datetime import date, datetime

from yunghap.core.actors import Actor
from yunghap.identity import service as identity


def tell(
    *,
    permission: str,
    organisation: str,
    subject: object,
    text: str,
    link: str,
    due_on: date | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """A notification to everybody who has the permission there."""
    identity.notify(
        to=identity.people_with_permission(permission, organisation=organisation),
        subject=subject,
        text=text,
        link=link,
        due_on=due_on,
        by=by,
        at=at,
    )
