"""The version a form was made for, and verbs whose errors become errors of the form."""

import pytest
from django import forms
from django.test import RequestFactory

from yunghap.core.errors import Conflict, InvalidInput
from yunghap.core.posted import attempt, version_in


class NameForm(forms.Form):
    name = forms.CharField()


@pytest.mark.parametrize(("sent", "version"), [("7", 7), ("", -1), ("x", -1), ("1" * 10, -1)])
def test_version_is_the_one_sent_or_none_that_exists(sent: str, version: int) -> None:
    assert version_in(RequestFactory().post("/", {"version": sent})) == version


def test_verb_runs_where_the_form_holds() -> None:
    assert attempt(NameForm({"name": "a"}), lambda: "done") == "done"
    assert attempt(NameForm({}), lambda: "done") is None


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (InvalidInput("Too long", field="name"), {"name": ["Too long"]}),
        (InvalidInput("Odd", field="other"), {"__all__": ["Odd"]}),
        (Conflict("Changed"), {"__all__": ["Changed"]}),
        (InvalidInput("Both", fields={"name": "One", "other": "Two"}), {"name": ["One"], "__all__": ["Two"]}),
    ],
)
def test_error_of_the_verb_is_told_at_its_field(error: Exception, told: dict[str, list[str]]) -> None:
    form = NameForm({"name": "a"})

    def verb() -> str:
        raise error

    assert attempt(form, verb) is None
    assert form.errors == told
