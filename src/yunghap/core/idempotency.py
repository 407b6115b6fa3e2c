"""`Idempotency-Key`: a repeated request of the API takes effect once and gets the same answer.

The answer is kept in the transaction of the effect, for 30 days, under key, method, path and who asks. Only
success is kept: a refused or failed request changes nothing, and may be tried again with the same key. An
answer marked `Cache-Control: no-store` holds a secret and is not kept. What must outlive a refusal, such as the count
of attempts, is handed to `even_if_refused`.

A request that calls another server interrupts its transaction for as long: what it did before the call stands, as it
does without a key; answer and effect behind the call are kept together. Of two such requests at the same time one is
answered, the other gets that answer.
"""

import hashlib
import re
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta

from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from . import clock
from .errors import DomainError, InvalidInput
from .models import IdempotencyRecord
from .problems import API, problem_of
from .transactions import interruptible

KEPT = timedelta(days=30)
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
_LASTING = "_lasting"


class KeyReused(DomainError):  # noqa: N818
    """The key was used for another request."""

    code = "idempotency-key-reused"
    status = 422


class Overtaken(DomainError):  # noqa: N818
    """While another server was called the same request was answered; its answer is given instead of this."""

    code = "overtaken"
    status = 409


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
        once = _Once(request, key)
        if not once.begin():
            return once.replay()
        try:
            with interruptible(once):
                response = self.get_response(request)
        except BaseException:
            once.end(undo=True)
            raise
        return once.settled(response)


class _Once:
    """The transaction of a request with a key, with the row that keeps others with the same key waiting."""

    def __init__(self, request: HttpRequest, key: str) -> None:
        self.request = request
        self.scope, self.digest = _scope(request, key), hashlib.sha256(request.body).hexdigest()
        self._transaction = ExitStack()
        self._record: IdempotencyRecord | None = None
        self._overtaken = False

    def begin(self) -> bool:
        """Open the transaction; False where the same request was answered, and none is open."""
        self._transaction.enter_context(transaction.atomic())
        try:
            with transaction.atomic():
                # Waits here for the same request in another transaction, if there is one.
                self._record = IdempotencyRecord.objects.create(
                    scope=self.scope,
                    request_hash=self.digest,
                    status=0,
                    content_type="",
                    body=b"",
                    created_at=clock.now(),
                )
        except IntegrityError:
            self.end(undo=True)
            return False
        return True

    def end(self, *, undo: bool) -> None:
        """Close the transaction, if it is open."""
        opened, self._transaction, self._record = self._transaction, ExitStack(), None
        with opened:
            if undo and connection.in_atomic_block:
                transaction.set_rollback(True)

    def let_go(self) -> None:
        """Commit what was done before another server is called; the answer is not known yet."""
        assert self._record is not None  # noqa: S101 - nobody is told of a transaction that is not open
        self._record.delete()
        self.end(undo=False)
        setattr(self.request, _LASTING, [])

    def take_again(self) -> None:
        """Go on behind the call. Raises Overtaken where the same request was answered meanwhile."""
        if not self.begin():
            self._overtaken = True
            raise Overtaken(_("The same request was answered meanwhile."))

    def settled(self, response: HttpResponse) -> HttpResponse:
        """Keep an answer with its effect, or undo what was refused; gives what is answered."""
        if self._overtaken:
            return self.replay()
        refused = response.status_code >= 400
        if self._record is not None and not refused:
            if "no-store" in response.headers.get("Cache-Control", ""):
                self._record.delete()  # an answer that holds a secret
            else:
                _keep(self._record, response)
        self.end(undo=refused)
        for again in getattr(self.request, _LASTING, ()) if refused else ():
            again()
        return response

    def replay(self) -> HttpResponse:
        """The answer that was kept."""
        record = IdempotencyRecord.objects.get(pk=self.scope)
        if record.request_hash != self.digest:
            return problem_of(
                self.request, KeyReused(_("This Idempotency-Key was used for another request."))
            )
        response = HttpResponse(bytes(record.body), status=record.status, content_type=record.content_type)
        response.headers["Idempotency-Replayed"] = "true"
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
