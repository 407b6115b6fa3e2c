"""JSON from outside."""

import json
import math
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import safe_json

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=15,
)


@given(values)
def test_safe_json_reads_what_json_writes(value: object) -> None:
    assert safe_json(json.dumps(value).encode()) == value


def test_a_key_that_stands_twice_is_found_by_one_look_at_each() -> None:
    names = [f"{number:06d}" for number in range(300_000)]
    data = json.dumps(dict.fromkeys(names, 0), separators=(",", ":"))[:-1] + f',"{names[-1]}":0}}'
    with pytest.raises(InvalidInput, match=names[-1]):
        safe_json(data.encode())


@given(st.binary(max_size=60))
def test_safe_json_gives_a_value_or_a_clear_error(data: bytes) -> None:
    with suppress(InvalidInput):
        safe_json(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'"',
        b"NaN",
        b"[Infinity]",
        b"-Infinity",
        b"1e400",
        b"-1e999999999",
        b'{"a":1,"a":2}',
        b'"\\ud800"',
        b'{"\\udfff": 1}',
        b'"a\\u0000b"',
        b'"\xff"',
        b"'a'",
        b"[1,]",
        b"// x\n1",
        b"1" * 5_000,
        b"0." + b"1" * 200,
        "{}".encode("utf-16"),
        b"[" * 100_000,
        b"[" * 65 + b"]" * 65,
        b'{"a":' * 70 + b"1" + b"}" * 70,
        '"\u0000"'.encode(),
        b'["\\',
        b"]" * 100,
    ],
)
def test_safe_json_refuses_what_is_ambiguous_or_hostile(data: bytes) -> None:
    with pytest.raises(InvalidInput):
        safe_json(data)


def test_safe_json_refuses_more_bytes_than_allowed() -> None:
    with pytest.raises(InvalidInput):
        safe_json(b"[1,2,3]", largest=6)


def test_safe_json_takes_the_deepest_allowed_and_brackets_in_strings() -> None:
    assert safe_json(b"[" * 64 + b"]" * 64)
    assert safe_json(json.dumps("[" * 1_000 + '"\\' * 10).encode()) == "[" * 1_000 + '"\\' * 10


def test_safe_json_takes_a_byte_order_mark_and_large_integers() -> None:
    assert safe_json(b"\xef\xbb\xbf" + str(10**30).encode()) == 10**30


def test_safe_json_exact_gives_decimals() -> None:
    assert safe_json(b"[0.1, 1e2]", exact=True) == [Decimal("0.1"), Decimal("1e2")]
    assert math.isclose(safe_json(b"0.1"), 0.1)
    with pytest.raises(InvalidInput):
        safe_json(b"1e9999999", exact=True)
