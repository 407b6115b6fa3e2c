"""Grants of the regulatory sandboxes, all, by kind and by scheme, as the plan counts them."""

from collections.abc import Iterator

from yunghap.cases.schemes import SCHEMES
from yunghap.casework.service import Words, granted_measure
from yunghap.measures.service import Measure, register

# kind of decision -> what the plan calls its grants
KINDS = {
    "demonstration-exemption": Words("실증특례 승인", "Demonstration exemptions granted"),
    "temporary-permit": Words("임시허가 승인", "Temporary permits granted"),
    "proactive-interpretation": Words("적극해석 승인", "Proactive interpretations given"),
}


def sandbox_measures() -> Iterator[Measure]:
    """One measure of all grants, one for each kind, one for each scheme."""
    yield granted_measure(
        code="cases.granted.all",
        name=Words("규제샌드박스 승인", "Regulatory sandbox: grants"),
        kinds=tuple(KINDS),
    )
    for kind, name in KINDS.items():
        yield granted_measure(code=f"cases.granted.kind.{_part(kind)}", name=name, kinds=(kind,))
    for scheme in SCHEMES:
        name = Words(f"{scheme.name.ko} 규제샌드박스 승인", f"{scheme.name.en} sandbox: grants")
        yield granted_measure(
            code=f"cases.granted.scheme.{_part(scheme.code)}",
            name=name,
            kinds=tuple(KINDS),
            variant=scheme.code,
        )


def register_measures() -> None:
    """Add them to the registry that the plan reads."""
    for measure in sandbox_measures():
        register(measure)


def _part(code: str) -> str:
    return code.replace("-", "_")
