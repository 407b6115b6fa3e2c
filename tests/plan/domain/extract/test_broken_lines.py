"""Lines that a page broke, cells that stand one to a line, and headers that only their place tells apart."""

import pytest

from tests.plan.domain.extract.test_styles import read
from tests.plan.domain.extract.test_truth import shortfalls
from tests.plan.truth.measure import FRESH, TUNE, measure_marked
from yunghap.plan.domain.extract import extract_plan
from yunghap.plan.domain.extract.wrapped import paragraphs

SAMPLES = tuple(
    path
    for path in (*TUNE, *FRESH)
    if path.stem
    in {"national-2024", "prose-2025", "pdf-broken-cells-2026", "english-action-2025", "national-2018"}
)


@pytest.mark.parametrize("hang", [True, False])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_broken_text_reads_as_the_whole_does(path: object, hang: bool) -> None:
    assert shortfalls(measure_marked(path, columns=72, hang=hang), detect=0.97, fields=0.93) == {}  # type: ignore[arg-type]


TWICE = {"pdf-wrapped-2021", "pdf-broken-cells-2026", "national-2019", "basic-plan-mixed-2020"}


@pytest.mark.parametrize("path", [path for path in FRESH if path.stem in TWICE], ids=lambda path: path.stem)
def test_text_broken_anew_where_it_is_narrower_reads_as_the_whole_does(path: object) -> None:
    assert shortfalls(measure_marked(path, columns=60), detect=0.99, fields=0.97) == {}  # type: ignore[arg-type]


def test_caption_that_is_broken_gives_its_unit() -> None:
    lines = [
        "1. 투자계획",
        "<부처별 투자>",
        "          (단위 :",
        "          억원)",
        "구분\t2024",
        "산업부\t120",
        "교육부\t80",
    ]
    assert read(lines, "line", "value", "unit") == [(8, 120, "억원"), (9, 80, "억원")]


def test_day_under_a_title_is_no_piece_of_it() -> None:
    lines = [
        "   제3차 지능형 농기계 산업의 육성을 위한 기본계획('31~'35)",
        "     2030. 12. 22.",
        "",
        "○ 농기계 30대",
    ]
    others = {(one.span.line, one.kind.value) for one in extract_plan(lines).others}
    assert (2, "date") in others
    assert extract_plan(lines).published is not None


def test_digits_behind_the_break_are_told_as_its_rest() -> None:
    lines = [
        "     * ('20) 1,200대 → ('21) 3,500대 / '21년 국비 48.2억원",
        '"                            1,855.4',
        "Each0",
        "      - 내    용 : 소재은행 1식, 재배단지 30ha, 농가소득 농가당 600만원",
        '"',
    ]
    (rest,) = [one for one in extract_plan(lines).others if one.kind == "continued"]
    assert (rest.span.line, rest.text, rest.rule) == (3, "0", "line-before")


def test_ministry_and_year_at_the_end_of_a_broken_bullet_hold_for_it() -> None:
    lines = [
        "1. 추진계획",
        "  ○ 제조 인공지능 선도사업장 60개 구축과 로봇 실증 320대를 위한",
        "    지원금 450억원 집행 등 추진('30) (산업부)",
    ]
    assert read(lines, "line", "value", "year", "ministry") == [
        (4, 60, 2030, "산업부"),
        (4, 320, 2030, "산업부"),
        (5, 450, 2030, "산업부"),
    ]


def test_ministry_alone_on_the_next_line_is_of_the_bullet() -> None:
    lines = ["1. 추진계획", "  ○ 플랫폼 88종 개방", "    (과기정통부)", "  ○ 보육생 208명", "    <농식품부>"]
    assert read(lines, "value", "ministry") == [(88, "과기부"), (208, "농림부")]


def test_lines_of_labels_are_no_broken_line() -> None:
    lines = ["[과제 1] 자율제조 선도프로젝트의 전국 확산", " 소관부처 | 산업통상자원부", " 예산 | 19억원"]
    assert read(lines, "line", "value", "ministry") == [(5, 19, "산업부")]


def test_spans_are_of_the_printed_line() -> None:
    lines = [
        "2031년 실행계획",
        "",
        "1. 추진계획",
        "  ○ 융합 신제품의 시장 출시를 돕는 실증 특례를 넓히고",
        "    승인 12건",
    ]
    (quantity,) = extract_plan(lines).quantities
    assert lines[quantity.line - 1][quantity.start : quantity.end] == quantity.text == "12건"


def test_number_broken_by_the_page_ends_with_its_line() -> None:
    lines = ["2031년 실행계획", "", "- 누적 참여 인원 1,250", "  (명 기준으로 12,", "  300)"]
    found = extract_plan(lines)
    assert all(
        lines[quantity.line - 1][quantity.start : quantity.end] == quantity.text
        for quantity in found.quantities
    )


def test_cells_one_to_a_line_make_a_table() -> None:
    lines = ["부처명", "과제 수(개)", "집행액(억원)", "산업부", "48", "10,412", "중기부", "21", "4,105"]
    assert read(lines, "line", "value", "unit", "ministry") == [
        (7, 48, "개", "산업부"),
        (8, 10412, "억원", "산업부"),
        (10, 21, "개", "중기부"),
        (11, 4105, "억원", "중기부"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["기획과", "12", "총무과", "15", "예산과", "9"],  # no header
        ["3", "4", "5", "6", "7", "8"],
        ["가", "나", "다", "라", "마", "바"],
    ],
)
def test_other_short_lines_make_none(lines: list[str]) -> None:
    assert extract_plan(["2031년 실행계획", "", *lines]).tables == ()


