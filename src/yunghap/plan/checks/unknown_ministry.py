"""Every name in the place of a ministry is the name of a ministry.

Judged are the trailing tags of bullets (`… (산업부, 과기부)`), the columns of ministries in tables and
headings that stand beside headings of ministries: each name must be in the shipped directory of central
bodies, under any of its names. Words anywhere that end in 부, 처 or 청 and miss the name of a body that
existed then by one or two strokes in one syllable are slips too.

Silently ignored: documents that tag others than ministries (provinces, cities, companies); 공통, 범부처,
관계부처 and the like; words that end like a ministry's name and are ordinary words (사업부, 본부, 교육청 …)
or departments (국, 과, 실, 단); names that are right but of another time (`renamed-ministry`).
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache

from yunghap.identity.directory import load_directory
from yunghap.plan.checks.mentions import judged_on, long_names, mentions
from yunghap.plan.checks.names import NOT_MINISTRIES, central, find
from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.verdicts import Check, Verdict, lines_en, lines_ko, verdict
from yunghap.plan.checks.words import slip, with_particle
from yunghap.plan.contracts import Message, Span


def run(reading: Reading) -> Iterator[Verdict]:
    between = judged_on(reading)
    found = mentions(reading) if between else []
    if not found or between is None:
        return
    day = between[1]
    places: dict[str, list[Span]] = defaultdict(list)
    for mention in found:
        places[mention.name.text].append(mention.span)
    for text, spans in sorted(places.items()):
        yield _judge(text, spans, day)
    seen = {(span.line, text) for text, spans in places.items() for span in spans}
    near: dict[str, list[Span]] = defaultdict(list)
    for line, start, word in long_names(reading):
        if (line, word) not in seen and find(word) is None and _near(word, day):
            near[word].append(reading.span(line, start, start + len(word)))
    for text, spans in sorted(near.items()):
        yield _judge(text, spans, day)


@cache
def _names_on(day: date) -> tuple[str, ...]:
    """Long and short names of the central bodies of the day."""
    names: set[str] = set()
    for body in load_directory():
        dated = body.name_on(day)
        if central(body) and dated is not None:
            names |= {dated.long, dated.short, body.short}
    return tuple(sorted(names))


def _near(word: str, day: date) -> str:
    """The name a word misses by one syllable and at most two strokes; by one where the name is short."""
    if word in NOT_MINISTRIES or len(word) < 3:
        return ""
    for name in _names_on(day):
        if len(name) != len(word) or sum(a != b for a, b in zip(name, word, strict=True)) != 1:
            continue
        distance = slip(name, word)
        if distance is not None and distance <= (2 if len(name) > 4 else 1) and name[-1] == word[-1]:
            return name
    return ""


def _judge(text: str, spans: list[Span], day: date) -> Verdict:
    body = find(text, day)
    if body is not None:
        ko = (
            f"{lines_ko(spans)}: ‘{text}’{with_particle(text, '은는')[len(text) :]} "
            f"중앙행정기관({body.short})의 명칭입니다."
        )
        en = f"{lines_en(spans).capitalize()}: “{text}” is a name of {body.latest.english}."
        return verdict(True, spans, ko, en, name=text, body=body.short)
    meant = _near(text, day)
    hint_ko = f" ‘{meant}’의 오기로 보입니다." if meant else ""
    hint_en = f" It seems to be a slip for “{meant}”." if meant else ""
    month = f"{day.year}. {day.month}."
    ko = (
        f"{lines_ko(spans)}: ‘{text}’{with_particle(text, '은는')[len(text) :]} {month} 기준 "
        f"중앙행정기관 명칭에 없습니다.{hint_ko}"
    )
    en = (
        f"{lines_en(spans).capitalize()}: “{text}” is no ministry or central agency known in "
        f"{day:%B %Y}.{hint_en}"
    )
    return verdict(False, spans, ko, en, name=text, meant=meant)


CHECK = Check(
    id="unknown-ministry",
    version=1,
    title=Message(ko="알 수 없는 부처명", en="Unknown ministry"),
    nothing=Message(
        ko="부처를 적은 자리가 없거나 계획의 연도를 알 수 없습니다.",
        en="The document names no ministries, or has no year.",
    ),
    run=run,
)
