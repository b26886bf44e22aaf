"""Files of the site, in order, as pure functions of the agreements."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, Generic, TypeVar
from urllib.parse import quote, urlsplit

import attrs

from pactstate.domain.agenda import Item, Topic, agenda
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import State
from pactstate.domain.log import KnownChange, LongHistoryError
from pactstate.domain.statements import Judgement
from pactstate.domain.status import Status
from pactstate.exchange.formats import datapackage, head_as_csv, rows_as_csv
from pactstate.fileformat.write import agreement_data, yaml_text
from pactstate.folder.jobs import spread
from pactstate.site.agreement_page import Disagreement, agreement_page, disagreements
from pactstate.site.api import (
    agreement_entry,
    api_description,
    api_list,
    change_items,
    due_items,
    source_items,
)
from pactstate.site.chart import chart
from pactstate.site.lists import GROUPS, ListRows, lists, summary
from pactstate.site.pages import (
    FEW_PARTIES,
    PageCell,
    PageTable,
    Summary,
    parts,
    parts_of,
    party_pages,
    publisher,
    question,
    question_of,
)
from pactstate.site.plane import Plane, date_in_words, in_words, knowledge_for_plane, plane_of
from pactstate.site.source_pages import source_of, source_pieces
from pactstate.site.spooled_list import SpooledList
from pactstate.site.templating import Site, render
from pactstate.tables.columns import TABLES
from pactstate.tables.rows import AnsweredAgreement, Question
from pactstate.text.escape import json_text, xml_text
from pactstate.views import agenda as agenda_view
from pactstate.views import history_json
from pactstate.views import sources as sources_view
from pactstate.views.agenda import Agenda, AgendaLine
from pactstate.views.calendar import CalendarEvent, calendar
from pactstate.views.status import status_as_json

__all__ = ["FOLDERS", "MAX_CHARACTERS", "build"]

FOLDERS: Final = ("sources", "kinds", "parties")
"""Folders of lists. Each may have an index page, and so none can be the folder of an agreement."""


@attrs.frozen
class _Built:
    """Files of one agreement, and what the pages of all agreements show of it."""

    files: Sequence[tuple[str, str]]
    summary: Summary
    changes: Sequence[KnownChange]
    wrong: Sequence[Disagreement]
    judged: Sequence[Judgement]
    """Judgements of its statements."""
    items: Sequence[Item]
    """Items of its agenda."""
    entry: Mapping[str, object]
    """Its item in the list of agreements for programs."""
    rows: Sequence[str]
    """Rows of each table, as lines in CSV."""


def build(agreements: Sequence[Agreement], site: Site, *, jobs: int | None = 1) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each file of a site. Of a long file, several texts follow each other.

    The files of one agreement are made and forgotten before those of the next one.

    Args:
        agreements: The agreements.
        site: What all pages have in common.
        jobs: Number of processes; None: as many as are worth it. The files are the same.
    """
    with SpooledList(Summary) as rows, SpooledList(dict[str, object]) as entries:
        pages: list[str] = []
        for path, text in _files(agreements, site, jobs, ListRows(rows), entries):
            if path.endswith(".html") and path != "404.html":
                pages.append(path)
            yield path, text
        if site.base_url:
            from pactstate.site.sitemap import sitemap  # its parser takes 1 % of a small site, and most have no map

            yield from sitemap(site.base_url, pages)


def _files(
    agreements: Sequence[Agreement],
    site: Site,
    jobs: int | None,
    listed: ListRows,
    entries: SpooledList[dict[str, object]],
) -> Iterator[tuple[str, str]]:
    titles = {one.id: one.title for one in agreements}
    log: list[KnownChange] = []
    wrong: list[tuple[str, Disagreement]] = []
    judged: list[Sequence[Judgement]] = []
    items: list[Item] = []
    tables = _CsvTables() if site.has_api else None
    places = party_pages(agreements)
    for made in spread(lambda one: _built(one, site, titles, places), agreements, jobs):
        yield from made.files
        listed.add(made.summary)
        log += made.changes
        wrong += ((made.summary.id, one) for one in made.wrong)
        judged.append(made.judged)
        items += made.items
        if tables:
            entries.add(dict(made.entry))
            yield from tables.add(made.rows)
    yield from lists(agreements, listed, site)
    # Each list takes much memory, and is dropped with its pages and its file.
    due = agenda_view.arranged(items, {one.id: one for one in agreements}, site.today)
    items.clear()
    yield from _due(due, site)
    if site.has_api:
        yield from api_list("due", due_items(due), site)
    del due
    log.sort(key=lambda change: (change.known, change.agreement), reverse=True)
    yield from _changes(log, titles, site)
    if site.has_api:
        yield from api_list("changes", change_items(log), site)
    log.clear()
    records = sources_view.records(agreements, judged)
    judged.clear()
    yield from _sources(records, site)
    if site.has_api:
        yield from api_list("sources", source_items(records), site)
    del records
    yield from _disputed(wrong, titles, site)
    yield "about.html", render("about.html", site, states=list(State))
    yield "404.html", render("404.html", site, urlsplit(site.base_url or "").path)
    if tables:
        yield from api_list("agreements", entries, site)
        yield from api_description(site)
        yield from tables.rest()
    # A host that does not read the file serves the same pages: each has its policy in itself.
    yield "_headers", "/*\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n"


