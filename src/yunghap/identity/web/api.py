"""The HTTP API of identity: tokens for clients, who I am, the directory, my notifications."""

import base64
import binascii
from copy import copy
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Form, Router, Schema, Status
from ninja.errors import HttpError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.throttling import AnonRateThrottle

from yunghap.core import clock
from yunghap.core.errors import NotAllowed, NotFound
from yunghap.core.idempotency import even_if_refused
from yunghap.identity import queries
from yunghap.identity.domain import clients, notifications
from yunghap.identity.domain.access import record_access
from yunghap.identity.domain.actors import actor_of, client_address
from yunghap.identity.domain.authorisation import can
from yunghap.identity.enums import OrganisationKind
from yunghap.identity.models import ApiClient, Notification, Organisation, User
from yunghap.identity.roles import READ_MEMBERS

router = Router(tags=["identity"])


class ClientAuth(HttpBearer):
    """`Authorization: Bearer …` with a token of an API client."""

    openapi_description = "Token of an API client, from POST /api/v1/token."

    def authenticate(self, request: HttpRequest, token: str) -> ApiClient | None:  # noqa: ARG002
        """The client of the token, or None (401)."""
        return clients.client_of_token(token)


class SessionAuth(APIKeyCookie):
    """The session of somebody who is signed in on the site; unsafe requests need the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME
    openapi_description = "Session of a person who is signed in on the site."

    def authenticate(self, request: HttpRequest, key: str | None) -> User | None:  # noqa: ARG002
        """The person who is signed in, or None (401)."""
        return request.user if isinstance(request.user, User) else None


# What routes use unless they are public: `auth=identity.API_AUTH`.
API_AUTH = (ClientAuth(), SessionAuth())


class Attempts(AnonRateThrottle):
    """So many attempts of one network address, those that failed among them."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this one may be made; it counts then, whatever becomes of the request."""
        mine = copy(self)  # the same object serves every thread
        allowed = AnonRateThrottle.allow_request(mine, request)
        self.history, self.now = mine.history, mine.now  # for `wait`
        if allowed:
            even_if_refused(request, lambda: mine.cache.set(mine.key, mine.history, mine.duration))
        return allowed


class TokenRequest(Schema):
    """RFC 6749 section 4.4.2; client and secret may come as Basic authentication instead."""

    grant_type: str
    client_id: str = ""
    client_secret: str = ""


class TokenResponse(Schema):
    """RFC 6749 section 5.1."""

    access_token: str
    token_type: str
    expires_in: int
    scope: str


@router.post("/token", auth=None, response=TokenResponse, throttle=[Attempts("30/m")])
def token(request: HttpRequest, response: HttpResponse, body: Form[TokenRequest]) -> TokenResponse:
    """A bearer token for a client and its secret, valid for an hour."""
    if body.grant_type != "client_credentials":
        raise HttpError(400, _("Only the grant type client_credentials is known."))
    client_id, secret = _basic(request) or (body.client_id, body.client_secret)
    try:
        row, issued = clients.issue_token(client_id=client_id, secret=secret, address=client_address(request))
    except NotAllowed as error:
        raise HttpError(401, str(error)) from error
    response["Cache-Control"] = "no-store"
    return TokenResponse(
        access_token=issued,
        token_type="Bearer",  # noqa: S106 - the name of the scheme
        expires_in=int((row.expires_at - row.created_at).total_seconds()),
        scope=" ".join(row.client.scopes),
    )


class RevokeRequest(Schema):
    """RFC 7009 section 2.1."""

    token: str


@router.post("/token/revoke", auth=ClientAuth(), response={204: None})
def revoke_token(request: HttpRequest, body: Form[RevokeRequest]) -> Status[None]:
    """Give a token back; an unknown one is no error."""
    clients.revoke_token(token=body.token, client_id=actor_of(request).id)
    return Status(204, None)


def _basic(request: HttpRequest) -> tuple[str, str] | None:
    scheme, _space, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _colon, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return name, secret


class Me(Schema):
    """Who asks."""

    kind: str
    id: str
    name: str
    organisation: str | None
    scopes: list[str]
    roles: list[str]


@router.get("/me", auth=API_AUTH, response=Me)
def me(request: HttpRequest) -> Me:
    """The person or client that asks, with roles or scopes."""
    by = actor_of(request)
    who: Any = request.auth  # type: ignore[attr-defined]
    roles = sorted({held.role for held in queries.held_by(by.id)}) if by.kind == "person" else []
    scopes = list(who.scopes) if by.kind == "client" else []
    return Me(kind=by.kind, id=by.id, name=who.name, organisation=by.organisation, scopes=scopes, roles=roles)


