"""Errors a user can act on: each has a stable code and becomes a form error or problem+json (RFC 9457)."""

from typing import Any, ClassVar

from django.utils.functional import lazy


def _filled(message: object, values: dict[str, object]) -> str:
    return str(message) % values


_lazily_filled = lazy(_filled, str)


def sentence(message: object, **values: object) -> object:
    """The (lazy) message with its values, put together when it is shown.

    `%` on a lazy message translates at once, which commands that do without Django's set-up cannot.
    """
    return _lazily_filled(message, values)


class DomainError(Exception):
    """A rule of the domain was not met.

    `message` is a (lazy) translated sentence for the user; `details` go into the problem document.
    """

    code: ClassVar[str] = "domain-error"
    status: ClassVar[int] = 422

    def __init__(self, message: object, **details: Any) -> None:
        super().__init__(message)
        self.message = message
        self.details = details

    def __str__(self) -> str:
        return str(self.message)


class InvalidInput(DomainError):  # noqa: N818
    """Bytes or values that cannot be accepted as they are."""

    code = "invalid-input"
    status = 400


class NotAllowed(DomainError):  # noqa: N818
    """The actor may not do this."""

    code = "not-allowed"
    status = 403


class NotFound(DomainError):  # noqa: N818
    """Nothing here, or nothing the actor may know of."""

    code = "not-found"
    status = 404


class Conflict(DomainError):  # noqa: N818
    """Somebody else changed it first; `details["changes"]` says what."""

    code = "conflict"
    status = 409
