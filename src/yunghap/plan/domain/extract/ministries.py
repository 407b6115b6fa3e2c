# ruff: noqa
"""Ministries as printed: found in text, read from a parenthesis, a heading or a cell."""

import re
from collections.abc import Mapping

_SEPARATOR = r"[\s,·/∙、+&-]|및|와|과|등|,"
_WORDS = re.compile(
    r"주관|협조|협업|소관|담당|부처|관계|공동|총괄|지원|참여|전담|lead|joint|with|and|ministry|'?\d{2,4}(?:년도?)?|[~:(),·/\s&+]|및|와|과|등|-|;|;",
    re.IGNORECASE,
)
_NOBODY = re.compile(
    r"\s*(?:공통|공동|범부처|전\s?부처|관계\s?부처(?: ?합동)?|관계 ?기관|각\s?부처|해당\s?부처|모든 부처|common|all ministries)\s*"
)


class Ministries:
    """Finds ministries by any of their names."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = {" ".join(name.split()): short for name, short in names.items()}
        self._folded = {name.casefold(): short for name, short in self._names.items()}
        forms = sorted(self._names, key=lambda name: (-len(name), name))
        pattern = "|".join(re.escape(form).replace(r"\ ", r"\s?") for form in forms)
        self._pattern = re.compile(rf"(?<![가-힣A-Za-z])(?:{pattern or '(?!)'})(?![A-Za-z])")
        first = sorted({form[0] for form in forms})
        self._hint = (
            re.compile("|".join(map(re.escape, sorted({form[-1] for form in forms}))))
            if first
            else re.compile("(?!)")
        )

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, str]]:
        """(start, end, short name) of each ministry in order."""
        return [
            (m.start(), m.end(), self._short(m[0]))
            for m in self._pattern.finditer(text, start, len(text) if end is None else end)
        ]

    def _short(self, form: str) -> str:
        return (
            self._names.get(form)
            or self._names.get(" ".join(form.split()))
            or self._names[form.replace(" ", "")]
        )

    def only(self, text: str) -> tuple[str, ...] | None:
        """The ministries of a text that names nothing else: () for "공통", None where it says something else."""
        if len(text) > 120 or not text.strip():
            return None
        if _NOBODY.fullmatch(text):
            return ()
        found = self.find(text)
        if not found:
            return None
        rest = text
        for start, end, _short in reversed(found):
            rest = rest[:start] + " " + rest[end:]
        if _WORDS.sub("", rest).strip():
            return None
        return tuple(dict.fromkeys(short for *_span, short in found))

    def of_bullet(self, text: str, content: int) -> tuple[str, ...] | None:
        """Who is named for a whole line: in a leading or trailing parenthesis, or in the only one that names ministries."""
        found = []
        for match in _PAREN.finditer(text, content):
            inner = self.only(match[1])
            if inner is not None:
                found.append((match.start(), match.end(), inner))
        if not found:
            return None
        last = found[-1]
        if _TAIL.fullmatch(text, last[1]):
            return last[2]
        if text[content : found[0][0]].strip() == "":
            return found[0][2]
        return found[0][2] if len(found) == 1 and _HEAD.match(text, found[0][1]) else None


_PAREN = re.compile(r"[(\[<]([^()\[\]<>]{1,120})[)\]>]")
_TAIL = re.compile(r"[\s.:;*)]*(?:등)?[\s.:;]*")
_HEAD = re.compile(r"\s*[:：-]")
