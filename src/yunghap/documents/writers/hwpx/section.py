"""`Contents/section0.xml`: the page, paragraphs, tables, notes and charts. Lengths are HWPUNIT (1/7200 inch).

Heights and widths of tables are written out: programs lay out what they find and do not measure again.
"""

import math
import re
from xml.sax.saxutils import escape

from yunghap.documents.blocks import (
    Block,
    Bullets,
    Cell,
    Document,
    Figure,
    Heading,
    Note,
    Paragraph,
    Run,
    Table,
)
from yunghap.documents.typography import em_width

from .styles import (
    HEADER_BORDER,
    LETTER_IDS,
    LETTERS,
    NAMESPACES,
    NO_BORDER,
    SHAPE_IDS,
    STYLE_IDS,
    TABLE_BORDER,
)

PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 59528, 84186, 5669  # A4 with 20 mm
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
_CELL_PADDING, _CELL_PADDING_DOWN = 400, 180
_POINTS = 75  # HWPUNIT of a CSS pixel

_SUB_LIST = (
    '<hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="{}" linkListIDRef="0" '
    'linkListNextIDRef="0" textWidth="0" textHeight="0" hasTextRef="0" hasNumRef="0">'
)
_POSITION = (
    '<hp:pos treatAsChar="{}" affectLSpacing="0" flowWithText="1" allowOverlap="0" holdAnchorAndSO="0" '
    'vertRelTo="PARA" horzRelTo="COLUMN" vertAlign="TOP" horzAlign="LEFT" vertOffset="0" horzOffset="0"/>'
    '<hp:outMargin left="0" right="0" top="0" bottom="{}"/>'
)


def _note_format(name: str, placement: str) -> str:
    return (
        f'<hp:{name}><hp:autoNumFormat type="DIGIT" userChar="" prefixChar="" suffixChar=")" supscript="0"/>'
        '<hp:noteLine length="-1" type="SOLID" width="0.12 mm" color="#000000"/>'
        '<hp:noteSpacing betweenNotes="283" belowLine="567" aboveLine="850"/>'
        f'<hp:numbering type="CONTINUOUS" newNum="1"/><hp:placement place="{placement}" beneathText="0"/>'
        f"</hp:{name}>"
    )


def _section_properties() -> str:
    borders = "".join(
        f'<hp:pageBorderFill type="{pages}" borderFillIDRef="{NO_BORDER}" textBorder="PAPER" '
        'headerInside="0" '
        'footerInside="0" fillArea="PAPER"><hp:offset left="1417" right="1417" top="1417" bottom="1417"/>'
        "</hp:pageBorderFill>"
        for pages in ("BOTH", "EVEN", "ODD")
    )
    return (
        '<hp:secPr id="" textDirection="HORIZONTAL" spaceColumns="1134" tabStop="8000" tabStopVal="4000" '
        'tabStopUnit="HWPUNIT" outlineShapeIDRef="1" memoShapeIDRef="0" textVerticalWidthHead="0" '
        'masterPageCnt="0">'
        '<hp:grid lineGrid="0" charGrid="0" wonggojiFormat="0"/>'
        '<hp:startNum pageStartsOn="BOTH" page="0" pic="0" tbl="0" equation="0"/>'
        '<hp:visibility hideFirstHeader="0" hideFirstFooter="0" hideFirstMasterPage="0" border="SHOW_ALL" '
        'fill="SHOW_ALL" hideFirstPageNum="0" hideFirstEmptyLine="0" showLineNumber="0"/>'
        '<hp:lineNumberShape restartType="0" countBy="0" distance="0" startNumber="0"/>'
        f'<hp:pagePr landscape="WIDELY" width="{PAGE_WIDTH}" height="{PAGE_HEIGHT}" gutterType="LEFT_ONLY">'
        # The text begins under header and top margin together.
        f'<hp:margin header="1417" footer="2834" gutter="0" left="{MARGIN}" right="{MARGIN}" '
        f'top="{MARGIN - 1417}" bottom="{MARGIN - 2834}"/></hp:pagePr>'
        f"{_note_format('footNotePr', 'EACH_COLUMN')}{_note_format('endNotePr', 'END_OF_DOCUMENT')}"
        f"{borders}</hp:secPr>"
        '<hp:ctrl><hp:colPr id="" type="NEWSPAPER" layout="LEFT" colCount="1" sameSz="1" sameGap="0"/>'
        "</hp:ctrl>"
        '<hp:ctrl><hp:pageNum pos="BOTTOM_CENTER" formatType="DIGIT" sideChar="-"/></hp:ctrl>'
    )


def svg_size(svg: str) -> tuple[int, int]:
    """Width and height of a chart in pixels, from its view box. Raises ValueError where it has none."""
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg[:1000])
    if not found:
        raise ValueError("A chart needs a view box")
    return int(found[1]), int(found[2])


