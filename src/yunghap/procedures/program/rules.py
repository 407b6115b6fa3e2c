"""Deadline rules from JSON: `[{"id": …, "counting": "civil-act", "article": …, "term": "P30D", …}]`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from yunghap.core.errors import DomainError, InvalidInput, sentence
from yunghap.procedures.deadlines import RULES, parse_term
from yunghap.procedures.feel import compile_expression

from .model import DeadlineRule, Formula, StopRule

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
    }
)


def read_deadline_rules(rows: Sequence[Mapping[str, Any]]) -> dict[str, DeadlineRule]:
    """The rules by their ids. Raises InvalidInput that names the rule and what is wrong with it.

    `term` is ISO 8601 or a formula ("= days"), `start` a formula; `before` counts back from the start; `stops` a
    list of {"reason", "article"}; `extension` {"term", "times", "article", "after_expiry"}; `silence` {"values",
    "article", "when"}, the last a formula.
    """
    found: dict[str, DeadlineRule] = {}
    for position, row in enumerate(rows, 1):
        name = str(row.get("id", "")) or f"#{position}"
        try:
            rule = _rule(row)
        except (DomainError, TypeError, ValueError, LookupError, AttributeError) as error:
            reason = error.message if isinstance(error, DomainError) else error
            raise InvalidInput(
                sentence(
                    _("The deadline rule “%(name)s” cannot be used: %(reason)s"), name=name, reason=reason
                )
            ) from error
        if rule.id in found:
            raise InvalidInput(sentence(_("There are two deadline rules “%(name)s”."), name=rule.id))
        found[rule.id] = rule
    return found


def _rule(row: Mapping[str, Any]) -> DeadlineRule:
    unknown = sorted(set(row) - _KEYS)
    if unknown:
        raise InvalidInput(sentence(_("it has unknown parts: %(names)s"), names=", ".join(unknown)))
    if row["counting"] not in RULES:
        raise InvalidInput(sentence(_("there is no counting rule “%(name)s”"), name=row["counting"]))
    if not row["id"] or not row["article"]:
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
    )


def _formula(text: str) -> Formula:
    return Formula(text, 0, compile_expression(text))
