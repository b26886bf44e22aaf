"""Values that a file holds: events, claims, sources, statements, periods and terms. All are frozen.

See docs/domain.md, "Evidence".
"""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple, cast

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import TAKEN_BACK, EventKind, Manner, State
from pactstate.domain.fields import (
    MAX_MARKS,
    MAX_NOTICE,
    Code,
    DateLike,
    Id,
    Link,
    Text,
    Title,
    Word,
    as_word,
    at_least,
    checked,
    dated,
    maybe_dated,
    refuse_repeats,
    repr_as_call,
    several,
)
from pactstate.errors import TypeRefusedError, ValueRefusedError

__all__ = [
    "FORCE_AFTER",
    "NO_CLAUSES",
    "NO_NEWS",
    "Claim",
    "Clauses",
    "Event",
    "ForceRule",
    "Misfit",
    "Period",
    "Reminder",
    "Role",
    "Source",
    "SourceType",
    "Statement",
    "Term",
    "TerminationReason",
    "event_kinds",
    "first_beyond_marks",
    "in_order",
    "misfits",
    "sources_by_id",
]

FORCE_AFTER: Final = (EventKind.SIGNED, EventKind.APPROVED, EventKind.RATIFIED)
"""Events that ``after`` of a force rule can name."""


class Role(Word):
    """Role of a source towards an event."""

    REPORTED = "reported"
    """It has happened."""
    ANNOUNCED = "announced"
    """It will happen."""
    DENIED = "denied"
    """It did not, will not, or has no legal effect."""


class SourceType(Word):
    """Closeness of a source to the parties."""

    OFFICIAL = "official"
    PRESS = "press"
    SECONDARY = "secondary"


class TerminationReason(Word):
    """Reason why an agreement is over (VCLT 54-64)."""

    EXPIRED = "expired"
    DENOUNCED = "denounced"
    REPLACED = "replaced"
    AGREED = "agreed"
    BREACH = "breach"
    OTHER = "other"


# Converters for type checkers only, as in fields.py: they say what a field takes.
if TYPE_CHECKING:

    def _source_type(word: str | None, /) -> SourceType | None: ...
    def _role(word: str, /) -> Role: ...
    def _state(word: str, /) -> State: ...
    def _kind(word: str, /) -> EventKind: ...
    def _event(word: str | None, /) -> EventKind | None: ...
    def _manner(word: str | None, /) -> Manner | None: ...
    def _reason(word: str | None, /) -> TerminationReason | None: ...
    def _claims(claims: Iterable[Claim], /) -> tuple[Claim, ...]: ...
else:
    _source_type = _role = _state = _kind = _event = _manner = _reason = _claims = None


@attrs.frozen(field_transformer=checked, repr=False)
class Source:
    """Text that can be cited, with the day of its publication."""

    id: Id
    title: Title
    publisher: Text | None = None
    author: Text | None = None
    url: Link | None = None
    published: PartialDate | None = attrs.field(default=None, converter=maybe_dated)
    """None when undated and nothing bounds it."""
    basis: Text | None = None
    """Reason for an interval in ``published``, when the text bears no date."""
    updated: PartialDate | None = attrs.field(default=None, converter=maybe_dated)
    accessed: PartialDate | None = attrs.field(default=None, converter=maybe_dated)
    archived: PartialDate | None = attrs.field(default=None, converter=maybe_dated)
    archive_url: Link | None = None
    """Address of an archived copy."""
    based_on: tuple[Id, ...] = attrs.field(default=(), converter=several)
    """Ids of the sources that it copies; copies of one text are one witness."""
    type: SourceType | None = attrs.field(default=None, converter=_source_type)
    note: Text | None = None
    corrected: Text | None = None

    __repr__ = repr_as_call


def sources_by_id(sources: Iterable[Source]) -> dict[str, Source]:
    """Return sources by their ids."""
    return {source.id: source for source in sources}


# Very many claims and events are kept, without a slot for weak references that nobody needs.
@attrs.frozen(field_transformer=checked, repr=False, weakref_slot=False)
class Claim:
    """One source speaking of one event."""

    source: Id
    """The id of the source."""
    role: Role = attrs.field(converter=_role)
    date: PartialDate | None = attrs.field(default=None, converter=maybe_dated)
    """The source's own date for the event, where it differs or adds."""
    locator: Text | None = None
    """Part of the source that says so, such as ``paragraph 6``."""
    rejected: Text | None = None
    """Why the claim is judged wrong; None while it is accepted."""
    note: Text | None = None

    __repr__ = repr_as_call

    @property
    def accepted(self) -> bool:
        """Whether it is not rejected."""
        return self.rejected is None


