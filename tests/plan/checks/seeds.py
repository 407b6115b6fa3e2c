"""Errors put into clean documents, one at a time: which check must find each, and in which line."""

from dataclasses import dataclass
from pathlib import Path

from tests.plan.truth.markup import read_marked

TRUTH = Path(__file__).parents[1] / "truth"


@dataclass(frozen=True)
class Seed:
    """In the document, `right` (once) becomes `wrong`; a `wrong` with a line break adds lines."""

    check: str
    document: str
    right: str
    wrong: str

    @property
    def name(self) -> str:
        return f"{self.check}-{self.document}-{abs(hash_of(self.wrong)) % 1000:03}"


def hash_of(text: str) -> int:
    """A number that is the same in every run."""
    return sum(ord(letter) * (at + 1) for at, letter in enumerate(text))


def lines_of(document: str) -> list[str]:
    """The text of a labelled document."""
    return read_marked(next(TRUTH.rglob(f"{document}.marked"))).text.split("\n")


def seeded(seed: Seed) -> tuple[list[str], int]:
    """The document with the error, and the line (from 1) in which it stands."""
    text = "\n".join(lines_of(seed.document))
    assert text.count(seed.right) == 1, (text.count(seed.right), seed)
    at = text.index(seed.right)
    kept = {*seed.right.split("\n"), ""}
    new = [number for number, line in enumerate(seed.wrong.split("\n")) if line not in kept]
    return text.replace(seed.right, seed.wrong).split("\n"), text[:at].count("\n") + 1 + (
        new[-1] if new else 1
    )


