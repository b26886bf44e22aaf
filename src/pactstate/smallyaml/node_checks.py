"""Checks of single nodes while a text is read: limits, refused features, ambiguous and suspicious texts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias, cast

import yaml
from yaml import events as ev

from pactstate.smallyaml.characters import clip, is_all_visible, suspicious_names
from pactstate.smallyaml.faults import Span, YamlFault, YamlLimits
from pactstate.smallyaml.scalars import CURLY_HELP, CURLY_MESSAGE, other_meaning, straight_quotes

if TYPE_CHECKING:
    from yaml._yaml import Mark as CMark

__all__ = ["LimitError", "Mark", "NodeChecks", "span_between", "span_of"]

# The parser always gives a mark; its stubs allow None for events that a program makes.
Mark: TypeAlias = "yaml.Mark | CMark | None"
"""Place as the parser gives it."""

_BLOCK_STYLES: Final = ("|", ">")
_HEADER_LENGTH: Final = 4
"""Characters of the header of a block text, with the one that follows: two signs may follow the first."""
_WORDS: Final = {
    "tag": re.compile(r"!(?:<[^>\s]*>|[^\s,\[\]{}]*)"),
    "tag directive": re.compile(r"%TAG\b.*"),
    "anchor": re.compile(r"&[^\s,\[\]{}]+"),
    "alias": re.compile(r"\*[^\s,\[\]{}]+"),
}
_CORE_TAG: Final = "tag:yaml.org,2002:"
_TEXT_TAGS: Final = frozenset({"str", "int", "float", "bool", "timestamp"})
"""Tags of single values, which say nothing where every value is a text."""
_UNSAFE_HELP: Final = {
    "tag": "every value is text: leave the tag out",
    "tag directive": "every value is text: leave the directive out",
    "anchor": "leave the anchor out, and write the value out where it is needed",
    "alias": "write the value out",
    "merge key": "write the keys out",
}


class LimitError(Exception):
    """Reading stops. The last fault names the reason."""


class NodeChecks:
    """Faults of a text, noted node by node."""

    def __init__(self, text: str, limits: YamlLimits, marker: str) -> None:
        self.text = text
        self.limits = limits
        self.marker = marker if marker and marker in text else None
        self.faults: list[YamlFault] = []
        self.scalar_faults: list[YamlFault] = []
        self.marker_spans: list[Span] = []

    @cached_property
    def lines(self) -> list[str]:
        """Lines of the text."""
        return self.text.split("\n")

    def note(self, fault: YamlFault) -> None:
        """Add a fault of the YAML."""
        self.faults.append(fault)
        self._count(fault)

    def note_scalar(self, fault: YamlFault) -> None:
        """Add a fault of a single text."""
        self.scalar_faults.append(fault)
        self._count(fault)

    def _note_all(self, faults: Iterable[YamlFault]) -> None:
        for fault in faults:
            self.note(fault)

    def _count(self, fault: YamlFault) -> None:
        if len(self.faults) + len(self.scalar_faults) >= self.limits.faults:
            self.exceed(f"more than {self.limits.faults:,} faults in one file", fault.span)

    def exceed(self, message: str, span: Span) -> NoReturn:
        """Add the fault of a limit that is exceeded, and raise :class:`LimitError`."""
        self.faults.append(YamlFault("limit-exceeded", message, span))
        raise LimitError

    def exceed_nodes(self, event: ev.Event) -> NoReturn:
        """Report that the text has too many values."""
        self.exceed(f"more than {self.limits.nodes:,} values in one file", span_of(event))

    def end_of(self, line: int) -> tuple[int, int]:
        """Return the place at which a line ends, before its line end."""
        return line, len(self.lines[line - 1].rstrip("\r")) + 1

    def refuse(self, what: str, text: str, span: Span) -> None:
        """Add the fault of a refused feature, such as an anchor."""
        article = "an" if what[0] in "aeiou" else "a"
        message = f"{article} {what} ('{clip(text)}') is not allowed here"
        place = self._word_span(what, span)
        is_idle = text.removeprefix(_CORE_TAG) in _TEXT_TAGS or (what == "anchor" and text[1:] not in self._aliases)
        edits = ((self._with_blank(place), ""),) if is_idle and place != span else ()
        self.note(YamlFault("unsafe-yaml", message, place, _UNSAFE_HELP[what], edits=edits))

    @cached_property
    def _aliases(self) -> frozenset[str]:
        """Names that may be those of aliases."""
        return frozenset(match[1:] for match in _WORDS["alias"].findall(self.text))

    def _with_blank(self, span: Span) -> Span:
        """Return the place of a word with the blank behind it."""
        line, column, last, end = span
        return line, column, last, end + self.lines[line - 1].startswith(" ", end - 1)

    def _word_span(self, what: str, span: Span) -> Span:
        """Return the place of a tag, an anchor or an alias at the beginning of a node, without the node."""
        line, column, *_ = span
        word = _WORDS[what].search(self.lines[line - 1], column - 1)
        return (line, word.start() + 1, line, word.end() + 1) if word else span

    def refuse_properties(self, event: ev.ScalarEvent | ev.CollectionStartEvent) -> None:
        """Refuse the anchor and the tag of a node."""
        if event.anchor:
            self.refuse("anchor", f"&{event.anchor}", span_of(event))
        if event.tag is not None:
            self.refuse("tag", event.tag, span_of(event))

    def check_key(self, event: ev.ScalarEvent | ev.AliasEvent, key: str, is_flow: bool) -> bool:
        """Check a key, and return whether it is a merge key."""
        span = span_of(event)
        if len(key) > self.limits.key:
            self.exceed(f"a key of {len(key):,} characters; {self.limits.key:,} are allowed", span)
        if key == "<<" and isinstance(event, ev.ScalarEvent) and not event.style:
            message = "a merge key ('<<') is not allowed here"
            self.note(YamlFault("unsafe-yaml", message, span, _UNSAFE_HELP["merge key"]))
            return True
        before = cast("yaml.Mark", event.start_mark).index - 1
        if is_flow and self.text.startswith("?", max(before, 0)):
            self.note(_question_mark_key(span))
        return False

    def check_rare(self, event: ev.ScalarEvent) -> None:
        """Check a text for an anchor, a tag, its length and the marker."""
        if event.anchor is not None or event.tag is not None:
            self.refuse_properties(event)
        if len(event.value) > self.limits.scalar:
            line, column, *_ = span_of(event)
            message = f"a text of {len(event.value):,} characters; {self.limits.scalar:,} are allowed"
            self.exceed(message, (line, column, line, column))
        if self.marker and self.marker in event.value:
            self.marker_spans.append(span_of(event))

    def note_ambiguous(self, event: ev.ScalarEvent) -> None:
        """Report a text that other readers take for something else."""
        message = f"other YAML readers take {event.value} for {other_meaning(event.value)}"
        help = f"write it in quotes: '{event.value}'"
        span = span_of(event)
        self.note_scalar(YamlFault("ambiguous-scalar", message, span, help, edits=((span, f"'{event.value}'"),)))

    def note_curly(self, event: ev.ScalarEvent) -> None:
        """Report a text in curly quotes."""
        message = CURLY_MESSAGE.format(event.value[0], event.value[-1])
        span = span_of(event)
        edits = straight_quotes(event.value, span)
        self.note_scalar(YamlFault("invalid-value", message, span, CURLY_HELP, edits=edits))

    def check_quoted(self, event: ev.ScalarEvent, column_above: int | None) -> None:
        """Check a text in quotes, or a block text, for escapes and for what libyaml lets pass."""
        is_plain = event.value.isascii() and event.value.isprintable()
        if not is_plain and not is_all_visible(event.value):
            for name in suspicious_names(event.value):
                message = f"an escape brings in {name}, which does not show"
                self.note_scalar(YamlFault("suspicious-character", message, span_of(event), "delete it"))
        if event.style in _BLOCK_STYLES:
            start = cast("yaml.Mark", event.start_mark).index
            if "#" in self.text[start : start + _HEADER_LENGTH] or not event.value.strip("\n"):
                self._note_all(_block_text_faults(self.lines, span_of(event), event.value))
        else:
            self.check_end(event.start_mark, event.end_mark, column_above)

    def check_end(self, start: Mark, end: Mark, column_above: int | None) -> None:
        """Check what follows a closing quote or bracket, and the lines on which the value goes on.

        ``column_above`` is the column of the block around the value; None within brackets.
        """
        first, last = cast("yaml.Mark", start), cast("yaml.Mark", end)
        if self.text.startswith("#", last.index):
            self.note(_comment_without_blank(span_between(start, end)))
        if first.line < last.line and column_above is not None:
            self._note_all(_continuation_faults(self.lines, span_between(start, end), column_above))


def span_between(start: Mark, end: Mark) -> Span:
    """Return the span from one mark to another."""
    # A cast would be a call, and a file may have 10,000 faults.
    return start.line + 1, start.column + 1, end.line + 1, end.column + 1  # type: ignore[union-attr]  # the parser always gives marks


def span_of(event: ev.Event) -> Span:
    """Return the place of an event."""
    return span_between(event.start_mark, event.end_mark)


# Faults that libyaml lets pass, although other YAML readers refuse such a text or read another value. Rules: chapters 6
# to 8 of https://yaml.org/spec/1.2.2/. The suite of https://github.com/yaml/yaml-test-suite has a case for each.

_CLOSING: Final = frozenset("]}, \t\r")
_HEADER: Final = re.compile(r"[|>][-+0-9]*#")


def _other_readers_refuse(line: int, column: int, message: str, help: str, insert: str = "") -> YamlFault:
    """Return a fault at a place; the text ``insert`` repairs it there."""
    span = (line, column, line, column)
    edits = ((span, insert),) if insert else ()
    return YamlFault("invalid-yaml", f"this is not YAML: {message}", span, help, edits=edits)


def _comment_without_blank(span: Span) -> YamlFault:
    """Return the fault of a comment directly behind the closing quote or bracket of a value (6.6)."""
    help = "put a blank before the '#'"
    return _other_readers_refuse(*span[2:], "a comment has white space before it", help, insert=" ")


def _question_mark_key(span: Span) -> YamlFault:
    """Return the fault of a key in brackets directly behind a question mark, which belongs to it (7.3.3)."""
    line, column, *_ = span
    return _other_readers_refuse(
        line, column - 1, "a question mark begins a key", "quote the key, or put a blank behind the '?'"
    )


def _block_text_faults(lines: list[str], span: Span, value: str) -> Iterator[YamlFault]:
    """Return the faults of a block text: a comment directly behind its header (8.1.1), or lines of blanks only.

    Readers disagree on the text to which lines of blanks belong.
    """
    line, column, last, _ = span
    header = _HEADER.match(lines[line - 1], column - 1)
    if header:
        yield _comment_without_blank((line, column, line, header.end()))
    if not value.strip("\n"):
        blank = next((number for number in range(line + 1, last) if lines[number - 1].startswith(" ")), None)
        if blank:
            yield _other_readers_refuse(
                blank, 1, "a block text holds nothing but blanks", "write the text, or leave the key out"
            )


def _continuation_faults(lines: list[str], span: Span, column_above: int) -> Iterator[YamlFault]:
    """Return the fault of a line that continues a value, and is indented no further than the block around it (6.1).

    ``column_above`` is the column of that block, from 0. A line that only closes brackets is allowed there: many people
    write so, and other readers accept it.
    """
    first, _, last, _ = span
    for number in range(first + 1, last + 1):
        line = lines[number - 1]
        indent = len(line) - len(line.lstrip(" "))
        if indent <= column_above and not _CLOSING.issuperset(line):
            message = "this line goes on with a value, and stands no further right than its key"
            yield _other_readers_refuse(number, indent + 1, message, "indent it further, with spaces")
            return
