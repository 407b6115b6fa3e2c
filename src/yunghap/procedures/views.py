"""Items and deadlines as the outside sees them, with what their program says about them."""

from datetime import UTC

from .contracts import RunningDeadline, WorkItem
from .engine.state import Item
from .models import DeadlineRow, ItemRow
from .program.model import Program, deadline_of


def work_item(program: Program, code: str, reference: str, item: Item) -> WorkItem:
    """An open item."""
    node = program.nodes[item.node]
    return WorkItem(
        instance=code,
        number=item.number,
        node=item.node,
        name_ko=node.name or node.id,
        name_en=node.name_en,
        kind=str(item.kind),
        role=item.role,
        organisation=item.organisation,
        assignee=item.assignee,
        opened=item.opened,
        due=item.due,
        problem=item.problem,
        form=node.work.form,
        letter=node.work.letter,
        reference=reference,
    )


def work_item_of_row(program: Program, row: ItemRow) -> WorkItem:
    """An item from its row, which has its instance."""
    item = Item(
        number=row.number,
        scope=row.scope,
        node=row.node,
        kind=row.kind,
        opened=row.opened_at,
        role=row.role,
        organisation=row.organisation,
        assignee=row.assignee,
        due=row.due,
        problem=row.problem,
    )
    return work_item(program, row.instance.code, row.instance.reference, item)


def deadline_of_row(program: Program, row: DeadlineRow) -> RunningDeadline:
    """A deadline from its row, which has its instance."""
    rule = program.rule(row.rule)
    return RunningDeadline(
        instance=row.instance.code,
        number=row.number,
        host=row.host,
        rule=deadline_of(row.rule),
        name_ko=rule.name or rule.id,
        name_en=rule.name_en,
        article=rule.article,
        counting=rule.counting,
        term=row.term,
        start=row.start.astimezone(UTC),
        due=row.due,
        passes=row.passes.astimezone(UTC),
        stopped=row.stopped,
        missed=row.missed,
        stops=tuple(row.stops),
        extensions=tuple(row.extensions),
        reasons=tuple(stop.reason for stop in rule.stops),
        can_extend=not row.how and len(row.extensions) < rule.extensions,
        how=row.how,
    )
