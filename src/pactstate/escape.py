"""Text from files, made harmless for where it is printed.

What a stranger writes into a file must be no terminal escape, no workflow command, no formula and no markup. Every
output takes its texts through here: a function for each kind of output, and no other module writes CSV, JSON or XML.
What only one kind of output needs is imported and compiled where it is written. Rule: safety.md, promise 6.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = [
    "csv_cell",
    "csv_text",
    "dot",
    "for_log",
    "json_text",
    "markdown",
    "mermaid",
    "visible",
    "visible_characters",
    "workflow_command",
    "xml_text",
]

# GitHub's runner takes "::name" after white space at the start of a line, and "##[name" anywhere in one; that of Azure
# Pipelines "##vso[name".
_COMMAND: Final = re.compile(r"(?<=:):|(?<=#)#(?=\w*\[)", re.ASCII)
_OPENS: Final = re.compile(r"\s*::")
_HASHES: Final = re.compile(r"(?<=#)#(?=\w*\[)", re.ASCII)
# A colour does not hide the command behind it.
_LINE_OPENS: Final = re.compile(r"^((?:[^\S\n]|\x1b\[[0-9;]*m)*+:):", re.MULTILINE)

# What GitHub makes something of after the markup is gone, so that neither backslash nor entity stops it.
_ACTIVE: Final = r"""(?xia)
      @(?=[\w-])                                   # mentions, mail addresses
    | :(?=//) | (?<=www)\.                         # web addresses
    | \#(?=\d) | (?<=\bGH)-(?=\d)                  # issues
    | :(?=(?:100|1234|(?!\d++:)[\w+-]++):)         # emoji, two of which are numbers; other times of day are none
    | \$                                           # mathematics
"""
_MARKS: Final = re.compile(r"[\\`*_\[\]|~]|^[#+-]|^=(?==*$)|^:(?=-*:?$)")
_NUMBERED: Final = re.compile(r"^(\d+)([.)])")


def visible(text: str) -> str:
    """The text on one line: every control, format, separator, private and unassigned character is written out.

    Hashes that could begin a workflow command are written out too, and so are colons where the text begins with two of
    them; elsewhere, as in ``A::B``, they are harmless unless a line is broken there: see :func:`for_log`. So is a
    combining mark at the beginning, which would change the character that is printed before it.
    """
    return "".join(visible_characters(text))


def visible_characters(text: str) -> list[str]:
    """What :func:`visible` prints for each character, for whoever has to find a place again in what is printed."""
    characters = list(text) if text.isprintable() else [one if _shows(one) else _written_out(one) for one in text]
    places = [match.start() for match in _HASHES.finditer(text)]
    if opens := _OPENS.match(text):
        places.append(opens.end() - 1)
    if text and unicodedata.category(text[0])[0] == "M":
        places.append(0)
    for place in places:
        characters[place] = _written_out(text[place])
    return characters


def for_log(text: str) -> str:
    """Return lines for the log of a workflow: none of them begins with two colons, wherever they were broken."""
    return _LINE_OPENS.sub(lambda match: f"{match[1]}{_written_out(':')}", text)


def _shows(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"


def _written_out(character: str) -> str:
    return f"\\u{{{ord(character):x}}}"


def markdown(text: str) -> str:
    """The text as one cell or span of GitHub's Markdown: no markup, no link, no heading or list, no table pipe.

    What GitHub links, notifies or draws even without markup (``@name``, ``www.``, ``#1``) is written out.
    """
    import html

    inert = re.sub(_ACTIVE, lambda match: _written_out(match.group()), visible(text).strip(" "))
    escaped = _MARKS.sub(r"\\\g<0>", html.escape(inert, quote=False))
    return _NUMBERED.sub(r"\1\\\2", escaped)


_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What begins a formula; in some languages spreadsheets take the full-width forms for the same."""


def csv_cell(text: str) -> str:
    """The text as a spreadsheet cell: a leading character that would begin a formula gets a ``'`` before it."""
    shown = visible(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Rows as comma-separated values, each in a line of its own."""
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([map(csv_cell, row) for row in rows])
    return out.getvalue()


# A backslash that stands for itself, a pair that stands for one character, and half of such a pair.
_ESCAPES: Final = re.compile(r"\\\\|\\ud[89ab]..\\ud[c-f]..|\\u(?P<half>d[89a-f]..)")
_BEYOND_ASCII: Final = re.compile(r"[^\n -~]")


def json_text(value: object, *, ascii: bool = True, depth: int | None = None) -> str:
    r"""A value as JSON, with a line end, that every parser takes and in which no line is a workflow command.

    What lies so many lists and objects ``depth`` stands on one line, and may come from an iterator, so that very many
    things need not be held at once. Without ``ascii``, characters that show are written as they are. Names of files
    that are not UTF-8 hold half characters (surrogates), which strict parsers refuse: these are written out, as in
    ``\u{dcff}``.
    """
    import json

    if depth is None:
        return f"{_inert(json.dumps(value, indent=2, ensure_ascii=ascii, allow_nan=False))}\n"
    encode = json.JSONEncoder(ensure_ascii=ascii, allow_nan=False).encode
    return "".join((*_laid_out(value, depth, "\n", lambda part: _inert(encode(part))), "\n"))


def _laid_out(value: object, depth: int, line: str, encode: Callable[[object], str]) -> Iterator[str]:
    inner = f"{line}  "
    if not depth or not value or not isinstance(value, dict | list | Iterator):
        yield encode(value)
    elif isinstance(value, dict):
        yield "{"
        for number, (key, part) in enumerate(value.items()):
            yield f"{',' * (number > 0)}{inner}{encode(key)}: "
            yield from _laid_out(part, depth - 1, inner, encode)
        yield f"{line}}}"
    else:
        yield "["
        end = ""
        for number, part in enumerate(value):
            yield f"{',' * (number > 0)}{inner}"
            yield from _laid_out(part, depth - 1, inner, encode)
            end = line
        yield f"{end}]"


def _inert(text: str) -> str:
    """JSON without what only some parsers take, and without what a workflow runner would."""
    shown = _BEYOND_ASCII.sub(lambda match: _as_json(match.group()), text)
    inert = _COMMAND.sub(lambda match: f"\\u{ord(match.group()):04x}", shown)
    return _ESCAPES.sub(_whole, inert)


def _as_json(character: str) -> str:
    """The character, or the escapes of its one or two halves. The standard library's encoder passes U+007F over."""
    halves = character.encode("utf-16-be", "surrogatepass").hex()
    return character if _shows(character) else re.sub("....", r"\\u\g<0>", halves)


def _whole(match: re.Match[str]) -> str:
    half = match["half"]
    return rf"\\u{{{half}}}" if half else match.group()


def xml_text(root: Element) -> str:
    """A tree as XML in ASCII, with a line end. Texts may have lines, attributes have one.

    The characters that XML 1.0 forbids (section 2.2) are among those that :func:`visible` writes out.
    """
    from xml.etree import ElementTree as ET

    for element in root.iter():
        element.attrib = {name: visible(value) for name, value in element.attrib.items()}
        element.text = "\n".join(map(visible, element.text.split("\n"))) if element.text else None
    ET.indent(root)
    document: bytes = ET.tostring(root, "us-ascii", xml_declaration=True)
    return document.decode("ascii") + "\n"


_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def workflow_command(name: str, properties: Mapping[str, str | int], lines: Iterable[str]) -> str:
    """A workflow command of GitHub's runner, on one line: ours to give, whatever its properties and lines say."""
    given = ",".join(f"{key}={visible(str(value)).translate(_PROPERTY)}" for key, value in properties.items())
    data = "\n".join(map(visible, lines)).translate(_DATA)
    return f"::{name} {given}::{data}"


_QUOTED: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "&": "&amp;"})


def dot(text: str) -> str:
    """The text for the inside of a quoted label in Graphviz' DOT, which knows escapes and the entities of HTML."""
    return visible(text).translate(_QUOTED)


# All that is neither letter nor digit, but for marks that mean nothing where they stand: a label is read as Mermaid, as
# Markdown and as HTML.
_DRAWN: Final = r"""(?x)
      [^\w\ .,()'/-]
    | (?<![^\W_])_ | _(?![^\W_])                   # emphasis: an underscore is none within a word
    | (?<!\w)-                                     # lists, arrows and rules
    | (?<=\w)\.(?=\w)                             # web addresses
"""


def mermaid(text: str) -> str:
    """The text as a part of a label in a Mermaid diagram: whatever could mean something is written as its number."""
    inert = re.sub(_DRAWN, lambda match: f"#{ord(match.group())};", visible(text).strip(" "))
    return _NUMBERED.sub(lambda match: f"{match[1]}#{ord(match[2])};", inert)
