"""Agreement: the content of one file, and the questions that it answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import overload

import attrs

from pactstate.domain import timeline
from pactstate.domain.dates import PartialDate
from pactstate.domain.fields import at_least, checked
from pactstate.domain.kinds import Kind
from pactstate.domain.lifecycle import EventKind, State, Terms
from pactstate.domain.model import Clauses, Event, ForceRule, Source, Statement, Term
from pactstate.domain.standing import Standing
from pactstate.domain.status import Status, answer
from pactstate.domain.vocabulary import Vocabulary, common

__all__ = ["Agreement"]


def _in_order(kinds: Collection[EventKind]) -> tuple[EventKind, ...]:
    return tuple(kind for kind in EventKind if kind in kinds) if kinds else ()


@attrs.frozen(field_transformer=checked)
class Agreement:
    """One agreement, its history and its evidence. Immutable and hashable."""

    id: str
    title: str
    kind: str
    parties: tuple[str, ...]
    history: tuple[Event, ...] = attrs.field(default=(), repr=False)
    statements: tuple[Statement, ...] = attrs.field(default=(), repr=False)
    sources: tuple[Source, ...] = attrs.field(default=(), repr=False)
    """The sources that the history and the statements cite, in order of id."""
    formal_title: str | None = attrs.field(default=None, repr=False)
    approvals_needed: tuple[str, ...] | None = attrs.field(default=None, repr=False)
    """Parties that must approve at home; None: as its kind has it."""
    consents_needed: int | None = attrs.field(default=None, repr=False, validator=at_least(1))
    """How many consents make it ratified; None: every party's."""
    entry_into_force: ForceRule | None = attrs.field(default=None, repr=False)
    term: Term | None = attrs.field(default=None, repr=False)
    replaces: tuple[str, ...] = attrs.field(default=(), repr=False)
    replaced_by: tuple[str, ...] = attrs.field(default=(), repr=False)
    amends: tuple[str, ...] = attrs.field(default=(), repr=False)
    supplements: tuple[str, ...] = attrs.field(default=(), repr=False)
    formerly: tuple[str, ...] = attrs.field(default=(), repr=False)
    """Ids that this record had before."""
    open: bool = attrs.field(default=False, repr=False)
    """Whether the list of parties is incomplete, or others may join."""
    not_recorded: tuple[EventKind, ...] = attrs.field(default=(), repr=False, converter=_in_order)
    """Events that this record does not follow."""
    identifiers: tuple[tuple[str, str], ...] = attrs.field(default=(), repr=False)
    """Keys in other registers, by register."""
    vocabulary: Vocabulary | None = attrs.field(default=None, repr=False, eq=False)
    """Kinds and parties of one's own, or of its folder, beside those of the package."""

    @cached_property
    def _sources_by_id(self) -> Mapping[str, Source]:
        return {source.id: source for source in self.sources}

    @cached_property
    def prepared(self) -> timeline.Prepared:
        """The history as it is known from the whole file, prepared for questions about any day."""
        return timeline.prepare(self.history, self._sources_by_id, self.terms, None, self.clauses)

    @property
    def terms(self) -> Terms:
        """Parties and consents needed, for the lifecycle."""
        return Terms(self.parties, self.consents_needed, self.open)

    @property
    def clauses(self) -> Clauses:
        """Provisions and limits of the record that an answer takes into account."""
        return Clauses(self.entry_into_force, self.term, frozenset(self.not_recorded))

    @cached_property
    def policy(self) -> Kind:
        """Policy of its kind; an empty policy for a kind that is not known."""
        known = (words.kinds.get(self.kind) for words in self._words)
        return next(filter(None, known), None) or Kind("unknown", self.kind)

    def party_name(self, code: str) -> str:
        """Return the English name of a party; the code itself when it is unknown."""
        known = (words.parties.get(code) for words in self._words)
        return next(filter(None, known), code)

    @property
    def _words(self) -> tuple[Vocabulary, ...]:
        return (self.vocabulary, common()) if self.vocabulary else (common(),)

    def source(self, id: str) -> Source | None:
        """Return the cited source of that id, or None."""
        return self._sources_by_id.get(id)

    def needs_approval_of(self) -> tuple[str, ...]:
        """Return the parties that must approve at home: from the file, else from the kind."""
        if self.approvals_needed is not None:
            return self.approvals_needed
        usual = self.policy.approvals
        return tuple(party for party in self.parties if "*" in usual or party in usual)

    def states_on(self, on: PartialDate) -> frozenset[State | None]:
        """Return every possible state on a day, using everything in the file; None stands for "nothing yet"."""
        return timeline.states_on(self.prepared, on)

    @overload
    def status(
        self,
        on: str | dt.date | PartialDate | None = None,
        known_by: str | dt.date | PartialDate | None = None,
        *,
        party: None = None,
        today: dt.date | None = None,
    ) -> Status: ...
    @overload
    def status(
        self,
        on: str | dt.date | PartialDate | None = None,
        known_by: str | dt.date | PartialDate | None = None,
        *,
        party: str,
        today: dt.date | None = None,
    ) -> Standing: ...
    def status(
        self,
        on: str | dt.date | PartialDate | None = None,
        known_by: str | dt.date | PartialDate | None = None,
        *,
        party: str | None = None,
        today: dt.date | None = None,
    ) -> Status | Standing:
        """Return where the agreement, or one party, stood on a day, as far as was known by another day.

        ``on`` defaults to ``today``, and that to the day of the call; an answer about a later day is *projected*.
        Without ``known_by`` everything in the file counts. Dates are given as :class:`datetime.date` or as text; a
        partial date asks for all of its days at once. Raises :class:`~pactstate.DateError` for a text that is no date.
        See docs/domain.md, "Status".

        >>> from pactstate.domain.model import Event
        >>> from pactstate.domain.lifecycle import EventKind
        >>> signed = Event((EventKind.SIGNED,), PartialDate("2024-07-08"))
        >>> raa = Agreement("jp-ph-raa", "RAA", "raa", ("JP", "PH"), (signed,))
        >>> raa.status(on="2024-12-01").state
        <State.SIGNED: 'signed'>
        >>> str(raa.status(on="2024-12-01", party="PH"))
        'signed since 2024-07-08'
        """
        present = today or dt.date.today()
        day = PartialDate(present if on is None else on)
        if known_by is None:
            found = answer(self.prepared, self._sources_by_id, day, None, present)
        else:
            by = PartialDate(known_by)
            prepared = timeline.prepare(self.history, self._sources_by_id, self.terms, by, self.clauses)
            found = answer(prepared, self._sources_by_id, day, by, present)
        return found if party is None else found.of(party)
