"""A document comes in whole or not at all; its original is kept; known names are recognised."""

import pytest

from tests.factories import plan as make
from tests.shared import shared_path
from yunghap.core.actors import SYSTEM
from yunghap.core.errors import Conflict, InvalidInput, NotAllowed
from yunghap.documents.service import read_original
from yunghap.plan import service as plan
from yunghap.plan.domain import importing
from yunghap.plan.enums import AliasKind
from yunghap.plan.models import Document, Edition, Observation, Span
from yunghap.programmes.models import BudgetLine
from yunghap.programmes.service import ensure_programmes

pytestmark = pytest.mark.django_db

TEXT = """2024년도 산업융합발전 실행계획

I. '24년도 중점 추진계획

가 방향 하나

◇ 과제 하나

- 사업 추진 (산업부)
 - * 로봇 융합모델 실증('24, 49억원, 국비 30억원), 옛 이름 사업('24, 12억원), 지원 기업 : 30개사
 - * 로봇 융합모델 실증('24, 49억원)

II. '24년도 재정투자계획

< 분야별 재정투자 계획(억원, 비중%) >

분야 가\t분야 나\t합계
60.5 (60.5)\t39.5 (39.5)\t100 (100)

< 부처별 재정투자 계획(억원, 비중%) >

부처명\t투자계획
산업부\t70 (70)
과기부\t30 (30)
"""


def imported(text: str = TEXT, **values: object) -> importing.Imported:
    return plan.import_document(data=text.encode(), name="plan.txt", by=SYSTEM, **values)  # type: ignore[arg-type]


@pytest.fixture
def known() -> Edition:
    """An older edition with the same directions and areas; a programme with an alias."""
    edition = make.edition()
    for name in ("과기부",):
        make.ministry(name)
    ensure_programmes(names=["로봇 융합모델 실증", "새 이름 사업"], by=SYSTEM)
    plan.learn_alias(kind=AliasKind.PROGRAMME, alias="옛 이름 사업", name="새 이름 사업", by=SYSTEM)
    return edition


def test_tables_and_known_names_are_recognised(known: Edition) -> None:
    result = imported()
    assert (result.edition.year, result.edition.status, result.shipped) == (2024, "REVIEW", False)
    areas = make.money(result.edition, "area")
    assert [row.krw for row in areas.rows] == [6_050_000_000, 3_950_000_000]
    assert areas.total_krw == areas.sum_krw == 10**10
    ministries = make.money(result.edition)
    assert {row.key: row.krw for row in ministries.rows} == {"산업부": 7 * 10**9, "과기부": 3 * 10**9}
    lines = {
        row.name: [(line.source, line.krw) for line in row.lines] for row in make.programmes(result.edition)
    }
    assert ("", 49 * 10**8) in lines["로봇 융합모델 실증"]
    assert lines["새 이름 사업"] == [("", 12 * 10**8)]
    assert read_original(result.document.sha256).lines[0].startswith("2024년도")


def test_number_opens_its_line(known: Edition) -> None:
    edition = imported().edition
    key = plan.observation_at(2024, 10, TEXT.split("\n")[9].index("49"))
    source = plan.source_of(key)
    assert source.line_text == TEXT.split("\n")[9]
    assert (source.line, source.subject, [number.line for number in source.same]) == (10, "BUDGET_LINE", [11])
    assert source.edition_year == edition.year


def test_unknown_names_wait_for_a_person() -> None:
    make.ministry()
    result = imported(nodes_from=None)
    assert result.unassigned > 0
    assert make.programmes(result.edition) == ()
    assert result.numbers == Observation.objects.filter(edition=result.edition).count()


def test_same_document_again_changes_nothing(known: Edition) -> None:
    first = imported()
    count = Span.objects.count()
    assert imported().edition == first.edition
    assert Span.objects.count() == count


def test_other_document_of_the_year_is_refused(known: Edition) -> None:
    imported()
    with pytest.raises(Conflict):
        imported(TEXT + "끝")


def test_document_without_a_year_needs_one() -> None:
    make.ministry()
    with pytest.raises(InvalidInput):
        imported("- 지원 기업 : 30개사")
    with pytest.raises(InvalidInput):
        imported("- 지원 기업 : 30개사", year=1800)
    assert imported("- 지원 기업 : 30개사", year=2025).edition.year == 2025


def test_unreadable_bytes_are_refused() -> None:
    with pytest.raises(InvalidInput):
        plan.import_document(data=b"\x00\x01\x02", name="x.txt", by=SYSTEM)


def test_only_compiling_officers_import() -> None:
    with pytest.raises(NotAllowed):
        plan.import_document(data=b"x", name="x.txt", by=make.officer("MINISTRY_OFFICER"))


def test_failure_in_the_middle_leaves_nothing(known: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_values: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing, "record", fail)
    with pytest.raises(KeyboardInterrupt):
        imported()
    assert not Edition.objects.filter(year=2024).exists()
    assert Document.objects.filter(spans__isnull=False).count() == 0
    assert not BudgetLine.objects.exists()


def test_budget_beyond_all_bounds_is_refused_whole(known: Edition) -> None:
    text = TEXT.replace("12억원", "1" + "0" * 30 + "억원")
    try:
        result = imported(text)
    except InvalidInput:
        assert not Edition.objects.filter(year=2024).exists()
    else:
        amounts = Observation.objects.filter(edition=result.edition).values_list("krw", flat=True)
        assert all(krw is None or krw < 10**18 for krw in amounts)


def test_real_plan_gives_the_shipped_edition_and_its_lines() -> None:
    data = shared_path("plan-2023.txt").read_bytes()
    make.public_bodies()
    result = plan.import_document(data=data, name="plan-2023.txt", by=SYSTEM)
    assert (result.shipped, result.edition.origin, result.edition.status) == (True, "SHIPPED", "PUBLISHED")
    for row in result.edition.observations.select_related("span")[:50]:
        source = plan.source_of(row.pk)
        assert source.line_text is not None
        assert source.line_text[source.start : source.end] == row.span.text


def test_edition_without_document_has_no_outcome() -> None:
    with pytest.raises(Conflict):
        importing._outcome(make.collecting(), shipped=False)
