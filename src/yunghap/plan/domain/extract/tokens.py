# ruff: noqa
"""The lexer: every run of digits of a line becomes one token, by the first rule that explains it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from yunghap.plan.contracts import TokenKind
from yunghap.plan.domain.vocabulary import Vocabulary

from .amounts import Amount, bare_number, read_amount, with_sign
from .conditions import is_condition
from .when import Found, When, finish_year, read_date, read_days, read_other_date, read_year

_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the view. `kind` is None for an amount (or for a number still without unit: `amount.unit` empty)."""

    start: int
    end: int
    kind: TokenKind | None
    rule: str
    amount: Amount | None = None
    when: When | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What the lexer knows about the line: the vocabulary, the edition's year, and where the text begins."""

    vocabulary: Vocabulary
    year: int | None = None
    content: int = 0  # list markers stand before
    cell: bool = False  # a table cell: bare numbers may be quantities


Rule = Callable[[str, int, Scope], Token | None]


@dataclass(frozen=True, slots=True)
class Shape:
    """A rule by pattern: `at` matches from the digit, `before` must end just before it (and is taken in)."""

    id: str
    kind: TokenKind
    at: re.Pattern[str]
    before: re.Pattern[str] | None = None

    def read(self, text: str, at: int) -> Token | None:
        """The token that begins with the digit at `at`, if the shape fits."""
        start = at
        if self.before is not None:
            window = max(0, at - 24)
            found = self.before.search(text, window, at)
            if found is None:
                return None
            start = found.start()
        match = self.at.match(text, at)
        return Token(start, match.end(), self.kind, self.id) if match else None


def _shape(identifier: str, kind: TokenKind, at: str, before: str | None = None) -> Shape:
    return Shape(identifier, kind, re.compile(at), re.compile(f"(?:{before})$") if before else None)


_N = TokenKind.NAME
_O = TokenKind.ORDINAL
_P = TokenKind.PAGE
_D = TokenKind.DURATION
_C = TokenKind.CONDITION

