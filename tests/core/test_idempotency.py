"""Repeated requests."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tests.core import urls
from tests.core.urls import SECRET
from yunghap.core import clock, idempotency
from yunghap.core.fetch import Unreachable
from yunghap.core.models import IdempotencyRecord, Schedule
from yunghap.core.transactions import outside_transactions

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.urls")]


def post(n: object, key: str | None = "key-1", client: Client | None = None, **headers: str) -> Any:
    """Post a thing under a key."""
    given = headers | ({"Idempotency-Key": key} if key is not None else {})
    client = client or Client(raise_request_exception=False)
    return client.post("/api/things", {"n": n}, content_type="application/json", headers=given)


def test_same_request_takes_effect_once_and_gets_the_same_answer() -> None:
    first, second = post(1), post(1)
    assert first.content == second.content
    assert first.headers["Content-Type"] == second.headers["Content-Type"]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Schedule.objects.count() == 1


def test_answer_with_a_secret_is_not_kept() -> None:
    first, second = post(SECRET), post(SECRET)
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.content != second.content
    assert not IdempotencyRecord.objects.exists()


def test_same_key_with_another_body_is_refused() -> None:
    post(1)
    response = post(2)
    assert (response.status_code, response.json()["code"]) == (422, "idempotency-key-reused")
    assert Schedule.objects.count() == 1


def test_without_a_key_each_request_takes_effect() -> None:
    post(1, key=None)
    post(1, key=None)
    assert Schedule.objects.count() == 2


def test_other_keys_callers_and_routes_are_other_requests() -> None:
    user = get_user_model().objects.create(email="officer@example.kr", name="담당자")
    person = Client()
    person.force_login(user)
    post(1)
    post(1, key="key-2")
    post(1, Authorization="Bearer x")
    post(1, client=person)
    Client().post(
        "/api/things?x=1", {"n": 1}, content_type="application/json", headers={"Idempotency-Key": "key-1"}
    )
    assert Schedule.objects.count() == 5


@pytest.mark.parametrize(("n", "status"), [(0, 409), (-1, 500), ("x", 422)])
def test_refused_and_failed_requests_leave_nothing_and_may_be_tried_again(n: object, status: int) -> None:
    assert post(n).status_code == status
    assert not Schedule.objects.exists()
    assert not IdempotencyRecord.objects.exists()
    assert post(1).status_code == 200


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "키"])
def test_unusable_key_is_refused(key: str) -> None:
    assert post(1, key=key).status_code == 400
    assert not Schedule.objects.exists()


def test_safe_requests_and_pages_ignore_the_key() -> None:
    for _round in range(2):
        headers = {"Idempotency-Key": "key-1"}
        assert Client().get("/api/plain?status=200", headers=headers).status_code == 200
        assert Client().post("/page?status=200", headers=headers).status_code == 200
    assert not IdempotencyRecord.objects.exists()


def test_purge_forgets_answers_after_thirty_days() -> None:
    post(1)
    with clock.use(lambda: IdempotencyRecord.objects.get().created_at + timedelta(days=30)):
        assert idempotency.purge() == 0
    later = IdempotencyRecord.objects.get().created_at + timedelta(days=30, seconds=1)
    with clock.use(lambda: later):
        assert idempotency.purge() == 1


def call(n: int) -> Any:
    """Post what writes, calls another server and writes again."""
    headers = {"Idempotency-Key": "key-1"}
    return Client(raise_request_exception=False).post(
        "/api/calls", {"n": n}, content_type="application/json", headers=headers
    )


@pytest.fixture
def during(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[int], None]], None]:
    """Say what happens while the other server is called."""
    calls: list[Callable[[int], None]] = []
    monkeypatch.setattr(urls, "calls", calls)
    return calls.append


@pytest.mark.django_db(transaction=True)
def test_no_transaction_stands_while_another_server_is_called(during: Any) -> None:
    seen: list[tuple[bool, int]] = []
    during(lambda _n: seen.append((connection.in_atomic_block, Schedule.objects.count())))
    first, second = call(1), call(1)
    assert seen == [(False, 1)]
    assert first.content == second.content
    assert second.headers["Idempotency-Replayed"] == "true"
    assert Schedule.objects.count() == 2


def test_refused_behind_a_call_undoes_what_came_behind_it(during: Any) -> None:
    during(lambda _n: None)
    assert call(0).status_code == 409
    # What was done before the call stands already, and is not done again.
    assert [row.name.split("/")[0] for row in Schedule.objects.all()] == ["0"]
    assert not IdempotencyRecord.objects.exists()


def test_a_call_that_fails_may_be_tried_again(during: Any) -> None:
    def fail(_n: int) -> None:
        if Schedule.objects.count() == 1:
            raise Unreachable("nobody")

    during(fail)
    assert call(1).status_code == 502
    assert call(1).status_code == 200
    assert Schedule.objects.count() == 3


def test_who_is_overtaken_during_a_call_gets_the_answer_of_the_other(during: Any) -> None:
    others: list[Any] = []

    def meanwhile(n: int) -> None:
        if not others:
            others.append(None)
            others.append(call(n))

    during(meanwhile)
    answer = call(1)
    assert (others[1].status_code, answer.content) == (200, others[1].content)
    assert answer.headers["Idempotency-Replayed"] == "true"
    assert Schedule.objects.count() == 3  # twice before the call, once behind it


def test_a_transaction_of_the_request_itself_is_not_interrupted(during: Any) -> None:
    def within(_n: int) -> None:
        with transaction.atomic(), outside_transactions():
            raise AssertionError("reached")

    during(within)
    assert call(1).status_code == 500


def test_what_ends_the_process_undoes_the_request() -> None:
    def end(_request: HttpRequest) -> HttpResponse:
        Schedule.objects.create(name="x", every_seconds=1, next_at=clock.now())
        raise KeyboardInterrupt

    request = RequestFactory().post("/api/things", headers={"Idempotency-Key": "key-1"})
    with pytest.raises(KeyboardInterrupt):
        idempotency.IdempotencyMiddleware(end)(request)
    assert not Schedule.objects.exists()
    assert not IdempotencyRecord.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_same_request_at_the_same_time_takes_effect_once() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("the test database of SQLite is in memory, of one connection")
    answers: list[Any] = []

    def run() -> None:
        answers.append(post(1))
        connection.close()

    threads = [threading.Thread(target=run) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.content for answer in answers} == {answers[0].content}
    assert Schedule.objects.count() == 1
