"""When a quantity holds by the lines above it: its bullet, its caption, 사업기간, the opening of its paragraph."""

import re

from .blocks import Block, Tree
from .headings import years_in
from .when import When, full_year, of_year, of_years
from .words import any_of

_YEAR_BULLET = re.compile(
    r"[(\[<]?\s?(?:'(\d\d)|(20\d\d))(?:년도?)?(?P<until>까지)?\s?(?:달성\s?|추진\s?|세부\s?)?"
    r"(?:계획|목표|실적|예산|성과|결과)?(?:치|값)?\s?[)\]>]?\s*:?\s*"
)
_ARROW_BEFORE = re.compile(r"(?:→|->|⇒)\s*$")
_ARROW_AFTER = re.compile(r"\s*(?:→|->|⇒)")
_STEPS_OVER = re.compile(
    r"[(\[<\s]'?(?P<first>(?:20)?\d\d)년?\s?(?:→|->|⇒)\s?'?(?P<last>(?:20)?\d\d)년?(?=[)\]>\s])"
)
_CAPTION_REACH = 12  # lines over a list in which its caption is looked for
_ENDS_CAPTION = frozenset({"heading", "row", "caption"})
_PERIOD_REACH = 4
_PERIOD = re.compile(
    r"(?:총\s?)?(?:사업|연구|추진|개발|협약|시행|전체)?\s?기\s*간(?:\([^()]*\)|\s?[/·]\s?[가-힣]+)?\s*[:：]\s*'?(?P<first>\d{2,4})\s?[.년]?[^~-]{0,16}[~-]\s*'?(?P<last>\d{2,4})(?=\s?[.년\s(]|$)"
)
_WHOLE_COST = re.compile(
    r"(?:사업비\s?:\s?총|(?:총\s?사업비|총\s?투자비?|총\s?연구비|총\s?소요(?:예산|액))\s*(?:\([^()]*\))?\s*:)"
)
_OPENS = re.compile(
    r"\s*(?:[가-힣]{2,10}[은는]\s)?(?:(?P<year>(?:19|20)\d\d)년도?(?:은|는|에|에는|에도| 한 ?해| 들어)|(?P<word>"
    + any_of("지난해 작년 올해 내년")
    + r")(?:은|는|에|에는|도)?)[ ,]"
)
# The groups are those of _OPENS.
_OPENS_ENGLISH = re.compile(r"\s*In (?:FY ?)?(?P<year>(?:19|20)\d\d),? (?P<word>)")
_TURNS = re.compile(r"(?<=[다요]\.)\s(?:(?P<year>(?!))|(?P<word>올해|내년)(?:도|은|는|에|에는)?)\s")
_STEPS = {"지난해": -1, "작년": -1, "올해": 0, "내년": 1}
_PROSE = 80  # a paragraph, no note


def year_above(tree: Tree, block: Block) -> tuple[When, str] | None:
    """(period, rule) that the lines above lend to a line that prints none itself."""
    bullet = _bullet_year(tree, block) or _led_year(tree, block)
    if bullet:
        return bullet, "year-bullet"
    period = _project_period(tree, block)
    if period:
        return period, "year-project"
    told = _told_year(tree, block)
    return (told, "year-paragraph") if told else None


def year_of_step(tree: Tree, block: Block, title: str, before: str, after: str) -> When | None:
    """7% → 25% under 추진목표 ('20 → '25): which of the two years, by the arrow beside the value."""
    place = "last" if _ARROW_BEFORE.search(before) else "first" if _ARROW_AFTER.match(after) else None
    if place is None:
        return None
    caption = _caption_above(tree, block)
    steps = _STEPS_OVER.search(title) or (_STEPS_OVER.search(caption.view.text) if caption else None)
    return of_year(full_year(steps[place])) if steps else None


def _bullet_year(tree: Tree, block: Block) -> When | None:
    """The year of a bullet or caption above that says nothing else (○ 2024년 :, < 2028년 목표 >)."""
    above = tree.blocks[block.parent] if block.parent >= 0 else None
    if above is None or above.kind != "bullet":
        above = _caption_above(tree, block)
    head = _YEAR_BULLET.fullmatch(above.view.text[above.content :].strip()) if above else None
    return of_year(full_year(head[1] or head[2]), "until" if head["until"] else "year") if head else None


def _led_year(tree: Tree, block: Block) -> When | None:
    """A list under a sentence that ends in a colon and prints one year: … achieved by the end of 2023:"""
    first = max(0, block.line - 1 - _CAPTION_REACH)
    ranks: list[float] = []
    for above in reversed(tree.blocks[first : block.line]):
        if above.kind == "bullet" and above.marker:
            ranks.append(above.marker.rank)
        elif above.kind == "text" and ranks:
            led = above.view.text.rstrip().endswith(":") and min(ranks) == ranks[-1]
            years = set(years_in(above.view.text)) if led else set()
            return of_year(years.pop()) if len(years) == 1 else None
        elif above.kind not in {"blank", "joined"}:
            return None
    return None


def _caption_above(tree: Tree, block: Block) -> Block | None:
    """The caption over a list, if no heading stands between."""
    first = max(0, block.line - 1 - _CAPTION_REACH)
    nearest = (
        above for above in reversed(tree.blocks[first : block.line - 1]) if above.kind in _ENDS_CAPTION
    )
    found = next(nearest, None)
    return found if found is not None and found.kind == "caption" else None


def _project_period(tree: Tree, block: Block) -> When | None:
    """총사업비 under 사업기간 : 2021. 1. ~ 2023. 12.: what the whole costs is for the whole time."""
    if not _WHOLE_COST.match(block.view.text, block.content):
        return None
    for above in reversed(tree.blocks[max(0, block.line - 1 - _PERIOD_REACH) : block.line - 1]):
        if above.parent != block.parent or above.kind == "heading":
            return None
        match = _PERIOD.match(above.view.text, above.content)
        if match:
            first, last = full_year(match["first"]), full_year(match["last"])
            return of_years(first, last) if 1900 < first < last < 2100 else None
    return None


def _told_year(tree: Tree, block: Block) -> When | None:
    """2019년은 … 해였다. …: the year that opens a paragraph holds for it and for the paragraphs after it."""
    text = block.view.text.rstrip()
    if block.kind != "text" or (len(text) < _PROSE and not text.endswith(("다.", "요."))):
        return None
    for above in reversed(tree.blocks[: block.line]):
        if above.kind == "heading" or (above.section != block.section and above.kind != "blank"):
            return None
        match = _opening(above.view.text) if above.kind == "text" else None
        if match and match["year"]:
            return of_year(int(match["year"]))
        if match and tree.now is not None:
            return of_year(tree.now + _STEPS[match["word"]])
    return None


def _opening(text: str) -> re.Match[str] | None:
    """The year at the head of a paragraph, or 올해 and 내년 at the head of a sentence in it."""
    return _OPENS.match(text) or _OPENS_ENGLISH.match(text) or _TURNS.search(text)
