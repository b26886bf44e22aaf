"""Files of the site, in order, as pure functions of the agreements."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import State
from pactstate.domain.log import KnownChange, LongHistoryError, known_changes
from pactstate.exchange.formats import datapackage, table_as_csv
from pactstate.fileformat.write import agreement_data, yaml_text
from pactstate.site.api import API_FILES, api_file
from pactstate.site.chart import Piece, chart
from pactstate.site.pages import (
    PageCell,
    PageTable,
    Site,
    Summary,
    agreement_page,
    disagreements,
    newest,
    render,
)
from pactstate.site.plane import Plane, date_in_words, in_words, plane
from pactstate.tables.columns import TABLES
from pactstate.tables.rows import AnsweredAgreement, Question
from pactstate.text.escape import json_text, xml_text
from pactstate.views import agenda as agenda_view
from pactstate.views import history_json
from pactstate.views import sources as sources_view
from pactstate.views.agenda import Agenda
from pactstate.views.calendar import CalendarEvent, calendar
from pactstate.views.status import status_as_json

__all__ = ["MAX_ROWS", "build"]

MAX_ROWS: Final = 500
"""Agreements up to which the overview lists each; above, it leads to the lists by kind and by party."""


def build(agreements: Sequence[Agreement], site: Site) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each file of a site.

    The files of one agreement are made and forgotten before those of the next one.
    """
    ids = [one.id for one in agreements]
    rows: list[Summary] = []
    log: list[KnownChange] = []
    wrong: list[tuple[PageCell, ...]] = []
    for agreement in agreements:
        found = plane(agreement)
        try:
            changes = list(known_changes(agreement, site.today))
        except LongHistoryError:
            changes = []
        drawn = chart(agreement, found, site.today)
        rows.append(_summary(agreement, found, site, drawn.band))
        log += changes
        wrong += [
            (
                PageCell(one.publisher, url=one.url),
                PageCell(one.published),
                PageCell(agreement.title, f"{agreement.id}/index.html"),
                PageCell(f"{one.said}: {one.verdict}"),
                PageCell(one.why),
            )
            for one in disagreements(agreement)
        ]
        here = f"{agreement.id}/"
        yield f"{here}index.html", agreement_page(agreement, found, drawn, changes, site, ids)
        status = agreement.status(site.today, today=site.today)
        yield f"{here}status.json", json_text({"version": 1, "on": str(site.today), **status_as_json(status)})
        yield f"{here}agreement.json", history_json.render_json(agreement, status)
        yield f"{here}{agreement.id}.yaml", yaml_text(agreement_data(agreement))
        yield f"{here}badge.svg", _badge(agreement, found, site)
        if site.has_feeds:
            yield f"{here}events.ics", _calendar(agreement, site)
        if site.has_atom:
            yield f"{here}changes.atom", _feed(agreement.title, here, changes, site)
    yield from _lists(agreements, rows, site)
    due = agenda_view.collect(agreements, site.today, reminder=site.reminder)
    yield from _due(due, site)
    log.sort(key=lambda change: (change.known, change.agreement), reverse=True)
    yield from _changes(log, {one.id: one.title for one in agreements}, site)
    records = sources_view.records(agreements)
    yield from _sources(records, site)
    heads = ("Source", "Published", "Agreement", "What it said", "Why that is wrong")
    lead = ["Every claim that was judged wrong, and every statement that was stale or premature on its day."]
    yield "disputed.html", _table("Disputed", lead, [PageTable(heads, sorted(wrong, key=repr))], site)
    yield "about.html", render("about.html", site, states=list(State))
    yield "404.html", render("404.html", site)
    if site.has_api:
        for name in API_FILES:
            yield f"api/v1/{name}.json", api_file(name, agreements, due, log, records, site)
        yield from _data(agreements, site)
    # A host that does not read the file serves the same pages: each has its policy in itself.
    yield "_headers", "/*\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n"
    if site.base_url:
        yield "sitemap.xml", _sitemap(site.base_url, ids)


def _data(agreements: Sequence[Agreement], site: Site) -> Iterator[tuple[str, str]]:
    """Yield the tables of ``pactstate export`` as CSV, one after the other, and their description."""
    tables = [table for table in TABLES.values() if table.name != "findings"]
    question = Question(PartialDate(site.today), None, site.today)
    for table in tables:
        cases = (AnsweredAgreement(agreement, question) for agreement in agreements)
        rows = itertools.chain.from_iterable(table.rows(case) for case in cases)
        yield f"data/{table.name}.csv", table_as_csv(table, rows)
    yield "data/datapackage.json", json_text(datapackage(tables), depth=4)


def _summary(agreement: Agreement, found: Plane, site: Site, band: tuple[Piece, ...]) -> Summary:
    answer, last = found.at(site.today), newest(agreement.sources)
    return Summary(
        agreement.id,
        agreement.title,
        agreement.policy.name,
        agreement.policy.title,
        agreement.parties,
        answer,
        date_in_words(answer.since) if answer.since else "",
        date_in_words(str(last.published)) if last else "",
        band,
    )


