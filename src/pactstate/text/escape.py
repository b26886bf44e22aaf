"""Text from files, made harmless for the target where it is printed.

A stranger's file must not bring a terminal escape, a workflow command, a formula or markup into any output. For each
target (terminal and log, Markdown, CSV, JSON, XML, DOT, Mermaid) this module has a function that escapes a text, and a
type that no other module can make. The functions that write accept nothing but these types, so that a type checker
finds a string that was not escaped. What one target needs is imported where it is used. Promise: SECURITY.md.
"""

from __future__ import annotations

import re
import unicodedata
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Self, TypeVar

if TYPE_CHECKING:
    from typing import LiteralString
    from xml.etree.ElementTree import Element

__all__ = [
    "ComposedText",
    "CsvText",
    "DotText",
    "JsonText",
    "MarkdownText",
    "MermaidText",
    "SafeText",
    "TerminalText",
    "XmlText",
    "coloured",
    "csv_cell",
    "csv_text",
    "dot",
    "for_log",
    "json_text",
    "markdown",
    "mermaid",
    "visible",
    "visible_characters",
    "visible_lines",
    "workflow_command",
    "xml_text",
]


class SafeText(str):
    """Text that was made harmless for one target. Only this module makes it: the class cannot be called with a text.

    Every operation of :class:`str` on it, such as an f-string or a slice, returns a plain string again.
    """

    __slots__ = ()

    def __new__(cls) -> Self:
        """Refuse: text becomes safe by a function of this module, never by its name alone."""
        raise TypeError(f"{cls.__name__} is made by the functions of pactstate.text.escape")


_Safe = TypeVar("_Safe", bound=SafeText)


def _made(kind: type[_Safe], text: str) -> _Safe:
    return str.__new__(kind, text)


class ComposedText(SafeText):
    """Safe text of a target for which output is put together from words of ours and texts of files."""

    __slots__ = ()

    @classmethod
    def of(cls, template: LiteralString, *values: object) -> Self:
        r"""Fill a template of our own words, as :meth:`str.format` does; escape values not yet safe for the target.

        >>> print(TerminalText.of("{}: {}", "agreements", "\x1b[31m"))
        agreements: \u{1b}[31m
        """
        safe = [one if isinstance(one, cls | int) else cls._escaped(str(one)) for one in values]
        return _made(cls, template.format(*safe))

    @classmethod
    def joined(cls, separator: LiteralString, parts: Iterable[str]) -> Self:
        """Join parts with words of our own. Parts not yet safe for the target are escaped."""
        return _made(cls, separator.join([one if isinstance(one, cls) else cls._escaped(one) for one in parts]))

    @classmethod
    @abstractmethod
    def _escaped(cls, text: str) -> Self:
        """Escape a text for the target."""

    def lines(self) -> list[Self]:
        """Return the lines of the text, without their ends."""
        return [_made(type(self), line) for line in self.split("\n")]

    def trimmed(self) -> Self:
        """Return the text without white space at its end."""
        return _made(type(self), self.rstrip())


class TerminalText(ComposedText):
    """Text for a terminal or the log of a workflow: lines of our own, no control character, no workflow command."""

    __slots__ = ()

    @classmethod
    def _escaped(cls, text: str) -> Self:
        return _made(cls, _visible(text))

    def wrapped(self, width: int, *, first: TerminalText | LiteralString = "", rest: LiteralString = "") -> list[Self]:
        """Break the text between words into lines of ``width`` columns, which begin with ``first`` and ``rest``."""
        import textwrap

        lines = textwrap.wrap(
            self, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
        )
        return [_made(type(self), line) for line in lines]


class MarkdownText(ComposedText):
    """Text in GitHub's Markdown, in which all markup is ours."""

    __slots__ = ()

    @classmethod
    def _escaped(cls, text: str) -> Self:
        return _made(cls, _markdown(text))


class DotText(ComposedText):
    """A diagram in Graphviz' DOT, or the inside of a quoted label of one."""

    __slots__ = ()

    @classmethod
    def _escaped(cls, text: str) -> Self:
        return _made(cls, _visible(text).translate(_QUOTED))


class MermaidText(ComposedText):
    """A diagram in Mermaid, or a part of a label of one."""

    __slots__ = ()

    @classmethod
    def _escaped(cls, text: str) -> Self:
        return _made(cls, _mermaid(text))


