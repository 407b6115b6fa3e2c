"""A milestone of the plan does not lie before the plan's publication.

In the sections that look forward (summary, plan, investment, ministries) a month, quarter or day of the
edition's year, or of the year before where the text calls it still to come, whose last day lies before the
month on the cover, is a milestone already past. In a chapter that does not say what it is, only a date
that is announced (예정, 계획, 까지) counts.

Silently ignored: documents without a date on the cover; dates behind words that say they are past (발표,
제정, 완료 …) or in the name of a law, strategy or plan in brackets 「 」; spans that reach into or beyond
the month of publication, and spans that are open (`'23.3~`); days that only give a month of another year;
dates in tables; sections that look back, by their own heading (추진경과) too; a date in a year before the
edition's without a word for the future.
"""

import re
from collections.abc import Iterator
from datetime import date

from yunghap.plan.checks.dates import Moment, moments
from yunghap.plan.checks.reading import FUTURE, Item, Reading
from yunghap.plan.checks.verdicts import Check, Verdict, verdict
from yunghap.plan.contracts import Message

_PAST = re.compile(
    r"완료(?!\s?(?:예정|목표|계획|추진))|발표|제정(?!\s?(?:추진|예정))|(?:공포|체결|출범|발족|개소|의결|확정|승인|통과)(?!\s?(?:예정|목표|계획|추진))|개정된|수립된|"
    r"旣|기\s?(?:수립|구축|선정|지정|완료|추진)|하였|했|됨|되었|된\s|한\s바|"
    r"실적|현재|기준|말\s|대비|이후|부터|시행\s?중|운영\s?중|추진\s?중|진행\s?중|"
    r"launched|completed|announced|since|as of",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"예정|계획|목표|까지|추진|착수|하겠|할\s|향후|will|by\s|planned|scheduled", re.IGNORECASE
)

_LOOKS_BACK = re.compile(r"경과|연혁|배경|현황|실적|성과|history|background", re.IGNORECASE)


def run(reading: Reading) -> Iterator[Verdict]:
    published = reading.plan.published
    edition = reading.plan.year or (published.year if published else None)
    if published is None or edition is None:
        return
    cover = date(published.year, published.month, 1)
    for item in reading.items:
        kind = reading.kind(item.line)
        if kind not in FUTURE and kind != "other":
            continue
        if _LOOKS_BACK.search((reading.path(item.line) or ("",))[-1]):
            continue
        for moment in moments(item.text):
            if kind == "other" and not _FUTURE.search(item.text[max(0, moment.start - 12) : moment.start]):
                continue  # a chapter that does not say what it is: only what is announced
            if _is_milestone(item, moment, edition):
                yield _judge(reading, item, moment, cover, edition)


def _is_milestone(item: Item, moment: Moment, edition: int) -> bool:
    text = item.text
    if moment.start < item.begin or moment.opens:
        return False
    if sum(char.isalpha() for char in text[: moment.start] + text[moment.end :]) < 2:
        return False  # the date on the cover
    before, after = text[max(0, moment.start - 30) : moment.start], text[moment.end : moment.end + 16]
    if re.match(r"\s?[~\-]\s?\d", after) or re.search(r"\d\s?[~\-]\s?$", before) or "」" in before[-4:]:
        return False
    around = re.split(r"[,;]", before)[-1] + " " + re.split(r"[,;]", after)[0]
    if _PAST.search(around):
        return False
    if moment.last.year >= edition:
        return moment.last.year == edition or bool(_FUTURE.search(around))
    return bool(_FUTURE.search(around))


def _judge(reading: Reading, item: Item, moment: Moment, cover: date, edition: int) -> Verdict:
    holds = moment.last >= cover
    printed = item.text[moment.start : moment.end].strip(" ('")
    month = f"{cover.year}. {cover.month}."
    spans = [reading.span(item.line, moment.start, moment.end)]
    if holds:
        ko = f"{item.line}행: 추진 시점 {printed}은 발간({month}) 뒤입니다."
        en = f"Line {item.line}: the milestone {printed} does not lie before publication ({month})."
    else:
        ko = f"{item.line}행: 추진계획에 적힌 시점 {printed}이 발간({month})보다 앞서 이미 지났습니다."
        en = f"Line {item.line}: the milestone {printed} lies before publication ({month})."
    return verdict(holds, spans, ko, en, milestone=printed, published=month, edition=edition)


CHECK = Check(
    id="milestone-before-publication",
    version=3,
    title=Message(ko="발간보다 앞선 추진 시점", en="Milestone before publication"),
    nothing=Message(
        ko="발간일이 없거나 계획에 월까지 적은 시점이 없습니다.",
        en="There is no date of publication, or no milestone with a month.",
    ),
    run=run,
)
