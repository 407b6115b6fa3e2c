"""Every ministry is called by the name it had when the plan was published.

Names in the place of a ministry (tags, tables, headings) that the directory knows must have been borne on
the day of publication (within the edition's year where the cover has no date); in sections that look back
any name since the beginning of their year is right. The long name of a body of another time in the running
text of a section that looks forward fails likewise.

Silently ignored: canonical short names as long as the body exists (농림부, 과기부); common short names that
never were a name of their own (과기정통부, 산통부); documents without a year; long names behind 구, 옛,
당시 or in a reference to a notice (고시, 훈령, 예규); names nobody bears (`unknown-ministry`).
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from yunghap.plan.checks.mentions import Mention, judged_on, mentions
from yunghap.plan.checks.names import Name, find, name_on, valid_between
from yunghap.plan.checks.reading import FUTURE, Reading
from yunghap.plan.checks.verdicts import Check, Verdict, lines_en, lines_ko, verdict
from yunghap.plan.checks.words import with_particle
from yunghap.plan.contracts import Message, Span

_FORMERLY = re.compile(r"(?:\(?(?:구|舊|옛|전|前|당시|현|現)\)?[\s·:]*)$")
_NOTICE = re.compile(r"^\s*(?:고시|훈령|예규|공고|령|장관|시절)")


def run(reading: Reading) -> Iterator[Verdict]:
    if judged_on(reading) is None:
        return
    groups: dict[tuple[str, bool, date], list[Span]] = defaultdict(list)
    names: dict[str, Name] = {}
    for mention in [*mentions(reading), *_running(reading)]:
        between = judged_on(reading, mention.span.line)
        if mention.name.body is None or between is None:
            continue
        names[mention.name.text] = mention.name
        holds = valid_between(mention.name, *between)
        groups[mention.name.text, holds, between[1]].append(mention.span)
    for (text, holds, day), spans in sorted(groups.items()):
        yield _judge(names[text], spans, holds, day)


def _running(reading: Reading) -> Iterator[Mention]:
    """Long names of another time in the text of sections that look forward."""
    for item in reading.items:
        if reading.kind(item.line) not in FUTURE:
            continue
        for match in re.finditer(
            r"(?<![가-힣])[가-힣]{4,13}?(?:부|처|청)(?=[^가-힣]|[는은이가을를의와과에도])", item.text
        ):
            text = match.group()
            body = find(text)
            if body is None or text not in {name.long for name in body.names}:
                continue
            if _FORMERLY.search(item.text[: match.start()]) or _NOTICE.match(item.text[match.end() :]):
                continue
            between = judged_on(reading, item.line)
            if between and not valid_between(Name(text, body), *between):
                yield Mention(Name(text, body), reading.span(item.line, match.start(), match.end()), "text")


def _judge(name: Name, spans: list[Span], holds: bool, day: date) -> Verdict:
    month, text = f"{day.year}. {day.month}.", name.text
    topic = f"‘{text}’{with_particle(text, '은는')[len(text) :]}"
    if holds:
        ko = f"{lines_ko(spans)}: {topic} {month} 기준으로 맞는 명칭입니다."
        en = f"{lines_en(spans).capitalize()}: “{text}” was right in {day:%B %Y}."
        return verdict(True, spans, ko, en, name=text)
    now = name_on(name.body, day) if name.body else ""
    ko = f"{lines_ko(spans)}: {topic} {month} 기준 명칭이 아닙니다."
    ko += f" 당시 명칭은 {now}입니다." if now else ""
    en = f"{lines_en(spans).capitalize()}: “{text}” was not the name in {day:%B %Y}" + (
        f"; it was {now}." if now else "."
    )
    return verdict(False, spans, ko, en, name=text, then=now)


CHECK = Check(
    id="renamed-ministry",
    version=1,
    title=Message(ko="바뀐 부처명", en="Renamed ministry"),
    nothing=Message(
        ko="부처를 적은 자리가 없거나 계획의 연도를 알 수 없습니다.",
        en="The document names no ministries, or has no year.",
    ),
    run=run,
)
