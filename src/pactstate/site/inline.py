"""Style and scripts as they stand in the pages.

A script loses comments, spaces and long names, since every page has it: the limit is 12 KB.
"""

from __future__ import annotations

import binascii
import functools
import hashlib
import itertools
import re
from collections import Counter
from pathlib import Path
from string import ascii_letters
from typing import Final, NamedTuple

from markupsafe import Markup

__all__ = ["Inline", "inline"]

_TEMPLATES: Final = Path(__file__).parent / "templates"

_BLANK: Final = re.compile(r"^\s*//.*\n|^\s+", re.MULTILINE)
"""Comments and indentation of a script, a fourth of it."""
_NEXT_CONSTANT: Final = re.compile(r"(?<!\()(const [^;{}]*);const ")
"""Constant with the keyword of the next one. One keyword can declare both, which saves six bytes."""
_NEXT_FUNCTION: Final = re.compile(r"^};\n(?:(?://.*)?\n)*const ", re.MULTILINE)
"""End of a function of several lines with the keyword of the next constant. It has a semicolon if it is a constant."""
_BESIDE_SIGNS: Final = re.compile(r'("[^"\n]*")|\s*([=+\-*/<>?:;,{}()&|!\[\]])[ \n]*')
"""Text; or sign with the spaces beside it. No regular expression in our scripts has a space."""
_TOKEN: Final = re.compile(r'"[^"\n]*"|/[\^_][^/\n]*/|(?<![\w$])(?<![^.]\.)[A-Za-z]\w*')
"""Text, regular expression, or word that is no property."""
_PROPERTY: Final = re.compile(r"(?<=[^.]\.)\w+|\w+(?=:)|(?<={)[\w,:]+(?=})")
"""Name of a property of an object, or a list of them in braces."""
_LANGUAGE: Final = re.compile(
    "Boolean|Date|JSON|Math|Set|break|const|continue|delete|do|document|else|false|for|function|history|if|isNaN|let|"
    "location|new|null|of|parseFloat|return|strict|this|true|undefined|use|window|while"
)
"""Words of JavaScript and of the browser that our scripts use: they keep their names."""


def _with_short_names(script: str) -> str:
    """Return a script whose variables have names of a letter or two. Their long names are a tenth of it."""
    properties = {name for found in _PROPERTY.findall(script) for name in re.split("[,:]", found)}
    words = Counter(token for token in _TOKEN.findall(script) if token[0] not in '"/')
    pairs = map("".join, itertools.product(ascii_letters, repeat=2))
    unused = (name for name in (*ascii_letters, *pairs) if not _LANGUAGE.fullmatch(name))
    unused = (name for name in unused if name not in words and name not in properties)
    long = (word for word, _ in words.most_common() if len(word) > 2 and word not in properties)
    long = (word for word in long if not _LANGUAGE.fullmatch(word))
    names = dict(zip(long, unused, strict=False))
    return _TOKEN.sub(lambda match: names.get(match[0], match[0]), script)


class Inline(NamedTuple):
    """Style or script that stands in the pages, and the hash that their policy names."""

    text: Markup
    hash: str


@functools.cache
def inline(*names: str) -> Inline:
    """Return files of the templates, one after the other, as the pages have them."""
    text = "".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in names)
    if names[0].endswith(".js"):
        text = _BESIDE_SIGNS.sub(r"\1\2", _BLANK.sub("", _NEXT_FUNCTION.sub("},\n", text)))
        count = 1
        while count:
            text, count = _NEXT_CONSTANT.subn(r"\1,", text)
        text = _with_short_names(text.replace(";}", "}"))
    digest = binascii.b2a_base64(hashlib.sha256(text.encode()).digest(), newline=False).decode()
    return Inline(Markup(text), f"sha256-{digest}")  # noqa: S704 - files of the package, without a stranger's text
