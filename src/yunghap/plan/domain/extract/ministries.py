"""Ministries as printed: found in text, read from a parenthesis, a heading or a cell."""

import re
from collections.abc import Mapping, Sequence

from .words import any_of

_WORDS = re.compile(
    any_of(
        "주관 주무 협조 협업 소관 담당 부처 관계 공동 총괄 참여 전담 "
        "주관_기관 전담_기관 수행_기관 시행_기관 담당_부서 합동 연계 및 와 과 등 외 外 lead joint with and ministry"
    )
    + r"|\d+개\s?(?:부처|기관)|[☎☏]?\s?[\d-]{7,}|'?\d{2,4}(?:년도?)?|[~:(),·/\s&+;<>\[\]|→☞-]",
    re.IGNORECASE,
)
_NOBODYS_PART = re.compile(
    r"\s*[\[<(]?\s?(?:범?부처\s?)?(?:간\s?)?(?:공통|공동|합동|협업|범부처|기타)\s?(?:사항|과제|사업|부문|추진\s?계획|분야)?\s?[\])>]?\s*"
)
# Agencies and departments beside a ministry: 산업부·KIAT, 과기부(국립과학관), 국토부 자동차정책과.
_BODIES = re.compile(
    r"(?:(?<=[|,·/\s(])|^)(?:(?:[A-Z][a-z]+ )?(?:Ministry|Department|Agency)(?: (?:of|for) [A-Z][A-Za-z ]*)?"
    r"|[A-Z]{2,8}|[가-힣A-Za-z]{1,14}(?:원|청|처|공단|공사|재단|협회|센터|과|국|실|단|팀|본부|위원회|진흥회|연구소|지자체|대학)|[가-힣]{1,8}(?:특별시|광역시|특별자치도|특별자치시|[도시군구])|지자체|시·?도|공공기관|민간)(?=$|[|,·/\s)])"
)
_HEADING_WORDS = re.compile(
    any_of(
        "추진계획 세부계획 실행계획 시행계획 추진실적 실적 계획 소관_과제 "
        "소관 부문 제출안 제출 사업 과제 부처명 기관명 작성 년도 별첨 추진"
    )
)
_NOBODY = re.compile(
    r"\s*"
    + any_of(
        "공통 범부처 전_부처 관계_부처 관계_부처_합동 관계_기관 각_부처 해당_부처 모든_부처 common all_ministries"
    )
    + r"\s*"
)
_RESPONSIBLE = re.compile(
    r"\s*[(\[<]?\s?(?:소관|주관|주무|담당|제출|작성|책임|lead|responsible)\s?(?:부처|기관|부서|ministry|agency)?(?:명)?\s?(?P<sets>[)\]>]?\s*:?)\s*(?=\S)",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"[(\[<]([^()\[\]<>]{1,120})[)\]>]")
