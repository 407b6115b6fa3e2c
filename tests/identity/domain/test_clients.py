"""API clients."""

from datetime import timedelta

import pytest

from tests.factories.identity import actor, make_member, make_organisation
from yunghap.core import clock
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.identity.domain import clients
from yunghap.identity.enums import Role
from yunghap.identity.models import ApiClient, ApiSecret, ApiToken
from yunghap.identity.roles import MANAGE_MEMBERS, READ_MEMBERS

pytestmark = pytest.mark.django_db


def make_client() -> tuple[ApiClient, str]:
    return clients.create_client(
        organisation=make_organisation(), name="연계", scopes=[READ_MEMBERS], by=SYSTEM
    )


def test_client_gets_tokens_for_its_secret() -> None:
    client, secret = make_client()
    row, token = clients.issue_token(client_id=client.pk, secret=secret)
    assert clients.client_of_token(token) == client
    assert clients.client_of_token(token, row.expires_at) is None
    assert clients.client_of_token("wrong") is None
    assert not ApiSecret.objects.filter(secret_hash=secret).exists()
    assert not ApiToken.objects.filter(token_hash=token).exists()


def test_client_is_made_by_a_manager_with_known_scopes_and_one_name() -> None:
    ministry = make_organisation()
    manager = actor(make_member(ministry, Role.ORGANISATION_MANAGER))
    client, _secret = clients.create_client(
        organisation=ministry, name="연계", scopes=[READ_MEMBERS], by=manager
    )
    assert client.created_by_id == manager.id
    assert str(client) == "연계"
    with pytest.raises(Conflict):
        clients.create_client(organisation=ministry, name="연계", scopes=[READ_MEMBERS], by=manager)
    for scopes in ([], [MANAGE_MEMBERS], ["no.such.thing"]):
        with pytest.raises(InvalidInput):
            clients.create_client(organisation=ministry, name="다른", scopes=scopes, by=manager)
    with pytest.raises(NotAllowed):
        clients.create_client(
            organisation=make_organisation(), name="연계", scopes=[READ_MEMBERS], by=manager
        )
    assert [scope.code for scope in clients.grantable_scopes(manager, ministry)].count(READ_MEMBERS) == 1
    assert clients.grantable_scopes(actor(make_member(ministry)), ministry) == []


def test_rotated_secret_lets_the_old_one_run_out() -> None:
    client, old = make_client()
    new = clients.rotate_secret(client=client, by=SYSTEM)
    soon, later = clock.now() + timedelta(days=6), clock.now() + timedelta(days=8)
    for secret in (old, new):
        clients.issue_token(client_id=client.pk, secret=secret, at=soon)
    clients.issue_token(client_id=client.pk, secret=new, at=later)
    with pytest.raises(NotAllowed):
        clients.issue_token(client_id=client.pk, secret=old, at=later)
    with pytest.raises(NotAllowed):
        clients.issue_token(client_id=make_client()[0].pk, secret=new)


def test_revoked_client_is_shut_out_at_once() -> None:
    client, secret = make_client()
    _row, token = clients.issue_token(client_id=client.pk, secret=secret)
    clients.revoke_client(client=client, by=SYSTEM)
    assert clients.client_of_token(token) is None
    with pytest.raises(NotAllowed):
        clients.issue_token(client_id=client.pk, secret=secret)
    for verb in (clients.revoke_client, clients.rotate_secret):
        with pytest.raises(Conflict):
            verb(client=client, by=SYSTEM)


def test_token_is_given_back_by_its_client_only() -> None:
    client, secret = make_client()
    _row, token = clients.issue_token(client_id=client.pk, secret=secret)
    clients.revoke_token(token=token, client_id=make_client()[0].pk)
    assert clients.client_of_token(token) == client
    clients.revoke_token(token=token, client_id=client.pk)
    assert clients.client_of_token(token) is None


def test_old_tokens_and_secrets_are_forgotten() -> None:
    client, secret = make_client()
    clients.issue_token(client_id=client.pk, secret=secret)
    assert clients.purge_tokens() == 0
    assert clients.purge_tokens(at=clock.now() + timedelta(days=40)) == 1
    assert clients.purge_tokens(at=clock.now() + timedelta(days=400)) == 1