# Before dates and years.
_FIRST: Sequence[Shape] = (
    _shape("name-link", _N, r"[^\s]*", r"(?:https?://|www\.)[^\s]{0,200}"),
    _shape("name-mail", _N, r"[\w.+-]*@[\w.-]+", r"[\w.+-]{0,40}"),
    _shape("name-host", _N, r"[\w.-]*\.(?:go\.kr|or\.kr|co\.kr|com|org|net|kr)\b[^\s]*", r"[\w.-]{0,40}"),
    _shape("name-telephone", _N, r"0\d{1,2}[-)] ?\d{3,4}-\d{4}"),
    _shape("name-telephone", _N, r"0\d{1,2}\) ?\d{3,4}-\d{4}", r"\("),
    _shape("name-telephone", _N, r"1[568]\d\d-\d{4}"),
    _shape("name-telephone", _N, r"\d{3,4}-\d{4}(?![\d년])"),
    _shape(
        "name-telephone", _N, r"[\d()~-]+(?: ?[\d-]+)*", r"(?:☎|☏|Tel\.?|TEL\.?|Fax\.?|FAX|T\.|F\.) ?:? ?"
    ),
    _shape("name-telephone", _N, r"\d+(?=번?\b)번?", r"내선 ?"),
    _shape(
        "name-document",
        _N,
        r"\d+(?:-\d+)*(?:호|(?![\d가-힣%]|,\d| ?(?:개|건|명|억|만|천|백|조|%)))",
        r"[가-힣A-Za-z]{2,20}-",
    ),
    _shape("ordinal-issue", _O, r"\d{4}-\d+(?: ?호)?", r"제 ?"),
    _shape(
        "ordinal-law",
        _O,
        r"\d+조(?:의\d+)?(?: ?제?\d+항)?(?: ?제?\d+호)?(?: ?[가-하]목)?",
        r"(?:법|법률|령|규칙|조례|규정|부칙|고시|시행령) ?",
    ),
    _shape(
        "ordinal",
        _O,
        r"\d+(?:[-~·,] ?(?:제 ?)?\d+)* ?(?:차|회|호|조|항|목|장|절|편|기|단계|세대|위|순위|급|등급|부|과|관|권|집|판|주|일|월|분과|분임|조의\d+|국|자|축|전략|정조|회차)?(?:의\d+)?",
        r"제 ?",
    ),
    _shape("name-version", _N, r"\d+(?:\.\d+)*", r"(?:[Vv]er(?:sion)?\.?|[Vv]\.?|버전) ?"),
    _shape("page", _P, r"\d+(?:-\d+)?", r"(?:\bpp?\.|쪽|페이지|[Pp]age|면 번호) ?"),
    _shape("page", _P, r"\d+ ?(?:쪽|페이지|page)(?![가-힣])(?! ?(?:이내|분량|내외))"),
    _shape(
        "name-caption",
        _N,
        r"\d+(?:[-.]\d+)*(?:[~·,] ?\d+)*(?![\d가-힣%]|,\d|\.\d| ?(?:개|건|명|억|만|천|백|조|%|종|곳|원|회|팀|품목|과제|점|톤))",
        r"(?:표|그림|별표|별지|붙임|첨부|참고|별첨|부록|사례|서식|양식|서식 제|전략|과제|세부과제|목표|방향|유형|사업|Table|Figure|Fig\.|Chapter|Section|Part|Annex|Appendix|Article|Phase|Stage|Step|Task|Strategy|Goal|Pillar|Level|Lv\.|Tier|Type|Top|No\.|Class|Vol\.|Stage|Act|Track|Round|Wave|Option|Objective|Direction|Priority|Area|Theme|Item|Box|Case) ?",
    ),
    _shape(
        "name-standard",
        _N,
        r"\d+(?:[-.:]\d+)*",
        r"(?:ISO|IEC|KS [A-Z]|KS|IEEE|IATF|RFC|ITU|ASTM|EN|DIN|TRL|MRL|SRL|NCS|KEDB|CES|MWC|IFA|COP|Horizon|Society|Industry|Industrie|Web|Wi-Fi|WiFi|API|Windows|PM|COVID|Bluetooth|HTML|USB|Euro|EURO|SDGs?|Agenda|Vision|VISION|MWC|CPU|GPU)[ -]?",
    ),
)
# After dates, before amounts.
_NAMES: Sequence[Shape] = (
    _shape(
        "name-letters",
        _N,
        r"\d[\d.]*(?:[-A-Za-z0-9]*)",
        r"[A-Za-z][A-Za-z0-9]{0,20}[-.]?(?<![A-Za-z][a-z]\.)",
    ),
    _shape(
        "name-letters", _N, r"\d+(?:[DGKRTNSCPBWHEVAX]|th|st|nd|rd|way|pt|dpi|bit|ch|x|C|P|D-|G-)(?![A-Za-z])"
    ),
    _shape("name-letters", _N, r"\d+[A-Za-z]\d+[A-Za-z]*"),
    _shape(
        "name-generation",
        _N,
        r"\d+(?:[~·,] ?\d+)* ?(?:세대(?=[ ]?(?:이동|통신|스마트|네트워크|배터리|반도체|기술|지능|태양|원전|,))|차원|개년|륜|인칭|중고|족)",
    ),
    _shape(
        "name-version", _N, r"\d\.0(?![\d%])(?! ?(?:억|만|조|천|백|배|점|명|건|개|㎞|k|m|M|G|T|톤|%|퍼|:))"
    ),
    _shape("name-mark", _N, r"\d+", r"(?:각?주 ?|\^)(?=$)(?<=주)"),
    _shape(
        "ordinal-list",
        _O,
        r"\d+ ?(?:(?:[,·~∙]|-|와|과|및) ?\d+ ?)+(?:차(?!례)|단계|학년|위|등급|순위|년차|일차|주차|회차)",
    ),
    _shape("ordinal-industry", _O, r"\d+ ?차(?= ?산업)"),
    _shape(
        "ordinal",
        _O,
        r"\d+ ?(?:차(?![가-힣])|차(?=[은는이가를을에의년])|단계|학년|순위|등급|번째|년차|일차|주차|회차|차년도|차 |교시|인자|호기|호선|번지|급(?![가-힣])|위(?![가-힣])|등(?=[은는이가을를,)]))",
    ),
    _shape("ordinal", _O, r"\d+위(?=(?:를|의|로|에|권|이|인|까지|부터|한|,))"),
    _shape(
        "name-age",
        _N,
        r"[1-9]0(?:[~-] ?[1-9]0)?대(?= ?(?:청년|여성|남성|인구|이하|이상|취업|고용|연령|구직|근로|초반|중반|후반|층|의 ))",
    ),
    _shape("ordinal-generation", _O, r"\d+기(?= (?:신도시|정부|위원회|내각|팹))"),
    _shape("name-one", _N, r"1 ?인(?= ?(?:가구|기업|창조|미디어|방송|1))"),
    _shape("name-ratio", _N, r"1 ?: ?1(?![\d.])|1 ?대 ?1(?= ?(?:맞춤|상담|멘토|컨설|매칭|교육))"),
    _shape("name-ratio", _N, r"\d+(?: ?: ?\d+){2,}"),
    _shape(
        "name-per",
        _N,
        r"1 ?(?=(?:인|개소|개사|건|명|과제|팀|기업|개|대|호|가구|농가|회|곳|ha|㎡|kW|톤|시간|년|월|일|인당)당)",
    ),
    _shape("name-scale", _N, r"\d+점(?= ?(?:척도|만점|기준))"),
    _shape("name-formula", _N, r"\d+(?=\s*$)", r"[)\]]\s?[x×]\s?"),
    _shape("name-size", _N, r"\d+(?:코어|비트|채널|픽셀|인치|포인트(?=로|의)|핀|셀|층)(?!당)급?"),
    _shape("name-course", _N, r"\d+년제"),
    _shape("name-plus", _N, r"\d+\+\d+"),
    _shape(
        "name-one-each",
        _N,
        r"1(?:사|인|촌|기업|마을|가구|교|도|읍)? ?1(?:사|인|촌|품|교|로|기술|명품|자격|특화)",
    ),
)


