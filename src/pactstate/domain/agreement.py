"""An agreement: what its file says, and the question that it answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property

import attrs

from pactstate.domain import timeline
from pactstate.domain.dates import PartialDate
from pactstate.domain.fields import at_least, checked
from pactstate.domain.kinds import Kind
from pactstate.domain.lifecycle import State, Terms
from pactstate.domain.model import Event, ForceRule, Source, Statement, Term
from pactstate.domain.timeline import Status
from pactstate.domain.vocabulary import Vocabulary, common

__all__ = ["Agreement"]


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
    vocabulary: Vocabulary | None = attrs.field(default=None, repr=False, eq=False)
    """Kinds and parties of one's own, or of its folder, beside those of the package."""

    @cached_property
    def _sources_by_id(self) -> Mapping[str, Source]:
        return {source.id: source for source in self.sources}

    @cached_property
    def _prepared(self) -> timeline.Prepared:
        return timeline.prepare(self.history, self._sources_by_id, self.terms)

    @property
    def terms(self) -> Terms:
        """What of the agreement the lifecycle needs."""
        return Terms(self.parties, self.consents_needed)

    @cached_property
    def policy(self) -> Kind:
        """What its kind sets; an empty policy for a kind that is not known."""
        known = (words.kinds.get(self.kind) for words in self._words)
        return next(filter(None, known), None) or Kind("unknown", self.kind)

    def party_name(self, code: str) -> str:
        """The English name of a party; the code itself when it is not known."""
        known = (words.parties.get(code) for words in self._words)
        return next(filter(None, known), code)

    @property
    def _words(self) -> tuple[Vocabulary, ...]:
        return (self.vocabulary, common()) if self.vocabulary else (common(),)

    def source(self, id: str) -> Source | None:
        """The cited source of that id; None when the agreement cites none."""
        return self._sources_by_id.get(id)

    def needs_approval_of(self) -> tuple[str, ...]:
        """The parties that must approve at home: as the file says, else as its kind has it."""
        if self.approvals_needed is not None:
            return self.approvals_needed
        usual = self.policy.approvals
        return tuple(party for party in self.parties if "*" in usual or party in usual)

    def states_on(self, on: PartialDate) -> frozenset[State | None]:
        """Every state that the history allows on a day, by all that the file holds; None for nothing yet."""
        return timeline.states_on(self._prepared, on)

    def status(
        self,
        on: str | dt.date | PartialDate | None = None,
        known_by: str | dt.date | PartialDate | None = None,
    ) -> Status:
        """Where the agreement stood on a day, as far as was known by another day.

        ``on`` defaults to today; without ``known_by`` all that the file holds counts. Dates are given as
        :class:`datetime.date` or as text; a partial date asks for all of its days at once. Raises
        :class:`~pactstate.DateError` for a text that is no date. Rule: domain.md section 4.
        """
        day = PartialDate(dt.date.today() if on is None else on)
        if known_by is None:
            return timeline.answer(self._prepared, self._sources_by_id, day)
        return timeline.status(self.history, self._sources_by_id, self.terms, day, PartialDate(known_by))
