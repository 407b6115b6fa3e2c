"""The words of extraction: what a file of them may hold, and how files add up."""

import json
from pathlib import Path

import pytest

from yunghap.core.errors import InvalidInput
from yunghap.plan.domain.vocabulary import Unit, load_vocabulary, merge, read_vocabulary


def test_forms_lead_to_their_meaning() -> None:
    words = read_vocabulary(
        {
            "units": [
                {"unit": "건", "also": ["케이스"], "least": 2},
                {"unit": "점", "kind": "score", "strict": True},
            ],
            "currencies": {"KRW": ["원화"]},
            "ministries": {"산업부": ["산업통상자원부"]},
            "names": ["5G"],
        }
    )
    assert words.units["케이스"] == words.units["건"] == Unit("건", "count", least=2)
    assert words.units["점"] == Unit("점", "score", strict=True)
    assert words.currencies == {"원화": "KRW", "KRW": "KRW"}
    assert words.ministries["산업통상자원부"] == "산업부"
    assert (words.names, words.longest) == (frozenset({"5G"}), 3)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ([], "the file must be an object"),
        ({"unit": []}, "unknown key unit"),
        ({"units": {}}, "units must be a list"),
        ({"units": ["건"]}, "a unit must be an object"),
        ({"units": [{"unit": " "}]}, "unit must be a word"),
        ({"units": [{"unit": "건", "kind": "smell"}]}, "unknown kind or least"),
        ({"units": [{"unit": "건", "least": "2"}]}, "unknown kind or least"),
        ({"units": [{"unit": "건", "also": "케이스"}]}, "also of 건 must be a list of words"),
        ({"ministries": {"산업부": [3]}}, "ministries of 산업부 must be a word"),
        ({"names": "5G"}, "names must be a list of words"),
    ],
)
def test_what_is_no_word_is_named(content: object, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        read_vocabulary(content)


def test_later_words_hold() -> None:
    first = read_vocabulary({"units": [{"unit": "건"}], "names": ["5G"]})
    second = read_vocabulary({"units": [{"unit": "건", "kind": "score"}], "names": ["6G"]})
    both = merge(first, second)
    assert both.units["건"].kind == "score"
    assert both.names == {"5G", "6G"}


def test_file_adds_to_the_shipped_words(tmp_path: Path) -> None:
    path = tmp_path / "words.json"
    path.write_text(json.dumps({"units": [{"unit": "뭉치"}]}), encoding="utf-8")
    words = load_vocabulary(path)
    assert words.units["뭉치"] == Unit("뭉치", "count")
    assert words.ministries["산업통상자원부"] == "산업부"
    path.write_bytes(b"\xff{")
    with pytest.raises(InvalidInput, match="JSON"):
        load_vocabulary(path)
