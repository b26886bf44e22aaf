"""Escaping of texts from files, for the target where they are printed.

A stranger's file must not bring a terminal escape, a workflow command, a formula or markup into any output. For each
target (terminal and log, Markdown, CSV, JSON, XML, DOT, Mermaid) this module has a function that escapes a text, and a
type that no other module can make. The functions that write accept nothing but these types, so that a type checker
finds a string that was not escaped. Modules for one target are imported where they are used. See SECURITY.md.
"""

from __future__ import annotations

import re
import unicodedata
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Self, TypeGuard, TypeVar

if TYPE_CHECKING:
    from io import StringIO
    from typing import LiteralString, TextIO
    from xml.etree.ElementTree import Element

__all__ = [
    "CalendarText",
    "ComposedText",
    "CsvText",
    "DotText",
    "HtmlText",
    "JsonText",
    "MarkdownText",
    "MermaidText",
    "PatchText",
    "SafeText",
    "TerminalText",
    "XmlText",
    "coloured",
    "csv_cell",
    "csv_text",
    "csv_writer",
    "dot",
    "html_table",
    "json_lines",
    "json_pieces",
    "json_records",
    "json_text",
    "markdown",
    "markdown_link",
    "mermaid",
    "patch_text",
    "terminal_link",
    "visible",
    "visible_characters",
    "visible_lines",
    "without_commands",
    "workflow_command",
    "xml_text",
]


class SafeText(str):
    """Text that was escaped for one target. Only this module makes it: the class cannot be called with a text.

    Operations of :class:`str` on it, such as an f-string or a slice, return a plain string again.
    """

    __slots__ = ()

    def __new__(cls) -> Self:
        """Refuse, since a text becomes safe only by a function of this module."""
        raise TypeError(f"{cls.__name__} is made by the functions of pactstate.text.escape")

    def __reduce__(self) -> tuple[Callable[[type[SafeText], str], SafeText], tuple[type[SafeText], str]]:
        # Errors hold such texts, and are copied and sent from process to process.
        return _made, (type(self), str(self))


_Safe = TypeVar("_Safe", bound=SafeText)


def _made(kind: type[_Safe], text: str) -> _Safe:
    return str.__new__(kind, text)


class ComposedText(SafeText):
    """Safe text of a target whose output is composed of our own words and texts from files."""

    __slots__ = ()

    @classmethod
    def of(cls, template: LiteralString, *values: object) -> Self:
        r"""Fill a template of our own words like :meth:`str.format`; escape values that are not yet safe.

        >>> print(TerminalText.of("{}: {}", "agreements", "\x1b[31m"))
        agreements: \u{1b}[31m
        """
        safe = [one if isinstance(one, (cls, int)) else cls._escaped(str(one)) for one in values]
        return _made(cls, template.format(*safe))

    @classmethod
    def joined(cls, separator: LiteralString, parts: Iterable[str]) -> Self:
        """Join parts with a separator of our own; escape parts that are not yet safe for the target."""
        return _made(cls, separator.join([one if isinstance(one, cls) else cls._escaped(one) for one in parts]))

    @classmethod
    @abstractmethod
    def _escaped(cls, text: str) -> str:
        """Escape a text for the target."""

    def lines(self) -> list[Self]:
        """Return the lines of the text, without line ends."""
        return [_made(type(self), line) for line in self.split("\n")]

    def trimmed(self) -> Self:
        """Return the text without white space at its end."""
        return _made(type(self), self.rstrip())


class TerminalText(ComposedText):
    """Text for a terminal or a log: line ends are our own, and there is no control character of a file."""

    __slots__ = ()

    @classmethod
    def joined(cls, separator: LiteralString, parts: Iterable[str]) -> Self:
        """Join parts; see :meth:`ComposedText.joined`."""
        some = list(parts)
        whole = separator.join(some)
        # One look at the whole takes a third of the time of a look at each part.
        return _made(cls, whole) if _is_plain(whole) else super().joined(separator, some)

    @classmethod
    def _escaped(cls, text: str) -> str:
        return _visible(text)

    def wrapped(self, width: int, *, first: TerminalText | LiteralString = "", rest: LiteralString = "") -> list[Self]:
        """Break the text between words into lines of ``width`` columns, which begin with ``first`` and ``rest``."""
        if len(first) + len(self) <= width and self.isprintable() and self and self == self.strip(" "):
            return [_made(type(self), first + self)]
        import textwrap

        lines = textwrap.wrap(
            re.sub(_LINK, "", self),
            width,
            initial_indent=first,
            subsequent_indent=rest,
            break_long_words=False,
            break_on_hyphens=False,
        )
        if "\x1b" in self:
            texts = re.split(_LINK, self)
            addresses = iter(
                [url for url, text in zip(["", *texts[1::2]], texts[::2], strict=True) for _ in "".join(text.split())]
            )
            lines = [_relinked(line, len(rest if number else first), addresses) for number, line in enumerate(lines)]
        return [_made(type(self), line) for line in lines]


