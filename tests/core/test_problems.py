"""Errors of the API."""

from typing import Any

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.urls")]


@pytest.fixture
def api() -> Client:
    """A client to whom failures come as answers, as they do outside."""
    return Client(raise_request_exception=False, headers={"X-Request-ID": "request-12345"})


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """The problem document of an answer, checked for what each one has."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert document["status"] == status
    assert document["code"] == code
    assert document["type"] == f"urn:yunghap:problem:{code}"
    assert document["request_id"] == "request-12345"
    assert document["title"]
    return document


def post(api: Client, n: object) -> Any:
    """Post a thing."""
    return api.post("/api/things", {"n": n}, content_type="application/json")


def test_domain_error_carries_its_details(api: Client) -> None:
    document = problem(post(api, 0), 409, "conflict")
    assert document["detail"] == "먼저 바뀌었습니다"
    assert document["version"] == 2
    assert set(document["changes"]["x"]) == {"theirs", "yours"}
    assert document["instance"] == "/api/things"


@pytest.mark.parametrize(
    ("asked", "language", "detail"),
    [
        (None, "ko", "이 작업을 할 권한이 없습니다."),
        ("en", "en", "You may not do this."),
        ("en-GB, en;q=0.9, ko;q=0.8", "en", "You may not do this."),
        ("fr, en;q=0.5", "en", "You may not do this."),
        ("en;q=0.1, ko-KR", "ko", "이 작업을 할 권한이 없습니다."),
        ("fr, *", "ko", "이 작업을 할 권한이 없습니다."),
        ("de", "ko", "이 작업을 할 권한이 없습니다."),
    ],
)
def test_the_sentence_is_in_the_language_asked_for(
    api: Client, asked: str | None, language: str, detail: str
) -> None:
    response = api.get("/api/things/2", headers={"Accept-Language": asked} if asked else {})
    said = problem(response, 403, "not-allowed")
    assert (said["title"], said["detail"]) == ({"ko": "권한 없음", "en": "Not allowed"}[language], detail)
    assert response.headers["Content-Language"] == language
    assert "Accept-Language" in response.headers["Vary"]


def test_failure_tells_nothing_of_its_inside(api: Client) -> None:
    response = post(api, -1)
    problem(response, 500, "internal-error")
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize(
    ("number", "status", "code"), [(1, 404, "not-found"), (2, 403, "not-allowed"), (3, 418, "teapot")]
)
def test_errors_of_views_become_problems(api: Client, number: int, status: int, code: str) -> None:
    problem(api.get(f"/api/things/{number}"), status, code)


def test_fields_that_do_not_validate_are_listed(api: Client) -> None:
    [error] = problem(post(api, "x"), 422, "invalid-input")["errors"]
    assert error["loc"][-1] == "n"
    assert error["msg"] == "정수가 아닙니다."


def test_unknown_address_and_method_become_problems(api: Client) -> None:
    assert problem(api.get("/api/absent"), 404, "not-found")["detail"] == "이 주소에는 내용이 없습니다."
    problem(api.get("/api/plain?status=404"), 404, "not-found")
    response = api.delete("/api/things")
    problem(response, 405, "method-not-allowed")
    assert response.headers["Allow"] == "POST"


def test_other_error_answers_become_problems(api: Client) -> None:
    response = api.get("/api/plain?status=401")
    problem(response, 401, "not-signed-in")
    assert response.headers["WWW-Authenticate"] == "Bearer"
    problem(api.get("/api/plain?status=418"), 418, "error")
    problem(api.get("/api/plain?status=400"), 400, "invalid-input")


def test_success_and_pages_are_left_alone(api: Client) -> None:
    assert post(api, 1).json() == {"effects": 1}
    assert api.get("/api/plain?status=200").content == b"x"
    assert api.get("/page?status=404").content == b"x"
    assert api.get("/broken").headers["Content-Type"].startswith("text/html")


def test_malformed_json_is_refused(api: Client) -> None:
    response = api.post("/api/things", "{", content_type="application/json")
    assert "detail" in problem(response, 400, "invalid-input")


def test_a_request_without_id_has_a_problem_without_it(settings: Any) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("RequestLogMiddleware")]
    assert "request_id" not in Client().get("/api/absent").json()
