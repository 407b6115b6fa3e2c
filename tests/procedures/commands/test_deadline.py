"""`yunghap deadline`."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner, Result

from yunghap.config.cli import yunghap


def run(*options: str) -> Result:
    return CliRunner().invoke(yunghap, ["deadline", *options])


PETITION = ["--rule", "petitions-act-19", "--start", "2026-09-24", "--term", "P6D"]


def test_one_object_with_every_day():
    result = run(*PETITION, "--stop", "2026-10-01/2026-10-02", "--json", "--language", "en")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert list(found) == ["due", "rule", "article", "days"]
    assert (found["due"], found["rule"]) == ("2026-10-08", "petitions-act-19")
    assert found["article"].startswith("Civil Petitions Treatment Act art. 19(2), Enforcement Decree")
    assert [set(day) for day in found["days"]] == [{"date", "counted", "reason"}] * 15
    assert [day["date"][5:] for day in found["days"] if day["counted"]] == [
        "09-28", "09-29", "09-30", "10-06", "10-07", "10-08",
    ]  # fmt: skip
    reasons = {day["date"][5:]: day["reason"] for day in found["days"]}
    assert reasons["09-25"].startswith("Chuseok: Saturdays and holidays are not counted")
    assert reasons["10-01"].startswith("the clock is stopped (Enforcement Decree")
    assert reasons["10-08"] == "day 6"


def test_words_in_korean():
    result = run("--rule", "civil-act", "--start", "2026-09-11", "--term", "P15D")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "2026-09-11(금)부터 P15D: 2026-09-28(월)까지 (민법에 따른 기간)"
    assert "민법 제157조" in lines[1]
    assert lines[-1].endswith("말일이 추석 다음날이어서 이 날로 만료 (민법 제161조)")


def test_words_in_english_backwards():
    result = run(
        "--rule", "civil-act", "--start", "2026-10-15T10:30", "--term", "P7D", "--before", "--language", "en"
    )
    assert "P7D back from 2026-10-15 (Thu) 10:30: by 2026-10-07 (Wed) at the latest" in result.stdout
    assert "2026-10-14 … 2026-10-08   day 1 – day 7" in result.stdout


def test_the_proviso_is_told():
    result = run("--rule", "admin-basic-act-6-2", "--start", "2026-09-01", "--term", "P1M")
    assert "제6조제2항 단서" in result.stdout


def test_holidays_declared_and_withdrawn():
    term = ["--rule", "civil-act", "--start", "2026-09-11", "--term", "P15D", "--json"]
    assert json.loads(run(*term, "--holiday", "2026-09-28").stdout)["due"] == "2026-09-29"
    assert (
        json.loads(
            run(*term[:3], "2026-04-01", "--term", "P30D", "--no-holiday", "2026-05-01", "--json").stdout
        )["due"]
        == "2026-05-01"
    )


def test_a_time_where_hours_are_counted():
    result = run("--rule", "petitions-act-19", "--start", "2026-09-01T10:00", "--term", "P3D", "--json")
    assert json.loads(result.stdout)["due"] == "2026-09-04T10:00"
    result = run("--rule", "civil-act", "--start", "2026-09-01T10:00:30", "--term", "PT1H", "--json")
    assert json.loads(result.stdout)["due"] == "2026-09-01T11:00:30"


@pytest.mark.parametrize(
    "options",
    [
        ["--rule", "roman-law", "--start", "2026-09-01", "--term", "P1D"],
        ["--rule", "civil-act", "--start", "yesterday", "--term", "P1D"],
        ["--rule", "civil-act", "--start", "2026-09-01", "--term", "a month"],
        ["--rule", "civil-act", "--start", "2026-09-01", "--term", "P1D", "--stop", "2026-09-01"],
        ["--rule", "civil-act", "--start", "2026-09-01"],
    ],
)
def test_bad_use_exits_2_and_writes_nothing(options):
    result = run(*options, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_a_refusal_is_told_without_a_database():
    """In a process of its own, where Django is not set up before the sentence is needed."""
    result = subprocess.run(
        [
            *(sys.executable, "-c", "from yunghap.config.cli import main; main()", "deadline"),
            *("--rule", "civil-act", "--start", "2026-09-31", "--term", "P1D"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2
    assert result.stderr.startswith("yunghap: ")
    assert "2026-09-31" in result.stderr
