"""Agreements made from the rows of a table, by a mapping."""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeVar

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.date_words import says_nothing
from pactstate.domain.dates import PartialDate, certainly_before
from pactstate.domain.fields import MAX_ID
from pactstate.domain.known_by import SLACK
from pactstate.domain.model import Claim, Event, Role, Statement
from pactstate.domain.parties import PartyNames
from pactstate.domain.vocabulary import Vocabulary, common
from pactstate.errors import PactstateError
from pactstate.exchange.cells import CellError, links_of, meant_date, meant_parties, refuse_formula, refuse_hidden
from pactstate.exchange.mapping import Cells, MappedAct, MappedEvent, PartyRules, TableMapping
from pactstate.exchange.named_columns import (
    FIELD,
    FILE_FIELD,
    PARTIES_FIELD,
    DatedEvent,
    NamedTable,
    dated_events,
)
from pactstate.exchange.read_table import RowError, TableRow
from pactstate.text.suggest import clip

__all__ = ["MAX_ROWS_OF_ONE", "Made", "TakenRows", "agreements_of", "filled_down"]

MAX_ROWS_OF_ONE: Final = 2_000
"""Rows of one agreement."""

_Value = TypeVar("_Value")


@attrs.frozen
class Made:
    """Agreement made from rows, or the reasons why there is none."""

    row: int
    """First row."""
    agreement: Agreement | None
    errors: tuple[RowError, ...] = ()
    id: str = ""
    """Id that the rows make; empty if they make none."""


@attrs.frozen
class TakenRows:
    """Agreements made from the rows of tables."""

    made: list[Made]
    """In the order of their first rows."""
    left_out: int
    """Rows that ``where`` and ``unless`` leave out."""


def agreements_of(
    mapping: TableMapping,
    tables: Sequence[NamedTable],
    vocabulary: Vocabulary | None,
    recorded: Mapping[tuple[str, str], Agreement],
) -> TakenRows:
    """Return the agreements of tables, and the reasons against other rows.

    Args:
        mapping: Mapping.
        tables: Table of the agreements, then those of acts.
        vocabulary: Own words of the folder.
        recorded: Agreements that exist, by register and key.
    """
    context = _RowContext(mapping, PartyNames({**common().parties, **(vocabulary.parties if vocabulary else {})}))
    groups: dict[str, list[_Row]] = {}
    ids: dict[str, str] = {}
    seen: dict[tuple[str, ...], int] = {}
    made: list[Made] = []
    may_repeat = None in {act.table for act in mapping.acts}
    acts = dated_events(mapping, tables[0])
    left_out = 0
    table = tables[0].table
    for record in filled_down(table.records, mapping.fill_down, [error.row for error in table.errors]):
        row = _Row(record, context, tables[0], acts)
        if not _fits(record.cells, mapping.where, mapping.unless):
            left_out += 1
            continue
        id = row.id()
        key = row.key(mapping.key)
        if row.errors:
            made.append(Made(record.row, None, row.remark or tuple(row.all_errors())))
        elif id in groups and not may_repeat:
            made.append(_refused(row, "", _SAME_ID.format(groups[id][0].record.row, id), id))
        elif key and ids.get(key, id) != id:
            made.append(_refused(row, "", _SAME_KEY.format(groups[ids[key]][0].record.row, key), id))
        elif may_repeat and (same := seen.setdefault((id, *record.cells.values()), record.row)) != record.row:
            made.append(_refused(row, "", _SAME_ROW.format(same), id))
        else:
            groups.setdefault(id, []).append(row)
            ids[key] = id
    for named in tables[1:]:
        column = next(act.key for act in mapping.acts if act.table == named.name) or ""
        acts = dated_events(mapping, named)
        for record in named.table.records:
            row = _Row(record, context, named, acts)
            key = row.key(column)
            id = ids.get(key, "") if key else ""
            if id:
                row.main = groups[id][0]
                groups[id].append(row)
            else:
                made.append(_refused(row, column if column in record.cells else "", _NO_AGREEMENT))
    made += [_made(id, rows, vocabulary, recorded) for id, rows in groups.items()]
    return TakenRows(sorted(made, key=lambda one: one.row), left_out)


