"""Diagrams of states: the whole table of transitions, what a kind of agreement expects of it, and one agreement's path.

A diagram is made once, of states and arrows, and drawn as Mermaid or as Graphviz' DOT. Notes move nothing and are left
out. See docs/graph.md and docs/domain.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum, auto
from types import MappingProxyType
from typing import Final, LiteralString, TypeVar

import attrs

from pactstate.domain import lines, timeline
from pactstate.domain.agreement import Agreement
from pactstate.domain.answers import Status
from pactstate.domain.evidence import Evidence
from pactstate.domain.kinds import Kind
from pactstate.domain.lifecycle import TABLE, Cell, EventKind, State
from pactstate.domain.lines import Replayed
from pactstate.domain.points import Point
from pactstate.domain.timeline import Prepared
from pactstate.text.escape import ComposedText, DotText, MermaidText, visible
from pactstate.text.suggest import listed
from pactstate.views.status import heading, in_words

__all__ = ["Arrow", "Diagram", "Look", "Node", "of_kind", "of_path", "of_table", "render_dot", "render_mermaid"]

_WIDTH: Final = 40
"""Labels break into lines of so many characters."""
_LONG: Final = 160
"""So many characters of a text that a file gives are shown."""


class Look(Enum):
    """How a state or an arrow is drawn."""

    PLAIN = auto()
    CURRENT = auto()
    POSSIBLE = auto()
    UNVISITED = auto()
    EXPECTED = auto()
    DOUBTFUL = auto()


@attrs.frozen
class Node:
    """A state, or where no event has happened yet (None), with what is written in it."""

    state: State | None
    paragraphs: tuple[str, ...]
    look: Look = Look.PLAIN


@attrs.frozen
class Arrow:
    """What leads from one state to another or back to itself, with what is written beside it."""

    source: State | None
    target: State | None
    paragraphs: tuple[str, ...]
    look: Look = Look.PLAIN


@attrs.frozen
class Diagram:
    """States and arrows. Their texts are raw: each format makes them harmless in its own way."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]


_STATES: Final = (None, *State)
_BEFORE_FORCE: Final = _STATES[: _STATES.index(State.IN_FORCE)]

# Where the guard of a cell may decide otherwise: the state that follows then (None: the same), and when it does.
_OTHERWISE: Final[Mapping[int, tuple[State | None, str]]] = MappingProxyType(
    {2: (State.NEGOTIATING, "by one of two"), 4: (State.SIGNED, "by some"), 8: (None, "while two remain")}
)
_GOES_BACK: Final = 10
"""Guard of a resumption: it leads back to the state before ``abandoned``."""

_Mark = tuple[str, Look]
_UNMARKED: Final[_Mark] = ("", Look.PLAIN)
# Whether two parties are expected to take a step, and whether more are.
_EXPECTED: Final[Mapping[tuple[bool, bool], _Mark]] = MappingProxyType(
    {
        (True, True): ("expected", Look.EXPECTED),
        (True, False): ("expected of two", Look.EXPECTED),
        (False, True): ("expected of three or more", Look.EXPECTED),
        (False, False): _UNMARKED,
    }
)


def _unmarked(state: State | None, event: EventKind) -> _Mark:
    return _UNMARKED


def of_table() -> Diagram:
    """The whole table of transitions."""
    return _of_table(_unmarked, ("no event yet",))


def of_kind(kind: Kind) -> Diagram:
    """The table, with marks at what a kind of agreement expects before force, and at what it finds unusual or wrong."""
    two, more = kind.expected_steps(2), kind.expected_steps(3)

    def mark(state: State | None, event: EventKind) -> _Mark:
        if event in kind.wrong:
            return "the wrong word", Look.DOUBTFUL
        if event in kind.unusual:
            return "unusual", Look.DOUBTFUL
        if event is EventKind.APPROVED and kind.legislature_unusual:
            return "unusual by a legislature", Look.DOUBTFUL
        if state not in _BEFORE_FORCE:
            return _UNMARKED
        return _EXPECTED[any(event in step for step in two), any(event in step for step in more)]

    told = (
        _clipped(f"{kind.name}: {kind.title}"),
        *_told("expects", two),
        *(_told("expects of three or more", more) if more != two else ()),
        *((_clipped(f"approval: {kind.approval}"),) if kind.approval else ()),
    )
    return _of_table(mark, told)


