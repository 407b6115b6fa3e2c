"""The shipped edition is the extraction of the real plan plus the curated structure, and holds no other text."""

import json
from hashlib import sha256
from importlib import resources

import pytest

from tests.factories import plan as make
from tests.shared import shared_path
from yunghap.core.errors import InvalidInput
from yunghap.documents.service import read_document
from yunghap.plan import service as plan
from yunghap.plan.contracts import PlanText
from yunghap.plan.domain.extract import extract_plan
from yunghap.plan.domain.seed import build_edition
from yunghap.plan.edition_json import to_text

EDITIONS = resources.files("yunghap.plan").joinpath("editions")


def structure() -> dict[str, object]:
    value: dict[str, object] = json.loads(EDITIONS.joinpath("2023-structure.json").read_text("utf-8"))
    return value


def text(*numbers: object) -> PlanText:
    return PlanText(("",) * 10, (), (), tuple(numbers), (), ())  # type: ignore[arg-type]


def test_shipped_edition_is_made_of_the_plan_as_extracted_now() -> None:
    data = shared_path("plan-2023.txt").read_bytes()
    seed = build_edition(
        extract_plan(read_document(data).lines), structure(), sha256=sha256(data).hexdigest()
    )
    assert seed.missing == (), "named in 2023-structure.json, no longer extracted"
    assert seed.unplaced == (), "extracted, not named in 2023-structure.json"
    shipped = EDITIONS.joinpath("2023.json").read_text("utf-8")
    assert to_text(seed.edition) == shipped, "run `yunghap plan seed-edition` again"


def test_shipped_edition_holds_no_sentence_of_the_plan() -> None:
    lines = read_document(shared_path("plan-2023.txt").read_bytes()).lines
    shipped = plan.read_shipped_edition()
    words = {fact.quantity.programme for fact in shipped.facts}
    assert words == {""}
    for fact in shipped.facts:
        assert len(fact.quantity.text) <= 20
    headings = {name for section in shipped.sections for name in section.path}
    assert max(map(len, headings)) < 40
    long = {line.strip() for line in lines if len(line) > 60}
    assert not any(name in long for name in headings)


def test_structure_of_another_document_is_refused() -> None:
    with pytest.raises(InvalidInput):
        build_edition(text(), structure(), sha256="0" * 64)
    with pytest.raises(InvalidInput):
        build_edition(text(), {"format": "other"}, sha256="0" * 64)


def small(**changes: object) -> dict[str, object]:
    base: dict[str, object] = {
        "format": "yunghap.structure/1",
        "sha256": "0" * 64,
        "year": 2023,
        "title": "계획",
        "issued_on": "2023-07-01",
        "nodes": [],
        "programmes": [
            {
                "key": "p",
                "name": "하나",
                "parts": [{"name": "산업부", "role": "LEAD"}],
                "lines": [
                    {"key": "l", "phase": "PLANNED", "year": 2023, "year_to": 2023, "facts": ["1:0", "2:0"]}
                ],
            }
        ],
        "indicators": [{"key": "i", "name": "상담", "facts": ["3:0"]}],
        "about": {"TOTAL": ["4:0"]},
        "flagship": [],
        "milestones": [],
    }
    return {**base, **changes}


def test_what_no_longer_fits_is_listed_and_left_out() -> None:
    numbers = (make.quantity(line=2, unit="개"), make.quantity(line=5))
    seed = build_edition(text(*numbers), small(), sha256="0" * 64)
    assert (seed.missing, seed.unplaced) == (("1:0", "3:0", "4:0"), ("5:0",))
    assert (seed.edition.lines, seed.edition.indicators) == ((), ())
    assert [fact.about for fact in seed.edition.facts] == ["", ""]


def test_line_takes_the_first_amount_of_its_places() -> None:
    numbers = (
        make.quantity(line=1, value=0),
        make.quantity(line=2, value=7),
        make.quantity(line=3, unit="건"),
    )
    seed = build_edition(text(*numbers), small(), sha256="0" * 64)
    (line,) = seed.edition.lines
    assert (line.amount_krw, line.precision_krw) == (0, 1)
    assert [fact.about for fact in seed.edition.facts] == ["LINE:l", "LINE:l", "INDICATOR:i"]
