"""Records of different sources that may describe the same data: found by likeness, decided by people.

Minhash over the character pairs of title, organisation and keywords: records that share a band of their signature are
compared in full. Nothing is merged.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import combinations

import numpy as np
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from yunghap.core import clock
from yunghap.core.actors import Actor
from yunghap.core.errors import Conflict
from yunghap.core.text import name_key
from yunghap.exchange.contracts import Entry
from yunghap.exchange.enums import PairState
from yunghap.exchange.models import DuplicatePair
from yunghap.exchange.queries.entries import get_entries, iterate_entries
from yunghap.ledger.service import record

BANDS, ROWS = 8, 4
LIKE = 0.8
# So many of one likeness are a series (one record a month), not copies.
CROWD = 12
MOST = 20_000
_chance = np.random.default_rng(2023)
_FACTORS = _chance.integers(1, 2**31, (BANDS * ROWS, 1), dtype=np.uint64) | np.uint64(1)
_SHIFTS = _chance.integers(0, 2**31, (BANDS * ROWS, 1), dtype=np.uint64)


def find_duplicates(*, at: datetime | None = None) -> int:
    """Look through the catalogue and put new pairs into the review queue; returns how many."""
    at = at or clock.now()
    pairs = _like_pairs()
    found = 0
    for start in range(0, len(pairs), 500):
        part = pairs[start : start + 500]
        known = set(
            DuplicatePair.objects.filter(left__in=[left for left, _right, _like in part]).values_list(
                "left", "right"
            )
        )
        rows = [
            DuplicatePair(left=left, right=right, likeness=round(like * 1_000), created_at=at)
            for left, right, like in part
            if (left, right) not in known
        ]
        found += len(DuplicatePair.objects.bulk_create(rows, ignore_conflicts=True))
    return found


def _like_pairs() -> list[tuple[str, str, float]]:
    bands: list[dict[int, list[int]]] = [defaultdict(list) for _number in range(BANDS)]
    ids: list[str] = []
    sources: list[str] = []
    for entry in iterate_entries():
        pieces = pieces_of(entry)
        if len(pieces) < 4 or entry.state != "PUBLISHED":
            continue
        for band, key in zip(bands, _keys(pieces), strict=True):
            band[key].append(len(ids))
        ids.append(entry.id)
        sources.append(entry.source)
    candidates = {
        pair
        for band in bands
        for members in band.values()
        if 1 < len(members) <= CROWD
        for pair in combinations(members, 2)
        if sources[pair[0]] != sources[pair[1]]
    }
    return list(_compared([(ids[left], ids[right]) for left, right in sorted(candidates)[:MOST]]))


def pieces_of(entry: Entry) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    """The character pairs of what a record is known by, as numbers, each once."""
    text = name_key(f"{entry.title} {entry.publisher} {' '.join(sorted(entry.keywords))}")
    points = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    return np.unique(points[:-1] * np.uint64(0x110000) + points[1:])


def _keys(pieces: "np.ndarray[tuple[int], np.dtype[np.uint64]]") -> list[int]:
    """One number per band, alike for records that are."""
    mixed = (pieces[None, :] * _FACTORS + _SHIFTS) >> np.uint64(17)
    least = mixed.min(axis=1).reshape(BANDS, ROWS)
    return [hash(band.tobytes()) for band in least]


def _compared(pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str, float]]:
    for start in range(0, len(pairs), 500):
        part = pairs[start : start + 500]
        entries = get_entries({id_ for pair in part for id_ in pair})
        pieces = {id_: set(pieces_of(entry).tolist()) for id_, entry in entries.items()}
        for one, other in part:
            if one in pieces and other in pieces:
                like = len(pieces[one] & pieces[other]) / len(pieces[one] | pieces[other])
                if like >= LIKE:
                    yield min(one, other), max(one, other), like


@transaction.atomic
def decide_pair(
    *, pair: DuplicatePair, state: PairState, note: str = "", by: Actor, at: datetime | None = None
) -> DuplicatePair:
    """Say whether two records describe the same data. Raises Conflict where somebody said so already."""
    at = at or clock.now()
    mine = DuplicatePair.objects.filter(pk=pair.pk, state=PairState.OPEN)
    if not mine.update(state=state, note=note[:2_000], decided_by=by.id or "", decided_at=at):
        raise Conflict(_("Somebody has decided this already."))
    record(
        action="exchange.duplicate.decided",
        subject=f"duplicate-pair:{pair.pk}",
        by=by,
        at=at,
        details={"left": pair.left, "right": pair.right, "state": str(state)},
    )
    pair.refresh_from_db()
    return pair
