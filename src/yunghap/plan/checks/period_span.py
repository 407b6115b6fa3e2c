"""A span of years lasts as long as is told.

`'23~'30년(총 8년)`, `2024~2028(5개년)`, `3년간('23~'25)`, `2024. 3.~2026. 2.(2년)`: the years from the
first to the last, both counted, must be the number told, and so must
`2023년부터 2026년까지 4년간`; where months are printed, the months count (24
months are 2 years). A span must not end before it begins.

Silently ignored: spans without a length, unless they run backwards; lengths that are limits or ranks (5년
이내, 5년 이상, 3년차); lengths further than a bracket away; bare two-digit spans outside brackets.
"""

import re
from collections.abc import Iterator

from yunghap.plan.checks.dates import YearSpan, spans_in_words, year_spans
from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.verdicts import Check, Verdict, verdict
from yunghap.plan.contracts import Message

_LENGTH = (
    r"(?<![\d'])(?P<n>\d{1,3})\s?(?P<unit>개년|년간|년|개월)(?:간|\s?동안)?"
    r"(?!\s?(?:이내|이상|이하|미만|초과|차|도|생|마다|말|초|\d))"
)
_BEHIND = re.compile(r"\s*+(?:년)?\s*+[(,:\[]?\s*+(?:총|약)?\s?" + _LENGTH)
_WORDED = re.compile(
    r" ?(?:총|약)? ?(?P<n>\d{1,2})(?P<unit>개년|년간|년 ?동안)(?!\s?(?:이내|이상|이하|미만|초과))"
)
_BEFORE = re.compile(_LENGTH + r"\s?(?:\s[가-힣]{1,4})?\s*+[(\[:]\s*+$")


def run(reading: Reading) -> Iterator[Verdict]:
    for line in range(1, len(reading.plan.lines) + 1):
        text = reading.text(line)
        for span in year_spans(text):
            found = _BEHIND.match(text, span.end)
            if found and not re.search(r"[(,:\[총]", text[span.end : found.start("n")]):
                found = None
            before = _BEFORE.search(text, 0, span.start)
            length = found or before
            if span.months <= 0:
                yield _backwards(reading, line, span, text)
            elif length and int(length["n"]) > 0:
                yield _judge(reading, line, span, text, length)
        for span in spans_in_words(text):
            length = _WORDED.match(text, span.end)
            if span.months > 0 and length and int(length["n"]) > 0:
                yield _judge(reading, line, span, text, length)


def _judge(reading: Reading, line: int, span: YearSpan, text: str, length: re.Match[str]) -> Verdict:
    told, unit = int(length["n"]), length["unit"]
    years = span.last - span.first + 1
    if unit == "개월":
        holds, counted = told == span.months, f"{span.months}개월"
        counted_en = f"{span.months} months"
    elif span.first_month or span.last_month:
        holds = told in {years, span.months // 12, -(-span.months // 12)} and told * 12 <= span.months + 11
        counted, counted_en = f"{span.months}개월", f"{span.months} months"
    else:
        holds, counted, counted_en = told == years, f"{years}년", f"{years} years"
    start, end = min(span.start, length.start("n")), max(span.end, length.end())
    where = reading.span(line, start, end)
    printed = text[span.start : span.end].strip(" ('")
    said = f"{told}{unit}"
    if holds:
        ko = f"{line}행: 기간 {printed}은 {counted}으로 적힌 {said}과 맞습니다."
        en = f"Line {line}: the period {printed} lasts {counted_en}, as told ({said})."
    else:
        ko = f"{line}행: 기간 {printed}은 {counted}인데 {said}이라고 적혀 있습니다."
        en = f"Line {line}: the period {printed} lasts {counted_en}, but {said} is told."
    return verdict(holds, [where], ko, en, period=printed, told=said, counted=counted)


def _backwards(reading: Reading, line: int, span: YearSpan, text: str) -> Verdict:
    printed = text[span.start : span.end].strip(" (")
    ko = f"{line}행: 기간 {printed}은 끝이 시작보다 빠릅니다."
    en = f"Line {line}: the period {printed} ends before it begins."
    return verdict(False, [reading.span(line, span.start, span.end)], ko, en, period=printed)


CHECK = Check(
    id="period-span",
    version=4,
    title=Message(ko="기간과 햇수", en="Length of periods"),
    nothing=Message(ko="햇수를 함께 적은 기간이 없습니다.", en="No period is told with its length."),
    run=run,
)
