"""`Idempotency-Key`: a repeated request of the API takes effect once and gets the same answer.

The answer is kept in the transaction of the effect, for 30 days, under key, method, path and who asks. Only
success is kept: a refused or failed request changes nothing, and may be tried again with the same key. An
answer marked `Cache-Control: no-store` holds a secret and is not kept. What must outlive a refusal, such as the count
of attempts, is handed to `even_if_refused`.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from . import clock
from .errors import DomainError, InvalidInput
from .models import IdempotencyRecord
from .problems import API, problem_of

KEPT = timedelta(days=30)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
_LASTING = "_lasting"


class KeyReused(DomainError):  # noqa: N818
    """The key was used for another request."""

    code = "idempotency-key-reused"
    status = 422


class IdempotencyMiddleware:
    """Answers requests to the API that bear an `Idempotency-Key`; stands after authentication."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key")
        if key is None or request.method in _SAFE or not request.path.startswith(API):
            return self.get_response(request)
        if not _KEY.fullmatch(key):
            return problem_of(
                request, InvalidInput(_("An Idempotency-Key has 1 to 255 printable characters."))
            )
        scope, digest = _scope(request, key), hashlib.sha256(request.body).hexdigest()
        with transaction.atomic():
            try:
                with transaction.atomic():
                    # Waits here for the same request in another transaction, if there is one.
                    record = IdempotencyRecord.objects.create(
                        scope=scope,
                        request_hash=digest,
                        status=0,
                        content_type="",
                        body=b"",
                        created_at=clock.now(),
                    )
            except IntegrityError:
                return _replay(request, scope, digest)
            response = self.get_response(request)
            refused = response.status_code >= 400
            if refused:
                transaction.set_rollback(True)
            elif "no-store" in response.headers.get("Cache-Control", ""):
                record.delete()  # an answer that holds a secret
            else:
                _keep(record, response)
        for again in getattr(request, _LASTING, ()) if refused else ():
            again()
        return response


def even_if_refused(request: HttpRequest, again: Callable[[], object]) -> None:
    """Do `again` what was just done for the request, where it is refused and all that it did is undone."""
    setattr(request, _LASTING, [*getattr(request, _LASTING, ()), again])


def purge(*, before_days: int = KEPT.days) -> int:
    """Forget answers older than the given number of days; returns how many."""
    oldest = clock.now() - timedelta(days=before_days)
    number, _by_model = IdempotencyRecord.objects.filter(created_at__lt=oldest).delete()
    return number


def _scope(request: HttpRequest, key: str) -> str:
    user = getattr(request, "user", None)
    who = str(user.pk) if user is not None and user.is_authenticated else ""
    parts = (key, str(request.method), request.get_full_path(), who, request.headers.get("Authorization", ""))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _keep(record: IdempotencyRecord, response: HttpResponse) -> None:
    IdempotencyRecord.objects.filter(pk=record.pk).update(
        status=response.status_code,
        content_type=response.headers.get("Content-Type", ""),
        body=response.content,
    )


def _replay(request: HttpRequest, scope: str, digest: str) -> HttpResponse:
    record = IdempotencyRecord.objects.get(pk=scope)
    if record.request_hash != digest:
        return problem_of(request, KeyReused(_("This Idempotency-Key was used for another request.")))
    response = HttpResponse(bytes(record.body), status=record.status, content_type=record.content_type)
    response.headers["Idempotency-Replayed"] = "true"
    return response
