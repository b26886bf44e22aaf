"""Tables of agreements: their columns with descriptions, and the rows of one agreement.

Every table for every format is made from :data:`TABLES`. A date has three columns: the text of the record, and its
first and last possible day. See docs/tables.md.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Literal

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, State
from pactstate.domain.log import LongHistoryError, known_changes
from pactstate.domain.position import Place
from pactstate.domain.status import Status, flag_words
from pactstate.exchange.spells import party_spells
from pactstate.findings import Finding

__all__ = ["TABLES", "Case", "Cell", "Column", "Foreign", "Question", "Row", "Table", "finding_row"]

Cell = str | int | bool | None
"""Value of a cell. Days are texts, as in ``2025-09-11``."""
Row = tuple[Cell, ...]
ColumnType = Literal["string", "integer", "boolean", "date", "uri"]

_SEPARATOR: Final = "; "
"""Text between several values of one cell."""


@attrs.frozen
class Column:
    """Column of a table."""

    name: str
    description: str
    type: ColumnType = "string"


@attrs.frozen
class Foreign:
    """Columns whose values are the key of a row of another table."""

    columns: tuple[str, ...]
    table: str


@attrs.frozen
class Question:
    """Days that the tables are made for."""

    on: PartialDate
    known_by: PartialDate | None
    today: dt.date


@attrs.define(eq=False)
class Case:
    """Agreement with the answers about it that several tables need."""

    agreement: Agreement
    question: Question
    notes: list[str] = attrs.field(factory=list)
    """Notes on what a table leaves out."""
    _status: Status | None = None

    @property
    def status(self) -> Status:
        """Answer about the agreement on the day of the question."""
        if self._status is None:
            question = self.question
            self._status = self.agreement.status(question.on, question.known_by, today=question.today)
        return self._status


@attrs.frozen(eq=False)
class Table:
    """Table: what its rows are, its columns, and its rows for one agreement."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """Columns that identify a row; none for a table whose rows may repeat."""
    foreign: tuple[Foreign, ...]
    rows: Callable[[Case], Iterable[Row]]


def _dates(name: str, description: str) -> tuple[Column, ...]:
    return (
        Column(name, f"{description}, as written"),
        Column(f"{name}_earliest", f"First possible day of '{name}'; empty if it is open", "date"),
        Column(f"{name}_latest", f"Last possible day of '{name}'; empty if it is open", "date"),
    )


def _date(date: PartialDate | None) -> tuple[str | None, str | None, str | None]:
    if date is None:
        return None, None, None
    return (
        date.text,
        None if date.earliest == dt.date.min else date.earliest.isoformat(),
        None if date.latest == dt.date.max else date.latest.isoformat(),
    )


def _joined(values: Iterable[object]) -> str | None:
    return _SEPARATOR.join(map(str, values)) or None


def _word(value: object) -> str | None:
    return None if value is None else str(value)


_AGREEMENT: Final = Column("agreement", "Id of the agreement")
_OF_AGREEMENT: Final = Foreign(("agreement",), "agreements")


def _agreements(case: Case) -> Iterator[Row]:
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
        _joined(kind for kind in EventKind if kind in agreement.not_recorded),
        _word(agreement.entry_into_force),
        _word(agreement.term),
    )


def _parties(case: Case) -> Iterator[Row]:
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


def _events(case: Case) -> Iterator[Row]:
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


def _claims(case: Case) -> Iterator[Row]:
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


def _sources(case: Case) -> Iterator[Row]:
    agreement = case.agreement
    for source in agreement.sources:
        yield (
            agreement.id,
            source.id,
            True,
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
    cited = [claim.source for event in agreement.history for claim in event.claims]
    cited += [statement.source for statement in agreement.statements]
    missing = [id for id in dict.fromkeys(cited) if agreement.source(id) is None]
    width = len(_SOURCE_COLUMNS) - 3
    yield from ((agreement.id, id, False, *(None,) * width) for id in missing)


def _statements(case: Case) -> Iterator[Row]:
    judged = [(statement, case.agreement.weigh(statement)) for statement in case.agreement.statements]
    contraries = case.agreement.contraries(judged)
    for number, ((statement, judgement), contrary) in enumerate(zip(judged, contraries, strict=True), 1):
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


def _spells(case: Case) -> Iterator[Row]:
    for number, spell in enumerate(case.agreement.spells(case.question.known_by), 1):
        yield (case.agreement.id, number, str(spell.state), *_date(spell.since), *_date(spell.until))


def _party_spells(case: Case) -> Iterator[Row]:
    for number, spell in enumerate(party_spells(case.agreement, case.question.known_by), 1):
        places = " or ".join(spell.places)
        yield (case.agreement.id, number, spell.party, places, *_date(spell.since), *_date(spell.until))


def _knowledge(case: Case) -> Iterator[Row]:
    known_by = case.question.known_by
    until = case.question.today if known_by is None else known_by.latest
    try:
        for number, change in enumerate(known_changes(case.agreement, until), 1):
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
    except LongHistoryError as error:
        case.notes.append(str(error))


_LINKS: Final = ("replaces", "replaced_by", "amends", "supplements", "formerly")


def _links(case: Case) -> Iterator[Row]:
    agreement = case.agreement
    ids = (agreement.replaces, agreement.replaced_by, agreement.amends, agreement.supplements, agreement.formerly)
    for link, targets in zip(_LINKS, ids, strict=True):
        yield from ((agreement.id, link, target) for target in dict.fromkeys(targets))


def _identifiers(case: Case) -> Iterator[Row]:
    yield from ((case.agreement.id, register, key) for register, key in case.agreement.identifiers)


def _none(case: Case) -> Iterator[Row]:
    return iter(())


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


_NUMBER: Final = Column("number", "Number of the row within the agreement, from 1", "integer")
_SOURCE_COLUMNS: Final = (
    _AGREEMENT,
    Column("source", "Id of the source; a file may describe a source of its own under an id that others use"),
    Column("described", "Whether the source is described; if not, the other columns are empty", "boolean"),
    Column("title", "Title"),
    Column("publisher", "Publisher"),
    Column("author", "Author"),
    Column("url", "Address", "uri"),
    *_dates("published", "Day of publication"),
    Column("basis", "What an interval of publication rests on"),
    *_dates("updated", "Day of the last update"),
    *_dates("accessed", "Day on which it was read"),
    *_dates("archived", "Day of the archived copy"),
    Column("archive_url", "Address of an archived copy", "uri"),
    Column("based_on", "Ids of the sources that it copies, separated by '; '"),
    Column("type", "official, press or secondary"),
    Column("note", "Note"),
    Column("corrected", "Reason of a correction"),
)

_ALL: Final = (
    Table(
        "agreements",
        "One row for each agreement, with its state on the day of the export.",
        (
            _AGREEMENT,
            Column("title", "Usual title"),
            Column("formal_title", "Formal title"),
            Column("kind", "Kind, such as raa or treaty"),
            Column("parties", "Codes of the listed parties, separated by '; '"),
            Column("open", "Whether the list of parties is incomplete, or others may join", "boolean"),
            *_dates("on", "Day of the answer"),
            *_dates("known_by", "Day by which the sources that count were published; empty if all count"),
            Column("state", "The certain state; empty if several are possible, or nothing is known to have begun"),
            Column("possible", "Every possible state, separated by '; '"),
            Column("unbegun", "Whether it is possible that nothing had happened yet", "boolean"),
            Column("presumed", "The state if what was announced came true on time; empty if that leaves several"),
            *_dates("since", "Day on which the certain state began"),
            Column("flags", "Flags, such as suspended, separated by '; '"),
            Column("words", "The answer in words"),
            Column("expected", "What is expected, separated by '; '"),
            Column("projected", "Whether the day is after today or after known_by", "boolean"),
            Column("newest_source", "Id of the newest source that counts"),
            *_dates("newest", "Day on which the newest source was published"),
            Column("not_recorded", "Events that the record does not follow, separated by '; '"),
            Column("entry_into_force", "Rule of entry into force"),
            Column("term", "Term of the agreement"),
        ),
        ("agreement",),
        (),
        _agreements,
    ),
    Table(
        "parties",
        "Where each party stood on the day of the export.",
        (
            _AGREEMENT,
            _NUMBER,
            Column("party", "Code of the party"),
            Column("name", "English name of the party"),
            Column("listed", "Whether the agreement lists it as a party", "boolean"),
            Column("standing", "The certain place of the party; empty if several are possible"),
            Column("possible", "Every possible place, separated by '; '"),
            Column("presumed", "The place if what was announced came true on time"),
            *_dates("since", "Day on which the certain place began"),
            Column("manner", "How the party consented to be bound"),
            Column("approved", "Whether it has approved at home for certain", "boolean"),
            Column("flags", "Flags of the party, separated by '; '"),
        ),
        ("agreement", "party"),
        (_OF_AGREEMENT,),
        _parties,
    ),
    Table(
        "events",
        "One row for each event of a history. Events of one entry share its day and its claims.",
        (
            _AGREEMENT,
            _NUMBER,
            Column("entry", "Number of the entry in the history, from 1", "integer"),
            Column("event", "Event, such as signed"),
            *_dates("date", "Day of the act"),
            *_dates("effective", "Day on which the act takes effect, where it is another one"),
            Column("party", "Code of the party that acted; empty for all"),
            Column("by", "Organ that acted"),
            Column("place", "Place"),
            Column("note", "Note"),
            Column("of", "Event that a postponement cancels, or act that a withdrawal takes back"),
            Column("manner", "How consent was given"),
            Column("partial", "Whether an approval still needs another organ", "boolean"),
            *_dates("until", "New end of the term, after an extension"),
            Column("reason", "Reason of a termination"),
            Column("corrected", "Reason of a correction"),
        ),
        ("agreement", "number"),
        (_OF_AGREEMENT,),
        _events,
    ),
    Table(
        "claims",
        "One row for each source that speaks of an event.",
        (
            _AGREEMENT,
            Column("event_number", "Number of the event in the table 'events'", "integer"),
            Column("number", "Number of the claim within the event, from 1", "integer"),
            Column("source", "Id of the source"),
            Column("role", "reported, announced or denied"),
            *_dates("date", "The source's own date for the event, where it differs"),
            Column("locator", "Where in the source to look"),
            Column("rejected", "Why the claim is judged wrong; empty while it is accepted"),
            Column("note", "Note"),
        ),
        ("agreement", "event_number", "number"),
        (Foreign(("agreement", "event_number"), "events"), Foreign(("agreement", "source"), "sources")),
        _claims,
    ),
    Table(
        "sources",
        "One row for each source of an agreement. A source that several agreements cite has a row for each.",
        _SOURCE_COLUMNS,
        ("agreement", "source"),
        (_OF_AGREEMENT,),
        _sources,
    ),
    Table(
        "statements",
        "What sources say of the state, without an event, and whether the history agrees.",
        (
            _AGREEMENT,
            _NUMBER,
            Column("source", "Id of the source"),
            Column("says", "State that the source gives"),
            *_dates("date", "Day that the source speaks of, where it is not that of its publication"),
            Column("locator", "Where in the source to look"),
            Column("rejected", "Why the statement is judged wrong; empty while it is accepted"),
            Column("note", "Note"),
            Column("verdict", "agrees, stale, premature or undecidable, by everything in the record"),
            *_dates("contrary", "For a stale or premature statement: day since which the contrary had been public"),
            Column("contrary_sources", "Ids of the sources published then, separated by '; '"),
            Column("contrary_days", "Days from that publication to the statement", "integer"),
        ),
        ("agreement", "number"),
        (_OF_AGREEMENT, Foreign(("agreement", "source"), "sources")),
        _statements,
    ),
    Table(
        "spells",
        "States one after the other, as the reports make them out; the last one has no end.",
        (
            _AGREEMENT,
            _NUMBER,
            Column("state", "State"),
            *_dates("from", "Day on which the state began"),
            *_dates("to", "Day on which the next state began"),
        ),
        ("agreement", "number"),
        (_OF_AGREEMENT,),
        _spells,
    ),
    Table(
        "party_spells",
        "Places of each party one after the other, as the reports make them out; the last one has no end.",
        (
            _AGREEMENT,
            _NUMBER,
            Column("party", "Code of the party"),
            Column("standing", "Place of the party; ' or ' between several that are possible"),
            *_dates("from", "Day on which the party came there"),
            *_dates("to", "Day on which it left"),
        ),
        ("agreement", "number"),
        (_OF_AGREEMENT,),
        _party_spells,
    ),
    Table(
        "knowledge",
        "Days on which another state became known, and the source that reported it first.",
        (
            _AGREEMENT,
            _NUMBER,
            Column("known", "Day on which the state became known", "date"),
            Column("state", "State"),
            *_dates("since", "Day on which the state began"),
            Column(
                "days", "Days from its beginning until it was known; empty if one of them is not certain", "integer"
            ),
            Column("source", "Id of the source"),
            Column("publisher", "Publisher of the source, else its title"),
            *_dates("published", "Day on which the source was published"),
        ),
        ("agreement", "number"),
        (_OF_AGREEMENT,),
        _knowledge,
    ),
    Table(
        "links",
        "Links to other agreements, and former ids. The other agreement may be missing.",
        (
            _AGREEMENT,
            Column("link", f"{', '.join(_LINKS[:-1])} or {_LINKS[-1]}"),
            Column("target", "Id of the other agreement, or the former id"),
        ),
        ("agreement", "link", "target"),
        (_OF_AGREEMENT,),
        _links,
    ),
    Table(
        "identifiers",
        "Keys of the agreements in other registers.",
        (
            _AGREEMENT,
            Column("register", "Register"),
            Column("key", "Key of the agreement in the register"),
        ),
        ("agreement", "register"),
        (_OF_AGREEMENT,),
        _identifiers,
    ),
    Table(
        "findings",
        "Findings of 'pactstate check' on the files.",
        (
            Column("number", "Number of the finding, from 1", "integer"),
            Column("agreement", "Id of the agreement; empty for other files. Its file may be one that was not read"),
            Column("code", "Code of the rule"),
            Column("rule", "Name of the rule"),
            Column("severity", "error, warning or info"),
            Column("path", "Path of the file"),
            Column("line", "Line, from 1", "integer"),
            Column("column", "Column, from 1", "integer"),
            Column("message", "What is wrong"),
            Column("help", "What to write"),
        ),
        ("number",),
        (),
        _none,
    ),
)

TABLES: Final[Mapping[str, Table]] = {table.name: table for table in _ALL}
"""Every table, by name. The rows of ``findings`` belong to files and come from a check."""
