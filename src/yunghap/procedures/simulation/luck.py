"""Every draw of a simulation comes from the seed, the case, the step and how often it came there."""

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .settings import Later, Settings


class Luck:
    """Draws for the case that is stepping (`case`): nothing that happens to others changes them."""

    def __init__(self, seed: int, settings: Settings) -> None:
        self._seed, self._settings = seed, settings
        self._times: Counter[tuple[int, str]] = Counter()
        self.case = -1

    def outcomes(
        self, node: str, at: datetime, given: Mapping[str, object] | None = None
    ) -> dict[str, object]:
        """What comes out of a node at a moment: one value for each of its variables; those given stay as they are."""
        chosen: dict[str, object] = {}
        choices = self._settings.outcomes.get(node)
        if choices:
            chance = self.chance(f"{node}:outcome")
            for variable, values in sorted(choices.items()):
                value = chance.choices(values, [one.weight for one in values])[0].value
                chosen[variable] = value.day(at) if isinstance(value, Later) else value
        return {**chosen, **(given or {})}

    def chance(self, what: str) -> random.Random:
        """A generator for one draw."""
        key = (self.case, what)
        self._times[key] += 1
        return random.Random(f"{self._seed}:{self.case}:{what}:{self._times[key]}")  # noqa: S311 - no secret


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a table that was not given is taken to have decided."""

    value: object
    rules: tuple[str, ...] = ("drawn",)


class DrawnDecision:
    """Stands for a decision table: draws from the outcomes of the task that asks it. `luck` is set by the run."""

    def __init__(self, task: str, result: str) -> None:
        self._task, self._result = task, result
        self.luck: Luck | None = None

    def evaluate(self, values: Mapping[str, object], *, now: datetime) -> Drawn:  # noqa: ARG002 - as a table would
        """One value for each variable of the task, or the one it asks for."""
        drawn = {} if self.luck is None else self.luck.outcomes(self._task, now)
        return Drawn(drawn.get(self._result) if self._result else drawn)
