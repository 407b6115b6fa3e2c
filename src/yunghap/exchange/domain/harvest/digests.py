"""When two versions of a record say the same: the hash of a form without order of keys, spaces and line ends."""

import json
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import msgspec

_encode = msgspec.json.Encoder(order="sorted").encode


def digest(data: bytes) -> bytes:
    """Sixteen bytes."""
    return blake2b(data, digest_size=16).digest()


def digest_of_json(value: Any) -> bytes:
    """Of a JSON value: the order of keys does not count, that of lists does."""
    try:
        return digest(_encode(value))
    except (UnicodeEncodeError, OverflowError, ValueError, msgspec.MsgspecError):
        plain = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        return digest(plain.encode())


def digest_of_cells(names: Sequence[str], cells: Sequence[str]) -> bytes:
    """Of the cells of a row under the (sorted) names of their columns; empty cells do not count."""
    filled = [f"{name}\x1f{cell}" for name, cell in zip(names, cells, strict=True) if cell]
    return digest("\x1e".join(filled).encode(errors="surrogatepass"))


def canonical_json(value: Any) -> bytes:
    """A value in JSON with its keys in order, for a record that has no text of its own."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode(
        errors="replace"
    )
