"""Cells of decision tables."""

import pytest

from yunghap.procedures.feel import FeelError, compile_unary_tests


@pytest.mark.parametrize(
    ("cell", "value", "passes"),
    [
        ("-", None, True),
        ("", 1, True),
        ("< 5", 4, True),
        ("< 5", None, False),
        (">= limit", 10, True),
        ("3", 3, True),
        ("-3", -3, True),
        ('"a", "b"', "b", True),
        ('not("a", "b")', "b", False),
        ('not("a", "b")', "c", True),
        ("not(< 5)", None, False),
        ("[1..5]", 5, True),
        ("]1..5[", 5, False),
        ("(1..5)", 2, True),
        ("[1, 2]", 2, True),
        ("[1, 2]", 3, False),
        ("null", None, True),
        ("true", True, True),
        ("true", False, False),
        ("limit", 10, True),
        ("? > 3 and ? < limit", 5, True),
        ('contains(?, "융합")', "산업융합", True),
        ('(not(starts with(?, "a")))', "b", True),
        ('< 5, starts with("a", "a")', 9, False),
        ('@"2026-06-03"', None, False),
    ],
)
def test_cells(cell, value, passes):
    assert compile_unary_tests(cell).matches(value, {"limit": 10}) is passes


@pytest.mark.parametrize("cell", ["<", "1,", "- 5 -", "not(1", "not(1) = 2", "= = 1"])
def test_bad_cells_are_refused(cell):
    with pytest.raises(FeelError, match=r"^rule 1, character"):
        compile_unary_tests(cell, place="rule 1")


def test_a_cell_says_whether_it_passes_everything():
    assert compile_unary_tests("-").passes_all
    assert not compile_unary_tests("1").passes_all
    assert compile_unary_tests("limit, ? > b").names == {"limit", "b"}


@pytest.mark.parametrize(
    ("cell", "canonical"),
    [(" - ", "-"), ("<5,>=7", "< 5, >= 7"), ("not( 1 )", "not(1)"), ("(not(?)), 1", "(not(?)), 1")],
)
def test_a_cell_has_one_canonical_form(cell, canonical):
    assert compile_unary_tests(cell).canonical == canonical
    assert compile_unary_tests(canonical).canonical == canonical
