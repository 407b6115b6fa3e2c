"""Structured logs on standard error: JSON lines in production, readable lines elsewhere.

Every line of a request carries its `request_id`, which the response gives back in `X-Request-ID`. Secrets that stand in
addresses (invitations, calendars, new passwords) are left out.
"""

import logging
import re
import time
from collections.abc import Callable
from typing import Any

import structlog
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from . import ids

_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Parameters of addresses by which somebody is let in; `key` where it is the sign-in library's.
_SECRET = frozenset({"token", "uidb36"})

log = structlog.get_logger("yunghap.request")


def configure(profile: str, *, level: str = "INFO") -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING setting, which sends the standard library's logs the same
    way.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=profile != "test",
    )
    last: list[Any] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if profile == "production"
        else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
            }
        },
        "filters": {"addresses": {"()": WithoutSecrets}},
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "formatter": "structured",
                "filters": ["addresses"],
            }
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "yunghap": {"level": level},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }


def shown_path(request: HttpRequest) -> str:
    """The path of a request as it may be logged."""
    path, match = request.path, request.resolver_match
    if match is None:
        return path
    for name, value in match.kwargs.items():
        if name in _SECRET or (name == "key" and match.view_name.startswith("account_")):
            path = path.replace(str(value), "…")
    return path


class WithoutSecrets(logging.Filter):
    """Django names the path of every request that is refused or fails."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, with the path as it may be logged."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest) and isinstance(record.args, tuple):
            record.args = tuple(shown_path(request) if arg == request.path else arg for arg in record.args)
        return True


class RequestLogMiddleware:
    """One line for each request, under an id that the caller may give."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _GIVEN.fullmatch(given) else ids.new_id()
        started = time.monotonic()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request_id
            log.info(
                "request",
                method=request.method,
                path=shown_path(request),
                status=response.status_code,
                ms=round((time.monotonic() - started) * 1000),
            )
        return response
