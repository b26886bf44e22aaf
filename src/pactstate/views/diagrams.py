"""Diagrams of states: the whole transition table, the table with marks of one kind, and the path of one agreement.

A diagram is a value made of states and arrows, which is drawn as Mermaid or as DOT for Graphviz. It omits notes, which
do not change the state. See docs/graph.md and docs/domain.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum, auto
from types import MappingProxyType
from typing import Final, LiteralString, TypeVar

import attrs

from pactstate.domain import readings, timeline
from pactstate.domain.agreement import Agreement
from pactstate.domain.evidence import Evidence
from pactstate.domain.kinds import Kind
from pactstate.domain.lifecycle import TABLE, Cell, EventKind, State
from pactstate.domain.points import Point
from pactstate.domain.replay import Replayed
from pactstate.domain.status import Status
from pactstate.text.escape import ComposedText, DotText, MermaidText, visible
from pactstate.text.suggest import listed
from pactstate.views.status import heading, in_words
from pactstate.views.tables import clipped

__all__ = ["Arrow", "Diagram", "Look", "StateNode", "of_kind", "of_path", "of_table", "render_dot", "render_mermaid"]

_WIDTH: Final = 40
"""Limit of the characters in a line of a label."""
_MAX_CHARS: Final = 160
"""Limit of the characters of a text from a file; a longer text is cut."""


class Look(Enum):
    """Style of a state or an arrow."""

    PLAIN = auto()
    CURRENT = auto()
    POSSIBLE = auto()
    UNVISITED = auto()
    EXPECTED = auto()
    DOUBTFUL = auto()


@attrs.frozen
class StateNode:
    """State with the text inside it. The state None is the start, before the first event."""

    state: State | None
    paragraphs: tuple[str, ...]
    look: Look = Look.PLAIN


@attrs.frozen
class Arrow:
    """Arrow from a state to another or to itself, with the text beside it."""

    source: State | None
    target: State | None
    paragraphs: tuple[str, ...]
    look: Look = Look.PLAIN


@attrs.frozen
class Diagram:
    """States and arrows. Their texts are not escaped: each output format escapes them itself."""

    nodes: tuple[StateNode, ...]
    arrows: tuple[Arrow, ...]


_STATES: Final = (None, *State)
_BEFORE_FORCE: Final = _STATES[: _STATES.index(State.IN_FORCE)]

# Other outcome of a guard, by its number: the state that follows (None: the same state), and the condition in words.
_OTHERWISE: Final[Mapping[int, tuple[State | None, str]]] = MappingProxyType(
    {2: (State.NEGOTIATING, "by one of two"), 4: (State.SIGNED, "by some"), 8: (None, "while two remain")}
)
_GOES_BACK: Final = 10
"""Number of the guard of a resumption, which leads back to the state before ``abandoned``."""

_Mark = tuple[str, Look]
_UNMARKED: Final[_Mark] = ("", Look.PLAIN)
# Mark of an event, by whether it is expected with two parties, and whether it is with three or more.
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
    """Return the diagram of the whole transition table."""
    return _of_table(_unmarked, ("no event yet",))


def of_kind(kind: Kind) -> Diagram:
    """Return the diagram of the transition table with marks at the expected, unusual and wrong events of a kind."""
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

    start = (
        clipped(f"{kind.name}: {kind.title}", _MAX_CHARS),
        *_expected_steps("expects", two),
        *(_expected_steps("expects of three or more", more) if more != two else ()),
        *((clipped(f"approval: {kind.approval}", _MAX_CHARS),) if kind.approval else ()),
    )
    return _of_table(mark, start)


def _expected_steps(lead: str, steps: Sequence[frozenset[EventKind]]) -> Iterator[str]:
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
        Arrow(source, target, (f"{', '.join(words)} ({remark})" if remark else ", ".join(words),), look)
        for (source, target, (remark, look)), words in found.items()
    ]
    # Events that keep the state are written inside it, because arrows to the same state would overlap.
    stays = {
        state: [f"stays: {arrow.paragraphs[0]}" for arrow in arrows if arrow.source is state is arrow.target]
        for state in State
    }
    nodes = [StateNode(None, start), *(StateNode(state, (state, *stays[state])) for state in State)]
    return Diagram(tuple(nodes), tuple(arrow for arrow in arrows if arrow.source is not arrow.target))


def _outcomes(state: State | None, event: EventKind, cell: Cell | None) -> Iterator[tuple[State | None, str]]:
    """Yield the states to which an event may lead, each with the event and its condition in words."""
    if cell and cell.guard == _GOES_BACK:
        for before in _BEFORE_FORCE[1:]:
            yield before, f"{event} where it was {before}"
    elif cell and event is not EventKind.NOTE:
        yield cell.target or state, event
        if cell.guard in _OTHERWISE:
            target, when = _OTHERWISE[cell.guard]
            yield target or state, f"{event} {when}"


def of_path(agreement: Agreement, status: Status) -> Diagram:
    """Return the diagram of the path of an agreement to its state, or to its possible states, on the day of a status.

    The arrows show the events in order, with their days. Events that may have happened by that day are marked: they are
    announced, presumed, or of an imprecise date.
    """
    sources = agreement.sources_by_id
    prepared = readings.prepare(agreement.history, sources, agreement.terms, status.known_by, agreement.clauses)
    line = prepared.readings[0].foreseen
    sure = _sure(prepared, status)
    reach = timeline.prefix_counts(line.limits, status.on)[-1]
    taken = list(zip(line.points, line.steps, strict=True))[:reach]
    found: dict[tuple[State | None, State | None], list[tuple[str, bool]]] = {}
    before: State | None = None
    visited: set[State | None] = {None}
    for point, step in taken:
        after = step.state
        if point.kinds and point.kinds != (EventKind.NOTE,):
            number = sum(map(len, found.values())) + 1
            is_sure = _key(point) in sure
            label = f"({number}) {_event(point, step, is_sure=is_sure)}"
            found.setdefault((before, after), []).append((label, is_sure))
        visited.add(after)
        before = after
    arrows = [
        Arrow(source, target, tuple(label for label, _ in events), _arrow_look(events))
        for (source, target), events in found.items()
    ]
    return Diagram(tuple(_node(agreement, status, state, visited) for state in _STATES), tuple(arrows))


def _key(point: Point) -> tuple[int, bool, bool]:
    return point.index, point.is_effect, point.is_presumed


def _sure(prepared: readings.Prepared, status: Status) -> frozenset[tuple[int, bool, bool]]:
    """Return the keys of the points that have certainly happened: they have in every reading."""
    reached = []
    for line in (line for reading in prepared.readings for line in reading.timelines):
        least = timeline.prefix_counts(line.limits, status.on)[0]
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


def _node(agreement: Agreement, status: Status, state: State | None, visited: set[State | None]) -> StateNode:
    head = (
        (agreement.id, clipped(agreement.title, _MAX_CHARS), heading(status.on, status.known_by))
        if state is None
        else (state,)
    )
    if state is not None and state is status.state:
        since = (f"since {status.since}",) if status.since else ()
        return StateNode(state, (in_words(status, agreement.parties), *since), Look.CURRENT)
    if state in status.possible or (state is None and status.unbegun):
        if not status.possible:
            return StateNode(state, (*head, "nothing known"), Look.CURRENT)
        presumed = state is not None and state is status.presumed
        return StateNode(state, (*head, "presumed" if presumed else "possible"), Look.POSSIBLE)
    return StateNode(state, head, Look.PLAIN if state in visited else Look.UNVISITED)


_Text = TypeVar("_Text", bound=ComposedText)


def _label(paragraphs: Sequence[str], target: type[_Text], end: LiteralString) -> _Text:
    """Return the paragraphs in short lines, each escaped for the output format."""
    return target.joined(end, [line for text in paragraphs for line in visible(text).wrapped(_WIDTH)])


# Identifiers of the states in a diagram. They never contain text of a file.
_NAMES: Final = MappingProxyType({state: f"s{number}" for number, state in enumerate(_STATES)})

# No colours: diagrams must be readable on dark and on light backgrounds.
_MERMAID: Final = MappingProxyType(
    {
        Look.CURRENT: MermaidText.of("stroke-width:4px,font-weight:bold"),
        Look.POSSIBLE: MermaidText.of("stroke-width:3px,stroke-dasharray:6 4"),
        Look.UNVISITED: MermaidText.of("opacity:0.4"),
    }
)


def render_mermaid(diagram: Diagram) -> MermaidText:
    """Return a diagram in Mermaid, as GitHub draws it. Its arrows have one style, so only words mark them."""

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
    """Return a diagram in DOT, for Graphviz."""

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
