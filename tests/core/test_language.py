"""Which language an answer is in, and how a name is said in it."""

import pytest
from django.utils import translation

from yunghap.core.language import accepted, said


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("en-GB,en;q=0.8,ko;q=0.5", "en"),
        ("fr, ko;q=0.3, en;q=0.2", "ko"),
        ("fr, *;q=0.1, en;q=0.05", "ko"),
        ("fr", "ko"),
        ("", "ko"),
    ],
)
def test_best_language_of_the_site_is_taken(header: str, language: str) -> None:
    assert accepted(header) == language


@pytest.mark.parametrize(
    ("language", "english", "name"), [("ko", "Plan", "계획"), ("en", "Plan", "Plan"), ("en", "", "계획")]
)
def test_name_is_said_in_the_language_where_there_is_one(language: str, english: str, name: str) -> None:
    with translation.override(language):
        assert said("계획", english) == name
