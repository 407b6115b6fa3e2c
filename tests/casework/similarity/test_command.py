"""`yunghap similar rank`."""

import json

import pytest
from click.testing import CliRunner
from django.utils import translation

from yunghap.config.cli import yunghap

DOCS = [
    {"id": "a", "text": "「도로교통법」 제2조에 따른 배달로봇의 보도 통행"},
    {"id": 2, "text": "수소 충전소의 안전기준"},
    {"id": "c", "text": "", "more": 1},
]
QUERIES = [{"id": "q1", "text": "보도를 다니는 배달로봇, 「도로교통법」 제2조"}, {"id": "q2", "text": ""}]


@pytest.fixture
def files(tmp_path):
    def write(name, rows):
        path = tmp_path / name
        path.write_bytes(
            b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows)
        )
        return str(path)

    return write


def run(*arguments):
    with translation.override("en"):
        return CliRunner().invoke(yunghap, ["similar", "rank", *arguments])


def test_documents_are_ranked_and_scores_explained(files):
    done = run("--docs", files("d", DOCS), "--queries", files("q", [*QUERIES, b""]), "--top", "2", "--json")
    assert done.exit_code == 0
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["id"], second) == ("q1", {"id": "q2", "results": []})
    best = first["results"][0]
    assert best["id"] == "a"
    assert best["why"]["articles"] == ["도로교통법 제2조"]
    assert best["score"] == pytest.approx(best["why"]["morphology"] + best["why"]["characters"], abs=1e-5)
    assert {"term", "weight"} == set(best["why"]["terms"][0])


def test_for_people_it_is_a_list(files):
    done = run("--docs", files("d", DOCS), "--queries", files("q", QUERIES))
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert (lines[0], lines[-1]) == ("q1", "q2")
    assert lines[1].split("\t")[2] == "a"
    assert lines[1].endswith("도로교통법 제2조")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "d, line 2: This is not valid JSON"),
        (b"[1]", "d, line 2: a line is an object with “id” and “text”."),
        (b'{"id": "x"}', "d, line 2: a line is an object with “id” and “text”."),
        (b'{"id": null, "text": ""}', "d, line 2: the “id” is a text or a whole number."),
        (b'{"id": true, "text": ""}', "d, line 2: the “id” is a text or a whole number."),
        (b'{"id": "a", "text": ""}', "d, line 2: the id “a” stands twice."),
        (b'{"id": "\xff", "text": ""}', "d, line 2: This is not valid JSON: it is not UTF-8"),
    ],
)
def test_bad_lines_are_named(files, line, reason):
    done = run("--docs", files("d", [DOCS[0], line]), "--queries", files("q", QUERIES), "--json")
    assert (done.exit_code, done.stdout) == (2, "")
    assert reason in done.stderr


def test_limits_are_told(files, monkeypatch):
    monkeypatch.setattr("yunghap.casework.similarity.files.MOST_LINES", 2)
    assert (
        "more than a million lines"
        in run("--docs", files("d", DOCS), "--queries", files("q", QUERIES)).stderr
    )
    monkeypatch.setattr("yunghap.casework.similarity.files.LONGEST_LINE", 20)
    assert (
        "d, line 1: the line is longer" in run("--docs", files("d", DOCS), "--queries", files("q", [])).stderr
    )
