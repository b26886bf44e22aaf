"""State of every agreement on a day, in tables, JSON, CSV and Markdown. See docs/domain.md, "Status".

Groups are by kind, by party or by state. Formats for programs have no groups, since each of their records has kind,
parties and state.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.contradictions import contradictions, is_disputed
from pactstate.domain.dates import PartialDate
from pactstate.domain.lifecycle import State
from pactstate.domain.model import Period
from pactstate.domain.status import (
    Status,
    flag_words,
    in_words,
    possible_states,
    standing_as_json,
    state_words,
    states_in_words,
    status_as_json,
)
from pactstate.domain.statuses import AgreementStatus
from pactstate.domain.vocabulary import Vocabulary
from pactstate.text.escape import CsvText, JsonText, MarkdownText, TerminalText, csv_text, json_records, markdown_link
from pactstate.views.tables import date_columns, date_values, markdown_table, plain_table, plain_tables, shortened

# Sentences are made for Markdown and for a single answer only.
if TYPE_CHECKING:
    from pactstate.views.explain import Cited

__all__ = [
    "ANSWERS",
    "COLUMNS",
    "CONTRADICTIONS",
    "SORTS",
    "WAYS",
    "Group",
    "Row",
    "cells",
    "columns_of",
    "flag_words",
    "grouped",
    "heading",
    "in_words",
    "is_older",
    "is_so",
    "render_csv",
    "render_groups_markdown",
    "render_groups_plain",
    "render_json",
    "render_markdown",
    "render_plain",
    "sort_rows",
    "standing_as_json",
    "state_words",
    "states_in_words",
    "status_as_json",
    "summary",
    "summary_of_groups",
]

COLUMNS = ("Agreement", "State", "Since", "Parties", "Next expected", "Newest source")
CONTRADICTIONS: Final = "Contradictions"
"""Last column of a table in which an agreement has some."""


@attrs.frozen(eq=False, repr=False)
class Row:
    """Agreement with its status."""

    agreement: Agreement
    status: Status
    party: str | None = None
    """Party that the question names."""
    contradictions: int = 0
    """Number of contradictions in the record, as far as was known."""

    @classmethod
    def of(cls, agreement: Agreement, status: Status, party: str | None = None) -> Row:
        """Return the row of an agreement, with its contradictions counted."""
        return cls(agreement, status, party, sum(1 for _ in contradictions(agreement, status.known_by)))

    @property
    def words(self) -> str:
        """State in words; with three or more parties, also the standing of ``party``."""
        agreement, words = self.agreement, in_words(self.status, self.agreement.parties)
        if self.party is None or (len(agreement.parties) < 3 and not agreement.open):
            return words
        return f"{words}; {self.party}: {self.status.of(self.party)}"


def columns_of(rows: Sequence[Row]) -> tuple[str, ...]:
    """Return the names of the columns: :data:`COLUMNS`, and that of contradictions if there are any."""
    return (*COLUMNS, CONTRADICTIONS) if any(row.contradictions for row in rows) else COLUMNS


def _lines(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    size = len(columns_of(rows))
    return [cells(row)[:size] for row in rows]


def cells(row: Row) -> tuple[str, ...]:
    """Return a row as unescaped texts: one for each of :data:`COLUMNS`, and the number of contradictions."""
    status = row.status
    return (
        row.agreement.id,
        row.words,
        str(status.since or ""),
        shortened(row.agreement.parties),
        shortened(list(map(str, status.expected)), "; "),
        str(status.newest or ""),
        str(row.contradictions or ""),
    )


ANSWERS: Final[Mapping[str, Callable[[Status], bool]]] = MappingProxyType(
    {
        "uncertain": lambda status: status.state is None,
        "disputed": lambda status: any(is_disputed(reason.event) for reason in status.why),
        "expected": lambda status: bool(status.expected),
    }
)
"""Properties of an answer by which agreements are selected, beside the states."""


def is_so(status: Status, words: Sequence[str]) -> bool:
    """Return whether an answer allows one of the states, or has one of the properties in :data:`ANSWERS`."""
    return any(ANSWERS[word](status) if word in ANSWERS else word in status.possible for word in words)


def is_older(status: Status, age: Period, today: dt.date) -> bool:
    """Return whether the newest source of an answer is certainly older than that, or none has a date."""
    return status.newest is None or status.newest.latest < age.before(PartialDate(today)).earliest


def _by_since(row: Row) -> tuple[str, ...]:
    since = row.status.since
    return (since.earliest.isoformat(), since.latest.isoformat()) if since else ("undated",)


def _by_state(row: Row) -> tuple[str, ...]:
    state = row.status.state
    return (str(list(State).index(state)),) if state else ("uncertain",)


def _by_newest(row: Row) -> tuple[str, ...]:
    newest = row.status.newest
    return (f"{dt.date.max.toordinal() - newest.latest.toordinal():07}",) if newest else ("undated",)


SORTS: Final[Mapping[str, Callable[[Row], tuple[str, ...]]]] = MappingProxyType(
    {
        "id": lambda row: (row.agreement.id,),
        "since": _by_since,
        "state": _by_state,
        "newest": _by_newest,
        "party": lambda row: row.agreement.parties,
    }
)
"""Orders of rows, by the word of the command line, as keys to sort by. Digits sort before words."""


def sort_rows(rows: Sequence[Row], by: str) -> list[Row]:
    """Return the rows in one of the orders of :data:`SORTS`, and in order of id where it makes no difference.

    Days begin with the oldest one, but the newest sources with the newest one.
    """
    return sorted(rows, key=lambda row: (SORTS[by](row), row.agreement.id))


def heading(on: PartialDate, known_by: PartialDate | None) -> str:
    """Return the days of the question, as in ``on 2024-07-08, as known by 2024-06``."""
    return f"on {on}" + (f", as known by {known_by}" if known_by else "")


def summary(rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None) -> str:
    """Return one line with the number of agreements in each state."""
    counts = Counter(str(row.status.state) if row.status.state else "uncertain" for row in rows)
    order = [*map(str, State), "uncertain"]
    parts = [f"{counts[name]} {name}" for name in order if counts[name]]
    noun = "agreement" if len(rows) == 1 else "agreements"
    projected = " (projected: what holds if nothing changes)" if any(row.status.projected for row in rows) else ""
    contradictory = sum(row.contradictions for row in rows)
    many = "contradiction" if contradictory == 1 else "contradictions"
    told = f"; {contradictory} {many} of sources" if contradictory else ""
    return f"{len(rows)} {noun} {heading(on, known_by)}{projected}" + (f": {', '.join(parts)}" if parts else "") + told


def render_plain(rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None) -> TerminalText:
    """Return the table as plain text, and a summary."""
    return TerminalText.of("{}\n\n{}\n", plain_table(columns_of(rows), _lines(rows)), summary(rows, on, known_by))


def render_markdown(rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None) -> MarkdownText:
    """Return the table in GitHub's Markdown with titles and links, a summary, and a footnote for each source."""
    notes = _Footnotes()
    table = markdown_table(columns_of(rows), [_markdown_cells(row, notes, len(columns_of(rows))) for row in rows])
    return MarkdownText.of("{}\n", MarkdownText.joined("\n\n", [table, summary(rows, on, known_by), *notes.lines()]))