def _told(lead: str, steps: Sequence[frozenset[EventKind]]) -> Iterator[str]:
    words = [listed(event for event in EventKind if event in step) for step in steps]
    if words:
        yield f"{lead} {', then '.join(words)}"


def _of_table(mark: Callable[[State | None, EventKind], _Mark], start: tuple[str, ...]) -> Diagram:
    found: dict[tuple[State | None, State | None, _Mark], list[str]] = {}
    for state, row in TABLE.items():
        for event, cell in row.items():
            for target, words in _outcomes(state, event, cell):
                found.setdefault((state, target, mark(state, event)), []).append(words)
    arrows = [
        Arrow(source, target, (f"{', '.join(words)} ({told})" if told else ", ".join(words),), look)
        for (source, target, (told, look)), words in found.items()
    ]
    # What keeps a state stands in it: arrows that lead back would lie upon each other.
    stays = {
        state: [f"stays: {arrow.paragraphs[0]}" for arrow in arrows if arrow.source is state is arrow.target]
        for state in State
    }
    nodes = [Node(None, start), *(Node(state, (state, *stays[state])) for state in State)]
    return Diagram(tuple(nodes), tuple(arrow for arrow in arrows if arrow.source is not arrow.target))


def _outcomes(state: State | None, event: EventKind, cell: Cell | None) -> Iterator[tuple[State | None, str]]:
    """The states to which an event may lead, each with what is said of it."""
    if cell and cell.guard == _GOES_BACK:
        for before in _BEFORE_FORCE[1:]:
            yield before, f"{event} where it was {before}"
    elif cell and event is not EventKind.NOTE:
        yield cell.target or state, event
        if cell.guard in _OTHERWISE:
            target, when = _OTHERWISE[cell.guard]
            yield target or state, f"{event} {when}"


def of_path(agreement: Agreement, status: Status) -> Diagram:
    """The states, and the path by which an agreement has come to the one in which it stands, or may stand.

    Arrows carry the events in order, with their days. What is not certain to have happened by the day of the status is
    drawn with what may have happened: announced, or of a day that is not known well enough.
    """
    sources = {source.id: source for source in agreement.sources}
    prepared = timeline.prepare(agreement.history, sources, agreement.terms, status.known_by, agreement.clauses)
    line = prepared.readings[0].foreseen
    sure = _sure(prepared, status)
    reach = lines.prefix_counts(line.limits, status.on)[-1]
    taken = list(zip(line.points, line.steps, strict=True))[:reach]
    found: dict[tuple[State | None, State | None], list[tuple[str, bool]]] = {}
    before: State | None = None
    visited: set[State | None] = {None}
    for point, step in taken:
        after = step.state
        if point.kinds and point.kinds != (EventKind.NOTE,):
            number = sum(map(len, found.values())) + 1
            is_sure = _key(point) in sure
            told = f"({number}) {_event(point, step, is_sure=is_sure)}"
            found.setdefault((before, after), []).append((told, is_sure))
        visited.add(after)
        before = after
    arrows = [
        Arrow(source, target, tuple(told for told, _ in events), _arrow_look(events))
        for (source, target), events in found.items()
    ]
    return Diagram(tuple(_node(agreement, status, state, visited) for state in _STATES), tuple(arrows))


def _key(point: Point) -> tuple[int, bool, bool]:
    return point.index, point.is_effect, point.is_presumed


def _sure(prepared: Prepared, status: Status) -> frozenset[tuple[int, bool, bool]]:
    """Return the points that have happened on every reading."""
    reached = []
    for line in (line for reading in prepared.readings for line in reading.lines):
        least = lines.prefix_counts(line.limits, status.on)[0]
        reached.append({_key(point) for point in line.points[:least]})
    return frozenset(set.intersection(*reached))


def _event(point: Point, step: Replayed, *, is_sure: bool) -> str:
    unsure = ", presumed" if point.is_presumed else ", possibly"
    announced = point.item.evidence is Evidence.ANNOUNCED and not point.is_presumed
    doubt = "" if is_sure else ", announced" if announced else unsure
    actor = f" by {point.event.party}" if point.event.party else ""
    fault = ", see 'pactstate check'" if step.violations and not point.is_presumed else ""
    return f"{'+'.join(point.kinds)}{actor} {point.date}{doubt}{fault}"


def _arrow_look(events: Sequence[tuple[str, bool]]) -> Look:
    return Look.PLAIN if all(is_sure for _, is_sure in events) else Look.DOUBTFUL


