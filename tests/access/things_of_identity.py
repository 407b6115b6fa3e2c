"""What the routes of identity need."""

from datetime import timedelta

from tests.access.world import Target, things
from tests.factories.identity import actor, make_grant, make_member, make_person, membership_of
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.identity.domain.clients import create_client
from yunghap.identity.domain.invitations import invite_person
from yunghap.identity.domain.notifications import notify, renew_calendar
from yunghap.identity.domain.roles import appoint_deputy
from yunghap.identity.domain.tokens import new_token, token_hash
from yunghap.identity.enums import Role
from yunghap.identity.models import DemoSignInToken


@things(
    "identity:organisation",
    "identity:rename_organisation",
    "identity:members",
    "identity:invite",
    "identity:appoint_deputy",
    "identity:clients",
    "identity:create_client",
    "api:/organisations/{id}",
    "api:/organisations/{id}/members",
)
def organisation(target: Target) -> dict[str, object]:
    return {"id": target.organisation.pk}


@things("identity:member", "identity:end_membership")
def member(target: Target) -> dict[str, object]:
    return {"id": target.organisation.pk, "membership": membership_of(target.bystander).pk}


@things("identity:revoke_role")
def grant(target: Target) -> dict[str, object]:
    row = make_grant(make_member(target.organisation), target.organisation, Role.DATA_PROVIDER)
    return {"id": target.organisation.pk, "grant": row.pk}


@things("identity:withdraw_invitation")
def invitation(target: Target) -> dict[str, object]:
    row, _token = invite_person(
        email="new@example.org", name="새 사람", organisation=target.organisation, reason="시험", by=SYSTEM
    )
    return {"id": target.organisation.pk, "invitation": row.pk}


@things("identity:end_deputy")
def deputy(target: Target) -> dict[str, object]:
    today = clock.today()
    row = appoint_deputy(
        principal=target.bystander,
        deputy=make_member(target.organisation),
        organisation=target.organisation,
        starts_on=today,
        ends_on=today + timedelta(days=3),
        reason="휴가",
        by=SYSTEM,
    )
    return {"id": target.organisation.pk, "deputy": row.pk}


@things("identity:rotate_secret", "identity:revoke_client")
def client(target: Target) -> dict[str, object]:
    row, _secret = create_client(
        organisation=target.organisation, name="연계", scopes=["identity.member.read"], by=SYSTEM
    )
    return {"id": target.organisation.pk, "client": row.pk}


@things("identity:person", "identity:suspend_person", "identity:reset_second_factor")
def person(target: Target) -> dict[str, object]:
    return {"id": target.bystander.pk}


@things("identity:follow", "api:/notifications/{id}/read", personal=True)
def notification(target: Target) -> dict[str, object]:
    """One's own is somebody's who tries; another's that of the bystander."""
    mine = target.persona is not None and _belongs(target)
    owner = target.persona if mine and target.persona and target.persona.is_active else target.bystander
    (row,) = notify(to=owner.pk, subject="알림", by=SYSTEM)
    return {"id": row.pk}


def _belongs(target: Target) -> bool:
    assert target.persona is not None
    return target.persona.memberships.filter(organisation=target.organisation).exists()


@things("identity:end_session")
def session(target: Target) -> dict[str, object]:
    return {"id": 1}


@things("identity:calendar")
def calendar(target: Target) -> dict[str, object]:
    return {"token": renew_calendar(person=target.bystander, by=actor(target.bystander))}


@things("identity:accept_invitation")
def token(target: Target) -> dict[str, object]:
    _row, secret = invite_person(
        email="new@example.org", name="새 사람", organisation=target.organisation, reason="시험", by=SYSTEM
    )
    return {"token": secret}


@things("identity:demo_sign_in")
def demo(target: Target) -> dict[str, object]:
    secret = new_token()
    DemoSignInToken.objects.create(
        person=make_person(is_demo=True),
        token_hash=token_hash(secret),
        expires_at=clock.now() + timedelta(days=1),
    )
    return {"token": secret}


@things("account_confirm_email")
def key(target: Target) -> dict[str, object]:
    return {"key": "wrong"}


@things("account_reset_password_from_key")
def reset_key(target: Target) -> dict[str, object]:
    return {"uidb36": "wrong", "key": "wrong-key"}


@things("mfa_edit_webauthn", "mfa_remove_webauthn")
def passkey(target: Target) -> dict[str, object]:
    return {"pk": 1}


@things("openid_connect_login", "openid_connect_callback")
def provider(target: Target) -> dict[str, object]:
    return {"provider_id": "none"}
