"""Values that a file holds: events, claims, sources, statements, periods and terms. All are frozen.

See docs/domain.md, "Evidence".
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable
from typing import Final

import attrs

from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, Manner, State
from pactstate.domain.fields import Word, as_word, at_least, checked

__all__ = [
    "NO_CLAUSES",
    "Claim",
    "Clauses",
    "Event",
    "ForceRule",
    "Period",
    "Role",
    "Source",
    "SourceType",
    "Statement",
    "Term",
    "TerminationReason",
]


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


@attrs.frozen(field_transformer=checked)
class Source:
    """Text that can be cited, with the day of its publication."""

    id: str
    title: str
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    published: PartialDate | None = None
    """None when undated and nothing bounds it."""
    basis: str | None = None
    """What an interval in ``published`` rests on, when the text bears no date."""
    updated: PartialDate | None = None
    accessed: PartialDate | None = None
    archived: PartialDate | None = None
    archive_url: str | None = None
    """Address of an archived copy."""
    based_on: tuple[str, ...] = ()
    """Ids of the sources that it copies; copies of one text are one witness."""
    type: SourceType | None = None
    note: str | None = None
    corrected: str | None = None


@attrs.frozen(field_transformer=checked)
class Claim:
    """One source speaking of one event."""

    source: str
    """The id of the source."""
    role: Role
    date: PartialDate | None = None
    """The source's own date for the event, where it differs or adds."""
    locator: str | None = None
    """Where in the source to look."""
    rejected: str | None = None
    """Why the claim is judged wrong; None while it is accepted."""
    note: str | None = None

    @property
    def accepted(self) -> bool:
        """Whether it is not rejected."""
        return self.rejected is None


def _kinds(kinds: str | Iterable[str]) -> tuple[EventKind, ...]:
    if isinstance(kinds, tuple) and kinds and all(isinstance(kind, EventKind) for kind in kinds):
        # A copy of its own for each entry takes a tenth of the memory of an agreement.
        return kinds
    found = tuple([as_word(EventKind, kind) for kind in ((kinds,) if isinstance(kinds, str) else kinds)])
    if not found:
        raise ValueError("an entry names at least one event")
    return found


@attrs.frozen(field_transformer=checked)
class Event:
    """Entry of a history: what happened on one day, and the claims that say so."""

    kinds: tuple[EventKind, ...] = attrs.field(converter=_kinds)
    """What happened, in order; more than one when they share one day."""
    date: PartialDate
    """The day of the act."""
    effective: PartialDate | None = None
    """The day on which the act takes effect, where it is another one."""
    party: str | None = None
    by: str | None = None
    """The organ that acted."""
    place: str | None = None
    note: str | None = None
    of: EventKind | None = None
    """The event that a postponement cancels, or the act that a withdrawal takes back."""
    manner: Manner | None = None
    """How consent was given (VCLT 11-15)."""
    partial: bool = False
    """Whether an approval still needs another organ of the party."""
    until: PartialDate | None = None
    """The new end of the term, after an extension."""
    reason: TerminationReason | None = None
    corrected: str | None = None
    claims: tuple[Claim, ...] = ()

    @property
    def name(self) -> str:
        """The event's word; several are joined with ``+``."""
        return "+".join(self.kinds)

    def accepted(self, role: Role) -> tuple[Claim, ...]:
        """Return the claims of one role that are not rejected."""
        return tuple(claim for claim in self.claims if claim.role is role and claim.accepted)


@attrs.frozen(field_transformer=checked)
class Statement:
    """Claim of a source about the state, without an event."""

    source: str
    says: State
    date: PartialDate | None = None
    """The day that the source speaks of, where that is not the day of its publication."""
    locator: str | None = None
    rejected: str | None = None
    note: str | None = None


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
    raise ValueError(f"{unit!r} is no unit of time: write one of {', '.join(_UNITS)}")


@attrs.frozen(field_transformer=checked)
class Period:
    """Length of time as agreements state it: a count of ``days``, ``months`` or ``years``.

    ``day``, ``month`` and ``year`` are taken as units, too. Raises :class:`ValueError` for another unit, and for a
    count below 0.
    """

    count: int = attrs.field(validator=at_least(0))
    unit: str = attrs.field(converter=_unit)

    def after(self, date: PartialDate) -> PartialDate:
        """Return the date so much later; a day that its month lacks becomes the month's last."""
        return PartialDate.between(*(_later(day, self.count, self.unit) for day in (date.earliest, date.latest)))

    def before(self, date: PartialDate) -> PartialDate:
        """Return the date so much earlier; a day that its month lacks becomes the month's last."""
        return PartialDate.between(*(_later(day, -self.count, self.unit) for day in (date.earliest, date.latest)))

    def __str__(self) -> str:
        return f"{self.count} {self.unit if self.count != 1 else self.unit.removesuffix('s')}"


@attrs.frozen(field_transformer=checked)
class ForceRule:
    """Rule of entry into force in the agreement's own text: so many days or months after an event (VCLT 24)."""

    after: EventKind
    days: int = attrs.field(default=0, validator=at_least(0))
    months: int = attrs.field(default=0, validator=at_least(0))

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


@attrs.frozen(field_transformer=checked)
class Term:
    """Duration that the agreement's own text provides, and the notice by which a party leaves (VCLT 54-56)."""

    years: int | None = attrs.field(default=None, validator=at_least(1))
    renews: bool | None = None
    notice: Period | None = None

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


NO_CLAUSES = Clauses()
