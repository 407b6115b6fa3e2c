"""Marking what anybody may see: every other page asks for sign-in (LoginRequiredMiddleware)."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def public_page(view: View) -> View:
    """Declare a view public: it is served to readers who have not signed in.

    The access table (`tests/access/matrix.csv`) must say the same, or its test fails.
    """
    return login_not_required(view)
