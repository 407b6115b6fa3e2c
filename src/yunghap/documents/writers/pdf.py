"""PDF (tagged, PDF/UA-1) from the same HTML as the page. WeasyPrint reads nothing but what it is handed."""

import hashlib
import io
from functools import cache
from importlib.resources import files
from pathlib import Path

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from yunghap.documents.blocks import Document

from .html import page, style_sheet

_FONT_FOLDER = "vendor/krds/fonts"
_FONTS = {400: "PretendardGOV-Regular.woff2", 700: "PretendardGOV-Bold.woff2"}
_SCHEME = "yunghap-font:"


class _Handed(URLFetcher):  # type: ignore[misc] # untyped package
    """Gives the packaged fonts and nothing else: no file, no network."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - as called
        name = url.removeprefix(_SCHEME)
        font = _fonts().get(name) if url.startswith(_SCHEME) else None
        if font is None:
            raise ValueError(f"Not handed over: {url}")
        return URLFetcherResponse(url, font, {"Content-Type": "font/ttf"})


@cache
def _fonts() -> dict[str, bytes]:
    """The packaged fonts by file name; without them (a bare source tree) the system's are used.

    Unpacked once: WeasyPrint would do so for every document, which takes a second.
    """
    found = {name: finders.find(f"{_FONT_FOLDER}/{name}") for name in _FONTS.values()}
    return {name: _unpacked(Path(path)) for name, path in found.items() if isinstance(path, str)}


def _unpacked(path: Path) -> bytes:
    font = TTFont(path, recalcTimestamp=False)
    font.flavor = None
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def _style() -> str:
    faces = "".join(
        f'@font-face {{ font-family: "Yunghap Document"; font-weight: {weight}; src: url("{_SCHEME}{name}"); }}\n'
        for weight, name in _FONTS.items()
        if name in _fonts()
    )
    print_style = files("yunghap.documents.writers").joinpath("print.css").read_text(encoding="utf-8")
    return faces + print_style


def write_pdf(document: Document) -> bytes:
    """The document as tagged PDF. Its identifier is the hash of what it shows, its dates are the document's."""
    html = page(document, style_sheet())
    fetcher, fonts = _Handed(), FontConfiguration()
    style = CSS(string=_style(), url_fetcher=fetcher, font_config=fonts)
    written = HTML(string=html, url_fetcher=fetcher).write_pdf(
        stylesheets=[style],
        font_config=fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=hashlib.sha256(html.encode()).digest()[:16],
    )
    return bytes(written)
