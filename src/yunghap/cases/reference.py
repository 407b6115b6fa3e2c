"""The page of the reference that lists every shipped procedure: `python -m yunghap.cases.reference`."""

import sys
from collections.abc import Iterator

from yunghap.cases.library import Definition, Version, definitions

# What the files of statutes hold, by the name of the file.
_TEXTS = {
    "law_2021-12-28.md": "산업융합 촉진법 (2021-12-28)",
    "law_2025-12-02.md": "산업융합 촉진법 (2025-12-02)",
    "decree_2021-09-14.md": "산업융합 촉진법 시행령 (2021-09-14)",
    "decree_2026-05-26.md": "산업융합 촉진법 시행령 (2026-05-26)",
}


def reference_page() -> str:
    """The page in Markdown."""
    head = (
        "# Procedures\n\nGenerated from the shipped definitions (`src/yunghap/cases/procedures`). "
        "How deadlines are counted: [deadlines](deadlines.md). How diagrams run: [execution](execution.md).\n"
    )
    return "\n".join([head, *(line for one in definitions().values() for line in _procedure(one))])


def _procedure(definition: Definition) -> Iterator[str]:
    yield f"## `{definition.code}`"
    yield f"{definition.name['ko']} — {definition.name['en']}\n"
    yield f"{definition.summary['ko']}\n\n{definition.summary['en']}\n"
    who = ", ".join(sorted(f"`{kind}`" for kind in definition.applicants))
    yield f"Filed by {who}, handled by `{definition.handler}`, numbers `{definition.series}`{_schemes(definition)}.\n"
    yield "Tutorial case: {ko} — {en}.\n".format(**definition.tutorial["title"])
    yield from _requests(definition)
    for version in definition.versions:
        yield from _version(version)


def _requests(definition: Definition) -> Iterator[str]:
    if not definition.requests:
        return
    yield "| asked of a running case | by | last day | article |\n|---|---|---|---|"
    for one in definition.requests:
        day = f"`{one['deadline']}`" if one.get("deadline") else ""
        yield f"| {one['name']['ko']} — {one['name']['en']} | `{one['role']}` | {day} | {one['article']} |"
    yield ""


def _schemes(definition: Definition) -> str:
    return ", for each of the eight sandboxes" if definition.schemes else ""


def _version(version: Version) -> Iterator[str]:
    kind = "for simulation only" if version.simulation_only else f"in force from {version.effective_from}"
    yield f"### {version.label}\n\n{kind}; transition: {version.transition}\n"
    yield "| deadline | term | counting | article | silence |\n|---|---|---|---|---|"
    for rule in version.deadlines:
        silence = rule["silence"]["article"] if "silence" in rule else ""
        yield f"| {rule['name']} | `{rule['term']}` | `{rule['counting']}` | {rule['article']} | {silence} |"
    yield "\n| article | about |\n|---|---|"
    for one in version.references:
        text = _TEXTS.get(one.text) or " ".join(one.text.removesuffix(".md").split("_")).removesuffix(" 법률")
        yield f"| {text} {one.article} | {one.about['ko']} — {one.about['en']} |"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(reference_page())