_NO_ACT: Final = "name it under 'where' of one, with event = \"\" if it is left out on purpose"
_REMARK: Final = (
    "the row has only this cell: delete it if it is a remark, or leave it out with 'unless'; else fill the row"
)
_LONG_ID: Final = (
    "the id has {:,} characters, and may have {}: under 'id', leave out {{parties}}, or take the first characters of a "
    "column, as in {{Title:60}}"
)
_OTHER_ID: Final = "name another column under 'id'"
_SAME_ROW: Final = "row {} says the same: delete one of them"
_SAME_KEY: Final = "row {} has the same key '{}' and another id: make ids from the columns of the key"
_SAME_ID: Final = "row {} has the same id '{}': make ids from a column whose values differ"
_NO_AGREEMENT: Final = "no agreement that can be made has this key"


def filled_down(
    records: Iterable[TableRow], columns: Sequence[str], malformed: Iterable[int] = ()
) -> Iterator[TableRow]:
    """Yield rows in which an empty cell of some columns has the text above it.

    A text in one of the columns ends what the columns after it have from above. A malformed row ends it for all, since
    the row may begin another agreement.

    >>> rows = [TableRow(2, {"Title": "Gas", "Who": "JP"}), TableRow(3, {"Title": "", "Who": ""})]
    >>> [dict(row.cells) for row in filled_down(rows, ["Title", "Who"])][1]
    {'Title': 'Gas', 'Who': 'JP'}
    """
    above: dict[str, TableRow] = {}
    ends = deque(sorted(malformed))
    for record in records:
        while ends and ends[0] < record.row:
            above = {}
            ends.popleft()
        for number, column in enumerate(columns):
            if record.cells.get(column):
                above = {one: above[one] for one in columns[:number] if one in above} | {column: record}
        taken = {column: row for column, row in above.items() if row is not record}
        cells = {column: row.cells[column] for column, row in taken.items()}
        lines = {column: row.lines[column] for column, row in taken.items() if column in row.lines}
        yield (
            attrs.evolve(record, cells={**record.cells, **cells}, lines={**record.lines, **lines}) if taken else record
        )


def _fits(cells: Mapping[str, str], where: Cells, unless: Cells) -> bool:
    """Return whether the cells of a row have the texts that are asked for, and none of those that rule it out."""
    return all(cells.get(column, "") in texts for column, texts in where.items()) and not any(
        cells.get(column, "") in texts for column, texts in unless.items()
    )


def _refused(row: _Row, column: str, reason: str, id: str = "") -> Made:
    row.error(column, reason)
    return Made(row.record.row, None, tuple(row.errors), id)


