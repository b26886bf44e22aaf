"""Texts without quotes that other YAML readers take for something else. Rule: yaml.org/type/, schema of YAML 1.1."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["OPENING_QUOTES", "STARTS", "WORDS", "in_curly_quotes", "taken_for"]

_TRUE: Final = "the logical value true"
_FALSE: Final = "the logical value false"
_WORDS: Final = {
    **dict.fromkeys(["y", "Y", "yes", "Yes", "YES", "on", "On", "ON", "true", "True", "TRUE"], _TRUE),
    **dict.fromkeys(["n", "N", "no", "No", "NO", "off", "Off", "OFF", "false", "False", "FALSE"], _FALSE),
    **dict.fromkeys(["null", "Null", "NULL", "~"], "nothing at all"),
    **dict.fromkeys([".nan", ".NaN", ".NAN"], "a number"),
}
# One expression, since every number of a file is held against it.
_NUMBERS: Final = {
    "octal": (r"[-+]?0[0-7_]+", "an octal number"),
    "base": (r"[-+]?0(?:b[01_]+|x[0-9a-fA-F_]+)", "a binary or hexadecimal number"),
    "sixty": (r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?", "a number to the base 60"),
    "underscored": (r"[-+]?[0-9]+_[0-9_]*", "a number without the underscores"),
    "zero": (r"[-+]?[0-9]*\.[0-9]*0", "a number without its last zero"),
    "float": (r"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)[eE][-+]?[0-9]+|[-+]?\.(?:inf|Inf|INF)", "a number"),
}
_NUMBER: Final = re.compile("|".join(f"(?P<{name}>{pattern})" for name, (pattern, _) in _NUMBERS.items()))
_LONGEST: Final = 40
"""Nobody means a longer text as a number."""

WORDS: Final = frozenset(_WORDS)
"""The words among them."""
STARTS: Final = frozenset("+-.0123456789")
"""What a number among them begins with."""


def taken_for(value: str) -> str | None:
    """What other readers take a text without quotes for; None if they take it for the text that it is."""
    if value in _WORDS:
        return _WORDS[value]
    match = _NUMBER.fullmatch(value) if len(value) <= _LONGEST else None
    return _NUMBERS[match.lastgroup or ""][1] if match else None


OPENING_QUOTES: Final = frozenset("\u2018\u201a\u201b\u201c\u201d\u201e\u201f")
"""Curly quotes with which a text may begin. Word processors put them in the place of straight ones."""
_CLOSING_QUOTES: Final = ("\u2018", "\u2019", "\u201c", "\u201d")


def in_curly_quotes(value: str) -> bool:
    """Return whether a text without other quotes stands in curly quotes, which quote nothing in YAML."""
    return len(value) > 1 and value[0] in OPENING_QUOTES and value.endswith(_CLOSING_QUOTES)
