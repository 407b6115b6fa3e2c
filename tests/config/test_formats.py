"""Days on pages are written by the language's own format, in one way everywhere."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

SOURCE = Path(__file__).parents[2] / "src" / "yunghap"
# In double quotes, as text; an attribute that programs read has single quotes inside.
ISO = re.compile(r'\|date:"Y-m-d')


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [("ko", "2026. 11. 8.", "2026. 11. 8. 14:05"), ("en", "8 Nov 2026", "8 Nov 2026 14:05")],
)
def test_days_and_moments_as_people_write_them(language: str, day: str, moment: str) -> None:
    template = Template('{{ day|date }}|{{ moment|date:"DATETIME_FORMAT" }}')
    values = {"day": date(2026, 11, 8), "moment": datetime(2026, 11, 8, 5, 5, tzinfo=UTC)}
    with translation.override(language):
        shown = template.render(Context(values))
    assert shown.replace("\u00a0", " ") == f"{day}|{moment}"
    assert " " not in shown  # never broken over two lines


def test_no_page_shows_a_day_for_programs() -> None:
    found = [str(path) for path in SOURCE.rglob("*.html") if ISO.search(path.read_text(encoding="utf-8"))]
    assert not found
