"""`yunghap deadline`: a date by a counting rule, with the reason of every day. Needs no database."""

import json
from collections.abc import Sequence

import click

from yunghap.procedures.deadlines import RULES, Deadline, KoreanCalendar, count_deadline, parse_term
from yunghap.procedures.deadlines.calendar import TEMPORARY
from yunghap.procedures.deadlines.explain import remarks, stretches, summary
from yunghap.procedures.deadlines.inputs import parse_day, parse_start, parse_stop


@click.command("deadline")
@click.option("--rule", type=click.Choice(list(RULES)), required=True, help="The counting rule.")
@click.option(
    "--start", required=True, metavar="DATE[THH:MM]", help="Day or moment of the event, Korean time."
)
@click.option("--term", required=True, metavar="ISO8601", help="P30D, P2W, P6M, P2Y6M or PT24H.")
@click.option("--before", is_flag=True, help="Count back from the start.")
@click.option(
    "--stop",
    "stops",
    multiple=True,
    metavar="FROM/TO",
    help="Days not counted, both included; may be repeated.",
)
@click.option(
    "--extension", "extensions", multiple=True, metavar="ISO8601", help="Extends the term; may be repeated."
)
@click.option(
    "--holiday", "added", multiple=True, metavar="DATE", help="A holiday declared; may be repeated."
)
@click.option(
    "--no-holiday", "removed", multiple=True, metavar="DATE", help="A holiday withdrawn; may be repeated."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.option("--language", type=click.Choice(["ko", "en"]), default="ko", help="Language of the reasons.")
def deadline(
    *,
    rule: str,
    start: str,
    term: str,
    before: bool,
    stops: Sequence[str],
    extensions: Sequence[str],
    added: Sequence[str],
    removed: Sequence[str],
    as_json: bool,
    language: str,
) -> None:
    """The last day of a term, and why it is that day.

    Exit status 0, or 2 where a date, term or stop cannot be read.
    """
    found = count_deadline(
        rule=rule,
        start=parse_start(start),
        term=parse_term(term),
        stops=[parse_stop(stop) for stop in stops],
        before=before,
        extensions=[parse_term(extension) for extension in extensions],
        calendar=KoreanCalendar(
            added=dict.fromkeys(map(parse_day, added), TEMPORARY), removed=frozenset(map(parse_day, removed))
        ),
    )
    click.echo(
        json.dumps(record(found, language), ensure_ascii=False) if as_json else report(found, language)
    )


def record(found: Deadline, language: str) -> dict[str, object]:
    """The deadline as an object of JSON."""
    return {
        "due": found.iso,
        "rule": found.rule,
        "article": getattr(found.article, language),
        "days": [
            {"date": day.date.isoformat(), "counted": day.counted, "reason": getattr(day.reason, language)}
            for day in found.days
        ],
    }


def report(found: Deadline, language: str) -> str:
    """The deadline in words: one line per stretch of days."""
    lines = [getattr(summary(found), language), getattr(found.article, language), ""]
    for stretch in stretches(found.days):
        first, last = stretch.days[0].date, stretch.days[-1].date
        mark = "+" if stretch.days[0].counted else "·"
        span = f"{first}" if first == last else f"{first} … {last}"
        lines.append(f"  {mark} {span:<25} {getattr(stretch.words, language)}")
    lines.extend(["", *(getattr(remark, language) for remark in remarks(found))] if remarks(found) else [])
    return "\n".join(lines)
