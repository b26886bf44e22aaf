"""Which entry of a history is which in another version of it: entries bear no names, and are known by what they say.

An entry that reads as before is the same one, wherever it stands. The others are told by what is left of them: the
tables go from the surest likeness to the faintest. Every step costs as much as there are claims.
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

_Thing = TypeVar("_Thing")
Likeness = Sequence[Callable[[_Thing], Iterable[Hashable]]]
"""From the surest sign that two are the same to the faintest: each gives the marks of which one must be common."""


def days(date: PartialDate | None) -> Hashable:
    """What a date says, however it is spelled: two with the same days are one."""
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
    before: Sequence[_Thing],
    after: Sequence[_Thing],
    likeness: Likeness[_Thing],
    preferred: Callable[[_Thing], bool] = lambda _: True,
) -> list[Pair]:
    """The index of each thing before and of the one after that it has become, in the order of the former.

    Where several are equally like, the ``preferred`` ones come first, then those that stand first.
    """
    found: dict[int, int] = {}
    taken: set[int] = set()
    for marks in likeness:
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
    """Those that have one of the marks and are not taken, the best first."""
    for mark in marks:
        like = candidates.get(mark, deque())
        while like and like[0] in taken:
            like.popleft()
        yield from like


def in_order(found: Sequence[Pair]) -> list[Pair]:
    """The longest list of pairs that stand in one order before and after; the pairs come in the order of before.

    The others have been moved.
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
