"""A small edition with every shape an export must carry."""

from datetime import date
from decimal import Decimal

from yunghap.plan.contracts import Comparison, Quantity, Role, YearBasis
from yunghap.plan.queries.values import (
    BudgetLine,
    EditionView,
    Flagship,
    Indicator,
    IndicatorValue,
    Milestone,
    Node,
    Programme,
    Total,
)


def fact(line: int, text: str, value: str, unit: str, role: Role, **more: object) -> Quantity:
    fields: dict[str, object] = {
        "precision": Decimal(1),
        "year": 2031,
        "period_start": date(2031, 1, 1),
        "period_end": date(2031, 12, 31),
        "year_basis": YearBasis.EXPLICIT,
        "ministry": ("산업부",),
        "section": ("Ⅲ. 계획", "1. 융합"),
        "rules": {"value": "number", "year": "parenthesis"},
    }
    return Quantity(
        line=line,
        start=2,
        end=2 + len(text),
        text=text,
        value=Decimal(value),
        unit=unit,
        role=role,
        **{**fields, **more},  # type: ignore[arg-type]
    )


def edition() -> EditionView:
    facts = {
        "F1": fact(3, "59.2억원", "59.2", "억원", Role.BUDGET, krw=5_920_000_000, precision=Decimal("0.1")),
        "F2": fact(
            4,
            "3,096.5억원",
            "3096.5",
            "억원",
            Role.BUDGET,
            krw=309_650_000_000,
            period_end=date(2036, 12, 31),
        ),
        "F3": fact(5, "10~15개", "10", "개", Role.TARGET, value_to=Decimal(15), comparison=Comparison.RANGE),
        "F4": fact(
            9,
            "△240억불",
            "-240",
            "억불",
            Role.ACTUAL,
            year=2030,
            period_start=None,
            period_end=None,
            year_basis=YearBasis.SECTION,
            qualifiers=(("kind", "신규; = \t›"),),
            section=("Ⅱ › 성과",),
        ),
    }
    return EditionView(
        year=2031,
        title="2031년도 실행계획(생성)",
        title_en="2031 action plan (generated)",
        status="PUBLISHED",
        version=2,
        document_sha256="ab" * 32,
        published_on=date(2031, 7, 1),
        facts=facts,
        nodes=(
            Node("tasks", "1", "산업경쟁력", "Competitiveness"),
            Node("tasks", "1.1", "주력산업", "Key industries", parent="1"),
            Node("areas", "da", "융합 경쟁력", "Convergence"),
        ),
        programmes=(
            Programme(
                "P1",
                "=로봇 실증",
                ("산업부",),
                {"tasks": "1.1", "areas": "da"},
                (
                    BudgetLine(
                        "F1", 5_920_000_000, Role.BUDGET, date(2031, 1, 1), date(2031, 12, 31), "national"
                    ),
                ),
            ),
            Programme(
                "P2",
                "극한소재",
                ("과기부", "산업부"),
                {},
                (BudgetLine("F2", 309_650_000_000, Role.BUDGET, date(2031, 1, 1), date(2036, 12, 31)),),
            ),
            Programme("P3", "금액 없음", ("국토부",), {"tasks": "1.1"}),
        ),
        indicators=(
            Indicator(
                "I1",
                "지원 기업",
                "개",
                ("중기부",),
                {"tasks": "1.1"},
                (
                    IndicatorValue("F4", Role.ACTUAL, Decimal(-240), None, None),
                    IndicatorValue("F3", Role.TARGET, Decimal(10), date(2031, 1, 1), date(2031, 12, 31)),
                ),
            ),
            Indicator("I2", "값 없음", "명", ("고용부",), {}),
        ),
        totals=(Total("plan", "", "F2"), Total("area", "da", "F1"), Total("ministry", "산업부", "F1")),
        milestones=(Milestone("착공", ("환경부",), date(2031, 10, 1), date(2031, 10, 31), 12),),
        flagship=(Flagship("INVESTMENT_AREA", "반도체"), Flagship("PROJECT", "소자", parent="반도체")),
    )
