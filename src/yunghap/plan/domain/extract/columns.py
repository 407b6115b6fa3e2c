"""What the headers over a column say: unit, year, role, ministry, or that its numbers are no quantities."""

import re
from collections.abc import Sequence
from dataclasses import replace

from yunghap.plan.contracts import TokenKind
from yunghap.plan.domain.vocabulary import Vocabulary

from .context import Column
from .ministries import Ministries
from .rates import PER_NOUNS
from .tokens import Token
from .units import clean_unit
from .when import When, of_year, read_year
from .words import any_of

_INDEX = re.compile(
    r"(?:연\s?번|번\s?호|순\s?번|순\s?위|No\.?|#|(?:구분|지표|과제)\s?번호|번|Ref\.?|ID)", re.IGNORECASE
)
_SKIP = re.compile(
    r"가\s?중\s?치|비\s?고|weight|remarks?|notes?\b|(?:^|측정|점검|평가|조사|산출)\s?주\s?기|frequency",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"산\s?식|산출\s?(?:식|근거|방법)|측정\s?(?:방법|산식)|공식|formula|내\s?용|방\s?법|근\s?거",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"기\s?간|일\s?정|시\s?기|기\s?한|연\s?도|년\s?도|period|schedule|\byear|date|deadline|착수|완료|준공",
    re.IGNORECASE,
)
_NO_PERIOD = re.compile(r"예산|목표|실적|계획액|처리|소요|단축|수명|대기|평균")
_UNIT = re.compile(r"(?:(?:측정\s?)?단\s?위|units?|UoM)(?:\s?[/(]?\s?(?:단\s?위|units?)\)?)?", re.IGNORECASE)
_MINISTRY = re.compile(
    r"부\s?처|소\s?관|주\s?관|담\s?당|기\s?관|부\s?서|ministry|agency|owner|lead|responsible", re.IGNORECASE
)
_TOTAL = re.compile(
    r"(?:합\s?계|총\s?계|계|소\s?계|누\s?계|총\s?사업비|total|sum)\s*(?:\([^()]*\))?", re.IGNORECASE
)
_COMPARED = re.compile(r"대비|비교|change", re.IGNORECASE)
_ASIDE_SHARE = re.compile(r"(?<=\S)\s?\(\s?(?:비중|비율|구성비|점유율|share)[^()]*\)\s*$", re.IGNORECASE)
_SHARE = re.compile(r"비중|비율|구성비|점유율|[률율](?![가-힣])|%|share|\brate|ratio|percent", re.IGNORECASE)
_SINCE = re.compile(r"이후|~\s*$|부터|onwards|after", re.IGNORECASE)
_UNTIL = re.compile(r"이전|까지|^\s*~|before", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d|'\d\d|FY ?'?\d\d(?!\d)")
_SHORT_YEAR = re.compile(r"\s*(\d\d)년")
_RELATIVE = (
    (
        re.compile(
            r"(?<!대비 )(?:전년도?|작년|지난해)(?! ?(?:도? ?대비|비|동기|比|도?보다))|last year|previous year",
            re.IGNORECASE,
        ),
        -1,
    ),
    (re.compile(r"금년도?|당해 ?연?년?도|올해|당년도|this year", re.IGNORECASE), 0),
    (re.compile(r"내년도?|차년도|익년도?|next year", re.IGNORECASE), 1),
)
_UNIT_WORDS = re.compile(r"단\s?위\s?(?::|\s)\s*([^()<>\[\]]+)|units?\s*:\s*([^()<>\[\]]+)", re.IGNORECASE)
_UNIT_NOTE = re.compile(
    r"\s*+(?:[(\[<]\s*+(?:단\s?위|units?)\s*:[^()]*[)\]>]|[*※]?\s*+(?:단\s?위|units?)\s*:\s[^:;,]{1,40})\s*",
    re.IGNORECASE,
)
_UNIT_AT_END = re.compile(r"[(\[<]([^()\[\]<>]+)[)\]>]\s*$")
_PARENTHESIS = re.compile(r"[(\[<]([^()\[\]<>]+)[)\]>]")
_FILLER = re.compile(r"^\s*(?:비중|비율|구성비|증감률?|증가율|점유율|금액|인원|건수|단위)\s*[:(]?\s*(?=\S)")
_COUNTED_THINGS = any_of(
    "사업 과제 지표 기관 업종 분야 품목 시군 시설 센터 특허 데이터 학교 부처 프로젝트 세부사업"
)
_COUNTED = (
    (re.compile(r"건\s?수"), "건"),
    (re.compile(r"^개\s?수$"), "개"),
    (
        re.compile(
            r"(?:인원|인력)(?!\s?[가-힣]{2})|명\s?수|(?:참여|종사|이용|수료|교육|취업|관람|방문|근로|수혜)자\s?수?|고용\s?(?:인원|수)?$"
        ),
        "명",
    ),
    (re.compile(r"(?:기업|업체|사업체|회사)\s?수"), "개사"),
    (re.compile(r"횟\s?수|회\s?수"), "회"),
    (re.compile(r"점\s?수|[득배평]\s?점$"), "점"),
    (re.compile(r"개소\s?수?"), "개소"),
    (re.compile(r"가구\s?수"), "가구"),
    (
        re.compile(rf"{_COUNTED_THINGS}\s?수|^(?:세부\s?)?(?:과제|지표|품목|특허)$"),
        "개",
    ),
)
# How things are counted, for captions that name several units.
_SUITS = tuple(
    (unit, re.compile(things))
    for unit, things in (
        ("기", r"충전[소기]|발전기|저장탱크|풍력|터빈|위성|승강기|로켓"),
        ("대", r"(?<!주)(?<!절)차(?:량)?$|버스|트럭|택시|트램|로봇|드론|장비|단말"),
        ("척", r"선박|어선|함정|여객선"),
        ("명", r"[인사](?:원|력)$|종사자|근로자|[학수훈]생|인구|이용자|관람객|방문객|고용"),
        ("개사", r"기업|업체|사업체"),
        ("건", r"특허|논문|출원|등록|상담|신고"),
    )
)
_COUNTS = frozenset({"건", "개", "과제", "종", "개소"})
_ASIDE = re.compile(r"누적|누계|연간|당해|신규|평균|잠정|추정|계획|실적")
_YEAR_PART = re.compile(r"\s*(?:'?\d\d|(?:19|20)\d\d)(?:년도?)?(?:\s?[~-]\s?'?\d{2,4}(?:년도?)?)?\s*")
_ONLY_YEAR = re.compile(r"\s*[(\[]\s?'?(?:\d\d|(?:19|20)\d\d)(?:년도?)?(?:\s?말)?\s?[)\]]\s*")
_RATED = re.compile(r"\s*(\S+?)당\s")
_MONEY_UNIT = re.compile(r"(?:원|불|달러|유로|엔|KRW|USD|EUR)$")
MONEY_WORDS = re.compile(
    any_of("""현액 소요액 투입 사업비 국고 예산 투자 사업비 금액 국비 지방비 시비 도비 군비 구비 민자 재원 집행 계획액
    실적액 결산 출연 보조 융자 매출 수출 비용 기금 자부담 budget amount cost invest"""),
    re.IGNORECASE,
)


def units_in(text: str, vocabulary: Vocabulary) -> list[str]:
    """The units a caption or header names: (단위: 백만원, %), (억원, 비중%)."""
    match = _UNIT_WORDS.search(text)
    if match:
        found = _units(match[1] or match[2], vocabulary)
        if found:
            return found
    for parenthesis in _PARENTHESIS.finditer(text):
        found = _units(parenthesis[1], vocabulary, whole=True)
        if found:
            return found
    return []


def _units(text: str, vocabulary: Vocabulary, *, whole: bool = False) -> list[str]:
    """Units of a list; with `whole`, none where anything else stands in it."""
    found: list[str] = []
    for part in re.split(r"[,·;]|및|\s/\s", text):
        if whole and (_YEAR_PART.fullmatch(part) or (found and _ASIDE.fullmatch(part.strip()))):
            continue
        unit = clean_unit(_FILLER.sub("", part.strip()).strip(" )"), vocabulary)
        if unit:
            found.append(unit)
        elif whole:
            return []
    return found


def names_unit(text: str) -> bool:
    """The text says 단위."""
    return _UNIT_WORDS.search(text) is not None


def only_unit(text: str) -> bool:
    """The text is a note of the unit and nothing else: (단위: 100만원), (Unit: KRW 100 million)."""
    return _UNIT_NOTE.fullmatch(text) is not None


def unit_at_end(text: str, vocabulary: Vocabulary) -> str | None:
    """The unit that closes a line in brackets and is all that stands there."""
    note = _UNIT_AT_END.search(text)
    return clean_unit(note[1], vocabulary) if note else None


def as_names(text: str, tokens: Sequence[Token], vocabulary: Vocabulary) -> list[Token]:
    """The tokens of a heading, the amount of a unit that closes it told apart: 4. Budget (KRW 100 million)."""
    note = _UNIT_AT_END.search(text)
    if note is None or unit_at_end(text, vocabulary) is None:
        return list(tokens)
    return [
        replace(token, kind=TokenKind.NAME, rule="name-unit") if token.start >= note.start() else token
        for token in tokens
    ]


def read_column(
    words: Sequence[str],
    units: Sequence[str],
    vocabulary: Vocabulary,
    ministries: Ministries,
    year: int | None,
) -> Column:
    """The meaning of a column from its header words (top first), the caption's units and the section's year."""
    if not words:
        return Column(lent=units[0] if units else None)
    leaf = next((text for text in reversed(words) if not _ONLY_YEAR.fullmatch(text)), words[-1])
    column = Column(" ".join(words), leaf, _use(leaf.strip()))
    column.when = header_when(words) or relative_when(words, year)
    column.total = _TOTAL.fullmatch(leaf.strip()) is not None
    for text in reversed(words):
        found = ministries.only(re.sub(r"\([^()]*\)", "", text))
        if found:
            column.ministry = found
            break
    printed = (units_in(text, vocabulary) for text in reversed(words))
    _set_units(column, next((own for own in printed if own), []), units)
    return column


def is_skipped(words: str) -> bool:
    """The words name weights or remarks: 가중치."""
    return _SKIP.search(re.sub(r"\([^()]*\)", "", words)) is not None


def _use(leaf: str) -> str:
    bare = re.sub(r"\([^()]*\)", "", leaf).strip()
    dated = not re.search(r"\d", leaf) and not _NO_PERIOD.search(leaf)
    uses = (
        ("index", _INDEX.fullmatch(leaf)),
        ("unit", _UNIT.fullmatch(leaf)),
        ("skip", _SKIP.search(bare)),
        ("remark", _REMARK.search(bare)),
        ("period", dated and _PERIOD.search(bare)),
        ("ministry", len(bare) <= 14 and not re.search(r"\d|수$", bare) and _MINISTRY.search(bare)),
    )
    return next((use for use, found in uses if found), "value")


def header_when(words: Sequence[str]) -> When | None:
    """The year a header prints, the lowest header first."""
    for text in reversed(words):
        match = _YEAR.search(text)
        short = _SHORT_YEAR.match(text)
        if match:
            found = read_year(text, match.end() - len(match[0].lstrip("FY '")))
            when = found.when if found else None
        elif short:
            when = of_year(2000 + int(short[1]))
        else:
            continue
        if when is not None and when.form == "year":
            form = "since" if _SINCE.search(text) else "until" if _UNTIL.search(text) else "year"
            return of_year(when.year, form)
        return when
    return None


def relative_when(words: Sequence[str], year: int | None) -> When | None:
    """전년도, 금년, 차년도, from the section's year."""
    if year is None:
        return None
    for text in reversed(words):
        for pattern, step in _RELATIVE:
            if pattern.search(text):
                return of_year(year + step)
    return None


def _set_units(column: Column, own: Sequence[str], caption: Sequence[str]) -> None:
    """The unit of the column's numbers, and of a second number in parentheses."""
    share = next((unit for unit in caption if unit in {"%", "%p"}), None)
    others = [unit for unit in caption if unit not in {"%", "%p"}]
    aside = _ASIDE_SHARE.search(column.leaf)  # 투자액(비중): the share stands in parentheses in the cell too
    named = column.leaf[: aside.start()] if aside else column.leaf
    column.second = "%" if aside else None
    if own:
        column.unit = own[0]
        column.second = column.second or (own[1] if len(own) > 1 else (share if own[0] != "%" else None))
    elif _SHARE.search(named) or (share and _COMPARED.search(named)):
        column.unit = "%"
    else:
        column.unit = counted_unit(column.leaf, others)
        column.counts = column.unit is not None
    rated = _RATED.match(column.leaf)
    column.per = rated[1] if rated and rated[1] in PER_NOUNS else ""  # 과제당 출연금(백만원)
    column.lent = _lent(column.leaf, others) or share
    if column.second is None and column.unit is None:
        column.second = share or (others[1] if len(others) > 1 else None)


def _lent(leaf: str, units: Sequence[str]) -> str | None:
    """The caption's unit that suits the header: of (단위: 개, 백만원) money under 국비, of (대, 기) 기 under 충전소."""
    money = next((unit for unit in units if _MONEY_UNIT.search(unit)), None)
    if money and MONEY_WORDS.search(leaf) and not leaf.strip().endswith("수"):
        return money
    suited = (unit for unit, things in _SUITS if unit in units and things.search(leaf))
    return next(suited, next(iter(units), None))


def counted_unit(leaf: str, shared: Sequence[str]) -> str | None:
    """건 of "지원건수": where the header itself says what is counted; for 개 the counter among those `shared`."""
    if MONEY_WORDS.search(leaf):
        return None
    found = next((unit for pattern, unit in _COUNTED if pattern.search(leaf)), None)
    return next((unit for unit in shared if unit in _COUNTS), found) if found == "개" else found
