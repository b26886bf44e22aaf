"""Did you mean?"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable
from typing import Final

import attrs

from pactstate.escape import visible

__all__ = ["HELPED", "Names", "Suggestions", "clip", "did_you_mean", "first", "listed", "nearest"]

HELPED: Final = 100
"""For so many words of one kind the nearest known one is sought; who has more does not mistype."""
_WORDS: Final = 1000
_LONGEST: Final = 64
_FEW: Final = 200
_NEAR: Final = 8


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The known word most like the given one, if any is like it. Compares with 1,000 ordinary words at most."""
    if len(word) > _LONGEST:
        return None
    import difflib  # few words are mistyped

    folded = {known.casefold(): known for known in itertools.islice(words, _WORDS) if len(known) <= _LONGEST}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean(word: str, words: Iterable[str]) -> str | None:
    """The question, ready to be printed; None when nothing is like the word."""
    found = nearest(word, words)
    return f"did you mean '{found}'?" if found else None


def clip(text: str) -> str:
    """The text on one line, or its beginning where it is too long for a message."""
    return visible(text if len(text) <= 60 else f"{text[:60]}...")


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names))


@attrs.frozen(eq=False, repr=False)
class Names:
    """Known names, of which a word is compared with those that stand near it in order, where there are many."""

    names: tuple[str, ...] = attrs.field(converter=_in_order)

    def near(self, word: str) -> tuple[str, ...]:
        """All of few names; of many the neighbours of the word."""
        if len(self.names) <= _FEW:
            return self.names
        here = bisect.bisect_left(self.names, word)
        return self.names[max(here - _NEAR, 0) : here + _NEAR]


@attrs.define(eq=False, repr=False)
class Suggestions:
    """Did you mean, for a limited number of words: each search takes its time."""

    _asked: int = 0

    def __call__(self, word: str, words: Iterable[str]) -> str | None:
        """As :func:`did_you_mean`, for the first hundred calls; None then."""
        self._asked += 1
        return did_you_mean(word, words) if self._asked <= HELPED else None


def listed(words: Iterable[str]) -> str:
    """The words as an enumeration: ``a, b or c``."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def first(words: Iterable[str]) -> str:
    """The first of at least one word, and how many more there are."""
    one, *more = words
    return f"{one} and {len(more)} more" if more else one
