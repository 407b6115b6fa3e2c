"""Charts: well-formed, deterministic, readable without colour and without sight, obeying the security policy."""

import itertools
import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.factories.documents import make_document, texts
from yunghap.documents import charts
from yunghap.documents.blocks import Figure
from yunghap.documents.charts.canvas import ticks
from yunghap.documents.charts.treemap import squarify
from yunghap.documents.service import html_fragment, read_document, write_hwpx, write_pdf

SVG = "{http://www.w3.org/2000/svg}"
MINISTRIES = ["산업부", "과기부", "중기부"]
Draw = Callable[..., str]


def bar(**more: Any) -> str:
    return charts.bar_chart(**{"categories": MINISTRIES, "values": [Decimal("59.20"), None, 1234567], **more})


def grouped(**more: Any) -> str:
    series = [charts.Series("2022", [1, 2, None]), charts.Series("2023", [-3, 4.5, 0])]
    return charts.grouped_bar_chart(**{"categories": MINISTRIES, "series": series, **more})


def share(**more: Any) -> str:
    parts = [charts.Series(name, [index * 10 + 5, 1.5, 0]) for index, name in enumerate("국지민기차타파하가")]
    return charts.stacked_share(**{"categories": MINISTRIES, "parts": parts, **more})


def line(**more: Any) -> str:
    values = {"actual": [39, None, 96, 96, 7], "target": [40, 60, None, 96, 9], "periods": list("12345")}
    band = [(35, 45), (55, 65), None, (90, 99), None]
    return charts.line_with_target(**{"band": band, **values, **more})


def tree(**more: Any) -> str:
    groups = [
        charts.Group("가", [("산업부", 5000), ("과기부", 0)]),
        charts.Group("나", [("환경부", Decimal("80.5"))]),
        charts.Group("다", [("해수부", 1.5), ("국토부", 1)]),
        charts.Group("라", [("없음", 0)]),
    ]
    return charts.treemap(**{"groups": groups, **more})


def spark(**more: Any) -> str:
    more.pop("unit", None)
    return charts.sparkline(**{"values": [1, 2, None, 3, None, 2], **more})


ALL = [bar, grouped, share, line, tree, spark]
WORDS: dict[str, Any] = {"title": "부처별 <투자>", "description": "막대 & 값", "unit": "억원"}


