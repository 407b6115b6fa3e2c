"""An inverted index in memory: for each term the documents that hold it, in arrays, grown step by step."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]
Numbers = NDArray[np.float32]

# Okapi BM25: how soon repetition stops counting, and how much a long document is marked down.
K1 = 0.8
B = 0.75


@dataclass(slots=True)
class _Segment:
    """Postings sorted by term, then document; `impacts` is what one occurrence adds, per unit of rarity."""

    codes: Codes  # each term once
    starts: NDArray[np.int64]  # where its postings start; one more at the end
    documents: NDArray[np.int32]
    frequencies: Numbers
    impacts: Numbers

    @property
    def size(self) -> int:
        return len(self.documents)

    def slices(self, codes: Codes) -> list[slice]:
        """The postings of each term."""
        if not len(self.codes):
            return [slice(0, 0)] * len(codes)
        at = np.searchsorted(self.codes, codes)
        inside = np.minimum(at, len(self.codes) - 1)
        known = self.codes[inside] == codes
        starts, ends = self.starts[inside], self.starts[inside + 1]
        return [
            slice(int(start), int(end)) if here else slice(0, 0)
            for start, end, here in zip(starts, ends, known, strict=True)
        ]


class Postings:
    """Documents are numbered in the order in which they are added; terms are 64-bit codes."""

    def __init__(self) -> None:
        self._segments: list[_Segment] = []
        self._waiting: list[tuple[int, Codes, Numbers]] = []
        self._lengths: list[float] = []
        self._average = 0.0

    def __len__(self) -> int:
        return len(self._lengths)

    def add(self, codes: Codes, frequencies: Numbers) -> None:
        """One more document: its terms, each once, and how often each occurs."""
        self._waiting.append((len(self._lengths), codes, frequencies))
        self._lengths.append(float(frequencies.sum()))

    def settle(self) -> None:
        """Put waiting documents in order; segments of like size are merged, so that there are few."""
        if not self._waiting:
            return
        numbers = np.concatenate([np.full(len(codes), number) for number, codes, _counts in self._waiting])
        codes = np.concatenate([codes for _number, codes, _counts in self._waiting])
        counts = np.concatenate([counts for _number, _codes, counts in self._waiting])
        self._waiting.clear()
        self._segments.append(_segment(codes, numbers.astype(np.int32), counts))
        while len(self._segments) > 1 and self._segments[-2].size <= 2 * self._segments[-1].size:
            last, before = self._segments.pop(), self._segments.pop()
            self._segments.append(_merged(before, last))
        self._weigh()

    def _weigh(self) -> None:
        """Impacts by the average length of now."""
        lengths = np.asarray(self._lengths, np.float32)
        average = float(lengths.mean()) or 1.0
        same = abs(average - self._average) <= 0.01 * self._average
        if not same:
            self._average = average
        burden = (K1 * (1 - B + B * lengths / self._average)).astype(np.float32)
        for segment in self._segments:
            if not same or len(segment.impacts) != segment.size:
                counts = segment.frequencies
                segment.impacts = counts * np.float32(K1 + 1) / (counts + burden[segment.documents])

    def rarity(self, codes: Codes) -> Numbers:
        """The inverse document frequency of each term, as BM25 has it."""
        holding = np.zeros(len(codes), np.float32)
        for segment in self._segments:
            holding += np.asarray([part.stop - part.start for part in segment.slices(codes)], np.float32)
        return np.log1p((len(self) - holding + np.float32(0.5)) / (holding + np.float32(0.5)))

    def scores(self, codes: Codes, weights: Numbers, *, most: int) -> Numbers:
        """BM25 of every document for weighted terms (weight times rarity), the weightiest first.

        Terms are left out once `most` postings have been read, which bounds the time over large collections.
        """
        found = np.zeros(len(self), np.float32)
        order = np.argsort(-weights, kind="stable")
        parts = [segment.slices(codes) for segment in self._segments]
        for at in order:
            for segment, slices in zip(self._segments, parts, strict=True):
                part = slices[at]
                if part.stop > part.start:
                    found[segment.documents[part]] += weights[at] * segment.impacts[part]
                    most -= part.stop - part.start
            if most <= 0:
                break
        return found

    def shares(self, codes: Codes, weights: Numbers, documents: Sequence[int]) -> NDArray[np.float32]:
        """What each term (row) adds to the score of each of a few documents (column)."""
        shares = np.zeros((len(codes), len(documents)), np.float32)
        wanted = np.asarray(documents, np.int32)
        for segment in self._segments:
            for row, part in enumerate(segment.slices(codes)):
                held = segment.documents[part]
                if len(held):
                    at = np.minimum(np.searchsorted(held, wanted), len(held) - 1)
                    here = held[at] == wanted
                    shares[row, here] += weights[row] * segment.impacts[part][at[here]]
        return shares


def _segment(codes: Codes, documents: NDArray[np.int32], counts: Numbers) -> _Segment:
    order = np.argsort(codes, kind="stable")  # documents stay in their order
    each, starts = np.unique(codes[order], return_index=True)
    return _Segment(
        each,
        np.append(starts, len(codes)).astype(np.int64),
        documents[order],
        counts[order].astype(np.float32),
        np.empty(0, np.float32),
    )


def _merged(before: _Segment, after: _Segment) -> _Segment:
    spread = [np.repeat(part.codes, np.diff(part.starts)) for part in (before, after)]
    return _segment(
        np.concatenate(spread),
        np.concatenate([before.documents, after.documents]),
        np.concatenate([before.frequencies, after.frequencies]),
    )