_TAIL = re.compile(r"[\s.:;*)]*(?:등)?[\s.:;]*(?:\[[^\[\]]{1,8}\]\s*)?")
_ITS_MONEY = re.compile(r"\s?, ?(?:예산|사업비|총사업비|국비|소요액|with a budget|budget)\b")
_BEHIND_DASH = re.compile(r"\S\s+[-–—]\s?([^-–—\d]{2,40})$")
_COLON = re.compile(r"\s*[:-]")
# Between a ministry and the number it is named for: 산업부가 총 16,151억원.
_NAMED_FOR = re.compile(
    r"(?:가|이|는|은|의|에|에서|에는)?\s?(?::|\()?\s?(?:총|약|예산|투자액?|투입|지원|사업비|국비|\s)*"
    r"|\s(?:accounted |accounts )?for (?:about |some |the )?"
)
_CLOSED = re.compile(r"\)?\s?(?:총|약|\s|:)*")
_JOINS = re.compile(r"\s?[·,/와과및]\s?")
_AMOUNT_BETWEEN = re.compile(r"(?:가|이|는|은)?\s?(?:총\s?)?(?:[\d,.조억만천\s]++[가-힣]*원)?\s?")
_DASHES = re.compile(r"^[\s-]+|[\s-]+$")
_OPENS = re.compile(r"[\s□○ㅇ◦■◆-]*(?:담당\s?부서[\s:|]*)?")
_COVER_DATE = re.compile(
    r"[(\[]?\s?(?:19|20)\d\d\s?[.년]\s?\d{1,2}\s?[.월]?(?:\s?\d{1,2}\s?[.일]?)?(?:\s?\([월화수목금토일]\))?\s?[)\]]?"
)
_NAMES_PLAN = re.compile(r"계획|보고|백서|방안|대책|전략|로드맵")
_TITLED = re.compile(
    r"(?:\s?소관)?\s(?!공모|지원사업|위탁|국고)[^:]*(?:계획|보고|백서|방안|대책|전략|로드맵)(?:\s?\([^()]*\))?\s*"
)
_ISSUES = re.compile(
    r"\s?(?:장관\s*$|\((?:장관|위원장|청장|처장)\s|공고\s?제|고시\s?제|,.*발표)|[\s|·]+(?:보\s?도|설\s?명)\s?(?:참\s?고\s?)?자\s?료"
)
_SPACED_OUT = re.compile(r"(?<![가-힣])[가-힣](?: {1,4}[가-힣]){2,}(?![가-힣])")  # 해 양 수 산 부
_BEHIND = re.compile(r"\(([^()\d]{1,30})\)(?= ?[가-힣,;])")  # 4,150명(고용부) 교육
_CLOSES_CLAUSE = re.compile(r"[^,;()\d]{0,30}\(([^()\d]{1,30})\)\s?[,;]")
_TOPIC = re.compile(
    r"(?: ?\([^()\d]{1,20}\))?(?:은|는|이|가|도)(?=\s)"
    r"|(?:의| 소관)(?= (?:[가-힣·]{1,12} ){0,2}[가-힣·]{1,12}(?:은|는)\s)"
)
_DOES = re.compile(
    r"\)? (?:will|shall|plans? to|aims? to|intends? to) "
)  # The Ministry of … (산업부) will launch
_OPENS_SENTENCE = re.compile(
    r"(?:^|[.,;]) *(?:반면|한편|또한|또|특히|다만|그러나|아울러|이어|이에|우선|먼저|그리고|한편으로)?,? *$"
)
_LEADS = re.compile(
    r"\s+(?!와|과|및|등|협업|공동|주관|소관|자료|통계|조사|집계|보고서|발표|추계|분석|공모|고시|훈령|지침|승인|지정|장관상)|[(:]|(?:가|는|이|은)\s"
)
_SUBJECT = re.compile(r"(?:가|는|이|은|의|와|에서?|장관)(?![가-힣])")
_SECOND_LABEL = re.compile(r"(?:주관|제출|작성|협조|협업)\s?(?:부처|기관|부서)?\s?:")
_OVERSEERS = frozenset({"감사원"})  # who finds fault with numbers has no part in them
_ASIDE = re.compile(r"\s|\s?[(/]\s?")
_LONGEST_HEAD = 40
_LONGEST_LIST = 200


def _closed_up(text: str) -> str:
    """The text without the spaces inside words set wide."""
    return _SPACED_OUT.sub(lambda match: re.sub(" ", "", match[0]), text)