class SectionWriter:
    """Writes the one section; afterwards `pictures` holds the charts by item id."""

    def __init__(self) -> None:
        self.pictures: dict[str, bytes] = {}
        self._out: list[str] = []
        self._objects = 0  # tables and pictures need ids of their own
        self._notes = 0

    def write(self, document: Document) -> bytes:
        """The whole part."""
        self._out = [f'<?xml version="1.0" encoding="UTF-8" standalone="yes" ?><hs:sec {NAMESPACES}>']
        run = f'<hp:run charPrIDRef="0">{_section_properties()}</hp:run>'
        self._paragraph("title", run + self._run("title", document.title))
        if document.subtitle:
            self._paragraph("subtitle", self._run("subtitle", document.subtitle))
        for block in document.blocks:
            self._block(block)
        self._out.append("</hs:sec>")
        return "".join(self._out).encode()

    def _block(self, block: Block) -> None:
        if isinstance(block, Heading):
            name = f"heading{block.level}"
            self._paragraph(name, self._run(name, block.text))
        elif isinstance(block, Paragraph):
            self._paragraph("body", "".join(map(self._body_run, block.runs)))
        elif isinstance(block, Bullets):
            for item in block.items:
                self._paragraph(f"bullet{item.level}", self._run("body", item.line))
        elif isinstance(block, Note):
            self._paragraph("note", self._run("note", block.line))
        elif isinstance(block, Figure):
            self._figure(block)
        else:
            self._table(block)

    def _paragraph(self, shape: str, runs: str) -> None:
        self._out.append(
            f'<hp:p id="0" paraPrIDRef="{SHAPE_IDS[shape]}" styleIDRef="{STYLE_IDS.get(shape, 0)}" '
            'pageBreak="0" '
            f'columnBreak="0" merged="0">{runs}</hp:p>'
        )

    @staticmethod
    def _run(letters: str, text: str) -> str:
        printed = escape(text).replace("\n", "<hp:lineBreak/>")
        return f'<hp:run charPrIDRef="{LETTER_IDS[letters]}"><hp:t>{printed}</hp:t></hp:run>'

    def _body_run(self, run: Run) -> str:
        text = self._run("strong" if run.strong else "body", run.text)
        return text + self._note(run.note) if run.note else text

    def _note(self, text: str) -> str:
        self._notes += 1
        letters = LETTER_IDS["note"]
        return (
            f'<hp:run charPrIDRef="{LETTER_IDS["body"]}"><hp:ctrl><hp:footNote number="{self._notes}" '
            'suffixChar="41" '
            f'instId="{self._notes}">{_SUB_LIST.format("TOP")}<hp:p id="0" paraPrIDRef="{SHAPE_IDS["note"]}" '
            f'styleIDRef="{STYLE_IDS["footnote"]}" pageBreak="0" columnBreak="0" merged="0">'
            f'<hp:run charPrIDRef="{letters}"><hp:ctrl><hp:autoNum num="{self._notes}" numType="FOOTNOTE">'
            '<hp:autoNumFormat type="DIGIT" userChar="" prefixChar="" suffixChar=")" supscript="0"/>'
            "</hp:autoNum>"
            f"</hp:ctrl><hp:t> {escape(text)}</hp:t></hp:run></hp:p></hp:subList></hp:footNote></hp:ctrl>"
            "</hp:run>"
        )

    def _figure(self, figure: Figure) -> None:
        if figure.caption:
            self._paragraph("caption", self._run("caption", figure.caption))
        pixels, high = svg_size(figure.svg)
        width = min(TEXT_WIDTH, pixels * _POINTS)
        self._objects += 1
        item = f"image{len(self.pictures) + 1}"
        self.pictures[item] = figure.svg.encode()
        picture = _picture(self._objects, item, width, width * high // pixels, figure.alternative)
        self._paragraph("table", f'<hp:run charPrIDRef="0">{picture}</hp:run>')
        self._table(figure.table)

    def _table(self, table: Table) -> None:
        if table.caption:
            self._paragraph("caption", self._run("caption", table.caption))
        self._objects += 1
        total = sum(table.widths)
        widths = [int(TEXT_WIDTH * width / total) for width in table.widths]
        heights = _heights(table, widths)
        rows: list[list[str]] = [[] for _ in range(table.row_count)]
        for place in table.placed:
            head = place.row < table.header_rows
            size = (
                sum(widths[place.column : place.column + place.cell.columns]),
                sum(heights[place.row : place.row + place.cell.rows]),
            )
            align = "center" if head else table.align[place.column]
            rows[place.row].append(_cell(place.cell, (place.column, place.row), size, align, head=head))
        body = "".join(f"<hp:tr>{''.join(cells)}</hp:tr>" for cells in rows)
        # The paragraph's text stands before the table's anchor, so it stays empty.
        self._paragraph(
            "table",
            f'<hp:run charPrIDRef="0"><hp:tbl id="{self._objects}" zOrder="{self._objects}" '
            'numberingType="TABLE" '
            'textWrap="TOP_AND_BOTTOM" textFlow="BOTH_SIDES" lock="0" dropcapstyle="None" pageBreak="CELL" '
            f'repeatHeader="1" rowCnt="{table.row_count}" colCnt="{table.column_count}" cellSpacing="0" '
            f'borderFillIDRef="{TABLE_BORDER}" noAdjust="0"><hp:sz width="{sum(widths)}" '
            'widthRelTo="ABSOLUTE" '
            f'height="{sum(heights)}" heightRelTo="ABSOLUTE" protect="0"/>{_POSITION.format(0, 283)}'
            f'<hp:inMargin left="{_CELL_PADDING}" right="{_CELL_PADDING}" top="{_CELL_PADDING_DOWN}" '
            f'bottom="{_CELL_PADDING_DOWN}"/>{body}</hp:tbl></hp:run>',
        )


def _heights(table: Table, widths: list[int]) -> list[int]:
    """Height of each row: as many lines as its fullest cell needs."""
    size = LETTERS["cell"].size
    needed = [1] * table.row_count
    for place in table.placed:
        if place.cell.rows == 1:
            room = sum(widths[place.column : place.column + place.cell.columns]) - 2 * _CELL_PADDING
            count = math.ceil(em_width(place.cell.text) * size / max(room, size))
            needed[place.row] = max(needed[place.row], count)
    return [count * size * 13 // 10 + 2 * _CELL_PADDING_DOWN for count in needed]


def _cell(cell: Cell, at: tuple[int, int], size: tuple[int, int], align: str, *, head: bool) -> str:
    letters = LETTER_IDS["cell-strong" if head or cell.strong else "cell"]
    return (
        f'<hp:tc name="" header="{int(head)}" hasMargin="0" protect="0" editable="0" dirty="0" '
        f'borderFillIDRef="{HEADER_BORDER if head else TABLE_BORDER}">{_SUB_LIST.format("CENTER")}'
        f'<hp:p id="0" paraPrIDRef="{SHAPE_IDS[align]}" styleIDRef="0" pageBreak="0" columnBreak="0" '
        'merged="0">'
        f'<hp:run charPrIDRef="{letters}"><hp:t>{escape(cell.text)}</hp:t></hp:run></hp:p></hp:subList>'
        f'<hp:cellAddr colAddr="{at[0]}" rowAddr="{at[1]}"/>'
        f'<hp:cellSpan colSpan="{cell.columns}" rowSpan="{cell.rows}"/>'
        f'<hp:cellSz width="{size[0]}" height="{size[1]}"/>'
        f'<hp:cellMargin left="{_CELL_PADDING}" right="{_CELL_PADDING}" top="{_CELL_PADDING_DOWN}" '
        f'bottom="{_CELL_PADDING_DOWN}"/></hp:tc>'
    )


def _picture(identity: int, item: str, width: int, height: int, alternative: str) -> str:
    matrix = 'e1="1" e2="0" e3="0" e4="0" e5="1" e6="0"'
    return (
        f'<hp:pic id="{identity}" zOrder="{identity}" numberingType="PICTURE" textWrap="TOP_AND_BOTTOM" '
        'textFlow="BOTH_SIDES" lock="0" dropcapstyle="None" href="" groupLevel="0" '
        f'instid="{identity}" reverse="0"><hp:offset x="0" y="0"/><hp:orgSz width="{width}" '
        f'height="{height}"/>'
        f'<hp:curSz width="{width}" height="{height}"/><hp:flip horizontal="0" vertical="0"/>'
        f'<hp:rotationInfo angle="0" centerX="{width // 2}" centerY="{height // 2}" rotateimage="1"/>'
        f"<hp:renderingInfo><hc:transMatrix {matrix}/><hc:scaMatrix {matrix}/><hc:rotMatrix {matrix}/>"
        f'</hp:renderingInfo><hp:imgRect><hc:pt0 x="0" y="0"/><hc:pt1 x="{width}" y="0"/>'
        f'<hc:pt2 x="{width}" y="{height}"/><hc:pt3 x="0" y="{height}"/></hp:imgRect>'
        f'<hp:imgClip left="0" right="{width}" top="0" bottom="{height}"/>'
        '<hp:inMargin left="0" right="0" top="0" bottom="0"/>'
        f'<hp:imgDim dimwidth="{width}" dimheight="{height}"/>'
        f'<hc:img binaryItemIDRef="{item}" bright="0" contrast="0" effect="REAL_PIC" alpha="0"/><hp:effects/>'
        f'<hp:sz width="{width}" widthRelTo="ABSOLUTE" height="{height}" heightRelTo="ABSOLUTE" protect="0"/>'
        f"{_POSITION.format(1, 0)}<hp:shapeComment>{escape(alternative)}</hp:shapeComment></hp:pic>"
    )