def _made(
    id: str, rows: Sequence[_Row], vocabulary: Vocabulary | None, recorded: Mapping[tuple[str, str], Agreement]
) -> Made:
    first, mapping = rows[0], rows[0].context.mapping
    number = first.record.row
    if len(rows) > MAX_ROWS_OF_ONE:
        reason = f"'{id}' has more than {MAX_ROWS_OF_ONE:,} rows"
        return Made(number, None, (RowError(number, "", "", reason),), id)
    title = first.needed("title", mapping.title)
    formal_title = first.text(mapping.formal_title)
    identifiers = {register: key for register, column in mapping.identifiers.items() if (key := first.plain(column))}
    there = next((one for key in identifiers.items() if (one := recorded.get(key))), None)
    parties = dict.fromkeys((*mapping.always, *(there.parties if there else ())))
    events = [event for row in rows for event in row.events(is_first=row is first)]
    for row in rows:
        # A record has its parties: a title that does not name them is no reason against its row.
        parties.update(dict.fromkeys(row.acting if there else row.parties))
        same = (row.record.cells.get(mapping.title) == first.record.cells.get(mapping.title)) or row is first
        if not same and row.main is None and row.text(mapping.title) != title:
            row.error(mapping.title, f"row {number} of '{id}' has another title: make them equal")
    statements = first.statements()
    is_open = mapping.open or (there is not None and there.open)
    if not any(row.errors for row in rows) and len(parties) < (1 if is_open else 2):
        reason = f"the table names only one party, {next(iter(parties))}" if parties else "the table names no party"
        advice = "complete it, name a party of all rows under 'always'" if parties else "complete it"
        if len(rows) == 1 < len(mapping.tables) and not parties:
            others = " or ".join(f"'{name}'" for name in mapping.tables[1:])
            reason = f"no row of table {others} has its key '{clip(first.key(mapping.key))}', so that it has no party"
        first.error("".join(mapping.parties[:1]), f"{reason}: {advice}, or leave the agreement out")
    # One cell may be read for several events.
    errors = tuple(dict.fromkeys(error for row in rows for error in row.errors))
    if errors:
        return Made(number, None, first.remark or errors, id)
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
            open=is_open,
            not_recorded=mapping.not_recorded,
            identifiers=identifiers,
            vocabulary=vocabulary,
        )
    except PactstateError as error:
        return Made(number, None, (RowError(number, "", "", str(error)),), id)
    return Made(number, agreement, (), id)


@attrs.frozen
class _RowContext:
    """Mapping, and the codes of parties that are known."""

    mapping: TableMapping
    known: PartyNames
    _meant: dict[tuple[str, str | None], tuple[str, ...]] = attrs.field(factory=dict, eq=False, repr=False)
    """Codes by text: a table with a row for each party has the same names and days again and again."""

    _dates: dict[str, PartialDate | None] = attrs.field(factory=dict, eq=False, repr=False)

    def date(self, text: str) -> PartialDate | None:
        """Return the date of a cell.

        Raises:
            CellError: The cell means no date, or several.
        """
        if text not in self._dates:
            self._dates[text] = meant_date(text, self.mapping.dates)
        return self._dates[text]

    def parties(self, text: str, pattern: str | None) -> tuple[str, ...]:
        """Return the codes of the parties of a cell.

        Raises:
            CellError: A name has no code, or several, or the pattern of the mapping does not fit.
        """
        if (text, pattern) not in self._meant:
            mapping = self.mapping
            rules = PartyRules(mapping.split, mapping.names, pattern, mapping.run_together, mapping.not_parties)
            self._meant[text, pattern] = meant_parties(text, rules, self.known)
        return self._meant[text, pattern]


