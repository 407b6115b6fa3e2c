"""XML from outside."""

from contextlib import suppress

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from yunghap.core.errors import InvalidInput
from yunghap.core.gate import safe_xml

ENTITIES = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10 if n else b"lol") for n in range(10))
# What is wrong with each, which says how far it was read: what is too large is counted before anything is built.
HOSTILE = {
    "it has a DOCTYPE": {
        "external DTD": b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
        "public DTD": b'<!DOCTYPE a PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x.dtd"><a/>',
        "bare": b"<!DOCTYPE html><a/>",
        "after a long comment": b"<!--" + b"x" * 200_000 + b"--><!DOCTYPE html><a/>",
        "UTF-16": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a><a/>'.encode("utf-16"),
        "external entity": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        "parameter entity": b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/p">%p;]><a/>',
    },
    "it is too large": {
        "nodes": b"<a>" + b"<b/>" * 2_000_000 + b"</a>",
        "attributes altogether": b"<a>" + b'<b x="" y=""/>' * 1_000_001 + b"</a>",
        "attributes of one element": b"<a " + b" ".join(b'a%d="1"' % n for n in range(200_000)) + b"/>",
        "crowded element": b"<a><b " + b" ".join(b'a%d="1"' % n for n in range(257)) + b"/></a>",
    },
    "line 1: elements are nested too deeply": {
        "deep": b"<a>" * 200_000 + b"</a>" * 200_000,
        "a little too deep": b"<a>" * 258 + b"</a>" * 258,
    },
    "line 1: it is not well-formed": {
        "billion laughs": b"<!DOCTYPE a [" + ENTITIES + b"]><a>&l9;</a>",
        "laughs in an attribute": b"<!DOCTYPE a [" + ENTITIES + b']><a b="&l9;"/>',
        "quadratic": b'<!DOCTYPE a [<!ENTITY x "' + b"x" * 50_000 + b'">]><a>' + b"&x;" * 50_000 + b"</a>",
        "unknown entity": b"<a>&nbsp;</a>",
        "empty": b"",
        "text": "융합".encode(),
        "cut off": b"<a><b>",
        "two roots": b"<a/><b/>",
        "wrong encoding": b'<?xml version="1.0" encoding="utf-8"?><a>\xb1\xe2</a>',
        "unknown encoding": b'<?xml version="1.0" encoding="x-none"?><a/>',
        "prefix without namespace": b"<x:a/>",
        "huge text": b"<a>" + b"x" * 11_000_000 + b"</a>",
        "NUL": b"<a>\x00</a>",
    },
}


@pytest.mark.parametrize(
    ("reason", "name"), [(reason, name) for reason in HOSTILE for name in HOSTILE[reason]]
)
def test_safe_xml_refuses_hostile_and_broken_documents(reason: str, name: str) -> None:
    with pytest.raises(InvalidInput) as error:
        safe_xml(HOSTILE[reason][name])
    with translation.override("en"):
        assert str(error.value) == f"This XML cannot be accepted: {reason}."


def test_safe_xml_refuses_more_bytes_than_allowed() -> None:
    with pytest.raises(InvalidInput):
        safe_xml(b"<a/>", largest=3)


def test_safe_xml_reads_korean_in_any_declared_encoding() -> None:
    for encoding in ("utf-8", "utf-16", "euc-kr"):
        root = safe_xml(
            f'<?xml version="1.0" encoding="{encoding}"?><a><!-- x -->한글<?pi x?></a>'.encode(encoding)
        )
        assert "".join(root.itertext()) == "한글"


def test_safe_xml_reads_large_documents_across_chunks() -> None:
    root = safe_xml(b"<a>" + b"<b>x</b>" * 50_000 + b"</a>")
    assert len(root) == 50_000


@given(st.binary(max_size=80) | st.text("<>/ab&;!?-[]=' \"", max_size=60).map(str.encode))
def test_safe_xml_gives_a_tree_no_larger_than_its_bytes_or_a_clear_error(data: bytes) -> None:
    with suppress(InvalidInput):
        root = safe_xml(data)
        assert sum(1 for _element in root.iter()) <= data.count(b"<")
        assert len("".join(root.itertext())) <= len(data)