class OrganisationOut(Schema):
    """An organisation on a day; `short_name` is canonical and never changes."""

    id: str
    key: str | None
    kind: str
    short_name: str
    name_ko: str
    name_en: str
    exists: bool


class NameOut(Schema):
    """A name with its first and last day; null is open."""

    long: str
    short: str
    english: str
    starts_on: date | None
    ends_on: date | None


class OrganisationDetail(OrganisationOut):
    """With all its names."""

    names: list[NameOut]


def _out(organisation: Organisation, day: date) -> dict[str, Any]:
    names = sorted(organisation.names.all(), key=lambda name: name.starts_on or date.min)
    name = organisation.name_on(day) or names[-1]
    return {
        "id": organisation.pk,
        "key": organisation.key,
        "kind": organisation.kind,
        "short_name": organisation.short_name,
        "name_ko": name.long,
        "name_en": name.english,
        "exists": organisation.exists_on(day),
        "names": names,
    }


@router.get("/organisations", auth=None, response=list[OrganisationOut])
def organisations(
    request: HttpRequest,  # noqa: ARG001
    kind: OrganisationKind | None = None,
    on: date | None = None,
    name: str = "",
) -> list[dict[str, Any]]:
    """Organisations that exist on a day (today by default); with `name` (short, long, English, former), the one."""
    day = on or clock.today()
    if name:
        found = queries.find_organisation(name, day)
        return [_out(found, day)] if found else []
    return [_out(one, day) for one in queries.organisations(kind=kind, on=day)]


@router.get("/organisations/{id}", auth=None, response=OrganisationDetail)
def organisation(request: HttpRequest, id: str, on: date | None = None) -> dict[str, Any]:  # noqa: A002, ARG001
    """One organisation with every name it had; `id` may be the key of the shipped directory ("motie")."""
    found = Organisation.objects.filter(key=id).first() or Organisation.objects.filter(pk=id).first()
    if found is None or found.kind == OrganisationKind.PERSON:
        raise NotFound(_("There is no such organisation."))
    return _out(found, on or clock.today())


class MemberOut(Schema):
    """Who belongs to an organisation."""

    person: str
    name: str
    unit: str
    title: str
    since: date
    roles: list[str]


@router.get("/organisations/{id}/members", auth=API_AUTH, response=list[MemberOut])
def members(request: HttpRequest, id: str) -> list[dict[str, Any]]:  # noqa: A002
    """The members of an organisation today, for its managers and its own API clients; recorded as seen."""
    by = actor_of(request)
    if not can(by, READ_MEMBERS, organisation=id) or not Organisation.objects.filter(pk=id).exists():
        raise NotFound(_("There is no such organisation."))
    listed = queries.members_of(id)
    record_access(
        subjects=[row.person_id for row in listed], fields=["name"], purpose=_("List of members"), by=by
    )
    return [
        {
            "person": row.person_id,
            "name": row.person.name,
            "unit": row.unit,
            "title": row.title,
            "since": row.starts_on,
            "roles": sorted(held.role for held in queries.held_by(row.person_id) if held.organisation == id),
        }
        for row in listed
    ]


class NotificationOut(Schema):
    """A notification in both languages."""

    id: str
    created_at: str
    subject_ko: str
    subject_en: str
    link: str
    due_on: date | None
    read: bool


@router.get("/notifications", auth=SessionAuth(), response=list[NotificationOut])
def list_notifications(request: HttpRequest, unread: bool = False) -> list[dict[str, Any]]:
    """My newest 100 notifications."""
    rows = Notification.objects.filter(person_id=actor_of(request).id).order_by("-created_at")
    if unread:
        rows = rows.filter(read_at__isnull=True)
    return [
        {
            "id": row.pk,
            "created_at": row.created_at.isoformat(),
            "subject_ko": row.subject_ko,
            "subject_en": row.subject_en,
            "link": row.link,
            "due_on": row.due_on,
            "read": row.read_at is not None,
        }
        for row in rows[:100]
    ]


@router.post("/notifications/{id}/read", auth=SessionAuth(), response={204: None})
def read_notification(request: HttpRequest, id: str) -> Status[None]:  # noqa: A002
    """Mark one of my notifications as read."""
    person = User.objects.get(pk=actor_of(request).id)
    if not Notification.objects.filter(pk=id, person=person).exists():
        raise NotFound(_("There is no such notification."))
    notifications.mark_read(person=person, ids=[id])
    return Status(204, None)
