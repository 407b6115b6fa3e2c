"""Whatever is done to a catalogue: nothing raises but WrongKind, every record has an entry, and memory of bytes is exact."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yunghap.core.errors import InvalidInput
from yunghap.exchange.domain.harvest import values
from yunghap.exchange.domain.harvest.dates import moment
from yunghap.exchange.domain.harvest.documents import FileDocuments
from yunghap.exchange.domain.harvest.formats import adapters
from yunghap.exchange.domain.harvest.parts import read_all
from yunghap.exchange.domain.harvest.records import Read, Refused, Unusable
from yunghap.exchange.enums import HarvestKind
from yunghap.exchange.queries.entries import encode_entry

from . import samples

PIECES = [
    b'"',
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b"\n",
    b"\x00",
    b"\xff\xfe",
    b"<",
    b"&",
    b"null",
    b"\\",
    b"@",
    "가".encode(),
    b"\\ud800",
]


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them gone, doubled, moved or others between."""
    changed = bytearray(data)
    for _number in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(changed) + 1), chance.choice([1, 2, 40, 900])
        what = chance.randrange(5)
        if what == 0:
            del changed[at : at + length]
        elif what == 1:
            changed[at:at] = changed[at : at + length]
        elif what == 2:
            changed[at:at] = chance.choice(PIECES)
        elif what == 3:
            changed[at : at + 1] = bytes([chance.randrange(256)])
        else:
            piece = bytes(changed[at : at + length])
            del changed[at : at + length]
            to = chance.randrange(len(changed) + 1)
            changed[to:to] = piece
    return bytes(changed)


def look(kind: str, data: bytes, path: Path) -> None:
    """Read it all; what is found is usable or says why not."""
    path.write_bytes(data)
    try:
        for item in read_all(adapters.get(kind), FileDocuments(path)):
            if isinstance(item, Read):
                assert item.key
                try:
                    entry = item.make()
                except Unusable:
                    continue
                assert entry.title
                encode_entry(entry)
            elif isinstance(item, Refused):
                assert item.reason % dict(item.values) if item.values else item.reason
    except InvalidInput:
        return


@pytest.mark.parametrize(("kind", "name"), samples.WHOLE)
def test_mutated_catalogues(kind: str, name: str, tmp_path: Path) -> None:
    data = samples.WHOLE[kind, name][0][:40_000]
    chance = random.Random(f"{kind} {name}")  # noqa: S311 - the same every time
    for _number in range(30):
        look(kind, mutated(data, chance), tmp_path / "x")


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
_KEYS = {
    "ckan": samples.PACKAGES[0],
    "data-json": samples.data_set(1),
    "dsp": samples.offered(1),
    "data-go-kr": samples.JSON_ROWS[0],
    "dcat": {
        "@id": "http://d",
        "@type": "dcat:Dataset",
        "dct:title": "t",
        "dcat:distribution": [],
        "dct:publisher": {},
    },
}


@given(st.data())
@settings(max_examples=150)
def test_records_with_anything_in_them(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(HarvestKind.values))
    record = dict(_KEYS[kind])
    for name in data.draw(st.lists(st.sampled_from(sorted(record)), max_size=5)):
        record[name] = data.draw(_json)
    look(kind, samples.dumps([record, _KEYS[kind]]), tmp_path_factory.getbasetemp() / "fuzz")


@given(st.text() | st.integers() | st.floats() | st.none() | st.lists(st.text()))
def test_values_take_anything(value: object) -> None:
    text = values.text(value)
    assert text == text.strip()
    assert "\0" not in text
    text.encode()
    for function in (
        moment,
        values.size,
        values.frequency,
        values.language,
        values.format_name,
        values.address,
    ):
        function(value)
    values.licence(text)
    values.texts(value)


@pytest.mark.parametrize(
    ("given_", "meant"),
    [
        ("2024-05-01", "2024-05-01"),
        ("2024-05-01T10:00:00Z", "2024-05-01T10:00:00Z"),
        ("2024-05-01 10:00:00", "2024-05-01T10:00:00"),
        ("20240501", "2024-05-01"),
        ("2024.5.1", "2024-05-01"),
        ("2024. 5. 1.", "2024-05-01"),
        ("2024년 5월 1일", "2024-05-01"),
        ("2024년 5월", "2024-05"),
        ("1.5.2024", "2024-05-01"),
        ("13/05/2024", "2024-05-13"),
        ("45413", "2024-05-01"),
        (1714521600, "2024-05-01T00:00:00Z"),
        (1714521600000, "2024-05-01T00:00:00Z"),
        ("2024", "2024"),
        ("2024-13-01", ""),
        ("soon", ""),
        ("R/P1Y", ""),
    ],
)
def test_dates(given_: object, meant: str) -> None:
    assert moment(given_) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("공공누리 제1유형", "KOGL_1"),
        ("출처표시, 상업적 이용금지 (제 2유형)", "KOGL_2"),
        ("공공저작물_출처표시", "KOGL_1"),
        ("공공저작물_출처표시_상업적이용금지_변경금지", "KOGL_4"),
        ("공공저작물_출처표시_변경금지", "KOGL_3"),
        ("이용허락범위 제한 없음", "KOGL_0"),
        ("자유이용 (제 0유형)", "KOGL_0"),
        ("공공누리 AI 유형", "KOGL_AI"),
        ("https://data.go.kr/license/kogl/type-4", "KOGL_4"),
        ("https://creativecommons.org/licenses/by/4.0/", "CC_BY"),
        ("http://creativecommons.org/licenses/by-sa/3.0/", ""),
        ("CC-BY-NC-4.0", "CC_BY_NC"),
        ("cc-by", "CC_BY"),
        ("CC BY-NC-ND 4.0", ""),
        ("Creative Commons Attribution Share-Alike", "CC_BY_SA"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0"),
        ("cc-zero", "CC0"),
        ("dl-de-by-2.0", ""),
        ("uk-ogl", ""),
        ("accby", ""),
    ],
)
def test_licences(words: str, meant: str) -> None:
    assert values.licence(words) == meant