def _built(agreement: Agreement, site: Site, titles: Mapping[str, str], places: Mapping[str, str]) -> _Built:
    # An agreement caches what is computed of it. The caches of all would take much memory; that of a copy goes with it.
    agreement = copy.copy(agreement)
    known = knowledge_for_plane(agreement)
    found = plane_of(agreement, known)
    case = AnsweredAgreement(agreement, Question(PartialDate(site.today), None, site.today), knowledge=known)
    try:
        changes = case.changes
    except LongHistoryError:
        changes = ()
    wrong = list(disagreements(agreement))
    row = summary(agreement, found, case.status, site)
    files = list(_own_files(agreement, found, case.status, changes, wrong, site, titles))
    if len(agreement.parties) > FEW_PARTIES:
        files += _parties(agreement, row, site, places)
    return _Built(
        files,
        row,
        changes,
        wrong,
        tuple(judgement for _, judgement, _ in agreement.judged),
        list(agenda(agreement, site.today, site.reminder, case.status)),
        agreement_entry(agreement, case.status),
        [rows_as_csv(table, table.rows(case)) for table in _EXPORTED] if site.has_api else (),
    )


def _own_files(
    agreement: Agreement,
    found: Plane,
    status: Status,
    changes: Sequence[KnownChange],
    wrong: Sequence[Disagreement],
    site: Site,
    titles: Mapping[str, str],
) -> Iterator[tuple[str, str]]:
    here = f"{agreement.id}/"
    drawn = chart(agreement, found, site.today)
    yield f"{here}index.html", agreement_page(agreement, found, drawn, changes, wrong, site, titles)
    yield f"{here}status.json", json_text({"version": 1, "on": str(site.today), **status_as_json(status)}, depth=_DEPTH)
    yield f"{here}agreement.json", history_json.render_json(agreement, status)
    yield f"{here}{agreement.id}.yaml", yaml_text(agreement_data(agreement))
    yield f"{here}badge.svg", _badge(agreement, found, site)
    if site.has_feeds:
        yield f"{here}events.ics", _calendar(agreement, site)
    if site.has_atom:
        yield f"{here}changes.atom", _feed(agreement.title, here, changes, site)


