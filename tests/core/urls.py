"""A small API and a page, to try the middleware on."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI, Schema

from yunghap.core import idempotency, ids
from yunghap.core.clock import now
from yunghap.core.errors import Conflict, DomainError
from yunghap.core.models import Schedule
from yunghap.core.transactions import outside_transactions

api = NinjaAPI(urls_namespace="core-tests", docs_url=None, openapi_url=None)


SECRET = 99  # what is answered to it is not kept


class Body(Schema):
    """What is posted."""

    n: int


class Teapot(DomainError):  # noqa: N818
    """With a status that has no name in the table."""

    code = "teapot"
    status = 418


def write(n: int) -> None:
    """The effect: a row."""
    with transaction.atomic():
        Schedule.objects.create(name=f"{n}/{ids.new_id()}", every_seconds=1, next_at=now())


@api.post("things")
def post_thing(request: HttpRequest, response: HttpResponse, body: Body) -> Any:
    write(body.n)
    if body.n == SECRET:
        response.headers["Cache-Control"] = "no-store"
    if body.n == 0:
        raise Conflict("먼저 바뀌었습니다", version=2, changes={"x": {"theirs": object, "yours": now()}})
    if body.n < 0:
        raise RuntimeError("secret")
    return {"effects": Schedule.objects.count()}


# What happens while another server is called, with the number that was posted.
calls: list[Callable[[int], None]] = []


@api.post("calls")
def call_out(request: HttpRequest, body: Body) -> Any:
    """Writes, calls another server, writes again."""
    write(body.n)
    again = partial(write, 1_000 + body.n)
    idempotency.even_if_refused(request, again)
    with outside_transactions():
        for call in calls:
            call(body.n)
    write(body.n)
    if body.n == 0:
        raise Conflict("먼저 바뀌었습니다")
    return {"effects": Schedule.objects.count()}


@api.get("things/{number}")
def get_thing(request: HttpRequest, number: int) -> Any:
    errors: dict[int, Exception] = {1: Http404(), 2: PermissionDenied(), 3: Teapot("짧고 통통한")}
    raise errors[number]


@login_not_required
@csrf_exempt
def plain(request: HttpRequest) -> HttpResponse:
    """A page of the given status."""
    status = int(request.GET["status"])
    if status == 404 and request.path.startswith("/api/"):
        raise Http404
    if status == 401:
        return HttpResponse("x", status=401, headers={"WWW-Authenticate": "Bearer"})
    if status == 418:
        return JsonResponse(["a list"], status=418, safe=False)
    if status == 400:
        return JsonResponse({"other": 1}, status=400)
    return HttpResponse("x", status=status)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """A page that fails."""
    raise RuntimeError("page")


routes = api.urls
for pattern in routes[0]:
    pattern.callback = login_not_required(pattern.callback)
urlpatterns = [path("api/", routes), path("api/plain", plain), path("page", plain), path("broken", broken)]
