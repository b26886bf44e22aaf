"""Policy of repairs: what is written in the place of a wrong value, and whether that certainly is what was meant.

A repair is safe if the value has one meaning and is only spelled in another way. Other likely guesses are unsafe: a
person looks at them before they count. A value with several meanings has no repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from pactstate.domain.fields import LINK
from pactstate.domain.parties import FORMER, parties_named
from pactstate.fileformat import usual
from pactstate.fileformat.find import meant
from pactstate.smallyaml.scalars import other_meaning
from pactstate.text.suggest import MAX_LENGTH, within_edits

__all__ = [
    "Instead",
    "address_meant",
    "date_meant",
    "id_meant",
    "length_meant",
    "list_meant",
    "party_meant",
    "word_meant",
]


class Instead(NamedTuple):
    """Text to write in the place of a value."""

    text: str
    is_safe: bool


_STEM: Final = 4
"""First letters that two forms of one word share, as in "signature" and "signed"."""
_ONLY_LIKELY: Final = frozenset(
    {
        "agreed in principle",
        "agreement in principle",
        "force",
        "negotiated",
        "parliamentary approval",
        "publication",
        "ratification exchanged",
        "reporter",
        "stalemate",
    }
)
"""Words that share the stem of the word that they mean, and say something else or something more."""
_MIN_FOR_TYPO: Final = 5
"""Letters of a word from which one of them may be wrong."""


def word_meant(word: str, words: Iterable[str], table: Mapping[str, tuple[str, ...]]) -> Instead | None:
    """Return the one word of a closed list that a word means.

    Another spelling or form of the same word is safe; a synonym and a typing error are not.

    >>> word_meant("In Force", ["signed", "in_force"], usual.EVENTS)
    Instead(text='in_force', is_safe=True)
    >>> word_meant("commencement", ["signed", "in_force"], usual.EVENTS)
    Instead(text='in_force', is_safe=False)
    """
    known = list(words)
    found = meant(word, known, table)
    if found:
        return Instead(found, _is_form_of(word, found))
    typed = usual.plain(word[: MAX_LENGTH + 1])
    if len(typed) < _MIN_FOR_TYPO or typed in table:
        return None
    near = [one for one in known if within_edits(typed, usual.plain(one), 1) is not None]
    return Instead(near[0], is_safe=False) if len(near) == 1 else None


def _is_form_of(word: str, known: str) -> bool:
    """Return whether a word is another spelling or form of a known one, or a logical value of YAML for it."""
    typed, own = usual.plain(word), usual.plain(known)
    stem = max(own.split(), key=len)[:_STEM]
    if typed in _ONLY_LIKELY:
        return False
    is_form = len(stem) == _STEM and any(part.startswith(stem) for part in typed.split())
    return typed == own or is_form or other_meaning(word) == f"the logical value {known}"


_LOST: Final = r"(?i)[(\[:]|\b(?:mon|tue|wed|thu|fri|sat|sun)"
"""Signs of what a date cannot hold: a remark, a time, the day of the week."""


def date_meant(text: str, dates: Sequence[str]) -> Instead | None:
    """Return the date that a text means, given all that it can mean; safe if the text says nothing beside it.

    >>> date_meant("8 July 2024", ["2024-07-08"]), date_meant("2024-07-08T10:00", ["2024-07-08"])
    (Instead(text='2024-07-08', is_safe=True), Instead(text='2024-07-08', is_safe=False))
    >>> date_meant("7/8/2024", ["2024-08-07", "2024-07-08"])
    """
    return Instead(dates[0], not re.search(_LOST, text)) if len(dates) == 1 else None


def party_meant(text: str, parties: Mapping[str, str]) -> Instead | None:
    """Return the code of the one party that a name means; a former state has codes for several times.

    >>> from pactstate.domain.parties import PARTIES
    >>> party_meant("Vatican", PARTIES), party_meant("Congo", PARTIES)
    (Instead(text='VA', is_safe=True), None)
    """
    codes = parties_named(text, parties)
    return Instead(codes[0], codes[0] not in FORMER) if len(codes) == 1 else None


_DASHES: Final = "\u2010-\u2015\u2212"
"""Signs that word processors put in the place of a hyphen."""


def id_meant(text: str) -> Instead | None:
    """Return the id that a text means in other letters or with other signs between its words.

    >>> id_meant("JP_PH-RAA"), id_meant("café"), id_meant("a, b")
    (Instead(text='jp-ph-raa', is_safe=True), None, None)
    """
    is_one_word = re.fullmatch(rf"[A-Za-z0-9]+(?:[-_. {_DASHES}]+[A-Za-z0-9]+)*", text)
    return Instead("-".join(re.findall("[a-z0-9]+", text.lower())), "." not in text) if is_one_word else None


def list_meant(items: Iterable[str]) -> Instead:
    """Return the list of some ids or codes.

    >>> list_meant(["JP", "NO"]).text
    "[JP, 'NO']"
    """
    written = (f"'{one}'" if other_meaning(one) else one for one in items)
    return Instead(f"[{', '.join(written)}]", is_safe=True)


def address_meant(text: str) -> Instead | None:
    """Return the web address that a text means: the one in angle brackets, or one without its scheme in full.

    Not every server has a page at both schemes.

    >>> address_meant("<https://example.org/a>"), address_meant("example.org/a")
    (Instead(text='https://example.org/a', is_safe=True), Instead(text='https://example.org/a', is_safe=False))
    """
    in_brackets = re.fullmatch("<(.*)>", text)
    if in_brackets:
        return Instead(in_brackets[1], is_safe=True) if re.fullmatch(LINK, in_brackets[1]) else None
    in_full = f"https://{text}"
    is_bare = re.fullmatch(LINK, in_full) and re.fullmatch(r"(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/.*)?", text)
    return Instead(in_full, is_safe=False) if is_bare else None


_NUMBERS: Final = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_LENGTH: Final = r"(?i)(?P<number>[0-9]{1,4}|[a-z]+)[ -]*(?P<unit>day|week|month|year)s?'?(?: period)?"


def length_meant(text: str) -> Instead | None:
    """Return the length of time that a text means, with its number in words, or in weeks.

    >>> length_meant("six months").text, length_meant("2 weeks").text, length_meant("90 days' notice")
    ('6 months', '14 days', None)
    """
    match = re.fullmatch(_LENGTH, text)
    if not match:
        return None
    word, unit = match["number"].lower(), match["unit"].lower()
    number = int(word) if word.isdigit() else _NUMBERS.index(word) + 1 if word in _NUMBERS else 0
    if unit == "week":
        number, unit = number * 7, "day"
    return Instead(f"{number} {unit}{'s' * (number > 1)}", is_safe=True) if number else None
