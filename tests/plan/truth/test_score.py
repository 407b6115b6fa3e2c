"""The measure itself: marked sources give exact offsets, and the comparison counts what it should."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.plan.truth.markup import main as mark
from tests.plan.truth.markup import parse_marked, read_marked
from tests.plan.truth.score import compare, details, load, main, summary, unit_key
from tests.shared import shared_path

HERE = Path(__file__).parent
SOURCES = sorted(HERE.glob("*/*.marked"))


def record(line: int = 1, start: int = 0, end: int = 2, **other: Any) -> dict[str, Any]:
    plain = {"value": 8, "unit": "건", "year": 2023, "role": "target", "ministry": None}
    return {"line": line, "start": start, "end": end} | plain | other


def test_compare_with_equal_sides_is_perfect() -> None:
    score = compare([record()], [record()])
    assert (score.precision, score.recall, score.fields) == (1, 1, 1)


def test_compare_of_nothing_is_perfect() -> None:
    assert compare([], []).precision == 1


def test_compare_tells_misses_false_alarms_and_wrong_spans_apart() -> None:
    truth = [record(1, 0, 2), record(1, 5, 8), record(2, 0, 3)]
    predicted = [record(1, 0, 2), record(1, 4, 8, year=2022), record(3, 0, 3)]
    score = compare(truth, predicted)
    assert (len(score.exact), len(score.overlapping), len(score.missed), len(score.false)) == (1, 1, 1, 1)
    assert (round(score.precision, 3), round(score.overlap_recall, 3), score.fields) == (0.333, 0.667, 0.5)
    assert score.accuracy("year") == 0.5
    assert [text.split()[0] for text in details(score, [])] == ["MISSED", "FALSE", "SPAN", "FIELDS"]
    assert len(summary(score)) == 5


def test_compare_uses_each_prediction_once() -> None:
    score = compare([record(1, 0, 2), record(1, 3, 5)], [record(1, 0, 5)])
    assert (len(score.pairs), len(score.missed)) == (1, 1)


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"value": 8.0}, ()),
        ({"value": "eight"}, ("value",)),
        ({"unit": "개 과제"}, ("unit",)),
        ({"ministry": ""}, ()),
        ({"ministry": "산업부", "role": "actual"}, ("role", "ministry")),
    ],
)
def test_compare_judges_each_field(change: dict[str, Any], wrong: tuple[str, ...]) -> None:
    score = compare([record()], [record(**change)])
    assert [fields for _, _, fields in score.wrong] == ([wrong] if wrong else [])


def test_compare_wants_the_upper_bound_of_a_range() -> None:
    assert compare([record(value_to=9)], [record()]).fields == 0
    assert compare([record(value_to=9)], [record(value_to=9)]).fields == 1


def test_unit_key_ignores_spelling_only() -> None:
    assert unit_key("개 과제") == unit_key("과제")
    assert unit_key("개社") == unit_key("개사")
    assert unit_key("%p") != unit_key("%")
    assert unit_key("억원") != unit_key("백만원")


def test_compare_takes_english_money_in_either_form() -> None:
    truth = record(value=12.5, unit="billion KRW")
    assert compare([truth], [record(value=125, unit="억원")]).fields == 1
    assert compare([truth], [record(value=12.5, unit="KRW billion")]).fields == 1
    assert compare([truth], [record(value=12.5, unit="억원")]).fields == 0
    assert compare([truth], [record(value=None, unit="억원")]).fields == 0


def test_markup_gives_offsets_of_the_written_line() -> None:
    marked = parse_marked(
        "%% year=2024 role=target ministry=산업부\n가 ⟦1,200명⟧ 나\n%% nfd\n각 ⟦3건|2023 actual m=⟧"
    )
    lines = marked.text.split("\n")
    assert [lines[r["line"] - 1][r["start"] : r["end"]] for r in marked.records] == [
        r["text"] for r in marked.records
    ]
    first, second = marked.records
    assert (first["value"], first["unit"], first["year"], first["ministry"]) == (1200, "명", 2024, "산업부")
    assert (second["year"], second["role"], second["ministry"]) == (2023, "actual", None)
    assert second["start"] > 2  # decomposed


def test_markup_reads_ranges_periods_and_signs() -> None:
    source = "%% role=budget\n⟦△1.5%⟧ ⟦3~5억원|v=3 to=5 u=억원 2024 p=2024-01-01..2026-12-31⟧"
    first, second = parse_marked(source).records
    assert (first["value"], first["year"]) == (-1.5, None)
    assert (second["value"], second["value_to"], second["period_end"]) == (3, 5, "2026-12-31")


@pytest.mark.parametrize(
    "source", ["⟦3건⟧", "%% role=target\n⟦3조 2억원⟧", "%% what=1\n", "가 ⟦3건", "⟦3건|x⟧"]
)
def test_markup_refuses_an_incomplete_label(source: str) -> None:
    with pytest.raises(ValueError, match=r"missing|unknown|closed"):
        parse_marked(source)


def test_main_fails_below_a_threshold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.marked").write_text("%% role=target\n⟦3건⟧ ⟦4건⟧", encoding="utf-8")
    mark([str(tmp_path / "a.marked"), str(tmp_path / "out")])
    truth = tmp_path / "out" / "a.jsonl"
    part = tmp_path / "part.jsonl"
    part.write_text(json.dumps(load(truth)[0]), encoding="utf-8")
    assert main([str(tmp_path / "a.marked"), str(truth), "--detect", "1", "--fields", "1"]) == 0
    assert (
        main([str(truth), str(part), "--document", str(tmp_path / "out" / "a.txt"), "--detect", "0.9"]) == 1
    )
    assert main([str(truth), str(part), "--figures-only"]) == 0
    assert "⟦4건⟧" in capsys.readouterr().out


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_sources_are_well_formed(source: Path) -> None:
    marked = read_marked(source)
    lines = marked.text.replace("\r\n", "\n").split("\n")
    assert "생성" in lines[0] or "generated" in lines[0].lower()
    assert 20 <= len(lines) <= 260
    for row in marked.records:
        assert lines[row["line"] - 1][row["start"] : row["end"]] == row["text"]


def test_truth_of_the_real_plan_fits_its_text() -> None:
    lines = shared_path("plan-2023.txt").read_text(encoding="utf-8").split("\n")
    rows = load(HERE / "plan-2023.jsonl")
    assert len(rows) > 300
    for row in rows:
        assert lines[row["line"] - 1][row["start"] : row["end"]] == row["text"]
    assert len({(row["line"], row["start"]) for row in rows}) == len(rows)
