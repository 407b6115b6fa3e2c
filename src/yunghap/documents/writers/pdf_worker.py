"""Sets a PDF in a process of its own: Typst keeps hundreds of megabytes after a document, and the process is a fence.

Standard input is one JSON object (`Order`), standard output the PDF. Exit status 1: it cannot be set, and standard
error says why. Imports no Django.
"""

import json
import resource
import sys
from typing import Any, TypedDict

import typst

MEMORY = 4 * 1024**3  # bytes of address space
SECONDS = 120  # of processor time


class Order(TypedDict):
    """What is to be set."""

    template: str
    root: str  # an empty folder: Typst reads files below its root only
    fonts: list[str]  # folders
    document: str  # what the template reads
    timestamp: int  # seconds since 1970
    standards: list[str]  # that the PDF keeps to


def main() -> None:
    """Set the limits, read the order, print the file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(compose(json.load(sys.stdin.buffer)))
    except typst.TypstError as error:
        sys.stderr.write(error.message)
        sys.exit(1)


def compose(order: Order) -> bytes:
    """The PDF. Raises TypstError."""
    standards: Any = order["standards"]
    made: Any = typst.Compiler(
        order["template"].encode(),
        root=order["root"],
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=list(order["fonts"])),
        sys_inputs={"document": order["document"]},
    ).compile(format="pdf", pdf_standards=standards, timestamp=order["timestamp"])
    return bytes(made)


if __name__ == "__main__":
    main()
