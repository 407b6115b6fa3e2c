"""`Contents/header.xml`: fonts, borders, character and paragraph shapes, styles; equal in every document."""

from dataclasses import dataclass
from functools import cache

FONTS = ("맑은 고딕", "함초롬바탕")
_LANGUAGES = ("HANGUL", "LATIN", "HANJA", "JAPANESE", "OTHER", "SYMBOL", "USER")
# Hancom Office looks for all of these on the root of a part, used or not.
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in (
        ("ha", "http://www.hancom.co.kr/hwpml/2011/app"),
        ("hp", "http://www.hancom.co.kr/hwpml/2011/paragraph"),
        ("hp10", "http://www.hancom.co.kr/hwpml/2016/paragraph"),
        ("hs", "http://www.hancom.co.kr/hwpml/2011/section"),
        ("hc", "http://www.hancom.co.kr/hwpml/2011/core"),
        ("hh", "http://www.hancom.co.kr/hwpml/2011/head"),
        ("hhs", "http://www.hancom.co.kr/hwpml/2011/history"),
        ("hm", "http://www.hancom.co.kr/hwpml/2011/master-page"),
        ("hpf", "http://www.hancom.co.kr/schema/2011/hpf"),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("opf", "http://www.idpf.org/2007/opf/"),
        ("ooxmlchart", "http://www.hancom.co.kr/hwpml/2016/ooxmlchart"),
        ("hwpunitchar", "http://www.hancom.co.kr/hwpml/2016/HwpUnitChar"),
        ("epub", "http://www.idpf.org/2007/ops"),
        ("config", "urn:oasis:names:tc:opendocument:xmlns:config:1.0"),
    )
)


@dataclass(frozen=True, slots=True)
class Letters:
    """A character shape; `size` in 1/100 point."""

    size: int
    bold: bool = False
    colour: str = "#000000"


@dataclass(frozen=True, slots=True)
class Shape:
    """A paragraph shape; lengths in HWPUNIT (1/7200 inch), line spacing in per cent."""

    align: str = "JUSTIFY"
    indent: int = 0
    left: int = 0
    before: int = 0
    after: int = 0
    spacing: int = 160
    keep: bool = False  # on the page of the next paragraph
    outline: int = 0  # level in the document's outline, from 1


# Ids are positions in these lists. 0 is what a program takes where nothing is said.
LETTERS = {
    "body": Letters(1050),
    "strong": Letters(1050, bold=True),
    "title": Letters(2000, bold=True),
    "subtitle": Letters(1200, colour="#464C53"),
    "heading1": Letters(1600, bold=True, colour="#052B57"),
    "heading2": Letters(1400, bold=True, colour="#052B57"),
    "heading3": Letters(1200, bold=True),
    "heading4": Letters(1100, bold=True),
    "cell": Letters(900),
    "cell-strong": Letters(900, bold=True),
    "caption": Letters(1000, bold=True),
    "note": Letters(900, colour="#464C53"),
}
SHAPES = {
    "body": Shape(after=300),
    "title": Shape(align="CENTER", before=600, after=400, keep=True),
    "subtitle": Shape(align="CENTER", after=1200),
    "heading1": Shape(align="LEFT", before=1400, after=500, keep=True, outline=1),
    "heading2": Shape(align="LEFT", before=1000, after=400, keep=True, outline=2),
    "heading3": Shape(align="LEFT", before=800, after=300, keep=True, outline=3),
    "heading4": Shape(align="LEFT", before=600, after=300, keep=True, outline=4),
    "bullet0": Shape(left=1500, indent=-1300, after=200),
    "bullet1": Shape(left=2700, indent=-1000, after=150),
    "bullet2": Shape(left=3700, indent=-900, after=150),
    "caption": Shape(align="LEFT", before=500, after=150, keep=True),
    "note": Shape(left=1100, indent=-1100, after=300, spacing=140),
    "table": Shape(align="LEFT", after=300, spacing=100),
    "left": Shape(align="LEFT", spacing=130),
    "right": Shape(align="RIGHT", spacing=130),
    "center": Shape(align="CENTER", spacing=130),
}
LETTER_IDS = {name: number for number, name in enumerate(LETTERS)}
SHAPE_IDS = {name: number for number, name in enumerate(SHAPES)}
# style: (id, shape, letters); the heading styles are the program's own outline styles by name
STYLES = (
    ("바탕글", "Normal", "body", "body"),
    ("개요 1", "Outline 1", "heading1", "heading1"),
    ("개요 2", "Outline 2", "heading2", "heading2"),
    ("개요 3", "Outline 3", "heading3", "heading3"),
    ("개요 4", "Outline 4", "heading4", "heading4"),
    ("각주", "Footnote", "note", "note"),
)
STYLE_IDS = {"heading1": 1, "heading2": 2, "heading3": 3, "heading4": 4, "footnote": 5}
NO_BORDER, NO_FILL, TABLE_BORDER, HEADER_BORDER = 1, 2, 3, 4  # ids of border fills, which count from 1


