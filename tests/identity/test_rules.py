"""Who holds which role on a day."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yunghap.identity.rules import DeputyPeriod, GrantPeriod, Held, covers, overlap, roles_held

DAY = date(2026, 1, 1)
DAYS = st.integers(0, 40).map(lambda n: DAY + timedelta(days=n))
PEOPLE = st.sampled_from("abc")
PLACES = st.sampled_from(["x", "y"])
ROLES = st.sampled_from(["OFFICER", "APPROVER"])


@st.composite
def periods(draw: st.DrawFn, *, open_ended: bool) -> tuple[date, date | None]:
    starts_on = draw(DAYS)
    if open_ended and draw(st.booleans()):
        return starts_on, None
    return starts_on, starts_on + timedelta(days=draw(st.integers(0, 20)))


@st.composite
def grants(draw: st.DrawFn) -> GrantPeriod:
    starts_on, ends_on = draw(periods(open_ended=True))
    return GrantPeriod(draw(PEOPLE), draw(PLACES), draw(ROLES), starts_on, ends_on)


@st.composite
def deputies(draw: st.DrawFn) -> DeputyPeriod:
    starts_on, ends_on = draw(periods(open_ended=False))
    principal = draw(PEOPLE)
    deputy = draw(PEOPLE.filter(lambda person: person != principal))
    assert ends_on is not None
    return DeputyPeriod(principal, deputy, draw(PLACES), starts_on, ends_on)


# Another test run on the same machine is no reason to fail.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORLD = (st.lists(grants(), max_size=8), st.lists(deputies(), max_size=5), PEOPLE, DAYS)


def test_role_counts_on_its_first_and_last_day_only() -> None:
    grant = GrantPeriod("a", "x", "OFFICER", date(2026, 3, 1), date(2026, 3, 31))
    held = frozenset({Held("OFFICER", "x")})
    for day, expected in [
        (date(2026, 2, 28), frozenset()),
        (date(2026, 3, 1), held),
        (date(2026, 3, 31), held),
        (date(2026, 4, 1), frozenset()),
    ]:
        assert roles_held("a", day, [grant], []) == expected


def test_deputy_has_the_roles_of_the_principal_in_that_organisation_only() -> None:
    mine = [GrantPeriod("a", "x", "OFFICER", DAY), GrantPeriod("a", "y", "APPROVER", DAY)]
    acting = [DeputyPeriod("a", "b", "x", DAY, DAY)]
    assert roles_held("b", DAY, mine, acting) == {Held("OFFICER", "x", "a")}
    assert roles_held("b", DAY + timedelta(days=1), mine, acting) == frozenset()


def test_deputy_of_a_deputy_gets_nothing() -> None:
    chain = [DeputyPeriod("a", "b", "x", DAY, DAY), DeputyPeriod("b", "c", "x", DAY, DAY)]
    assert roles_held("c", DAY, [GrantPeriod("a", "x", "OFFICER", DAY)], chain) == frozenset()


@patient
@given(*WORLD)
def test_own_roles_are_exactly_the_valid_grants(
    given_grants: list[GrantPeriod], given_deputies: list[DeputyPeriod], person: str, day: date
) -> None:
    own = {h for h in roles_held(person, day, given_grants, given_deputies) if h.on_behalf_of is None}
    assert own == {
        Held(g.role, g.organisation)
        for g in given_grants
        if g.person == person and covers(g.starts_on, g.ends_on, day)
    }


@patient
@given(*WORLD)
def test_lent_roles_are_never_more_than_the_principal_holds_of_their_own(
    given_grants: list[GrantPeriod], given_deputies: list[DeputyPeriod], person: str, day: date
) -> None:
    for held in roles_held(person, day, given_grants, given_deputies):
        if held.on_behalf_of is not None:
            assert held.on_behalf_of != person
            own = roles_held(held.on_behalf_of, day, given_grants, [])
            assert Held(held.role, held.organisation) in own
            assert any(
                d.deputy == person
                and d.principal == held.on_behalf_of
                and d.organisation == held.organisation
                and d.starts_on <= day <= d.ends_on
                for d in given_deputies
            )


@patient
@given(*WORLD, grants())
def test_another_grant_never_takes_a_role_away(
    given_grants: list[GrantPeriod],
    given_deputies: list[DeputyPeriod],
    person: str,
    day: date,
    more: GrantPeriod,
) -> None:
    before = roles_held(person, day, given_grants, given_deputies)
    assert before <= roles_held(person, day, [*given_grants, more], given_deputies)


@patient
@given(periods(open_ended=True), periods(open_ended=True))
def test_overlap_says_whether_a_day_is_shared(
    one: tuple[date, date | None], other: tuple[date, date | None]
) -> None:
    days = [DAY + timedelta(days=n) for n in range(80)]
    shared = any(covers(*one, day) and covers(*other, day) for day in days)
    assert overlap(*one, *other) == shared == overlap(*other, *one)
