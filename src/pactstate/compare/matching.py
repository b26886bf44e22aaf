"""Matching of the entries, claims and statements of two versions. They have no ids, so their content is compared.

An unchanged entry matches itself, wherever it is in the history. The others are matched by the parts that have not
changed: each table lists criteria from the strictest to the weakest. Each criterion takes time in proportion to the
number of claims.
"""

from __future__ import annotations

import bisect
from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeVar

from pactstate.domain.dates import PartialDate
from pactstate.domain.model import Claim, Event, Statement

__all__ = ["CLAIMS", "ENTRIES", "STATEMENTS", "days", "in_order", "pairs"]

Pair = tuple[int, int]

_Item = TypeVar("_Item")
Likeness = Sequence[Callable[[_Item], Iterable[Hashable]]]
"""Criteria from the strictest to the weakest. Each returns the marks of an item; two items match if they share one."""


def days(date: PartialDate | None) -> Hashable:
    """Return the first and last day of a date and its qualifiers, which are equal for different spellings."""
    return date and (date.earliest, date.latest, date.qualified)


def _facts(event: Event) -> Hashable:
    return (event.kinds, days(event.date), event.party, days(event.effective), event.of, event.reason)


def _sources(event: Event) -> list[str]:
    return [claim.source for claim in event.claims]


ENTRIES: Final[Likeness[Event]] = (
    lambda event: [event],
    lambda event: [(_facts(event), source) for source in _sources(event)],
    lambda event: [_facts(event)],
    lambda event: [(event.kinds, days(event.date), event.party)],
    lambda event: [(event.kinds, event.party, source) for source in _sources(event)],
    lambda event: [(event.kinds, source) for source in _sources(event)],
    lambda event: [(days(event.date), source) for source in _sources(event)],
    lambda event: [(event.kinds, event.party)],
    lambda event: [(event.kinds, days(event.date))],
    _sources,
    lambda event: [days(event.date)],
)
CLAIMS: Final[Likeness[Claim]] = (
    lambda claim: [(claim.source, claim.role, days(claim.date), claim.accepted)],
    lambda claim: [(claim.source, claim.role, days(claim.date))],
    lambda claim: [(claim.source, claim.role)],
)
STATEMENTS: Final[Likeness[Statement]] = (
    lambda statement: [(statement.source, statement.says, days(statement.date), statement.rejected is None)],
    lambda statement: [(statement.source, statement.says, days(statement.date))],
)


def pairs(
    before: Sequence[_Item],
    after: Sequence[_Item],
    likeness: Likeness[_Item],
    preferred: Callable[[_Item], bool] = lambda _: True,
) -> list[Pair]:
    """Return pairs of an old and a new index that match, in order of the old index.

    If several new items match equally well, the ``preferred`` ones are taken first, then those with the lower index.
    """
    found: dict[int, int] = {}
    taken: set[int] = set()
    for marks in likeness:
        if len(taken) == min(len(before), len(after)):
            break
        left = [index for index in range(len(after)) if index not in taken]
        candidates: dict[Hashable, deque[int]] = defaultdict(deque)
        for index in sorted(left, key=lambda index: not preferred(after[index])):
            for mark in marks(after[index]):
                candidates[mark].append(index)
        for index, thing in enumerate(before):
            if index not in found:
                like = next(_free(marks(thing), candidates, taken), None)
                if like is not None:
                    found[index] = like
                    taken.add(like)
    return sorted(found.items())


def _free(marks: Iterable[Hashable], candidates: Mapping[Hashable, deque[int]], taken: set[int]) -> Iterator[int]:
    """Yield the indexes of candidates that share a mark and are not taken, the best first."""
    for mark in marks:
        like = candidates.get(mark, deque())
        while like and like[0] in taken:
            like.popleft()
        yield from like


def in_order(found: Sequence[Pair]) -> list[Pair]:
    """Return the longest list of pairs that are in the same order in both versions; the other pairs have moved.

    ``found`` must be in order of the old index. The function computes a longest increasing subsequence of the new
    indexes, in O(n log n).
    """
    ends: list[int] = []
    last: list[int] = []
    previous: list[int | None] = []
    for number, (_, after) in enumerate(found):
        length = bisect.bisect_left(ends, after)
        previous.append(last[length - 1] if length else None)
        ends[length : length + 1] = [after]
        last[length : length + 1] = [number]
    chain: list[Pair] = []
    place = last[-1] if last else None
    while place is not None:
        chain.append(found[place])
        place = previous[place]
    return chain[::-1]
