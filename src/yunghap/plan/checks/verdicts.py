"""What a check is and what it says about one subject."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from yunghap.plan.contracts import Message, Quantity, Result, Span

if TYPE_CHECKING:
    from yunghap.plan.checks.reading import Reading


@dataclass(frozen=True, slots=True)
class Verdict:
    """Pass or fail on one subject, with the figures behind the sentence."""

    result: Result
    spans: tuple[Span, ...]
    message: Message
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """One rule. `run` yields a verdict per subject; `nothing` says what was missing where it yields none.

    `version` rises whenever the rule may judge a document differently.
    """

    id: str
    version: int
    title: Message
    nothing: Message
    run: Callable[["Reading"], Iterator[Verdict]]

    @property
    def description(self) -> str:
        """The rule and every silently ignored case, from the module's docstring."""
        return (self.run.__globals__.get("__doc__") or "").strip()


def span_of(quantity: Quantity) -> Span:
    return Span(quantity.line, quantity.start, quantity.end)


def verdict(holds: bool, spans: Iterable[Span], ko: str, en: str, **values: object) -> Verdict:
    """A verdict; values become text."""
    ordered = tuple(sorted(set(spans), key=lambda span: (span.line, span.start, span.end)))
    return Verdict(
        Result.PASS if holds else Result.FAIL,
        ordered,
        Message(ko=ko, en=en),
        {name: str(value) for name, value in values.items()},
    )


def _runs(spans: Iterable[Span]) -> list[str]:
    """Line numbers, three or more in a row as `12–14`."""
    lines = sorted({span.line for span in spans})
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1].append(line)
        else:
            runs.append([line])
    return [
        text
        for run in runs
        for text in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else [str(line) for line in run])
    ]


def lines_ko(spans: Iterable[Span]) -> str:
    """`12행`, `12·15행`, `12–16행`."""
    return "·".join(_runs(spans)) + "행"


def lines_en(spans: Iterable[Span]) -> str:
    """`line 12`, `lines 12, 15`, `lines 12–16`."""
    runs = _runs(spans)
    single = len(runs) == 1 and "–" not in runs[0]
    return ("line " if single else "lines ") + ", ".join(runs)
