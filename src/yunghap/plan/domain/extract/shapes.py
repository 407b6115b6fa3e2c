"""Numbers told apart by their shape: links, telephones, ordinals, pages, names that hold digits.

The table is tried from the top; the first shape that fits a digit decides.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from yunghap.plan.contracts import TokenKind

from .words import any_of

_WINDOW = 40
_PART_OF_YEAR = "(?:[Ee]nd|[Mm]id|[Ee]arly|[Ll]ate)-"  # end-2024
_LONGEST_NUMBER = 41  # so many digits name something (a key, a hash)

# Not before a counter: then the number counts, whatever stands before it (과제 3개, 전략 2건).
_COUNTERS = any_of(
    "% 억 만원 천 백 조 개 건 명 장 종 곳 원 회 팀 품목 과제 점 톤 사업 분야 식 대 호 인 ha km m ㎡ kW MW TB"
)
NOT_COUNTED = (
    rf"(?!\d|,\d{{3}}|\.\d| ?{_COUNTERS}| ?(?:시간|분(?![야과])|초(?![기고]))|만(?: |여|{_COUNTERS}))"
)

_ORDINAL_WORDS = any_of("""차 회 호 조 항 목 장 절 편 기 단계 세대 위 순위 급 등급 부 과 관 권 집 판 주 일
    월 분과 분임 국 자 축 전략 회차 정조 주차 절기""")
_CAPTION_WORDS = any_of("""표 그림 별표 별지 붙임 첨부 참고 별첨 부록 사례 서식 양식 전략 과제 세부과제
    전략목표 성과목표 프로그램목표
    목표 방향 유형 사업 수준 Table Figure Fig. Chapter Section Part Annex Appendix Article Phase Stage Step Task
    Strategy Goal Pillar Level Lv. Tier Type Top No. Class Vol. Act Track Round Wave Option Objective
    Direction Priority Area Theme Item Box Case Group Category""")
_STANDARD_WORDS = any_of("""ISO IEC KS_A KS_B KS_C KS_X KS IEEE IATF RFC ITU ASTM EN DIN TRL MRL SRL NCS CES
    MWC IFA COP APEC G Horizon Society Industry Industrie Web Wi-Fi WiFi API Windows PM COVID Bluetooth HTML
    USB Euro EURO SDG SDGs Agenda Vision VISION CPU GPU NDC RE Top TOP Expo EXPO World Green Digital Smart""")
_SIZES = any_of("억 만 조 천 백 배 점 명 건 개 ㎞ k m M G T B b t p x 톤 % 퍼센트")
_MEASURES = any_of("세 살 년 회 호 척 ha ℃ ㎝ ㎜ ㎡ ㎥ ㎢ ㏊ ㎾ ㎿ W dB 헥타르 리터 미터 도")
_AGED = any_of("청년 여성 남성 인구 이하 이상 취업 고용 연령 구직 근로 초반 중반 후반 층 의_ 가_ 는_")
_PER_ONE = any_of(
    "인 개소 개사 건 명 과제 팀 기업 개 대 호 가구 농가 회 곳 ha ㎡ kW 톤 시간 년 월 일 인당 개교 사 "
    "식 세트 두 척 점 마을 학급"
)
_RANKED = any_of("단계 학년 순위 등급 번째 년차 일차 주차 회차 교시 호기 호선 번지 번길 일째 년째 호차")
# Further numbers of a list. Bounded, and never tried again with fewer: a line of nothing but numbers stays quick.
_LISTING = r"(?:[~·,] ?\d+){0,40}+"
_LISTED = r"(?:차(?!례|로|종|선|량)|단계|학년|위(?!원)|등급|순위|년차|일차|주차|회차)"
_ROUNDS = any_of("협력 평가 모집 공모 선정 접수 발표 심사")
_MOTTO_FIRST = any_of("사 인 촌 기업 마을 가구 교 도 읍 석")
_MOTTO_SECOND = any_of("사 인 촌 품 교 로 기술 명품 자격 특화 조 각 하나")
_SIZE_WORDS = any_of(
    "코어 비트 채널 픽셀 인치 핀 셀 층 상호 성급 점식 톤급 마력급 평형 인승 인용 절지 매들이 벌식"
)


@dataclass(frozen=True, slots=True)
class Shape:
    """`at` matches from the digit; `before` must end just before it and is taken into the token."""

    id: str
    kind: TokenKind
    at: re.Pattern[str]
    before: re.Pattern[str] | None = None

    def read(self, text: str, at: int) -> tuple[int, int] | None:
        """(start, end) of the token that holds the digit at `at`, if the shape fits."""
        start = at
        if self.before is not None:
            found = self.before.search(text, max(0, at - _WINDOW), at)
            if found is None:
                return None
            start = found.start()
        match = self.at.match(text, at)
        return (start, match.end()) if match and match.end() > at else None


def _shape(name: str, kind: TokenKind, at: str, before: str | None = None) -> Shape:
    return Shape(name, kind, re.compile(at), re.compile(f"(?:{before})$") if before else None)


_NAME, _ORDINAL, _PAGE = TokenKind.NAME, TokenKind.ORDINAL, TokenKind.PAGE

# Before dates and years.
CERTAIN: Sequence[Shape] = (
    _shape("name-digits", _NAME, rf"\d{{{_LONGEST_NUMBER},}}"),
    _shape("name-link", _NAME, r"\S*", r"(?:https?://|www\.)\S*"),
    _shape("name-mail", _NAME, r"[\w.+-]{0,64}@[\w.-]+", r"[\w.+-]*"),
    _shape(
        "name-host",
        _NAME,
        r"[\w-]{0,63}(?:\.[\w-]{1,63}){0,4}\.(?:kr|com|org|net|gov|io)\b\S*",
        r"[A-Za-z][\w.-]*",
    ),
    _shape(
        "name-telephone",
        _NAME,
        r"[\d()~-]+(?: ?[\d-]+)*",
        r"(?:☎|☏|Tel\.?|TEL\.?|Fax\.?|FAX|[TF]\.) ?[:)]? ?",
    ),
    _shape("name-telephone", _NAME, r"0\d{1,2}\) ?\d{3,4}-\d{4}", r"\("),
    _shape("name-telephone", _NAME, r"0\d{1,2}[-)] ?\d{3,4}-\d{4}"),
    _shape("name-telephone", _NAME, r"1[3568]\d\d-\d{4}"),
    _shape("name-telephone", _NAME, r"(?!(?:19|20)\d\d-(?:19|20)\d\d)\d{3,4}-\d{4}(?![\d년.])"),
    _shape("name-telephone", _NAME, r"\d+번?", r"내선 ?(?:번호 ?)?:? ?"),
    _shape(
        "name-document",
        _NAME,
        r"\d+(?:-\d+)*(?:호|(?![\d가-힣%]|,\d| ?[개건명억만천백조%]))",
        rf"(?<![A-Za-z])(?!{_PART_OF_YEAR}$)[가-힣A-Za-z]{{2,20}}-",
    ),
    _shape(
        "name-statistic",
        _NAME,
        r"\d+(?:\.\d+)? ?%(?! ?p)",
        r"(?:C?VaR|신뢰 ?수준|신뢰 ?구간|유의 ?수준|[Cc]onfidence(?: level| interval)?) ?\(?",
    ),
    _shape("name-address", _NAME, r"\d+(?:-\d+)?(?= ?(?:번지|일원|일대))(?: ?번지)?"),
    _shape("name-mark", _NAME, r"\d{1,2}\)(?=\s*[가-힣A-Z'])", r"^\s*주 ?"),
    _shape("ordinal-item", _ORDINAL, r"\d+번(?! ?의|째)", r"(?:문항|질문|설문|문제|국도|버스|창구) ?"),
    _shape(
        "ordinal-law",
        _ORDINAL,
        r"\d+조(?:의\d+)?(?: ?제?\d+항)?(?: ?제?\d+호)?",
        r"(?:법률?|령|규칙|조례|규정|부칙|고시) ?",
    ),
    _shape("ordinal-issue", _ORDINAL, r"\d{4}-\d+(?: ?호)?", r"(?<![가-힣])제 ?"),
    _shape(
        "ordinal",
        _ORDINAL,
        rf"\d+(?:[-~·,] ?(?:제)?\d+)*(?: ?{_ORDINAL_WORDS})?(?:의\d+)?(?: ?제?\d+[조항호목](?:의\d+)?)*",
        r"(?<![가-힣])제",
    ),
    _shape("ordinal", _ORDINAL, rf"\d+(?:[-~·,] ?\d+)* ?{_ORDINAL_WORDS}(?![가-힣])", r"(?<![가-힣])제 "),
    _shape(
        "name-version",
        _NAME,
        r"\d+(?:\.\d+)*(?![\d,]| ?[개건명%])",
        r"(?:\b[Vv]er(?:sion)?\.?|\b[Vv]\.?|버전) ?",
    ),
    _shape("page", _PAGE, r"\d+(?:[-~] ?\d+)?", r"(?:\bpp?\. ?|[Pp]age |면 번호 ?)"),
    _shape("page", _PAGE, r"\d+(?:[-~] ?\d+)?(?=[\s.,)]|$)", r"(?:쪽|페이지) "),
    _shape("page", _PAGE, r"\d+(?:[-~] ?\d+)? ?(?:쪽|페이지|pages?\b|copies\b)(?![가-힣])"),
    _shape(
        "name-caption",
        _NAME,
        rf"\d+(?:[-.]\d+)*(?:[~·,] ?\d+)*(?:호"
        rf"|번)?(?![가-힣](?<![을를의은는에과와로이가]))(?!,\d|\.\d| ?%){NOT_COUNTED}",
        rf"(?<![가-힣]){_CAPTION_WORDS} ?",
    ),
    _shape(
        "name-standard", _NAME, rf"\d+(?:[-.:→~]\d+)*{NOT_COUNTED}", rf"(?<![A-Za-z]){_STANDARD_WORDS}[ -]?"
    ),
    _shape(
        "date-quarter",
        TokenKind.DATE,
        r"[1-4](?![\d.,])(?: ?(?:of )?(?:FY ?)?'?(?:20\d\d|\d\d(?!\d)))?",
        r"\b[QH]",
    ),
)

# After dates and years, before amounts.
LIKELY: Sequence[Shape] = (
    _shape("duration-english", TokenKind.DURATION, r"\d+(?:\.\d+)?-(?:year|month|week|day|hour|minute)s?\b"),
    _shape(
        "name-letters",
        _NAME,
        r"\d[\d.]*[-A-Za-z0-9]*",
        rf"(?<![A-Za-z])(?!KRW|USD|EUR|JPY|GBP|CNY|US$|x$|FY$|{_PART_OF_YEAR}$)[A-Za-z][A-Za-z0-9]{{0,20}}[-.]?",
    ),
    _shape("name-letters", _NAME, r"\d+(?:[-.]\d+)*(?![\d,%가-힣]|\.\d)", r"[Ⅰ-Ⅻ][-.]"),
    _shape("name-generation", _NAME, r"\d(?:[~·,] ?\d){0,40}+ ?세대(?![가-힣]{2}당)(?!수| ?[입거신공보])"),
    _shape("name-generation", _NAME, r"[2-6]0[2-8]0(?= ?세대| ?여성| ?청년| ?신중년|$)"),
    _shape("name-dimension", _NAME, rf"\d+{_LISTING} ?(?:차원|개년|륜|인칭|중고|족|주년|년제|색|음절)"),
    _shape(
        "name-version",
        _NAME,
        r"(?<!→ )(?<!→)(?<!\) )"  # a value of a series
        rf"\d{{1,2}}\.0(?![\d%])(?! ?{_SIZES}| ?{_MEASURES}| ?(?:시간|분(?![야과])|초(?![기고]))|: ?1\b|~)",
    ),
    _shape("name-fraction", _NAME, r"\d+분의 ?\d+|\d{1,2}/\d{1,3}(?! ?[가-힣%/\d]|,)"),
    _shape("ordinal-list", _ORDINAL, rf"\d+ ?(?:(?:[,·~-]|와|과|및) ?\d+ ?){{1,40}}+{_LISTED}"),
    _shape("ordinal", _ORDINAL, rf"\d+ ?차(?= ?산업|년도|시기|[ ,.)·~]|$|[은는이가를을에의로]|{_ROUNDS})"),
    _shape("ordinal", _ORDINAL, rf"\d+ ?{_RANKED}"),
    _shape("ordinal", _ORDINAL, r"\d+ ?기", r"민선 ?"),
    _shape(
        "ordinal",
        _ORDINAL,
        r"\d+ ?(?:급|위|등)(?=[ ,.)·~]|$|[은는를을의로에]|이(?:며|고| )|권|까지|부터|한|공무원|상당)(?! ?급)",
    ),
    _shape("ordinal", _ORDINAL, r"\d+기(?= (?:신도시|정부|위원회|내각|팹|체제|집행부))"),
    _shape("name-age", _NAME, rf"[1-9]0(?:[~-] ?[1-9]0)?대(?= ?{_AGED})"),
    _shape("name-one", _NAME, r"1 ?인(?= ?(?:가구|기업|창조|미디어|방송|1|시위|관광))"),
    _shape(
        "name-per",
        _NAME,
        rf"1 ?(?=(?:{_PER_ONE}|개 ?[가-힣]{{1,3}})당|[가-힣]{{1,2}}(?<![담해식정성강배부상충합])당(?= |$))",
    ),
    _shape("name-scheme", _NAME, r"\d(?:\.\d)? ?일제(?!품|작|조)|\d{1,2} ?공구(?= |[,)·]|$)"),
    _shape("name-ratio", _NAME, r"\d+ ?: ?\d+(?: ?: ?\d+)+"),
    _shape(
        "name-ratio", _NAME, r"1 ?: ?1(?![\d.])|1 ?대 ?1(?= ?(?:맞춤|상담|멘토|컨설|매칭|교육|지원|전담))"
    ),
    _shape("name-ratio", _NAME, r"\d+ ?: ?\d+(?![\d.:])(?! ?[가-힣]*률)"),
    _shape("name-scale", _NAME, r"(?:5|7|10|50|100|1,000)(?:\.0)?점(?= ?(?:척도|만점|기준 ?만|리커트))"),
    _shape("name-scale", _NAME, r"(?:5|7|10|100)(?:\.0)?점(?! ?(?:이상|달성|목표))", r"\d점? ?/ ?"),
    _shape("name-size", _NAME, rf"\d+{_SIZE_WORDS}(?!당)급?"),
    _shape("name-formula", _NAME, r"\d+(?=\s*(?:$|\)|\|))", r"[)\]\w가-힣] ?[×*x] ?"),
    _shape("name-plus", _NAME, r"\d+\+\d+"),
    _shape("name-motto", _NAME, rf"\d ?{_MOTTO_FIRST} ?\d ?{_MOTTO_SECOND}"),
    _shape("name-copies", _NAME, r"\d+ ?부(?=\s*(?:[.,)]|$|씩|제출|끝|생략))"),
)