def _when_token(found: Found) -> Token:
    kind = TokenKind.YEAR if found.kind == "year" else TokenKind.DATE
    return Token(found.start, found.end, kind, found.rule, when=found.when)


def _near(year: int, scope: Scope) -> bool:
    return scope.year is None or -12 <= year - scope.year <= 15


_SHORT_YEAR = re.compile(
    r"(?P<y>\d\d)(?= ?[,)~/]| ?- ?'?\d\d(?:년|\)|,)|년(?! ?(?:간|이내|이상|이하|미만|만에|동안|째|주기|차|경과|전|후|짜리|넘)))"
)
_SHORT_AFTER_TILDE = re.compile(r"(?P<y>\d\d)(?=\)|년)")
_YEAR_WORD = re.compile(
    r"(?P<y>\d\d)년(?! ?(?:간|이내|이상|이하|미만|초과|만에|동안|째|주기|차|경과|넘|전|후|짜리|여|씩|단위|계약|과정|의 ))(?:도)?"
)


def _short_year(text: str, at: int, scope: Scope) -> Token | None:
    """A year of two digits without its apostrophe: (23, …), (~23), 23년."""
    before = text[max(0, at - 3) : at]
    if re.search(r"[\d.,]$", before):
        return None
    in_paren = before.rstrip(" ~").endswith(("(", "[")) or before.endswith("~")
    match = None
    if in_paren:
        match = (_SHORT_AFTER_TILDE if before.rstrip().endswith("~") else _SHORT_YEAR).match(text, at)
        if (
            match
            and text[match.end() : match.end() + 1] == ")"
            and not before.endswith("~")
            and not _alone(text, at, scope)
        ):
            match = None
    if match is None:
        match = _YEAR_WORD.match(text, at)
    if match is None or not _near(2000 + int(match["y"]), scope) or int(match["y"]) < 5:
        return None
    word = re.compile(r" ?(?:년도|년)").match(text, match.end("y"))
    found = finish_year(text, at, word.end() if word else match.end("y"), 2000 + int(match["y"]))
    return replace(_when_token(found), rule=f"{found.rule}-short") if found else None


_BREAKDOWN_ITEM = re.compile(r"[가-힣A-Za-z]\(\d+\)")


def _alone(text: str, at: int, scope: Scope) -> bool:
    """(23) by itself is a year where it can be the edition's or the one before, and no breakdown like 행정(4)."""
    yy = 2000 + int(text[at : at + 2])
    return (
        scope.year is not None
        and yy in {scope.year - 1, scope.year, scope.year + 1}
        and len({m[0][-3:] for m in _BREAKDOWN_ITEM.finditer(text, max(0, at - 60), at + 60)}) <= 1
    )


_RATIO = re.compile(r"(\d+(?:\.\d+)?) ?(?::|대) ?1(?![\d.]|[가-힣])")


def _ratio(text: str, at: int) -> Token | None:
    match = _RATIO.match(text, at)
    if match is None:
        return None
    amount = bare_number(match[1], 0)
    if amount is None or amount.value == 1:
        return None
    full = replace(amount, start=at, end=match.end(), unit=":1", kind="ratio", rule="unit-ratio")
    return Token(at, match.end(), None, "quantity", full)