# "Operating system command" 8 of terminals: a hyperlink, which an empty address ends.
_LINK: Final = r"\x1b\]8;;([^\x1b]*)\x1b\\"


def _relinked(line: str, start: int, addresses: Iterator[str]) -> str:
    """Return a line with its hyperlinks, given the address of each character that is not blank; none is left open."""
    parts, blanks, current = [line[:start]], "", ""
    for character in line[start:]:
        if character.isspace():
            blanks += character
            continue
        address = next(addresses)
        if address != current:
            parts.append(_link_code("") if current else "")
        parts.append(blanks)
        if address != current:
            parts.append(_link_code(address) if address else "")
        parts.append(character)
        blanks, current = "", address
    return "".join([*parts, _link_code("") if current else ""])


def _link_code(address: str) -> str:
    return f"\x1b]8;;{address}\x1b\\"


def terminal_link(text: str, url: str | None) -> TerminalText:
    r"""Return a text that links to an address, for terminals with hyperlinks; the text alone, if it is none of the web.

    >>> terminal_link("Notice", "https://example.org/a b")
    '\x1b]8;;https://example.org/a%20b\x1b\\Notice\x1b]8;;\x1b\\'
    """
    if not url or not url.startswith(("https://", "http://")):
        return visible(text)
    return _made(TerminalText, f"{_link_code(_address(url))}{_visible(text)}{_link_code('')}")


class MarkdownText(ComposedText):
    """Text in GitHub's Markdown, in which all markup is our own."""

    __slots__ = ()

    @classmethod
    def _escaped(cls, text: str) -> str:
        return _markdown(text)


class HtmlText(ComposedText):
    """Part of a page in HTML, in which all markup is our own."""

    __slots__ = ()

    @classmethod
    def _escaped(cls, text: str) -> str:
        import html

        return html.escape(_visible(text))


class DotText(ComposedText):
    """Diagram in Graphviz' DOT, or the inside of a quoted label."""

    __slots__ = ()

    @classmethod
    def _escaped(cls, text: str) -> str:
        return _visible(text).translate(_QUOTED)


class MermaidText(ComposedText):
    """Diagram in Mermaid, or a part of a label."""

    __slots__ = ()

    @classmethod
    def _escaped(cls, text: str) -> str:
        return _mermaid(text)


class CalendarText(ComposedText):
    """Calendar in iCalendar, or one of its lines before it is folded (RFC 5545)."""

    __slots__ = ()

    @classmethod
    def _escaped(cls, text: str) -> str:
        if _is_plain(text):
            return _calendar(text)
        # A line may be folded anywhere, and then a log would read two colons at its beginning as a command.
        lines = [_visible(line).replace("::", _COLONS) for line in text.split("\n")]
        return "\\n".join([_calendar(line) for line in lines])

    @classmethod
    def address(cls, name: LiteralString, url: str) -> Self:
        """Return a line with a web address, in which a text has no escapes."""
        return _made(cls, name + _address(url).replace("::", ":%3A"))

    @classmethod
    def folded(cls, texts: Iterable[CalendarText]) -> Self:
        """Return texts of lines with the line ends of the format, each line broken after at most 75 bytes."""
        parts: list[str] = []
        for text in texts:
            for line in text.split("\n"):
                if len(line) <= _MAX_CALENDAR_LINE and line.isascii():
                    parts.append(line)
                else:
                    parts += _folded(line)
        return _made(cls, "\r\n".join([*parts, ""]))


class CsvText(SafeText):
    """Comma-separated values, or one cell."""

    __slots__ = ()


class JsonText(SafeText):
    """Document in JSON."""

    __slots__ = ()


