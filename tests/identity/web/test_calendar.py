"""The calendar file by the rules of RFC 5545, read without the library that wrote it."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.identity import make_person
from yunghap.core import clock
from yunghap.core.actors import SYSTEM, Actor
from yunghap.identity.domain.notifications import notify, renew_calendar

pytestmark = pytest.mark.django_db
LONG = "보완 자료를 내십시오; 쉼표, 역사선 \\ 그리고\n줄바꿈까지 있는 긴 문장입니다. " * 3
LINE = re.compile(r"([A-Z][A-Z0-9-]*)((?:;[A-Z-]+=[^;:]+)*):(.*)", re.DOTALL)


def content_lines(data: bytes) -> list[tuple[str, str, str]]:
    """Name, parameters and value of each line: CRLF ends, at most 75 octets, folded lines put together (section 3.1)."""
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    physical = data.split(b"\r\n")[:-1]
    assert max(map(len, physical)) <= 75
    for line in physical:
        line.decode()  # no character is cut in two
    logical = b"\r\n".join(physical).replace(b"\r\n ", b"").split(b"\r\n")
    found = [LINE.fullmatch(line.decode()) for line in logical]
    assert all(found)
    return [(one[1], one[2], one[3]) for one in found if one]


def text(value: str) -> str:
    """A TEXT value without its escapes (section 3.3.11)."""
    assert not re.search(r"(?<!\\)(?:\\\\)*[;,]", value)
    return re.sub(r"\\([\\;,nN])", lambda one: "\n" if one[1] in "nN" else one[1], value)


@pytest.mark.parametrize("language", ["ko", "en"])
def test_calendar_file_follows_the_standard(language: str) -> None:
    person = make_person(language=language)
    today = clock.today()
    due = [today - timedelta(days=100), today, date(today.year + 1, 2, 28)]
    for day in (*due, None):
        notify(to=person.pk, subject=f"기한 {day}", text=LONG, link="/work/", due_on=day, by=SYSTEM)
    token = renew_calendar(person=person, by=Actor("person", person.pk))
    answer = Client().get(reverse("identity:calendar", args=[token]))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    lines = content_lines(answer.content)
    assert lines[0] == ("BEGIN", "", "VCALENDAR")
    assert lines[-1] == ("END", "", "VCALENDAR")
    zone = lines.index(("BEGIN", "", "VTIMEZONE"))
    assert ("TZOFFSETTO", "", "+0900") in lines[zone : lines.index(("END", "", "VTIMEZONE"))]
    head = {name: value for name, _more, value in lines[:zone]}
    assert head["VERSION"] == "2.0"
    assert head["PRODID"]
    assert text(head["NAME"]) == {"ko": "융합 기한", "en": "Yunghap deadlines"}[language]
    assert "METHOD" not in head  # PUBLISH would demand an ORGANIZER (RFC 5546 section 3.2.1)
    events: list[dict[str, tuple[str, str]]] = []
    for name, more, value in lines:
        if (name, value) == ("BEGIN", "VEVENT"):
            events.append({})
        elif events and name not in {"END", "BEGIN"}:
            assert name not in events[-1]  # none of them may occur twice
            events[-1][name] = (more, value)
    assert len(events) == 2  # the old one is gone, the one without a day was never there
    assert len({event["UID"] for event in events}) == 2
    for event, day in zip(events, due[1:], strict=True):
        assert re.fullmatch(r"\d{8}T\d{6}Z", event["DTSTAMP"][1])
        assert event["DTSTART"] == (";VALUE=DATE", f"{day:%Y%m%d}")
        assert event["TRANSP"][1] == "TRANSPARENT"
        assert text(event["SUMMARY"][1]) == f"기한 {day}"
        assert text(event["DESCRIPTION"][1]) == LONG
        assert re.fullmatch(r"https?://\S+/work/", event["URL"][1])


def test_calendar_without_deadlines_still_has_a_component() -> None:
    """`icalbody = calprops component` (section 3.6): none would be no calendar."""
    person = make_person()
    token = renew_calendar(person=person, by=Actor("person", person.pk))
    lines = content_lines(Client().get(reverse("identity:calendar", args=[token])).content)
    assert [value for name, _more, value in lines if name == "BEGIN"] == [
        "VCALENDAR",
        "VTIMEZONE",
        "STANDARD",
    ]