def _parties(
    agreement: Agreement, summary: Summary, site: Site, places: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield the list of the parties of an agreement of many."""

    def row(code: str) -> Sequence[PageCell]:
        place = places[code]
        return [PageCell(agreement.party_name(code), place if place.startswith("parties/") else None)]

    lead = f"{len(agreement.parties):,} parties of {agreement.title}, on {site.today_words}."
    groups: dict[str, list[str]] = {}
    for code in sorted(agreement.parties, key=agreement.party_name):
        groups.setdefault(summary.standing[code], []).append(code)
    tables = [
        _List(("Party",), groups[group], row, f"{group}: {len(groups[group]):,}", group.lower().replace(" ", "-"))
        for group in GROUPS
        if group in groups
    ]
    files = [("The agreement", "index.html")]
    yield from _tables(f"{agreement.id}/parties", f"Parties: {agreement.title}", lead, tables, site, "../", files)


_DEPTH: Final = 8
"""Levels of lists and objects in a status that have a line for each item."""
_EXPORTED: Final = tuple(table for table in TABLES.values() if table.name != "findings")
"""Tables of ``pactstate export`` that are files of the site."""


class _CsvTables:
    """Tables as CSV, which are written piece by piece."""

    def __init__(self) -> None:
        self._pieces: list[list[str]] = [[head_as_csv(table)] for table in _EXPORTED]
        self._size = 0

    def add(self, rows: Sequence[str]) -> Iterator[tuple[str, str]]:
        """Add the rows of an agreement to each table, and yield the rows so far if they are many."""
        for pieces, text in zip(self._pieces, rows, strict=True):
            pieces.append(text)
            self._size += len(text)
        if self._size > MAX_CHARACTERS:
            yield from self._texts()

    def rest(self) -> Iterator[tuple[str, str]]:
        """Yield the rows that are left, and the description of the tables."""
        yield from self._texts()
        yield "data/datapackage.json", json_text(datapackage(_EXPORTED), depth=4)

    def _texts(self) -> Iterator[tuple[str, str]]:
        for table, pieces in zip(_EXPORTED, self._pieces, strict=True):
            yield f"data/{table.name}.csv", "".join(pieces)
            pieces.clear()
        self._size = 0


MAX_CHARACTERS: Final = 1_000_000
"""Characters of all tables that are kept before they are written."""


def _disputed(
    wrong: Sequence[tuple[str, Disagreement]], titles: Mapping[str, str], site: Site
) -> Iterator[tuple[str, str]]:
    def row(place: tuple[str, Disagreement]) -> Sequence[PageCell]:
        id, one = place
        return (
            PageCell(one.publisher, url=one.url),
            PageCell(one.published),
            PageCell(titles[id], f"{id}/index.html{question_of(one.made)}"),
            PageCell(one.said),
            PageCell(one.verdict, style="bad"),
            PageCell(one.why),
        )

    heads = ("Source", "Published", "Agreement", "It said", "Judged", "Why")
    lead = (
        "Every claim that was judged wrong, and every statement that was stale or premature on its day, by source. Each"
        " link to an agreement asks what could be known on the day of publication, if that is one day."
    )
    wrong = sorted(wrong, key=lambda place: (place[1].publisher.casefold(), repr(row(place))))
    table = _List(heads, wrong, row, empty="No claim was judged wrong.")
    yield from _tables("disputed", "Disputed", lead, [table], site)


_Item = TypeVar("_Item")


@attrs.frozen
class _List(Generic[_Item]):
    """Table of a list that may be long: its rows are made page by page."""

    heads: Sequence[str]
    items: Sequence[_Item]
    row: Callable[[_Item], Sequence[PageCell]]
    title: str = ""
    anchor: str = ""
    empty: str = ""
    """Sentence in the place of no rows."""


def _tables(
    path: str,
    title: str,
    lead: str,
    tables: Sequence[_List[_Item]],
    site: Site,
    root: str = "",
    files: Sequence[tuple[str, str]] = (),
) -> Iterator[tuple[str, str]]:
    """Yield a page of tables, and its further pages if they are long."""
    items = [(number, item) for number, table in enumerate(tables) for item in table.items]
    for part in parts(path, items):
        some = [
            PageTable.of(
                table.heads,
                [table.row(item) for place, item in part.rows if place == number],
                table.title,
                table.anchor,
                table.empty,
            )
            for number, table in enumerate(tables)
        ]
        page = {
            "title": part.titled(title),
            "lead": lead,
            # A table without rows says so on the only page, and is left out on one of several.
            "tables": [table for table in some if table.rows or not part.links],
            "files": files,
            "more": part.links,
            "has_script": len(part.rows) >= _MIN_ROWS_TO_SEARCH,
        }
        yield f"{part.path}.html", render("table.html", site, root, page=page)


_MIN_ROWS_TO_SEARCH: Final = 20
"""Rows of a page from which on it has a field that searches them, with a script of 5 KB."""


def _due(due: Agenda, site: Site) -> Iterator[tuple[str, str]]:
    def row(line: AgendaLine) -> Sequence[PageCell]:
        item, source = line.item, line.source
        title = line.agreement.title if line.agreement else item.agreement
        return (
            PageCell(date_in_words(str(item.date))),
            PageCell(title, f"{item.agreement}/index.html"),
            PageCell(_due_words(line)),
            PageCell(date_in_words(str(item.notice_by)) if item.notice_by else ""),
            PageCell(source.publisher or source.title, url=source.url) if source else PageCell(""),
        )

    again = [line for line in due.lines if line.item.topic is Topic.NO_NEWS]
    others = [line for line in due.lines if line.item.topic is not Topic.NO_NEWS]
    overdue = [line for line in others if line.item.is_overdue]
    coming = [line for line in others if not line.item.is_overdue]
    heads = ("Day", "Agreement", "Due", "Last day for notice", "Source")
    tables = [
        _List(heads, overdue, row, "Overdue", "overdue", "Nothing is overdue."),
        _List(heads, coming, row, "Coming", "coming", "Nothing is announced, and no term or notice ends."),
        _List(
            ("From", "Agreement", "Why", "", "Newest source"),
            again,
            row,
            "To look at again",
            "again",
            "No record is without news for long.",
        ),
    ]
    lead = (
        f"What was announced or follows from the agreements, on {site.today_words}. Below it are records without news"
        " for so long that those who keep them should look again."
    )
    files = [("Calendar", "due.ics")] if site.has_feeds else []
    yield from _tables("due", "Due", lead, tables, site, files=files)
    if site.has_feeds:
        for piece in agenda_view.ics_pieces(due):
            yield "due.ics", piece


def _due_words(line: AgendaLine) -> str:
    if line.item.topic is Topic.NO_NEWS and line.source:
        return f"no source after {date_in_words(str(line.source.published))}"
    return in_words(line.item.words)


def _changes(log: Sequence[KnownChange], titles: Mapping[str, str], site: Site) -> Iterator[tuple[str, str]]:
    def row(one: KnownChange) -> Sequence[PageCell]:
        return (
            PageCell(date_in_words(str(one.known))),
            PageCell(titles[one.agreement], f"{one.agreement}/index.html{question(one.known)}"),
            PageCell(in_words(one.state).capitalize(), style=str(one.state)),
            PageCell(date_in_words(str(one.since)) if one.since else ""),
            PageCell(one.publisher or one.source),
        )

    heads = ("Known by", "Agreement", "State", "Since", "First reported by")
    lead = (
        "What became known when, newest first. Each day is one by which a source had certainly been published, and each"
        " link asks what could be known on it."
    )
    files = [("Feed", "changes.atom")] if site.has_atom else []
    table = _List(heads, log, row, empty="Nothing has become known so far.")
    yield from _tables("changes", "Changes", lead, [table], site, files=files)
    if site.has_atom:
        yield "changes.atom", _feed(site.title, "", log[:_MAX_ENTRIES], site)


_MAX_ENTRIES: Final = 200
"""Entries of the feed of all agreements, the newest ones."""


def _sources(records: Sequence[sources_view.Record], site: Site) -> Iterator[tuple[str, str]]:
    """Yield the list of all sources, and the pages with what each of them said."""
    by_letter: dict[str, list[sources_view.Record]] = {}
    for record in records:
        by_letter.setdefault(_letter(record.source.id), []).append(record)
    pages = [part for letter, some in by_letter.items() for part in parts_of(f"sources/{letter}", source_pieces(some))]

    def row(place: tuple[str, sources_view.Record]) -> Sequence[PageCell]:
        path, record = place
        source = record.source
        return (
            PageCell(publisher(source, source.id), f"{path}.html#{source.id}"),
            PageCell(source.title),
            PageCell(date_in_words(str(source.published)) if source.published else "undated"),
            PageCell(str(source.type or "")),
            *(PageCell(str(count or "")) for count in (record.stands, record.rejected)),
        )

    index = [(part.path, piece.record) for part in pages for piece in part.rows if not piece.start]
    index.sort(key=lambda place: publisher(place[1].source, place[1].source.id).casefold())
    heads = ("Source", "Title", "Published", "Type", "Claims that stand", "Rejected claims")
    stands, rejected = (sum(counts) for counts in ([one.stands for one in records], [one.rejected for one in records]))
    count = f"{len(records):,} source{'' if len(records) == 1 else 's'}"
    lead = f"{count}. Of their claims and statements, {stands:,} stand and {rejected:,} are rejected."
    table = _List(heads, index, row, empty="No source is on file.")
    yield from _tables("sources/index", "Sources", lead, [table], site, "../")
    for part in pages:
        title = part.titled(f"Sources: {part.path[8:9].upper()}")
        page = {"title": title, "sources": [source_of(piece) for piece in part.rows], "more": part.links}
        yield f"{part.path}.html", render("sources.html", site, "../", page=page)


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
    from xml.etree.ElementTree import Element, SubElement  # takes 1 % of a small site, and most have no feed

    base = site.base_url or ""
    root = Element("feed", xmlns="http://www.w3.org/2005/Atom")
    SubElement(root, "title").text = title
    SubElement(root, "id").text = f"{base}{path}"
    SubElement(root, "link", rel="self", href=f"{base}{path}changes.atom")
    SubElement(root, "updated").text = _moment(max((one.known for one in changes), default=site.today))
    SubElement(SubElement(root, "author"), "name").text = site.title
    for one in sorted(changes, key=lambda change: (change.known, change.agreement), reverse=True):
        entry = SubElement(root, "entry")
        where = f"{base}{quote(one.agreement)}/index.html{question(one.known)}"
        SubElement(entry, "title").text = f"{one.agreement}: {in_words(one.state)}"
        SubElement(entry, "id").text = where
        SubElement(entry, "link", href=where)
        SubElement(entry, "updated").text = _moment(one.known)
        since = f" since {one.since}" if one.since else ""
        SubElement(entry, "summary").text = f"{in_words(one.state)}{since}, reported by {one.publisher or one.source}"
    return xml_text(root)


def _moment(day: dt.date) -> str:
    return f"{PartialDate(day)}T00:00:00Z"
