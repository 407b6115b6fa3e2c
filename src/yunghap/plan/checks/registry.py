"""The checks and how they are run."""

from collections.abc import Collection, Iterator

from yunghap.core.registry import Registry
from yunghap.plan.checks.figures import Rounding
from yunghap.plan.checks.reading import Reading
from yunghap.plan.checks.verdicts import Check
from yunghap.plan.contracts import CheckResult, PlanText, Result


def _validate(id: str, check: Check) -> None:  # noqa: A002 - the registry's word
    if id != check.id or check.version < 1 or not check.title.ko or not check.title.en:
        raise ValueError(f"checks: {id!r} does not name itself")


CHECKS: Registry[Check] = Registry("checks", validate=_validate)


def run_checks(
    plan: PlanText, *, only: Collection[str] | None = None, rounding: Rounding = Rounding.EITHER
) -> list[CheckResult]:
    """Judge a plan by every check, or those named in `only`, in the order of their ids, then of lines.

    A check that finds nothing to judge answers `not_applicable` once. `rounding` says how a coarser figure may
    have been made from a finer one. Raises LookupError for an unknown id in `only`.
    """
    reading = Reading(plan, rounding=rounding)
    chosen = (
        [check for _, check in CHECKS.items()]
        if only is None
        else [CHECKS.get(name) for name in sorted(only)]
    )
    return [result for check in chosen for result in _results(check, reading)]


def _results(check: Check, reading: Reading) -> Iterator[CheckResult]:
    found: dict[tuple[object, ...], CheckResult] = {}
    for verdict in check.run(reading):
        result = CheckResult(
            check.id, check.version, verdict.result, verdict.spans, verdict.message, verdict.values
        )
        found.setdefault((verdict.result, verdict.spans, verdict.message.ko), result)
    if not found:
        yield CheckResult(check.id, check.version, Result.NOT_APPLICABLE, (), check.nothing)
        return
    yield from sorted(found.values(), key=lambda r: (r.lines[:1] or (0,), r.lines, r.message.ko))
