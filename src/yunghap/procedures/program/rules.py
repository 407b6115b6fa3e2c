"""Deadline rules from JSON: `[{"id": …, "counting": "civil-act", "article": …, "term": "P30D", …}]`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import DomainError, InvalidInput, sentence
from yunghap.procedures.deadlines import RULES, parse_term
from yunghap.procedures.feel import compile_expression

from .model import LAW_MARK, DeadlineRule, Formula, StopRule

_KEYS = frozenset(
    {
        "id",
        "counting",
        "article",
        "name",
        "name_en",
        "term",
        "start",
        "before",
        "stops",
        "extension",
        "silence",
        "by",
        "each",
    }
)
_LONGEST = 80  # characters of an id, as rows hold it


def read_deadline_rules(rows: Sequence[Mapping[str, Any]]) -> dict[str, DeadlineRule]:
    """The rules by their ids. Raises InvalidInput that names the rule and what is wrong with it.

    `term` is ISO 8601 or a formula ("= days"), `start` a formula; `before` counts back from the start; `stops` a
    list of {"reason", "article"}; `extension` {"term", "times", "article", "after_expiry"}; `silence` {"values",
    "article", "when"}, the last a formula. `by` is a formula for the law that applies, `each` has for each of these
    laws what is otherwise than above ({"article": …, "extension": null}), or null where it sets no such deadline; the
    rule of a law is found as `id@law`.
    """
    found: dict[str, DeadlineRule] = {}
    for position, row in enumerate(rows, 1):
        name = str(row.get("id", "")) or f"#{position}"
        try:
            read = [_rule(row), *(_rule(one) for one in _of_laws(row))]
        except (DomainError, TypeError, ValueError, LookupError, AttributeError) as error:
            reason = error.message if isinstance(error, DomainError) else error
            raise InvalidInput(
                sentence(
                    _("The deadline rule “%(name)s” cannot be used: %(reason)s"), name=name, reason=reason
                )
            ) from error
        if name in found:
            raise InvalidInput(sentence(_("There are two deadline rules “%(name)s”."), name=name))
        found |= {rule.id: rule for rule in read}
    return found


def _of_laws(row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of the laws that have the deadline in their own way."""
    each = row.get("each") or {}
    if LAW_MARK in str(row["id"]) or bool(each) != bool(row.get("by")):
        raise InvalidInput(_("its laws need a formula that says which applies, and an id without “@”"))
    common = {key: value for key, value in row.items() if key not in {"by", "each"}}
    return [
        common | own | {"id": f"{row['id']}{LAW_MARK}{law}"} for law, own in each.items() if own is not None
    ]


def _rule(row: Mapping[str, Any]) -> DeadlineRule:
    unknown = sorted(set(row) - _KEYS)
    if unknown:
        raise InvalidInput(sentence(_("it has unknown parts: %(names)s"), names=", ".join(unknown)))
    if row["counting"] not in RULES:
        raise InvalidInput(sentence(_("there is no counting rule “%(name)s”"), name=row["counting"]))
    if not 0 < len(str(row["id"])) <= _LONGEST or not row["article"]:
        raise InvalidInput(_("it needs an id and the article it rests on"))
    term, formula = str(row["term"]), None
    if term.startswith("="):
        formula, term = _formula(term), ""
    else:
        parse_term(term)
    extension, silence = row.get("extension") or {}, row.get("silence")
    if extension:
        parse_term(extension["term"])
    before = row.get("before", False)
    if before is not False and (before is not True or not row.get("start") or extension):
        raise InvalidInput(_("a term that is counted back needs a start, and cannot be extended"))
    return DeadlineRule(
        id=str(row["id"]),
        counting=row["counting"],
        article=str(row["article"]),
        name=str(row.get("name", "")),
        name_en=str(row.get("name_en", "")),
        term=term,
        term_formula=formula,
        start=_formula(row["start"]) if row.get("start") else None,
        before=before,
        stops=tuple(StopRule(one["reason"], one.get("article", "")) for one in row.get("stops", ())),
        extension=extension.get("term", ""),
        extensions=int(extension.get("times", 1)) if extension else 0,
        extension_article=extension.get("article", ""),
        after_expiry=extension.get("after_expiry", False) is True,
        silence=None if silence is None else dict(silence["values"]),
        silence_article="" if silence is None else silence.get("article", ""),
        silence_when=_formula(silence["when"]) if silence and "when" in silence else None,
        by=_formula(row["by"]) if row.get("by") else None,
        each={
            law: None if own is None else f"{row['id']}{LAW_MARK}{law}"
            for law, own in (row.get("each") or {}).items()
        },
    )


def _formula(text: str) -> Formula:
    return Formula(text, 0, compile_expression(text))
