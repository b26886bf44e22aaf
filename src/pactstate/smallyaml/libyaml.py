"""The data of a file from the YAML parser's events, without recursion, and the places of all that is in it.

Every scalar is text: YAML's own typing never runs. What is more than the small YAML of format.md (tags, anchors,
aliases, merge keys, further documents) becomes a fault, and reading goes on where it can, so that one reading
reports all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import Final, NoReturn, TypeAlias, cast

import attrs
import yaml
from yaml import events as ev

from pactstate.smallyaml import portability
from pactstate.smallyaml.decode import hidden_characters, shows
from pactstate.smallyaml.faults import Fault, Span
from pactstate.smallyaml.limits import Limits
from pactstate.smallyaml.parse import LOGICAL, Tree
from pactstate.smallyaml.python_parser import PythonParser
from pactstate.smallyaml.scalars import OPENING_QUOTES, STARTS, WORDS, in_curly_quotes, taken_for
from pactstate.smallyaml.tree import Data, Mapping, Mark, Node, Sequence, between, placed
from pactstate.text.suggest import clip

__all__ = ["parse"]


_Parser: TypeAlias = "Callable[[str], PythonParser]"
"""Makes the parser of a text."""
PARSER: Final = cast("_Parser", vars(yaml.cyaml)["CParser"] if yaml.__with_libyaml__ else PythonParser)
"""The parser of this installation. A loader would also make ready to construct values, file by file."""

# What the parser says, and what a person would want to be told.
_HINTS: Final = (
    (
        "mapping values are not allowed",
        "quote a text that contains ': ', and give every key of a mapping the same indentation",
    ),
    (
        "could not find expected ':'",
        "write 'key: value'; a text that goes on over several lines is indented further than its key",
    ),
    ("cannot start any token", "indent with spaces, not tabs, and quote a text that begins with one of % @ ` \\t"),
    ("did not find expected key", "give every key of a mapping the same indentation"),
    ("did not find expected '-' indicator", "give every '- ' of a list the same indentation"),
    ("unexpected end of stream", "a quote or a bracket is opened and not closed"),
    ("did not find expected ',' or", "a bracket is opened and not closed, or a comma is missing"),
    ("unexpected document indicator", "a quote is opened and not closed"),
    ("unknown escape character", "inside \"...\" write \\\\ for a backslash, or use '...'"),
)


def parse(text: str, limits: Limits, name: str, parser: _Parser = PARSER) -> Tree:
    """See :func:`pactstate.smallyaml.parse.parse`."""
    builder, fault, end = _read(text, limits, name, parser)
    if fault is None:
        return builder.tree()
    # The parser looks up to 1,024 characters ahead, and libyaml 0.2.6 stops at 1,000 brackets by itself: the text
    # before its error may already be too deep for us.
    if text.count("[") + text.count("{") > limits.depth:
        before, _, _ = _read(text[:end], limits, name, parser)
        if before.faults and before.faults[-1].rule == "limit-exceeded":
            return before.tree()
    builder.faults.append(fault)
    return builder.tree()


def _read(text: str, limits: Limits, name: str, parser: _Parser) -> tuple[_Builder, Fault | None, int]:
    """Read a text as far as it can be read. What is wrong with it for the parser is returned, too, and where.

    The parser's error is not: it holds the frames of all callers, and they would hold it.
    """
    builder = _Builder(text, limits, name)
    try:
        builder.refuse_directives()
        builder.read(parser(text).get_event)
        builder.complete = True
    except _LimitError:
        pass
    except yaml.MarkedYAMLError as error:
        return builder, _syntax(error, builder.unclosed()), cast("yaml.Mark", error.problem_mark).index
    except yaml.YAMLError as error:
        message = f"this is not YAML: {_first_line(error)}"
        return builder, Fault("invalid-yaml", message, (1, 1, 1, 1)), 0
    return builder, None, 0


def _syntax(error: yaml.MarkedYAMLError, bracket: Span | None) -> Fault:
    # The parser's own words are constant; the quotation of the source that it appends is left out.
    problem = error.problem or "it cannot be read"
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if bracket and "did not find expected" in problem and line > bracket[0]:
        # The parser notices only far below that something is missing.
        closing = "close the bracket, or put a comma between its values"
        return Fault("invalid-yaml", "this is not YAML: a bracket is opened here and not closed", bracket, closing)
    if "end of stream" in problem and error.context_mark and "quoted" in (error.context or ""):
        begun = (error.context_mark.line + 1, error.context_mark.column + 1)
        help = "close it, with the same quote"
        return Fault("invalid-yaml", "this is not YAML: a quote is opened here and not closed", (*begun, *begun), help)
    context = ""
    if error.context and error.context_mark and error.context_mark.line + 1 < line:
        context = f" {error.context} that begins on line {error.context_mark.line + 1}"
    hint = next((hint for words, hint in _HINTS if words in problem), None)
    return Fault("invalid-yaml", f"this is not YAML: {problem}{context}", (line, column, line, column), hint)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


class _LimitError(Exception):
    """There is no sense in reading on; the reason is among the faults."""


class _Open:
    """A list or mapping that is being read."""

    __slots__ = ("data", "end_at", "flow", "marks", "name", "start")

    def __init__(
        self, data: list[Data] | dict[str, Data], start: Mark, marks: list[Mark], name: str | None, flow: bool
    ) -> None:
        self.data = data
        self.start = start
        self.marks = marks
        """Where the places of what it holds are noted."""
        self.end_at = len(marks) + 1
        """Where among them its end is noted."""
        self.name = name
        """The key under which it stands."""
        self.flow = flow
        """Whether it stands in brackets."""


class _Builder:
    """Puts the data together, and notes what is wrong."""

    def __init__(self, text: str, limits: Limits, name: str) -> None:
        self.text = text
        self.limits = limits
        self.complete = False
        """Whether the text was read to its end."""
        self.faults: list[Fault] = []
        self.text_faults: list[Fault] = []
        self._name = name if name and name in text else None
        self._named: list[Span] = []
        self._longest = 0
        self._marks: list[Mark] = []
        self._documents: list[Data] = []
        # The documents of a text are held like a list.
        self._open = [_Open(self._documents, None, self._marks, None, flow=False)]
        self._twice: list[tuple[int, Mark, str]] = []
        """Of the keys that come twice: the number of the fault, the beginning of the mapping, the key."""

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def tree(self) -> Tree:
        """What was read."""
        data = self._documents[0] if self._documents else None
        if self._twice and data is not None:
            self._name_the_first(_mappings(placed(data, self._marks)))
        return Tree(
            data,
            lambda: placed(cast("Data", data), self._marks),
            tuple(self.faults),
            self.complete,
            tuple(self.text_faults),
            max(self._longest, *(len(opened.data) for opened in self._open)),
            tuple(self._named),
        )

    def _name_the_first(self, mappings: dict[Span, Mapping]) -> None:
        for number, start, key in self._twice:
            first = mappings[between(start, start)].entries[key][0].span
            self.faults[number] = attrs.evolve(self.faults[number], related=("the first one", first))

    def unclosed(self) -> Span | None:
        """Where the bracket stands that was opened last, if it is still open."""
        if not self._open[-1].flow:
            return None
        line, column, *_ = between(self._open[-1].start, self._open[-1].start)
        is_bracket = self._lines[line - 1][column - 1 : column] in ("[", "{")
        return (line, column, line, column) if is_bracket else None

    def refuse_directives(self) -> None:
        """Refuse a text with several tag directives, each of which the parser compares with all before it."""
        if "\n%TAG" not in self.text:
            return
        lines = [number for number, line in enumerate(self._lines, 1) if line.startswith("%TAG")]
        if len(lines) > 1:
            self._refuse("tag directive", "%TAG", (lines[1], 1, lines[1], 1))
            raise _LimitError

    def read(self, next_event: Callable[[], ev.Event]) -> None:
        """Take the parser's events to the end of the text.

        Raises :class:`_LimitError` where there is no sense in going on, and what the parser raises.
        """
        # Nearly all that stands in a file is a text of which nothing is to be said: such a one passes here without a
        # call of ours. So what is open is held in local names, and all that is rarer has a function of its own.
        most, longest_key = self.limits.nodes, self.limits.key
        longest, name = self.limits.scalar, self._name
        closely = name is not None or len(self.text) > longest or "&" in self.text or "!" in self.text
        asks = "?" in self.text
        count = hidden = 0
        opened = self._open[-1]
        into, marks = opened.data, opened.marks
        key: str | None = None
        """In a mapping, the key that waits for its value."""
        dropped = False
        """Whether this value is not kept."""
        while True:
            event = next_event()
            if isinstance(event, ev.ScalarEvent):
                count += 1
                if count > most:
                    self._exceed_nodes(event)
                value = event.value
                if closely and (
                    event.anchor is not None
                    or event.tag is not None
                    or len(value) > longest
                    or (name is not None and name in value)
                ):
                    self._look_closely(event)
                if event.style:
                    self._look_at_quoted(event)
                elif (value[:1] in STARTS or value in WORDS) and taken_for(value):
                    self._look_at_plain(event, key)
                elif value[:1] in OPENING_QUOTES and in_curly_quotes(value):
                    self._look_at_curly(event)
            elif isinstance(event, ev.AliasEvent):
                count += 1
                if count > most:
                    self._exceed_nodes(event)
                value = self._alias(event)
            elif isinstance(event, ev.StreamEndEvent):
                return
            else:
                count += isinstance(event, ev.CollectionStartEvent)
                if count > most:
                    self._exceed_nodes(event)
                opened, key, dropped, hidden = self._turn(event, key, dropped, hidden)
                into, marks = opened.data, opened.marks
                continue
            if hidden:
                continue
            if isinstance(into, list):
                into.append(value)
            elif key is None:
                key = value
                if value in into or len(value) > longest_key or value == "<<" or (asks and opened.flow):
                    dropped = self._refuses(event, value, opened)
                    if dropped:
                        continue
            elif dropped:
                key, dropped = None, False
                continue
            else:
                into[key] = value
                key = None
            start, end = event.start_mark, event.end_mark
            marks.append(start)
            # Where it ends that stands as it reads can be told without a mark, of which a file may have very many.
            # (The parser always gives marks, though its stubs allow for none; a cast would be a call for each text.)
            as_it_reads = end.index - start.index == len(value) and end.line == start.line  # type: ignore[union-attr]
            marks.append(None if as_it_reads else end)

    def _turn(
        self, event: ev.Event, key: str | None, dropped: bool, hidden: int
    ) -> tuple[_Open, str | None, bool, int]:
        """Take an event that is no value by itself; what is open then, and the other three as they are then."""
        opened = self._open[-1]
        if isinstance(event, ev.CollectionStartEvent):
            self._look_at_start(event, hidden)
            if not hidden and (key is not None or isinstance(opened.data, list)):
                return self._begin(event, key, dropped), None, False, 0
            # A list or mapping where a key is due: it is named once, and what it holds is not kept.
            if not hidden:
                self._note(Fault("invalid-value", "a key must be a text, not a list or a mapping", _span(event)))
            return opened, key, dropped, hidden + 1
        if isinstance(event, ev.CollectionEndEvent):
            if not hidden:
                return self._end(event), None, False, 0
            return (opened, key, dropped, hidden - 1) if hidden > 1 else (opened, "", True, 0)
        if isinstance(event, ev.DocumentStartEvent):
            self._document(event)
        return opened, key, dropped, hidden

    def _alias(self, event: ev.AliasEvent) -> str:
        self._refuse("alias", f"*{event.anchor}", _span(event))
        return ""

    def _look_at_start(self, event: ev.CollectionStartEvent, hidden: int) -> None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if len(self._open) - 1 + hidden >= self.limits.depth:
            self._exceed(f"nested more than {self.limits.depth} levels deep", _span(event))

    def _begin(self, event: ev.CollectionStartEvent, key: str | None, dropped: bool) -> _Open:
        above = self._open[-1]
        data: list[Data] | dict[str, Data] = [] if isinstance(event, ev.SequenceStartEvent) else {}
        if not dropped:
            if isinstance(above.data, list):
                above.data.append(data)
            else:
                above.data[cast("str", key)] = data
        # The places of what is not kept are kept no more than the rest of it.
        marks = [] if dropped else above.marks
        opened = _Open(data, event.start_mark, marks, key, bool(event.flow_style))
        marks += (event.start_mark, event.end_mark)
        self._open.append(opened)
        return opened

    def _end(self, event: ev.CollectionEndEvent) -> _Open:
        closed = self._open.pop()
        self._longest = max(self._longest, len(closed.data))
        closed.marks[closed.end_at] = event.end_mark
        if closed.flow:
            self._look_at_rest(closed.start, event.end_mark)
        return self._open[-1]

    def _document(self, event: ev.DocumentStartEvent) -> None:
        if self._documents:
            help = "one file holds one agreement: move the rest to a file of its own"
            self._note(Fault("invalid-yaml", "a second document begins here", _span(event), help))
            raise _LimitError
        if event.tags:
            self._refuse("tag directive", "%TAG", _span(event))

    def _refuses(self, event: ev.ScalarEvent | ev.AliasEvent, key: str, within: _Open) -> bool:
        """Note what is wrong with a key; whether its value cannot be kept."""
        span = _span(event)
        if len(key) > self.limits.key:
            self._exceed(f"a key of {len(key):,} characters; {self.limits.key:,} are allowed", span)
        if key == "<<" and isinstance(event, ev.ScalarEvent) and not event.style:
            help = _UNSAFE_HELP["merge key"]
            self._note(Fault("unsafe-yaml", "a merge key ('<<') is not allowed here", span, help))
            return True
        before = cast("yaml.Mark", event.start_mark).index - 1
        if within.flow and self.text.startswith("?", max(before, 0)):
            self._note(portability.asks(span))
        if key not in within.data:
            return False
        if within.marks is self._marks:
            self._twice.append((len(self.faults), within.start, key))
        help = "keep one of the two; other YAML readers would silently drop the first"
        self._note(Fault("duplicate-key", f"the key '{clip(key)}' stands twice in one mapping", span, help))
        return True

    def _look_closely(self, event: ev.ScalarEvent) -> None:
        """What concerns a text only in files in which anything of this kind may be."""
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if len(event.value) > self.limits.scalar:
            line, column, *_ = _span(event)
            message = f"a text of {len(event.value):,} characters; {self.limits.scalar:,} are allowed"
            self._exceed(message, (line, column, line, column))
        if self._name and self._name in event.value:
            self._named.append(_span(event))

    def _look_at_plain(self, event: ev.ScalarEvent, key: str | None) -> None:
        if len(self._open) == _SECOND and (self._open[-1].name, key) == LOGICAL:
            return
        message = f"other YAML readers take {event.value} for {taken_for(event.value)}"
        fault = Fault("ambiguous-scalar", message, _span(event), f"write it in quotes: '{event.value}'")
        self._note(fault, of_text=True)

    def _look_at_curly(self, event: ev.ScalarEvent) -> None:
        message = portability.CURLY.format(event.value[0], event.value[-1])
        self._note(Fault("invalid-value", message, _span(event), portability.CURLY_HELP), of_text=True)

    def _look_at_quoted(self, event: ev.ScalarEvent) -> None:
        if not shows(event.value):
            for name in hidden_characters(event.value):
                message = f"an escape brings in {name}, which does not show"
                self._note(Fault("suspicious-character", message, _span(event), "delete it"), of_text=True)
        if event.style in _BLOCK_STYLES:
            start = cast("yaml.Mark", event.start_mark).index
            if "#" in self.text[start : start + _LONGEST_HEADER] or not event.value.strip("\n"):
                self._note(*portability.in_block(self._lines, _span(event), event.value))
        else:
            self._look_at_rest(event.start_mark, event.end_mark)

    def _look_at_rest(self, start: Mark, end: Mark) -> None:
        """What follows a quote or a bracket that was closed, and the lines on which it went on."""
        first, last = cast("yaml.Mark", start), cast("yaml.Mark", end)
        if self.text.startswith("#", last.index):
            self._note(portability.comment_behind(between(start, end)))
        within = self._open[-1]
        if first.line < last.line and not within.flow:
            column = cast("yaml.Mark", within.start).column if within.start else -1
            self._note(*portability.outdented(self._lines, between(start, end), column))

    def _refuse_properties(self, event: ev.ScalarEvent | ev.CollectionStartEvent) -> None:
        if event.anchor:
            self._refuse("anchor", f"&{event.anchor}", _span(event))
        if event.tag is not None:
            self._refuse("tag", event.tag, _span(event))

    def _refuse(self, what: str, text: str, span: Span) -> None:
        article = "an" if what[0] in "aeiou" else "a"
        message = f"{article} {what} ('{clip(text)}') is not allowed here"
        self._note(Fault("unsafe-yaml", message, self._property(what, span), _UNSAFE_HELP[what]))

    def _property(self, what: str, span: Span) -> Span:
        """Where a tag or an anchor stands at the beginning of a node: the word alone, without the node."""
        line, column, *_ = span
        word = re.compile(_WORDS[what]).search(self._lines[line - 1], column - 1)
        return (line, word.start() + 1, line, word.end() + 1) if word else span

    def _exceed_nodes(self, event: ev.Event) -> None:
        self._exceed(f"more than {self.limits.nodes:,} values in one file", _span(event))

    def _note(self, *faults: Fault, of_text: bool = False) -> None:
        for fault in faults:
            (self.text_faults if of_text else self.faults).append(fault)
            if len(self.faults) + len(self.text_faults) >= self.limits.faults:
                self._exceed(f"more than {self.limits.faults:,} faults in one file", fault.span)

    def _exceed(self, message: str, span: Span) -> NoReturn:
        self.faults.append(Fault("limit-exceeded", message, span, "the limits are listed in SECURITY.md"))
        raise _LimitError


_BLOCK_STYLES: Final = ("|", ">")
_LONGEST_HEADER: Final = 4
"""Of a block text, with what follows it: two signs may stand behind the first."""
_SECOND: Final = 3
"""So many are open where such a key stands: the list of documents, the file, what stands under its key."""

_WORDS: Final = {
    "tag": r"!(?:<[^>\s]*>|[^\s,\[\]{}]*)",
    "tag directive": r"%TAG\b.*",
    "anchor": r"&[^\s,\[\]{}]+",
    "alias": r"\*[^\s,\[\]{}]+",
}
_UNSAFE_HELP: Final = {
    "tag": "every value is text: leave the tag out",
    "tag directive": "every value is text: leave the directive out",
    "anchor": "write the value out where it is needed: agreement files need no anchors",
    "alias": "write the value out: agreement files need no aliases",
    "merge key": "write the keys out: agreement files need no merge keys",
}


def _span(event: ev.Event) -> Span:
    return between(event.start_mark, event.end_mark)


def _mappings(node: Node) -> dict[Span, Mapping]:
    """All mappings of a tree, by their beginnings."""
    found: dict[Span, Mapping] = {}
    pending = [node]
    while pending:
        node = pending.pop()
        if isinstance(node, Mapping):
            found[(*node.span[:2], *node.span[:2])] = node
            pending += (value for _, value in node.entries.values())
        elif isinstance(node, Sequence):
            pending += node.items
    return found