def _lists(agreements: Sequence[Agreement], rows: Sequence[Summary], site: Site) -> Iterator[tuple[str, str]]:
    """Yield the overview, and the lists by kind and by party."""
    kinds = {one.policy.name: one.policy.title for one in agreements}
    parties = {code: one.party_name(code) for one in agreements for code in one.parties}
    counts = Counter(row.kind for row in rows)
    count = f"{len(rows)} agreement{'' if len(rows) == 1 else 's'}"
    page: dict[str, object] = {
        "title": site.title,
        "lead": f"{count}: where each stood on {site.today_words}, and what could be known of it on any other day.",
        "rows": rows if len(rows) <= MAX_ROWS else [],
        "counts": counts,
        "kinds": sorted(kinds.items()),
        "parties": sorted(parties.items(), key=lambda pair: pair[1]),
        "states": list(State),
    }
    yield "index.html", render("list.html", site, page=page)
    groups: dict[str, list[Summary]] = {}
    for row in rows:
        for path in (f"kinds/{row.kind}", *(f"parties/{code}" for code in row.parties)):
            groups.setdefault(path, []).append(row)
    names = {f"kinds/{name}": title.capitalize() for name, title in kinds.items()}
    names |= {f"parties/{code}": name for code, name in parties.items()}
    for path, some in groups.items():
        title = names[path]
        lead = f"{len(some)} agreement{'' if len(some) == 1 else 's'}, on {site.today_words}."
        page = {"title": title, "lead": lead, "rows": some, "kinds": [], "parties": [], "states": []}
        yield f"{path}.html", render("list.html", site, "../", page=page)


def _table(
    title: str,
    lead: Sequence[str],
    tables: Sequence[PageTable],
    site: Site,
    root: str = "",
    files: Sequence[tuple[str, str]] = (),
) -> str:
    return render("table.html", site, root, page={"title": title, "lead": lead, "tables": tables, "files": files})


def _due(due: Agenda, site: Site) -> Iterator[tuple[str, str]]:
    rows: dict[bool, list[Sequence[PageCell]]] = {True: [], False: []}
    for line in due.lines:
        item, source = line.item, line.source
        title = line.agreement.title if line.agreement else item.agreement
        cited = PageCell(source.publisher or source.title, url=source.url) if source else PageCell("")
        notice = date_in_words(str(item.notice_by)) if item.notice_by else ""
        rows[item.is_overdue].append(
            (
                PageCell(date_in_words(str(item.date))),
                PageCell(title, f"{item.agreement}/index.html"),
                PageCell(in_words(item.words)),
                PageCell(notice),
                cited,
            )
        )
    heads = ("Day", "Agreement", "Due", "Last day for notice", "Source")
    tables = [PageTable(heads, rows[True], "Overdue", "overdue"), PageTable(heads, rows[False], "Coming", "coming")]
    lead = [
        f"What was announced or follows from the agreements, and what is to be looked at again, on {site.today_words}."
    ]
    files = [("Calendar", "due.ics")] if site.has_feeds else []
    yield "due.html", _table("Due", lead, tables, site, files=files)
    if site.has_feeds:
        yield "due.ics", agenda_view.render_ics(due)


def _changes(log: Sequence[KnownChange], titles: Mapping[str, str], site: Site) -> Iterator[tuple[str, str]]:
    rows = [
        (
            PageCell(date_in_words(str(one.known))),
            PageCell(titles[one.agreement], f"{one.agreement}/index.html#on={one.known}&known-by={one.known}"),
            PageCell(in_words(one.state)),
            PageCell(date_in_words(str(one.since)) if one.since else ""),
            PageCell(one.publisher or one.source),
        )
        for one in log
    ]
    heads = ("Known", "Agreement", "State", "Since", "First reported by")
    lead = ["What became known when, newest first. Each link asks about the day on which the state became known."]
    files = [("Feed", "changes.atom")] if site.has_atom else []
    yield "changes.html", _table("Changes", lead, [PageTable(heads, rows)], site, files=files)
    if site.has_atom:
        yield "changes.atom", _feed(site.title, "", log[:_MAX_ENTRIES], site)


_MAX_ENTRIES: Final = 200
"""Entries of the feed of all agreements, the newest ones."""


