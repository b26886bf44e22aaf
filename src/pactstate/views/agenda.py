"""Agenda of all agreements: what is coming, and what is overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from pactstate.domain.agenda import Item, agenda
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.model import NO_NEWS, Reminder, Source, sources_by_id
from pactstate.text.escape import CsvText, JsonText, MarkdownText, TerminalText, csv_text, json_records, markdown_link
from pactstate.views.calendar import CalendarEvent, CalendarText, calendar, calendar_pieces
from pactstate.views.tables import date_columns, date_values, markdown_table, plain_table

__all__ = [
    "COLUMNS",
    "Agenda",
    "AgendaLine",
    "arranged",
    "cells",
    "collect",
    "ics_pieces",
    "render_csv",
    "render_ics",
    "render_json",
    "render_markdown",
    "render_plain",
    "summary",
]

COLUMNS = ("Date", "Days", "Agreement", "Due", "Notice by", "Source")


@attrs.frozen
class AgendaLine:
    """Item of the agenda with its agreement and the newest source on which it rests."""

    item: Item
    agreement: Agreement | None
    """None for an item of the folder, such as a comment in a file of sources."""
    source: Source | None

    @property
    def key(self) -> tuple[dt.date, dt.date, str, str, str, str, int]:
        """Place in the agenda: by day, then by agreement."""
        item = self.item
        date = item.date
        return date.latest, date.earliest, item.agreement, str(item.topic), item.name, item.party or "", item.number


@attrs.frozen
class Agenda:
    """Overdue and coming items, each in order of its day."""

    today: dt.date
    start: dt.date
    """First day of what is coming."""
    end: PartialDate | None
    """Last day of what is coming; None without an end."""
    lines: tuple[AgendaLine, ...]
    """The overdue lines first."""

    @property
    def overdue(self) -> int:
        """Number of lines whose day has certainly passed."""
        return sum(line.item.is_overdue for line in self.lines)


def collect(
    agreements: Iterable[Agreement],
    today: dt.date,
    *,
    start: dt.date | None = None,
    end: PartialDate | None = None,
    only_overdue: bool = False,
    reminder: Reminder = NO_NEWS,
    others: Iterable[Item] = (),
) -> Agenda:
    """Return the agenda of some agreements.

    Args:
        agreements: The agreements.
        today: Day that divides what is coming from what is overdue.
        start: First day of what is coming. Default: today.
        end: Last day of what is coming. Default: no end.
        only_overdue: Whether to leave out what is coming.
        reminder: Time without news after which a record is to be looked at again.
        others: Items that the agreements do not tell, such as comments that end.
    """
    by_id = {agreement.id: agreement for agreement in agreements}
    items = [item for agreement in by_id.values() for item in agenda(agreement, today, reminder)]
    return arranged((*items, *others), by_id, today, start=start, end=end, only_overdue=only_overdue)


def arranged(
    items: Iterable[Item],
    agreements: Mapping[str, Agreement],
    today: dt.date,
    *,
    start: dt.date | None = None,
    end: PartialDate | None = None,
    only_overdue: bool = False,
) -> Agenda:
    """Return the agenda of some items, given the agreements by id; see :func:`collect`."""
    first = start or today
    lines = []
    last: Agreement | None = None
    sources: Mapping[str, Source] = {}
    for item in items:
        ahead = item.date.latest >= first and (end is None or item.date.earliest <= end.latest)
        if item.is_overdue or (ahead and not only_overdue):
            agreement = agreements.get(item.agreement)
            if agreement is not last:
                # The property of the agreement would stay in memory with it.
                last, sources = agreement, sources_by_id(agreement.sources if agreement else ())
            lines.append(AgendaLine(item, agreement, _newest_source(item, sources)))
    lines.sort(key=lambda line: (not line.item.is_overdue, line.key))
    return Agenda(today, first, end, tuple(lines))


def _newest_source(item: Item, sources: Mapping[str, Source]) -> Source | None:
    ids = [item.source] if item.source else [claim.source for claim in item.claims if claim.accepted]
    found = [source for id in ids if (source := sources.get(id))]
    return max(found, key=lambda source: source.published.latest if source.published else dt.date.min, default=None)


def _days(item: Item, today: dt.date) -> int:
    """Return the number of days until the last possible day; negative when it has passed."""
    return (item.date.latest - today).days


def cells(line: AgendaLine, today: dt.date) -> tuple[str, ...]:
    """Return a line as unescaped texts, one for each of :data:`COLUMNS`."""
    item = line.item
    words = f"OVERDUE: {item.words}" if item.is_overdue else item.words
    return (
        str(item.date),
        str(_days(item, today)),
        item.agreement,
        words,
        str(item.notice_by or ""),
        line.source.id if line.source else item.detail or "",
    )


def summary(agenda: Agenda) -> str:
    """Return the number of overdue and of coming items in one line."""
    coming = len(agenda.lines) - agenda.overdue
    end = f" until {agenda.end}" if agenda.end else ""
    start = f" from {agenda.start}" if agenda.start != agenda.today else ""
    return f"{agenda.overdue} overdue, {coming} coming{start}{end}, as of {agenda.today}"


def render_plain(agenda: Agenda) -> TerminalText:
    """Return the table as plain text, and a summary."""
    table = plain_table(COLUMNS, [cells(line, agenda.today) for line in agenda.lines])
    return TerminalText.of("{}\n\n{}\n", table, summary(agenda))


def render_markdown(agenda: Agenda) -> MarkdownText:
    """Return the table in GitHub's Markdown with titles and links, and a summary."""
    rows = []
    for line in agenda.lines:
        date, days, id, words, notice_by, other = cells(line, agenda.today)
        title = f"{line.agreement.title} ({id})" if line.agreement else id
        source = line.source
        shown = markdown_link(source.title, source.url) if source else MarkdownText.of("{}", other)
        rows.append((date, days, title, words, notice_by, shown))
    return MarkdownText.of("{}\n\n{}\n", markdown_table(COLUMNS, rows), summary(agenda))


