"""A decision table as a printed table."""

from django.utils.translation import gettext as _

from yunghap.documents.blocks import Cell, Table

from .decide import Decision
from .errors import DmnError
from .model import Table as DecisionTable


def as_block(decision: Decision) -> Table:
    """The table as a block of a document, its conditions and results as written.

    In the language in force. Raises DmnError for a decision that is an expression.
    """
    table = decision.logic
    if not isinstance(table, DecisionTable):
        raise DmnError(_("it is no table"), place=decision.name)
    described = any(rule.description for rule in table.rules)
    above = [Cell(f"{table.policy} {table.aggregation}".strip())]
    if table.inputs:
        above.append(Cell(_("Conditions"), columns=len(table.inputs)))
    above.append(Cell(_("Results"), columns=len(table.outputs)))
    header = [
        _("Rule"),
        *(column.label for column in table.inputs),
        *(column.label for column in table.outputs),
    ]
    rows = [
        [
            str(rule.number),
            *(condition.text or "-" for condition in rule.conditions),
            *("" if result is None else result.text for result in rule.results),
            *([rule.description] if described else []),
        ]
        for rule in table.rules
    ]
    if described:
        above.append(Cell(""))
        header.append(_("Remark"))
    return Table(decision.name, header, rows, above=above)
