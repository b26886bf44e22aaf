"""Agreement: the content of one file, and the questions that it answers."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, cast, overload

import attrs

from pactstate.domain import readings
from pactstate.domain.dates import PartialDate
from pactstate.domain.evidence import Evidence, Known, entries_known_by
from pactstate.domain.fields import (
    KEY,
    MAX_CLAIMS,
    MAX_MARKS,
    MAX_PARTIES,
    TEXT,
    DateLike,
    Id,
    Title,
    as_day,
    as_word,
    at_least,
    checked,
    each,
    maybe_several,
    refuse_repeats,
    repr_as_call,
    several,
    unchecked,
)
from pactstate.domain.kinds import Kind
from pactstate.domain.lifecycle import EventKind, State, Terms
from pactstate.domain.model import (
    Clauses,
    Event,
    ForceRule,
    Source,
    Statement,
    Term,
    event_kinds,
    first_beyond_marks,
    in_order,
    sources_by_id,
)
from pactstate.domain.parties import parties_named
from pactstate.domain.points import points_of
from pactstate.domain.standing import Standing
from pactstate.domain.statements import Contrary, Judgement, contraries, weigh
from pactstate.domain.status import Status, answer
from pactstate.domain.timeline import Spell, Timeline, spells_of, timeline_of
from pactstate.domain.vocabulary import Vocabulary, common
from pactstate.errors import TypeRefusedError, ValueRefusedError
from pactstate.smallyaml.characters import clip
from pactstate.text.escape import HtmlText, html_table

__all__ = ["Agreement", "prepared_by"]

_STATEMENT = unchecked(Statement)
# The fields of an agreement have been checked.
_made_terms = unchecked(Terms)
_made_clauses = unchecked(Clauses)
_REPORTED = Evidence.REPORTED  # Cached: access to an enum member is slow before Python 3.12.


def _not_recorded(kinds: str | Iterable[str]) -> tuple[EventKind, ...]:
    return in_order(event_kinds(kinds, "Agreement.not_recorded"))


# Converters for type checkers only, as in fields.py: they say what a field takes.
if TYPE_CHECKING:

    def _history(events: Iterable[Event], /) -> tuple[Event, ...]: ...
    def _statements(statements: Iterable[Statement], /) -> tuple[Statement, ...]: ...
else:
    _history = _statements = None


def _sources(sources: Iterable[Source]) -> tuple[Source, ...]:
    in_order = tuple(sorted(each(sources, Source, "Agreement.sources"), key=lambda source: source.id))
    for one, next in itertools.pairwise(in_order):
        if one.id == next.id:
            raise ValueRefusedError(f"the source '{one.id}' is described twice: give each source an id of its own")
    return in_order


def _identifiers(identifiers: Mapping[str, str] | Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    pairs = identifiers.items() if isinstance(identifiers, Mapping) else identifiers
    is_list = isinstance(pairs, Iterable) and not isinstance(pairs, str)
    found = tuple(cast("Iterable[tuple[str, str]]", pairs)) if is_list else ()
    if not is_list or not all(isinstance(pair, tuple) and list(map(type, pair)) == [str, str] for pair in found):
        raise TypeRefusedError("Agreement.identifiers takes texts by text, as in {'unts': 'I-12345'}")
    for register, key in found:
        KEY.refuse_wrong("a register in Agreement.identifiers", register)
        TEXT.refuse_wrong(f"Agreement.identifiers['{register}']", key)
    if len(dict(found)) < len(found):
        raise ValueRefusedError("Agreement.identifiers names a register twice: keep one of its keys")
    return found


def _are_parties(agreement: Agreement, field: attrs.Attribute[tuple[str, ...]], parties: tuple[str, ...]) -> None:
    if len(parties) < 2 and not (parties and agreement.open):
        raise ValueRefusedError(
            "an agreement has at least two parties: name them, or pass open=True if there are others than the one named"
        )
    _are_known(agreement, field, parties)


def _are_known(
    agreement: Agreement,
    field: attrs.Attribute[tuple[str, ...]] | attrs.Attribute[tuple[str, ...] | None],
    codes: tuple[str, ...] | None,
) -> None:
    name = f"Agreement.{field.name}"
    if codes and len(codes) > MAX_PARTIES:
        raise ValueRefusedError(f"{name} has {len(codes):,} parties: write {MAX_PARTIES:,} at most")
    refuse_repeats(codes or (), name)
    for code in codes or ():
        _refuse_stranger(agreement, name, code)


def _words(agreement: Agreement) -> tuple[Vocabulary, ...]:
    return (agreement.vocabulary, common()) if agreement.vocabulary else (common(),)


def _is_kind(agreement: Agreement, field: object, kind: str) -> None:
    known = {name for words in _words(agreement) for name in words.kinds}
    if kind not in known:
        raise ValueRefusedError(
            f"'{clip(kind)}' is no kind of agreement: write one of {', '.join(sorted(known))}; "
            "or pass a kind of your own, as in vocabulary=Vocabulary([Kind('fisheries', 'fishing rights')])"
        )


def _is_history(agreement: Agreement, field: object, history: tuple[Event, ...]) -> None:
    for party in dict.fromkeys(event.party for event in history if event.party):
        _refuse_stranger(agreement, "Event.party", party)
    claims = sum(len(event.claims) for event in history)
    if claims > MAX_CLAIMS:
        raise ValueRefusedError(f"the history has {claims:,} claims: {MAX_CLAIMS:,} are possible at most")
    if first_beyond_marks(len(agreement.parties), ((one.kinds, one.party is not None) for one in history)) is not None:
        raise ValueRefusedError(
            f"more than {MAX_MARKS // len(agreement.parties):,} entries speak for all of the "
            f"{len(agreement.parties):,} parties: name the party of each"
        )


def _refuse_stranger(agreement: Agreement, name: str, code: str) -> None:
    if any(code in words.parties for words in _words(agreement)):
        return
    meant = [found for words in _words(agreement) for found in parties_named(code, words.parties)]
    own = "or pass one of your own, as in vocabulary=Vocabulary(parties={'OWN': 'its name'})"
    advice = " or ".join(dict.fromkeys(meant)) or f"the ISO 3166-1 code of a state, as in 'JP', {own}"
    raise ValueRefusedError(f"{name}: '{clip(code)}' is not the code of a party: write {advice}")


@attrs.frozen(field_transformer=checked)
class Agreement:
    """One agreement, its history and its evidence. Immutable and hashable.

    Texts, ids, addresses, dates, kinds and parties are those that a file takes; another value raises
    :class:`~pactstate.ValueRefusedError`, which says what to write. Kinds and parties of one's own, which a folder
    declares in its settings, are passed as a ``vocabulary``.

    >>> signed = Event("signed", "2024-07-08", reported_by=["gazette"])
    >>> gazette = Source("gazette", "Signing of the agreement", published="2024-07-09")
    >>> treaty = Agreement("fr-no-acsa", "ACSA", "acsa", ["FR", "NO"], [signed], sources=[gazette])
    >>> print(treaty.status(on="2025-01-01").state)
    signed
    >>> fishing = Vocabulary([Kind("fisheries", "fishing rights")])
    >>> Agreement("fr-no-fish", "Fisheries Agreement", "fisheries", ["FR", "NO"], vocabulary=fishing).policy.title
    'fishing rights'
    """

    id: Id
    title: Title
    kind: str = attrs.field(validator=_is_kind)
    parties: tuple[str, ...] = attrs.field(converter=several, validator=_are_parties)
    history: tuple[Event, ...] = attrs.field(default=(), repr=False, converter=_history, validator=_is_history)
    statements: tuple[Statement, ...] = attrs.field(default=(), repr=False, converter=_statements)
    sources: tuple[Source, ...] = attrs.field(default=(), repr=False, converter=_sources)
    """The sources that the history and the statements cite, in order of id."""
    formal_title: Title | None = attrs.field(default=None, repr=False)
    approvals_needed: tuple[str, ...] | None = attrs.field(
        default=None, repr=False, converter=maybe_several, validator=_are_known
    )
    """Parties that must approve at home; None: as its kind has it."""
    consents_needed: int | None = attrs.field(default=None, repr=False, validator=at_least(1))
    """Number of consents that make it ratified; None: those of all parties."""
    entry_into_force: ForceRule | None = attrs.field(default=None, repr=False)
    term: Term | None = attrs.field(default=None, repr=False)
    replaces: tuple[Id, ...] = attrs.field(default=(), repr=False, converter=several)
    replaced_by: tuple[Id, ...] = attrs.field(default=(), repr=False, converter=several)
    amends: tuple[Id, ...] = attrs.field(default=(), repr=False, converter=several)
    supplements: tuple[Id, ...] = attrs.field(default=(), repr=False, converter=several)
    formerly: tuple[Id, ...] = attrs.field(default=(), repr=False, converter=several)
    """Ids that this record had before."""
    open: bool = attrs.field(default=False, repr=False)
    """Whether the list of parties is incomplete, or others may join."""
    not_recorded: tuple[EventKind, ...] = attrs.field(default=(), repr=False, converter=_not_recorded)
    """Events that this record does not follow."""
    identifiers: tuple[tuple[str, str], ...] = attrs.field(default=(), repr=False, converter=_identifiers)
    """Keys in other registers, by register."""
    vocabulary: Vocabulary | None = attrs.field(default=None, repr=False, eq=False)
    """Kinds and parties of one's own, or of its folder, beside those of the package."""

    __repr__ = repr_as_call

    @cached_property
    def sources_by_id(self) -> Mapping[str, Source]:
        """Sources that it cites, by id."""
        return sources_by_id(self.sources)

    @cached_property
    def known(self) -> Known:
        """Entries of the history that count, and those that a denial took back, by everything in the file."""
        return entries_known_by(self.history, self.sources_by_id)

    @cached_property
    def reported(self) -> Timeline:
        """Timeline of the entries that are reported, by everything in the file."""
        firm = [entry for entry in self.known.live if entry.evidence is _REPORTED]
        return timeline_of(points_of(firm, foreseen=False), self.terms, silence=frozenset(self.not_recorded))

    @cached_property
    def prepared(self) -> readings.Prepared:
        """The history as it is known from the whole file, prepared for questions about any day."""
        known, terms, clauses = self.known, self.terms, self.clauses
        reading = readings.read(known.live, known.refuted, terms, clauses, self.reported)
        return readings.Prepared([reading], terms, clauses)

    @cached_property
    def judged(self) -> Sequence[tuple[Statement, Judgement, Contrary | None]]:
        """Its statements, each judged, with what had been public against it, using everything in the file."""
        found = [(one, self.weigh(one)) for one in self.statements]
        return tuple((*one, public) for one, public in zip(found, self.contraries(found), strict=True))

    @property
    def terms(self) -> Terms:
        """Parties and consents needed, for the lifecycle."""
        return _made_terms(self.parties, self.consents_needed, self.open)

    @property
    def clauses(self) -> Clauses:
        """Provisions and limits of the record that an answer takes into account."""
        return _made_clauses(self.entry_into_force, self.term, frozenset(self.not_recorded))

    @cached_property
    def policy(self) -> Kind:
        """Policy of its kind."""
        return next(words.kinds[self.kind] for words in _words(self) if self.kind in words.kinds)

    def party_name(self, code: str) -> str:
        """Return the English name of a party; the code itself when it is unknown."""
        known = (words.parties.get(code) for words in _words(self))
        return next(filter(None, known), code)

    def source(self, id: str) -> Source | None:
        """Return the cited source of that id, or None."""
        return self.sources_by_id.get(id)

    def needs_approval_of(self) -> tuple[str, ...]:
        """Return the parties that must approve at home: from the file, else from the kind."""
        if self.approvals_needed is not None:
            return self.approvals_needed
        usual = self.policy.approvals
        return tuple(party for party in self.parties if "*" in usual or party in usual)

    def states_on(self, on: PartialDate) -> frozenset[State | None]:
        """Return every possible state on a day, using everything in the file; None stands for "nothing yet"."""
        return readings.states_on(self.prepared, on)

    def judge(self, state: str, on: DateLike, *, source: str | None = None) -> Judgement:
        """Judge a claim that the agreement is in a state.

        Args:
            state: The state that is claimed.
            on: Day of which the claim speaks, such as the day of the article.
            source: Id of the source that makes the claim, which then is no evidence against it.

        Returns:
            The verdict; for a stale or premature claim also since when the contrary had been public, and by whom.

        Raises:
            DateError: ``on`` is no date.
            ValueRefusedError: ``state`` is no state.

        >>> signed = Event("signed", "2024-07-08", reported_by="jiji")
        >>> jiji = Source("jiji", "Japan, Philippines Ink Agreement", published="2024-07-08")
        >>> raa = Agreement("jp-ph-raa", "RAA", "raa", ["JP", "PH"], [signed], sources=[jiji])
        >>> print(raa.judge("negotiating", on="2026-05-29"))
        stale: signed, public since 2024-07-08 (jiji)
        """
        says = as_word(State, state)
        # An empty id is that of no source, so every source counts as evidence.
        statement = _STATEMENT(source=source or "", says=says, date=PartialDate(on))
        found = self.weigh(statement)
        return attrs.evolve(found, contrary=self.contrary(statement, found))

    def weigh(self, statement: Statement) -> Judgement:
        """Compare a statement with the history, using everything in the file.

        Its day is its own ``date``, else the publication of its source, with all days until its update.
        """
        return weigh(statement, self.source(statement.source), self.states_on)

    def contrary(self, statement: Statement, judgement: Judgement) -> Contrary | None:
        """Return since when the contrary of a stale or premature statement had been public, and by whom."""
        return self.contraries([(statement, judgement)])[0]

    def contraries(self, judged: Sequence[tuple[Statement, Judgement]]) -> list[Contrary | None]:
        """Return the same as :meth:`contrary` for many statements, in less time."""
        return contraries(judged, self.history, self.sources_by_id, self.terms, self.clauses)

    def spells(self, known_by: DateLike | None = None) -> tuple[Spell, ...]:
        """Return the states that the reports make out, one after the other, each with its beginning and its end.

        A source that was only possibly published by ``known_by`` counts. Announcements make out nothing.

        Raises:
            DateError: ``known_by`` is no date.

        >>> history = [Event("signed", "2024-07", reported_by="a"), Event("in_force", "2025-09-11", reported_by="a")]
        >>> for spell in Agreement("jp-ph-raa", "RAA", "raa", ["JP", "PH"], history).spells():
        ...     print(spell)
        signed from 2024-07 to 2025-09-11
        in_force from 2025-09-11
        """
        prepared = prepared_by(self, None if known_by is None else PartialDate(known_by))
        return tuple(spells_of(prepared.readings[0].reported))

    def _repr_html_(self) -> str:
        rows = [(event.date, event.name, event.party or "", event.note or "") for event in self.history]
        head = HtmlText.of("<p>{} ({}): {}</p>", self.title, self.id, ", ".join(self.parties))
        return head + html_table(("Date", "Event", "Party", "Note"), rows)

    @overload
    def status(
        self,
        on: DateLike | None = None,
        known_by: DateLike | None = None,
        *,
        party: None = None,
        today: DateLike | None = None,
    ) -> Status: ...
    @overload
    def status(
        self,
        on: DateLike | None = None,
        known_by: DateLike | None = None,
        *,
        party: str,
        today: DateLike | None = None,
    ) -> Standing: ...
    def status(
        self,
        on: DateLike | None = None,
        known_by: DateLike | None = None,
        *,
        party: str | None = None,
        today: DateLike | None = None,
    ) -> Status | Standing:
        """Return where the agreement, or one party, stood on a day, as far as was known by another day.

        ``on`` defaults to ``today``, and that to the day of the call; an answer about a later day is *projected*.
        Without ``known_by`` everything in the file counts. Dates are given as :class:`datetime.date` or as text; a
        partial date asks for all of its days at once. Raises :class:`~pactstate.DateError` for a text that is no date.
        See docs/domain.md, "Status".

        >>> signed = Event("signed", "2024-07-08")
        >>> raa = Agreement("jp-ph-raa", "RAA", "raa", ["JP", "PH"], [signed])
        >>> raa.status(on="2024-12-01").state
        <State.SIGNED: 'signed'>
        >>> str(raa.status(on="2024-12-01", party="PH"))
        'signed since 2024-07-08'
        """
        present = as_day(today)
        day = PartialDate(present if on is None else on)
        by = None if known_by is None else PartialDate(known_by)
        found = answer(prepared_by(self, by), self.sources_by_id, day, by, present)
        return found if party is None else found.of(party)


def prepared_by(agreement: Agreement, known_by: PartialDate | None) -> readings.Prepared:
    """Return the history as it was known by a day, prepared for questions; None: as the whole file has it."""
    if known_by is None:
        return agreement.prepared
    return readings.prepare(agreement.history, agreement.sources_by_id, agreement.terms, known_by, agreement.clauses)
