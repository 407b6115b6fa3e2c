"""Pages for errors, in both languages, and what a domain error looks like to a person."""

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from yunghap.config import error_pages
from yunghap.config.middleware import DomainErrorMiddleware
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed, NotFound


def answer_to(error: Exception, **headers: str) -> HttpResponse | None:
    request = RequestFactory().get("/plan/", headers=headers)
    return DomainErrorMiddleware(lambda request: HttpResponse()).process_exception(request, error)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("prefix", "heading"), [("/", "페이지를 찾을 수 없습니다"), ("/en/", "There is no such page")]
)
def test_missing_page_answers_in_its_language(client: Client, prefix: str, heading: str) -> None:
    answer = client.get(f"{prefix}no/such/page/")
    assert answer.status_code == 404
    assert heading in answer.content.decode()


@pytest.mark.parametrize(
    ("error", "status"),
    [(InvalidInput("x<y"), 400), (NotAllowed("x<y"), 403), (NotFound("x<y"), 404), (Conflict("x<y"), 409)],
)
def test_domain_error_becomes_the_page_of_its_status(error: Exception, status: int) -> None:
    answer = answer_to(error)
    assert answer is not None
    assert answer.status_code == status
    assert "x&lt;y" in answer.content.decode()
    assert "<h1>" in answer.content.decode()


def test_conflict_shows_both_versions() -> None:
    answer = answer_to(Conflict("late", changes={"budget": {"theirs": "12", "yours": "<b>"}}))
    assert answer is not None
    text = answer.content.decode()
    assert "budget" in text
    assert "&lt;b&gt;" in text


@pytest.mark.parametrize(
    ("error", "heading"),
    [
        (Conflict("late", version=2), "다른 사용자가 먼저 변경하였습니다"),
        (Conflict("too early"), "지금은 처리할 수 없습니다"),
    ],
)
def test_conflict_says_whether_somebody_was_first(error: Conflict, heading: str) -> None:
    with translation.override("ko"):
        answer = answer_to(error, Referer="http://testserver/desk/")
    assert answer is not None
    text = answer.content.decode()
    assert heading in text
    assert "http://testserver/desk/" in text


def test_htmx_gets_the_notice_alone() -> None:
    answer = answer_to(Conflict("late"), **{"HX-Request": "true"})
    assert answer is not None
    assert answer.status_code == 409
    assert "<html" not in answer.content.decode()


def test_other_errors_and_the_api_are_left_alone() -> None:
    assert answer_to(ValueError("x")) is None
    middleware = DomainErrorMiddleware(lambda request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/api/v1/plans"), NotFound("x")) is None


@pytest.mark.parametrize(
    ("language", "heading"),
    [("ko", "서버에 오류가 발생하였습니다"), ("en", "Something went wrong on our side")],
)
def test_failure_page_needs_neither_session_nor_database(language: str, heading: str) -> None:
    with translation.override(language):
        answer = error_pages.failed(HttpRequest())
    assert answer.status_code == 500
    assert heading in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [(error_pages.bad_request, 400), (error_pages.not_allowed, 403), (error_pages.not_found, 404)],
)
def test_handlers_answer_with_their_status(view: object, status: int) -> None:
    assert view(RequestFactory().get("/"), Http404()).status_code == status  # type: ignore[operator]


def test_forged_form_explains_itself() -> None:
    client = Client(enforce_csrf_checks=True)
    answer = client.post("/en/display/", {"display": "clear"})
    assert answer.status_code == 403
    assert "This form is too old" in answer.content.decode()