class PatchText(SafeText):
    """Unified diff, as ``git apply`` reads it."""

    __slots__ = ()


class XmlText(SafeText):
    """Document in XML."""

    __slots__ = ()


# Workflow commands. GitHub's runner reads "::name" after white space at the start of a line, and "##[name" anywhere in
# a line (actions/runner, src/Runner.Common/ActionCommand.cs); Azure Pipelines reads "##vso[name".
_ANY_COMMAND: Final = r"(?a)(?<=:):|(?<=#)#(?=\w*\[)"
_LEADING_COLONS: Final = r"\s*::"
_HASHES: Final = r"(?a)(?<=#)#(?=\w*\[)"
# Colours count as nothing, since some logs remove them.
_COMMAND_IN_LINES: Final = r"""(?xm)
      ^ (?P<lead> (?: [^\S\n] | \x1b\[[0-9;]*m )*+ : (?:\x1b\[[0-9;]*m)*+ ) :
    | (?P<hash> \# (?:\x1b\[[0-9;]*m)*+ ) \# (?= (?: [A-Za-z0-9_] | \x1b\[[0-9;]*m )*+ \[ )
"""

# GitHub acts on these after it has removed the markup, so that neither a backslash nor an entity stops it.
_ACTIVE: Final = r"""(?xia)
      @(?=[\w-])                                   # mentions, mail addresses
    | :(?=//) | (?<=www)\.                         # web addresses
    | \#(?=\d) | (?<=\bGH)-(?=\d)                  # issues
    | :(?=(?:100|1234|(?!\d++:)[\w+-]++):)         # emoji, two of which are numbers; other times of day are none
    | \$                                           # mathematics
"""
_MARKS: Final = r"[\\`*_\[\]|~]|^[#+-]|^=(?==*$)|^:(?=-*:?$)"
_NUMBERED: Final = r"^(\d+)([.)])"
# Texts without any Markdown, as most are. This match takes a fifth of the time of the escaping that it saves.
_INERT: Final = re.compile(r"""(?!-|\d+[.)]|.*(?i:www\.|gh-))[ A-Za-z0-9,;()'"/!?%.-]*""")


def visible(text: str) -> TerminalText:
    r"""Return the text on one line, with control, format, separator, private and unassigned characters written out.

    Also written out are other invisible characters (:mod:`pactstate.smallyaml.characters`), hashes that could begin a
    workflow command, the second of two colons at the beginning, and a combining mark at the beginning, which would
    change the character before it. Two colons elsewhere, as in ``A::B``, are harmless unless a line is broken there:
    see :func:`without_commands`.

    >>> print(visible("a\tb \u202e"))
    a\u{9}b \u{202e}
    """
    return text if isinstance(text, TerminalText) else _made(TerminalText, _visible(text))


def visible_lines(text: str) -> TerminalText:
    """Return the text with its own line ends, each line as :func:`visible` returns it."""
    return TerminalText.joined("\n", map(visible, text.split("\n")))


# "Select graphic rendition" (ECMA-48, 8.3.117): colours and weights, no other control sequence.
_STYLE: Final = r"(\x1b\[[0-9;]*m)"


def coloured(text: str) -> TerminalText:
    """Return lines that a library has drawn as :func:`visible_lines` does, but keep their colours.

    The texts must have been escaped before they were drawn, since a colour that a file sets would stay as well.
    """
    parts = re.split(_STYLE, text)
    shown = [part if number % 2 else visible_lines(part) for number, part in enumerate(parts)]
    return _made(TerminalText, "".join(shown))


def visible_characters(text: str) -> list[TerminalText]:
    """Return the output of :func:`visible` character by character, so that a caret can be put under one of them."""
    return [_made(TerminalText, one) for one in _characters(text)]


def _visible(text: str) -> str:
    return text if _is_plain(text) else "".join(_characters(text))


def _is_plain(text: str) -> bool:
    """Return whether no character of the text needs an escape. Most texts are so, and take a quarter of the time."""
    is_shown = text.isprintable() if text.isascii() else _SHOWN.fullmatch(text) is not None
    return is_shown and "::" not in text and "##" not in text


# ASCII, letters with accents, dashes, quotes, kana and ideographs: all of them show. U+00AD, a soft hyphen, does not.
_SHOWN: Final = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u024f\u2013\u2014\u2018\u2019\u201c\u201d\u3041-\u3096\u30a0-\u30ff\u4e00-\u9fef]*"
)


