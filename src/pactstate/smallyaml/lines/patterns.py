"""How the lines read that the short way knows, and the parts of a value in brackets. Rule: format.md, YAML 1.2."""

from __future__ import annotations

import re
from typing import Final

from pactstate.smallyaml.scalars import OPENING_QUOTES

__all__ = ["BEFORE", "COMMENTED", "PART", "ROWS", "Row"]

# A number of other readers has no hyphen, but for a power of ten.
_NUMBERED: Final = r"[0-9]{1,9}+(?![eE])[A-Za-z]{0,20}+-"
_KEY: Final = rf"(?:[A-Za-z_]|{_NUMBERED})[A-Za-z0-9_-]{{0,99}}+"
# What begins so and stands in no quotes is a text that is no number.
# Nor one that begins with a curly quote, which may be meant as a quote.
_BEGINS: Final = rf"""(?:[^\s0-9+.\-?:,\[\]{{}}\#&*!|>'"%@`{"".join(sorted(OPENING_QUOTES))}]|{_NUMBERED})"""


# Until 3.11.5, Python may miss a match where a group that repeats possessively has several ways to match: here only
# single signs do. Nor does any of these go back far: what may follow a group fails at once.
def _rows(value: str, comment: str) -> re.Pattern[str]:
    """How lines read, each with the empty lines and the comments that follow.

    What reads like none of them is one row to the end of the text, of which nothing is known.
    """
    return re.compile(
        rf"""
        ( \ *+ (?:-\ ++)? )                             # what stands before the key or the item
        (?: ({_KEY}): (?: \ ++ | (?=\n) ) | (?<=-\ ) )  # the key
        (?:
            ( {_BEGINS} {value} )                       # a plain text that is no number
          | ( [|>]-?+ \n (\ ++)(?!\#).++ (?: \n\5.++ | \n(?=\n) )*    # a text on the lines below, its indentation
            | [^\#\n] {value} )                         # any other value
        )?
        {comment} \n {_EMPTY}
        | (?s:.++)
        """,
        re.VERBOSE,
    )


_EMPTY: Final = r"(?: \ *+ \#.*+ \n | \n )*"
BEFORE: Final = re.compile(_EMPTY, re.VERBOSE)
"""What may stand before the first key."""
ROWS: Final = _rows(r".*+", "")
COMMENTED: Final = _rows(r"[^\ \n]*+ (?: \ ++ (?!\#) [^\ \n]++ )*", r"(?: \ *+ (?<=\ ) \#.*+ )?")
"""The same, with comments at the ends of lines."""

Row = tuple[str, str, str, str, str]
"""What stands before the key, the key, a plain text, another value, the indentation of its lines."""

# In brackets: what opens a list or mapping, or a text with what is closed behind it; each with its key.
PART: Final = re.compile(
    rf"""
    (?: ({_KEY}):\ ++ )?
    (?: ([\[{{]) \ *+
      | (?: ( (?: {_BEGINS} | [0-9+.] ) [^,\[\]{{}}:\#?]*+ ) | ("[^"\\]*+"|'[^']*+') \ *+ )
        ( (?: [\]}}]\ *+ )* ) (?: (,)\ *+ | \Z )
    )
    | .++
    """,
    re.VERBOSE,
)
