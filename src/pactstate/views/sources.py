"""Sources with their claims and statements, and the number of accepted, rejected, stale and premature ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.model import Claim, Event, Role, Source, Statement
from pactstate.domain.statements import Judgement, Verdict
from pactstate.text.escape import CsvText, JsonText, MarkdownText, TerminalText, csv_text, json_text
from pactstate.views.tables import date_columns, date_values, markdown_table, plain_table

__all__ = [
    "COLUMNS",
    "Record",
    "cells",
    "details",
    "records",
    "render_csv",
    "render_json",
    "render_markdown",
    "render_plain",
    "summary",
]

COLUMNS = ("Source", "Published", "Type", "Stands", "Rejected", "Stale", "Premature", "Agreements")

_VERBS = {Role.REPORTED: "reports", Role.ANNOUNCED: "announces", Role.DENIED: "denies"}


@attrs.frozen
class Record:
    """Source with all its claims and statements."""

    source: Source
    claims: tuple[tuple[Agreement, Event, Claim], ...]
    statements: tuple[tuple[Agreement, Statement, Judgement], ...]

    @property
    def agreements(self) -> tuple[str, ...]:
        """Ids of the agreements that the source speaks of, sorted."""
        said = [*(agreement.id for agreement, *_ in self.claims), *(agreement.id for agreement, *_ in self.statements)]
        return tuple(sorted(set(said)))

    @property
    def rejected(self) -> int:
        """Number of rejected claims and statements."""
        claims = sum(not claim.accepted for _, _, claim in self.claims)
        return claims + sum(statement.rejected is not None for _, statement, _ in self.statements)

    @property
    def stands(self) -> int:
        """Number of accepted claims and statements, without stale and premature statements."""
        wrong = sum(
            statement.rejected is None and judgement.verdict in (Verdict.STALE, Verdict.PREMATURE)
            for _, statement, judgement in self.statements
        )
        return len(self.claims) + len(self.statements) - self.rejected - wrong

    def judged(self, verdict: Verdict) -> int:
        """Return the number of statements with a verdict, rejected or not."""
        return sum(judgement.verdict is verdict for _, _, judgement in self.statements)


def records(agreements: Sequence[Agreement]) -> list[Record]:
    """Return the records of all sources that the agreements cite, in order of id.

    Several files may describe sources with the same id. Those are different sources unless the descriptions are equal.
    """
    claims: dict[Source, list[tuple[Agreement, Event, Claim]]] = {}
    statements: dict[Source, list[tuple[Agreement, Statement, Judgement]]] = {}
    for agreement in agreements:
        for source in agreement.sources:
            claims.setdefault(source, [])
        for event in agreement.history:
            for claim in event.claims:
                if cited := agreement.source(claim.source):
                    claims[cited].append((agreement, event, claim))
        for statement in agreement.statements:
            if cited := agreement.source(statement.source):
                statements.setdefault(cited, []).append((agreement, statement, agreement.weigh(statement)))
    ordered = sorted(claims, key=lambda source: source.id)
    return [Record(source, tuple(claims[source]), tuple(statements.get(source, ()))) for source in ordered]


def cells(record: Record) -> tuple[str, ...]:
    """Return a record as unescaped texts, one for each of :data:`COLUMNS`."""
    counts = (record.stands, record.rejected, record.judged(Verdict.STALE), record.judged(Verdict.PREMATURE))
    return (
        record.source.id,
        str(record.source.published or "undated"),
        str(record.source.type or ""),
        *(str(count or "") for count in counts),
        ", ".join(record.agreements),
    )


def summary(found: Sequence[Record]) -> str:
    """Return one line with the number of sources, and of accepted and rejected claims and statements."""
    stands, rejected = sum(record.stands for record in found), sum(record.rejected for record in found)
    noun = "source" if len(found) == 1 else "sources"
    return f"{len(found)} {noun}, claims and statements: {stands} stand, {rejected} rejected"


def _claim_lines(record: Record) -> Iterator[TerminalText]:
    """Yield a line for each claim and statement of a source."""
    for agreement, event, claim in record.claims:
        party = f" by {event.party}" if event.party else ""
        dated = f", dating it {claim.date}" if claim.date else ""
        said = f"{_VERBS[claim.role]} {event.name}{party} on {event.date}{dated}"
        yield TerminalText.of("{}: {}{}", agreement.id, said, _aside(claim.locator, claim.rejected))
    for agreement, statement, judgement in record.statements:
        verdict = f"; {judgement.verdict}" + (f" on {judgement.day}" if judgement.day else "")
        aside = _aside(statement.locator, statement.rejected)
        yield TerminalText.of("{}: says {}{}{}", agreement.id, statement.says, verdict, aside)


def _aside(locator: str | None, rejected: str | None) -> TerminalText:
    where = TerminalText.of(" ({})", locator) if locator else ""
    return TerminalText.of("{}{}", where, TerminalText.of("; rejected: {}", rejected) if rejected is not None else "")


def render_plain(found: Sequence[Record], *, in_detail: bool) -> TerminalText:
    """Return the table as plain text; ``in_detail`` adds the claims and statements of each source."""
    text = TerminalText.of("{}\n\n{}\n", plain_table(COLUMNS, list(map(cells, found))), summary(found))
    return TerminalText.of("{}{}", text, details(found)) if in_detail else text


def details(found: Sequence[Record]) -> TerminalText:
    """Return the claims and statements of each source, under its title."""
    lines = []
    for record in found:
        source = record.source
        author = TerminalText.of("{}, ", source.author) if source.author else ""
        publisher = TerminalText.of(" ({}{})", author, source.publisher) if source.publisher else ""
        lines += [TerminalText.of(""), TerminalText.of("{}: {}{}", source.id, source.title, publisher)]
        if source.basis:
            lines.append(TerminalText.of("  dated by: {}", source.basis))
        if source.corrected:
            lines.append(TerminalText.of("  corrected: {}", source.corrected))
        lines += [TerminalText.of("  {}", line) for line in _claim_lines(record)]
    return TerminalText.joined("\n", [*lines, ""])


def render_markdown(found: Sequence[Record]) -> MarkdownText:
    """Return the table in GitHub's Markdown, then the claims and statements of each source."""
    parts = [markdown_table(COLUMNS, list(map(cells, found))), "", summary(found), ""]
    for record in found:
        parts += [MarkdownText.of("**{}**: {}", record.source.id, record.source.title), ""]
        parts += [MarkdownText.of("- {}", line) for line in _claim_lines(record)]
        parts.append("")
    return MarkdownText.joined("\n", parts)


