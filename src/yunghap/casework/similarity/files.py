"""Documents and queries from files of JSON lines."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import DomainError, InvalidInput
from yunghap.core.gate import safe_json

LONGEST_LINE = 5 * 1024 * 1024
MOST_LINES = 1_000_000


def read_texts(file: Path) -> dict[str, str]:
    """Texts by id, in the order of the file; each line is {"id": …, "text": …}, other keys are left alone.

    Empty lines are skipped, empty texts kept. Raises InvalidInput with the number of the line for anything else, and
    for an id that stands twice.
    """
    texts: dict[str, str] = {}
    for number, line in _lines(file):
        try:
            value = safe_json(line, largest=LONGEST_LINE)
        except DomainError as error:
            raise _bad(file, number, error.message) from None
        if not isinstance(value, dict) or not isinstance(value.get("text"), str):
            raise _bad(file, number, _("a line is an object with “id” and “text”."))
        id_ = value.get("id")
        if isinstance(id_, bool) or not isinstance(id_, str | int) or id_ == "":
            raise _bad(file, number, _("the “id” is a text or a whole number."))
        if str(id_) in texts:
            raise _bad(file, number, format_lazy(_("the id “{id}” stands twice."), id=str(id_)[:80]))
        texts[str(id_)] = value["text"]
    return texts


def _lines(file: Path) -> Iterator[tuple[int, bytes]]:
    with file.open("rb") as stream:
        number = 0
        while line := stream.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise _bad(file, number, _("the line is longer than 5 MB."))
            if number > MOST_LINES:
                raise _bad(file, number, _("the file has more than a million lines."))
            if line.strip():
                yield number, line


def _bad(file: Path, line: int, reason: object) -> InvalidInput:
    return InvalidInput(
        format_lazy(_("{file}, line {line}: {reason}"), file=file.name, line=line, reason=reason)
    )
