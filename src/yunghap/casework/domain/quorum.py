"""The arithmetic of committees. Pure."""

from collections.abc import Collection

from yunghap.casework.contracts import Quorum
from yunghap.casework.enums import Vote


def count_votes(
    *,
    members: Collection[str],
    aside: Collection[str],
    present: Collection[str],
    votes: dict[str, Vote],
    recusal_lowers_base: bool,
) -> Quorum:
    """What a vote comes to, by the ids of members; strangers' attendance and votes do not count.

    A meeting opens with a majority of the members and decides by a majority of those present (Act art. 8
    (9)). Whoever stands aside is neither present nor votes on the item; with `recusal_lowers_base` they do
    not count among the members either. Abstaining is being present without voting for.
    """
    everybody, away = set(members), set(aside) & set(members)
    there = (set(present) & everybody) - away
    base = len(everybody) - len(away) if recusal_lowers_base else len(everybody)
    cast = {who: vote for who, vote in votes.items() if who in there}
    return Quorum(
        members=len(everybody),
        base=base,
        present=len(there),
        needed_present=base // 2 + 1,
        needed_for=len(there) // 2 + 1,
        votes_for=sum(vote is Vote.FOR for vote in cast.values()),
        votes_against=sum(vote is Vote.AGAINST for vote in cast.values()),
        abstentions=sum(vote is Vote.ABSTAIN for vote in cast.values()),
    )