def _each(name: str, value: int) -> str:
    attributes = " ".join(f'{language.lower()}="{value}"' for language in _LANGUAGES)
    return f"<hh:{name} {attributes}/>"


def _fonts() -> str:
    faces = "".join(
        f'<hh:font id="{number}" face="{face}" type="TTF" isEmbedded="0"/>'
        for number, face in enumerate(FONTS)
    )
    languages = "".join(
        f'<hh:fontface lang="{language}" fontCnt="{len(FONTS)}">{faces}</hh:fontface>'
        for language in _LANGUAGES
    )
    return f'<hh:fontfaces itemCnt="{len(_LANGUAGES)}">{languages}</hh:fontfaces>'


def _border_fill(identity: int, line: str, width: str, fill: str = "") -> str:
    sides = "".join(
        f'<hh:{side}Border type="{line}" width="{width}" color="#8A949E"/>'
        for side in ("left", "right", "top", "bottom")
    )
    brush = f'<hc:fillBrush><hc:winBrush faceColor="{fill}" hatchColor="#999999" alpha="0"/></hc:fillBrush>'
    return (
        f'<hh:borderFill id="{identity}" threeD="0" shadow="0" centerLine="NONE" breakCellSeparateLine="0">'
        '<hh:slash type="NONE" Crooked="0" isCounter="0"/><hh:backSlash type="NONE" Crooked="0" '
        'isCounter="0"/>'
        f'{sides}<hh:diagonal type="NONE" width="0.1 mm" color="#000000"/>'
        f"{brush if fill else ''}</hh:borderFill>"
    )


def _letters(identity: int, letters: Letters) -> str:
    return (
        f'<hh:charPr id="{identity}" height="{letters.size}" textColor="{letters.colour}" shadeColor="none" '
        f'useFontSpace="0" useKerning="0" symMark="NONE" borderFillIDRef="{NO_FILL}">'
        f"{_each('fontRef', 0)}{_each('ratio', 100)}{_each('spacing', 0)}{_each('relSz', 100)}"
        f"{_each('offset', 0)}"
        f'{"<hh:bold/>" if letters.bold else ""}<hh:underline type="NONE" shape="SOLID" color="#000000"/>'
        '<hh:strikeout shape="NONE" color="#000000"/><hh:outline type="NONE"/>'
        '<hh:shadow type="NONE" color="#C0C0C0" offsetX="10" offsetY="10"/></hh:charPr>'
    )


