"""From a request to the actor that the verbs take."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from yunghap.core.actors import Actor
from yunghap.core.errors import InvalidInput, NotAllowed
from yunghap.identity import queries
from yunghap.identity.models import ApiClient, User

ACTING_FOR = "acting_for"


def client_address(request: HttpRequest) -> str | None:
    """The network address of the reader: the last one that a proxy of ours saw."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    trusted: int = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted][:45]
    return request.META.get("REMOTE_ADDR") or None


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request: an API client, or the person who is signed in.

    A person acts for the organisation they chose, else for the first they belong to. Raises NotAllowed where
    nobody is signed in. Kept on the request, so that asking again costs nothing.
    """
    known: Actor | None = getattr(request, "actor", None)
    if known is not None:
        return known
    actor = _actor(request)
    request.actor = actor  # type: ignore[attr-defined]
    return actor


def _actor(request: HttpRequest) -> Actor:
    client = getattr(request, "auth", None)
    if isinstance(client, ApiClient):
        return Actor("client", client.pk, client.organisation_id, client_address(request))
    if not isinstance(request.user, User):
        raise NotAllowed(_("Sign in first."))
    belongs = [membership.organisation_id for membership in queries.memberships_of(request.user.pk)]
    chosen = request.session.get(ACTING_FOR)
    organisation = chosen if chosen in belongs else next(iter(belongs), None)
    return Actor("person", request.user.pk, organisation, client_address(request))


def actor_by_address(email: str) -> Actor | None:
    """The person with the e-mail address, for the first organisation they belong to; None where nobody has it."""
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        return None
    belongs = [membership.organisation_id for membership in queries.memberships_of(user.pk)]
    return Actor("person", user.pk, next(iter(belongs), None))


def act_for(request: HttpRequest, organisation: str) -> None:
    """Choose the organisation one acts for in this session; raises InvalidInput where one is no member."""
    if not queries.is_member(str(request.user.pk), organisation):
        raise InvalidInput(_("You do not belong to this organisation."))
    request.session[ACTING_FOR] = organisation
    if hasattr(request, "actor"):
        del request.actor
