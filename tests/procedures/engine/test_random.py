"""Random diagrams of nested blocks: every token is where it should be, and none is lost or doubled.

A diagram of nested blocks is sound: whatever people do, something is open until the end, the end is reached once,
and nothing is left. The runner replays the journal after every action.
"""

from collections.abc import Iterator
from itertools import count, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.procedures.diagrams import diagram, flows, program
from tests.procedures.engine.runner import Runner
from yunghap.procedures.engine import actions as a
from yunghap.procedures.engine.codec import dump, load
from yunghap.procedures.engine.events import Passed
from yunghap.procedures.engine.state import INCIDENT, Status

Block = tuple[str, tuple["Block", ...]]
# Joins are where tokens get lost: they come up more often.
KINDS = (
    "inclusive",
    "inclusive",
    "parallel",
    "sequence",
    "exclusive",
    "parallel",
    "inclusive",
    "part",
    "several",
    "one_by_one",
    "timed",
    "loop",
)
TASK: Block = ("task", ())

blocks = st.recursive(
    st.just(TASK),
    lambda inner: st.tuples(st.sampled_from(KINDS), st.lists(inner, min_size=2, max_size=3).map(tuple)),
    max_leaves=8,
)
GATEWAYS = {"exclusive": "exclusiveGateway", "parallel": "parallelGateway", "inclusive": "inclusiveGateway"}
MULTI = '<multiInstanceLoopCharacteristics isSequential="{0}"><loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>'


class Writer:
    """Writes blocks one after another; each has one way in and one way out."""

    def __init__(self, numbers: Iterator[int]) -> None:
        self.numbers, self.elements, self.arrows = numbers, "", []

    def node(self, tag: str, inside: str = "", attributes: str = "") -> str:
        name = f"n{next(self.numbers)}"
        self.elements += f'<{tag} id="{name}" {attributes}>{inside}</{tag}>'
        return name

    def arrow(self, source: str, target: str, condition: str = "") -> None:
        self.arrows.append(f"{source} -> {target}" + (f" [{condition}]" if condition else ""))

    def write(self, block: Block) -> tuple[str, str]:
        kind, inner = block
        if kind == "task":
            name = self.node("userTask")
            return name, name
        if kind in GATEWAYS:
            return self.split(GATEWAYS[kind], inner, kind)
        if kind in {"part", "several", "one_by_one"}:
            return self.part(kind, inner)
        if kind == "loop":
            return self.loop(inner)
        first, last = self.chain(inner)
        if kind == "timed":
            return self.timed(first, last)
        return first, last

    def chain(self, inner: tuple[Block, ...]) -> tuple[str, str]:
        pairs = [self.write(block) for block in inner]
        for (_first, last), (following, _last) in pairwise(pairs):
            self.arrow(last, following)
        return pairs[0][0], pairs[-1][1]

    def split(self, tag: str, inner: tuple[Block, ...], kind: str) -> tuple[str, str]:
        number = next(self.numbers)
        fork, join, default = f"f{number}", f"j{number}", ""
        pairs = [self.write(block) for block in inner]
        for position, (first, last) in enumerate(pairs):
            last_of_all = kind == "exclusive" and position == len(pairs) - 1
            condition = "" if kind == "parallel" or last_of_all else f"choice{position}"
            self.arrow(fork, first, condition)
            self.arrow(last, join)
            if last_of_all:
                default = f'default="{fork}_{first}"'
        if kind == "inclusive":
            self.arrow(fork, join)
            default = f'default="{fork}_{join}"'
        self.elements += f'<{tag} id="{fork}" {default}/><{tag} id="{join}"/>'
        return fork, join

    def part(self, kind: str, inner: tuple[Block, ...]) -> tuple[str, str]:
        own = Writer(self.numbers)
        start, end = own.node("startEvent"), own.node("endEvent")
        first, last = own.chain(inner)
        own.arrow(start, first)
        own.arrow(last, end)
        loop = "" if kind == "part" else MULTI.format(str(kind == "one_by_one").lower())
        name = self.node("subProcess", loop + own.elements + flows("\n".join(own.arrows)))
        return name, name

    def loop(self, inner: tuple[Block, ...]) -> tuple[str, str]:
        first, last = self.chain((*inner, TASK))
        begin, end = self.node("exclusiveGateway"), f"g{next(self.numbers)}"
        out = self.node("exclusiveGateway")
        self.arrow(begin, first)
        self.arrow(last, end)
        self.arrow(end, begin, "again")
        self.arrow(end, out)
        self.elements += f'<exclusiveGateway id="{end}" default="{end}_{out}"/>'
        return begin, out

    def timed(self, first: str, last: str) -> tuple[str, str]:
        """A task with a timer that interrupts it and goes on by another way."""
        task, join = self.node("userTask"), self.node("exclusiveGateway")
        timer = "<timerEventDefinition><timeDuration>P1D</timeDuration></timerEventDefinition>"
        late = self.node("boundaryEvent", timer, f'attachedToRef="{task}"')
        self.arrow(last, task)
        self.arrow(task, join)
        self.arrow(late, join)
        return first, join


def written(block: Block) -> bytes:
    writer = Writer(count(1))
    first, last = writer.write(block)
    elements = '<startEvent id="s"/><endEvent id="e"/>' + writer.elements
    return diagram(elements, "\n".join([f"s -> {first}", *writer.arrows, f"{last} -> e"]))


@settings(deadline=None, max_examples=100)
@given(block=blocks, data=st.data())
def test_no_token_is_lost_or_doubled(block: Block, data: st.DataObject) -> None:
    choices = {f"choice{n}": data.draw(st.booleans()) for n in range(3)}
    runner = Runner(program(written(block)), {**choices, "again": data.draw(st.booleans())})
    for turn in range(300):
        if runner.state.status is not Status.RUNNING:
            break
        assert runner.state.items, "something is always open until the end"
        assert all(item.kind != INCIDENT for item in runner.state.items.values())
        if runner.state.timers and data.draw(st.integers(0, 4)) == 0:
            runner.later(days=1)
            continue
        item = data.draw(st.sampled_from(sorted(runner.state.items)))
        values = {f"choice{n}": data.draw(st.booleans()) for n in range(3)}
        runner.do(a.Complete(item, {**values, "again": turn < 20 and data.draw(st.booleans())}))
    assert runner.state.status is Status.COMPLETED
    assert not runner.state.scopes
    assert not runner.state.timers
    events = [event for _at, happened in runner.journal for event in happened]
    assert sum(isinstance(event, Passed) and event.node == "e" for event in events) == 1
    assert load(dump(events)) == tuple(events)
