"""Where every agreement stands: a table for people, JSON, CSV and Markdown for the rest.

Rule: interface.md ("status").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.lifecycle import ALL, Flags, State
from pactstate.domain.timeline import Status
from pactstate.text.escape import CsvText, JsonText, MarkdownText, TerminalText, csv_text, json_text
from pactstate.views.tables import markdown_table, plain_table

__all__ = [
    "COLUMNS",
    "Row",
    "cells",
    "flag_words",
    "heading",
    "in_words",
    "render_csv",
    "render_json",
    "render_markdown",
    "render_plain",
    "status_as_json",
    "summary",
]

COLUMNS = ("Agreement", "State", "Since", "Parties", "Next expected", "Newest source")


@attrs.frozen(eq=False, repr=False)
class Row:
    """One agreement and its status."""

    agreement: Agreement
    status: Status


def in_words(status: Status, parties: Sequence[str] = ()) -> str:
    """The state with its flags and progress, as in ``signed; approved by PH, JP``.

    Who has signed is said only when some of the parties have not.
    """
    if status.state is None:
        return _uncertain(status)
    words = [str(status.state), *flag_words(status.flags)]
    if status.state in (State.PROPOSED, State.NEGOTIATING, State.SIGNED):
        signed = status.signed if set(parties).difference(status.signed) else ()
        progress = (("signed", signed), ("approved", status.approved), ("ratified", status.ratified))
        words += [f"{done} by {', '.join(who)}" for done, who in progress if who]
    return "; ".join(words)


def _uncertain(status: Status) -> str:
    if not status.possible:
        return "nothing known"
    names = [str(state) for state in State if state in status.possible]
    words = " or ".join(["nothing yet", *names] if status.unbegun else names)
    return f"{words}; presumed {status.presumed}" if status.presumed else words


def flag_words(flags: Flags) -> list[str]:
    """The flags as words: ``stalled``, ``provisional``, ``suspended by JP``, ``notice by US on hold``."""
    return [
        *(["stalled"] if flags.stalled else []),
        *(["provisional"] if flags.provisional else []),
        *("suspended" if party == ALL else f"suspended by {party}" for party in flags.suspended),
        *(f"notice by {notice.party}" + (" on hold" if notice.on_hold else "") for notice in flags.notices),
    ]


def cells(row: Row) -> tuple[str, ...]:
    """The row as texts, not yet escaped, one for each of :data:`COLUMNS`."""
    status = row.status
    return (
        row.agreement.id,
        in_words(status, row.agreement.parties),
        str(status.since or ""),
        ", ".join(row.agreement.parties),
        "; ".join(f"{expected.name} {expected.date}" for expected in status.expected),
        str(status.newest or ""),
    )


def heading(on: PartialDate, known_by: PartialDate | None) -> str:
    """The question that a table answers."""
    return f"on {on}" + (f", as known by {known_by}" if known_by else "")


def summary(rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None) -> str:
    """One line: how many agreements stand where."""
    counts = Counter(str(row.status.state) if row.status.state else "uncertain" for row in rows)
    order = [*map(str, State), "uncertain"]
    parts = [f"{counts[name]} {name}" for name in order if counts[name]]
    noun = "agreement" if len(rows) == 1 else "agreements"
    return f"{len(rows)} {noun} {heading(on, known_by)}" + (f": {', '.join(parts)}" if parts else "")


def render_plain(rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None) -> TerminalText:
    """The table as plain text, and a summary."""
    return TerminalText.of("{}\n\n{}\n", plain_table(COLUMNS, list(map(cells, rows))), summary(rows, on, known_by))


def render_markdown(rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None) -> MarkdownText:
    """The table in GitHub's Markdown, and a summary."""
    return MarkdownText.of("{}\n\n{}\n", markdown_table(COLUMNS, list(map(cells, rows))), summary(rows, on, known_by))


def render_json(rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None) -> JsonText:
    """The whole answer, with what it rests on. The format is versioned."""
    return json_text(
        {
            "version": 1,
            "on": str(on),
            "known_by": str(known_by) if known_by else None,
            "agreements": [_as_json(row) for row in rows],
        }
    )


def _as_json(row: Row) -> dict[str, object]:
    agreement = row.agreement
    return {
        "id": agreement.id,
        "title": agreement.title,
        "kind": agreement.kind,
        "parties": list(agreement.parties),
        **status_as_json(row.status),
    }


def status_as_json(status: Status) -> dict[str, object]:
    """An answer as JSON has it, from ``state`` to ``why``."""
    return {
        "state": status.state,
        "possible": [state for state in State if state in status.possible],
        "presumed": status.presumed,
        "since": str(status.since) if status.since else None,
        "flags": flag_words(status.flags),
        "approved": list(status.approved),
        "ratified": list(status.ratified),
        "expected": [{"event": expected.name, "date": str(expected.date)} for expected in status.expected],
        "newest_source": {"id": status.newest_source, "published": str(status.newest)} if status.newest else None,
        "why": [
            {
                "event": reason.event.name,
                "date": str(reason.event.date),
                "party": reason.event.party,
                "claims": [{"source": claim.source, "role": claim.role} for claim in reason.claims],
            }
            for reason in status.why
        ],
    }


def render_csv(rows: Sequence[Row], on: PartialDate, known_by: PartialDate | None) -> CsvText:
    """One line an agreement, with the fields of the JSON but ``why``; several values are joined with ``; ``."""
    fields = [
        "id",
        "title",
        "kind",
        "parties",
        "state",
        "possible",
        "presumed",
        "since",
        "flags",
        "approved",
        "ratified",
    ]
    lines = []
    for row in rows:
        record = _as_json(row)
        expected = [f"{item.name} {item.date}" for item in row.status.expected]
        newest = [row.status.newest_source or "", str(row.status.newest or "")]
        values = (_joined(record[field]) for field in fields)
        lines.append([str(on), str(known_by or ""), *values, _joined(expected), *newest])
    return csv_text([["on", "known_by", *fields, "expected", "newest_source", "newest_published"], *lines])


def _joined(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")
