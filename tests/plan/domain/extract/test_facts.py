"""Extraction as a whole, on short invented texts."""

from decimal import Decimal

from yunghap.plan.contracts import Role
from yunghap.plan.domain.extract import extract_plan

TITLE = "2031년도 산업융합 실행계획"


def read(*lines: str):
    """Quantities of the lines under a title and a plan heading."""
    return extract_plan([TITLE, "", "Ⅰ. 추진계획", *lines]).quantities


def test_amount_of_several_scales_is_one_quantity():
    (found,) = read("- 총 3조 4,561억원 투자")
    assert (found.text, found.value, found.unit, found.krw) == (
        "3조 4,561억원",
        Decimal(34561),
        "억원",
        3456100000000,
    )


def test_bullet_gives_its_ministry_to_its_notes():
    found = read("- 실증 확대 (과기정통부, 산업통상자원부)", " - * 실증('31, 12개소)")
    assert [(q.value, q.unit, q.ministry, q.role) for q in found] == [
        (Decimal(12), "개소", ("과기부", "산업부"), Role.TARGET)
    ]