def _characters(text: str) -> list[str]:
    # Imported here: the package loads attrs (15 ms), and --version prints ASCII only.
    from pactstate.smallyaml.characters import invisible_places

    characters = list(text) if text.isprintable() else [one if _is_shown(one) else _written_out(one) for one in text]
    places = [match.start() for match in re.finditer(_HASHES, text)] + invisible_places(text)
    if opens := re.match(_LEADING_COLONS, text):
        places.append(opens.end() - 1)
    if text and unicodedata.category(text[0])[0] == "M":
        places.append(0)
    for place in places:
        characters[place] = _written_out(text[place])
    return characters


def without_commands(text: SafeText) -> SafeText:
    """Return lines none of which is a workflow command, wherever they were broken and however they were composed.

    :func:`visible` escapes the beginning of a text from a file, but a text may be wrapped later, and then a line may
    begin in its middle.
    """
    if "::" not in text and "#" not in text:
        return text
    return _made(type(text), re.sub(_COMMAND_IN_LINES, _without_command, text))


def _without_command(match: re.Match[str]) -> str:
    return f"{match['lead'] or match['hash']}{_written_out(match.group()[-1])}"


def _is_shown(character: str) -> bool:
    return character.isprintable() or unicodedata.category(character) == "Zs"


def _written_out(character: str) -> str:
    return f"\\u{{{ord(character):x}}}"


def html_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> HtmlText:
    """Return a table in HTML. Without columns, the first cell of each row is its heading.

    >>> print(html_table(["Id"], [["<a>"]]))
    <table><tr><th>Id</th></tr><tr><td>&lt;a&gt;</td></tr></table>
    """
    lines = [[HtmlText.of("<th>{}</th>", column) for column in columns]] if columns else []
    for first, *rest in rows:
        head = HtmlText.of("<td>{}</td>", first) if columns else HtmlText.of("<th>{}</th>", first)
        lines.append([head, *(HtmlText.of("<td>{}</td>", cell) for cell in rest)])
    body = HtmlText.joined("", (HtmlText.of("<tr>{}</tr>", HtmlText.joined("", line)) for line in lines))
    return HtmlText.of("<table>{}</table>", body)


def markdown(text: str) -> MarkdownText:
    """Return the text as one cell or span of GitHub's Markdown: no markup, link, heading, list or table pipe.

    Texts that GitHub links, notifies or draws without markup (``@name``, ``www.``, ``#1``) are written out.
    """
    return MarkdownText.of("{}", text)


def _markdown(text: str) -> str:
    stripped = text.strip(" ")
    if _INERT.fullmatch(stripped):
        return stripped
    import html

    inert = re.sub(_ACTIVE, lambda match: _written_out(match.group()), _visible(text).strip(" "))
    escaped = re.sub(_MARKS, r"\\\g<0>", html.escape(inert, quote=False))
    return re.sub(_NUMBERED, r"\1\\\2", escaped)


def markdown_link(text: str, url: str | None) -> MarkdownText:
    r"""Return a text that links to an address; the text alone, if the address is none of the web.

    >>> print(markdown_link("The RAA [text]", "https://example.org/a(b)"))
    [The RAA \[text\]](https://example.org/a%28b%29)
    """
    if not url or not url.startswith(("https://", "http://")):
        return MarkdownText.of("{}", text)
    return _made(MarkdownText, f"[{_markdown(text)}]({_address(url).replace('&', '&amp;')})")


# Characters of an address (RFC 3986) without those that end a link in Markdown, HTML or a table.
_IN_ADDRESSES: Final = "-._~:/?#@!$&'+,;=%"


def _address(url: str) -> str:
    """Return an address in which every other character is percent-encoded."""
    from urllib.parse import quote

    return quote(url, safe=_IN_ADDRESSES, errors="replace")


_COLONS: Final = f":{_written_out(':')}"


def _calendar(line: str) -> str:
    # Three replacements take a tenth of the time of one translation.
    return line.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


_MAX_CALENDAR_LINE: Final = 75
"""Bytes of a line in iCalendar, without its end."""


