"""Money is added without counting anything twice; unknown shares stay unknown."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from yunghap.programmes.contracts import LineAmount, Party, Shared, Split
from yunghap.programmes.rollup import annual_sum, counted_lines, split_amount, sum_splits


def line(id: str = "a", **changes: object) -> LineAmount:  # noqa: A002
    values: dict[str, object] = {
        "programme": "p",
        "phase": "PLANNED",
        "source": "ALL",
        "year": 2023,
        "year_to": 2023,
        "amount_krw": 100,
        "precision_krw": 1,
    }
    return LineAmount(id=id, **{**values, **changes})  # type: ignore[arg-type]


def test_multi_year_total_never_enters_an_annual_sum() -> None:
    lines = [line("a"), line("b", year_to=2030, amount_krw=9352)]
    assert annual_sum(lines, year=2023) == 100
    assert annual_sum(lines, year=2030) == 0


def test_named_sources_are_not_added_to_their_total() -> None:
    total = [line("a"), line("b", source="NATIONAL", amount_krw=70)]
    assert annual_sum(total, year=2023) == 100
    apart = [line("b", source="NATIONAL", amount_krw=70), line("c", source="LOCAL", amount_krw=20)]
    assert annual_sum(apart, year=2023) == 90


def test_total_of_another_phase_does_not_hide_a_source() -> None:
    lines = [line("a", phase="EXECUTED"), line("b", source="NATIONAL", amount_krw=70)]
    assert annual_sum(lines, year=2023) == 170


def test_contained_line_counts_only_without_its_container() -> None:
    parts = [line("b", programme="q", part_of="a", amount_krw=60), line("c", programme="r", part_of="a")]
    assert annual_sum([line("a"), *parts], year=2023) == 100
    assert annual_sum(parts, year=2023) == 160


def test_part_of_a_multi_year_total_counts_in_its_year() -> None:
    lines = [line("a", year_to=2028, amount_krw=900), line("b", programme="q", part_of="a")]
    assert [item.id for item in counted_lines(lines)] == ["b"]


def test_single_organisation_has_everything() -> None:
    assert split_amount(7, [Party("x")]) == Split({"x": 7}, 0)


def test_unstated_shares_stay_unknown() -> None:
    assert split_amount(100, [Party("x"), Party("y")]) == Split({}, 100)
    assert split_amount(100, [Party("x", Decimal("0.3")), Party("y")]) == Split({"x": 30}, 70)
    assert split_amount(100, []) == Split({}, 100)


amounts = st.integers(min_value=0, max_value=10**17)
thirds = st.lists(st.integers(min_value=1, max_value=50), min_size=1, max_size=6)


@given(amounts, thirds)
def test_stated_shares_of_the_whole_leave_nothing(amount: int, weights: list[int]) -> None:
    total = Decimal(sum(weights))
    shares = [(Decimal(weight) / total).quantize(Decimal("0.00000001")) for weight in weights]
    shares[0] += 1 - sum(shares)
    split = split_amount(amount, [Party(str(index), share) for index, share in enumerate(shares)])
    assert split.total_krw == amount
    assert split.unknown_krw == 0
    assert all(abs(split.known[str(index)] - amount * share) <= 1 for index, share in enumerate(shares))


@given(
    st.lists(
        st.tuples(amounts, st.lists(st.sampled_from([None, Decimal("0.1"), Decimal("0.25")]), max_size=4)),
        max_size=6,
    )
)
def test_known_and_unknown_add_up_to_the_amount(cases: list[tuple[int, list[Decimal | None]]]) -> None:
    splits = [
        split_amount(amount, [Party(str(index), share) for index, share in enumerate(shares)])
        for amount, shares in cases
    ]
    assert all(split.total_krw == amount for split, (amount, _shares) in zip(splits, cases, strict=True))
    assert sum_splits(splits).total_krw == sum(amount for amount, _shares in cases)


@given(st.data())
def test_no_won_is_counted_twice(data: st.DataObject) -> None:
    count = data.draw(st.integers(min_value=1, max_value=8))
    lines = [
        line(
            str(index),
            programme=str(index),
            amount_krw=data.draw(amounts),
            part_of=data.draw(st.sampled_from([None, *map(str, range(index))])),
        )
        for index in range(count)
    ]
    tops = [item for item in lines if item.part_of is None]
    assert annual_sum(lines, year=2023) == sum(item.amount_krw for item in tops)


def test_shared_sums_add() -> None:
    assert Shared(1, 2) + Shared(3, 4) == Shared(4, 6)