def test_headers_in_columns_of_spaces_stand_where_they_stand() -> None:
    lines = [
        "                                  (단위: 백만원)",
        "   구   분       2030년      2031년     증  감    재원별(2031년)",
        "                최종예산      예산안               국비      도비",
        "   합    계      23,900      26,350     2,450    19,000    7,350",
        "   반도체        10,200      11,850     1,650     8,850    3,000",
    ]
    found = read(lines, "value", "year")
    assert found[:5] == [(23900, 2030), (26350, 2031), (2450, 2031), (19000, 2031), (7350, 2031)]


def test_shares_are_of_the_column_to_their_left() -> None:
    lines = [
        "<부처별 투자(억원, %)>",
        "부처\t'30실적\t(비중)\t'31계획\t(비중)",
        "산업부\t90\t37.4\t104\t36.6",
    ]
    assert read(lines, "value", "unit", "year", "role")[1] == (37.4, "%", 2030, "actual")


def test_quarters_are_headers() -> None:
    lines = ["지표    단위    연간    1/4    2/4", "-----------------------", "개방    종    90    40    50"]
    assert read(lines, "value", "unit") == [(90, "종"), (40, "종"), (50, "종")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- 개방: ('30上) 75종 → ('31下) 140종", [(75, 2030), (140, 2031)]),
        ("- 피해면적 전년 31ha에서 6ha로 감소", [(31, 2030), (6, 2031)]),
        ("- 피해면적 '29년 31ha → 6ha", [(31, 2029), (6, 2031)]),
        ("- 신청은 한 해 전의 3,150개에서 늘어난다", [(3150, 2030)]),
    ],
)
def test_past_year_is_of_the_value_that_the_arrow_leaves(line: str, expected: list[tuple[int, int]]) -> None:
    assert read(["1. 추진계획", line], "value", "year") == expected


def test_stage_heads_what_is_set_in_under_it() -> None:
    lines = [
        "1. 단계별 추진",
        "1단계('31~'32) 기반",
        " - 도로 620km",
        "2단계('33~'34) 확산",
        " - 버스 1,500대",
    ]
    assert read(lines, "value", "year") == [(620, 2031), (1500, 2033)]


def test_unit_line_without_parentheses_is_no_quantity() -> None:
    lines = ["Unit: KRW 100 million (억원)", "Strategy\t2031\t2032", "Circular\t620\t710"]
    assert read(lines, "value", "unit") == [(620, "억원"), (710, "억원")]


def test_very_long_paragraph_is_read_in_parts() -> None:
    assert list(paragraphs([1, 2, 3, 7])) == [range(4), range(6, 8)]
    parts = list(paragraphs(list(range(1, 200))))
    assert sum(map(len, parts)) == 200
    assert parts[0].stop == parts[1].start


def test_share_in_parentheses_of_a_header_is_the_second_number() -> None:
    lines = [
        "(단위 : 억원, %)",
        "부처\t투자액(비중)\t부처\t투자액(비중)",
        "산업부\t169.5 (55.5)\t환경부\t40.1 (13.2)",
    ]
    assert read(lines, "value", "unit", "ministry") == [
        (169.5, "억원", "산업부"),
        (55.5, "%", "산업부"),
        (40.1, "억원", "환경부"),
        (13.2, "%", "환경부"),
    ]


def test_parts_in_a_note_have_the_unit_of_the_total_above() -> None:
    lines = ["1. 추진계획", "- 선도공장 25개 구축", " - * 업종 : 기계(10), 조선(6), 섬유(9)"]
    assert read(lines, "value", "unit") == [(25, "개"), (10, "개"), (6, "개"), (9, "개")]


def test_sentence_with_a_plan_and_a_year_is_no_title() -> None:
    lines = [
        "산업융합 백서 2028",
        "3.1 올해의 계획",
        "중기부는 지역기업 600개사에 지원할 계획이다. 국토부는 2030년까지 도심 융합지구",
        "12곳을 조성하며, 올해는 우선 4곳을 착공한다.",
    ]
    assert extract_plan(lines).year == 2028


def test_ministry_right_behind_a_number_is_of_that_number() -> None:
    lines = ["1. 추진계획", "- 대학원 312명 배출, 재직자 4,150명(고용부) 교육"]
    assert read(lines, "value", "ministry") == [(312, ""), (4150, "고용부")]


def test_column_of_units_is_named_in_two_languages() -> None:
    lines = ["Indicator 지표\tUnit 단위\t2031 Target", "New jobs 신규고용\t명\t4,900"]
    assert read(lines, "value", "unit") == [(4900, "명")]


def test_year_of_the_value_left_behind_in_english() -> None:
    lines = ["1. Plan for 2031", "- Exports rose from USD 1.8 billion in 2030 to USD 2.1 billion"]
    assert read(lines, "value", "year") == [(1.8, 2030), (2.1, 2031)]