def _as_json(record: Record) -> dict[str, object]:
    source = record.source
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "author": source.author,
        "url": source.url,
        "type": source.type,
        "published": str(source.published) if source.published else None,
        "basis": source.basis,
        "based_on": list(source.based_on),
        "stands": record.stands,
        "rejected": record.rejected,
        "stale": record.judged(Verdict.STALE),
        "premature": record.judged(Verdict.PREMATURE),
        "agreements": list(record.agreements),
        "claims": [
            {
                "agreement": agreement.id,
                "event": event.name,
                "party": event.party,
                "date": str(event.date),
                "role": claim.role,
                "own_date": str(claim.date) if claim.date else None,
                "locator": claim.locator,
                "rejected": claim.rejected,
            }
            for agreement, event, claim in record.claims
        ],
        "statements": [
            {
                "agreement": agreement.id,
                "says": statement.says,
                "day": str(judgement.day) if judgement.day else None,
                "verdict": judgement.verdict,
                "locator": statement.locator,
                "rejected": statement.rejected,
            }
            for agreement, statement, judgement in record.statements
        ],
    }


def render_json(found: Sequence[Record]) -> JsonText:
    """Return all records as JSON. The format is versioned."""
    return json_text({"version": 1, "sources": map(_as_json, found)}, depth=4)


def render_csv(found: Sequence[Record]) -> CsvText:
    """Return CSV with one line for each source, without its claims and statements.

    The date has two more columns: its first and its last possible day.
    """
    fields = ("id", "title", "publisher", "author", "url", "type")
    counts = ("stands", "rejected", "stale", "premature")
    rows = []
    for record in found:
        values = _as_json(record)
        texts = [str(values[field] or "") for field in fields] + date_values(record.source.published)
        rows.append([*texts, *(str(values[field]) for field in counts), "; ".join(record.agreements)])
    return csv_text([[*fields, *date_columns("published"), *counts, "agreements"], *rows])
