"""The door of the Action API: GET with parameters, POST with JSON or a form."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import safe_json
from yunghap.identity.service import public_page

from . import showcases as _showcases  # noqa: F401 - its actions register themselves
from .actions import ACTIONS, ActionProblem

LARGEST = 1024 * 1024


@csrf_exempt  # reads only, and never as somebody
@require_http_methods(["GET", "HEAD", "POST"])
@public_page
def call(request: HttpRequest, name: str) -> HttpResponse:
    """One action, answered in CKAN's envelope."""
    helped = request.build_absolute_uri(f"/api/3/action/help_show?name={name}")
    try:
        if name not in ACTIONS:
            raise ActionProblem("Not Found Error", 404, message=f"Action name not known: {name}")
        answer = ACTIONS[name](_given(request), request.build_absolute_uri("/datasets/"))
    except ActionProblem as problem:
        return _json({"help": helped, "success": False, "error": problem.error}, problem.status)
    return _json({"help": helped, "success": True, "result": answer}, 200)


def _json(value: dict[str, Any], status: int) -> JsonResponse:
    response = JsonResponse(value, status=status, json_dumps_params={"ensure_ascii": False})
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _given(request: HttpRequest) -> dict[str, Any]:
    given: dict[str, Any] = {
        key: values if len(values) > 1 else values[0] for key, values in request.GET.lists()
    }
    if request.method != "POST":
        return given
    if request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        posted = {key: values if len(values) > 1 else values[0] for key, values in request.POST.lists()}
        if len(posted) == 1 and not next(iter(posted.values())):  # JSON sent without its type
            return {**given, **_object(next(iter(posted)).encode())}
        return {**given, **posted}
    return {**given, **_object(request.body)}


def _object(body: bytes) -> dict[str, Any]:
    if not body.strip():
        return {}
    try:
        value = safe_json(body, largest=LARGEST)
    except (InvalidInput, json.JSONDecodeError):
        value = None
    if not isinstance(value, dict):
        raise ActionProblem("Bad Request", 400, message="JSON Error: the body is no JSON object")
    return value
