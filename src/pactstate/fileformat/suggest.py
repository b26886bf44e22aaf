"""Did you mean: the one place that says what may be suggested for a word that is not known.

One policy, since a person follows a suggestion without a second look:

- a key or a word of a closed list: the usual word for it (:mod:`pactstate.fileformat.usual`), else the most similar;
- the id of a source: one that differs in two letters at most, since a citation of another source is a false record;
- the id of an agreement: one of the same parties;
- a party: one whose whole name or code was written. The most similar name is too often another country.

Each search is bounded in the number and the length of the words that are compared.
"""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

import attrs

from pactstate.domain.parties import parties_named
from pactstate.fileformat import usual
from pactstate.text.escape import visible

__all__ = [
    "MAX_HELPED",
    "Names",
    "Suggestions",
    "clip",
    "did_you_mean",
    "first",
    "like_agreement",
    "like_party",
    "like_source",
    "listed",
    "nearest",
    "usual_word",
]

MAX_HELPED: Final = 100
"""For so many words of one kind a suggestion is sought; who has more does not mistype."""
_MAX_WORDS: Final = 300
_MAX_LENGTH: Final = 64
_MAX_NAMES: Final = 200
"""Of more names, only the neighbours of a word are compared with it."""
_NEIGHBOURS: Final = 8
_MAX_EDITS: Final = 2
_MAX_ASKED: Final = 3


def nearest(word: str, words: Iterable[str]) -> str | None:
    """Return the known word most similar to the given one, if any is. Compares with 300 ordinary words at most."""
    if len(word) > _MAX_LENGTH:
        return None
    import difflib  # few words are mistyped

    some = itertools.islice((known for known in words if len(known) <= _MAX_LENGTH), _MAX_WORDS)
    folded = {known.casefold(): known for known in some}
    close = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[close[0]] if close else None


def did_you_mean(word: str, words: Iterable[str]) -> str | None:
    """Return the question, ready to be printed; None when no word is similar."""
    found = nearest(word, words)
    return _question((found,)) if found else None


def usual_word(word: str, words: Iterable[str], table: Mapping[str, tuple[str, ...]]) -> str | None:
    """Return the question for a word of a closed list: by the usual words of a table, else by similarity."""
    known = list(words)
    if len(word) > _MAX_LENGTH:
        return None
    asked = usual.plain(word)
    same = next((one for one in known if usual.plain(one) == asked), None)
    meant = (same,) if same else tuple(one for one in table.get(asked, ()) if one in known)
    return _question(meant) if meant else did_you_mean(word, known)


def like_party(text: str, parties: Mapping[str, str]) -> str | None:
    """Return the question for a party: only what was written with its whole name, or as a code in another spelling."""
    codes = parties_named(text, parties)
    return _question(codes, [f" for {visible(parties[code])}" for code in codes]) if codes else None


def like_source(id: str, ids: Iterable[str]) -> str | None:
    """Return the question for the id of a source: one that differs in two letters at most."""
    if len(id) > _MAX_LENGTH:
        return None
    folded = id.casefold()
    # In an id of two or three letters two of them are nearly all.
    most = min(_MAX_EDITS, max(len(folded) - 2, 0))
    near: dict[int, list[str]] = {}
    for known in ids:
        edits = _edits(folded, known.casefold(), most)
        if edits is not None:
            near.setdefault(edits, []).append(known)
    # Of several that are as near, none is chosen.
    return _question(near[min(near)][:_MAX_ASKED]) if near else None


def like_agreement(id: str, ids: Iterable[str]) -> str | None:
    """Return the question for the id of an agreement: one with the same parties, in whatever way they were written."""
    if len(id) > _MAX_LENGTH:
        return None
    parties, rest = _parted(id)
    # Those of other parties are no candidates, however similar they are written.
    candidates = {}
    for known in ids:
        others, words = _parted(known)
        if others == parties:
            candidates["-".join(words)] = known
    wanted = "-".join(rest)
    found = wanted if wanted in candidates else nearest(wanted, candidates)
    return _question((candidates[found],)) if found is not None else None


@lru_cache(maxsize=4096)
def _parted(id: str) -> tuple[list[str], list[str]]:
    """Return the codes of the parties that an id names, in order, and its other words."""
    parties: list[str] = []
    rest: list[str] = []
    for word in usual.plain(id).split():
        codes = parties_named(word)
        if len(codes) == 1:
            parties.append(codes[0])
        else:
            rest.append(word)
    return sorted(parties), rest


def _question(words: Iterable[str], explained: Iterable[str] = itertools.repeat("")) -> str:
    """Return the question with words that are known, each with what explains it."""
    quoted = (f"'{word}'{more}" for word, more in zip(words, explained, strict=False))
    return f"did you mean {listed(quoted)}?"


def _edits(one: str, other: str, most: int) -> int | None:
    """Return how many letters must be put in, left out, changed or swapped with the next; None beyond ``most``."""
    if abs(len(one) - len(other)) > most:
        return None
    before: list[int] = []
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        earlier, before, row = before, row, [number]
        for place, sign in enumerate(other, 1):
            edits = min(before[place] + 1, row[-1] + 1, before[place - 1] + (letter != sign))
            if place > 1 and number > 1 and letter == other[place - 2] and one[number - 2] == sign:
                edits = min(edits, earlier[place - 2] + 1)
            row.append(edits)
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None


def clip(text: str) -> str:
    """Return the text on one line, or its beginning where it is too long for a message."""
    return visible(text if len(text) <= 60 else f"{text[:60]}...")


def _in_order(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(names))


@attrs.frozen(eq=False, repr=False)
class Names:
    """Known names. Where there are many, a word is compared with its neighbours in alphabetical order only."""

    names: tuple[str, ...] = attrs.field(converter=_in_order)

    def near(self, word: str) -> tuple[str, ...]:
        """Return all of few names; of many the neighbours of the word."""
        if len(self.names) <= _MAX_NAMES:
            return self.names
        here = bisect.bisect_left(self.names, word)
        return self.names[max(here - _NEIGHBOURS, 0) : here + _NEIGHBOURS]


@attrs.define(eq=False, repr=False)
class Suggestions:
    """Permits a search for a limited number of words: each takes its time."""

    _asked: int = 0

    def __call__(self) -> bool:
        """Return whether one more search may be made: the first hundred times."""
        self._asked += 1
        return self._asked <= MAX_HELPED


def listed(words: Iterable[str]) -> str:
    """Return the words as an enumeration: ``a, b or c``."""
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def first(words: Iterable[str]) -> str:
    """Return the first of at least one word, and how many more there are."""
    one, *more = words
    return f"{one} and {len(more)} more" if more else one
