"""A tree whose every node knows its place, built from the YAML parser's events without recursion.

Every scalar is text: YAML's own typing never runs. What is more than the small YAML of format.md (tags, anchors,
aliases, merge keys, further documents) becomes a finding, and reading goes on where it can, so that one reading
reports all.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Final, NoReturn, TypeAlias, cast

import attrs
import yaml
from yaml import events as ev

if TYPE_CHECKING:
    from yaml._yaml import Mark as CMark

from pactstate.reading import lenient
from pactstate.reading.ambiguous import STARTS, WORDS, taken_for
from pactstate.reading.faults import Fault, Span
from pactstate.reading.limits import Limits
from pactstate.reading.suggest import clip
from pactstate.reading.text import hidden_characters

__all__ = ["Data", "Found", "Mapping", "Node", "Path", "Scalar", "Sequence", "Tree", "find", "parse", "texts_with"]

Path = tuple[str | int, ...]
"""The way to a node: keys and indices, as in ``("history", 3, "date")``."""

Data = str | list["Data"] | dict[str, "Data"]
"""Texts, lists and mappings without places."""


# The parser always gives a mark; its stubs allow for events that are made by hand.
_Mark: TypeAlias = "yaml.Mark | CMark | None"


class Scalar:
    """A text."""

    # Made by the hundred thousand: the parser's marks are kept as they are, since most places are never asked for.
    __slots__ = ("end", "plain", "start", "value")

    def __init__(self, value: str, start: _Mark, end: _Mark, plain: bool) -> None:
        self.value = value
        self.plain = plain
        """Whether it stands without quotes, so that other readers may take it for something else than text."""
        self.start = start
        self.end = end

    @property
    def data(self) -> str:
        """The text."""
        return self.value

    @property
    def span(self) -> Span:
        """Where it stands, with its quotes."""
        return _between(self.start, self.end)


class Sequence:
    """A list."""

    __slots__ = ("data", "end", "flow", "items", "name", "start")

    def __init__(self, start: _Mark, end: _Mark, name: str | None, flow: bool) -> None:
        self.start = start
        self.end = end
        self.flow = flow
        """Whether it stands in brackets."""
        self.name = name
        """The key under which it stands."""
        self.items: list[Node] = []
        self.data: list[Data] = []

    @property
    def span(self) -> Span:
        """Where it stands, with its brackets."""
        return _between(self.start, self.end)


class Mapping:
    """A mapping. A key that comes twice keeps its first value; the others have been reported."""

    __slots__ = ("data", "end", "entries", "flow", "key", "name", "skip", "start")

    def __init__(self, start: _Mark, end: _Mark, name: str | None, flow: bool) -> None:
        self.start = start
        self.end = end
        self.flow = flow
        """Whether it stands in brackets."""
        self.name = name
        """The key under which it stands."""
        self.entries: dict[str, tuple[Scalar, Node]] = {}
        self.data: dict[str, Data] = {}
        self.key: Scalar | None = None
        """While it is read, the key that waits for its value."""
        self.skip = False
        """Whether the next value belongs to a key that cannot be kept."""

    @property
    def span(self) -> Span:
        """Where it stands, with its brackets."""
        return _between(self.start, self.end)


Node = Scalar | Sequence | Mapping


@attrs.frozen
class Tree:
    """What was read: the root (None when there is none to speak of), and all faults."""

    root: Node | None
    faults: tuple[Fault, ...]
    """What is wrong with it as YAML."""
    complete: bool
    """Whether the text was read to its end."""
    text_faults: tuple[Fault, ...] = ()
    """What is wrong with single texts, which may be all right as YAML."""


_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The parser alone, where there is one: a loader also makes ready to construct values, file by file.
_Parser: Final = getattr(getattr(yaml, "cyaml", None), "CParser", _Loader)

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


def parse(text: str, limits: Limits) -> Tree:
    """Read a YAML text as a tree. Never raises for any text without surrogates."""
    builder = _Builder(text, limits)
    complete = False
    try:
        builder.refuse_directives()
        builder.read(_Parser(text).get_event)
        complete = True
    except _LimitError:
        pass
    except yaml.MarkedYAMLError as error:
        builder.faults.append(_syntax(error, builder.unclosed()))
    except yaml.YAMLError as error:
        builder.faults.append(Fault("invalid-yaml", f"this is not YAML: {_first_line(error)}", (1, 1, 1, 1)))
    return Tree(builder.root, tuple(builder.faults), complete, tuple(builder.text_faults))


def texts_with(text: str, part: str) -> list[Span]:
    """Where the texts of a file stand that hold a part, in order, also those that the tree has dropped.

    Only for texts that :func:`parse` has read to the end: nothing else bounds the depth here.
    """
    return [
        _span(token)
        for token in yaml.scan(text, Loader=_Loader)
        if isinstance(token, yaml.ScalarToken) and part in token.value
    ]


def _syntax(error: yaml.MarkedYAMLError, bracket: Span | None) -> Fault:
    # The parser's own words are constant; the quotation of the source that it appends is left out.
    problem = error.problem or "it cannot be read"
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    if bracket and "did not find expected" in problem and line > bracket[0]:
        # The parser notices only far below that something is missing.
        closing = "close the bracket, or put a comma between its values"
        return Fault("invalid-yaml", "this is not YAML: a bracket is opened here and not closed", bracket, closing)
    context = ""
    if error.context and error.context_mark and error.context_mark.line + 1 < line:
        context = f" {error.context} that begins on line {error.context_mark.line + 1}"
    hint = next((hint for words, hint in _HINTS if words in problem), None)
    return Fault("invalid-yaml", f"this is not YAML: {problem}{context}", (line, column, line, column), hint)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


class _LimitError(Exception):
    """There is no sense in reading on; the reason is among the faults."""


class _Builder:
    """Builds the tree, and notes what is wrong."""

    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self.text_faults: list[Fault] = []
        self._open: list[Sequence | Mapping] = []
        self._documents = 0
        self._hidden = 0
        """How many collections are open inside a key that is no text; what they hold is not kept."""

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def unclosed(self) -> Span | None:
        """Where the bracket stands that was opened last, if it is still open."""
        if not self._open:
            return None
        line, column, *_ = self._open[-1].span
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
        # Nearly all that stands in a file is a text of which nothing is to be said: such a one passes here, without a
        # call but that which makes it. The rest of the class is for whatever is rarer.
        nodes, longest = self.limits.nodes, self.limits.scalar
        may_be_long = len(self.text) > longest
        may_be_marked = "&" in self.text or "!" in self.text
        count = 0
        above: Sequence | Mapping | None = None
        while True:
            event = next_event()
            if isinstance(event, ev.ScalarEvent):
                count += 1
                if count > nodes:
                    self._exceed_nodes(event)
                value, style = event.value, event.style
                node = Scalar(value, event.start_mark, event.end_mark, not style)
                if may_be_marked and (event.anchor is not None or event.tag is not None):
                    self._refuse_properties(event)
                if may_be_long and len(value) > longest:
                    self._exceed_length(node)
                if style:
                    self._look_at_quoted(event, node)
                elif value[:1] in STARTS or value in WORDS:
                    self._look_at_plain(node)
                if isinstance(above, Mapping) and not above.skip and not self._hidden:
                    key = above.key
                    if key is None:
                        self._key(above, node)
                    elif key.value in above.entries:
                        self._add(node)
                    else:
                        above.entries[key.value] = key, node
                        above.data[key.value] = value
                        above.key = None
                else:
                    self._add(node)
            elif isinstance(event, ev.CollectionStartEvent):
                count += 1
                if count > nodes:
                    self._exceed_nodes(event)
                above = self._start(event, above)
            elif isinstance(event, ev.CollectionEndEvent):
                above = self._end(event)
            elif isinstance(event, ev.AliasEvent):
                count += 1
                if count > nodes:
                    self._exceed_nodes(event)
                self._alias(event)
            elif isinstance(event, ev.DocumentStartEvent):
                self._document(event)
            elif isinstance(event, ev.StreamEndEvent):
                return

    def _start(self, event: ev.CollectionStartEvent, above: Sequence | Mapping | None) -> Sequence | Mapping | None:
        if event.anchor is not None or event.tag is not None:
            self._refuse_properties(event)
        if len(self._open) + self._hidden >= self.limits.depth:
            self._exceed(f"nested more than {self.limits.depth} levels deep", _span(event))
        key = above.key if isinstance(above, Mapping) else None
        if self._hidden or (isinstance(above, Mapping) and key is None and not above.skip):
            # A list or mapping where a key is due: it is named once, and what it holds is not kept.
            if not self._hidden:
                self._note(Fault("invalid-value", "a key must be a text, not a list or a mapping", _span(event)))
            self._hidden += 1
            return above
        shape = Sequence if isinstance(event, ev.SequenceStartEvent) else Mapping
        node = shape(event.start_mark, event.end_mark, key.value if key else None, bool(event.flow_style))
        self._add(node)
        self._open.append(node)
        return node

    def _end(self, event: ev.CollectionEndEvent) -> Sequence | Mapping | None:
        if not self._hidden:
            node = self._open.pop()
            node.end = event.end_mark
            if node.flow:
                self._look_at_rest(node)
        elif self._hidden == 1:
            self._hidden = 0
            cast("Mapping", self._open[-1]).skip = True
        else:
            self._hidden -= 1
        return self._open[-1] if self._open else None

    def _alias(self, event: ev.AliasEvent) -> None:
        self._refuse("alias", f"*{event.anchor}", _span(event))
        self._add(Scalar("", event.start_mark, event.end_mark, False))

    def _document(self, event: ev.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            help = "one file holds one agreement: move the rest to a file of its own"
            self._note(Fault("invalid-yaml", "a second document begins here", _span(event), help))
            raise _LimitError
        if event.tags:
            self._refuse("tag directive", "%TAG", _span(event))

    def _add(self, node: Node) -> None:
        if self._hidden:
            return
        above = self._open[-1] if self._open else None
        if above is None:
            self.root = node
        elif isinstance(above, Sequence):
            above.items.append(node)
            above.data.append(node.data)
        elif above.skip:
            above.skip = False
        elif above.key is None:
            self._key(above, cast("Scalar", node))
        else:
            self._entry(above, above.key, node)
            above.key = None

    def _key(self, mapping: Mapping, key: Scalar) -> None:
        if len(key.value) > self.limits.key:
            self._exceed(f"a key of {len(key.value):,} characters; {self.limits.key:,} are allowed", key.span)
        if key.value == "<<" and key.plain:
            help = _UNSAFE_HELP["merge key"]
            self._note(Fault("unsafe-yaml", "a merge key ('<<') is not allowed here", key.span, help))
            mapping.skip = True
        else:
            mapping.key = key
            if mapping.flow:
                before = cast("yaml.Mark", key.start).index - 1
                if self.text.startswith("?", max(before, 0)):
                    self._note(lenient.asks(key.span))

    def _entry(self, mapping: Mapping, key: Scalar, value: Node) -> None:
        name = key.value
        if name not in mapping.entries:
            mapping.entries[name] = key, value
            mapping.data[name] = value.data
            return
        self._note(
            Fault(
                "duplicate-key",
                f"the key '{clip(name)}' stands twice in one mapping",
                key.span,
                "keep one of the two; other YAML readers would silently drop the first",
                ("the first one", mapping.entries[name][0].span),
            )
        )

    def _look_at_plain(self, node: Scalar) -> None:
        what = taken_for(node.value)
        if what and not self._may_be_logical():
            help = f"write it in quotes: '{node.value}'"
            fault = Fault("ambiguous-scalar", f"other YAML readers take {node.value} for {what}", node.span, help)
            self._note(fault, of_text=True)

    def _may_be_logical(self) -> bool:
        """Whether true and false are meant here."""
        above = self._open[-1] if len(self._open) == len(_LOGICAL) else None
        return isinstance(above, Mapping) and above.key is not None and (above.name, above.key.value) == _LOGICAL

    def _look_at_quoted(self, event: ev.ScalarEvent, node: Scalar) -> None:
        if not node.value.isprintable():
            for name in hidden_characters(node.value):
                message = f"an escape brings in {name}, which does not show"
                self._note(Fault("suspicious-character", message, node.span, "delete it"), of_text=True)
        if event.style in _BLOCK_STYLES:
            start = cast("yaml.Mark", node.start).index
            if "#" in self.text[start : start + _LONGEST_HEADER] or not node.value.strip("\n"):
                self._note(*lenient.in_block(self._lines, node.span, node.value))
        else:
            self._look_at_rest(node)

    def _look_at_rest(self, node: Scalar | Sequence | Mapping) -> None:
        """What follows a quote or a bracket that was closed, and the lines on which it went on."""
        start, end = cast("yaml.Mark", node.start), cast("yaml.Mark", node.end)
        if self.text.startswith("#", end.index):
            self._note(lenient.comment_behind(node.span))
        within = self._open[-1] if self._open else None
        if start.line < end.line and not (within and within.flow):
            column = cast("yaml.Mark", within.start).column if within else -1
            self._note(*lenient.outdented(self._lines, node.span, column))

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

    def _exceed_length(self, node: Scalar) -> None:
        line, column, *_ = node.span
        message = f"a text of {len(node.value):,} characters; {self.limits.scalar:,} are allowed"
        self._exceed(message, (line, column, line, column))

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
_LOGICAL: Final = ("term", "renews")
"""Where true and false are meant: a key below a key of the file."""

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


def _span(event: ev.Event | yaml.Token) -> Span:
    return _between(event.start_mark, event.end_mark)


def _between(start: _Mark, end: _Mark) -> Span:
    first, last = cast("yaml.Mark", start), cast("yaml.Mark", end)
    return first.line + 1, first.column + 1, last.line + 1, last.column + 1


@attrs.frozen
class Found:
    """Where a path leads: the node, and the stretches of text to point at for its key and for itself."""

    node: Node
    key: Span
    value: Span


def find(root: Node, path: Path) -> Found:
    """The node that a path leads to; the nearest one above, where it leads nowhere.

    An index into something that is no list stays where it is, since one value may stand for a list of one.
    """
    key = value = _visible(root)
    node = root
    for part in path:
        if isinstance(node, Mapping) and part in node.entries:
            name, node = node.entries[str(part)]
            key, value = name.span, _visible(node)
            # An absent value has no width: its key is what a person would point at.
            if value[:2] == value[2:]:
                value = key
        elif isinstance(node, Sequence) and isinstance(part, int) and part < len(node.items):
            node = node.items[part]
            key = value = _visible(node)
        elif isinstance(node, Scalar) or isinstance(part, str):
            break
    return Found(node, key, value)


def _visible(node: Node) -> Span:
    """What to underline for a node: a collection is shown by its first key or item, since its end lies far below."""
    while not isinstance(node, Scalar):
        if isinstance(node, Mapping):
            if not node.entries:
                break
            node = next(iter(node.entries.values()))[0]
        elif node.items:
            node = node.items[0]
        else:
            break
    return node.span
