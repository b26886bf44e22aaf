"""Similar words, and short texts for messages: ``did you mean``, enumerations, clipped texts.

Knows nothing of agreements. :mod:`pactstate.fileformat.suggest` says what may be suggested for which word. Each search
is limited in the number and the length of the words that it compares.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Sequence
from typing import Final

import attrs

from pactstate.text.escape import visible

__all__ = [
    "MAX_HELPED",
    "MAX_LENGTH",
    "Names",
    "Suggestions",
    "clip",
    "did_you_mean",
    "first",
    "listed",
    "nearest",
    "question",
    "shortened",
    "within_edits",
]

MAX_HELPED: Final = 100
"""Number of unknown words of one kind that get a suggestion. A file with more was not mistyped."""
MAX_LENGTH: Final = 64
"""Length of the longest word that is compared, in characters."""
_MAX_WORDS: Final = 300
_MAX_NAMES: Final = 200
"""Number of names up to which a word is compared with all of them."""
_NEIGHBOURS: Final = 8
"""Number of names before and after a word, in alphabetical order, that it is compared with when there are many."""
_MAX_COMPARED: Final = 3
"""Number of words, those with the most letters in common, of which the order of the letters is compared."""
_MIN_SIMILARITY: Final = 0.6
_MAX_CLIPPED: Final = 60


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the known word that is most similar to a word; None if none is similar. Compares with 300 words at most.

    >>> nearest("negociating", ["negotiating", "signed"])
    'negotiating'
    """
    if len(word) > MAX_LENGTH:
        return None
    import difflib  # 2 ms, needed for mistyped words only

    some = itertools.islice((known for known in words if len(known) <= MAX_LENGTH), _MAX_WORDS)
    folded = {known.casefold(): known for known in some}
    matcher = difflib.SequenceMatcher()
    matcher.set_seq2(word.casefold())
    # The letters in common take little time and are never less than the similarity, which takes up to a millisecond.
    alike: list[tuple[float, str]] = []
    for known in folded:
        matcher.set_seq1(known)
        if matcher.real_quick_ratio() >= _MIN_SIMILARITY and (most := matcher.quick_ratio()) >= _MIN_SIMILARITY:
            alike.append((most, known))
    best = (_MIN_SIMILARITY, "")
    for most, known in sorted(alike, reverse=True)[:_MAX_COMPARED]:
        if most < best[0]:
            break
        matcher.set_seq1(known)
        best = max(best, (matcher.ratio(), known))
    return folded[best[1]] if best[1] else None


def did_you_mean(word: str, words: Iterable[str]) -> str | None:
    """Return the question after the most similar word; None if no word is similar.

    >>> did_you_mean("negociating", ["negotiating", "signed"])
    "did you mean 'negotiating'?"
    """
    found = nearest(word, words)
    return question((found,)) if found else None


def question(words: Iterable[str], explained: Iterable[str] = itertools.repeat("")) -> str:
    """Return the question whether one of the words is meant; ``explained`` follows each word.

    >>> question(["NL", "DE"], [" for Netherlands", " for Germany"])
    "did you mean 'NL' for Netherlands or 'DE' for Germany?"
    """
    quoted = (f"'{word}'{more}" for word, more in zip(words, explained, strict=False))
    return f"did you mean {listed(quoted)}?"


def within_edits(one: str, other: str, limit: int) -> int | None:
    """Return the edit distance of two words; None if it is above the limit.

    An edit inserts, deletes or replaces a letter, or swaps two neighbouring letters (optimal string alignment).
    The first letters that differ are edited in each of these ways, and the rests are compared: ``4 ** limit`` of them.

    >>> within_edits("seed-01", "seed-10", limit=2)
    1
    """
    if abs(len(one) - len(other)) > limit:
        return None
    same = _common_start(one, other)
    one, other = one[same:], other[same:]
    if not one or not other:
        return len(one) + len(other)
    if not limit:
        return None
    rests = [(one[1:], other), (one, other[1:]), (one[1:], other[1:])]
    if one[:2] == other[1::-1]:
        rests.append((one[2:], other[2:]))
    edits = [more for rest in rests if (more := within_edits(*rest, limit - 1)) is not None]
    return 1 + min(edits) if edits else None


def _common_start(one: str, other: str) -> int:
    """Return the number of letters with which both words begin."""
    most = min(len(one), len(other))
    return bisect.bisect_left(range(1, most + 1), True, key=lambda number: one[:number] != other[:number])


def clip(text: str) -> str:
    """Return the text on one line and escaped, cut after 60 characters."""
    return visible(text if len(text) <= _MAX_CLIPPED else f"{text[:_MAX_CLIPPED]}...")


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names))


@attrs.frozen(eq=False, repr=False)
class Names:
    """Known names. Where there are many, a word is compared with its neighbours in alphabetical order only."""

    names: tuple[str, ...] = attrs.field(converter=_in_order)

    def near(self, word: str) -> tuple[str, ...]:
        """Return the names to compare with a word: all of them if there are few, else the word's neighbours."""
        if len(self.names) <= _MAX_NAMES:
            return self.names
        here = bisect.bisect_left(self.names, word)
        return self.names[max(here - _NEIGHBOURS, 0) : here + _NEIGHBOURS]


@attrs.define(eq=False, repr=False)
class Suggestions:
    """Limit on the number of searches for similar words, since each one takes time."""

    _asked: int = 0

    def __call__(self) -> bool:
        """Count one search, and return whether it may be made: the first hundred may."""
        self._asked += 1
        return self._asked <= MAX_HELPED


def listed(words: Iterable[str]) -> str:
    """Return the words as an enumeration, of very many the beginning; there must be at least one.

    >>> listed(["a", "b", "c"])
    'a, b or c'
    """
    *most, last = words
    if len(most) >= _MAX_LISTED:
        return shortened([*most, last])
    return f"{', '.join(most)} or {last}" if most else last


def first(words: Iterable[str]) -> str:
    """Return the first word and the number of the others; there must be at least one.

    >>> first(["a.yaml", "b.yaml", "c.yaml"])
    'a.yaml and 2 more'
    """
    one, *more = words
    return f"{one} and {len(more)} more" if more else one


_MAX_LISTED: Final = 40
"""Number of items that a cell or a message lists. Without it, tables of many parties, one for each party, would list
each of them again and again.
"""


def shortened(items: Sequence[str], separator: str = ", ") -> str:
    """Return the items joined; of a very long list the beginning, and the number of the rest.

    >>> shortened(["JP", "PH"]), shortened(["x"] * 42).endswith("x, x and 2 more")
    ('JP, PH', True)
    """
    more = len(items) - _MAX_LISTED
    return separator.join(items[:_MAX_LISTED]) + (f" and {more} more" if more > 0 else "")