def _node(agreement: Agreement, status: Status, state: State | None, visited: set[State | None]) -> Node:
    head = (agreement.id, _clipped(agreement.title), heading(status.on, status.known_by)) if state is None else (state,)
    if state is not None and state is status.state:
        since = (f"since {status.since}",) if status.since else ()
        return Node(state, (in_words(status, agreement.parties), *since), Look.CURRENT)
    if state in status.possible or (state is None and status.unbegun):
        if not status.possible:
            return Node(state, (*head, "nothing known"), Look.CURRENT)
        presumed = state is not None and state is status.presumed
        return Node(state, (*head, "presumed" if presumed else "possible"), Look.POSSIBLE)
    return Node(state, head, Look.PLAIN if state in visited else Look.UNVISITED)


def _clipped(text: str) -> str:
    return text if len(text) <= _LONG else f"{text[:_LONG]}..."


_Text = TypeVar("_Text", bound=ComposedText)


def _label(paragraphs: Sequence[str], target: type[_Text], end: LiteralString) -> _Text:
    """The paragraphs in short lines, made harmless line by line."""
    return target.joined(end, [line for text in paragraphs for line in visible(text).wrapped(_WIDTH)])


# Every state has a name of ours in a diagram, whatever a file calls it.
_NAMES: Final = MappingProxyType({state: f"s{number}" for number, state in enumerate(_STATES)})

# No colours: diagrams are seen on dark and on light grounds.
_MERMAID: Final = MappingProxyType(
    {
        Look.CURRENT: MermaidText.of("stroke-width:4px,font-weight:bold"),
        Look.POSSIBLE: MermaidText.of("stroke-width:3px,stroke-dasharray:6 4"),
        Look.UNVISITED: MermaidText.of("opacity:0.4"),
    }
)


def render_mermaid(diagram: Diagram) -> MermaidText:
    """The diagram in Mermaid, as GitHub draws it. Its state diagrams have one kind of arrow: words must do."""

    def label(paragraphs: Sequence[str]) -> MermaidText:
        return _label(paragraphs, MermaidText, "<br/>")

    states = [MermaidText.of('state "{}" as {}', label(node.paragraphs), _NAMES[node.state]) for node in diagram.nodes]
    arrows = [
        MermaidText.of("{} --> {} : {}", _NAMES[arrow.source], _NAMES[arrow.target], label(arrow.paragraphs))
        for arrow in diagram.arrows
    ]
    styles = []
    for look, style in _MERMAID.items():
        names = [_NAMES[node.state] for node in diagram.nodes if node.look is look]
        if names:
            word = look.name.lower()
            styles.append(MermaidText.of("classDef {} {}", word, style))
            styles.append(MermaidText.of("class {} {}", MermaidText.joined(",", names), word))
    lines = MermaidText.joined("\n    ", [MermaidText.of("stateDiagram-v2"), *states, *arrows, *styles])
    return MermaidText.of("{}\n", lines)


_DOT: Final = MappingProxyType(
    {
        Look.PLAIN: DotText.of(""),
        Look.CURRENT: DotText.of(", penwidth=3"),
        Look.POSSIBLE: DotText.of(', style="rounded,dashed", penwidth=2'),
        Look.UNVISITED: DotText.of(", color=gray, fontcolor=gray"),
        Look.EXPECTED: DotText.of(", style=bold"),
        Look.DOUBTFUL: DotText.of(", style=dashed"),
    }
)


def render_dot(diagram: Diagram) -> DotText:
    """The diagram in DOT, for Graphviz."""

    def label(paragraphs: Sequence[str]) -> DotText:
        return _label(paragraphs, DotText, "\\n")

    states = [
        DotText.of('{} [label="{}"{}];', _NAMES[node.state], label(node.paragraphs), _DOT[node.look])
        for node in diagram.nodes
    ]
    arrows = [
        DotText.of(
            '{} -> {} [label="{}"{}];',
            _NAMES[arrow.source],
            _NAMES[arrow.target],
            label(arrow.paragraphs),
            _DOT[arrow.look],
        )
        for arrow in diagram.arrows
    ]
    lines = [DotText.of("digraph pactstate {{"), DotText.of("node [shape=box, style=rounded];"), *states, *arrows]
    return DotText.of("{}\n}}\n", DotText.joined("\n    ", lines))
