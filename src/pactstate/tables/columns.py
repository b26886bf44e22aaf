"""Tables of agreements: their columns with descriptions.

Every table for every format is made from :data:`TABLES`. A date has three columns: the text of the record, and its
first and last possible day. The rows come from ``rows.py``. See docs/tables.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

import attrs

from pactstate.tables.rows import LINKS, ROWS, AnsweredAgreement, Row

__all__ = ["TABLES", "Column", "Foreign", "Table"]

ColumnType = Literal["string", "integer", "boolean", "date", "uri"]


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


@attrs.frozen(eq=False)
class Table:
    """Table: what its rows are, its columns, and its rows for one agreement."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    """Columns that identify a row; none for a table whose rows may repeat."""
    foreign: tuple[Foreign, ...]

    def rows(self, case: AnsweredAgreement) -> Iterable[Row]:
        """Return the rows for one agreement."""
        return ROWS[self.name](case)


def _dates(name: str, description: str) -> tuple[Column, ...]:
    return (
        Column(name, f"{description}, as written"),
        Column(f"{name}_earliest", f"First possible day of '{name}'; empty if it is open", "date"),
        Column(f"{name}_latest", f"Last possible day of '{name}'; empty if it is open", "date"),
    )


_AGREEMENT: Final = Column("agreement", "Id of the agreement")
_OF_AGREEMENT: Final = Foreign(("agreement",), "agreements")


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
    ),
    Table(
        "sources",
        "One row for each source of an agreement. A source that several agreements cite has a row for each.",
        _SOURCE_COLUMNS,
        ("agreement", "source"),
        (_OF_AGREEMENT,),
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
    ),
    Table(
        "links",
        "Links to other agreements, and former ids. The other agreement may be missing.",
        (
            _AGREEMENT,
            Column("link", f"{', '.join(LINKS[:-1])} or {LINKS[-1]}"),
            Column("target", "Id of the other agreement, or the former id"),
        ),
        ("agreement", "link", "target"),
        (_OF_AGREEMENT,),
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
    ),
)

TABLES: Final[Mapping[str, Table]] = {table.name: table for table in _ALL}
"""Every table, by name. The rows of ``findings`` belong to files and come from a check."""
