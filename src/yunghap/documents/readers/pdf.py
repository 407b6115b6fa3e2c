"""PDF: lines and tables as they stand on the pages, read by a fenced process (`pdf_worker`)."""

import json
import subprocess
import sys

from yunghap.core.errors import InvalidInput

from . import errors

KIND = "PDF"
WAIT = 120.0  # seconds; the worker's own limit of processor time strikes first
COMMAND = [sys.executable, "-I", "-m", "yunghap.documents.readers.pdf_worker"]


def read_pdf(data: bytes) -> tuple[str, tuple[str, ...]]:
    """(title, lines) of the file."""
    try:
        done = subprocess.run(COMMAND, input=data, capture_output=True, timeout=WAIT, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise errors.too_long(KIND) from None
    if done.returncode < 0:  # killed by its limits
        raise errors.too_long(KIND)
    answer = json.loads(done.stdout or b'{"error": "damaged"}')
    if "error" in answer:
        raise _refusal(answer["error"])
    return answer["title"], tuple(answer["lines"])


def _refusal(name: str) -> InvalidInput:
    if name == "encrypted":
        return errors.protected(KIND)
    if name == "no_text_layer":
        return errors.no_text_layer()
    if name == "no_characters":
        return errors.no_characters()
    return errors.too_long(KIND) if name == "too_long" else errors.damaged(KIND)
