"""ZIP files whose bytes depend on their content only."""

import io
import zipfile
from collections.abc import Iterable

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a ZIP file knows no time before


def write_zip(parts: Iterable[tuple[str, bytes]], *, stored: tuple[str, ...] = ()) -> bytes:
    """An archive of (name, content) in the order given; the `stored` ones are not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.create_system = 3  # Unix, wherever it is written
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()
