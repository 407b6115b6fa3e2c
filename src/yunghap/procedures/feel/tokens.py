"""Text to tokens."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yunghap.core.text import nfc

from .errors import FeelError

KEYWORDS = frozenset(
    {"and", "between", "else", "every", "false", "for", "function", "if", "in", "instance", "null", "or"}
    | {"return", "satisfies", "some", "then", "true"}
)
# Functions whose names hold a keyword are one token.
_TOKEN = re.compile(
    r"""
    (?P<space>\s+|//[^\n]*|/\*.*?\*/)
  | (?P<number>\d+(?:\.\d+)?|\.\d+)
  | (?P<moment>@"[^"\n]*")
  | (?P<string>"(?:[^"\\]|\\.)*")
  | (?P<call>(?:date\s+and\s+time|years\s+and\s+months\s+duration)(?=\s*\())
  | (?P<name>[^\W\d]\w*)
  | (?P<mark>\.\.|\*\*|<=|>=|!=|[-+*/=<>()\[\]{},:.?])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|(.))", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "'": "'"}
_FOREIGN = {"==": "=", "&&": "and", "||": "or", "!": "not(…)", "'": '"'}


class Token(NamedTuple):
    """`kind` is number, string, moment, name, key, mark or end; `position` counts from 1."""

    kind: str
    text: str
    position: int


def tokens(text: str) -> Iterator[Token]:
    """The tokens of the text and one of kind "end". Raises FeelError where none fits."""
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None or text.startswith("==", at):
            raise FeelError(_why_not(text, at), position=at + 1)
        kind, part = str(found.lastgroup), found[0]
        if kind == "string":
            part = _unescape(part[1:-1], at + 1)
        elif kind == "moment":
            part = part[2:-1]
        elif kind == "call":
            kind, part = "name", " ".join(part.split())
        elif kind == "name":
            kind, part = "key" if part in KEYWORDS else "name", nfc(part)
        if kind != "space":
            yield Token(kind, part, at + 1)
        at = found.end()
    yield Token("end", "", len(text) + 1)


def _why_not(text: str, at: int) -> object:
    if text[at] == '"':
        return _("a text is not closed by a quotation mark")
    for foreign, ours in _FOREIGN.items():
        if text.startswith(foreign, at):
            return format_lazy(_("“{found}” is written {instead}"), found=foreign, instead=ours)
    return format_lazy(_("“{found}” has no meaning here"), found=text[at])


def _unescape(text: str, position: int) -> str:
    def character(found: re.Match[str]) -> str:
        code = found[1] or found[2]
        if code is None:
            plain = _ESCAPED.get(found[3])
        else:
            number = int(code, 16)
            plain = chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else None
        if plain is None:
            where = position + 1 + found.start()
            raise FeelError(format_lazy(_("“{found}” is no character"), found=found[0]), position=where)
        return plain

    return _ESCAPE.sub(character, text)
