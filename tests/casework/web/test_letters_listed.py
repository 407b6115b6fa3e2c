"""Whose page of a case names its letters."""

from types import SimpleNamespace

from yunghap.casework.contracts import Standing
from yunghap.casework.web.cases import _letters


def test_who_cannot_open_a_letter_sees_none_of_them():
    case = SimpleNamespace(erased_at=None, letters=None)
    for standing in (Standing(auditor=True), Standing(consulted=True), Standing(member=True)):
        assert _letters(case, standing) == []
