"""Meaning that other YAML readers give to a text without quotes.

Sources: https://yaml.org/type/ and the core schema of YAML 1.1 (https://yaml.org/spec/1.1/).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pactstate.smallyaml.faults import Span

__all__ = [
    "AMBIGUOUS_WORDS",
    "CURLY_HELP",
    "CURLY_MESSAGE",
    "NUMBER_STARTS",
    "OPENING_CURLY_QUOTES",
    "in_curly_quotes",
    "other_meaning",
    "single_quoted",
    "straight_quotes",
]

_TRUE: Final = "the logical value true"
_FALSE: Final = "the logical value false"
_WORDS: Final = {
    **dict.fromkeys(["y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"], _TRUE),
    **dict.fromkeys(["n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"], _FALSE),
    **dict.fromkeys(["null", "Null", "NULL", "~"], "nothing at all"),
    **dict.fromkeys([".nan", ".NaN", ".NAN"], "a number"),
}
_NUMBERS: Final = {
    "octal": (r"[-+]?0[0-7_]+", "an octal number"),
    "base": (r"[-+]?0(?:b[01_]+|x[0-9a-fA-F_]+)", "a binary or hexadecimal number"),
    "sixty": (r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?", "a number to the base 60"),
    "underscored": (r"[-+]?[0-9]+_[0-9_]*", "a number without the underscores"),
    "zero": (r"[-+]?[0-9]*\.[0-9]*0", "a number without its last zero"),
    "float": (r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)[eE][-+]?[0-9]+|[-+]?\.(?:inf|Inf|INF)", "a number"),
}
_MAX_NUMBER: Final = 40
"""Characters of a number. Nobody writes a longer one."""

AMBIGUOUS_WORDS: Final = frozenset(_WORDS)
"""Words that other readers take for a logical value, for nothing or for a number."""
NUMBER_STARTS: Final = frozenset("+-.0123456789")
"""Characters with which a number begins."""


@cache
def _number() -> re.Pattern[str]:
    """Return one pattern for all numbers, since every number of a file is compared with it."""
    return re.compile("|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in _NUMBERS.items()))


def other_meaning(value: str) -> str | None:
    """Return what other readers take a text without quotes for; None if they read the same text.

    >>> other_meaning("NO"), other_meaning("010"), other_meaning("Norway")
    ('the logical value false', 'an octal number', None)
    """
    if value in _WORDS:
        return _WORDS[value]
    match = _number().fullmatch(value) if len(value) <= _MAX_NUMBER else None
    return _NUMBERS[match.lastgroup or ""][1] if match else None


OPENING_CURLY_QUOTES: Final = frozenset("\u2018\u201a\u201b\u201c\u201d\u201e\u201f")
"""Curly quotes with which a text may begin. Word processors put them in the place of straight ones."""
_CLOSING_CURLY_QUOTES: Final = ("\u2018", "\u2019", "\u201c", "\u201d")
CURLY_MESSAGE: Final = "{} and {} are curly quotes: they quote nothing here, and become a part of the text"
CURLY_HELP: Final = "write straight quotes (\" or '), or none; to keep the curly ones, put straight ones around them"


def in_curly_quotes(value: str) -> bool:
    """Return whether a text without straight quotes has curly quotes around it, which quote nothing in YAML."""
    return len(value) > 1 and value[0] in OPENING_CURLY_QUOTES and value.endswith(_CLOSING_CURLY_QUOTES)


def straight_quotes(value: str, span: Span) -> tuple[tuple[Span, str], ...]:
    """Return the edit that writes a text in curly quotes between straight ones; none if more than one is possible.

    A text with further curly quotes may be a longer one that begins and ends with a quotation. One on several lines may
    have blanks at their ends.
    """
    line, column, last, end = span
    inner = value[1:-1]
    is_verbatim = line == last and end - column == len(value)
    if not is_verbatim or not inner.strip() or not OPENING_CURLY_QUOTES.isdisjoint(inner) or "\u201d" in inner:
        return ()
    return ((span, single_quoted(inner)),)


def single_quoted(text: str) -> str:
    """Return a text in single quotes."""
    return "'" + text.replace("'", "''") + "'"
