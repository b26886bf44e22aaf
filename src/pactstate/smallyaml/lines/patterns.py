"""Patterns of the lines that the line reader knows, and of the parts of a value in brackets.

Rules: https://yaml.org/spec/1.2.2/.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from pactstate.smallyaml.scalars import OPENING_CURLY_QUOTES

__all__ = ["LEADING_LINES", "Row", "bracket_parts", "rows"]

# A number of other readers has no hyphen, except in a power of ten.
_NUMBERED: Final = r"[0-9]{1,9}+(?![eE])[A-Za-z]{0,20}+-"
_KEY: Final = rf"(?:[A-Za-z_]|{_NUMBERED})[A-Za-z0-9_-]{{0,99}}+"
# A text without quotes that begins so is no number, and is not in curly quotes.
_PLAIN_START: Final = rf"""(?:[^\s0-9+.\-?:,\[\]{{}}\#&*!|>'"%@`{"".join(sorted(OPENING_CURLY_QUOTES))}]|{_NUMBERED})"""

_VALUE: Final = r".*+"
_COMMENTED_VALUE: Final = r"[^\ \n]*+ (?: \ ++ (?!\#) [^\ \n]++ )*"
_COMMENT: Final = r"(?: \ *+ (?<=\ ) \#.*+ )?"


# Python before 3.11.5 may miss a match if a group that repeats possessively can match in several ways
# (https://github.com/python/cpython/issues/106052). Here only single characters do. None of these patterns backtracks
# far: what may follow a group fails at once.
@cache
def rows(*, commented: bool) -> re.Pattern[str]:
    """Return the pattern of a row: a line with the empty lines and the comments that follow it.

    A line of another form is one row with empty groups that reaches to the end of the text.

    Args:
        commented: Whether lines of the text have comments at their ends.
    """
    value, comment = (_COMMENTED_VALUE, _COMMENT) if commented else (_VALUE, "")
    return re.compile(
        rf"""
        ( \ *+ (?:-\ ++)? )                             # before the key or the item
        (?: ({_KEY}): (?: \ ++ | (?=\n) ) | (?<=-\ ) )  # the key
        (?:
            ( {_PLAIN_START} {value} )                  # a text without quotes that is no number
          | ( [|>]-?+ \n (\ ++)(?!\#).++ (?: \n\5.++ | \n(?=\n) )*    # a text on the lines below, its indentation
            | [^\#\n] {value} )                         # any other value
        )?
        {comment} \n {_EMPTY}
        | (?s:.++)
        """,
        re.VERBOSE,
    )


_EMPTY: Final = r"(?: \ *+ \#.*+ \n | \n )*"
LEADING_LINES: Final = re.compile(_EMPTY, re.VERBOSE)
"""Empty lines and comments before the first key."""

Row = tuple[str, str, str, str, str]
"""Text before the key, key, text without quotes, any other value, indentation of the value's lines."""


@cache
def bracket_parts() -> re.Pattern[str]:
    """Return the pattern of the parts of a value in brackets.

    A part is the start of a list or mapping; or a text, with the brackets and the comma behind it. Each has its key.
    """
    return re.compile(
        rf"""
        (?: ({_KEY}):\ ++ )?
        (?: ([\[{{]) \ *+
          | (?: ( (?: {_PLAIN_START} | [0-9+.] ) [^,\[\]{{}}:\#?]*+ ) | ("[^"\\]*+"|'[^']*+') \ *+ )
            ( (?: [\]}}]\ *+ )* ) (?: (,)\ *+ | \Z )
        )
        | .++
        """,
        re.VERBOSE,
    )