def event_kinds(kinds: str | Iterable[str], name: str) -> tuple[EventKind, ...]:
    """Return one event or several as a tuple. ``name`` is the field in the message on an event that stands twice."""
    if isinstance(kinds, tuple) and all(isinstance(kind, EventKind) for kind in kinds):
        # A copy of its own for each entry takes a tenth of the memory of an agreement.
        found = cast("tuple[EventKind, ...]", kinds)
    elif isinstance(kinds, Iterable):
        found = tuple([as_word(EventKind, kind) for kind in ((kinds,) if isinstance(kinds, str) else kinds)])
    else:
        raise TypeRefusedError(f"{name} takes an event, or a list of events, not {kinds!r:.60}")
    refuse_repeats(found, name)
    return found


def in_order(kinds: Collection[EventKind]) -> tuple[EventKind, ...]:
    """Return events in the order of the list of words."""
    return tuple(kind for kind in EventKind if kind in kinds) if kinds else ()


def _kinds(kinds: str | Iterable[str]) -> tuple[EventKind, ...]:
    found = event_kinds(kinds, "Event.kinds")
    if not found:
        raise ValueRefusedError("an entry names at least one event")
    return found


_OWNERS: Final[Mapping[str, tuple[EventKind, ...]]] = MappingProxyType(
    {
        "of": (EventKind.POSTPONED, EventKind.WITHDRAWN),
        "reason": (EventKind.TERMINATED,),
        "manner": (EventKind.RATIFIED,),
        "partial": (EventKind.APPROVED,),
        "until": (EventKind.EXTENDED,),
    }
)
"""Fields that only some events take, with those events."""
_OWNED: Final = frozenset(_OWNERS)
_POSTPONED: Final = EventKind.POSTPONED  # Cached: access to an enum member is slow before Python 3.12.


class Misfit(NamedTuple):
    """Fields of an entry that do not fit together."""

    rule: str
    """Name of the rule that a file with it breaks."""
    field: str
    """Field with the fault; empty for one that is missing."""
    message: str
    help: str
    in_value: bool = False
    """Whether the value is at fault, and not that the field is given."""


def misfits(kinds: Collection[object], fields: Collection[str], of: object) -> Iterable[Misfit]:
    """Return the fields of an entry that do not fit its events. The reader of files and :class:`Event` share this.

    Args:
        kinds: The events of the entry, or what a file has in their place.
        fields: Names of the fields that are given.
        of: Event under ``of``; None if there is none.
    """
    is_plain = _OWNED.isdisjoint(fields) and _POSTPONED not in kinds
    return () if is_plain else _misfits(kinds, fields, of)


def _misfits(kinds: Collection[object], fields: Collection[str], of: object) -> Iterator[Misfit]:
    for field, owners in _OWNERS.items():
        if field in fields and not any(kind in kinds for kind in owners):
            goes = " or ".join(f"'{kind}'" for kind in owners)
            yield Misfit("invalid-value", field, f"'{field}' goes with {goes} only", "leave it out")
    if EventKind.POSTPONED in kinds and of is None:
        help = "add the event that did not take place, as in 'of: signed'"
        yield Misfit("missing-key", "", f"'{EventKind.POSTPONED}' does not say of what", help)
    if EventKind.WITHDRAWN in kinds and of is not None and of not in TAKEN_BACK:
        *others, last = (f"'{kind}'" for kind in TAKEN_BACK)
        message = f"'withdrawn' takes back {', '.join(others)} or {last} only"
        yield Misfit("invalid-value", "of", message, "leave 'of' out to record that the party left", True)


_MARK_ALL: Final = frozenset({EventKind.SIGNED, EventKind.RATIFIED, EventKind.IN_FORCE, EventKind.PROVISIONAL})
"""Events that set a mark for each party where they name none."""


