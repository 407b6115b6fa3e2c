"""A vote comes to the same whatever the order of things, and nobody counts who should not."""

from hypothesis import given
from hypothesis import strategies as st

from yunghap.casework.domain.quorum import count_votes
from yunghap.casework.enums import Vote

PEOPLE = [f"m{number}" for number in range(9)]
groups = st.sets(st.sampled_from([*PEOPLE, "stranger"]))
ballots = st.dictionaries(st.sampled_from([*PEOPLE, "stranger"]), st.sampled_from(Vote))


def test_majority_of_the_members_opens_and_majority_of_those_present_decides() -> None:
    votes = {"m0": Vote.FOR, "m1": Vote.FOR, "m2": Vote.AGAINST}
    result = count_votes(
        members=PEOPLE[:5], aside=[], present=PEOPLE[:3], votes=votes, recusal_lowers_base=True
    )
    assert (result.members, result.base, result.present, result.needed_present, result.needed_for) == (
        5,
        5,
        3,
        3,
        2,
    )
    assert result.is_met
    assert result.passes


def test_recusal_lowers_the_base_where_the_rules_say_so() -> None:
    case = {
        "members": PEOPLE[:4],
        "aside": ["m3"],
        "present": ["m0", "m1"],
        "votes": {"m0": Vote.FOR, "m1": Vote.FOR},
    }
    assert count_votes(**case, recusal_lowers_base=True).passes  # type: ignore[arg-type]
    assert not count_votes(**case, recusal_lowers_base=False).is_met  # type: ignore[arg-type]


def test_half_of_those_present_is_no_majority() -> None:
    votes = {"m0": Vote.FOR, "m1": Vote.FOR, "m2": Vote.ABSTAIN, "m3": Vote.AGAINST}
    result = count_votes(
        members=PEOPLE[:5], aside=[], present=PEOPLE[:4], votes=votes, recusal_lowers_base=True
    )
    assert result.is_met
    assert not result.passes


@given(groups, groups, ballots, st.booleans())
def test_only_members_who_are_there_and_do_not_stand_aside_count(
    aside: set[str], present: set[str], votes: dict[str, Vote], lowers: bool
) -> None:
    result = count_votes(
        members=PEOPLE, aside=aside, present=present, votes=votes, recusal_lowers_base=lowers
    )
    there = (present & set(PEOPLE)) - aside
    assert result.present == len(there)
    assert result.votes_for + result.votes_against + result.abstentions == len(there & set(votes))
    assert result.base <= result.members
    if result.passes:
        assert result.votes_for * 2 > result.present
        assert result.present * 2 > result.base


@given(ballots, st.sampled_from(PEOPLE))
def test_a_further_vote_for_never_makes_a_matter_fail(votes: dict[str, Vote], member: str) -> None:
    def passes(cast: dict[str, Vote]) -> bool:
        return count_votes(
            members=PEOPLE, aside=[], present=PEOPLE, votes=cast, recusal_lowers_base=True
        ).passes

    if passes(votes):
        assert passes({**votes, member: Vote.FOR})
