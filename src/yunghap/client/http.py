"""Calls to a server that break off and come again."""

import json
import os
import random
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import urllib3

from .sentences import said

ATTEMPTS = 6
# Statuses that a server gives when it is busy or being restarted.
PASSING = frozenset({429, 502, 503, 504})
LONGEST_WAIT = 30.0


class ExchangeError(Exception):
    """The exchange says no: `status` and `code` as in its problem document, the sentence as message."""

    def __init__(
        self, status: int, code: str, message: str, details: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.details = status, code, dict(details or {})


class Connection:
    """Calls to one exchange as one API client (OAuth 2.0 client credentials); the token is renewed when it runs out.

    `pool` is shared by all calls, also those to providers.
    """

    def __init__(self, url: str, *, client_id: str = "", secret: str = "", language: str = "ko") -> None:
        self.url = url.rstrip("/")
        self.language = language
        self.pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=10, read=60),
            retries=False,
            headers={"User-Agent": "yunghap-client"},
        )
        self._client_id, self._secret = client_id, secret
        self._token = ""

    def call(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Any = None
    ) -> Any:
        """The JSON answer of the API. Raises ExchangeError."""
        for again in (True, False):
            if not self._token and self._client_id:
                self._token = self._sign_in()
            answer = self.send(
                method,
                f"{self.url}/api/v1{path}" + (f"?{urlencode(query)}" if query else ""),
                body=None if body is None else json.dumps(body).encode(),
                headers={"Authorization": f"Bearer {self._token}"} if self._token else {},
            )
            if answer.status != 401 or not again or not self._client_id:
                break
            self._token = ""
        return read(answer)

    def send(
        self, method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> urllib3.BaseHTTPResponse:
        """One answer, tried again where the server is busy or does not answer. Raises ExchangeError.

        What changes something is only tried again where the server said that it did nothing.
        """
        sent = {"Accept-Language": self.language, "Content-Type": "application/json", **(headers or {})}
        for attempt in range(ATTEMPTS):
            try:
                answer = self.pool.request(method, url, body=body, headers=sent, redirect=False)
            except urllib3.exceptions.HTTPError as error:
                if attempt + 1 == ATTEMPTS or method not in {"GET", "HEAD"}:
                    why = said(_why(error), self.language)
                    sentence = said("unreachable", self.language, url=url, why=why)
                    raise ExchangeError(0, "unreachable", sentence) from error
                time.sleep(wait_before(attempt))
                continue
            if answer.status not in PASSING or attempt + 1 == ATTEMPTS:
                return answer
            time.sleep(wait_before(attempt, answer.headers.get("retry-after")))
        raise AssertionError  # pragma: no cover - the loop returns or raises

    def _sign_in(self) -> str:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._client_id,
            "client_secret": self._secret,
        }
        answer = self.send(
            "POST",
            f"{self.url}/api/v1/token",
            body=urlencode(form).encode(),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
        )
        return str(read(answer)["access_token"])


def _why(error: Exception) -> str:
    """Which sentence says what went wrong, the particular before the general."""
    if isinstance(error, urllib3.exceptions.MaxRetryError):
        error = error.reason or error
    if isinstance(error, urllib3.exceptions.NewConnectionError):
        return "refused"
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return "slow"
    return "certificate" if isinstance(error, urllib3.exceptions.SSLError) else "broken"


def own_language() -> str:
    """The language of the environment's locale, as POSIX looks for it; Korean where that is neither of the two."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return "en" if locale.lower().startswith("en") else "ko"


def read(answer: urllib3.BaseHTTPResponse) -> Any:
    """The JSON of an answer. Raises ExchangeError with what the server says."""
    try:
        value = json.loads(answer.data) if answer.data else None
    except ValueError:
        value = None
    if answer.status >= 400:
        raise error_of(answer.status, value)
    return value


def error_of(status: int, value: Any) -> ExchangeError:
    """A problem document (RFC 9457) as error."""
    given = value if isinstance(value, dict) else {}
    message = str(given.get("detail") or given.get("title") or f"HTTP {status}")
    return ExchangeError(status, str(given.get("code", "error")), message, given)


def wait_before(attempt: int, asked: str | None = None) -> float:
    """Seconds to wait: what the server asks for, else twice as long each time, spread."""
    if asked and asked.isdigit():
        return min(float(asked), LONGEST_WAIT)
    return min(0.5 * 2.0**attempt, LONGEST_WAIT) * random.uniform(0.7, 1.3)  # noqa: S311 - spreads load
