"""Text as fewer bytes, and columns that take less room."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from yunghap.core import compact, ids
from yunghap.core.models.fields import from_microseconds, to_microseconds

PARTS = st.one_of(
    st.text(),
    st.builds(ids.new_id),
    st.sampled_from(
        ["0a" * 13, "7" * 26, "8" * 26, "0" * 64, "f" * 65, "\0\1\2\3\x1f", "instance:", "person"]
    ),
    st.binary(min_size=32, max_size=32).map(bytes.hex),
)
TEXTS = st.lists(PARTS, max_size=6).map("".join)


@given(TEXTS)
def test_every_text_comes_back(text: str) -> None:
    assert compact.unpack(compact.pack(text)) == text


@given(TEXTS, TEXTS)
def test_different_texts_have_different_bytes(one: str, other: str) -> None:
    assert (compact.pack(one) == compact.pack(other)) == (one == other)


@given(st.binary())
def test_bytes_of_others_are_not_taken_for_ours(data: bytes) -> None:
    text = compact.unpack(data)
    assert text.endswith(compact.STRANGE) or compact.pack(text) == data


def test_what_is_often_said_is_short() -> None:
    id_ = ids.new_id()
    assert len(compact.pack(f"instance:{id_}")) == 18
    assert len(compact.pack(f'{{"digest":"{"ab" * 32}","item":1,"node":"reply","number":2}}')) == 45
    assert len(compact.pack("procedures.item.completed")) == 2
    # Another form of the same text is none of ours: a row with it would not be found.
    assert compact.unpack(b"person") == "person\ufffd"


@given(st.datetimes(timezones=st.timezones()))
def test_a_moment_comes_back_to_the_microsecond(moment: datetime) -> None:
    assert from_microseconds(to_microseconds(moment) or 0) == moment.astimezone(UTC)


def test_a_moment_is_the_number_of_microseconds_since_1970() -> None:
    assert to_microseconds(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=1)) == 1_000_000
    assert to_microseconds(None) is None
