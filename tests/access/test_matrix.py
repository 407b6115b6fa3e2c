"""Every route, tried by everybody, gives what the reviewed table says; a route that is not in it fails."""

import re
from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse

from tests.access.hostile import Sent, hostile
from tests.access.routes import Route, Row, all_routes, missing, rows_for, table
from tests.access.world import ANY, EVERYONE, MEMBERS, Parameters, Persona, World, is_expected

for file in sorted(Path(__file__).parent.glob("things_of_*.py")):
    import_module(f"tests.access.{file.stem}")

ROUTES = {route.id: route for route in all_routes()}
ROWS = table()
VERBS = ("GET", "POST")
SHUT = {401, 403, 404, 405}
PLAIN = Sent()
# How often something else is sent to each route; more find more, and take longer.
ROUNDS = 1


def test_every_route_is_in_the_table() -> None:
    assert missing() == []


def test_every_row_of_the_table_fits_a_route() -> None:
    used = {row for route in ROUTES.values() for row in rows_for(route, ROWS).values()}
    assert [row.route for row in ROWS if row not in used] == []


def test_every_role_of_the_table_exists() -> None:
    from yunghap.identity.enums import Role  # noqa: PLC0415 - beside the names it is compared with

    known = {role.lower() for role in Role.values} | {EVERYONE, MEMBERS, ANY}
    assert {name for row in ROWS for name in row.own | row.other} - known == set()


def test_every_test_the_table_leads_to_exists() -> None:
    root = Path(__file__).parents[2]
    named = {name for row in ROWS for name in re.findall(r"tests/[\w/.]*\w", row.note)}
    assert [name for name in sorted(named) if not (root / name).exists()] == []


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """One world for all routes: every request is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def close(response: HttpResponse) -> None:
    """End a request, its files with it, without the connection to the database, which all of them share."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


def ask(
    persona: Persona, route: Route, verb: str, values: dict[str, Any], sent: Sent = PLAIN
) -> HttpResponse:
    """One request; the persona stays signed in where the request signed out."""
    values = {**values, **dict(sent.parts)}
    if route.is_api:
        path = "/api/v1" + route.name.removeprefix("api:").format(
            **{k: quote(str(v)) for k, v in values.items()}
        )
    else:
        path = reverse(route.name, kwargs=values)
    cookies = deepcopy(persona.client.cookies)
    path = f"{path}?{sent.query}" if sent.query else path
    response = persona.client.generic(verb, path, sent.body, content_type=sent.kind)
    persona.client.cookies = cookies
    return response


def lets_in(response: HttpResponse) -> bool:
    """Whether the answer shows or does something: neither an error of access nor the way to sign in."""
    if response.status_code in SHUT:
        return False
    target = response.headers.get("Location", "")
    return "/account/login/" not in target


@dataclass(frozen=True)
class Door:
    """One route, with the things behind it; every request is undone."""

    world: World
    route: Route
    parameters: Parameters

    def try_(self, persona: Persona, verb: str, *, own: bool, sent: Sent = PLAIN) -> HttpResponse:
        """The answer to one request."""
        values = self.parameters.of(self.world.target(persona, own=own)) if self.route.parameters else {}
        with transaction.atomic():
            response = ask(persona, self.route, verb, values, sent)
            transaction.set_rollback(True)
        assert response.status_code < 500, (verb, persona.name, response.status_code)
        close(response)
        return response


@pytest.fixture
def door(world: World, route: Route) -> Iterator[Door]:
    """What is made for one route is gone before the next."""
    with transaction.atomic():
        yield Door(world, route, Parameters(route.name))
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("route", list(ROUTES.values()), ids=list(ROUTES))
def test_route_lets_in_whom_the_table_names(world: World, door: Door, route: Route) -> None:
    wrong = []
    rows = rows_for(route, ROWS)
    for verb, row in rows.items():
        for persona in (world.anonymous, world.suspended):
            response = door.try_(persona, verb, own=True)
            if row.anonymous != ANY and lets_in(response) != (row.anonymous == "yes"):
                wrong.append(f"{verb} {persona.name}: {response.status_code}")
        for persona in world.personas:
            for own in (True, False) if route.parameters else (True,):
                allowed = row.own if own else row.other
                if ANY in allowed:
                    continue
                response = door.try_(persona, verb, own=own)
                expected = is_expected(persona, allowed, own=own)
                if lets_in(response) != expected or (
                    not expected and response.status_code in SHUT and response.status_code not in row.denied
                ):
                    place = "own" if own else "other"
                    wrong.append(f"{verb} {persona.name} {place}: {response.status_code}")
    # What everybody may read opens for nobody by another verb: one persona is enough to see it.
    public = all(row.anonymous == "yes" and ANY in row.own for row in rows.values())
    for verb in set(VERBS) - set(rows) if not route.is_api else ():
        for persona in (world.anonymous,) if public else (world.anonymous, *world.personas):
            response = door.try_(persona, verb, own=True)
            if lets_in(response):
                wrong.append(f"{verb} is not in the table, {persona.name}: {response.status_code}")
    assert wrong == []
    for verb, row in rows.items():
        send_nonsense(door, verb, row)


def send_nonsense(door: Door, verb: str, row: Row) -> None:
    """What nobody would send, by somebody whom the route lets in: whatever the answer is, it is one."""
    own = row.own | ({"member"} if MEMBERS in row.own else set())
    people = [one for one in door.world.personas if one.name in own] or door.world.personas
    page = ""
    if not door.route.is_api:
        response = door.try_(people[0], "GET", own=True)
        page = "" if response.streaming else response.content.decode(errors="replace")
    target = door.world.target(people[0], own=True)
    parameters = door.parameters.of(target) if door.route.parameters else {}
    for sent in hostile(verb, page, parameters, rounds=ROUNDS, is_api=door.route.is_api):
        with suppress(NoReverseMatch):  # no address of the site has such a part
            door.try_(people[0], verb, own=True, sent=sent)
