"""HTML: a fragment for a page of the site, or a file that stands alone and needs nothing else.

No inline style and no script: the fragment obeys the site's content security policy. Its classes begin with `doc-`.
"""

from collections.abc import Iterator
from html import escape
from importlib.resources import files
from itertools import groupby

from yunghap.documents.blocks import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Note,
    Paragraph,
    Placed,
    Run,
    Table,
)

_WORDS = {"ko": {"notes": "주석", "data": "자료"}, "en": {"notes": "Notes", "data": "Data"}}


def style_sheet() -> str:
    """The style of standing-alone documents; `doc-w1` to `doc-w100` are widths of columns in per cent."""
    widths = "".join(f".doc-w{share} {{ width: {share}%; }}\n" for share in range(1, 101))
    return files("yunghap.documents.writers").joinpath("document.css").read_text(encoding="utf-8") + widths


def write_html(document: Document) -> bytes:
    """The document as one file."""
    return page(document, style_sheet()).encode()


def page(document: Document, style: str) -> str:
    """The whole page."""
    moment = document.created.strftime("%Y-%m-%dT%H:%M:%SZ")
    author = f'<meta name="author" content="{escape(document.creator)}">' if document.creator else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{document.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>{escape(document.title)}</title>\n<meta name="generator" content="Yunghap">{author}\n'
        f'<meta name="dcterms.created" content="{moment}"><meta name="dcterms.modified" content="{moment}">\n'
        f"<style>\n{style}</style>\n</head>\n<body>\n<main>\n{html_fragment(document)}</main>\n</body>\n</html>\n"
    )


def html_fragment(document: Document, *, heading: int = 1) -> str:
    """The document inside a page: its title is a heading of level `heading`, the others follow below it."""
    return "".join(_Writer(document, heading).write())


class _Writer:
    def __init__(self, document: Document, heading: int) -> None:
        self._document = document
        self._heading = heading
        self._noted = 0
        self._words = _WORDS[document.language]

    def write(self) -> Iterator[str]:
        document = self._document
        yield f'<article class="doc" lang="{document.language}">\n'
        yield f'<h{self._heading} class="doc-title">{escape(document.title)}</h{self._heading}>\n'
        if document.subtitle:
            yield f'<p class="doc-subtitle">{escape(document.subtitle)}</p>\n'
        for block in document.blocks:
            yield from self._block(block)
        if document.notes:
            level = min(6, self._heading + 1)
            yield f'<section class="doc-notes">\n<h{level}>{self._words["notes"]}</h{level}>\n<ol>\n'
            for number, note in enumerate(document.notes, start=1):
                back = f'<a class="doc-back" href="#noted-{number}">↑{number}</a>'
                yield f'<li id="note-{number}">{escape(note)} {back}</li>\n'
            yield "</ol>\n</section>\n"
        yield "</article>\n"

    def _block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Heading):
            level = min(6, self._heading + block.level)
            yield f'<h{level} class="doc-h{block.level}">{escape(block.text)}</h{level}>\n'
        elif isinstance(block, Paragraph):
            yield f"<p>{''.join(map(self._run, block.runs))}</p>\n"
        elif isinstance(block, Bullets):
            # Levels are classes of one list: an outline that skips a level has no nesting to show it by.
            for level, items in groupby(block.items, key=lambda item: item.level):
                yield f'<ul class="doc-list doc-level{level}">\n'
                yield from (f"<li>{escape(item.text)}</li>\n" for item in items)
                yield "</ul>\n"
        elif isinstance(block, Note):
            yield f'<p class="doc-note">{escape(block.line)}</p>\n'
        elif isinstance(block, Figure):
            yield from self._figure(block)
        else:
            yield from self._table(block)

    def _run(self, run: Run) -> str:
        text = escape(run.text).replace("\n", "<br>")
        if run.strong and text:
            text = f"<strong>{text}</strong>"
        if run.note:
            self._noted += 1
            number = self._noted
            text += f'<sup class="doc-ref"><a id="noted-{number}" href="#note-{number}">{number})</a></sup>'
        return text

    def _figure(self, figure: Figure) -> Iterator[str]:
        caption = f"<figcaption>{escape(figure.caption)}</figcaption>\n" if figure.caption else ""
        yield f'<figure class="doc-figure">\n{caption}{figure.svg}\n</figure>\n'
        yield from self._table(figure.table)

    def _table(self, table: Table) -> Iterator[str]:
        yield '<div class="doc-scroll">\n<table class="doc-table">\n'
        if table.caption:
            yield f"<caption>{escape(table.caption)}</caption>\n"
        total = sum(table.widths)
        shares = [max(1, min(100, round(100 * width / total))) for width in table.widths]
        columns = "".join(f'<col class="doc-w{share}">' for share in shares)
        yield f"<colgroup>{columns}</colgroup>\n"
        rows = [list(places) for _, places in groupby(table.placed, key=lambda place: place.row)]
        for name, part in (("thead", rows[: table.header_rows]), ("tbody", rows[table.header_rows :])):
            if part:
                yield f"<{name}>\n"
                for places in part:
                    yield f"<tr>{''.join(_cell(place, table) for place in places)}</tr>\n"
                yield f"</{name}>\n"
        yield "</table>\n</div>\n"


def _cell(place: Placed, table: Table) -> str:
    cell = place.cell
    spans = (f' colspan="{cell.columns}"' if cell.columns > 1 else "") + (
        f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    )
    text = escape(cell.text)
    if place.row < table.header_rows:
        scope = "colgroup" if cell.columns > 1 else "col"
        return f'<th scope="{scope}"{spans}>{text}</th>'
    name = "th" if place.column == 0 and cell.number is None and text else "td"
    scope = ' scope="row"' if name == "th" else ""
    align = table.align[place.column]
    shown = f"<strong>{text}</strong>" if cell.strong and text else text
    look = "" if align == "left" else f' class="doc-{align}"'
    return f"<{name}{scope}{spans}{look}>{shown}</{name}>"