class _Footnotes:
    """Numbered sources of a page."""

    def __init__(self) -> None:
        self._numbers: dict[Cited, int] = {}

    def marks(self, sources: Iterable[Cited]) -> MarkdownText:
        """Return the marks of sources, each of which has one number on the page."""
        numbers = [self._numbers.setdefault(one, len(self._numbers) + 1) for one in sources]
        return MarkdownText.joined("", [MarkdownText.of("[^{}]", number) for number in dict.fromkeys(numbers)])

    def lines(self) -> list[MarkdownText]:
        """Return the footnotes as one paragraph; nothing if there are none."""
        notes = [
            MarkdownText.of("[^{}]: {}, {}", number, markdown_link(one.title, one.url), one.name)
            for one, number in self._numbers.items()
        ]
        return [MarkdownText.joined("\n", notes)] if notes else []


def _markdown_cells(row: Row, notes: _Footnotes, size: int) -> list[str]:
    from pactstate.views.explain import Cited, cite, explanation

    id, words, since, parties, expected, _, contradictory = cells(row)
    evidence = [part for sentence in explanation(row.agreement, row.status) for part in sentence]
    marks = notes.marks(part for part in evidence if isinstance(part, Cited))
    newest = row.status.newest_source
    link = markdown_link(cite(newest).name, newest.url) if newest else ""
    title = f"{row.agreement.title} ({id})"
    return [title, MarkdownText.of("{}{}", words, marks), since, parties, expected, link, contradictory][:size]


def render_json(rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None) -> JsonText:
    """Return the whole answer as JSON, with the evidence behind it. The format is versioned."""
    return json_records(
        {
            "version": 2,
            "on": str(on),
            "known_by": str(known_by) if known_by else None,
            "agreements": map(_as_json, rows),
        }
    )


def _as_json(row: Row) -> dict[str, object]:
    return AgreementStatus(row.agreement, row.status).to_dict()


_CSV_FIELDS = ("id", "title", "kind", "parties", "state", "possible", "presumed")


def render_csv(rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None) -> CsvText:
    """Return CSV with one line for each agreement and the fields of the JSON without ``why``.

    Several values in one field are joined with ``; ``. Each date has two more columns: its first and its last possible
    day.
    """
    head = [
        *date_columns("on"),
        *date_columns("known_by"),
        *_CSV_FIELDS,
        *date_columns("since"),
        *("flags", "approved", "ratified", "standing", "projected", "expected"),
        *date_columns("expected_date"),
        "newest_source",
        *date_columns("newest_published"),
        "contradictions",
    ]
    return csv_text([head, *([*date_values(on), *date_values(known_by), *_csv_values(row)] for row in rows)])


