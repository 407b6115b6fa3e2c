"""What stands at the head of a line: Ⅰ. 1. 1) 가. □ ○ - · * ※ ① [ ] < > and the like, with its rank and number."""

import re
from dataclasses import dataclass

from .view import View


@dataclass(frozen=True, slots=True)
class Marker:
    """`kind` names the shape, `rank` its usual depth (small is high), `number` its place in a numbered list."""

    kind: str
    rank: float
    content: int
    indent: int
    number: int | None = None


_ROMAN = {"Ⅰ": 1, "Ⅱ": 2, "Ⅲ": 3, "Ⅳ": 4, "Ⅴ": 5, "Ⅵ": 6, "Ⅶ": 7, "Ⅷ": 8, "Ⅸ": 9, "Ⅹ": 10, "Ⅺ": 11, "Ⅻ": 12}
_LATIN_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}
_SYLLABLES = "가나다라마바사아자차카타파하"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_BLACK = "❶❷❸❹❺❻❼❽❾❿"
_NOTE = r"(?:-[ ]?)?(?:\*+(?=\s)|\*(?![\s*])|\*{2,}(?=[^\s*])(?!.*\*\*)|※|†|‡|¹⁾|²⁾|³⁾|[¹²³⁴⁵]+\)?|주\d?\))"


def _numbered(word: str) -> str:
    """[질의 1], <질의요지>, Q1. or 답변 2): such a word in brackets, or with its number."""
    word = rf"{word}(?: ?(?:사항|요지|내용))?\.?"
    number = r"(\d{1,2})(?:-\d{1,2})?"
    return rf"(?:[\[<(] ?{word} ?(?:{number})? ?[\])>]|{word} ?{number} ?[):.]) ?:? ?"


