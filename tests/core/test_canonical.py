"""Canonical JSON."""

import json
import unicodedata
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.core import canonical

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | text,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(text.map(lambda key: unicodedata.normalize("NFC", key)), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_encode_gives_the_same_bytes_after_a_round_trip(value: object) -> None:
    data = canonical.encode(value)
    assert canonical.encode(json.loads(data)) == data


@given(st.dictionaries(text.map(lambda key: unicodedata.normalize("NFC", key)), st.integers(), max_size=6))
def test_encode_does_not_depend_on_the_order_of_keys(value: dict[str, int]) -> None:
    assert canonical.encode(dict(reversed(value.items()))) == canonical.encode(value)


def test_encode_is_fixed_for_ever() -> None:
    at = datetime(2023, 3, 31, 18, 0, tzinfo=timezone(timedelta(hours=9)))
    value = {
        "b": [1, None, True],
        "a": unicodedata.normalize("NFD", "산"),
        "m": at,
        "d": date(2023, 1, 2),
        "n": Decimal("1E+2"),
        "t": (Decimal("-0.50"),),
    }
    assert canonical.encode(value).decode() == (
        '{"a":"산","b":[1,null,true],"d":"2023-01-02","m":"2023-03-31T09:00:00.000000Z","n":"100","t":["-0.50"]}'
    )


@pytest.mark.parametrize("value", [1.5, float("nan"), {1: 2}, {1, 2}, b"x", object()])
def test_encode_refuses_what_has_no_canonical_form(value: object) -> None:
    with pytest.raises(TypeError):
        canonical.encode(value)


@pytest.mark.parametrize(
    "value",
    ["\0", "\ud800", {"산": 1, unicodedata.normalize("NFD", "산"): 2}, datetime(2023, 1, 1)],  # noqa: DTZ001
)
def test_encode_refuses_unusable_text_and_moments(value: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        canonical.encode(value)


def test_moment_is_utc_of_constant_length() -> None:
    assert canonical.moment(datetime(2023, 1, 1, tzinfo=UTC)) == "2023-01-01T00:00:00.000000Z"
