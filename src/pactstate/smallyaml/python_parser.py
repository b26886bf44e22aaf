"""PyYAML's parser in Python, changed to read and refuse the same texts as libyaml.

PyYAML has no libyaml where no wheel fits the machine and the library's headers are missing. Its own scanner differs
from libyaml 0.2.5 in tabs between tokens, in question marks and colons within brackets, and in the words and places of
its errors. The words about odd letters in tags, which smallyaml refuses, still differ. Source: scanner.c and parser.c
of https://github.com/yaml/libyaml.
"""

from __future__ import annotations

import re
from typing import Final, cast

from yaml import MarkedYAMLError
from yaml.error import Mark
from yaml.events import Event, ScalarEvent
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner, ScannerError
from yaml.tokens import ScalarToken

__all__ = ["PythonParser"]

_BREAKS: Final = "\r\n\x85\u2028\u2029"
_ENDS: Final = rf"\0 \t{_BREAKS}"
_SIGNS: Final = r",\[\]{}"
_DOCUMENT: Final = re.compile(rf"(?:---|\.\.\.)[{_ENDS}]")
_UNEXPECTED_COLON: Final = re.compile(rf":[?{_SIGNS}]")
_IN_BLOCK: Final = re.compile(rf"(?:[^:{_ENDS}]|:(?![{_ENDS}]))*")
_IN_FLOW: Final = re.compile(rf"(?:[^:{_SIGNS}{_ENDS}]|:(?![?{_SIGNS}{_ENDS}]))*")
_NAME: Final = re.compile("[0-9A-Za-z_-]*")
_DIRECTIVES: Final = ("YAML", "TAG")
_INDICATORS: Final = re.compile(r"([-+])?([0-9])?((?(1)|[-+]?))")
_ESCAPE: Final = re.compile(r"\\(?:u(?P<four>.{4})|U(?P<eight>.{8})|.)", re.DOTALL)
_INVALID_ESCAPE: Final = "found invalid Unicode character escape code"

_WORDS: Final = tuple(
    (re.compile(f"{words}.*", re.DOTALL), context, libyaml)
    for words, context, libyaml in (
        ("(mapping values|mapping keys) are", "", r"\1 are not allowed in this context"),
        ("sequence entries are", "", "block sequence entries are not allowed in this context"),
        ("expected <block end>", "mapping", "did not find expected key"),
        ("expected <block end>", "", "did not find expected '-' indicator"),
        ("expected (',' or '[]}]')", "", r"did not find expected \1"),
        ("expected '<document start>'", "", "did not find expected <document start>"),
        ("expected the node content", "", "did not find expected node content"),
        ("found character '.*' that", "", "found character that cannot start any token"),
        ("found undefined tag handle", "", "found undefined tag handle"),
        ("found unknown escape character", "", "found unknown escape character"),
        ("found unexpected document separator", "", "found unexpected document indicator"),
        ("found incompatible", "", "found incompatible YAML document"),
        ("expected escape sequence", "", "did not find expected hexdecimal number"),
        ("expected alphabetic", "", "did not find expected alphabetic or numeric character"),
        ("expected a digit or '.'", "", "did not find expected digit or '.' character"),
        ("expected a digit", "", "did not find expected version number"),
        ("expected a comment", "", "did not find expected comment or line break"),
        ("expected URI escape", "", "did not find URI escaped octet"),
        ("expected URI", "", "did not find expected tag URI"),
        ("expected '>'", "", "did not find the expected '>'"),
        ("expected '!'", "", "did not find expected '!'"),
        ("expected ' '", "", "did not find expected whitespace or line break"),
    )
)
"""Beginning of an error of PyYAML, a part of its context, and the words of libyaml."""


