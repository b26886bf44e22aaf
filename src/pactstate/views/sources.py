"""Sources with their claims and statements, and the number of accepted, rejected, stale and premature ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.contradictions import ClaimContradiction, Contradiction, contradictions
from pactstate.domain.model import Claim, Event, Role, Source, Statement, sources_by_id
from pactstate.domain.statements import Judgement, Verdict
from pactstate.text.escape import (
    CsvText,
    JsonText,
    MarkdownText,
    TerminalText,
    csv_text,
    json_records,
    markdown_link,
    terminal_link,
)
from pactstate.views.known_record import days_apart
from pactstate.views.tables import date_columns, date_values, markdown_table, plain_table

__all__ = [
    "COLUMNS",
    "COLUMNS_OF_PUBLISHERS",
    "Publisher",
    "Record",
    "cells",
    "details",
    "publisher_cells",
    "publishers",
    "records",
    "render_csv",
    "render_json",
    "render_markdown",
    "render_plain",
    "render_publishers_csv",
    "render_publishers_json",
    "render_publishers_markdown",
    "render_publishers_plain",
    "summary",
    "summary_of_publishers",
]

COLUMNS = ("Source", "Published", "Type", "Stands", "Rejected", "Stale", "Premature", "Agreements")

_VERBS = {Role.REPORTED: "reports", Role.ANNOUNCED: "announces", Role.DENIED: "denies"}


@attrs.frozen
class Record:
    """Source with all its claims and statements."""

    source: Source
    claims: tuple[tuple[Agreement, Event, Claim], ...]
    statements: tuple[tuple[Agreement, Statement, Judgement], ...]
    contradictions: tuple[tuple[Agreement, Contradiction], ...] = ()
    """Its claims and statements against other sources, or against the history."""

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


def records(agreements: Sequence[Agreement], judged: Sequence[Sequence[Judgement]] | None = None) -> list[Record]:
    """Return the records of all sources that the agreements cite, in order of id.

    Several files may describe sources with the same id. Those are different sources unless the descriptions are equal.
    ``judged`` has the judgements of the statements of each agreement, if they are computed already. The records have no
    contradictions then, and nothing is computed that an agreement would keep in memory.
    """
    claims: dict[Source, list[tuple[Agreement, Event, Claim]]] = {}
    statements: dict[Source, list[tuple[Agreement, Statement, Judgement]]] = {}
    against: dict[Source, list[tuple[Agreement, Contradiction]]] = {}
    for number, agreement in enumerate(agreements):
        # The property of the agreement would stay in memory with it.
        by_id = sources_by_id(agreement.sources)
        for source in agreement.sources:
            claims.setdefault(source, [])
        for event in agreement.history:
            for claim in event.claims:
                if cited := by_id.get(claim.source):
                    claims[cited].append((agreement, event, claim))
        judgements = judged[number] if judged else map(agreement.weigh, agreement.statements)
        for statement, judgement in zip(agreement.statements, judgements, strict=True):
            if cited := by_id.get(statement.source):
                statements.setdefault(cited, []).append((agreement, statement, judgement))
        for one in () if judged else contradictions(agreement):
            if cited := by_id.get(one.source):
                against.setdefault(cited, []).append((agreement, one))
    ordered = sorted(claims, key=lambda source: source.id)
    return [
        Record(source, tuple(claims.pop(source)), tuple(statements.pop(source, ())), tuple(against.pop(source, ())))
        for source in ordered
    ]


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
    others = _others(record)
    for agreement, event, claim in record.claims:
        party = f" by {event.party}" if event.party else ""
        dated = f", dating it {claim.date}" if claim.date else ""
        said = f"{_VERBS[claim.role]} {event.name}{party} on {event.date}{dated}"
        told = others.get(id(claim), ())
        against = TerminalText.of("; against {}", ", ".join(told)) if told else ""
        yield TerminalText.of("{}: {}{}{}", agreement.id, said, against, _aside(claim.locator, claim.rejected))
    for agreement, statement, judgement in record.statements:
        verdict = f"; {judgement.verdict}" + (f" on {judgement.day}" if judgement.day else "")
        aside = _aside(statement.locator, statement.rejected)
        yield TerminalText.of("{}: says {}{}{}", agreement.id, statement.says, verdict, aside)


def _others(record: Record) -> Mapping[int, tuple[str, ...]]:
    """Return the sources that each claim contradicts, by the identity of the claim."""
    found = [one for _, one in record.contradictions if isinstance(one, ClaimContradiction)]
    return {id(one.claim): one.against for one in found}


def _aside(locator: str | None, rejected: str | None) -> TerminalText:
    where = TerminalText.of(" ({})", locator) if locator else ""
    return TerminalText.of("{}{}", where, TerminalText.of("; rejected: {}", rejected) if rejected is not None else "")


def render_plain(found: Sequence[Record], *, in_detail: bool) -> TerminalText:
    """Return the table as plain text; ``in_detail`` adds the claims and statements of each source."""
    text = TerminalText.of("{}\n\n{}\n", plain_table(COLUMNS, list(map(cells, found))), summary(found))
    return TerminalText.of("{}{}", text, details(found)) if in_detail else text


def details(found: Sequence[Record], *, links: bool = False, width: int | None = None) -> TerminalText:
    """Return the claims and statements of each source, under its title and its address.

    Args:
        found: The records.
        links: Whether the terminal knows hyperlinks: then the title is one, and the address is not written.
        width: Columns in which lines are broken between words; None breaks no line.
    """
    lines: list[TerminalText] = []
    for record in found:
        lines.append(TerminalText.of(""))
        for number, line in enumerate(_detail_lines(record, links)):
            if width is None:
                lines.append(TerminalText.of("{}{}", "  " if number else "", line))
            else:
                lines += line.wrapped(width, first="  " if number else "", rest="    ")
    return TerminalText.joined("\n", [*lines, ""])


def _detail_lines(record: Record, links: bool) -> Iterator[TerminalText]:
    source = record.source
    author = TerminalText.of("{}, ", source.author) if source.author else ""
    publisher = TerminalText.of(" ({}{})", author, source.publisher) if source.publisher else ""
    title = terminal_link(source.title, source.url) if links else source.title
    yield TerminalText.of("{}: {}{}", source.id, title, publisher)
    if source.url and not links:
        yield TerminalText.of("<{}>", source.url)
    if source.basis:
        yield TerminalText.of("dated by: {}", source.basis)
    if source.corrected:
        yield TerminalText.of("corrected: {}", source.corrected)
    yield from (TerminalText.of("{}", line) for line in _claim_lines(record))


def render_markdown(found: Sequence[Record]) -> MarkdownText:
    """Return the table in GitHub's Markdown, then the claims and statements of each source."""
    parts = [markdown_table(COLUMNS, list(map(cells, found))), "", summary(found), ""]
    for record in found:
        source = record.source
        publisher = MarkdownText.of(" ({})", source.publisher) if source.publisher else ""
        title = markdown_link(source.title, source.url)
        parts += [MarkdownText.of("**{}**: {}{}", source.id, title, publisher), ""]
        parts += [MarkdownText.of("- {}", line) for line in _claim_lines(record)]
        parts.append("")
    return MarkdownText.joined("\n", parts)


