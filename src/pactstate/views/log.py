"""Log of the days on which states became known, for all agreements in one order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.log import (
    KnownChange,
    KnownDetail,
    LongHistoryError,
    knowledge_for_log,
    known_changes,
    known_details,
)
from pactstate.domain.outcomes import only
from pactstate.text.escape import CsvText, JsonText, MarkdownText, TerminalText, csv_text, json_records, markdown_link
from pactstate.views.tables import clipped, date_columns, date_values, markdown_table, plain_table

__all__ = [
    "COLUMNS",
    "Log",
    "cells",
    "record",
    "render_csv",
    "render_json",
    "render_markdown",
    "render_plain",
    "summary",
]

COLUMNS = ("Known", "Agreement", "State", "Since", "Days", "Source", "Publisher", "Published")


@attrs.frozen
class Log:
    """Changes of all agreements, ordered by the day on which they became known, with notes."""

    changes: tuple[KnownChange | KnownDetail, ...]
    notes: tuple[str, ...]
    """A sentence for each agreement whose present state does not follow from the dated sources alone, or that is left
    out because its history is too long.
    """
    left_out: tuple[str, ...] = ()
    """Ids of the agreements that are left out."""
    titles: Mapping[str, str] = attrs.field(factory=dict)
    """Titles of the agreements, by id."""


def record(
    agreements: Sequence[Agreement], until: dt.date, today: dt.date, *, flags: bool = False, party: str | None = None
) -> Log:
    """Return the changes that were known by ``until``. The notes compare what was known by ``today``.

    Args:
        agreements: The agreements.
        until: Last day of the log.
        today: Day of the notes.
        flags: Whether to follow flags, too.
        party: Party whose standing is followed, too.
    """
    found: list[KnownChange | KnownDetail] = []
    notes: list[str] = []
    left_out: list[str] = []
    for agreement in agreements:
        try:
            known = knowledge_for_log(agreement, flags=flags, party=party)
            own = list(known_changes(agreement, max(until, today), known))
            details = list(known_details(agreement, until, known, flags=flags, party=party)) if flags or party else []
        except LongHistoryError as error:
            notes.append(str(error))
            left_out.append(agreement.id)
            continue
        found += [change for change in own if change.known <= until]
        found += details
        state = only(agreement.states_on(PartialDate(today)))
        reached = next((change.state for change in reversed(own) if change.known <= today), None)
        if state and state is not reached:
            notes.append(
                f"{agreement.id}: {state} by all that the file holds, but not for certain by what had been published "
                f"by {today}; a source without any date makes nothing known by a day"
            )
    found.sort(key=lambda change: (change.known, change.agreement))
    return Log(tuple(found), tuple(notes), tuple(left_out), {one.id: one.title for one in agreements})


def cells(change: KnownChange | KnownDetail) -> tuple[str, ...]:
    """Return a change as unescaped texts, one for each of :data:`COLUMNS`."""
    return (
        str(change.known),
        change.agreement,
        _what(change),
        str(change.since or ""),
        "" if change.days is None else str(change.days),
        change.source,
        clipped(change.publisher or ""),
        str(change.published or ""),
    )


def _what(change: KnownChange | KnownDetail) -> str:
    return str(change.state) if isinstance(change, KnownChange) else change.change


def _summary_lines(log: Log) -> list[str]:
    count, agreements = len(log.changes), len({change.agreement for change in log.changes})
    nouns = ("change" if count == 1 else "changes", "agreement" if agreements == 1 else "agreements")
    return [f"{count} {nouns[0]} in {agreements} {nouns[1]}", *log.notes]


def summary(log: Log) -> TerminalText:
    """Return the number of changes and of agreements, then the notes, one on each line."""
    return TerminalText.joined("\n", _summary_lines(log))


def render_plain(log: Log) -> TerminalText:
    """Return the table as plain text, and a summary."""
    return TerminalText.of("{}\n\n{}\n", plain_table(COLUMNS, list(map(cells, log.changes))), summary(log))


def render_markdown(log: Log) -> MarkdownText:
    """Return the table in GitHub's Markdown with titles and links, and a summary."""
    rows = []
    for change in log.changes:
        known, id, state, since, days, source, publisher, published = cells(change)
        link = markdown_link(clipped(change.title or source), change.url)
        title = log.titles.get(id)
        rows.append(
            (known, f"{clipped(title)} ({id})" if title else id, state, since, days, link, publisher, published)
        )
    table = markdown_table(COLUMNS, rows)
    return MarkdownText.of("{}\n", MarkdownText.joined("\n\n", [table, *_summary_lines(log)]))


def _as_json(change: KnownChange | KnownDetail) -> dict[str, object]:
    return {
        "known": str(change.known),
        "agreement": change.agreement,
        "state": change.state if isinstance(change, KnownChange) else None,
        "change": change.change if isinstance(change, KnownDetail) else None,
        "since": str(change.since) if change.since else None,
        "days": change.days,
        "source": change.source,
        "publisher": change.publisher and clipped(change.publisher),
        "published": str(change.published) if change.published else None,
        "url": change.url,
    }


def render_json(log: Log) -> JsonText:
    """Return the changes and the notes as JSON. The format is versioned."""
    changes = map(_as_json, log.changes)
    return json_records({"version": 1, "changes": changes, "notes": list(log.notes)})


def render_csv(log: Log) -> CsvText:
    """Return CSV with one line for each change and the fields of the JSON.

    Each date has two more columns: its first and its last possible day.
    """
    head = [
        *date_columns("known"),
        *("agreement", "state"),
        *date_columns("since"),
        *("days", "source", "publisher"),
        *date_columns("published"),
    ]
    return csv_text([head, *map(_csv_values, log.changes)])


def _csv_values(change: KnownChange | KnownDetail) -> list[str]:
    return [
        *date_values(PartialDate(change.known)),
        *(change.agreement, _what(change)),
        *date_values(change.since),
        "" if change.days is None else str(change.days),
        *(change.source, clipped(change.publisher or "")),
        *date_values(change.published),
    ]
