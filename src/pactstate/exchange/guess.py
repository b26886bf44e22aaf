"""Proposal of a mapping for a table: what each column may be, with samples. A person decides. See docs/import.md."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from typing import Final

import attrs

from pactstate.domain.date_words import says_nothing, says_same
from pactstate.domain.parties import PartyNames
from pactstate.domain.vocabulary import common
from pactstate.exchange.cells import CellError, YearError, links_of, meant_date, meant_parties, names_without_code
from pactstate.exchange.mapping import DateRules, PartyRules
from pactstate.exchange.read_table import SheetTable, TableRow
from pactstate.exchange.rows import filled_down
from pactstate.text.languages import COLUMNS

__all__ = ["proposal"]

MAX_ROWS_LOOKED_AT: Final = 500
"""Rows from which the kind of a column is told."""
MAX_CHARACTERS_LOOKED_AT: Final = 200_000
"""Characters of these rows: each word may begin the name of a party, and 500 ordinary rows have some 100,000."""
MAX_SAMPLES: Final = 3
MAX_TITLE_IN_ID: Final = 60
"""Characters of a title in an id, where no column is a key."""
MAX_PARTIES_IN_ID: Final = 4
"""Parties of an agreement whose codes an id may begin with: more make it long, and another one with each that joins."""
MAX_STATES: Final = 20
"""Different texts that a column of states may have."""
MAX_NAMES: Final = 500
"""Names of parties without a code that are listed."""
MAX_SAMPLE: Final = 60
"""Characters of a sample."""
_GROUPED: Final = 0.25
"""Part of the rows in which a title that stands for several rows is empty, at least."""
_MOSTLY: Final = 0.6
"""Part of the filled cells of a column that must have a meaning."""
_MOSTLY_NAMED: Final = 0.2
"""Part of the filled cells that must be dates, in a column whose name says that it holds dates."""
_SPLIT: Final = (
    *(";", "/", "|", ",", "&", "-", "\u2013", "\u2014", "+", "\u00b7", "\u30fb", "\u3001"),
    *(" and ", " und ", " et ", " y ", " e ", " en ", " dan ", " i ", " a ", "\u3068", "\u53ca\u3073"),
)
"""Texts that may stand between two parties: signs, and words for *and*."""
_EVENTS: Final = ("in_force", "ratified", "approved", "terminated", "signed", "adopted")
"""Events that the name of a column of dates may stand for, the clearest first."""
_NO_COLUMN: Final = "   # TODO: name the column"
_SOURCE: Final = (
    "",
    "[source]",
    'id = "my-list-2026"               # TODO: an id for this snapshot of the table',
    'title = "My list of agreements"   # TODO',
    'published = "2026-01-01"          # TODO: the day of the table',
    'type = "secondary"                # or official, press',
)
_ANY: Final = PartyRules(_SPLIT)
_NUMERIC: Final = re.compile(r"([0-9]{1,2})[-./ ]([0-9]{1,2})[-./ ][0-9]{4}")


def proposal(table: SheetTable) -> str:
    """Return a mapping as TOML. What a person must decide is a comment that begins with ``TODO``.

    >>> from pactstate.exchange.read_table import TableRow
    >>> row = {"Ref": "1", "Title": "Access", "Parties": "JP; PH", "Signed": "2024-07-08"}
    >>> text = proposal(SheetTable("sheet.csv", tuple(row), (TableRow(2, row),), (), 1, "utf-8"))
    >>> [line for line in text.splitlines() if line.startswith(("id", "title", "parties"))][2:4]
    ['id = "{parties}-{Ref}"', 'title = "Title"   # "Access"']
    """
    fill_down = _fill_down(table)
    records = tuple(_within_limit(filled_down(table.records[:MAX_ROWS_LOOKED_AT], fill_down)))
    return "\n".join(_lines(attrs.evolve(table, records=records), fill_down)) + "\n"


def _within_limit(rows: Iterable[TableRow]) -> Iterator[TableRow]:
    """Yield the first rows, as long as they have no more characters than are looked at."""
    room = MAX_CHARACTERS_LOOKED_AT
    for row in rows:
        room -= sum(map(len, row.cells.values()))
        if room < 0:
            break
        yield row


@attrs.frozen
class _Columns:
    """Columns of a table by what they probably hold."""

    dates: Sequence[str]
    links: str | None
    parties: Sequence[str]
    title: str | None
    key: str | None
    place: str | None
    event: str | None
    """Column that names the event of a row, in a table with a row for each event."""
    status: str | None
    others: Sequence[str]
    is_by_party: bool
    """Whether the table has a row for each party."""
    shared: AbstractSet[str] = frozenset()
    """Columns of dates that are those of the agreement in all of its rows."""


def _columns(table: SheetTable, cells: Mapping[str, Sequence[str]], lists: Mapping[str, Sequence[str]]) -> _Columns:
    left = dict.fromkeys(table.columns)

    def take(column: str | None) -> str | None:
        left.pop(column or "", None)
        return column

    rows = len(table.records)
    unique = [column for column in left if rows and len(set(cells[column])) == rows]
    key = take(next((column for column in unique if COLUMNS["key"].search(column)), None))
    dates = [column for column in left if _is_mostly(cells[column], _is_date, _part_of_dates(column))]
    links = take(next((column for column in left if any(map(_is_link, cells[column]))), None))
    left_over = [column for column in left if column not in dates]
    parties = [column for column in left_over if _is_mostly(lists[column], _count_parties)]
    named = [column for column in left_over if COLUMNS["parties"].search(column) and cells[column]]
    parties = [column for column in parties if column in named] or parties or named[:1]
    for column in (*dates, *parties):
        take(column)
    titled = [column for column in left if COLUMNS["title"].search(column)] or left
    title = take(max(titled, key=lambda column: sum(map(len, cells[column])), default=None))
    key = key or take(next((column for column in unique if column in left), None))
    place = take(next((column for column in left if COLUMNS["place"].search(column)), None))
    titles = cells.get(title or "", ())
    repeats = len(set(titles)) < len(titles)
    events = (column for column in left if repeats and len(dates) == 1 and _is_mostly(cells[column], _event_of_words))
    event = next(events, None)
    named = [column for column in left if column != event and COLUMNS["status"].search(column)]
    status = take(next((column for column in named if _are_states(cells[column])), None))
    is_by_party = event is None and repeats and len(parties) == 1 and _is_mostly(cells[parties[0]], _is_party)
    return _Columns(dates, links, parties, title, key, place, event, status, list(left), is_by_party=is_by_party)


def _is_shared(table: SheetTable, title: str | None, column: str) -> bool:
    """Return whether a column says the same in all rows of each agreement, and is not about acts of single parties."""
    if _event_named(column) in _ACTS_OF_EACH:
        return False
    texts: dict[str, list[str]] = {}
    for row in table.records:
        texts.setdefault(row.cells.get(title or "", ""), []).append(row.cells.get(column, ""))
    return all(len({*some}) == 1 for some in texts.values())


def _fill_down(table: SheetTable) -> list[str]:
    """Return the columns that are filled only in the first row of each agreement, that of the title first."""
    rows = table.records[:MAX_ROWS_LOOKED_AT]
    # A row with one cell is a heading or a remark.
    filled = {column: [bool(row.cells.get(column)) for row in rows if _count(row) > 1] for column in table.columns}
    titles = (column for column in table.columns if COLUMNS["title"].search(column))
    title = next((one for one in titles if filled[one][:1] == [True] and _is_grouped(filled[one])), None)
    if title is None:
        return []
    return [title, *(one for one in table.columns if one != title and filled[one] == filled[title])]


def _count(row: TableRow) -> int:
    return sum(map(bool, row.cells.values()))


def _is_grouped(filled: Sequence[bool]) -> bool:
    return filled.count(False) >= _GROUPED * len(filled)


def _lines(table: SheetTable, fill_down: Sequence[str]) -> Iterator[str]:
    cells = {
        column: [value for row in table.records if (value := row.cells.get(column, ""))] for column in table.columns
    }
    # A line break separates the names of parties.
    lists = {
        column: [row.lines.get(column, value) for row in table.records if (value := row.cells.get(column, ""))]
        for column in table.columns
    }
    found = _columns(table, cells, lists)
    shared = [one for one in found.dates if one in fill_down or _is_shared(table, found.title, one)]
    found = attrs.evolve(found, shared=frozenset(shared))
    yield "# Proposed from the table. Decide each line that says TODO, and delete the samples."
    yield from _SOURCE
    yield from ("", "[agreements]")
    if table.other_sheets:
        more = ", ".join(map(_quoted, table.other_sheets[:MAX_SAMPLES]))
        yield f"sheet = {_quoted(table.sheet)}   # TODO: the largest sheet; others are {more}"
    if table.header > 1:
        yield f"header = {table.header}                        # TODO: the row of the names of the columns"
    if fill_down:
        yield f"fill_down = {json.dumps(fill_down, ensure_ascii=False)}   # TODO: empty cells there have the text above"
    yield _id(found, cells, max(map(_count_parties, (text for one in found.parties for text in lists[one])), default=0))
    todo = "   # TODO: is it the title?" if found.title and not COLUMNS["title"].search(found.title) else ""
    yield f"title = {_quoted(found.title or '')}{_samples(cells, found.title) or _NO_COLUMN}{todo}"
    yield 'kind = "treaty"                   # TODO: raa, acsa, gsoia, equipment_transfer, treaty or arrangement'
    if found.is_by_party:
        yield "open = true                       # TODO: delete it if the table names all parties of each agreement"
    elif found.parties:
        names = f"[{', '.join(map(_quoted, found.parties))}]" if len(found.parties) > 1 else _quoted(found.parties[0])
        yield f"parties = {names}{_samples(cells, found.parties[0])}"
        texts = [text for column in found.parties for text in lists[column]]
        signs = [sign for sign in _SPLIT if any(sign in text for text in texts)]
        yield f"split = {json.dumps(signs, ensure_ascii=False)}"
        if len(found.parties) == 1 and _is_mostly(texts, _is_party):
            yield '# TODO: always = ["JP"]   # the party of all rows, where the table names the other one only'
    else:
        yield '# TODO: parties = "..." names the column of the parties, always = ["JP"] a party of all rows'
    if found.links:
        yield f"links = {_quoted(found.links)}"
    if found.key:
        yield f"locator = {_quoted(f'row {{{found.key}}}')}"
        yield f"identifiers = {{my_list = {_quoted(found.key)}}}"
    yield "not_recorded = []                 # TODO: events that the table has no column for, as in ['ratified']"
    others = [column for column in found.others if column != found.event]
    yield f"unused = {json.dumps(others, ensure_ascii=False)}   # TODO: columns that are left out"
    for column in others:
        yield f"# {_quoted(column)}{_samples(cells, column)}"
    if found.status:
        yield from _states(found.status, cells[found.status])
    yield from _acts(found, found.event, cells) if found.event else _events(found, cells)
    yield from ("", "[dates]")
    texts = [text for column in found.dates for text in cells[column]]
    yield from _order(texts)
    missing = list(dict.fromkeys(text for text in texts if says_nothing(text)))
    yield f"missing = {json.dumps(missing, ensure_ascii=False)}   # TODO: words for 'has not happened'"
    yield from _codes(texts)
    yield from _names(text for column in found.parties for text in lists[column])


def _codes(texts: Iterable[str]) -> Iterator[str]:
    """Yield the line of the dates that stand for something else, if there are any."""
    codes = [text for text in dict.fromkeys(texts) if _has_odd_year(text)][:MAX_SAMPLES]
    if codes:
        pairs = ", ".join(f'{_quoted(text)} = ""' for text in codes)
        yield f"codes = {{{pairs}}}   # TODO: what they stand for; an empty text is no date"


def _has_odd_year(text: str) -> bool:
    try:
        meant_date(text, DateRules())
    except YearError:
        return True
    except CellError:
        pass
    return False


def _id(found: _Columns, cells: Mapping[str, Sequence[str]], most_parties: int) -> str:
    """Return the line of the id.

    The id is made from a key, with the parties if they are few; without one from the title, or from parties and a date
    if titles have no Latin letters.
    """
    if found.key and most_parties > MAX_PARTIES_IN_ID:
        return f"id = {_quoted(f'my-list-{{{found.key}}}')}   # TODO: a short name of the list"
    if found.key:
        todo = "" if COLUMNS["key"].search(found.key) else "   # TODO: does the column tell agreements apart for good?"
        return f"id = {_quoted(f'{{parties}}-{{{found.key}}}')}{todo}"
    in_latin = all(re.search("[A-Za-z]", text) for text in cells.get(found.title or "", ()))
    names = f"{{{found.title}:{MAX_TITLE_IN_ID}}}" if found.title and in_latin else "{parties}"
    names += f"-{{{found.dates[0]}}}" if found.dates and not in_latin else ""
    return f"id = {_quoted(names)}   # TODO: no column is unique"


def _states(column: str, texts: Sequence[str]) -> Iterator[str]:
    """Yield the lines that name a column of states, and the state that each of its texts stands for."""
    todo = (
        "which states? An empty one says nothing" if None in map(_state_named, texts) else "the states, as a statement"
    )
    yield f"status = {_quoted(column)}   # TODO: {todo}; or delete both lines"
    states = ", ".join(f"{_quoted(text)} = {_quoted(_state_named(text) or '')}" for text in dict.fromkeys(texts))
    yield f"states = {{{states}}}"


def _names(texts: Iterable[str]) -> Iterator[str]:
    """Yield a line for each name of a party that has no code, or several: a person writes its code there."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        found |= names_without_code(text, _ANY, _known())
    yield from ("", "[parties]") if found else ()
    for name, codes in list(found.items())[:MAX_NAMES]:
        yield f'{_quoted(name)} = ""   # TODO: {" or ".join(codes) or "its code"}'