def _as_json(record: Record) -> dict[str, object]:
    source, others = record.source, _others(record)
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
        "contradictions": len(record.contradictions),
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
                "against": list(others.get(id(claim), ())),
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
    return json_records({"version": 1, "sources": map(_as_json, found)})


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


COLUMNS_OF_PUBLISHERS = ("Publisher", "Sources", "Claims", "Stand", "Share", "Delay")
_NAMELESS = "(no publisher)"


@attrs.frozen
class Publisher:
    """Publisher with the records of its sources."""

    name: str | None
    records: tuple[Record, ...]

    @property
    def claims(self) -> int:
        """Number of claims and statements."""
        return sum(len(record.claims) + len(record.statements) for record in self.records)

    @property
    def stands(self) -> int:
        """Number of claims and statements that are accepted, without stale and premature statements."""
        return sum(record.stands for record in self.records)

    @property
    def share(self) -> int | None:
        """Share that stands in percent, rounded down; None without a claim."""
        return 100 * self.stands // self.claims if self.claims else None

    @property
    def delays(self) -> tuple[int, ...]:
        """Days from each event to its accepted report, where both are known to the day, in order."""
        found = [
            days_apart(event, claim, record.source)
            for record in self.records
            for _, event, claim in record.claims
            if claim.accepted and claim.role is Role.REPORTED
        ]
        return tuple(sorted(days for days in found if days is not None))

    @property
    def delay(self) -> int | None:
        """Median of the delays; None without one."""
        from statistics import median_low  # slow to import, and only this column needs it

        return median_low(self.delays) if self.delays else None