def texts_of(svg: str) -> list[str]:
    root = etree.fromstring(svg.encode())
    return ["".join(element.itertext()) for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("draw", ALL)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_chart_has_name_description_and_size(draw: Draw, language: str) -> None:
    root = etree.fromstring(draw(**WORDS, language=language).encode())
    assert (root.get("role"), root.get("lang")) == ("img", language)
    named = {element.get("id"): element.text for element in root if element.get("id")}
    assert [named[name] for name in root.get("aria-labelledby").split()] == ["부처별 <투자>", "막대 & 값"]
    assert root.get("viewBox") == f"0 0 {root.get('width')} {root.get('height')}"


@pytest.mark.parametrize("draw", ALL)
def test_every_chart_obeys_the_security_policy_and_reaches_nothing(draw: Draw) -> None:
    root = etree.fromstring(draw(**WORDS).encode())
    for element in root.iter():
        assert element.tag != f"{SVG}style"
        assert element.tag != f"{SVG}script"
        for name, value in element.attrib.items():
            assert name != "style"
            assert not name.startswith("on")
            assert "href" not in name
            assert "url(" not in value or re.fullmatch(r"url\(#c[0-9a-f]{10}-\d\)", value)


@pytest.mark.parametrize("draw", ALL)
def test_every_chart_is_the_same_twice_and_its_ids_are_its_own(draw: Draw) -> None:
    assert draw(**WORDS) == draw(**WORDS)
    first, second = (set(re.findall(r'id="([^"]+)"', draw(**{**WORDS, "title": title}))) for title in "ab")
    assert first.isdisjoint(second)
    used = set(re.findall(r"url\(#([^)]+)\)", draw(**WORDS)))
    assert used <= set(re.findall(r'id="([^"]+)"', draw(**WORDS)))


def test_values_are_printed_beside_the_bars() -> None:
    shown = texts_of(bar(**WORDS))
    assert {"59.20", "1,234,567", "자료 없음", "(단위: 억원)", *MINISTRIES} <= set(shown)
    assert "no data" in texts_of(bar(**WORDS, language="en"))
    assert {"−3", "4.5", "2022", "2023"} <= set(texts_of(grouped(**WORDS)))
    assert any(text.startswith("(") for text in shown)
    assert not any(text.startswith("(") for text in texts_of(bar(**{**WORDS, "unit": ""})))


def test_series_differ_by_pattern() -> None:
    fills = re.findall(r'fill="(url\(#[^"]+|#1D56BC)"', share(**WORDS))
    assert len(set(fills)) == 8


def test_long_names_are_shortened_and_kept_whole_for_the_pointer() -> None:
    long = "아주 긴 이름의 분야와 그보다 더 긴 이름의 과제" * 2
    svg = bar(**WORDS, categories=[long, "나", "다"])
    assert f"<title>{long}</title>" in svg
    assert any(text.endswith("…") for text in texts_of(svg))
    legend = charts.grouped_bar_chart(
        **WORDS, categories=["a"], series=[charts.Series(f"{long * 2}{number}", [1]) for number in range(3)]
    )
    assert legend.count("…</text>") == 3


def test_group_without_room_for_its_name_is_named_below() -> None:
    groups = [charts.Group("큰", [("산업부", 10_000)]), charts.Group("작은 분야", [("환경부", 3)])]
    assert "작은 분야 3 (0.0%)" in texts_of(charts.treemap(**WORDS, groups=groups))


@pytest.mark.parametrize(
    "call",
    [
        lambda: bar(**WORDS, values=[1]),
        lambda: bar(**WORDS, values=[1, 2, math.nan]),
        lambda: bar(**WORDS, categories=[], values=[]),
        lambda: grouped(**WORDS, series=[]),
        lambda: share(**WORDS, parts=[charts.Series("a", [1, 2, -3])]),
        lambda: line(**WORDS, band=[None]),
        lambda: tree(**WORDS, groups=[]),
        lambda: tree(**WORDS, groups=[charts.Group("a", [("b", -1)])]),
        lambda: tree(**WORDS, groups=[charts.Group("a", [("b", 0)])]),
        lambda: spark(**WORDS, values=[]),
    ],
)
def test_nothing_is_drawn_from_what_cannot_be_shown(call: Callable[[], str]) -> None:
    with pytest.raises(ValueError, match=r"show|value|finite|negative|band"):
        call()


numbers = st.integers(-(10**13), 10**13) | st.decimals(-(10**9), 10**9, places=2) | st.floats(-1e12, 1e12)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(texts, st.none() | numbers, st.none() | numbers), min_size=1, max_size=12), texts)
def test_any_values_and_names_give_a_drawing_within_its_frame(rows: list[Any], title: str) -> None:
    names, first, second = zip(*rows, strict=True)
    words = {"title": title, "description": title, "unit": title}
    series = [charts.Series("가", first), charts.Series("나", second)]
    drawn = [
        charts.grouped_bar_chart(**words, categories=names, series=series),
        charts.line_with_target(**words, periods=names, actual=first, target=second),
        charts.line_with_target(**words, periods=names, actual=first, target=second, narrow=True),
        charts.sparkline(title=title, description=title, values=first),
    ]
    absolute = [None if value is None else abs(value) for value in first]
    drawn.append(charts.stacked_share(**words, categories=names, parts=[charts.Series("가", absolute)]))
    members = [(name, value or 0) for name, value in zip(names, absolute, strict=True)]
    if any(value for _, value in members):
        drawn.append(charts.treemap(**words, groups=[charts.Group(title, members)]))
    for svg in drawn:
        root = etree.fromstring(svg.encode())
        width, height = float(root.get("width")), float(root.get("height"))
        for rect in root.findall(f"{SVG}rect"):
            assert 0 <= float(rect.get("x", 0)) <= width + 1
            assert float(rect.get("x", 0)) + float(rect.get("width")) <= width + 1
            assert float(rect.get("y", 0)) + float(rect.get("height")) <= height + 1


@settings(deadline=None)
@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))
def test_ticks_reach_around_the_values_and_hold_zero(one: float, two: float) -> None:
    marks = ticks(min(one, two), max(one, two))
    assert 2 <= len(marks) <= 9
    assert 0 in marks
    slack = max(marks[-1] - marks[0], 1) * 1e-6  # less than can be seen
    assert marks[0] <= min(one, two) + slack
    assert marks[-1] >= max(one, two) - slack


@settings(deadline=None)
@given(st.lists(st.floats(0.01, 1e6), min_size=1, max_size=20))
def test_squares_fill_the_box_in_proportion(values: list[float]) -> None:
    values.sort(reverse=True)
    boxes = squarify(values, (0, 0, 300, 200))
    total = sum(values)
    for value, (x, y, width, height) in zip(values, boxes, strict=True):
        assert width * height == pytest.approx(60_000 * value / total, rel=1e-6)
        assert x >= -1e-6
        assert y >= -1e-6
        assert x + width <= 300 + 1e-4
        assert y + height <= 200 + 1e-4