def _events(found: _Columns, cells: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield an event for each column of dates."""
    events = {column: _event_named(column) for column in found.dates or ("",)}
    counts = Counter(events.values())
    for column, event in events.items():
        party = _party_named(column)
        is_of_one = bool(party) or event in _ACTS_OF_ONE or (event in _ACTS_OF_EACH and counts[event] > 1)
        is_by_party = found.is_by_party and column not in found.shared
        yield from ("", "[[acts]]" if is_by_party or is_of_one else "[[agreements.events]]")
        yield f'event = "{event or ""}"' + ("" if event else "   # TODO: which event?")
        yield f"date = {_quoted(column)}{_samples(cells, column) or _NO_COLUMN}"
        if is_by_party:
            yield f"party = {_quoted(found.parties[0])}   # TODO: delete it if the date is that of the agreement"
            yield from _marks(event, cells.get(column, ()))
        elif is_of_one:
            todo = "the code of the party whose act it is" + ("" if event in _ACTS_OF_ONE else ", or delete the line")
            yield f'party_code = "{party}"' + ("" if party else f"   # TODO: {todo}")
        if found.place and event == "signed":
            yield f"place = {_quoted(found.place)}"


def _acts(found: _Columns, column: str, cells: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield an act for each event that a column names, in a table with a row for each event."""
    texts: dict[str | None, dict[str, None]] = {}
    for text in cells[column]:
        texts.setdefault(_event_named(text), {})[text] = None
    for event, words in texts.items():
        todo = "   # TODO: which event? An empty one leaves these rows out" if event is None else ""
        yield from ("", "[[acts]]", f'event = "{event or ""}"{todo}')
        yield f"date = {_quoted(found.dates[0])}"
        yield f"where = {{{_quoted(column)} = {json.dumps([*words], ensure_ascii=False)}}}"
        yield '# TODO: for an act of one party, party = "..." names its column, party_code = "JP" the party itself'


def _marks(event: str | None, texts: Iterable[str]) -> Iterator[str]:
    """Yield the line of the marks behind the dates of consent, if there are any of those that depositaries use."""
    found = dict.fromkeys(text.rpartition(" ")[2] for text in texts) if event == "ratified" else {}
    marks = ", ".join(f'{mark} = "{_MANNERS[mark]}"' for mark in found if mark in _MANNERS)
    if marks:
        yield f"marks = {{{marks}}}   # TODO: what the marks behind the dates stand for"


_MANNERS: Final = {
    "A": "acceptance",
    "AA": "approval",
    "a": "accession",
    "c": "formal_confirmation",
    "d": "succession",
    "s": "definitive_signature",
}
"""Manners of consent by the marks that the United Nations write behind a date."""
_ACTS_OF_ONE: Final = frozenset({"approved"})
"""Events that are always the act of one party."""
_ACTS_OF_EACH: Final = frozenset({"signed", "ratified"})
"""Events that are the acts of single parties where several columns have them."""


def _party_named(column: str) -> str:
    """Return the code of the party that a name has in brackets or behind ``by`` or ``for``; an empty text if none.

    >>> _party_named("Consent (UK)"), _party_named("Ratified by Japan"), _party_named("Date of signature")
    ('GB', 'JP', '')
    """
    found = _OF_PARTY.search(column)
    try:
        codes = meant_parties(next(filter(None, found.groups())), _ANY, _known()) if found else ()
    except CellError:
        return ""
    return codes[0] if len(codes) == 1 else ""


_OF_PARTY: Final = re.compile(
    r"[(\[]([^()\[\]]+)[)\]]$|\b(?:by|for|von|für|par|pour|por|para|da|per) (.+)$|: ?(.+)$", re.IGNORECASE
)
_STATES: Final = frozenset({"signed", "ratified", "in_force", "terminated"})
"""Events of which the words stand for a state, too, which has the same name."""


def _state_named(text: str) -> str | None:
    """Return the state that a text names; None for the act of one party, and for an end that lies ahead."""
    event = _event_named(text)
    return event if event in _STATES and not _party_named(text) and not _AHEAD.search(text) else None


_AHEAD: Final = re.compile(r"\bexpir(?:es|ing|y)\b", re.IGNORECASE)


def _are_states(texts: Sequence[str]) -> bool:
    return len({*texts}) <= MAX_STATES and _is_mostly(texts, _event_of_words)


def _event_named(text: str) -> str | None:
    """Return the event that a text names; None for a text such as ``not in force`` or ``in force until``."""
    return None if COLUMNS["doubtful"].search(text) else _event_of_words(text)


def _event_of_words(text: str) -> str | None:
    return next((event for event in _EVENTS if COLUMNS[event].search(text)), None)


def _order(texts: Sequence[str]) -> Iterator[str]:
    """Yield whether the day comes first in dates of numbers, as far as they show it."""
    numeric = [(text, int(found[1]), int(found[2])) for text in texts if (found := _NUMERIC.fullmatch(text))]
    if not numeric:
        return
    days_first = [text for text, first, _ in numeric if first > 12]
    months_first = [text for text, _, second in numeric if second > 12]
    if days_first and months_first:
        yield (
            f"# TODO: dayfirst = true   # or false? {_quoted(days_first[0])} has the day first, "
            f"{_quoted(months_first[0])} the month: correct one of them"
        )
    elif days_first or months_first:
        yield f"dayfirst = {str(bool(days_first)).lower()}"
    else:
        yield f"# TODO: dayfirst = true   # or false? {_quoted(numeric[0][0])} does not show it"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _samples(cells: Mapping[str, Sequence[str]], column: str | None) -> str:
    found = list(dict.fromkeys(cells.get(column or "", ())))[:MAX_SAMPLES]
    return f"   # {', '.join(_quoted(text[:MAX_SAMPLE]) for text in found)}" if found else ""


def _is_mostly(values: Sequence[str], test: Callable[[str], object], part: float = _MOSTLY) -> bool:
    return bool(values) and sum(map(bool, map(test, values))) >= part * len(values)


def _part_of_dates(column: str) -> float:
    """Return the part of the cells of a column that must be dates: a small one if its name says that they are."""
    is_named = _event_of_words(column) or COLUMNS["date"].search(column)
    return _MOSTLY_NAMED if is_named else _MOSTLY


def _is_date(text: str) -> bool:
    """Return whether a cell may be in a column of dates."""
    if says_nothing(text) or says_same(text) or _NUMERIC.fullmatch(text):
        return True
    try:
        return meant_date(text, DateRules()) is not None
    except YearError:
        return True
    except CellError as error:
        return "may be" in str(error)


def _is_party(text: str) -> bool:
    return _count_parties(text) == 1


@cache
def _known() -> PartyNames:
    return PartyNames(common().parties)


def _count_parties(text: str) -> int:
    try:
        return len(meant_parties(text, _ANY, _known()))
    except CellError:
        return 0


def _is_link(text: str) -> bool:
    try:
        return bool(links_of(text))
    except CellError:
        return False