def first_beyond_marks(parties: int, entries: Iterable[tuple[Iterable[EventKind], bool]]) -> int | None:
    """Return the index of the first entry that takes an agreement beyond :data:`MAX_MARKS`; None if there is none.

    Args:
        parties: Number of parties.
        entries: For each entry its events, and whether it names a party.
    """
    acts = (index for index, (kinds, named) in enumerate(entries) if not named and not _MARK_ALL.isdisjoint(kinds))
    return next(itertools.islice(acts, MAX_MARKS // parties, None), None)


Claims = str | Claim | Iterable[str | Claim]
"""Ids of sources, or claims; one alone, or several."""


def _claims_of(role: Role, given: Claims) -> Iterator[Claim]:
    for one in (given,) if isinstance(given, str | Claim) else given:
        claim = Claim(one, role) if isinstance(one, str) else one
        if isinstance(claim, Claim) and claim.role is not role:
            raise ValueRefusedError(f"a claim of the role '{claim.role}' goes with {claim.role}_by, not {role}_by")
        yield claim


_ROLE_ORDER: Final = {role: number for number, role in enumerate(Role)}


@attrs.frozen(field_transformer=checked, init=False, repr=False, weakref_slot=False)
class Event:
    """Entry of a history: what happened on one day, and the claims that say so.

    ``reported_by``, ``announced_by`` and ``denied_by`` take ids of sources, or claims; they are added to ``claims``,
    which are kept in the order of their roles.

    >>> signed = Event("signed", "2024-07-08", reported_by=["gazette"])
    >>> signed.claims[0].role
    <Role.REPORTED: 'reported'>
    """

    kinds: tuple[EventKind, ...] = attrs.field(converter=_kinds)
    """Events in order; more than one when they share one day."""
    date: PartialDate = attrs.field(converter=dated)
    """The day of the act."""
    effective: PartialDate | None = attrs.field(default=None, converter=maybe_dated)
    """The day on which the act takes effect, where it is another one."""
    party: Code | None = None
    by: Text | None = None
    """The organ that acted."""
    place: Text | None = None
    note: Text | None = None
    of: EventKind | None = attrs.field(default=None, converter=_event)
    """The event that a postponement cancels, or the act that a withdrawal takes back."""
    manner: Manner | None = attrs.field(default=None, converter=_manner)
    """Manner of consent (VCLT 11-15)."""
    partial: bool = False
    """Whether an approval still needs another organ of the party."""
    until: PartialDate | None = attrs.field(default=None, converter=maybe_dated)
    """The new end of the term, after an extension."""
    reason: TerminationReason | None = attrs.field(default=None, converter=_reason)
    corrected: Text | None = None
    claims: tuple[Claim, ...] = attrs.field(default=(), converter=_claims)

    def __init__(
        self,
        kinds: str | Iterable[str],
        date: DateLike,
        effective: DateLike | None = None,
        party: str | None = None,
        by: str | None = None,
        place: str | None = None,
        note: str | None = None,
        of: str | None = None,
        manner: str | None = None,
        partial: bool = False,
        until: DateLike | None = None,
        reason: str | None = None,
        corrected: str | None = None,
        claims: Iterable[Claim] = (),
        *,
        reported_by: Claims = (),
        announced_by: Claims = (),
        denied_by: Claims = (),
    ) -> None:
        if isinstance(claims, Iterable) and not isinstance(claims, str):
            by_role = ((Role.REPORTED, reported_by), (Role.ANNOUNCED, announced_by), (Role.DENIED, denied_by))
            claims = [*claims, *(claim for role, given in by_role for claim in _claims_of(role, given))]
            if all(isinstance(claim, Claim) for claim in claims):
                claims.sort(key=lambda claim: _ROLE_ORDER[claim.role])
        self.__attrs_init__(  # pyright: ignore[reportAttributeAccessIssue]  # attrs makes it
            kinds, date, effective, party, by, place, note, of, manner, partial, until, reason, corrected, claims
        )
        for misfit in misfits(self.kinds, [name for name in _OWNERS if getattr(self, name)], self.of):
            raise ValueRefusedError(f"{misfit.message}: {misfit.help}")

    __repr__ = repr_as_call

    @property
    def name(self) -> str:
        """The event's word; several are joined with ``+``."""
        return "+".join(self.kinds)

    def accepted(self, role: Role) -> tuple[Claim, ...]:
        """Return the claims of one role that are not rejected."""
        return tuple(claim for claim in self.claims if claim.role is role and claim.accepted)


@attrs.frozen(field_transformer=checked, repr=False)
class Statement:
    """Claim of a source about the state, without an event."""

    source: Id
    says: State = attrs.field(converter=_state)
    date: PartialDate | None = attrs.field(default=None, converter=maybe_dated)
    """The day that the source speaks of, where that is not the day of its publication."""
    locator: Text | None = None
    rejected: Text | None = None
    note: Text | None = None

    __repr__ = repr_as_call


def _later(day: dt.date, count: int, unit: str) -> dt.date:
    """Return the day so many days, months or years later; a day that its month lacks becomes the month's last."""
    if unit == "days":
        return dt.date.fromordinal(min(max(day.toordinal() + count, 1), dt.date.max.toordinal()))
    month = day.year * 12 + day.month - 1 + count * (12 if unit == "years" else 1)
    year, month = month // 12, month % 12 + 1
    if not dt.date.min.year <= year <= dt.date.max.year:
        return dt.date.max if year > 0 else dt.date.min
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


_UNITS: Final = ("days", "months", "years")


def _unit(unit: str) -> str:
    for known in _UNITS:
        if unit in (known, known.removesuffix("s")):
            return known
    raise ValueRefusedError(f"{unit!r} is no unit of time: write one of {', '.join(_UNITS)}")


@attrs.frozen(field_transformer=checked)
class Period:
    """Length of time as agreements state it: a count of ``days``, ``months`` or ``years``.

    ``day``, ``month`` and ``year`` are taken as units, too. Raises :class:`~pactstate.ValueRefusedError` for
    another unit, and for a count below 0.
    """

    count: int = attrs.field(validator=at_least(0))
    unit: str = attrs.field(converter=_unit)

    __repr__ = repr_as_call

    def after(self, date: PartialDate) -> PartialDate:
        """Return the date so much later; a day that its month lacks becomes the month's last."""
        return PartialDate.between(*(_later(day, self.count, self.unit) for day in (date.earliest, date.latest)))

    def before(self, date: PartialDate) -> PartialDate:
        """Return the date so much earlier; a day that its month lacks becomes the month's last."""
        return PartialDate.between(*(_later(day, -self.count, self.unit) for day in (date.earliest, date.latest)))

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count != 1 else self.unit.removesuffix('s')}"


def _is_before_force(owner: object, field: object, after: EventKind) -> None:
    if after not in FORCE_AFTER:
        raise ValueRefusedError(
            f"'{after}' is not an event that force can follow: write one of {', '.join(FORCE_AFTER)}"
        )


@attrs.frozen(field_transformer=checked)
class ForceRule:
    """Rule of entry into force in the agreement's own text: so many days or months after an event (VCLT 24)."""

    after: EventKind = attrs.field(converter=_kind, validator=_is_before_force)
    days: int = attrs.field(default=0, validator=at_least(0))
    months: int = attrs.field(default=0, validator=at_least(0))

    __repr__ = repr_as_call

    def due(self, date: PartialDate) -> PartialDate:
        """Return the day of force, given the day of the event.

        >>> str(ForceRule(EventKind.RATIFIED, days=30).due(PartialDate("2025-08-12")))
        '2025-09-11'
        """
        return PartialDate.between(
            *(_later(_later(day, self.months, "months"), self.days, "days") for day in (date.earliest, date.latest))
        )

    def __str__(self) -> str:
        waits = [Period(self.months, "months"), Period(self.days, "days")]
        wait = " and ".join(str(period) for period in waits if period.count)
        return f"{wait} after '{self.after}'" if wait else f"on the day of '{self.after}'"


def _is_notice(owner: object, field: object, notice: Period | None) -> None:
    if notice and not 1 <= notice.count <= MAX_NOTICE:
        raise ValueRefusedError(f"Term.notice is {notice}: write 1 to {MAX_NOTICE:,} days, months or years")


@attrs.frozen(field_transformer=checked)
class Term:
    """Duration that the agreement's own text provides, and the notice by which a party leaves (VCLT 54-56)."""

    years: int | None = attrs.field(default=None, validator=at_least(1))
    renews: bool | None = None
    notice: Period | None = attrs.field(default=None, validator=_is_notice)

    __repr__ = repr_as_call

    def __str__(self) -> str:
        words = [
            str(Period(self.years, "years")) if self.years else "",
            {True: "renews", False: "does not renew", None: ""}[self.renews],
            f"notice {self.notice}" if self.notice else "",
        ]
        return ", ".join(word for word in words if word)


@attrs.frozen(field_transformer=checked)
class Clauses:
    """Provisions of the agreement, and limits of the record, that an answer takes into account."""

    entry_into_force: ForceRule | None = None
    term: Term | None = None
    not_recorded: frozenset[EventKind] = frozenset()
    """Events that the record does not follow."""

    __repr__ = repr_as_call


NO_CLAUSES = Clauses()


@attrs.frozen
class Reminder:
    """Time without news after which a record is to be looked at again."""

    open: Period = attrs.field(factory=lambda: Period(1, "years"))
    """For an agreement that is on its way, or whose state is not certain."""
    settled: Period = attrs.field(factory=lambda: Period(5, "years"))
    """For one that is in force or abandoned. A terminated one is not looked at again."""

    __repr__ = repr_as_call


NO_NEWS: Final = Reminder()
"""Usual times without news."""
