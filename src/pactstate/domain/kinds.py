"""Kinds of agreement. All kinds share one transition table.

A kind never changes which events may follow. It says which steps are expected before entry into force (a skipped one is
a warning), which events are unusual, and whose approval is usual. A kind is data only. To add kinds, put them in a
:class:`~pactstate.Vocabulary` and pass it to the functions that read files; there is no global register.

See docs/domain.md, "Kinds".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final

import attrs

from pactstate.domain.events import EventKind
from pactstate.domain.fields import PARTY_CODE, as_word, checked, is_named, repr_as_call, texts
from pactstate.errors import TypeRefusedError, ValueRefusedError
from pactstate.smallyaml.characters import clip

__all__ = ["KINDS", "STEPS", "Kind", "all_kinds"]

STEPS: Final = (
    EventKind.PROPOSED,
    EventKind.NEGOTIATING,
    EventKind.TEXT_AGREED,
    EventKind.ADOPTED,
    EventKind.SIGNED,
    EventKind.RATIFIED,
)
"""Events that a kind may expect before entry into force."""


def _steps(steps: Iterable[Iterable[str]]) -> tuple[frozenset[EventKind], ...]:
    if isinstance(steps, str) or not isinstance(steps, Iterable):
        raise TypeRefusedError("the steps are a list of lists of events, as in [['signed'], ['ratified']]")
    return tuple(_events(step) for step in steps)


def _events(events: Iterable[str]) -> frozenset[EventKind]:
    return frozenset(as_word(EventKind, event) for event in texts(events))


_Steps = tuple[frozenset[EventKind], ...]


def _are_steps(kind: Kind, field: object, steps: _Steps | None) -> None:
    if not all(steps or ()):
        raise ValueRefusedError("a step names at least one event")
    for event in (event for step in steps or () for event in step):
        if event not in STEPS:
            raise ValueRefusedError(f"'{event}' is no step on the way to force: expected one of {', '.join(STEPS)}")


def _is_word(kind: Kind, field: object, name: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,63}", name):
        raise ValueRefusedError(
            f"Kind.name is {clip(name)!r}: the name of a kind is made of a-z, 0-9 and _, and begins with a letter"
        )


def _are_codes(kind: Kind, field: object, codes: tuple[str, ...]) -> None:
    for code in codes:
        if code != "*" and not re.fullmatch(PARTY_CODE, code):
            raise ValueRefusedError(
                f"Kind.approvals: {clip(code)!r} is neither the code of a party, as in 'JP', nor '*' for all"
            )


@attrs.frozen(field_transformer=checked)
class Kind:
    """Kind of agreement: its expected steps, unusual events and usual approvals.

    Raises :class:`~pactstate.ValueRefusedError` if the title is empty, if the name has characters other than ``a-z``,
    ``0-9`` and ``_``, or if a step has no events. Steps are ``proposed``, ``negotiating``, ``text_agreed``,
    ``adopted``, ``signed`` and ``ratified``.
    """

    name: str = attrs.field(validator=_is_word)
    """Word for the kind under ``kind`` in files."""
    title: str = attrs.field(validator=is_named)
    """Description for people, such as ``reciprocal access``."""
    expects: tuple[frozenset[EventKind], ...] = attrs.field(default=(), converter=_steps, validator=_are_steps)
    """Steps expected before entry into force, in order; any one of its events fulfils a step."""
    unusual: frozenset[EventKind] = attrs.field(default=frozenset(), converter=_events)
    """Events whose use is an info finding."""
    wrong: frozenset[EventKind] = attrs.field(default=frozenset(), converter=_events)
    """Events that are the wrong word for this kind; their use is a warning."""
    legislature_unusual: bool = False
    """Whether the approval of a legislature is also unusual."""
    approval: str = ""
    """Usual approvals, in words."""
    approvals: tuple[str, ...] = attrs.field(default=(), converter=texts, validator=_are_codes)
    """Parties whose approval is needed, unless ``approvals_needed`` of the agreement says otherwise; ``"*"`` is all."""
    expects_many: tuple[frozenset[EventKind], ...] | None = attrs.field(
        default=None,
        converter=attrs.converters.optional(_steps),
        validator=_are_steps,
    )
    """Steps expected with three or more parties; None if they are those of ``expects``."""

    __repr__ = repr_as_call

    @cached_property
    def remarkable(self) -> frozenset[EventKind]:
        """Events whose use may cause a finding."""
        return self.wrong | self.unusual | ({EventKind.APPROVED} if self.legislature_unusual else frozenset())

    def expected_steps(self, parties: int) -> tuple[frozenset[EventKind], ...]:
        """Return the steps expected before entry into force, for a number of parties."""
        return self.expects if self.expects_many is None or parties < 3 else self.expects_many


_SIGNED: Final = (EventKind.SIGNED,)
_RATIFIED: Final = (EventKind.RATIFIED,)

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind(
                name="raa",
                title="reciprocal access",
                expects=(_SIGNED, _RATIFIED),
                unusual=(EventKind.PROVISIONAL,),
                approval="legislature on both sides",
                approvals=("*",),
            ),
            Kind(
                name="acsa",
                title="acquisition and cross-servicing",
                expects=(_SIGNED, _RATIFIED),
                unusual=(EventKind.PROVISIONAL,),
                approval="Japan: Diet, every time found; Philippines: none said to be needed",
                approvals=("JP",),
            ),
            Kind(
                name="gsoia",
                title="security of information",
                expects=(_SIGNED,),
                legislature_unusual=True,
                approval="executive on both sides; often in force on signature",
            ),
            Kind(
                name="equipment_transfer",
                title="defence equipment and technology",
                expects=(_SIGNED,),
                legislature_unusual=True,
                approval="executive; in force on signature, on notes, or after the partner's procedures",
            ),
            Kind(
                name="treaty",
                title="any other binding agreement",
                expects=(_SIGNED,),
                expects_many=((EventKind.ADOPTED, EventKind.SIGNED),),
                approval="as it says",
            ),
            Kind(
                name="arrangement",
                title="not legally binding",
                expects=((EventKind.TEXT_AGREED, EventKind.ADOPTED),),
                wrong=(EventKind.RATIFIED,),
                approval="none",
            ),
        )
    }
)
"""Kinds that come with the package, by name."""


def all_kinds() -> Mapping[str, Kind]:
    """Return the kinds that come with the package, by name."""
    return dict(KINDS)
