"""Text from files, made harmless for where it is printed.

What a stranger writes into a file must be no terminal escape, no workflow command, no formula and no markup. Every
output takes its texts through here. Rule: safety.md, promise 6.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from typing import Final

__all__ = ["csv_cell", "json_text", "markdown", "visible", "visible_characters"]

# GitHub's runner takes "::name" after white space at the start of a line, and "##[name" anywhere in one.
_COMMAND: Final = re.compile(r"(?<=:):|(?<=#)#(?=\[)")

# What GitHub makes something of after the markup is gone, so that neither backslash nor entity stops it.
_ACTIVE: Final = re.compile(
    r"""
      @(?=[\w-])                                   # mentions, mail addresses
    | :(?=//) | (?<=www)\.                         # web addresses
    | \#(?=\d) | (?<=\bGH)-(?=\d)                  # issues
    | :(?=(?:100|1234|(?!\d++:)[\w+-]++):)         # emoji, two of which are numbers; other times of day are none
    | \$                                           # mathematics
    """,
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
_MARKS: Final = re.compile(r"[\\`*_\[\]|~]|^[#+-]|^=(?==*$)|^:(?=-*:?$)")
_NUMBERED: Final = re.compile(r"^(\d+)([.)])")


def visible(text: str) -> str:
    """The text on one line: every control, format, separator, private and unassigned character is written out.

    Colons and hashes that could begin a workflow command are written out too, and so is a combining mark at the
    beginning, which would change the character that is printed before it.
    """
    return "".join(visible_characters(text))


def visible_characters(text: str) -> list[str]:
    """What :func:`visible` prints for each character, for whoever has to find a place again in what is printed."""
    characters = list(text) if text.isprintable() else [one if _shows(one) else _written_out(one) for one in text]
    places = [match.start() for match in _COMMAND.finditer(text)]
    if text and unicodedata.category(text[0])[0] == "M":
        places.append(0)
    for place in places:
        characters[place] = _written_out(text[place])
    return characters


def _shows(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"


def _written_out(character: str) -> str:
    return f"\\u{{{ord(character):x}}}"


def markdown(text: str) -> str:
    """The text as one cell or span of GitHub's Markdown: no markup, no link, no heading or list, no table pipe.

    What GitHub links, notifies or draws even without markup (``@name``, ``www.``, ``#1``) is written out.
    """
    inert = _ACTIVE.sub(lambda match: _written_out(match.group()), visible(text).strip(" "))
    escaped = _MARKS.sub(r"\\\g<0>", html.escape(inert, quote=False))
    return _NUMBERED.sub(r"\1\\\2", escaped)


def csv_cell(text: str) -> str:
    """The text as a spreadsheet cell: a leading character that would begin a formula gets a ``'`` before it."""
    shown = visible(text)
    return f"'{shown}" if shown.startswith(("=", "+", "-", "@")) else shown


# A backslash that stands for itself, a pair that stands for one character, and half of such a pair.
_ESCAPES: Final = re.compile(r"\\\\|\\ud[89ab]..\\ud[c-f]..|\\u(?P<half>d[89a-f]..)")


def json_text(value: object) -> str:
    r"""A value as JSON in ASCII, with a line end, that every parser takes and in which no line is a workflow command.

    Names of files that are not UTF-8 hold half characters (surrogates), which strict parsers refuse: these are written
    out, as in ``\u{dcff}``.
    """
    text = json.dumps(value, indent=2, ensure_ascii=True, allow_nan=False)
    inert = text.replace("::", ":\\u003a").replace("##[", "#\\u0023[")
    return _ESCAPES.sub(_whole, inert) + "\n"


def _whole(match: re.Match[str]) -> str:
    half = match["half"]
    return rf"\\u{{{half}}}" if half else match.group()
