"""The registry that modules with live records fill and the plan reads."""

import re
from datetime import date, datetime
from hashlib import sha256

from yunghap.core import canonical
from yunghap.core.registry import Registry
from yunghap.measures.contracts import Measure, Reading

_CODE = re.compile(r"[a-z_]+(\.[a-z_]+){1,3}")


def _validate(code: str, measure: Measure) -> None:
    if code != measure.code or not _CODE.fullmatch(code) or not measure.unit:
        raise ValueError(f"measures: {code!r} is no code of the form module.noun.fact with a unit")


REGISTRY: Registry[Measure] = Registry("measures", validate=_validate)


def register(measure: Measure) -> Measure:
    """Add a measure; raises ValueError for a code that is taken or malformed."""
    return REGISTRY.register(measure.code, measure)


def all_measures() -> tuple[Measure, ...]:
    """Every registered measure, in the order of the codes."""
    return tuple(measure for _code, measure in REGISTRY.items())


def get_measure(code: str) -> Measure:
    """The measure; raises LookupError where there is none."""
    return REGISTRY.get(code)


def read_measure(code: str, *, start: date, end: date, at: datetime) -> tuple[Reading, str]:
    """Ask a measure about the days from `start` to `end`; the answer and its hash.

    The hash is SHA-256 over the canonical form of code, period and answer, so that an answer kept elsewhere can
    be compared. Raises LookupError where there is no such measure.
    """
    measure = REGISTRY.get(code)
    reading = measure.read(start, end, at)
    body = {
        "measure": code,
        "unit": measure.unit,
        "start": start,
        "end": end,
        "as_of": reading.as_of,
        "value": reading.value,
        "detail": reading.detail,
        "generated": reading.generated,
    }
    return reading, sha256(canonical.encode(body)).hexdigest()
