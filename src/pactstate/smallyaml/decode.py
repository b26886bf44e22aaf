"""Bytes to text, and the characters that no file needs.

Rule: format.md ("UTF-8"), safety.md; Unicode Technical Report 36 for why bidirectional controls mislead readers of a
diff.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from pactstate.smallyaml.faults import Fault
from pactstate.smallyaml.invisible import INVISIBLE, has_invisible

__all__ = ["decode", "hidden_characters", "shows", "suspicious"]

# Controls but tab and line ends; line and paragraph separators, which YAML counts as line ends and editors do not;
# interlinear annotation; noncharacters; and what is invisible.
_SUSPICIOUS: Final = re.compile(
    f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufff9-\ufffb\ufffe\uffff]|\r(?!\n)|{INVISIBLE.pattern}"
)
_MOST: Final = 100
"""So many are reported one by one; a file with more is binary."""


def decode(data: bytes) -> str | Fault:
    """UTF-8 bytes as text, without a byte order mark; or what is wrong."""
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line = before.count(b"\n") + 1
        start = before.rpartition(b"\n")[2]
        column = len(start.decode("utf-8", "replace")) + 1
        help = "save the file as UTF-8"
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            help = "the file seems to be UTF-16: save it as UTF-8"
        place = (line, column, line, column)
        return Fault("unreadable-file", f"the file is not UTF-8: byte 0x{data[error.start]:02x}", place, help)


def shows(text: str) -> bool:
    """Tell whether a text holds printable characters and line feeds alone, none of which is invisible."""
    return text.replace("\n", "").isprintable() and not has_invisible(text)


def suspicious(text: str) -> tuple[str, list[Fault]]:
    """The text with every suspicious character replaced by U+FFFD, so that it can be parsed; and what was found."""
    faults: list[Fault] = []
    if shows(text):  # far faster, and so it is with most files
        return text, faults
    line = column = 1
    seen = 0
    for match in _SUSPICIOUS.finditer(text):
        if len(faults) == _MOST:
            break
        at = match.start()
        line += text.count("\n", seen, at)
        column = at - text.rfind("\n", 0, at)
        seen = at
        faults.append(
            Fault(
                "suspicious-character",
                f"{_name(match.group())} does not show, and can make a text look like another one",
                (line, column, line, column + 1),
                "delete it",
            )
        )
    return (_SUSPICIOUS.sub("\ufffd", text) if faults else text), faults


def hidden_characters(value: str) -> Iterator[str]:
    """The suspicious characters of a value, named; for those that an escape in quotes has brought in."""
    for character in dict.fromkeys(_SUSPICIOUS.findall(value)):
        yield _name(character)


def _name(character: str) -> str:
    name = unicodedata.name(character, "") or _CONTROLS.get(character, "a control character")
    return f"U+{ord(character):04X} ({name.lower()})"


_CONTROLS: Final = {"\x00": "null", "\x1b": "escape", "\r": "carriage return without line feed", "\x08": "backspace"}