class CsvText(SafeText):
    """Comma-separated values, or one cell of them."""

    __slots__ = ()


class JsonText(SafeText):
    """A document in JSON."""

    __slots__ = ()


class XmlText(SafeText):
    """A document in XML."""

    __slots__ = ()


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


def visible(text: str) -> TerminalText:
    """Return the text on one line, with every control, format, separator, private and unassigned character written out.

    So is what is invisible for another reason (:mod:`pactstate.smallyaml.invisible`). Hashes that could begin a
    workflow command are written out too, and so are colons where the text begins with two of them; elsewhere, as in
    ``A::B``, they are harmless unless a line is broken there: see :func:`for_log`. So is a combining mark at the
    beginning, which would change the character that is printed before it.
    """
    return TerminalText.of("{}", text)


def visible_lines(text: str) -> TerminalText:
    """Return the text with its own line ends, each line as :func:`visible` returns it."""
    return TerminalText.joined("\n", map(visible, text.split("\n")))


# "Select graphic rendition" (ECMA-48, 8.3.117): colours and weights, no other control sequence.
_STYLE: Final = re.compile(r"(\x1b\[[0-9;]*m)")


def coloured(text: str) -> TerminalText:
    """Return lines that a library has drawn: as :func:`visible_lines`, but for colours, which stay.

    The texts in them must have been safe before they were drawn, since a colour that a file sets would stay as well.
    """
    parts = _STYLE.split(text)
    shown = [part if number % 2 else visible_lines(part) for number, part in enumerate(parts)]
    return _made(TerminalText, "".join(shown))


def visible_characters(text: str) -> list[TerminalText]:
    """Return what :func:`visible` prints for each character, to find a place of the text again in what is printed."""
    return [_made(TerminalText, one) for one in _characters(text)]


def _visible(text: str) -> str:
    # Most texts are plain ASCII, for which this is four times as fast.
    if text.isascii() and text.isprintable() and "::" not in text and "##" not in text:
        return text
    return "".join(_characters(text))


def _characters(text: str) -> list[str]:
    # Imported here: the package loads attrs (15 ms), and --version prints ASCII only.
    from pactstate.smallyaml.invisible import invisible_places

    characters = list(text) if text.isprintable() else [one if _shows(one) else _written_out(one) for one in text]
    places = [match.start() for match in _HASHES.finditer(text)] + invisible_places(text)
    if opens := _OPENS.match(text):
        places.append(opens.end() - 1)
    if text and unicodedata.category(text[0])[0] == "M":
        places.append(0)
    for place in places:
        characters[place] = _written_out(text[place])
    return characters


def for_log(text: SafeText) -> SafeText:
    """Return lines for the log of a workflow: none of them begins with two colons, wherever they were broken."""
    return _made(type(text), _LINE_OPENS.sub(lambda match: f"{match[1]}{_written_out(':')}", text))