class PythonParser(Reader, Scanner, Parser):
    """The events of a text, as libyaml's parser gives them."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def get_event(self) -> Event:
        """Return the next event. Raises a MarkedYAMLError in libyaml's words."""
        try:
            event: Event = super().get_event()  # type: ignore[no-untyped-call]  # the stubs name no types
        except MarkedYAMLError as error:
            self._speak_as_libyaml(error)
            raise
        return event

    def _speak_as_libyaml(self, error: MarkedYAMLError) -> None:
        for words, context, libyaml in _WORDS:
            match = words.match(error.problem or "")
            if match and context in (error.context or ""):
                error.problem = match.expand(libyaml)
                break
        if error.context == "while scanning a double-quoted scalar":
            error.context = "while parsing a quoted scalar"
        if error.problem == "found unknown escape character":
            # libyaml points at the backslash.
            mark = cast("Mark", error.problem_mark)
            error.problem_mark = Mark(mark.name, mark.index - 1, mark.line, mark.column - 1, None, 0)

    def fetch_stream_end(self) -> None:
        """End the last line, as libyaml does, and with it all that is open."""
        if self.column:
            self.line += 1
            self.column = 0
        super().fetch_stream_end()

    def parse_flow_mapping_value(self) -> Event:
        """Return the value of a key in brackets."""
        return self._before_next(super().parse_flow_mapping_value())  # type: ignore[no-untyped-call]  # the stubs name no types

    def parse_flow_sequence_entry_mapping_value(self) -> Event:
        """Return the value of a pair in a list in brackets."""
        return self._before_next(super().parse_flow_sequence_entry_mapping_value())  # type: ignore[no-untyped-call]  # the stubs name no types

    def _before_next(self, event: Event) -> Event:
        """Place an absent value before what follows, not behind the colon."""
        if isinstance(event, ScalarEvent) and event.start_mark is event.end_mark:
            event.start_mark = event.end_mark = self.peek_token().start_mark  # type: ignore[no-untyped-call]  # the stubs name no types
        return event

    def scan_to_next_token(self) -> None:
        """Skip white space and comments; tabs too, where no key of a block may begin."""
        super().scan_to_next_token()
        while self.peek() == "\t" and (self.flow_level or not self.allow_simple_key):
            self.forward()
            super().scan_to_next_token()

    def scan_block_scalar(self, style: str) -> ScalarToken:
        """Read a text behind ``|`` or ``>``."""
        self._header = self.get_mark()
        token: ScalarToken = super().scan_block_scalar(style)
        return token

    def scan_block_scalar_indentation(self) -> tuple[list[str], int, Mark]:
        """Find the indentation of a text behind a header."""
        found: tuple[list[str], int, Mark] = super().scan_block_scalar_indentation()
        self._refuse_tab()
        return found

    def scan_block_scalar_breaks(self, indent: int) -> tuple[list[str], Mark]:
        """Read the empty lines within a text behind a header."""
        found: tuple[list[str], Mark] = super().scan_block_scalar_breaks(indent)
        if self.column < indent:
            self._refuse_tab()
        return found

    def _refuse_tab(self) -> None:
        if self.peek() == "\t":
            problem = "found a tab character where an indentation space is expected"
            raise ScannerError("while scanning a block scalar", self._header, problem, self.get_mark())

    def scan_block_scalar_indicators(self, start_mark: Mark) -> tuple[bool | None, int | None]:
        """Read what stands behind ``|`` or ``>``: whether to keep or strip the last line ends, and the indentation."""
        match = cast("re.Match[str]", _INDICATORS.match(self.buffer, self.pointer))
        before, digit, after = match.groups("")
        if digit == "0":
            self.forward(match.start(2) - self.pointer)
            problem = "found an indentation indicator equal to 0"
            raise ScannerError("while scanning a block scalar", start_mark, problem, self.get_mark())
        self.forward(len(match[0]))
        return {"+": True, "-": False}.get(before or after), int(digit) if digit else None

    def scan_block_scalar_ignored_line(self, start_mark: Mark) -> None:
        """Skip the rest of the line of a block text's header, which may hold tabs."""
        while self.peek() in " \t":
            self.forward()
        super().scan_block_scalar_ignored_line(start_mark)

    def scan_directive_name(self, start_mark: Mark) -> str:
        """Read the name of a directive."""
        name = cast("re.Match[str]", _NAME.match(self.buffer, self.pointer))[0]
        self.forward(len(name))
        problem = None
        if not name:
            problem = "could not find expected directive name"
        elif self.peek() not in f"\0 \t{_BREAKS}":
            problem = "found unexpected non-alphabetical character"
        elif name not in _DIRECTIVES:
            problem = "found unknown directive name"
        if problem:
            raise ScannerError("while scanning a directive", start_mark, problem, self.get_mark())
        return name

    def scan_flow_scalar(self, style: str) -> ScalarToken:
        """Read a text in quotes. An escape for half a character (surrogate), or beyond Unicode, is an error."""
        start = self.get_mark()
        try:
            token: ScalarToken = super().scan_flow_scalar(style)
        except (ValueError, OverflowError):  # chr()
            raise ScannerError("while parsing a quoted scalar", start, _INVALID_ESCAPE, self.get_mark()) from None
        if style == '"' and not token.value.isascii():
            for match in _ESCAPE.finditer(self.buffer, start.index, self.index):
                if 0xD800 <= int(match["four"] or match["eight"] or "0", 16) <= 0xDFFF:
                    before = self.buffer[: match.start() + 2].split("\n")
                    mark = Mark(start.name, match.start() + 2, len(before) - 1, len(before[-1]), None, 0)
                    raise ScannerError("while parsing a quoted scalar", start, _INVALID_ESCAPE, mark)
        return token

    def scan_plain(self) -> ScalarToken:
        """Read a text without quotes."""
        start = end = self.get_mark()
        chunks: list[str] = []
        gap = ""
        while self.peek() != "#" and not (self.column == 0 and _DOCUMENT.match(self.buffer, self.pointer)):
            match = (_IN_FLOW if self.flow_level else _IN_BLOCK).match(self.buffer, self.pointer)
            chunk = match[0] if match else ""
            if chunk:
                self.allow_simple_key = False
                chunks += gap, chunk
                self.forward(len(chunk))
                end = self.get_mark()
            if self.flow_level and _UNEXPECTED_COLON.match(self.buffer, self.pointer):
                raise ScannerError("while scanning a plain scalar", start, "found unexpected ':'", self.get_mark())
            gap = self._scan_gap(start)
            if not chunk or not gap or (not self.flow_level and self.column <= self.indent):
                break
        return ScalarToken("".join(chunks), True, start, end)

    def _scan_gap(self, start: Mark) -> str:
        """Skip the white space within or behind a plain text, and return what it means there."""
        blanks = ""
        breaks: list[str] = []
        while self.peek() in f" \t{_BREAKS}":
            if self.peek() in _BREAKS:
                breaks.append(self.scan_line_break())  # type: ignore[no-untyped-call]  # the stubs name no types
                continue
            if not breaks:
                blanks += self.peek()
            elif self.peek() == "\t" and self.column <= self.indent:
                problem = "found a tab character that violates indentation"
                raise ScannerError("while scanning a plain scalar", start, problem, self.get_mark())
            self.forward()
        if not breaks:
            return blanks
        self.allow_simple_key = True
        first, *rest = breaks
        return "".join(rest) or " " if first == "\n" else "".join(breaks)
