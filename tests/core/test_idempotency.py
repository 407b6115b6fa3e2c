"""Repeated requests."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from tests.core.urls import SECRET
from yunghap.core import clock, idempotency
from yunghap.core.models import IdempotencyRecord, Schedule

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