_NUMBER_AFTER_NAME = re.compile(r"\d+(?![\d,.]| ?[%개명건])[가-힣]")


def _named(text: str, at: int, scope: Scope) -> Token | None:
    """Names of the vocabulary that begin with a digit (119)."""
    for name in scope.vocabulary.names:
        if text.startswith(name, at) and not text[at + len(name) : at + len(name) + 1].isdigit():
            if re.compile(r" ?(?:개|명|건|억|만|천|백|%|원|\.\d|,\d)").match(text, at + len(name)):
                continue
            return Token(at, at + len(name), _N, "name-vocabulary")
    return None


_VALUE_CONTEXT = re.compile(r"(?:(?:기준|목표|실적)(?:치|값)?(?:는|은|을)? ?:? ?|→ ?)(?:약|평균)? ?$")
_ARROW_AFTER = re.compile(r" ?(?:→|\(? ?'\d\d\)? ?→)")


def _amount_token(text: str, at: int, scope: Scope) -> Token | None:
    amount = read_amount(text, at, scope.vocabulary)
    if amount is None:
        return None
    amount = with_sign(text, amount)
    kind = amount.kind
    start, end = amount.start, amount.end
    if kind == "name":
        return Token(start, end, _N, "name-unit")
    if kind == "ordinal":
        return Token(start, end, _O, "ordinal-unit")
    if is_condition(text, amount):
        return Token(start, end, _C, "condition")
    if kind == "age":
        return Token(start, end, _C, "condition-age")
    if kind == "time":
        return Token(start, end, _D, "duration", amount)
    return Token(start, end, None, "quantity", amount)


def _rules(text: str, at: int, scope: Scope) -> Token | None:
    for shape in _FIRST:
        token = shape.read(text, at)
        if token:
            return token
    found = read_date(text, at)
    if found:
        return _when_token(found)
    ratio = _ratio(text, at)
    if ratio:
        return ratio
    found = read_other_date(text, at)
    if found:
        return _when_token(found)
    short = _short_year(text, at, scope)
    if short:
        return short
    found = read_year(text, at)
    if found and not _counts(text, at, found, scope):
        return _when_token(found)
    for shape in _NAMES:
        token = shape.read(text, at)
        if token:
            return token
    return _named(text, at, scope) or _amount_token(text, at, scope)


def _counts(text: str, at: int, found: Found, scope: Scope) -> bool:
    """Four digits that look like a year, but are counted or paid: 2023개, 2,000만원, 2000명."""
    if found.start != at or found.rule != "year" or not text[at : at + 4].isdigit():
        return False
    if text[found.end - 1 : found.end] in "년도年":
        return False
    if re.compile(r",\d{3}|\.\d").match(text, at + 4):
        return True
    amount = read_amount(text, at, scope.vocabulary)
    return (
        amount is not None
        and amount.kind not in {"time", "name", "ordinal"}
        and text[amount.number_end : amount.number_end + 1] != " "
    )


_CELL_MARKER = re.compile(r"\s*\d{1,2}[.)] ?(?=[^\d\s])")


def scan(text: str, scope: Scope) -> list[Token]:
    """All tokens of a line, in order, without overlap; together they hold every digit."""
    tokens: list[Token] = []
    done = 0
    for run in _DIGITS.finditer(text):
        at = max(run.start(), done)
        while at < run.end():
            token = _one(text, at, scope, tokens)
            if token.start < done:
                token = replace(token, start=at)
            tokens.append(token)
            done = at = token.end
    return tokens


def _one(text: str, at: int, scope: Scope, before: list[Token]) -> Token:
    if at < scope.content or (scope.cell and _CELL_MARKER.match(text) and not text[:at].strip()):
        end = _DIGITS.match(text, at)
        return Token(at, end.end() if end else at + 1, TokenKind.LIST_MARKER, "list-marker")
    if (
        before
        and before[-1].kind is TokenKind.DATE
        and re.fullmatch(r" ?[~,·-] ?", text[before[-1].end : at])
    ):
        days = read_days(text, at)
        if days:
            return Token(at, days, TokenKind.DATE, "date-day")
    token = _rules(text, at, scope)
    if token is not None and token.end > at:
        return token
    number = bare_number(text, at)
    assert number is not None  # noqa: S101
    number = with_sign(text, number)
    return Token(number.start, max(number.end, at + 1), None, "bare", number)
