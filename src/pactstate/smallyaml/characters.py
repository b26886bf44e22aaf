"""Suspicious characters of a text: controls and characters that leave no mark.

Unicode Technical Report 36 (https://www.unicode.org/reports/tr36/) explains how bidirectional controls mislead the
reader of a diff.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from pactstate.smallyaml.faults import YamlFault

__all__ = [
    "clip",
    "has_invisible",
    "invisible_places",
    "is_all_visible",
    "named",
    "replace_suspicious",
    "suspicious_names",
]

# Characters that leave no mark, although Unicode does not count all of them as controls. Source:
# Default_Ignorable_Code_Point of https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt, and letters
# and signs whose glyph is empty.
_MARKS: Final = (
    "\u0300-\u034e\u0350-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u1ab0-\u1ace\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
)
_IDEOGRAPHS: Final = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_EMOJI: Final = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297"
    "\u3299\U0001f000-\U0001faff"
)
_OPERATORS: Final = "\u2190-\u21ff\u2200-\u22ff\u2a00-\u2aff"
_LEADING_JAMO: Final = "\u1100-\u115e\ua960-\ua97c"
_VOWEL_JAMO: Final = "\u1161-\u11a7\ud7b0-\ud7c6"
_TRAILING_JAMO: Final = "\u11a8-\u11ff\ud7cb-\ud7fb"
_MONGOLIAN: Final = "\u1820-\u1878\u1880-\u18aa"
_KHITAN: Final = "\U00018b00-\U00018cd5"
_BRAILLE: Final = "\u2801-\u28ff"

_NEEDED_NOWHERE: Final = (
    "\xad\u061c\u17b4\u17b5\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufff8\ufffc\U00013441\U00013442"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
)
"""Soft hyphen, Arabic letter mark, Khmer inherent vowels, zero-width and bidirectional controls, the object replacement
character, fillers, empty Egyptian signs and note heads, controls of shorthand and of music, tags, and what Unicode
reserves for more such characters."""

_INVISIBLE: Final = (
    "(?s:"
    + "|".join(
        (
            f"[{_NEEDED_NOWHERE}]",
            # The combining grapheme joiner is needed between marks: it keeps their order.
            f"\u034f(?<!.[{_MARKS}].)|\u034f(?![{_MARKS}])",
            # A filler of Hangul takes the place of the one letter that a syllable lacks.
            f"\u115f(?![{_VOWEL_JAMO}]|\u1160[{_TRAILING_JAMO}])",
            f"\u1160(?<![{_LEADING_JAMO}].)(?!(?<=\u115f.)[{_TRAILING_JAMO}])",
            # Selectors of a letter's form, and the vowel separator.
            f"[\u180b-\u180d\u180f](?<![{_MONGOLIAN}].)",
            f"\u180e(?<![{_MONGOLIAN}].)|\u180e(?![{_MONGOLIAN}])",
            f"[\ufe00-\ufe0d](?<![{_IDEOGRAPHS}{_OPERATORS}].)",
            # Selectors of text or picture. Behind a digit they are needed only in a keycap.
            f"[\ufe0e\ufe0f](?<![{_EMOJI}].)(?!(?<=[0-9#*].)\u20e3)",
            f"[\U000e0100-\U000e01ef](?<![{_IDEOGRAPHS}].)",
            # A blank among the signs of its script.
            f"\u2800(?<![{_BRAILLE}].)|\u2800(?![{_BRAILLE}])",
            f"\U00016fe4(?<![{_KHITAN}].)",
        )
    )
    + ")"
)
"""Pattern of a character that does not show and that its neighbours do not need. It takes 2 ms to compile, and few
texts need it."""

# A search for one class of characters is ten times as fast as _INVISIBLE, which looks at neighbours.
_CANDIDATE: Final = re.compile(
    "[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufff8\ufffc\U00013441\U00013442\U00016fe4\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)


def has_invisible(text: str) -> bool:
    """Return whether a text holds an invisible character that its neighbours do not need."""
    return _may_have(text) and bool(re.search(_INVISIBLE, text))


def invisible_places(text: str) -> list[int]:
    """Return the offsets of the invisible characters that Python calls printable."""
    if not _may_have(text):
        return []
    # The caller writes out what is not printable, so that such a character needs no neighbour.
    printable = text if text.isprintable() else "".join(one if one.isprintable() else " " for one in text)
    return [match.start() for match in re.finditer(_INVISIBLE, printable)]


def _may_have(text: str) -> bool:
    return not text.isascii() and bool(_CANDIDATE.search(text))


# Controls except tab and line ends; line and paragraph separators, which YAML counts as line ends and editors do not;
# interlinear annotation; noncharacters; invisible characters.
_SUSPICIOUS: Final = f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\ufffe\uffff]|\r(?!\n)|{_INVISIBLE}"
_MAX_REPORTED: Final = 100
"""Suspicious characters that are reported. A file with more is not text."""
_MAX_QUOTED: Final = 60
"""Characters of a text that a message quotes."""
_CONTROLS: Final = {"\x00": "null", "\x1b": "escape", "\r": "carriage return without line feed", "\x08": "backspace"}
"""Names of controls, for which Unicode has none."""


_VISIBLE_ASCII: Final = b"\n" + bytes(range(0x20, 0x7F))


def is_all_visible(text: str) -> bool:
    """Return whether a text holds printable characters and line feeds only, none of them invisible."""
    # Most characters are visible ASCII. To delete them first takes a third of the time of looking at each.
    others = text.encode("utf-8", "surrogatepass").translate(None, _VISIBLE_ASCII).decode("utf-8", "surrogatepass")
    return others.isprintable() and not (_may_have(others) and has_invisible(text))


def replace_suspicious(text: str) -> tuple[str, tuple[YamlFault, ...]]:
    r"""Return the text with U+FFFD in the place of every suspicious character, and a fault for each of the first 100.

    >>> text, (fault,) = replace_suspicious("a: b\x00")
    >>> text, fault.span
    ('a: b\ufffd', (1, 5, 1, 6))
    """
    if is_all_visible(text):  # 20 times as fast as the search, and true of most files
        return text, ()
    faults: list[YamlFault] = []
    line = 1
    counted_to = 0
    for match in re.finditer(_SUSPICIOUS, text):
        if len(faults) == _MAX_REPORTED:
            break
        offset = match.start()
        line += text.count("\n", counted_to, offset)
        column = offset - text.rfind("\n", 0, offset)
        counted_to = offset
        message = f"{named(match.group())} does not show, and can make a text look like another one"
        span = (line, column, line, column + 1)
        # Other controls than those of format may stand in the place of a blank or a line end.
        edits = ((span, ""),) if unicodedata.category(match.group()) == "Cf" else ()
        is_safe = not _changes_look(text, offset)
        faults.append(YamlFault("suspicious-character", message, span, "delete it", edits=edits, is_safe=is_safe))
    return (re.sub(_SUSPICIOUS, "\ufffd", text) if faults else text), tuple(faults)


_SHAPING: Final = "\u061c\u200c\u200d\u200e\u200f"
"""Joiners, and marks of a direction."""


def _changes_look(text: str, offset: int) -> bool:
    """Return whether an invisible character changes how its neighbours look, so that its author may have meant it.

    Directional controls order the text. Joiners and marks belong to scripts such as the Arabic, and joiners to emoji.
    """
    if unicodedata.bidirectional(text[offset]) in _DIRECTIONAL:
        return True
    return text[offset] in _SHAPING and not text[max(offset - 1, 0) : offset + 2].replace(text[offset], "").isascii()


_DIRECTIONAL: Final = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def suspicious_names(value: str) -> Iterator[str]:
    """Return the names of the suspicious characters of a value, which an escape in quotes can bring in."""
    for character in dict.fromkeys(re.findall(_SUSPICIOUS, value)):
        yield named(character)


def named(character: str) -> str:
    r"""Return the code and the name of a character.

    >>> named("\u200b")
    'U+200B (zero width space)'
    """
    name = unicodedata.name(character, "") or _CONTROLS.get(character, "a control character")
    return f"U+{ord(character):04X} ({name.lower()})"


def clip(text: str) -> str:
    r"""Return the beginning of a text for a message: on one line, with characters that do not show written out.

    >>> clip("two\nlines")
    'two\\u{a}lines'
    """
    shown = text if len(text) <= _MAX_QUOTED else f"{text[:_MAX_QUOTED]}..."
    if shown.isascii() and shown.isprintable():
        return shown
    hidden = {*invisible_places(shown)}
    return "".join(
        one
        if number not in hidden and (one.isprintable() or unicodedata.category(one) == "Zs")
        else f"\\u{{{ord(one):x}}}"
        for number, one in enumerate(shown)
    )