def _shows(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"


def _written_out(character: str) -> str:
    return f"\\u{{{ord(character):x}}}"


def markdown(text: str) -> MarkdownText:
    """Return the text as one cell or span of GitHub's Markdown: no markup, link, heading, list or table pipe.

    What GitHub links, notifies or draws even without markup (``@name``, ``www.``, ``#1``) is written out.
    """
    return MarkdownText.of("{}", text)


def _markdown(text: str) -> str:
    import html

    inert = re.sub(_ACTIVE, lambda match: _written_out(match.group()), _visible(text).strip(" "))
    escaped = _MARKS.sub(r"\\\g<0>", html.escape(inert, quote=False))
    return _NUMBERED.sub(r"\1\\\2", escaped)


_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What begins a formula; in some languages spreadsheets take the full-width forms for the same."""


def csv_cell(text: str) -> CsvText:
    """Return the text as a spreadsheet cell: a leading character that would begin a formula gets a ``'`` before it."""
    shown = _visible(text)
    return _made(CsvText, f"'{shown}" if shown.startswith(_FORMULA) else shown)


def csv_text(rows: Iterable[Sequence[str]]) -> CsvText:
    """Return rows as comma-separated values, each in a line of its own."""
    import csv
    import io

    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([map(csv_cell, row) for row in rows])
    return _made(CsvText, out.getvalue())


# A backslash that stands for itself, a pair that stands for one character, and half of such a pair.
_ESCAPES: Final = re.compile(r"\\\\|\\ud[89ab]..\\ud[c-f]..|\\u(?P<half>d[89a-f]..)")
_BEYOND_ASCII: Final = re.compile(r"[^\n -~]")


def json_text(value: object, *, ascii: bool = True, depth: int | None = None) -> JsonText:
    r"""Return a value as JSON, with a line end, that every parser takes and in which no line is a workflow command.

    What lies so many lists and objects ``depth`` stands on one line, and may come from an iterator, so that very many
    things need not be held at once. Without ``ascii``, characters that show are written as they are. Names of files
    that are not UTF-8 hold half characters (surrogates), which strict parsers refuse: these are written out, as in
    ``\u{dcff}``.
    """
    import json

    if depth is None:
        whole = _inert(json.dumps(value, indent=2, ensure_ascii=ascii, allow_nan=False))
        return _made(JsonText, f"{whole}\n")
    encode = json.JSONEncoder(ensure_ascii=ascii, allow_nan=False).encode
    parts = _laid_out(value, depth, "\n", lambda part: _inert(encode(part)))
    return _made(JsonText, "".join((*parts, "\n")))


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
    from pactstate.smallyaml.invisible import invisible_places  # as above

    invisible = set(invisible_places(text))
    shown = _BEYOND_ASCII.sub(lambda match: _as_json(match.group(), match.start() in invisible), text)
    inert = _COMMAND.sub(lambda match: f"\\u{ord(match.group()):04x}", shown)
    return _ESCAPES.sub(_whole, inert)


def _as_json(character: str, is_invisible: bool) -> str:
    """The character, or the escapes of its one or two halves. The standard library's encoder passes U+007F over."""
    halves = character.encode("utf-16-be", "surrogatepass").hex()
    return character if _shows(character) and not is_invisible else re.sub("....", r"\\u\g<0>", halves)


def _whole(match: re.Match[str]) -> str:
    half = match["half"]
    return rf"\\u{{{half}}}" if half else match.group()


def xml_text(root: Element) -> XmlText:
    """Return a tree as XML in ASCII, with a line end. Texts may have lines, attributes have one.

    The characters that XML 1.0 forbids (section 2.2) are among those that :func:`visible` writes out.
    """
    from xml.etree import ElementTree as ET

    for element in root.iter():
        element.attrib = {name: visible(value) for name, value in element.attrib.items()}
        element.text = "\n".join(map(visible, element.text.split("\n"))) if element.text else None
    ET.indent(root)
    document: bytes = ET.tostring(root, "us-ascii", xml_declaration=True)
    return _made(XmlText, document.decode("ascii") + "\n")


_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def workflow_command(name: str, properties: Mapping[str, str | int], lines: Iterable[str]) -> TerminalText:
    """Return a command of ours to GitHub's runner, on one line, whatever its properties and lines say."""
    given = ",".join(f"{key}={visible(str(value)).translate(_PROPERTY)}" for key, value in properties.items())
    data = "\n".join(map(visible, lines)).translate(_DATA)
    return _made(TerminalText, f"::{name} {given}::{data}")


_QUOTED: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "&": "&amp;"})


def dot(text: str) -> DotText:
    """Return the text for the inside of a quoted label in DOT, which knows escapes and the entities of HTML."""
    return DotText.of("{}", text)


# All that is neither letter nor digit, but for marks that mean nothing where they stand: a label is read as Mermaid, as
# Markdown and as HTML.
_DRAWN: Final = r"""(?x)
      [^\w\ .,()'/-]
    | (?<![^\W_])_ | _(?![^\W_])                   # emphasis: an underscore is none within a word
    | (?<!\w)-                                     # lists, arrows and rules
    | (?<=\w)\.(?=\w)                             # web addresses
"""


def mermaid(text: str) -> MermaidText:
    """Return the text as a part of a label in a Mermaid diagram: whatever could mean something becomes its number."""
    return MermaidText.of("{}", text)


def _mermaid(text: str) -> str:
    inert = re.sub(_DRAWN, lambda match: f"#{ord(match.group())};", _visible(text).strip(" "))
    return _NUMBERED.sub(lambda match: f"{match[1]}#{ord(match[2])};", inert)
