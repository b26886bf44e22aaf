"""Rows of the tables: one function for each table, in the order of its columns in ``tables.py``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Final

import attrs

from pactstate.domain.agreement import Agreement, prepared_by
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import State
from pactstate.domain.log import KnownChange, LongHistoryError, known_changes
from pactstate.domain.model import Source, sources_by_id
from pactstate.domain.position import Place
from pactstate.domain.readings import Knowledge, Prepared
from pactstate.domain.status import Status, answer, flag_words
from pactstate.domain.timeline import Timeline, spells_of
from pactstate.findings import Finding
from pactstate.tables.spells import party_spells

__all__ = ["LINKS", "ROWS", "AnsweredAgreement", "CellValue", "Question", "Row", "finding_row"]

CellValue = str | int | bool | None
"""Value of a cell. Days are texts, as in ``2025-09-11``."""
Row = tuple[CellValue, ...]

_SEPARATOR: Final = "; "
"""Text between several values of one cell."""


@attrs.frozen
class Question:
    """Days that the tables are made for."""

    on: PartialDate
    known_by: PartialDate | None
    today: dt.date


# Cached properties are found twice as fast in a dictionary as through the slots of attrs.
@attrs.define(slots=False, eq=False)
class AnsweredAgreement:
    """Agreement with the answers about it that several tables need."""

    agreement: Agreement
    question: Question
    notes: list[str] = attrs.field(factory=list)
    """Notes on what a table leaves out."""
    knowledge: Knowledge | None = None
    """Knowledge of the agreement, if it is computed already."""

    @cached_property
    def sources(self) -> Mapping[str, Source]:
        """Sources that the agreement cites, by id."""
        return sources_by_id(self.agreement.sources)

    @cached_property
    def prepared(self) -> Prepared:
        """The history as it was known by the day of the question."""
        return prepared_by(self.agreement, self.question.known_by)

    @cached_property
    def status(self) -> Status:
        """Answer about the agreement on the day of the question."""
        question = self.question
        return answer(self.prepared, self.sources, question.on, question.known_by, question.today)

    @property
    def reported(self) -> Timeline:
        """Timeline of what was reported by the day of the question. Spells leave out announcements."""
        return self.prepared.readings[0].reported

    @cached_property
    def changes(self) -> Sequence[KnownChange]:
        """Days on which its state became known. Raises :class:`~pactstate.domain.log.LongHistoryError`."""
        known_by = self.question.known_by
        until = self.question.today if known_by is None else known_by.latest
        return tuple(known_changes(self.agreement, until, self.knowledge))


def _date(date: PartialDate | None) -> tuple[str | None, str | None, str | None]:
    if date is None:
        return _NO_DATE
    text, earliest, latest = date.text, date.earliest, date.latest
    # Most dates are written as in 2025-09-11; every other text of one day has another length.
    if earliest == latest and len(text) == _DAY and dt.date.min < earliest < dt.date.max:
        return text, text, text
    return (
        text,
        None if earliest == dt.date.min else earliest.isoformat(),
        None if latest == dt.date.max else latest.isoformat(),
    )


_NO_DATE: Final = (None, None, None)
_DAY: Final = len("2025-09-11")
"""Characters of a day."""


def _joined(values: Iterable[object]) -> str | None:
    return _SEPARATOR.join(map(str, values)) or None


def _word(value: object) -> str | None:
    return None if value is None else str(value)


def _agreements(case: AnsweredAgreement) -> Iterator[Row]:
    agreement, status = case.agreement, case.status
    yield (
        agreement.id,
        agreement.title,
        agreement.formal_title,
        agreement.kind,
        _joined(agreement.parties),
        agreement.open,
        *_date(case.question.on),
        *_date(case.question.known_by),
        _word(status.state),
        _joined(state for state in State if state in status.possible),
        status.unbegun,
        _word(status.presumed),
        *_date(status.since),
        _joined(flag_words(status.flags)),
        str(status),
        _joined(status.expected),
        status.projected,
        status.newest_source.id if status.newest_source else None,
        *_date(status.newest),
        _joined(agreement.not_recorded),
        _word(agreement.entry_into_force),
        _word(agreement.term),
    )


def _parties(case: AnsweredAgreement) -> Iterator[Row]:
    listed = {*case.agreement.parties}
    for number, standing in enumerate(case.status.standing, 1):
        yield (
            case.agreement.id,
            number,
            standing.party,
            case.agreement.party_name(standing.party),
            standing.party in listed,
            _word(standing.certain),
            _joined(place for place in Place if place in standing.possible),
            _word(standing.presumed),
            *_date(standing.since),
            _word(standing.manner),
            standing.approved,
            _joined(flag_words(standing.flags)),
        )


def _events(case: AnsweredAgreement) -> Iterator[Row]:
    number = 0
    for entry, event in enumerate(case.agreement.history, 1):
        for kind in event.kinds:
            number += 1
            yield (
                case.agreement.id,
                number,
                entry,
                str(kind),
                *_date(event.date),
                *_date(event.effective),
                event.party,
                event.by,
                event.place,
                event.note,
                _word(event.of),
                _word(event.manner),
                event.partial,
                *_date(event.until),
                _word(event.reason),
                event.corrected,
            )


def _claims(case: AnsweredAgreement) -> Iterator[Row]:
    number = 0
    for event in case.agreement.history:
        for _ in event.kinds:
            number += 1
            for count, claim in enumerate(event.claims, 1):
                yield (
                    case.agreement.id,
                    number,
                    count,
                    claim.source,
                    str(claim.role),
                    *_date(claim.date),
                    claim.locator,
                    claim.rejected,
                    claim.note,
                )


def _sources(case: AnsweredAgreement) -> Iterator[Row]:
    agreement = case.agreement
    for source in agreement.sources:
        yield (agreement.id, source.id, True, *_description(source))
    cited = [claim.source for event in agreement.history for claim in event.claims]
    cited += [statement.source for statement in agreement.statements]
    missing = [id for id in dict.fromkeys(cited) if id not in case.sources]
    yield from ((agreement.id, id, False, *_NOT_DESCRIBED) for id in missing)


def _description(source: Source) -> Row:
    return (
        source.title,
        source.publisher,
        source.author,
        source.url,
        *_date(source.published),
        source.basis,
        *_date(source.updated),
        *_date(source.accessed),
        *_date(source.archived),
        source.archive_url,
        _joined(source.based_on),
        _word(source.type),
        source.note,
        source.corrected,
    )


_NOT_DESCRIBED: Final = (None,) * len(_description(Source("none", title="None")))
"""Cells of a source that is cited without a description."""


def _statements(case: AnsweredAgreement) -> Iterator[Row]:
    for number, (statement, judgement, contrary) in enumerate(case.agreement.judged, 1):
        yield (
            case.agreement.id,
            number,
            statement.source,
            str(statement.says),
            *_date(statement.date),
            statement.locator,
            statement.rejected,
            statement.note,
            str(judgement.verdict),
            *_date(contrary.since if contrary else None),
            _joined(contrary.sources) if contrary else None,
            contrary.days if contrary else None,
        )


def _spells(case: AnsweredAgreement) -> Iterator[Row]:
    for number, spell in enumerate(spells_of(case.reported), 1):
        yield (case.agreement.id, number, str(spell.state), *_date(spell.since), *_date(spell.until))


def _party_spells(case: AnsweredAgreement) -> Iterator[Row]:
    for number, spell in enumerate(party_spells(case.reported, case.agreement.parties), 1):
        places = " or ".join(spell.places)
        yield (case.agreement.id, number, spell.party, places, *_date(spell.since), *_date(spell.until))


def _knowledge(case: AnsweredAgreement) -> Iterator[Row]:
    try:
        changes = case.changes
    except LongHistoryError as error:
        case.notes.append(str(error))
        return
    for number, change in enumerate(changes, 1):
        yield (
            case.agreement.id,
            number,
            change.known.isoformat(),
            str(change.state),
            *_date(change.since),
            change.days,
            change.source,
            change.publisher,
            *_date(change.published),
        )


LINKS: Final = ("replaces", "replaced_by", "amends", "supplements", "formerly")
"""Words of the column ``link``."""


def _links(case: AnsweredAgreement) -> Iterator[Row]:
    agreement = case.agreement
    ids = (agreement.replaces, agreement.replaced_by, agreement.amends, agreement.supplements, agreement.formerly)
    for link, targets in zip(LINKS, ids, strict=True):
        yield from ((agreement.id, link, target) for target in dict.fromkeys(targets))


def _identifiers(case: AnsweredAgreement) -> Iterator[Row]:
    yield from ((case.agreement.id, register, key) for register, key in case.agreement.identifiers)


def _none(case: AnsweredAgreement) -> Iterator[Row]:
    return iter(())


ROWS: Final[Mapping[str, Callable[[AnsweredAgreement], Iterator[Row]]]] = {
    "agreements": _agreements,
    "parties": _parties,
    "events": _events,
    "claims": _claims,
    "sources": _sources,
    "statements": _statements,
    "spells": _spells,
    "party_spells": _party_spells,
    "knowledge": _knowledge,
    "links": _links,
    "identifiers": _identifiers,
    "findings": _none,
}
"""Function that yields the rows of one agreement, by the name of the table; a check has the rows of ``findings``."""


def finding_row(number: int, found: Finding) -> Row:
    """Return the row of the table ``findings`` for a finding."""
    place = found.location
    return (
        number,
        found.agreement,
        found.code,
        found.rule,
        str(found.severity),
        place.path,
        place.line,
        place.column,
        found.message,
        found.help,
    )