def publishers(found: Sequence[Record]) -> list[Publisher]:
    """Return the publishers of some sources, those with most claims first."""
    by_name: dict[str | None, list[Record]] = {}
    for record in found:
        by_name.setdefault(record.source.publisher, []).append(record)
    every = [Publisher(name, tuple(records)) for name, records in by_name.items()]
    return sorted(every, key=lambda one: (-one.claims, one.name or ""))


def publisher_cells(one: Publisher) -> tuple[str, ...]:
    """Return a publisher as unescaped texts, one for each of :data:`COLUMNS_OF_PUBLISHERS`."""
    share = "" if one.share is None else f"{one.share} %"
    delay = "" if one.delay is None else f"{one.delay} {'day' if one.delay == 1 else 'days'}"
    return one.name or _NAMELESS, str(len(one.records)), str(one.claims), str(one.stands), share, delay


def summary_of_publishers(found: Sequence[Publisher]) -> str:
    """Return one line with the number of publishers and of sources, and what a delay is."""
    noun = "publisher" if len(found) == 1 else "publishers"
    return f"{len(found)} {noun}; delay: median of the days from an event to its report"


def render_publishers_plain(found: Sequence[Publisher]) -> TerminalText:
    """Return the table of publishers as plain text, and a summary."""
    table = plain_table(COLUMNS_OF_PUBLISHERS, list(map(publisher_cells, found)))
    return TerminalText.of("{}\n\n{}\n", table, summary_of_publishers(found))


def render_publishers_markdown(found: Sequence[Publisher]) -> MarkdownText:
    """Return the table of publishers in GitHub's Markdown, and a summary."""
    table = markdown_table(COLUMNS_OF_PUBLISHERS, list(map(publisher_cells, found)))
    return MarkdownText.of("{}\n\n{}\n", table, summary_of_publishers(found))


def _publisher_as_json(one: Publisher) -> dict[str, object]:
    return {
        "publisher": one.name,
        "sources": [record.source.id for record in one.records],
        "claims": one.claims,
        "stands": one.stands,
        "share": one.share,
        "delay": one.delay,
        "delays": list(one.delays),
    }


def render_publishers_json(found: Sequence[Publisher]) -> JsonText:
    """Return the publishers as JSON. The format is versioned."""
    return json_records({"version": 1, "publishers": map(_publisher_as_json, found)})


def render_publishers_csv(found: Sequence[Publisher]) -> CsvText:
    """Return CSV with one line for each publisher. A report ahead of its event has the delay 0."""
    head = ("publisher", "sources", "claims", "stands", "share", "delay")
    rows = [
        [one.name or "", str(len(one.records)), str(one.claims), str(one.stands), _number(one.share), _delay(one)]
        for one in found
    ]
    return csv_text([head, *rows])


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _delay(one: Publisher) -> str:
    return _number(max(one.delay, 0)) if one.delay is not None else ""
