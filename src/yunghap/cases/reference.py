"""The page of the reference that lists every shipped procedure: `python -m yunghap.cases.reference`."""

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from yunghap.cases.laws import law_name
from yunghap.cases.library import Definition, Version, definitions


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
        named = one.get("deadline") or (f"{one['before_end']} before ends_on" if "before_end" in one else "")
        day = f"`{named}`" if named else ""
        yield f"| {one['name']['ko']} — {one['name']['en']} | `{one['role']}` | {day} | {one['article']} |"
    yield ""
    if articles := definition.laws.get("articles"):
        yield "| in the act of each scheme | | article |\n|---|---|---|"
        for subject, each in articles.items():
            for act, article in each.items():
                yield f"| `{subject}` | `{act}` | {article or 'not in this act'} |"
        yield ""


def _schemes(definition: Definition) -> str:
    return ", for each of the eight sandboxes" if definition.schemes else ""


def _version(version: Version) -> Iterator[str]:
    kind = "for simulation only" if version.simulation_only else f"in force from {version.effective_from}"
    yield f"### {version.label}\n\n{kind}; transition: {version.transition}\n"
    yield "| deadline | term | counting | article | not counted | extension | silence |\n|---|---|---|---|---|---|---|"
    for rule in version.deadlines:
        yield _deadline(rule, rule["name"])
        for law, own in rule.get("each", {}).items():
            name = f"{rule['name']}, `{law}`"
            yield f"| {name} | none by this law | | | | | |" if own is None else _deadline(rule | own, name)
    yield "\n| article | about |\n|---|---|"
    for one in version.references:
        yield f"| {_text(one.text)} {one.article} | {one.about['ko']} — {one.about['en']} |"
    yield ""


def _deadline(rule: Mapping[str, Any], name: str) -> str:
    """The line of a deadline, or of what one law has for it."""
    silence = rule["silence"]["article"] if rule.get("silence") else ""
    stops = "; ".join(f"{one['reason']}: {one['article']}" for one in rule.get("stops", ()))
    return (
        f"| {name} | {_term(rule)} | `{rule['counting']}` | {rule['article']} "
        f"| {stops} | {_extension(rule)} | {silence} |"
    )


def _term(rule: Mapping[str, Any]) -> str:
    """The term and, where it is not the opening of the work, what it is counted from or back from."""
    where = f" {'before' if rule.get('before') else 'from'} `{rule['start']}`" if rule.get("start") else ""
    return f"`{rule['term']}`{where}"


def _extension(rule: Mapping[str, Any]) -> str:
    """How long one extension may be, how often, and by which article."""
    one = rule.get("extension")
    if not one:
        return ""
    times = one.get("times", 1)
    after = ", from the day after the expiry" if one.get("after_expiry") else ""
    return f"`{one['term']}`{f' × {times}' if times > 1 else ''}{after}: {one['article']}"


def _text(file: str) -> str:
    """What a file of statutes holds; of the Act and its Decree as of a day."""
    name, _, rest = file.removesuffix(".md").partition("_")
    if name in {"law", "decree"}:
        return f"{law_name(file)} ({rest})"
    return f"{name} {rest}".strip().removesuffix(" 법률")


if __name__ == "__main__":
    sys.stdout.write(reference_page())
