"""Reads a PDF from standard input in a process of its own, under limits of memory and time.

A PDF can unpack to any size and loop in many ways, and its parser is not ours: the process is the fence.
Standard output is one JSON object: {"title", "lines"} or {"error": name}. Imports no Django.
"""

import io
import json
import logging
import re
import resource
import sys
import traceback
import warnings
from collections.abc import Iterator
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from .lines import Lines, TooLong, cell_text, clean

MEMORY = 3 * 1024**3 // 2  # bytes of address space
SECONDS = 60  # of processor time
MAX_PAGES = 1_000
_LINE_WIDTH = 4  # points: a rectangle not thicker is a line of a table
_MARGIN = 0.1  # of the page's height
_PAGE_NUMBER = re.compile(r"[-–—]? *[0-9]{1,4} *[-–—]?|[0-9]{1,4} */ *[0-9]{1,4}")

Item = tuple[float, str | list[list[str]]]  # distance from the top of the page; a line of text or a table


class Refused(Exception):  # noqa: N818
    """The argument names the reason."""


def main() -> None:
    """Set the limits, read, print the answer."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    sys.stdout.write(answer_to(sys.stdin.buffer.read()))


def answer_to(data: bytes) -> str:
    """The answer as ASCII JSON; every failure is an answer too."""
    try:
        title, lines = read(data)
        answer: dict[str, Any] = {"title": title, "lines": lines}
    except Refused as refusal:
        answer = {"error": str(refusal)}
    except (TooLong, MemoryError, RecursionError):
        answer = {"error": "too_long"}
    except Exception:  # noqa: BLE001 — whatever a foreign parser raises on broken bytes means: broken
        traceback.print_exc()
        answer = {"error": "damaged"}
    return json.dumps(answer)


def read(data: bytes) -> tuple[str, tuple[str, ...]]:
    """(title, lines)."""
    try:
        document = pdfplumber.open(io.BytesIO(data))
    except PdfminerException as exception:
        cause = exception.args[0] if exception.args else None
        locked = isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError)
        raise Refused("encrypted" if locked else "damaged") from exception
    if not document.pages:
        raise Refused("damaged")
    if len(document.pages) > MAX_PAGES:
        raise TooLong
    out = Lines()
    characters = unknown = 0
    table: list[list[str]] = []  # the table that may go on over the page
    for page in document.pages:
        shown = page.filter(_is_content)
        characters += len(shown.chars)
        unknown += sum(1 for character in shown.chars if character["text"].startswith("(cid:"))
        for number, (_, item) in enumerate(_items(shown)):
            if isinstance(item, str):
                _print_table(out, table)
                table = []
                out.paragraph(item)
            elif number == 0 and table and len(item[0]) == len(table[0]):
                table.extend(
                    item[1:] if item[0] == table[0] else item
                )  # the header is printed again on each page
            else:
                _print_table(out, table)
                table = item
        page.close()
    _print_table(out, table)
    if not characters:
        raise Refused("no_text_layer")
    if unknown * 2 > characters:
        raise Refused("no_characters")
    title = (document.metadata or {}).get("Title")
    return (clean(title).strip() if isinstance(title, str) else ""), out.finish()


def _is_content(thing: dict[str, Any]) -> bool:
    """Not a page header or footer, where the PDF says so, and no area of colour: it is no line of a table."""
    if thing["object_type"] == "rect":
        return bool(thing["stroke"] or min(thing["width"], thing["height"]) <= _LINE_WIDTH)
    return bool(thing["object_type"] != "char" or thing.get("tag") != "Artifact")


def _is_page_number(line: dict[str, Any], page: Any) -> bool:
    """A line with nothing but a number in the upper or lower margin."""
    in_margin = line["top"] > page.height * (1 - _MARGIN) or line["bottom"] < page.height * _MARGIN
    return in_margin and _PAGE_NUMBER.fullmatch(line["text"].strip()) is not None


def _print_table(out: Lines, rows: list[list[str]]) -> None:
    if rows:
        out.table(rows)


def _items(page: Any) -> Iterator[Item]:
    """Lines and tables of a page from top to bottom; a table inside another belongs to the outer cell."""
    tables = page.find_tables()
    outer = [table for table in tables if not any(_inside(table.bbox, other.bbox) for other in tables)]
    items: list[Item] = []
    rest = page
    for table in outer:
        box = table.bbox
        rest = rest.filter(lambda thing, box=box: not _centre_in(thing, box))
        rows = [[cell_text([cell or ""]) for cell in row] for row in table.extract()]
        if rows:
            items.append((box[1], rows))
    printed = rest.extract_text_lines(strip=True, return_chars=False)
    items.extend((line["top"], line["text"]) for line in printed if not _is_page_number(line, page))
    return iter(sorted(items, key=lambda item: item[0]))


def _inside(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return inner != outer and all(
        (inner[0] >= outer[0], inner[1] >= outer[1], inner[2] <= outer[2], inner[3] <= outer[3])
    )


def _centre_in(thing: dict[str, Any], box: tuple[float, ...]) -> bool:
    across, down = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


if __name__ == "__main__":
    main()