# Questions and answers stand under chapters, and over whatever numbers the answers have.
# (kind, rank, pattern): the pattern's first group is the number, if it has one.
_SHAPES: tuple[tuple[str, float, re.Pattern[str]], ...] = tuple(
    (kind, rank, re.compile(pattern))
    for kind, rank, pattern in (
        ("markdown", 0.0, r"(#{1,6}) (?:\d{1,2}(?:\.\d{1,2})*[.)] |\d{1,2}(?:\.\d{1,2})+ )?"),
        ("chapter", 1.0, r"제? ?(\d{1,2}) ?(?:장|편|부)(?:[.:]|\b)(?=\s|[.:]|$)[.:]? *(?!이|을|를|의)"),
        ("chapter", 1.0, r"(?:Chapter|CHAPTER|Part|PART|Section|SECTION) (\d{1,2}|[IVX]+|[A-Z])[.:]? "),
        ("roman", 1.1, r"([Ⅰ-Ⅻ]+)(?:[.)]| |-|(?=[가-힣'])) ?"),
        ("roman", 1.1, r"([IVX]{1,4})\. ?(?=[^\s\d.]|(?:19|20)\d\d ?년)"),
        ("question", 1.92, _numbered(r"(?:(?:서면|추가|주요|보충) ?)?(?:질의|질문|문|Q)")),
        ("answer", 1.93, _numbered("(?:답변?|회신|A)")),
        ("letter", 1.2, r"([A-Z])\. (?=[A-Z가-힣'])"),
        ("letter2", 2.5, r"([A-Z])-\d{1,2}[.)] ?(?=[A-Z가-힣'])"),
        ("clause", 1.5, r"(?:제 ?(\d{1,2}) ?절[.:]? ?|(\d{1,2})절\.? +)"),
        (
            "strategy",
            1.8,
            (
                r"[\[<(]? ?(?:추진|중점|핵심|세부)?(?:전략|과제|목표|방향|사업|분야|부문|프로그램"
                r"|Strategy|Pillar|Goal) ?(\d{1,2}|[①-⑳Ⅰ-Ⅻ])[\])>:.]? "
            ),
        ),
        (
            "task",
            1.9,
            (
                r"[\[<(]? ?(?:추진|중점|핵심|세부)?(?:전략|과제|사업|Task|Project)"
                r" ?\d{1,2}[-.](\d{1,2})[\])>:.]? "
            ),
        ),
        ("task", 1.9, r"(?!Table|Figure|Fig|Box|Note|Source|Step)[A-Z][a-z]{2,12} (\d{1,2})[.:] "),
        (
            "task",
            1.9,
            r"[\[<] ?(?:[Ⅰ-Ⅻ]|[IVX]{1,4}|[A-Z]|\d{1,2})[-.](\d{1,2}) ?[\]>] ?(?=[가-힣A-Za-z'])",
        ),
        ("package", 2.9, r"(?:WP|Work [Pp]ackage) ?(\d{1,2})[.:]? "),
        ("boxed-number", 1.95, r"[<\[] ?(\d{1,2}) ?[>\]] ?(?=[가-힣A-Za-z']|(?:19|20)\d\d)"),
        (
            "dotted2",
            2.5,
            r"(\d{1,2})[-.]\d{1,2}(?:[-.]\d{1,2})*[.)]? (?=[^\d\s]|(?:19|20)\d\d ?년|\d{1,2}(?:분기|단계|차 |대 ))",
        ),
        (
            "number",
            2.0,
            r"(\d{1,2})\.(?= ?[^\d\s.]|\s+\d{4}(?:년|\D)|\s+'|\s+\d{1,2}(?:분기|단계|차 |대 ))\s*",
        ),
        ("syllable", 4.0, r"([가-하])\.(?=\s|[^\s\d]) ?"),
        ("number-paren", 5.0, r"(\d{1,2})\)\s*"),
        ("paren-number", 5.2, r"(?:\((\d{1,2})\)|([⑴-⒇]))\s*"),
        ("syllable-paren", 6.0, r"\(?([가-하])\)\s*"),
        ("small", 6.4, r"(?:[ⅰ-ⅹ]+|[ㄱ-ㅎ])[.)]\s*"),
        ("stage", 6.9, r"(?:제 ?)?(\d) ?단계(?= ?[(\[])"),
        ("circled", 7.0, r"([①-⑳])\s*"),
        ("black", 7.1, r"([❶-❿➊-➓])\s*"),
        ("diamond", 7.8, r"[◇◆❖◈]\s*"),
        ("box", 8.0, r"[□■▣▢❑❏◻◼⬜☐☑✔✓]\s*"),
        ("triangle", 8.4, r"[▷▶►▸▹]\s*"),
        ("note", 12.0, _NOTE + r"\s*"),
        ("circle", 9.0, r"(?:[○●◯◦❍⚪⚫ㅇ]|[oOㅇ](?= [가-힣(]))\s*"),
        ("dash", 10.0, r"[-–](?= |[^\d\s-])\s*"),
        ("dot", 11.0, r"[·•▪▫∘‣⁃⋅➢➤→⇒]\s*"),
    )
)
_NUMBER_HEADING = re.compile(r"(\d{1,2}) +(?=[가-힣A-Za-z']|(?:19|20)\d\d년)")
_SYLLABLE_HEADING = re.compile(rf"([{_SYLLABLES}]) +(?=[가-힣A-Za-z'\"]{{2}})")
_NOT_HEADING = re.compile(
    r"\d{1,2} +(?:개|명|건|회|종|억|만|천|백|월|일|년|분기|%|차|대|곳"
    r"|개소|개사|팀|식|and|to|of|SMEs|companies|projects)(?![가-힣]{2})"
)
_SENTENCE_END = re.compile(r"(?:다|음|임|함|됨)[.]?\s*$")


def _value(text: str | None) -> int | None:
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return int(text)
    for table in (_ROMAN, _LATIN_ROMAN):
        if text in table:
            return table[text]
    for row in (_SYLLABLES, _CIRCLED, _BLACK):
        if text in row:
            return row.index(text) + 1
    return len(text) if text.startswith("#") else None


def read_marker(view: View, *, heading_ok: bool = True) -> Marker | None:
    """The marker at the head of a line. `heading_ok` allows a bare number or syllable ("1 추진배경", "가 …")."""
    text = view.text
    stripped = text.lstrip(" \t")
    indent = len(text) - len(stripped)
    for kind, rank, pattern in _SHAPES:
        match = pattern.match(text, indent)
        if match and match.end() > indent:
            group = next((g for g in match.groups() if g), None) if match.groups() else None
            number = _value(group)
            depth = rank + (0.1 * number if kind == "markdown" and number else 0)
            if kind == "dotted2" and match[0].strip().count(".") + match[0].count("-") > 1:
                depth = 2.6
            return Marker(kind, depth, match.end(), indent, number)
    if heading_ok and len(stripped) <= 60 and not _SENTENCE_END.search(stripped):
        match = _NUMBER_HEADING.match(text, indent)
        if match and not _NOT_HEADING.match(text, indent):
            return Marker("plain-number", 3.0, match.end(), indent, int(match[1]))
        match = _SYLLABLE_HEADING.match(text, indent)
        if match:
            return Marker("plain-syllable", 4.1, match.end(), indent, _value(match[1]))
    return None
