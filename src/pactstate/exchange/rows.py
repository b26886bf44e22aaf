"""Agreements made from the rows of a table, by a mapping."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeVar

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate, certainly_before
from pactstate.domain.known_by import SLACK
from pactstate.domain.model import Claim, Event, Role, Statement
from pactstate.domain.vocabulary import Vocabulary, common
from pactstate.errors import PactstateError
from pactstate.exchange.cells import CellError, links_of, meant_date, meant_parties, refuse_formula
from pactstate.exchange.mapping import MappedAct, MappedEvent, MappingError, PartyRules, TableMapping
from pactstate.exchange.read_table import RowError, SheetTable, TableRow

__all__ = ["MAX_ROWS_OF_ONE", "Made", "agreements_of", "unmapped"]

MAX_ROWS_OF_ONE: Final = 2_000
"""Rows of one agreement."""

_Value = TypeVar("_Value")
_FIELD: Final = re.compile(r"\{([^{}]+?)(?::([0-9]{1,3}))?\}")
"""Column in a template, and in an id the number of characters that it takes at most."""
_PARTIES: Final = "parties"
"""Field of a template of ids that stands for the codes of the parties."""


@attrs.frozen
class Made:
    """Agreement made from rows, or the reasons why there is none."""

    row: int
    """First row."""
    agreement: Agreement | None
    errors: tuple[RowError, ...]


def _columns(mapping: TableMapping) -> Iterator[tuple[str, str]]:
    """Yield each column that the mapping names, with the key that names it."""
    for key in ("title", "formal_title", "key", "parties", "links", "status"):
        column = getattr(mapping, key)
        if column is not None:
            yield key, column
    for key, template in (("id", mapping.id), ("locator", mapping.locator or "")):
        names = [name for name, _ in _FIELD.findall(template)]
        yield from ((key, name) for name in names if (key, name) != ("id", _PARTIES))
    yield from (("identifiers", column) for column in mapping.identifiers.values())
    yield from _event_columns((*mapping.events, *(act for act in mapping.acts if act.table is None)))


def _event_columns(events: Iterable[MappedEvent]) -> Iterator[tuple[str, str]]:
    for event in events:
        for key in ("date", "effective", "place", "note", "by", "party", "key"):
            column = getattr(event, key, None)
            if column is not None:
                yield key, column
        if isinstance(event, MappedAct):
            yield from (("where", column) for column in (*event.where, *event.unless))


def unmapped(mapping: TableMapping, table: SheetTable, name: str | None = None) -> list[str]:
    """Return the columns of a table that the mapping neither uses nor names as unused.

    Args:
        mapping: Mapping.
        table: Table.
        name: Name that the mapping has for the table; None for that of the agreements.

    Raises:
        MappingError: The mapping uses a column that the table does not have.
    """
    used = {*mapping.unused}
    acts = [act for act in mapping.acts if act.table == name]
    for key, column in _columns(mapping) if name is None else _event_columns(acts):
        if column not in table.columns:
            raise MappingError(f"{table.path} has no column '{column}', which the mapping names under '{key}'")
        used.add(column)
    return [column for column in table.columns if column not in used]


def agreements_of(mapping: TableMapping, tables: Sequence[SheetTable], vocabulary: Vocabulary | None) -> list[Made]:
    """Return the agreements of tables, in the order of their first rows, and the reasons against other rows.

    Args:
        mapping: Mapping.
        tables: Table of the agreements, then those of acts, in the order of ``mapping.tables``.
        vocabulary: Own words of the folder.
    """
    known = {**common().parties, **(vocabulary.parties if vocabulary else {})}
    groups: dict[str, list[_Row]] = {}
    ids: dict[str, str] = {}
    made: list[Made] = []
    may_repeat = None in {act.table for act in mapping.acts}
    for record in tables[0].records:
        row = _Row(record, mapping, known)
        id = row.id()
        if row.errors:
            made.append(Made(record.row, None, tuple(row.all_errors())))
        elif id in groups and not may_repeat:
            reason = (
                f"row {groups[id][0].record.row} has the same id '{id}': make ids from a column whose values differ"
            )
            made.append(Made(record.row, None, (RowError(record.row, "", "", reason),)))
        else:
            groups.setdefault(id, []).append(row)
            ids[row.text(mapping.key) or ""] = id
    for name, table in zip(mapping.tables[1:], tables[1:], strict=True):
        column = next(act.key for act in mapping.acts if act.table == name) or ""
        for record in table.records:
            key = record.cells[column]
            id = ids.get(key, "") if key else ""
            if id:
                groups[id].append(_Row(record, mapping, known, groups[id][0], name))
            else:
                reason = "no agreement that can be made has this key"
                made.append(Made(record.row, None, (RowError(record.row, column, key, reason, name or ""),)))
    made += [_made(id, rows, vocabulary) for id, rows in groups.items()]
    return sorted(made, key=lambda one: one.row)


def _made(id: str, rows: Sequence[_Row], vocabulary: Vocabulary | None) -> Made:
    first, mapping = rows[0], rows[0].mapping
    number = first.record.row
    if len(rows) > MAX_ROWS_OF_ONE:
        reason = f"'{id}' has more than {MAX_ROWS_OF_ONE:,} rows"
        return Made(number, None, (RowError(number, "", "", reason),))
    title = first.needed("title", mapping.title)
    formal_title = first.text(mapping.formal_title)
    parties = dict.fromkeys(mapping.always)
    events = [event for row in rows for event in row.events(is_first=row is first)]
    for row in rows:
        parties.update(dict.fromkeys(row.parties))
        if row is not first and row.main is None and row.text(mapping.title) != title:
            row.error(mapping.title, f"row {number} of '{id}' has another title: make them equal")
    identifiers = {register: key for register, column in mapping.identifiers.items() if (key := first.text(column))}
    statements = first.statements()
    # One cell may be read for several events.
    errors = tuple(dict.fromkeys(error for row in rows for error in row.errors))
    if errors:
        return Made(number, None, errors)
    try:
        agreement = Agreement(
            id,
            title,
            mapping.kind,
            tuple(parties),
            _in_order(events),
            statements,
            [mapping.source] if events or statements else [],
            formal_title=formal_title,
            open=mapping.open,
            not_recorded=mapping.not_recorded,
            identifiers=identifiers,
            vocabulary=vocabulary,
        )
    except PactstateError as error:
        return Made(number, None, (RowError(number, "", "", str(error)),))
    return Made(number, agreement, ())


@attrs.define(eq=False)
class _Row:
    """Row with the errors that were found in it."""

    record: TableRow
    mapping: TableMapping
    known: Mapping[str, str]
    main: _Row | None = None
    """Row of the agreement, for a row of another table."""
    table: str | None = None
    """Name of that other table."""
    errors: list[RowError] = attrs.field(factory=list)

    def error(self, column: str, reason: str) -> None:
        value = self.record.cells.get(column, "")
        self.errors.append(RowError(self.record.row, column, value, reason, self.table or ""))

    @property
    def acts(self) -> list[MappedAct]:
        """Acts that the table of the row has."""
        return [act for act in self.mapping.acts if act.table == self.table]

    def text(self, column: str | None) -> str | None:
        """Return the text of a cell; None for an empty one, and without a column."""
        return self.read(column, str) or None

    def read(self, column: str | None, meaning: Callable[[str], _Value]) -> _Value | None:
        """Return the meaning of a cell; None for an empty one, and for one with an error, which is noted."""
        text = self.record.cells.get(column, "") if column is not None else ""
        if not text or column is None:
            return None
        try:
            refuse_formula(text)
            return meaning(text)
        except CellError as error:
            self.error(column, str(error))
            return None

    def needed(self, key: str, column: str) -> str:
        text = self.text(column)
        if text is None and not self.record.cells.get(column):
            self.error(column, f"the cell is empty, and '{key}' is needed")
        return text or ""

    @property
    def parties(self) -> tuple[str, ...]:
        """Parties of the row: those of their column, and those of its acts."""
        found = self._parties(self.mapping.parties, self.mapping.pattern) if self.main is None else ()
        for act in self.acts:
            found = (*found, *self._parties(act.party))
        return found

    def _parties(self, column: str | None, pattern: str | None = None) -> tuple[str, ...]:
        rules = PartyRules(self.mapping.split, self.mapping.names, pattern)
        return self.read(column, lambda text: meant_parties(text, rules, self.known)) or ()

    def id(self) -> str:
        """Return the id that the template makes."""
        parts: list[str] = []
        end = 0
        for match in _FIELD.finditer(self.mapping.id):
            name = match[1]
            is_parties = name == _PARTIES and name not in self.record.cells
            codes = (*self.mapping.always, *self.parties) if is_parties else ()
            value = "-".join(dict.fromkeys(codes)) if is_parties else self.needed("id", name)
            parts += [self.mapping.id[end : match.start()], _shortened(_slug(value), match[2])]
            end = match.end()
        return "".join([*parts, self.mapping.id[end:]])

    def all_errors(self) -> Iterator[RowError]:
        """Yield every error of the row, of which the id is only a part."""
        self.errors.clear()
        self.id()
        self.needed("title", self.mapping.title)
        list(self.events(is_first=True))
        self.statements()
        yield from dict.fromkeys(self.errors)

    def locator(self) -> str | None:
        """Return the locator of the claims of the row; for a row of another table, that of its agreement."""
        if self.main is not None:
            return self.main.locator()
        template = self.mapping.locator or ""
        words = _FIELD.sub(lambda match: self.record.cells.get(match[1], ""), template)
        links = self.read(self.mapping.links, links_of) or ()
        return "; ".join(filter(None, (words, *links))) or None

    def events(self, *, is_first: bool) -> Iterator[tuple[int, Event]]:
        """Yield the events of the row with their rank: those of the agreement only for its first row."""
        locator = self.locator()
        for rank, event in enumerate(self.mapping.events if is_first else ()):
            yield from self._event(rank, event, locator)
        for rank, act in enumerate(self.mapping.acts, len(self.mapping.events)):
            if act.table == self.table and self._has(act):
                yield from self._event(rank, act, locator)

    def _has(self, act: MappedAct) -> bool:
        cells = self.record.cells
        return all(cells.get(column, "") in texts for column, texts in act.where.items()) and not any(
            cells.get(column, "") in texts for column, texts in act.unless.items()
        )

    def _event(self, rank: int, event: MappedEvent, locator: str | None) -> Iterator[tuple[int, Event]]:
        party = manner = None
        marks: Mapping[str, str] = {}
        if isinstance(event, MappedAct):
            marks = event.marks
            manner = marks.get(_mark(self.record.cells.get(event.date, ""), marks), event.manner)
            codes = self._parties(event.party)
            if len(codes) > 1:
                self.error(event.party, "an act has one party: write a row for each")
            party = codes[0] if codes else None
        date, effective = self.date(event.date, marks), self.date(event.effective)
        if date is None or (isinstance(event, MappedAct) and party is None):
            return
        snapshot = self.mapping.snapshot
        is_ahead = snapshot is not None and date.earliest - snapshot.latest > SLACK
        role = Role.ANNOUNCED if is_ahead else Role.REPORTED
        texts = (self.text(event.by), self.text(event.place), self.text(event.note))
        claim = Claim(self.mapping.source.id, role, locator=locator)
        try:
            made = Event(event.event, date, effective, party, *texts, manner=manner, claims=[claim])
        except PactstateError as error:
            self.error("", str(error))
            return
        yield rank, made

    def date(self, column: str | None, marks: Mapping[str, str] = MappingProxyType({})) -> PartialDate | None:
        """Return the date of a cell, without a mark behind it."""
        return self.read(
            column, lambda text: meant_date(text.removesuffix(_mark(text, marks)).rstrip(), self.mapping.dates)
        )

    def statements(self) -> tuple[Statement, ...]:
        """Return the state that the row gives, as a statement."""
        column = self.mapping.status
        text = self.text(column)
        if text is None or column is None:
            return ()
        state = self.mapping.states.get(text)
        if state is None:
            self.error(column, f"no state is known for '{text}': write it under 'states', or \"\" if it says nothing")
        return (Statement(self.mapping.source.id, state, locator=self.locator()),) if state else ()


def _mark(text: str, marks: Mapping[str, str]) -> str:
    """Return the mark that ends a text; an empty text if there is none.

    >>> _mark("3 Jan 1976 a", {"a": "accession"})
    'a'
    """
    last = text.rpartition(" ")[2]
    return last if last in marks else ""


def _slug(text: str) -> str:
    """Return a text as a part of an id.

    >>> _slug("I-12345 / Épée")
    'i-12345-epee'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _shortened(slug: str, most: str | None) -> str:
    """Return the first words of a part of an id.

    >>> _shortened("treaty-between-england", "16")
    'treaty-between'
    """
    if most is None or len(slug) <= int(most):
        return slug
    return slug[: int(most) + 1].rpartition("-")[0] or slug[: int(most)]


def _in_order(ranked: Iterable[tuple[int, Event]]) -> list[Event]:
    """Return events in the order of their days; on one day, and where dates leave it open, in that of the mapping."""
    days: list[tuple[int, Event]] = []
    spans: list[tuple[int, Event]] = []
    for one in ranked:
        (days if one[1].date.is_day else spans).append(one)
    days.sort(key=lambda one: (one[1].date.earliest, one[0]))
    for rank, event in sorted(spans, key=lambda one: (one[1].date.earliest, one[1].date.latest, one[0])):
        end = len(days)
        while end and certainly_before(event.date, days[end - 1][1].date):
            end -= 1
        while end and days[end - 1][0] > rank and not certainly_before(days[end - 1][1].date, event.date):
            end -= 1
        days.insert(end, (rank, event))
    return [event for _, event in days]