@attrs.define(eq=False)
class _Row:
    """Row with the errors that were found in it."""

    record: TableRow
    context: _RowContext
    table: NamedTable
    acts: Sequence[DatedEvent]
    """Events and acts that the table of the row has."""
    main: _Row | None = None
    """Row of the agreement, for a row of another table."""
    errors: list[RowError] = attrs.field(factory=list)

    @property
    def mapping(self) -> TableMapping:
        return self.context.mapping

    def error(self, column: str, reason: str) -> None:
        value = self.record.cells.get(column, "")
        self.errors.append(RowError(self.record.row, column, value, reason, self.table.label))

    def key(self, key: str | None) -> str:
        """Return the key of the agreement: the text of a column, or a template filled and in plain spelling."""
        if key is None or not FIELD.search(key):
            return self.record.cells.get(key or "", "")
        return _slug(self.filled(key))

    def filled(self, template: str) -> str:
        """Return a template with the texts of the row."""
        return FIELD.sub(lambda match: self.cell(match[1]), template)

    def cell(self, name: str) -> str:
        is_file = name == FILE_FIELD and name not in self.record.cells
        return self.table.file if is_file else self.text(name) or ""

    def text(self, column: str | None) -> str | None:
        """Return the text of a cell, a title without marks of footnotes; None for an empty one and without a column."""
        text = self.read(column, str) or None
        is_title = column in (self.mapping.title, self.mapping.formal_title)
        return _FOOTNOTES.sub("", text) if text and is_title else text

    def plain(self, column: str | None) -> str | None:
        """Return the text of a cell; None for one that only says that there is none, such as ``n/a``."""
        text = self.text(column)
        return None if text is None or says_nothing(text) else text

    def read(self, column: str | None, meaning: Callable[[str], _Value]) -> _Value | None:
        """Return the meaning of a cell; None for an empty one, and for one with an error, which is noted."""
        text = self.record.cells.get(column, "") if column is not None else ""
        if not text or column is None:
            return None
        try:
            refuse_formula(text)
            refuse_hidden(text)
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
        found: list[str] = []
        for column in self.mapping.parties if self.main is None else ():
            found += self._parties(column, self.mapping.pattern)
        return (*found, *self.acting)

    @property
    def acting(self) -> tuple[str, ...]:
        """Parties of the acts of the row."""
        found: list[str] = []
        acts = [act for act in self.mapping.acts if act.table == self.table.name]
        for party in dict.fromkeys(act.party for act in acts):
            found += self._parties(party)
        # Columns about single parties name the parties only of a table that has no column for them.
        codes = () if self.mapping.parties else tuple(act.party_code for act in acts if act.party_code)
        return (*found, *codes)

    def _parties(self, column: str | None, pattern: str | None = None) -> tuple[str, ...]:
        # A line break separates names; a pattern is for a text without any.
        lines = self.record.lines.get(column or "") if pattern is None else None
        return self.read(column, lambda text: self.context.parties(lines or text, pattern)) or ()

    def id(self) -> str:
        """Return the id that the template makes."""
        parts: list[str] = []
        end = 0
        for match in FIELD.finditer(self.mapping.id):
            name = match[1]
            is_parties = name == PARTIES_FIELD and name not in self.record.cells
            codes = (*self.mapping.always, *self.parties) if is_parties else ()
            is_file = name == FILE_FIELD and name not in self.record.cells
            value = (
                "-".join(dict.fromkeys(codes))
                if is_parties
                else self.cell(name)
                if is_file
                else self.needed("id", name)
            )
            slug = _slug(value)
            if value and not slug:
                self.error(
                    name, f"'{clip(value)}' has no letter from a to z and no digit, of which ids are made: {_OTHER_ID}"
                )
            parts += [self.mapping.id[end : match.start()], _shortened(slug, match[2])]
            end = match.end()
        made = "".join([*parts, self.mapping.id[end:]])
        if len(made) > MAX_ID:
            self.error("", _LONG_ID.format(len(made), MAX_ID))
        return made

    @property
    def remark(self) -> tuple[RowError, ...]:
        """Error of a row that has one cell only, such as a remark below a table; none for other rows."""
        filled = [(column, text) for column, text in self.record.cells.items() if text]
        if len(filled) != 1 or len(self.record.cells) == 1:
            return ()
        return (RowError(self.record.row, *filled[0], _REMARK, self.table.label),)

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
        words = self.filled(self.mapping.locator or "")
        links = self.read(self.mapping.links, links_of) or ()
        locator = "; ".join(filter(None, (words, *links))) or None
        try:
            Claim(self.mapping.source.id, Role.REPORTED, locator=locator)
        except PactstateError as error:
            self.error("", str(error))
            return None
        return locator

    def events(self, *, is_first: bool) -> Iterator[tuple[int, Event]]:
        """Yield the events of the row with their rank: those of the agreement only for its first row."""
        locator = self.locator()
        cells = self.record.cells
        for rank, event, column in self.acts:
            is_filled = cells.get(column) or (event.effective and cells.get(event.effective))
            if is_filled and event.event and (is_first or isinstance(event, MappedAct)) and self._has(event):
                yield from self._event(rank, event, column, locator)
        if not any(self._has(event) for _, event, _ in self.acts):
            for column in dict.fromkeys(one for _, event, _ in self.acts for one in (*event.where, *event.unless)):
                self.error(column, f"no event takes rows with '{clip(cells.get(column, ''))}': {_NO_ACT}")

    def _has(self, event: MappedEvent) -> bool:
        return _fits(self.record.cells, event.where, event.unless)

    def _event(self, rank: int, event: MappedEvent, column: str, locator: str | None) -> Iterator[tuple[int, Event]]:
        marks = event.marks if isinstance(event, MappedAct) else {}
        date, effective = self.date(column, marks), self.date(event.effective)
        if date is None:
            if effective is not None:
                self.error(column, f"the event has the day of its effect, {effective}, and no date of its own")
            return
        party = manner = None
        if isinstance(event, MappedAct):
            manner = marks.get(_mark(self.record.cells[column], marks), event.manner) or None
            codes = (event.party_code,) if event.party_code is not None else self._parties(event.party)
            if len(codes) > 1:
                self.error(event.party or "", "an act has one party: write a row for each")
            party = codes[0] if codes else None
            if event.party and party is None:
                return
        limit = self.date(event.not_before)
        if limit is not None and certainly_before(date, limit):
            date, effective = limit, effective or date
        snapshot = self.mapping.snapshot
        is_ahead = snapshot is not None and date.earliest - snapshot.latest > SLACK
        role = Role.ANNOUNCED if is_ahead else Role.REPORTED
        texts = (self.plain(event.by), self.plain(event.place), self.text(event.note))
        claim = Claim(self.mapping.source.id, role, locator=locator)
        try:
            made = Event(event.event, date, effective, party, *texts, manner=manner, claims=[claim])
        except PactstateError as error:
            self.error("", str(error))
            return
        yield rank, made

    def date(self, column: str | None, marks: Mapping[str, str] = MappingProxyType({})) -> PartialDate | None:
        """Return the date of a cell, without a mark behind it."""
        return self.read(column, lambda text: self.context.date(text.removesuffix(_mark(text, marks)).rstrip()))

    def statements(self) -> tuple[Statement, ...]:
        """Return the state that the row gives, as a statement."""
        column = self.mapping.status
        text = self.text(column)
        if text is None or column is None:
            return ()
        state = self.mapping.states.get(text)
        if state is None:
            self.error(
                column, f"no state is known for '{clip(text)}': write it under 'states', or \"\" if it says nothing"
            )
        return (Statement(self.mapping.source.id, state, locator=self.locator()),) if state else ()


_FOOTNOTES: Final = re.compile(r"(?<=\w)(?:\[(?:note )?[0-9]{1,2}\])+$")
"""Marks of footnotes behind a title, as in ``Access Agreement[1]``."""


def _mark(text: str, marks: Mapping[str, str]) -> str:
    """Return the mark that ends a text; an empty text if there is none.

    >>> _mark("3 Jan 1976 a", {"a": "accession"})
    'a'
    """
    last = text.rpartition(" ")[2]
    return last if last in marks else ""


def _slug(text: str) -> str:
    """Return a text as a part of an id. Letters of scripts without capitals, such as 年, become hyphens, as signs do.

    >>> _slug("I-12345 / Épée"), _slug("2024年7月8日"), _slug("Japan\u2013UK")
    ('i-12345-epee', '2024-7-8', 'japan-uk')
    """
    if not text.isascii():
        letters = unicodedata.normalize("NFKD", text)
        spaced = "".join(" " if unicodedata.category(one) == "Lo" or not _is_of_word(one) else one for one in letters)
        text = spaced.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _is_of_word(sign: str) -> bool:
    """Return whether a sign is a letter, an accent or a digit."""
    return unicodedata.category(sign)[0] in "LMN"


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