def _csv_values(row: Row) -> list[str]:
    status = row.status
    record = _as_json(row) | {
        "possible": ["nothing yet" if state is None else state for state in possible_states(status)],
    }
    return [
        *(_joined(record[field]) for field in _CSV_FIELDS),
        *date_values(status.since),
        _joined(flag_words(status.flags)),
        _joined(record["approved"]),
        _joined(record["ratified"]),
        _joined([f"{one.party} {one}" for one in status.standing]),
        "yes" if status.projected else "",
        _joined(list(status.expected)),
        *date_values(*(expected.date for expected in status.expected)),
        status.newest_source.id if status.newest_source else "",
        *date_values(status.newest),
        str(record["contradictions"]),
    ]


def _joined(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")


UNCERTAIN: Final = "uncertain: more than one answer is possible"
UNKNOWN: Final = "uncertain: nothing known"


@attrs.frozen(eq=False, repr=False)
class Group:
    """Agreements of the same kind, party or state."""

    name: str
    """Name of the group, such as ``acsa: acquisition and cross-servicing``."""
    rows: tuple[Row, ...]

    @property
    def heading(self) -> str:
        """Name of the group with the number of its agreements."""
        return f"{self.name} ({len(self.rows)})"


@attrs.frozen(eq=False, repr=False)
class _Way:
    """Way to form groups."""

    words: Callable[[Row], Sequence[str]]
    """Function that returns the groups of an agreement."""
    names: Callable[[Vocabulary], Mapping[str, str]]
    """Function that returns the possible groups in the order of display, each with an explanation or an empty text."""


def _kinds(vocabulary: Vocabulary) -> Mapping[str, str]:
    return {word: kind.title for word, kind in vocabulary.kinds.items()}


def _state(row: Row) -> str:
    return row.status.state or (UNCERTAIN if row.status.possible else UNKNOWN)


WAYS: Final[Mapping[str, _Way]] = MappingProxyType(
    {
        "kind": _Way(lambda row: (row.agreement.kind,), _kinds),
        "party": _Way(lambda row: row.agreement.parties, lambda vocabulary: vocabulary.parties),
        "state": _Way(lambda row: (_state(row),), lambda _: dict.fromkeys((*State, UNCERTAIN, UNKNOWN), "")),
    }
)
"""Ways to group agreements, by the word of the command line."""


def grouped(rows: Sequence[Row], by: str, vocabulary: Vocabulary) -> list[Group]:
    """Return the rows in groups, by one of :data:`WAYS`. By party, an agreement is in a group of each of its parties.

    Kinds and parties have the order of the vocabulary; those that it lacks follow. States have the order of the
    lifecycle; uncertain ones follow. Groups are never empty, and rows keep their order.
    """
    names = WAYS[by].names(vocabulary)
    members: dict[str, list[Row]] = {word: [] for word in names}
    for row in rows:
        for word in WAYS[by].words(row):
            members.setdefault(word, []).append(row)
    return [Group(_named(word, names.get(word, "")), tuple(found)) for word, found in members.items() if found]


def _named(word: str, meaning: str) -> str:
    return f"{word}: {meaning}" if meaning else word


def summary_of_groups(
    groups: Sequence[Group], rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None
) -> str:
    """Return one line with the number of agreements in each state. An agreement in several groups counts once."""
    line = summary(rows, on, known_by)
    listed = sum(len(group.rows) for group in groups)
    return line if listed == len(rows) else f"{line} (each counted once, and listed under each of its parties)"


def render_groups_plain(groups: Sequence[Group], last_line: str) -> TerminalText:
    """Return a plain table for each group, with the same column widths in all, and the last line."""
    # A row of many parties is in many groups.
    every = {id(row): row for group in groups for row in group.rows}
    columns = columns_of(list(every.values()))
    lines = {key: cells(row)[: len(columns)] for key, row in every.items()}
    tables = plain_tables(columns, [[lines[id(row)] for row in group.rows] for group in groups])
    parts = [TerminalText.of("{}\n{}", group.heading, table) for group, table in zip(groups, tables, strict=True)]
    return TerminalText.of("{}\n", TerminalText.joined("\n\n", [*parts, last_line]))


def render_groups_markdown(groups: Sequence[Group], last_line: str) -> MarkdownText:
    """Return a table as in :func:`render_markdown` for each group, under a level 3 heading, and the last line."""
    notes = _Footnotes()
    every = {id(row): row for group in groups for row in group.rows}
    columns = columns_of(list(every.values()))
    # A row of many parties is in many groups.
    lines = {key: _markdown_cells(row, notes, len(columns)) for key, row in every.items()}
    parts: list[str] = []
    for group in groups:
        table = markdown_table(columns, [lines[id(row)] for row in group.rows])
        parts.append(MarkdownText.of("### {}\n\n{}", group.heading, table))
    return MarkdownText.of("{}\n", MarkdownText.joined("\n\n", [*parts, last_line, *notes.lines()]))
