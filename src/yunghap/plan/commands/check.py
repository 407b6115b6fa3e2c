"""`yunghap plan check`: judge a document without a database."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from yunghap.core.errors import InvalidInput
from yunghap.plan.checks import CHECKS, Rounding, run_checks
from yunghap.plan.contracts import CheckResult, Result

from .common import FILE, read_plan, refuse

# The order of a report: what is wrong first.
_ORDER = (Result.FAIL, Result.PASS, Result.NOT_APPLICABLE)
_HEADINGS = {
    Result.FAIL: {"ko": "맞지 않음", "en": "Fails"},
    Result.PASS: {"ko": "맞음", "en": "Passes"},
    Result.NOT_APPLICABLE: {"ko": "해당 없음", "en": "Not applicable"},
}


@click.command("check")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line.")
@click.option("--language", type=click.Choice(["ko", "en"]), default="ko", help="Language of the sentences.")
@click.option("--only", multiple=True, metavar="CHECK", help="Only this check; may be repeated.")
@click.option(
    "--rounding",
    type=click.Choice([rule.value for rule in Rounding]),
    default=Rounding.EITHER.value,
    help="How the text may shorten a figure of a table.",
)
@click.option(
    "--vocabulary",
    type=FILE,
    help="JSON file with further units, currencies, ministries and names.",
)
def check(
    file: Path,
    *,
    as_json: bool,
    language: str,
    only: Sequence[str],
    rounding: str,
    vocabulary: Path | None,
) -> None:
    """What does not add up, agree or fit in a plan document, sentence by sentence.

    Exit status 0 where nothing fails, 1 where a check fails, 2 where FILE cannot be read.
    """
    unknown = sorted(set(only) - {id_ for id_, _ in CHECKS.items()})
    if unknown:
        raise click.UsageError(f"no check {', '.join(unknown)}; see docs/reference/checks.md")
    try:
        plan = read_plan(file, vocabulary)
    except InvalidInput as error:
        refuse(file, error)
    results = run_checks(plan, only=set(only) or None, rounding=Rounding(rounding))
    if as_json:
        for result in results:
            click.echo(json.dumps(record(result, language), ensure_ascii=False))
    else:
        click.echo(report(results, language))
    sys.exit(1 if any(result.result is Result.FAIL for result in results) else 0)


def record(result: CheckResult, language: str = "ko") -> dict[str, object]:
    """One result as an object of JSON."""
    return {
        "check": result.check,
        "version": result.version,
        "result": result.result.value,
        "lines": list(result.lines),
        "message": getattr(result.message, language),
        "values": result.values,
    }


def report(results: Sequence[CheckResult], language: str = "ko") -> str:
    """The results in groups, failures first; checks that pass are counted, not listed."""
    blocks: list[str] = []
    for outcome in _ORDER:
        found = [result for result in results if result.result is outcome]
        heading = f"{_HEADINGS[outcome][language]} ({len(found)})"
        if outcome is Result.PASS:
            counts = {
                check: sum(r.check == check for r in found) for check in sorted({r.check for r in found})
            }
            lines = [f"  {_title(check, language)}: {count}" for check, count in counts.items()]
        else:
            lines = [f"  [{_title(r.check, language)}] {getattr(r.message, language)}" for r in found]
        blocks.append("\n".join([heading, *lines]))
    return "\n\n".join(blocks)


def _title(check: str, language: str) -> str:
    title: str = getattr(CHECKS.get(check).title, language)
    return title