def _sources(records: Sequence[sources_view.Record], site: Site) -> Iterator[tuple[str, str]]:
    heads = ("Agreement", "What it said", "Where", "Stands")
    tables = []
    for record in records:
        rows = [
            (
                PageCell(agreement.title, f"{agreement.id}/index.html"),
                PageCell(f"{claim.role}: {in_words(event.name)}, {date_in_words(str(claim.date or event.date))}"),
                PageCell(claim.locator or ""),
                PageCell("yes" if claim.rejected is None else f"no: {claim.rejected}"),
            )
            for agreement, event, claim in record.claims
        ]
        rows += [
            (
                PageCell(agreement.title, f"{agreement.id}/index.html"),
                PageCell(f"says {in_words(one.says)}"),
                PageCell(one.locator or ""),
                PageCell(str(judgement.verdict) if one.rejected is None else f"no: {one.rejected}"),
            )
            for agreement, one, judgement in record.statements
        ]
        source = record.source
        published = date_in_words(str(source.published)) if source.published else "undated"
        about = ", ".join(filter(None, [source.publisher, source.author, published, source.type and str(source.type)]))
        more = [PageCell(f"Dated by: {source.basis}")] if source.basis else []
        tables.append(
            PageTable(
                heads, rows, source.id, source.id, [PageCell(source.title, url=source.url), PageCell(about), *more]
            )
        )
    by_letter: dict[str, list[PageTable]] = {}
    for table in tables:
        by_letter.setdefault(_letter(table.title), []).append(table)
    index = [
        (
            PageCell(
                record.source.publisher or record.source.title,
                f"sources/{_letter(record.source.id)}.html#{record.source.id}",
            ),
            PageCell(date_in_words(str(record.source.published)) if record.source.published else "undated"),
            PageCell(str(record.source.type or "")),
            *(PageCell(str(count or "")) for count in (record.stands, record.rejected)),
            PageCell(record.source.title, url=record.source.url),
        )
        for record in records
    ]
    index_heads = ("Source", "Published", "Type", "Stands", "Rejected", "Title")
    lead = [sources_view.summary(records)]
    yield "sources/index.html", _table("Sources", lead, [PageTable(index_heads, index)], site, "../")
    for letter, some in by_letter.items():
        yield f"sources/{letter}.html", _table(f"Sources: {letter.upper()}", [], some, site, "../")


def _letter(id: str) -> str:
    """Return the page of a source: the first character of its id, which is a letter or a digit."""
    return id[0].lower()


_COLOURS: Final = {
    "proposed": "#c9ccd3",
    "negotiating": "#f2cf76",
    "signed": "#a5cbf3",
    "ratified": "#4f93d8",
    "in_force": "#1d7a53",
    "terminated": "#5d5763",
    "abandoned": "#c4aea4",
}
_DARK: Final = ("in_force", "terminated")
_CHARACTER: Final = 7


def _badge(agreement: Agreement, found: Plane, site: Site) -> str:
    states = found.at(site.today).possible
    words = " or ".join(in_words(state) if state else "nothing yet" for state in states)
    only = str(states[0]) if len(states) == 1 else ""
    return render(
        "badge.svg",
        site,
        id=agreement.id,
        words=words,
        today=site.today,
        left=len(agreement.id) * _CHARACTER + 12,
        right=len(words) * _CHARACTER + 12,
        colour=_COLOURS.get(only, "#d7d9de"),
        ink="#ffffff" if only in _DARK else "#14171c",
    )


def _calendar(agreement: Agreement, site: Site) -> str:
    numbers: dict[tuple[str, str], int] = {}

    def events() -> Iterator[CalendarEvent]:
        for event in agreement.history:
            key = (event.name, event.party or "")
            numbers[key] = numbers.get(key, 0) + 1
            party = f" by {event.party}" if event.party else ""
            cited = [source for claim in event.claims if (source := agreement.source(claim.source)) and claim.accepted]
            yield CalendarEvent(
                (agreement.id, *key, str(numbers[key])),
                event.date,
                f"{agreement.id}: {in_words(event.name)}{party}",
                "\n".join(filter(None, [agreement.title, f"{in_words(event.name)}{party}, {event.date}", event.note])),
                cited[0].url if cited else None,
                not event.date.is_day,
            )

    return calendar(agreement.title, site.today, events())


def _feed(title: str, path: str, changes: Sequence[KnownChange], site: Site) -> str:
    """Return an Atom feed (RFC 4287) of the days on which a state became known, newest first."""
    base = site.base_url or ""
    root = Element("feed", xmlns="http://www.w3.org/2005/Atom")
    SubElement(root, "title").text = title
    SubElement(root, "id").text = f"{base}{path}"
    SubElement(root, "link", rel="self", href=f"{base}{path}changes.atom")
    SubElement(root, "updated").text = _moment(max((one.known for one in changes), default=site.today))
    SubElement(SubElement(root, "author"), "name").text = site.title
    for one in sorted(changes, key=lambda change: (change.known, change.agreement), reverse=True):
        entry = SubElement(root, "entry")
        where = f"{base}{quote(one.agreement)}/index.html#on={one.known}&known-by={one.known}"
        SubElement(entry, "title").text = f"{one.agreement}: {in_words(one.state)}"
        SubElement(entry, "id").text = where
        SubElement(entry, "link", href=where)
        SubElement(entry, "updated").text = _moment(one.known)
        since = f" since {one.since}" if one.since else ""
        SubElement(entry, "summary").text = f"{in_words(one.state)}{since}, reported by {one.publisher or one.source}"
    return xml_text(root)


def _moment(day: dt.date) -> str:
    return f"{PartialDate(day)}T00:00:00Z"


def _sitemap(base_url: str, ids: Sequence[str]) -> str:
    root = Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for path in ("", "due.html", "changes.html", "disputed.html", "sources/index.html", *(f"{id}/" for id in ids)):
        SubElement(SubElement(root, "url"), "loc").text = f"{base_url}{quote(path)}"
    return xml_text(root)
