"""Our table of events as machines of three packages, so that each replays the same histories.

The rows are taken from :data:`pactstate.domain.lifecycle.TABLE`; conditions and effects are those of record.py, given
to each package in its own way. A function takes the deeds of one history, entry by entry, and returns the state after
each.
There are several ways to use a package: a machine for each agreement, as its quick start shows; one machine, and a
model for each agreement; one model that is set back before each history, and so holds one agreement at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, Protocol, cast

import record as records
from automat import TypeMachineBuilder
from record import Deed, Guard, History, Record
from statemachine import State as StatesOfPeer
from statemachine import StateMachine
from transitions import Machine

from pactstate.domain.lifecycle import TABLE, EventKind, State

__all__ = ["MACHINES", "Replay"]

NONE: Final = "none"
STATES: Final = (NONE, *map(str, State))
EVENTS: Final = tuple(map(str, EventKind))
TRIGGERS: Final = {event: f"do_{event}" for event in EVENTS}
MACHINE_EACH: Final = "machine each"
MODEL_EACH: Final = "model each"
SET_BACK: Final = "set back"


Replay = Callable[[History], tuple[list[str], Record]]
"""The state after each entry, and the flags and the ledger at the end."""


@dataclass(frozen=True)
class _Row:
    """One transition. Of those that share a source and an event, the first whose conditions hold is taken."""

    source: str
    event: str
    target: str
    guards: tuple[Guard, ...]
    effect: Callable[[Record, Deed], None] | None


def _rows() -> Iterator[_Row]:
    for state, cells in TABLE.items():
        source = str(state or NONE)
        for kind, cell in cells.items():
            if cell is None:
                continue
            event, target = str(kind), str(cell.target) if cell.target else source
            guards = (records.GUARDS[cell.guard],) if cell.guard else ()
            choice = records.CHOICES.get((event, source == "in_force")) if cell.guard in (2, 4, 8) else None
            if choice:
                yield _Row(source, event, target, (*guards, choice), _effect(source, event, target))
                target = "signed" if cell.guard == 4 else source
            yield _Row(source, event, target, guards, _effect(source, event, target))


def _effect(source: str, event: str, target: str) -> Callable[[Record, Deed], None] | None:
    own = records.EFFECTS.get("begun again" if (source, event) == ("abandoned", "negotiating") else event)
    return partial(_do, own, target) if target != source else own


def _do(own: Callable[[Record, Deed], None] | None, target: str, record: Record, deed: Deed) -> None:
    if own:
        own(record, deed)
    records.leave_flags(record, target)


ROWS: Final = tuple(_rows())


class _Model:
    """What holds the state for ``transitions``, which gives it a method for each event."""

    state: str


def with_transitions(way: str) -> Replay:
    """The package ``transitions``: a machine for each history, a model for each, or one model that is set back."""
    one = _Model()
    machine = _machine(one)

    def begun() -> _Model:
        if way == MODEL_EACH:
            model = _Model()
            machine.add_model(model)
            return model
        if way == MACHINE_EACH:
            model = _Model()
            _machine(model)
            return model
        machine.set_state(NONE, one)
        return one

    def replay(history: History) -> tuple[list[str], Record]:
        record, states, model = Record(history.parties, history.consents_needed), [], cast("Any", begun())
        for entry in history.entries:
            for deed in entry:
                getattr(model, TRIGGERS[deed.event])(record, deed)
            states.append(model.state)
        if way == MODEL_EACH:
            machine.remove_model(model)
        return states, record

    return replay


def _machine(model: _Model) -> Any:  # noqa: ANN401 - the package has no types
    machine = Machine(model, states=list(STATES), initial=NONE, auto_transitions=False)
    for row in ROWS:
        conditions: list[Any] = [partial(_asked, guard) for guard in row.guards]
        after: list[Any] = [row.effect] if row.effect else []
        # Staying is an internal transition: nothing is left or entered.
        target = None if row.target == row.source else row.target
        machine.add_transition(TRIGGERS[row.event], row.source, target, conditions=conditions, after=after)
    return machine


def _asked(guard: Guard, record: Record, deed: Deed) -> bool:
    return guard(record, deed)


def with_statemachine(way: str) -> Replay:
    """The package ``python-statemachine``: a machine for each history, or one that is set back."""
    states = {name: StatesOfPeer(value=name, initial=name == NONE) for name in STATES}
    names: dict[str, Any] = {f"in_{name}": state for name, state in states.items()}
    for row in ROWS:
        source: Any = states[row.source]
        conditions = [_named(guard) for guard in row.guards]
        extra = {"cond": conditions, "on": _named(row.effect) if row.effect else None}
        if row.target == row.source:
            one = source.to.itself(internal=True, **extra)
        else:
            one = source.to(states[row.target], **extra)
        name = TRIGGERS[row.event]
        names[name] = names[name] | one if name in names else one
    made = type("Lifecycle", (StateMachine,), names)
    kept = made()

    def replay(history: History) -> tuple[list[str], Record]:
        record, reached = Record(history.parties, history.consents_needed), []
        machine = made() if way == MACHINE_EACH else kept
        machine.current_state_value = NONE
        for entry in history.entries:
            for deed in entry:
                getattr(machine, TRIGGERS[deed.event])(record=record, deed=deed)
            reached.append(machine.current_state_value)
        return reached, record

    return replay


def _named(own: Callable[[Record, Deed], Any]) -> Callable[[Record, Deed], Any]:
    """A function with the two names in its signature, by which the package hands over what it was given."""

    def asked(record: Record, deed: Deed) -> Any:  # noqa: ANN401 - an answer, or nothing
        return own(record, deed)

    return asked


def with_automat() -> Replay:
    """The package ``automat``. It has no conditions, so that the input is chosen before it is given."""
    inputs = _inputs([*EVENTS, *(f"{event}_waiting" for event, _ in records.CHOICES)])
    builder = TypeMachineBuilder(inputs, _Core)
    states = {name: builder.state(name) for name in STATES}
    choices: dict[tuple[str, str], Sequence[_Row]] = {}
    for row in ROWS:
        earlier = choices.get((row.source, row.event), ())
        choices[row.source, row.event] = (*earlier, row)
        method = getattr(inputs, f"do_{row.event}_waiting" if earlier else f"do_{row.event}")
        states[row.source].upon(method).to(states[row.target])(_output(row))
    machine_of = builder.build()

    def replay(history: History) -> tuple[list[str], Record]:
        record, reached, state = Record(history.parties, history.consents_needed), [], NONE
        machine = cast("Any", machine_of(_Core()))
        for entry in history.entries:
            for deed in entry:
                state = _given(machine, choices[state, deed.event], record, deed)
            reached.append(state)
        return reached, record

    return replay


class _Core:
    """What an output of ``automat`` may work on; here it is given all that it needs."""


def _inputs(events: Sequence[str]) -> Any:  # noqa: ANN401 - a protocol that is made as it runs
    def method(event: str) -> Callable[..., str]:
        def do(self: object, record: Record, deed: Deed) -> str:
            """Never runs: of an input, automat takes the name and the types."""
            raise NotImplementedError

        do.__name__ = f"do_{event}"
        return do

    return cast("Any", type(Protocol))("Inputs", (Protocol,), {f"do_{event}": method(event) for event in events})


def _output(row: _Row) -> Callable[..., str]:
    def taken(machine: object, core: _Core, record: Record, deed: Deed) -> str:
        if row.effect:
            row.effect(record, deed)
        return row.target

    return taken


def _given(machine: Any, rows: Sequence[_Row], record: Record, deed: Deed) -> str:  # noqa: ANN401 - as above
    for number, row in enumerate(rows):
        if all(guard(record, deed) for guard in row.guards):
            name = f"do_{row.event}_waiting" if number else f"do_{row.event}"
            return cast("str", getattr(machine, name)(record, deed))
    raise ValueError(deed)


MACHINES: Final[dict[str, Callable[[], Replay]]] = {
    "transitions, machine each": partial(with_transitions, MACHINE_EACH),
    "transitions, model each": partial(with_transitions, MODEL_EACH),
    "transitions, set back": partial(with_transitions, SET_BACK),
    "python-statemachine, machine each": partial(with_statemachine, MACHINE_EACH),
    "python-statemachine, set back": partial(with_statemachine, SET_BACK),
    "automat, machine each": with_automat,
}
"""How what replays is made, by the package and by what is made anew for each history."""