SEEDS = (
    Seed(
        "area-sum",
        "national-2024",
        "융합 기반 강화\t11,345.0\t12,010.7",
        "융합 기반 강화\t11,345.0\t12,100.7",
    ),
    Seed("area-sum", "energy-transition-2026", "3. 건축\t2,400\t2,640", "3. 건축\t2,400\t2,460"),
    Seed("area-sum", "metro-smartcity-2022", "교통|12|24,610|12,480", "교통|12|24,610|14,280"),
    Seed("ministry-sum", "progress-review-2023", "2\t83.1\t2,080", "2\t83.1\t2,800"),
    Seed("ministry-sum", "talent-plan-2022", "고용부\t3,561\t5,020", "고용부\t3,561\t5,200"),
    Seed("ministry-sum", "national-2024", "고용노동부\t688.3", "고용노동부\t868.3"),
    Seed("total-of-table", "county-smartfarm-2024", "42     30,000", "42     33,000"),
    Seed("total-of-table", "institute-operation-2024", "시설비\t8,900\t11,200", "시설비\t8,900\t12,100"),
    Seed("total-of-table", "regional-alliance-2025", "합 계\t66,000\t33,000", "합 계\t66,000\t35,000"),
    Seed("share", "national-2024", "1,669.7\t45.2", "1,669.7\t42.5"),
    Seed("share", "english-mixed-2026", "8,120\t9,000\t25.0", "8,120\t9,000\t52.0"),
    Seed("prose-against-table", "national-2024", "총 3조 5,120억원으로", "총 3조 5,210억원으로"),
    Seed("prose-against-table", "talent-plan-2022", "총 1조 6,205억 원", "총 1조 6,502억 원"),
    Seed(
        "prose-against-table",
        "budget-explainer-2025",
        "(융합 실증 인프라) 7,200백만원",
        "(융합 실증 인프라) 7,700백만원",
    ),
    Seed("part-of-sum", "province-basic-2023-2027", "국비 920, 도비 430", "국비 920, 도비 530"),
    Seed("part-of-sum", "county-smartfarm-2024", "도비 96, 군비 192", "도비 96, 군비 129"),
    Seed("part-of-sum", "ocr-bold-2026", "적극해석 15", "적극해석 51"),
    Seed(
        "same-commitment",
        "ocr-bold-2026",
        "3. 융합 기반과 규제",
        "  - 산불감시 드론 96대 운영\n\n3. 융합 기반과 규제\n\n- 산불감시 드론 86대 운영",
    ),
    Seed(
        "same-commitment",
        "work-report-2023",
        "IV. 입법계획",
        "IV. 입법계획\n\n    - 캠퍼스 SW아카데미 신규 6개소",
    ),
    Seed(
        "same-commitment",
        "province-rows-2025",
        "> 주 1) 2026년은",
        "- 저온 유전체은행 15만 점 보관\n\n> 주 1) 2026년은",
    ),
    Seed("new-plus-continuing", "talent-plan-2022", "신규 7개, 계속 5개", "신규 8개, 계속 5개"),
    Seed(
        "new-plus-continuing",
        "kpi-2023",
        "신규 6개 과제, 계속 14개 과제",
        "총 21개 과제(신규 6개, 계속 14개)",
    ),
    Seed("period-span", "metro-smartcity-2022", "2023. 12. (3년)", "2023. 12. (4년)"),
    Seed("period-span", "regional-alliance-2025", "12월 (45개월)", "12월 (35개월)"),
    Seed("period-span", "province-gyeongnam-2024", "2026. (4년간)", "2026. (3년간)"),
    Seed("ratio", "province-basic-2023-2027", "집행(94.0%)", "집행(84.0%)"),
    Seed("ratio", "performance-2022", "115.0", "151.0"),
    Seed("ratio", "province-gyeongnam-2024", "달성률 116.7%", "달성률 176.7%"),
    Seed("series", "energy-transition-2026", "| 91.2 | 118.0 |", "| 91.2 | 81.0 |"),
    Seed("series", "work-report-2023", "(’22) 44개교 → (’23) 51개교", "(’24) 44개교 → (’23) 51개교"),
    Seed("series", "whitepaper-prose-2020", "14건에서 5건으로 줄었다", "5건에서 14건으로 줄었다"),
    Seed("target-below-last-actual", "institute-operation-2024", "\t38\t43\t46", "\t38\t43\t36"),
    Seed("target-below-last-actual", "regional-alliance-2025", "\t9\t14\t20", "\t9\t14\t12"),
    Seed("milestone-before-publication", "national-2024", "지정('24.하)", "지정 예정('24.2월)"),
    Seed("milestone-before-publication", "regional-alliance-2025", "개소(’25.9월)", "개소 예정(’25.1월)"),
    Seed("unknown-ministry", "national-2024", "(국토부, 산업부)", "(국토부, 산업교통부)"),
    Seed("unknown-ministry", "ocr-bold-2026", "실증 확대 (복지부)", "실증 확대 (복지사회부)"),
    Seed("renamed-ministry", "national-2024", "조성 (과학기술정보통신부)", "조성 (미래창조과학부)"),
    Seed("renamed-ministry", "progress-review-2023", "중개연구 (보건복지부)", "중개연구 (보건복지가족부)"),
    Seed(
        "stale-year",
        "national-2024",
        "Ⅲ. 2024년 추진계획\n\n1. 추진체계",
        "Ⅲ. 2023년 추진계획\n\n1. 추진체계",
    ),
    Seed("stale-year", "ocr-bold-2026", "개발(26, 215억원)", "개발(24, 215억원)"),
    Seed("unit-slip", "national-2024", "총 3조 5,120억원으로", "총 35조 1,200억원으로"),
    Seed("unit-slip", "budget-explainer-2025", "(옴부즈만 운영) 2,400백만원", "(옴부즈만 운영) 2,400억원"),
    Seed("garbled-words", "ocr-bold-2026", "사회문제 해결형 융합\t11,870", "사회문재 해결형 융합\t11,870"),
    Seed("garbled-words", "national-2024", "융합 신산업 창출\t14,210.5", "융합 신산엄 창출\t14,210.5"),
    Seed(
        "duplicate-row",
        "national-2024",
        "규제혁신\t1,106.4\t1,229.7\t123.3\t3.5",
        "규제혁신\t1,106.4\t1,229.7\t123.3\t3.5\n규제혁신\t1,106.4\t1,229.7\t123.3\t3.5",
    ),
    Seed(
        "duplicate-row",
        "energy-transition-2026",
        "5. 해양\t1,180\t1,475\t295\t25.0",
        "5. 해양\t1,180\t1,475\t295\t25.0\n5. 해양\t1,180\t1,475\t295\t25.0",
    ),
    Seed("target-below-last-actual", "city-kpi-tabs-2023", "35.5\t55.0\t100", "35.5\t33.0\t100"),
    Seed("ministry-sum", "national-style-2021", "4,870        △134", "4,780        △134"),
    Seed(
        "new-plus-continuing",
        "rnd-annual-2022",
        "(계속 22개 과제 26,140백만원, 신규 9개 과제",
        "(계속 22개 과제 26,140백만원, 신규 8개 과제",
    ),
    Seed("share", "pdf-broken-cells-2026", "43.9    10.8", "49.3    10.8"),
    Seed("ratio", "pdf-broken-cells-2026", "43.9    10.8", "43.9    18.0"),
    Seed(
        "renamed-ministry",
        "national-style-2021",
        "배출, 취업률 81.3% (산업부)",
        "배출, 취업률 81.3% (지식경제부)",
    ),
    Seed("share", "notes-heavy-2019", "8,011\t28.2", "8,011\t22.8"),
    Seed("ratio", "progress-table-2022", "3,000\t2,410\t80.3", "3,000\t2,410\t83.0"),
    Seed(
        "total-of-table",
        "province-aligned-2023",
        "13,700     12,100    △1,600",
        "13,700     12,700    △1,600",
    ),
    Seed("target-below-last-actual", "english-action-2025", "| 110 | 150 |", "| 90 | 150 |"),
    Seed("target-below-last-actual", "kpi-mixed-2025", "3,150\t6,620\t7,000", "3,150\t6,620\t6,000"),
    Seed("ratio", "kpi-mixed-2025", "14,820\t15,300\t480\t3.2%", "14,820\t15,300\t480\t4.2%"),
    Seed("ministry-sum", "national-converted-2024", "4,020.1 (13.2)", "4,210.1 (13.2)"),
    Seed("share", "national-converted-2024", "850.0 (2.8)", "850.0 (8.2)"),
    Seed("total-of-table", "province-years-2026", "40,000\t8,100\t9,600", "40,000\t8,100\t6,900"),
    Seed(
        "duplicate-row",
        "kpi-mixed-2025",
        "기술기준 개발\t4,100",
        "샌드박스 운영\t14,820\t15,300\t480\t3.2%\n기술기준 개발\t4,100",
    ),
    Seed("share", "performance-assess-2025", "보통 96개(63.6%)", "보통 96개(66.3%)"),
    Seed("ratio", "performance-assess-2025", "집행 32,990억원)", "집행 32,090억원)"),
    Seed("ratio", "national-2019", "(해소율 72.4%)", "(해소율 74.2%)"),
    Seed("ratio", "national-2026", "1,320.3\t10.8", "1,320.3\t18.0"),
    Seed("prose-against-table", "pdf-wrapped-2021", "규모는 3조 5,929억원", "규모는 3조 9,529억원"),
)
