"""What was sent from a page: the version a form was made for, and verbs whose errors become errors of the form or, for
a button without a form, words on the next page.
"""

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from .errors import DomainError

T = TypeVar("T")


def version_in(request: HttpRequest) -> int:
    """The version that a form was made for; -1, which nothing has, where it names none."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def attempt(form: forms.Form, verb: Callable[[], T]) -> T | None:
    """Run the verb where the form holds; domain errors become errors of their fields, and the result None.

    An error names its field as `field`, or several with their sentences as `fields`.
    """
    if not form.is_valid():
        return None
    try:
        return verb()
    except DomainError as error:
        told = error.details.get("fields") or {error.details.get("field"): str(error)}
        for name, text in told.items():
            form.add_error(name if name in form.fields else None, text)
        return None


def attempt_and_tell(request: HttpRequest, verb: Callable[[], object], done: str = "") -> None:
    """Run the verb, and tell on the next page why it could not be done, or what is `done` where that needs words."""
    try:
        verb()
    except DomainError as error:
        messages.error(request, str(error))
    else:
        if done:
            messages.success(request, done)
