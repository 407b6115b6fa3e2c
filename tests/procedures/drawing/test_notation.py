"""Lines, text and places in detail."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yunghap.documents.typography import em_width
from yunghap.procedures.bpmn.model import Bounds
from yunghap.procedures.drawing.layout.grid import arrange
from yunghap.procedures.drawing.layout.routes import Router
from yunghap.procedures.drawing.notation.edges import clip, middle, route
from yunghap.procedures.drawing.paper import wrap


@given(st.text(alphabet="가나다라 마바사-/,.()abcd\n", max_size=60), st.integers(30, 200))
def test_wrapped_lines_fit_and_lose_nothing(text: str, room: int) -> None:
    lines = wrap(text, room, most=99)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert em_width(line) * 12 <= max(room, 24) + 12 * 4 or any(letter in line for letter in ",.)")


def test_words_break_after_a_hyphen_before_anything_else() -> None:
    assert wrap("Collapsed Sub-Process", 70) == ["Collapsed", "Sub-", "Process"]
    assert wrap("신속처리전문위원회", 60) == ["신속처리전", "문위원회"]
    assert wrap("하나 둘 셋 넷", 36, most=2) == ["하나", "둘…"]


def test_bends_are_rounded_and_the_middle_is_half_way() -> None:
    assert route([(0, 0), (100, 0), (100, 50)]) == "M0,0L95,0Q100,0,100,5L100,50"
    assert route([(5, 5), (5, 5)]) == "M5,5L5,5"
    assert middle([(0, 0), (100, 0), (100, 50)]) == (75, 0)
    assert middle([(3, 3), (3, 3)]) == (3, 3)


def test_lines_drawn_to_the_middle_are_cut_at_the_border() -> None:
    box, far = Bounds(0, 0, 100, 80), Bounds(200, 0, 100, 80)
    assert clip([(50, 40), (250, 40)], box, far) == [(100, 40), (200, 40)]
    assert clip([(100, 40), (200, 40)], box, far) == [(100, 40), (200, 40)]
    assert clip([(40, 40), (50, 40), (50, 200)], box, None) == [(50, 80), (50, 200)]
    assert clip([(40, 40), (50, 40)], box, None) == [(40, 40), (50, 40)]


graphs = st.integers(1, 12).flatmap(
    lambda size: st.tuples(
        st.just(size),
        st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=30),
        st.integers(1, 3),
    )
)


@given(graphs)
def test_no_two_nodes_share_a_cell_and_what_follows_stands_right(
    graph: tuple[int, list[tuple[int, int]], int],
) -> None:
    size, pairs, lanes = graph
    nodes = [str(number) for number in range(size)]
    after: dict[str, list[str]] = {}
    for one, two in pairs:
        after.setdefault(str(one), []).append(str(two))
    lane_of = {node: int(node) % lanes for node in nodes}
    grid = arrange(nodes, after, aside=frozenset(), lane_of=lane_of, lanes=lanes)
    cells = [(grid.column[node], grid.row[node]) for node in nodes]
    assert len(set(cells)) == size
    first = [sum(grid.lanes[:number]) for number in range(lanes)]
    assert all(
        first[lane_of[node]] <= grid.row[node] < first[lane_of[node]] + grid.lanes[lane_of[node]]
        for node in nodes
    )
    acyclic = all(one < two for one, two in pairs)
    if acyclic:
        assert all(grid.column[str(one)] < grid.column[str(two)] for one, two in pairs)


@pytest.mark.parametrize("fall", [True, False])
@given(st.integers(-400, 400), st.integers(-300, 300))
def test_ways_begin_and_end_on_the_borders(fall: bool, dx: int, dy: int) -> None:
    source, target = Bounds(0, 0, 100, 80), Bounds(dx, dy, 50, 50)
    way = Router([source, target]).connect(source, target, fall=fall, rise=not fall)
    for (x, y), box in ((way[0], source), (way[-1], target)):
        assert box.x <= x <= box.x + box.width
        assert box.y <= y <= box.y + box.height
        assert x in {box.x, box.x + box.width} or y in {box.y, box.y + box.height}
    assert all(one[0] == two[0] or one[1] == two[1] for one, two in itertools.pairwise(way))


def test_a_way_goes_around_what_stands_between() -> None:
    source, target, wall = Bounds(0, 0, 100, 80), Bounds(400, 0, 100, 80), Bounds(200, -20, 100, 120)
    way = Router([source, target, wall]).connect(source, target)
    assert len(way) > 2
    assert math.isclose(way[-1][1], 80) or math.isclose(way[-1][1], 0) or way[-1][0] == 400
    assert not any(200 < x < 300 and -20 < y < 100 for x, y in way)
