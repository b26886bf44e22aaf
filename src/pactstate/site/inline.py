"""Style and scripts as they stand in the pages.

A script loses comments, spaces and long names, and a style its lines, since every page has them: the limits are 12 and
16 KB.
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

__all__ = ["Inline", "inline", "with_short_names"]

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
_DECLARED: Final = re.compile(
    r"\b(?:const|let) (\w+)|\b(?:const|let) ?([\[{][^=;()]*?[\]}])(?==| ?of\b)|,(\w+)=(?!=)|(\w+)=>|\(([^()]*)\)=>"
)
"""Names that a script declares: constants, variables and parameters, some of them in brackets or with a default."""
_DEFAULT: Final = re.compile(r"=[^,]*")
"""Default of a parameter."""
_KEYWORDS: Final = frozenset({"do", "if", "in", "of"})
"""Reserved words of JavaScript that are no longer than the short names."""
_WORD: Final = re.compile(r"[A-Za-z]\w*")


def with_short_names(script: str) -> str:
    """Return a script whose own names have a letter or two. Their long names are a tenth of it.

    A name that the script does not declare, or that also is one of a property, stays.

    Args:
        script: A script without comments and without spaces beside signs.

    >>> with_short_names('const total=(count,more=Number)=>more(count.length)+"total";')
    'const c=(a,b=Number)=>b(a.length)+"total";'
    """
    code = _TOKEN.sub(lambda match: match[0] if match[0][0] not in '"/' else '""', script)
    declared = {word for found in _DECLARED.findall(code) for word in _WORD.findall(_DEFAULT.sub("", ",".join(found)))}
    properties = {name for found in _PROPERTY.findall(script) for name in re.split("[,:]", found)}
    words = Counter(token for token in _TOKEN.findall(script) if token[0] not in '"/')
    taken = properties.union(words, _KEYWORDS)
    short = (name for size in (1, 2) for name in map("".join, itertools.product(ascii_letters, repeat=size)))
    free = (name for name in short if name not in taken)
    own = declared - properties
    long = (word for word, _ in words.most_common() if len(word) > 2 and word in own)
    names = dict(zip(long, free, strict=False))
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
        text = with_short_names(text.replace(";}", "}"))
    else:
        # The lines of a style end between two rules or two declarations.
        text = text.replace("\n", "")
    digest = binascii.b2a_base64(hashlib.sha256(text.encode()).digest(), newline=False).decode()
    return Inline(Markup(text), f"sha256-{digest}")  # noqa: S704 - files of the package, without a stranger's text