def _shape(identity: int, shape: Shape) -> str:
    # Headings are numbered in their text where they are; the outline level alone makes the table of contents.
    margins = (
        ("intent", shape.indent),
        ("left", shape.left),
        ("right", 0),
        ("prev", shape.before),
        ("next", shape.after),
    )
    margin = "".join(f'<hc:{name} value="{value}" unit="HWPUNIT"/>' for name, value in margins)
    return (
        f'<hh:paraPr id="{identity}" tabPrIDRef="0" condense="0" fontLineHeight="0" snapToGrid="1" '
        'suppressLineNumbers="0" checked="0" textDir="LTR">'
        f'<hh:align horizontal="{shape.align}" vertical="BASELINE"/>'
        f'<hh:heading type="{"OUTLINE" if shape.outline else "NONE"}" idRef="0" '
        f'level="{max(0, shape.outline - 1)}"/>'
        '<hh:breakSetting breakLatinWord="KEEP_WORD" breakNonLatinWord="KEEP_WORD" widowOrphan="0" '
        f'keepWithNext="{int(shape.keep)}" keepLines="0" pageBreakBefore="0" lineWrap="BREAK"/>'
        '<hh:autoSpacing eAsianEng="0" eAsianNum="0"/>'
        f'<hh:margin>{margin}</hh:margin><hh:lineSpacing type="PERCENT" value="{shape.spacing}" '
        'unit="HWPUNIT"/>'
        f'<hh:border borderFillIDRef="{NO_FILL}" offsetLeft="0" offsetRight="0" offsetTop="0" '
        'offsetBottom="0" '
        'connect="0" ignoreMargin="0"/></hh:paraPr>'
    )


def _outline() -> str:
    """The outline's list prints no numbers: a level's template is empty."""
    levels = "".join(
        f'<hh:paraHead start="1" level="{level}" align="LEFT" useInstWidth="1" autoIndent="1" '
        'widthAdjust="0" '
        'textOffsetType="PERCENT" textOffset="50" numFormat="DIGIT" charPrIDRef="4294967295" checkable="0"/>'
        for level in range(1, 8)
    )
    return (
        f'<hh:numberings itemCnt="1"><hh:numbering id="1" start="0">{levels}</hh:numbering></hh:numberings>'
    )


def _styles() -> str:
    styles = "".join(
        f'<hh:style id="{number}" type="PARA" name="{name}" engName="{english}" '
        f'paraPrIDRef="{SHAPE_IDS[shape]}" '
        f'charPrIDRef="{LETTER_IDS[letters]}" nextStyleIDRef="0" langID="1042" lockForm="0"/>'
        for number, (name, english, shape, letters) in enumerate(STYLES)
    )
    return f'<hh:styles itemCnt="{len(STYLES)}">{styles}</hh:styles>'


@cache
def header_xml() -> bytes:
    """The whole part."""
    borders = (
        _border_fill(NO_BORDER, "NONE", "0.1 mm")
        + _border_fill(NO_FILL, "NONE", "0.1 mm", "none")
        + _border_fill(TABLE_BORDER, "SOLID", "0.12 mm")
        + _border_fill(HEADER_BORDER, "SOLID", "0.12 mm", "#ECF2FE")
    )
    letters = "".join(_letters(number, item) for number, item in enumerate(LETTERS.values()))
    shapes = "".join(_shape(number, item) for number, item in enumerate(SHAPES.values()))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>'
        f'<hh:head {NAMESPACES} version="1.4" secCnt="1">'
        '<hh:beginNum page="1" footnote="1" endnote="1" pic="1" tbl="1" equation="1"/>'
        f'<hh:refList>{_fonts()}<hh:borderFills itemCnt="4">{borders}</hh:borderFills>'
        f'<hh:charProperties itemCnt="{len(LETTERS)}">{letters}</hh:charProperties>'
        '<hh:tabProperties itemCnt="1"><hh:tabPr id="0" autoTabLeft="0" autoTabRight="0"/></hh:tabProperties>'
        f'{_outline()}<hh:paraProperties itemCnt="{len(SHAPES)}">{shapes}</hh:paraProperties>'
        f"{_styles()}</hh:refList>"
        '<hh:compatibleDocument targetProgram="HWP201X"><hh:layoutCompatibility/></hh:compatibleDocument>'
        '<hh:docOption><hh:linkinfo path="" pageInherit="0" footnoteInherit="0"/></hh:docOption></hh:head>'
    ).encode()