def test_data_table_says_what_the_chart_shows() -> None:
    series = [charts.Series("2022", [Decimal("59.20"), None, 0.1]), charts.Series("2023", [-3, 1234567, 0])]
    table = charts.data_table(caption="투자", first="부처", categories=MINISTRIES, series=series, unit="억원")
    assert table.caption == "투자 (단위: 억원)"
    assert table.grid() == [
        ["부처", "2022", "2023"], ["산업부", "59.20", "-3"], ["과기부", "", "1,234,567"], ["중기부", "0.1", "0"],
    ]  # fmt: skip
    assert table.align == ("left", "right", "right")


def test_treemap_table_ends_each_group_with_its_total() -> None:
    groups = [
        charts.Group("가", [("산업부", 5), ("과기부", Decimal("1.5"))]),
        charts.Group("나", [("환경부", 2.5)]),
    ]
    table = charts.treemap_table(
        caption="투자", header=("분야", "부처", "금액"), groups=groups, language="en"
    )
    assert table.grid() == [
        ["분야", "부처", "금액"], ["가", "산업부", "5"], ["", "과기부", "1.5"], ["", "total", "6.5"],
        ["나", "환경부", "2.5"], ["", "total", "2.5"],
    ]  # fmt: skip


def test_same_bytes_in_page_and_hwpx_and_all_texts_in_pdf() -> None:
    table = charts.data_table(
        caption="", first="부처", categories=MINISTRIES, series=[charts.Series("값", [1, 2, 3])]
    )
    document = make_document(Figure(bar(**WORDS), "그림 1", table, "막대 셋"))
    assert bar(**WORDS) in html_fragment(document)
    assert "산업부\t1" in read_document(write_hwpx(document)).lines
    shown = "\n".join(read_document(write_pdf(document)).lines)
    assert "1,234,567" in shown


def test_chart_for_a_phone_has_each_name_above_its_bars() -> None:
    drawn = etree.fromstring(grouped(title="돈", description="막대", narrow=True))
    texts = [(node.text, float(node.get("y", ""))) for node in drawn.iter(f"{SVG}text")]
    assert float(drawn.get("width", "")) <= 320
    assert [text for text, _y in texts if text in MINISTRIES] == MINISTRIES
    bars = [float(node.get("y", "")) for node in drawn.iter(f"{SVG}rect") if node.get("height") == "14"]
    assert min(y for text, y in texts if text == "산업부") < min(y for y in bars if y > 60)
    assert max(float(node.get("x", "")) for node in drawn.iter(f"{SVG}text")) < 320


def test_line_for_a_phone_prints_values_as_far_as_they_have_room() -> None:
    values = [Decimal("34561.55") + year for year in range(12)]
    years = [str(2020 + year) for year in range(12)]
    none = [None] * len(years)
    drawn = etree.fromstring(line(periods=years, actual=values, target=none, band=(), title="지표",
                                  description="선", narrow=True))  # fmt: skip
    assert drawn.get("width") == "320"
    labels = [(float(text.get("x")), text.text) for text in drawn.iter(f"{SVG}text")]
    years_shown = [(x, text) for x, text in labels if text in years]
    assert years_shown[-1][1] == "2031"
    assert 2 <= len(years_shown) < len(years)
    assert all(after - before > 50 for (before, _), (after, _) in itertools.pairwise(years_shown))
    assert len([text for _x, text in labels if text.endswith(".55")]) == len(years_shown)
    assert len(drawn.findall(f".//{SVG}circle")) == len(years) + 1


def test_long_name_stands_in_two_lines_and_only_a_longer_one_is_cut() -> None:
    names = ["New markets for convergence products", "Ministry of Trade, Industry and Energy " * 3, "가" * 40]
    svg = charts.bar_chart(title="금액", description="", categories=names, values=[1, 2, 3])
    shown = re.findall(r"<text[^>]*>(?:<title>([^<]*)</title>)?([^<]*)</text>", svg)
    assert {("", "New markets for convergence"), ("", "products")} <= set(shown)
    cut = {whole for whole, text in shown if text.endswith("…")}
    assert cut == {names[1].strip(), names[2]}


def test_picture_has_a_width_for_pages_and_one_for_phones() -> None:
    picture = charts.in_two_widths(
        charts.bar_chart, title="금액", description="", categories=["가"], values=[1]
    )
    assert 'width="720"' in picture.wide
    assert 'width="320"' in picture.narrow
