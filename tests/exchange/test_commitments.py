"""Commitments: the same record gives the same digest, another one never; nothing can be told from a digest."""

import secrets

from hypothesis import given
from hypothesis import strategies as st

from yunghap.exchange.commitments import digest_of, hold, is_digest, key_digest, plain_record

RECORD = {"number": "DEMO-1", "name": "가나다"}
TEXTS = st.dictionaries(st.sampled_from(["number", "name", "day"]), st.text(max_size=20), min_size=1)


@given(TEXTS, st.binary(min_size=16, max_size=16))
def test_a_digest_says_nothing_but_same_or_other(record: dict[str, str], salt: bytes) -> None:
    digest = digest_of("a", record, salt.hex())
    assert is_digest(digest)
    assert digest == digest_of("a", dict(reversed(record.items())), salt.hex().upper())
    assert digest != digest_of("b", record, salt.hex())
    assert digest != digest_of("a", record, secrets.token_hex(16))


@given(TEXTS, TEXTS)
def test_other_records_have_other_digests(one: dict[str, str], other: dict[str, str]) -> None:
    same = plain_record(one) == plain_record(other)
    assert (digest_of("a", one, "00") == digest_of("a", other, "00")) == same


def test_spelling_that_nobody_sees_does_not_matter() -> None:
    assert digest_of("a", {"name": " 가나다 "}, "00") == digest_of("a", {"name": "가나다"}, "00")


def test_every_holder_gets_a_salt_and_key_of_their_own() -> None:
    one, other = hold("a", RECORD), hold("a", RECORD)
    assert one.digest != other.digest
    assert one.holder_digest == key_digest(one.holder_key) != other.holder_digest
    assert one.document == {"type": "yunghap-commitment/1", "issuer": "a", "record": RECORD, "salt": one.salt}


def test_what_is_no_digest() -> None:
    assert not is_digest("0" * 63)
    assert not is_digest("G" * 64)