_MAX_PARTIES: Final = 40
"""Parties of an agreement that each of its items lists; of more, it lists only the party that acts."""


def _parties(line: AgendaLine) -> list[str]:
    parties = line.agreement.parties if line.agreement else ()
    if len(parties) <= _MAX_PARTIES:
        return list(parties)
    return [line.item.party] if line.item.party else []


def _as_json(line: AgendaLine, today: dt.date) -> dict[str, object]:
    item, source, agreement = line.item, line.source, line.agreement
    return {
        "agreement": item.agreement,
        "title": agreement.title if agreement else None,
        "kind": agreement.kind if agreement else None,
        "parties": _parties(line),
        "topic": item.topic,
        "event": item.name or None,
        "party": item.party,
        "words": item.words,
        "date": str(item.date),
        "earliest": item.date.earliest.isoformat(),
        "latest": item.date.latest.isoformat(),
        "days": _days(item, today),
        "overdue": item.is_overdue,
        "certain": item.is_certain,
        "notice_by": str(item.notice_by) if item.notice_by else None,
        "detail": item.detail,
        "source": source.id if source else None,
        "publisher": source.publisher if source else None,
        "published": str(source.published) if source and source.published else None,
        "url": source.url if source else None,
    }


def render_json(agenda: Agenda) -> JsonText:
    """Return the agenda as JSON. The format is versioned."""
    return json_records(
        {
            "version": 1,
            "today": agenda.today.isoformat(),
            "from": agenda.start.isoformat(),
            "until": str(agenda.end) if agenda.end else None,
            "overdue": agenda.overdue,
            "items": (_as_json(line, agenda.today) for line in agenda.lines),
        }
    )


_CSV_FIELDS = ("agreement", "title", "kind", "parties", "topic", "event", "party", "words")
_CSV_MORE = ("detail", "source", "publisher", "url")


def render_csv(agenda: Agenda) -> CsvText:
    """Return CSV with one line for each item and the fields of the JSON.

    The number of days has no sign, since ``-5`` would become a guarded text: ``overdue`` tells which it is.
    """
    head = [*_CSV_FIELDS, *date_columns("date"), "days", "overdue", *date_columns("notice_by"), *_CSV_MORE]
    return csv_text([head, *(_csv_values(line, agenda.today) for line in agenda.lines)])


def _csv_values(line: AgendaLine, today: dt.date) -> Sequence[str]:
    record = _as_json(line, today)
    return [
        *(_text(record[field]) for field in _CSV_FIELDS),
        *date_values(line.item.date),
        str(abs(_days(line.item, today))),
        "yes" if line.item.is_overdue else "",
        *date_values(line.item.notice_by),
        *(_text(record[field]) for field in _CSV_MORE),
    ]


def _text(value: object) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def render_ics(agenda: Agenda) -> CalendarText:
    """Return the agenda as an iCalendar with an all-day event for each item (RFC 5545), without alarms."""
    return calendar(_NAME, agenda.today, map(_event, agenda.lines))


def ics_pieces(agenda: Agenda) -> Iterator[CalendarText]:
    """Yield the iCalendar of :func:`render_ics` in pieces, so that not all of it is in memory."""
    return calendar_pieces(_NAME, agenda.today, map(_event, agenda.lines))


_NAME: Final = "pactstate: due"


def _event(line: AgendaLine) -> CalendarEvent:
    item = line.item
    # Nothing here depends on the date: a calendar then keeps an event whose day was moved, and shows the new day.
    identity = (item.agreement, item.topic.name.lower(), item.name, item.party or "", str(item.number))
    title = line.agreement.title if line.agreement else item.agreement
    told = [title, f"{item.words}, {item.date}"]
    told += [f"last day for notice: {item.notice_by}"] if item.notice_by else []
    told += [item.detail] if item.detail else []
    if line.source:
        told.append(
            ", ".join(filter(None, [line.source.title, line.source.publisher, str(line.source.published or "")]))
        )
    return CalendarEvent(
        identity=identity,
        date=item.date,
        summary=f"{item.agreement}: {item.words}" + (" (overdue)" if item.is_overdue else ""),
        description="\n".join(told),
        url=line.source.url if line.source else None,
        is_tentative=not item.is_certain,
    )