def _folded(line: str) -> Iterator[str]:
    """Yield the parts of a line, each of which but the first begins with a blank."""
    whole = line.encode(errors="surrogatepass")
    blank, start, room = "", 0, _MAX_CALENDAR_LINE
    while start < len(whole):
        end = start + room
        # All bytes of a character but the first begin with the bits 10. A line ends before a character, not in it.
        while end < len(whole) and whole[end] & 0b1100_0000 == 0b1000_0000:
            end -= 1
        yield blank + whole[start:end].decode(errors="surrogatepass")
        blank, start, room = " ", end, _MAX_CALENDAR_LINE - 1


_FORMULA: Final = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""Characters that begin a formula. Spreadsheets in some languages accept the full-width forms, too."""


def csv_cell(text: str) -> CsvText:
    """Return the text as a cell of a spreadsheet. A text that would be a formula gets a ``'`` before it.

    >>> print(csv_cell("=1+1"))
    '=1+1
    """
    shown = _visible(text)
    return _made(CsvText, f"'{shown}" if shown.startswith(_FORMULA) else shown)


def csv_writer(stream: TextIO) -> Callable[[Sequence[Sequence[str | int | None]]], None]:
    """Return a function that writes rows of values to a stream, each text as a cell of a spreadsheet.

    >>> import sys
    >>> csv_writer(sys.stdout)([["=1+1", "a, b"], ["c", None]])
    '=1+1,"a, b"
    c,
    """
    import csv
    import io

    buffer = io.StringIO()
    write = csv.writer(buffer, lineterminator="\n").writerows

    def write_rows(rows: Sequence[Sequence[str | int | None]]) -> None:
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            some = rows[start : start + _ROWS_AT_ONCE]
            # One look at the lines takes a tenth of the time of a look at each cell, and is enough for most rows.
            write(some)
            if not _are_plain_lines(buffer.getvalue(), len(some)):
                _empty(buffer)
                write([_csv_cells(row) for row in some])
            stream.write(buffer.getvalue())
            _empty(buffer)

    return write_rows


_ROWS_AT_ONCE: Final = 256
"""Rows of CSV whose lines are in memory at once."""


def _empty(buffer: StringIO) -> None:
    buffer.seek(0)
    buffer.truncate()


def _are_plain_lines(text: str, count: int) -> bool:
    """Return whether no text in some lines of CSV needs an escape. A wrong no only costs time."""
    # A text begins behind a comma, a line end or a quote; a text with a line end would make one line more.
    whole = "," + text.replace("\n", ",").replace('"', ",")
    return text.count("\n") == count and _is_plain(whole) and not _has_formula(whole, ",")


def _csv_cells(row: Sequence[str | int | None]) -> Sequence[str | int | None]:
    texts = [value for value in row if isinstance(value, str)]
    # Texts are joined by a mark that few of them have. After a blank, a dash within a text would look like its start.
    whole = f"~{'~'.join(texts)}"
    if _is_plain(whole) and not _has_formula(whole, "~"):
        return row
    return [csv_cell(value) if isinstance(value, str) else value for value in row]


def _has_formula(whole: str, mark: str) -> bool:
    """Return whether a text may begin a formula; the mark stands before each text."""
    # Python finds one character many times faster than two, and most texts have none of these but "-".
    return any(first in whole and mark + first in whole for first in _FORMULA[:4])


def csv_text(rows: Iterable[Sequence[str | int | None]]) -> CsvText:
    """Return rows as comma-separated values, one line each."""
    import io

    out = io.StringIO()
    some = list(rows)
    if some:
        csv_writer(out)(some)
    return _made(CsvText, out.getvalue())


# In JSON: an escaped backslash, a surrogate pair, and a lone surrogate.
_ESCAPES: Final = r"\\\\|\\ud[89ab]..\\ud[c-f]..|\\u(?P<half>d[89a-f]..)"
_BEYOND_ASCII: Final = r"[^\n -~]"


def json_text(value: object, *, ascii: bool = True, depth: int | None = None, compact: bool = False) -> JsonText:
    r"""Return a value as JSON that every parser accepts, with a line end. No line is a workflow command.

    Names of files that are not UTF-8 hold lone surrogates, which strict parsers refuse. They are written out, as in
    ``\u{dcff}``.

    Args:
        value: Value to write. Lists may be iterators, so that a long list need not be in memory at once.
        ascii: Whether to escape all characters beyond ASCII, or only those that are not shown.
        depth: Number of nested lists and objects that get a line for each item. Deeper values stand on one line.
        compact: Whether to leave out the spaces after commas and colons of one line.
    """
    import json

    if depth is None:
        whole = _inert(json.dumps(value, indent=2, ensure_ascii=ascii, allow_nan=False))
        return _made(JsonText, f"{whole}\n")
    return _made(JsonText, "".join((*_laid_out(value, depth, "\n", _encoder(ascii=ascii, compact=compact)), "\n")))


def json_records(document: Mapping[str, object]) -> JsonText:
    """Return a document of lists of records as JSON: a line for each record, without blanks between its values.

    >>> print(json_records({"version": 1, "parties": [{"code": "FR", "years": [2020, 2024]}]}), end="")
    {
      "version": 1,
      "parties": [
        {"code":"FR","years":[2020,2024]}
      ]
    }
    """
    return json_text(document, depth=2, compact=True)


def json_lines(names: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> Iterator[JsonText]:
    """Yield rows as JSON, an object a line, without the values that are None. Lines come some hundreds together.

    >>> print(*json_lines(["code", "year"], [["FR", 2020], ["DE", None]]), end="")
    {"code":"FR","year":2020}
    {"code":"DE"}
    """
    import json
    from itertools import islice

    # A line feed within a text is written as "\\n", so that it parts one value from the next. One call for many values
    # takes a third of the time of a call for each row.
    encode = json.JSONEncoder(allow_nan=False, separators=("\n", ":")).encode
    keys = [f"{encode(name)}:" for name in names]
    left = iter(rows)
    while some := list(islice(left, _MAX_ROWS)):
        values = iter(encode([value for row in some for value in row])[1:-1].split("\n"))
        objects = [
            f"{{{','.join([key + value for key, value in zip(keys, values, strict=False) if value != 'null'])}}}"
            for _ in some
        ]
        whole = "".join(objects)
        is_inert = _is_plain(whole) and "\\ud" not in whole
        yield _made(JsonText, "".join([f"{one}\n" for one in (objects if is_inert else map(_inert, objects))]))


_MAX_ROWS: Final = 500
"""Rows that are written as JSON together."""


def json_pieces(value: object, *, depth: int) -> Iterator[JsonText]:
    """Yield the pieces of what :func:`json_text` returns, for a document that need not be in memory at once."""
    pieces: list[str] = []
    size = 0
    for piece in _laid_out(value, depth, "\n", _encoder(ascii=True, compact=False)):
        pieces.append(piece)
        size += len(piece)
        if size > _MAX_PIECE:
            yield _made(JsonText, "".join(pieces))
            pieces.clear()
            size = 0
    yield _made(JsonText, "".join((*pieces, "\n")))


_MAX_PIECE: Final = 100_000
"""Characters of a document that are collected before they are yielded."""


@lru_cache
def _encoder(*, ascii: bool, compact: bool) -> Callable[[object], str]:
    """Return a function that writes a value on one line; documents of the same form share its texts."""
    import json

    separators = (",", ":") if compact else None
    encode_all = json.JSONEncoder(ensure_ascii=ascii, allow_nan=False, separators=separators).encode

    @lru_cache(maxsize=256)
    def encode_short(part: str) -> str:
        return _inert(encode_all(part))

    def encode(part: object) -> str:
        # Most values of a long document are short texts that repeat, and the cache is quicker than the encoder.
        if isinstance(part, str) and len(part) <= _SHORT:
            return encode_short(part)
        if part is None or isinstance(part, bool):
            return _WORDS[part]
        return str(part) if type(part) is int else _inert(encode_all(part))

    return encode


_WORDS: Final[dict[object, str]] = {None: "null", False: "false", True: "true"}
_SHORT: Final = 100
"""Characters of a text whose JSON is kept for the next time."""
_NESTED: Final = (dict, list, Iterator)
_FLAT: Final = frozenset({str, int, bool, type(None)})


def _is_nested(value: object) -> TypeGuard[dict[object, object] | list[object] | Iterator[object]]:
    # To ask whether a text is an iterator takes longer than to write it.
    return type(value) not in _FLAT and isinstance(value, _NESTED)


def _laid_out(value: object, depth: int, line: str, encode: Callable[[object], str]) -> Iterator[str]:
    """Yield the parts of a document. An item of a list is one part: very many parts take much memory."""
    inner = f"{line}  "
    if not depth or not value or not _is_nested(value):
        yield encode(value)
    elif isinstance(value, dict):
        start = "{"
        for key, part in value.items():
            if depth > 1 and part and _is_nested(part):
                yield f"{start}{inner}{encode(key)}: "
                yield from _laid_out(part, depth - 1, inner, encode)
            else:
                yield f"{start}{inner}{encode(key)}: {encode(part)}"
            start = ","
        yield f"{line}}}"
    else:
        yield "["
        end = ""
        for number, part in enumerate(value):
            text = "".join(_laid_out(part, depth - 1, inner, encode)) if depth > 1 else encode(part)
            yield f"{',' * (number > 0)}{inner}{text}"
            end = line
        yield f"{end}]"


def _inert(text: str) -> str:
    """Return JSON without lone surrogates, characters that are not shown, and workflow commands."""
    if _is_plain(text) and "\\ud" not in text:
        return text
    from pactstate.smallyaml.characters import invisible_places  # slow to import: it loads attrs

    invisible = set(invisible_places(text))
    shown = re.sub(_BEYOND_ASCII, lambda match: _as_json(match.group(), match.start() in invisible), text)
    inert = re.sub(_ANY_COMMAND, lambda match: f"\\u{ord(match.group()):04x}", shown)
    return re.sub(_ESCAPES, _whole, inert)


def _as_json(character: str, is_invisible: bool) -> str:
    """Return the character, or its escape as one or two surrogates. Python's encoder keeps U+007F."""
    halves = character.encode("utf-16-be", "surrogatepass").hex()
    return character if _is_shown(character) and not is_invisible else re.sub("....", r"\\u\g<0>", halves)