class Ministries:
    """Finds ministries by any of their names."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """`names`: any name -> canonical short name."""
        self._short = {name.replace(" ", "").casefold(): short for name, short in names.items()}
        forms = sorted(names, key=lambda name: (-len(name), name))
        pattern = "|".join(re.escape(form).replace(r"\ ", r"\s?") for form in forms)
        self._pattern = re.compile(rf"(?<![가-힣A-Za-z])(?:{pattern or '(?!)'})(?![A-Za-z])")

    def find(self, text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int, str]]:
        """(start, end, short name) of each ministry in order."""
        return [
            (match.start(), match.end(), self._short[re.sub(r"\s", "", match[0]).casefold()])
            for match in self._pattern.finditer(text, start, len(text) if end is None else end)
        ]

    def only(self, text: str) -> tuple[str, ...] | None:
        """The ministries of a text that names nothing else: () for "공통", None where it says something else."""
        if len(text) > 120 or not text.strip():
            return None
        if _NOBODY.fullmatch(text):
            return ()
        text = _closed_up(text)
        found = self._untranslated(text, self.find(text))
        rest = self._pattern.sub("|", text)
        if not found or _WORDS.sub("", _BODIES.sub("", rest)).strip(" |"):
            return None
        return tuple(dict.fromkeys(short for *_span, short in found))

    @staticmethod
    def _untranslated(text: str, found: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
        """Without letters right beside a Korean name, which are its translation (MOE 환경부): MOE is more than one."""
        korean = [span for span in found if not text[span[0]].isascii()]

        def translates(start: int, end: int) -> bool:
            return any(
                _ASIDE.fullmatch(text, other_end, start) or _ASIDE.fullmatch(text, end, other_start)
                for other_start, other_end, _short in korean
            )

        return [span for span in found if span in korean or not translates(span[0], span[1])]

    def heading(self, text: str) -> tuple[str, ...] | None:
        """Whose part a heading opens: 산업통상자원부, [환경부], 해양수산부 추진계획; () of a common part."""
        if _NOBODYS_PART.fullmatch(text):
            return ()
        bare = re.sub(r"\s*\([^()]*\)\s*$", "", text)
        return self.only(bare) or self.only(_HEADING_WORDS.sub(" ", bare)) if self.find(bare) else None

    def of_bullet(self, text: str, content: int) -> tuple[str, ...] | None:
        """Who is named for a whole line: in its trailing parenthesis, its leading one, or one before a colon."""
        found = self._parentheses(text, content)
        if not found:
            return self._noted(text, content) or self._opening(text, content) or self._dashed(text, content)
        if _TAIL.fullmatch(text, found[-1][1]):
            return found[-1][2]
        start, end, inner = found[0]
        leads = not text[content:start].strip() or (
            len(found) == 1 and (_COLON.match(text, end) or _ITS_MONEY.match(text, end))
        )
        return inner if leads else None

    def trailing(self, text: str, content: int) -> tuple[str, ...] | None:
        """Who is named in the parenthesis that a line ends with."""
        found = self._parentheses(text, content)
        return found[-1][2] if found and _TAIL.fullmatch(text, found[-1][1]) else None

    def _parentheses(self, text: str, content: int) -> list[tuple[int, int, tuple[str, ...]]]:
        """(start, end, ministries) of the parentheses that name nothing else."""
        inner = ((match, self.only(match[1])) for match in _PARENTHESIS.finditer(text, content))
        return [(match.start(), match.end(), names) for match, names in inner if names is not None]

    def _noted(self, text: str, content: int) -> tuple[str, ...] | None:
        """… 건조 지원(해수부, 86억원): who opens the trailing parenthesis."""
        last = next(reversed(list(_PARENTHESIS.finditer(text, content))), None)
        if last is None or not _TAIL.fullmatch(text, last.end()):
            return None
        head, comma, rest = last[1].partition(",")
        return self.only(head) if comma and not self.find(rest) else None

    def _opening(self, text: str, content: int) -> tuple[str, ...] | None:
        """산업부 : …, 산업부 - 인증 : …, at the head of a line."""
        head, colon, _rest = text[content : content + _LONGEST_HEAD].partition(":")
        return (self.only(head) or self.only(head.partition(" - ")[0])) if colon else None

    def _dashed(self, text: str, content: int) -> tuple[str, ...] | None:
        """… 충전 인프라 — 환경부, at the end of a line."""
        last = _BEHIND_DASH.search(text, content)
        return self.only(last[1]) if last else None

    def leading(self, clause: str) -> tuple[str, ...]:
        """The ministry a clause begins with: 산업부 12개 사업 340억원."""
        match = self._pattern.match(clause, len(clause) - len(clause.lstrip()))
        if not match or not _LEADS.match(clause, match.end()):
            return ()
        short = self._short[re.sub(r"\s", "", match[0]).casefold()]
        return () if short in _OVERSEERS else (short,)

    def responsible(self, text: str, content: int) -> tuple[str, ...] | None:
        """Who a line names for its whole section: 소관부처 : 해양수산부."""
        match = _RESPONSIBLE.match(text, content)
        if match is None:
            return None
        named = text[match.end() :]
        found = self.only(named.strip(" ()[]<>"))
        return self._first_of(named) if found is None and match["sets"].strip() else found

    def _first_of(self, text: str) -> tuple[str, ...] | None:
        """산업부(융합과 홍 사무관, 044-…): the ministries at the head of what a label names, whoever follows them."""
        found: list[tuple[int, int, str]] = []
        for name in self.find(text):
            if name[0] and not (found and _JOINS.fullmatch(text, found[-1][1], name[0])):
                break
            found.append(name)
        if not found or _SUBJECT.match(text, found[-1][1]) or _SECOND_LABEL.search(text):
            return None
        return tuple(dict.fromkeys(short for *_span, short in found))

    def issuer(self, text: str) -> tuple[str, ...]:
        """The single ministry that a line of the cover names as who issues: 환경부, 환경부 공고 제3호."""
        text = _closed_up(text)
        bare = _DASHES.sub("", _COVER_DATE.sub(" ", text))
        found = self.responsible(text, len(text) - len(text.lstrip())) or self.only(bare)
        if found is not None:
            return found if len(found) == 1 else ()
        names = self.find(text)
        return (
            (names[0][2],)
            if names and _OPENS.fullmatch(text, 0, names[0][0]) and _ISSUES.match(text, names[0][1])
            else ()
        )

    def titled(self, text: str) -> tuple[str, ...]:
        """Whose document the title says it is: 2026년도 복지부 업무계획, 시행계획(환경부 소관), 보고 - 환경부."""
        whole = self.of_bullet(text, 0) if _NAMES_PLAN.search(text) else None
        if whole:
            return whole if len(whole) == 1 else ()
        names = self.find(text)
        opens = len(names) == 1 and not _WORDS.sub("", text[: names[0][0]])
        return (names[0][2],) if opens and _TITLED.fullmatch(text, names[0][1]) else ()

    def topics(self, text: str, content: int) -> list[tuple[int, tuple[str, ...]]]:
        """(from where, ministries) of those that are the subject of a sentence: 산업부는 …, 산업부와 환경부는 …."""
        found = []
        names = self.find(text, content)
        for index, (start, end, short) in enumerate(names):
            joint = self._joined(text, names[: index + 1])
            first = names[index + 1 - len(joint)][0] if len(joint) > 1 else start
            opens = _OPENS_SENTENCE.search(text[content:first][-16:]) and _TOPIC.match(text, end)
            if (opens or _DOES.match(text, end)) and short not in _OVERSEERS:
                found.append((end, joint))
        return found

    def beside(self, text: str, segment: int, at: int, group: tuple[int, int] | None) -> tuple[str, ...]:
        """Who is named for one number at `at`: right before it in its clause, or in or before its parenthesis."""
        direct = self._before(text[max(segment, at - 60) : at])
        if direct or group is None or group[1] - group[0] > _LONGEST_LIST:
            return direct
        inside = self._inside(text[group[0] : group[1]])
        return inside or self._attached(text[max(0, group[0] - 40) : group[0] - 1])

    def behind(self, text: str, at: int, end: int) -> tuple[str, ...]:
        """Who closes the clause of a number that ends at `at`: 드론 10곳(국토부), 로봇 20대 보급(산업부), …."""
        match = _BEHIND.match(text, at) or _CLOSES_CLAUSE.match(text, at)
        return (self.only(match[1]) or ()) if match and match.end() <= end else ()

    def _before(self, window: str) -> tuple[str, ...]:
        names = self.find(window)
        if not names or not (
            _NAMED_FOR.fullmatch(window, names[-1][1]) or _CLOSED.fullmatch(window, names[-1][1])
        ):
            return ()
        return self._joined(window, names)

    def _joined(self, window: str, names: Sequence[tuple[int, int, str]]) -> tuple[str, ...]:
        """The last ministry and those joined to it by · or a comma."""
        joint = [names[-1]]
        for earlier in reversed(names[:-1]):
            if not _JOINS.fullmatch(window, earlier[1], joint[0][0]):
                break
            joint.insert(0, earlier)
        return tuple(dict.fromkeys(short for *_span, short in joint))

    def _inside(self, inner: str) -> tuple[str, ...]:
        parts = re.split(r"[,;/](?!\d)|\s{2,}", inner)
        found = [self.only(part) or () for part in parts if not re.search(r"\d", part)]
        return tuple(dict.fromkeys(short for names in found for short in names))

    def _attached(self, outer: str) -> tuple[str, ...]:
        names = self.find(outer)
        return (names[-1][2],) if names and _AMOUNT_BETWEEN.fullmatch(outer, names[-1][1]) else ()
