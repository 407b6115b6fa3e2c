"""How long things take: simple distributions, in days."""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import InvalidInput, sentence
from yunghap.procedures.program.iso import read_length

_MONTH = 365.2425 / 12


class Shape(StrEnum):
    """Of a distribution."""

    FIXED = "fixed"
    UNIFORM = "uniform"
    TRIANGULAR = "triangular"
    EXPONENTIAL = "exponential"
    LOGNORMAL = "lognormal"
    SESSION = "session"  # done at the next of regular sittings


_NEEDS: dict[Shape, tuple[str, ...]] = {
    Shape.FIXED: ("mean",),
    Shape.UNIFORM: ("low", "high"),
    Shape.TRIANGULAR: ("low", "mode", "high"),
    Shape.EXPONENTIAL: ("mean",),
    Shape.LOGNORMAL: ("median", "p90"),
    Shape.SESSION: ("every",),
}


@dataclass(frozen=True, slots=True)
class Spread:
    """A distribution with its parameters in days; `working` counts days of work instead of the calendar's."""

    shape: Shape
    parameters: Mapping[str, float]
    working: bool = False

    def draw(self, chance: random.Random) -> float:
        """A length in days. A session's is the length between two of them."""
        given = self.parameters
        match self.shape:
            case Shape.UNIFORM:
                return chance.uniform(given["low"], given["high"])
            case Shape.TRIANGULAR:
                return chance.triangular(given["low"], given["high"], given["mode"])
            case Shape.EXPONENTIAL:
                return chance.expovariate(1 / given["mean"])
            case Shape.LOGNORMAL:
                # 90 of 100 lie under `p90`: 1.2816 standard deviations above the median.
                sigma = math.log(given["p90"] / given["median"]) / 1.2816
                return given["median"] * math.exp(chance.gauss(0, sigma))
            case Shape.SESSION:
                return given["every"]
        return given["mean"]


def read_spread(attributes: Mapping[str, str]) -> Spread:
    """From attributes: `distribution` and its parameters as lengths such as P5D or PT4H, `days` working or calendar.

    Raises InvalidInput that says what is missing or wrong.
    """
    name = attributes.get("distribution", Shape.FIXED)
    if name not in set(Shape):
        raise InvalidInput(sentence(_("there is no distribution “%(name)s”"), name=name[:40]))
    shape = Shape(name)
    parameters = {}
    for part in _NEEDS[shape]:
        if part not in attributes:
            raise InvalidInput(
                sentence(_("the distribution “%(name)s” needs “%(part)s”"), name=shape.value, part=part)
            )
        parameters[part] = days(attributes[part])
    in_order = [parameters[part] for part in ("low", "mode", "high", "median", "p90") if part in parameters]
    if in_order != sorted(in_order):
        raise InvalidInput(_("the lengths of a distribution go from the least to the greatest"))
    if shape in {Shape.EXPONENTIAL, Shape.SESSION, Shape.LOGNORMAL} and not all(parameters.values()):
        raise InvalidInput(_("the lengths of this distribution are more than nothing"))
    return Spread(shape, parameters, attributes.get("days") == "working")


def days(text: str) -> float:
    """A length of ISO 8601 in days; a month is a twelfth of a year. Raises InvalidInput."""
    length = read_length(text)
    return length.months * _MONTH + length.rest.total_seconds() / 86400