def _whole(match: re.Match[str]) -> str:
    half = match["half"]
    return rf"\\u{{{half}}}" if half else match.group()


def patch_text(lines: Iterable[str]) -> PatchText:
    r"""Return lines of a unified diff. Tabs and the carriage return at the end of a line are kept as they are.

    >>> patch_text(["+title:\tA\r"])
    '+title:\tA\r\n'
    """
    parts: list[str] = []
    for line in lines:
        text = line.removesuffix("\r")
        parts += ["\t".join(map(_visible, text.split("\t"))), line[len(text) :], "\n"]
    return _made(PatchText, "".join(parts))


def xml_text(root: Element) -> XmlText:
    """Return a tree as XML in ASCII, with a line end. A text may have several lines, an attribute has one.

    :func:`visible` writes out the characters that XML 1.0 forbids (section 2.2).
    """
    from xml.etree import ElementTree as ET

    for element in root.iter():
        element.attrib = {name: visible(value) for name, value in element.attrib.items()}
        element.text = visible_lines(element.text) if element.text else None
    ET.indent(root)
    document: bytes = ET.tostring(root, "us-ascii", xml_declaration=True)
    return _made(XmlText, document.decode("ascii") + "\n")


_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def workflow_command(name: str, properties: Mapping[str, str | int], lines: Iterable[str]) -> TerminalText:
    """Return a command of our own to GitHub's runner, on one line. Its properties and lines are escaped."""
    given = ",".join(f"{key}={visible(str(value)).translate(_PROPERTY)}" for key, value in properties.items())
    data = "\n".join(map(visible, lines)).translate(_DATA)
    return _made(TerminalText, f"::{name} {given}::{data}")


_QUOTED: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "&": "&amp;"})


def dot(text: str) -> DotText:
    """Return the text for the inside of a quoted label in DOT, which has escapes and the entities of HTML."""
    return DotText.of("{}", text)


# All but letters, digits and marks without a meaning at their place. A label is Mermaid, Markdown and HTML at once.
_DRAWN: Final = r"""(?x)
      [^\w\ .,()'/-]
    | (?<![^\W_])_ | _(?![^\W_])                   # emphasis: an underscore is none within a word
    | (?<!\w)-                                     # lists, arrows and rules
    | (?<=\w)\.(?=\w)                             # web addresses
"""


def mermaid(text: str) -> MermaidText:
    """Return the text as a part of a label in a Mermaid diagram. Characters with a meaning become their number."""
    return MermaidText.of("{}", text)


def _mermaid(text: str) -> str:
    inert = re.sub(_DRAWN, lambda match: f"#{ord(match.group())};", _visible(text).strip(" "))
    return re.sub(_NUMBERED, lambda match: f"{match[1]}#{ord(match[2])};", inert)
