"""Pages of the site as values, and the templates that lay them out."""

from __future__ import annotations

import binascii
import datetime as dt
import functools
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from string import ascii_letters
from types import SimpleNamespace
from typing import Final, Generic, NamedTuple, TypeVar

import attrs
import jinja2
from markupsafe import Markup

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, State
from pactstate.domain.evidence import Evidence
from pactstate.domain.known_by import publication
from pactstate.domain.log import KnownChange
from pactstate.domain.model import NO_NEWS, Claim, Event, Reminder, Role, Source
from pactstate.domain.statements import Contrary, Judgement, Verdict, published_by_role
from pactstate.site.chart import Chart, Course, evidence_of, style_of
from pactstate.site.grounds import Run
from pactstate.site.plane import Answer, Plane, date_in_words, in_words, readable
from pactstate.text.escape import json_text, visible
from pactstate.version import __version__
from pactstate.views.known_record import days_apart
from pactstate.views.sources import Record

__all__ = [
    "MAX_ROWS",
    "Asked",
    "Disagreement",
    "PageCell",
    "PageTable",
    "Site",
    "Summary",
    "agreement_page",
    "disagreements",
    "inert_json",
    "newest",
    "parts",
    "parts_of",
    "publisher",
    "render",
    "source_of",
    "source_pieces",
]

_TEMPLATES: Final = Path(__file__).parent / "templates"


@attrs.frozen
class Site:
    """Parts that all pages have in common."""

    today: dt.date
    title: str = "pactstate"
    base_url: str | None = None
    """Address of the site, with a slash at its end; None if it is not known."""
    has_api: bool = True
    has_feeds: bool = True
    reminder: Reminder = NO_NEWS
    version: str = __version__

    @property
    def today_words(self) -> str:
        """The day that the site was built for."""
        return date_in_words(str(self.today))

    @property
    def has_atom(self) -> bool:
        """Whether there are feeds, which need absolute addresses."""
        return self.has_feeds and self.base_url is not None


class PageCell(NamedTuple):
    """Cell of a table, which may be a link: to a page of the site, or to the web."""

    text: str
    local: str | None = None
    url: str | None = None
    style: str = ""
    """State that the cell names, or ``bad`` for a judgement."""


class PageTable(NamedTuple):
    """Table of a page."""

    heads: Sequence[str]
    """Heads of the columns in which some row has a text."""
    rows: Sequence[Sequence[tuple[str, PageCell]]]
    """Cells of these columns, each with the label that a narrow screen shows; the first cell has none."""
    title: str
    anchor: str
    empty: str
    """Sentence in the place of no rows."""

    @classmethod
    def of(
        cls,
        heads: Sequence[str],
        rows: Sequence[Sequence[PageCell]],
        title: str = "",
        anchor: str = "",
        empty: str = "",
    ) -> PageTable:
        """Return a table without the columns in which no row has a text."""
        columns = [number for number in range(len(heads)) if any(row[number].text for row in rows)]
        labels = ["", *(f"{heads[number]}: " for number in columns[1:])]
        laid_out = [
            [(label if row[number].text else "", row[number]) for label, number in zip(labels, columns, strict=True)]
            for row in rows
        ]
        return cls([heads[number] for number in columns], laid_out, title, anchor, empty)


class Asked(NamedTuple):
    """Part of an answer that a list shows, from a day on."""

    start: dt.date
    states: tuple[str, ...]
    since: str
    flags: tuple[str, ...]


@attrs.frozen
class Summary:
    """Agreement in a list: what the other pages show of it."""

    id: str
    title: str
    kind: str
    kind_title: str
    parties: tuple[str, ...]
    answer: Answer
    since: str
    newest: str
    course: Course
    on_file: tuple[Asked, ...]
    """Answers by everything on file, in order of the day asked about."""
    on_the_day: tuple[Asked, ...]
    """Answers by what was known on the day asked about."""
    standing: Mapping[str, str]
    """Group of each party on its page."""


def _is_link(url: str | None) -> bool:
    return url is not None and url.startswith(("http://", "https://"))


def _finalize(value: object) -> object:
    """Write out the characters of a text that are not shown; Jinja escapes markup after this."""
    if type(value) is not str or (value.isascii() and value.isprintable()):
        return value
    return visible(value)


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        # Folding of constants takes an eighth of the time of a template, and our templates have none.
        optimized=False,
        auto_reload=False,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["words"] = in_words
    environment.tests["is_link"] = _is_link
    environment.filters["is_link"] = _is_link
    environment.globals["style"] = _inline("style.css")
    return environment


_SCRIPTS: Final = {"agreement.html": "agreement.js", "list.html": "list.js"}
"""Scripts of the templates that have one."""


_BLANK: Final = re.compile(r"^\s*//.*\n|^\s+", re.MULTILINE)
"""Comments and indentation of a script, which a reader need not load: they are a fourth of it."""
_NEXT_CONSTANT: Final = re.compile(r"(?<!\()(const [^;{}]*);const ")
"""Keyword of a constant behind another constant: one keyword declares both, which saves six bytes."""
_NEXT_FUNCTION: Final = re.compile(r"^};\n(?:(?://.*)?\n)*const ", re.MULTILINE)
"""The same behind a function of several lines, which ends with a semicolon only if it is a constant."""
_BESIDE_SIGNS: Final = re.compile(r'("[^"\n]*")|\s*([=+\-*/<>?:;,{}()&|!\[\]])[ \n]*')
"""Spaces beside a sign, outside of texts. No regular expression in our scripts has a space."""
_TOKEN: Final = re.compile(r'"[^"\n]*"|/[\^_][^/\n]*/|(?<![\w$])(?<![^.]\.)[A-Za-z]\w*')
"""Texts, regular expressions, and words that are no properties, in a script."""
_PROPERTY: Final = re.compile(r"(?<=[^.]\.)\w+|\w+(?=:)|(?<={)[\w,:]+(?=})")
"""Names of properties of objects, and lists of them in braces."""
_LANGUAGE: Final = re.compile(
    "Boolean|Date|JSON|Math|Set|break|const|continue|delete|do|document|else|false|for|function|history|if|isNaN|let|"
    "location|new|null|of|parseFloat|return|strict|this|true|undefined|use|window|while"
)
"""Words of JavaScript and of the browser that our scripts use."""


def _with_short_names(script: str) -> str:
    """Return a script in which all variables have names of a letter or two: those of ours are a tenth of it."""
    properties = {name for found in _PROPERTY.findall(script) for name in re.split("[,:]", found)}
    words = Counter(token for token in _TOKEN.findall(script) if token[0] not in '"/')
    pairs = map("".join, itertools.product(ascii_letters, repeat=2))
    unused = (name for name in (*ascii_letters, *pairs) if not _LANGUAGE.fullmatch(name))
    unused = (name for name in unused if name not in words and name not in properties)
    long = (word for word, _ in words.most_common() if len(word) > 2 and word not in properties)
    long = (word for word in long if not _LANGUAGE.fullmatch(word))
    names = dict(zip(long, unused, strict=False))
    return _TOKEN.sub(lambda match: names.get(match[0], match[0]), script)


class _Inline(NamedTuple):
    """Style or script that stands in the pages, and the hash that their policy names."""

    text: Markup
    hash: str


@functools.cache
def _script(own: str) -> _Inline:
    return _inline("common.js", own)


def _inline(*names: str) -> _Inline:
    text = "".join((_TEMPLATES / name).read_text(encoding="utf-8") for name in names)
    if names[0].endswith(".js"):
        text = _BESIDE_SIGNS.sub(r"\1\2", _BLANK.sub("", _NEXT_FUNCTION.sub("},\n", text)))
        count = 1
        while count:
            text, count = _NEXT_CONSTANT.subn(r"\1,", text)
        text = _with_short_names(text.replace(";}", "}"))
    digest = binascii.b2a_base64(hashlib.sha256(text.encode()).digest(), newline=False).decode()
    return _Inline(Markup(text), f"sha256-{digest}")  # noqa: S704 - files of the package, without a stranger's text


def inert_json(value: object) -> Markup:
    """Return JSON that no parser of HTML takes for markup: the escapes are the same JSON."""
    text = json_text(value, depth=0, compact=True)
    inert = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(inert)  # noqa: S704 - escaped above


def render(
    template: str, site: Site, root: str = "", page: Mapping[str, object] | None = None, **values: object
) -> str:
    """Return a page.

    Args:
        template: Name of the template.
        site: What all pages have in common.
        root: Relative path from the page to the start of the site, as in ``../``.
        page: Its own values, by name.
        values: Values of the template.
    """
    script = _script(_SCRIPTS[template]) if template in _SCRIPTS else None
    # Jinja looks for an attribute first: to miss it costs more than all else that it does for a value.
    shown = SimpleNamespace(**page or {})
    return _environment().get_template(template).render(site=site, root=root, script=script, page=shown, **values)


MAX_ROWS: Final = 500
"""Rows of one page. A longer list goes on on further pages."""

_Row = TypeVar("_Row")


class Part(NamedTuple, Generic[_Row]):
    """Page of a list."""

    path: str
    """Its path, without the ending."""
    number: int
    rows: Sequence[_Row]
    links: Sequence[tuple[str, str]]
    """Numbers of all pages with their addresses, an empty one for this page; none if there is only this page."""

    def titled(self, title: str) -> str:
        """Return the title of the page, given that of the list."""
        return title if self.number == 1 else f"{title}, page {self.number}"


def parts(path: str, rows: Sequence[_Row]) -> Iterator[Part[_Row]]:
    """Yield the pages of a list, at least one: ``path``, then ``path.2`` and so on."""
    return parts_of(path, [rows[start : start + MAX_ROWS] for start in range(0, len(rows), MAX_ROWS)] or [rows])


def parts_of(path: str, pieces: Sequence[Sequence[_Row]]) -> Iterator[Part[_Row]]:
    """Yield the pages of a list, given the rows of each."""
    # No name of a list has a full stop in it.
    names = [path, *(f"{path}.{number}" for number in range(2, len(pieces) + 1))]
    for name, piece in zip(names, pieces, strict=True):
        links = [(str(number), "" if one == name else f"{_last(one)}.html") for number, one in enumerate(names, 1)]
        yield Part(name, names.index(name) + 1, piece, links if len(names) > 1 else ())


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def newest(sources: Iterable[Source]) -> Source | None:
    """Return the source that was published last, counting each from the first day on which it may have been."""
    dated = ((source.published.earliest, source) for source in sources if source.published)
    known = [pair for pair in dated if pair[0] > dt.date.min]
    return max(known, key=lambda pair: pair[0])[1] if known else None


def publisher(source: Source | None, id: str) -> str:
    """Return the name of a source for readers."""
    return (source.publisher or source.title) if source else id


def told_since(answer: Answer) -> str:
    """Return since when the state holds, or what is presumed."""
    if answer.since:
        return readable(f"since {answer.since}")
    return f"presumed {in_words(answer.presumed)}, if what was announced came true" if answer.presumed else ""


class _Claim(NamedTuple):
    publisher: str
    title: str
    url: str | None
    type: str
    verb: str
    published: str
    delay: str
    own: str
    locator: str | None
    note: str | None
    rejected: str | None


class _Event(NamedTuple):
    date: str
    title: str
    aside: str
    note: str | None
    corrected: str | None
    summary: str
    style: str
    spine: str
    """State on the day after it, if that is certain."""
    is_note: bool
    claims: tuple[_Claim, ...]


_VERBS: Final = {Role.REPORTED: "reports", Role.ANNOUNCED: "announces", Role.DENIED: "denies"}


def _claim(agreement: Agreement, event: Event, claim: Claim) -> _Claim:
    source = agreement.source(claim.source)
    days = days_apart(event, claim, source)
    delay = ""
    if days is not None:
        unit = "day" if abs(days) == 1 else "days"
        delay = f", {abs(days)} {unit} {'later' if days > 0 else 'ahead'}" if days else ", on the day"
    return _Claim(
        publisher(source, claim.source),
        source.title if source else claim.source,
        source.url if source else None,
        str(source.type or "other") if source else "other",
        _VERBS[claim.role],
        date_in_words(str(source.published)) if source and source.published else "undated",
        delay,
        f"; its date: {date_in_words(str(claim.date))}" if claim.date else "",
        claim.locator,
        claim.note,
        claim.rejected,
    )


def _event_words(agreement: Agreement, event: Event) -> str:
    """Return an event with its party for readers, as in ``approved by Japan``."""
    # A note is about a party, which need not have done anything.
    preposition = {EventKind.IN_FORCE: "for", EventKind.NOTE: "on"}.get(EventKind(event.kinds[0]), "by")
    words = in_words(" and ".join(event.kinds)) + (f" of {in_words(event.of)}" if event.of else "")
    return f"{words} {preposition} {agreement.party_name(event.party)}" if event.party else words


def _said(agreement: Agreement, event: Event, claim: Claim) -> str:
    """Return what a claim says, as in ``reports: signed, 8 Jul 2024``."""
    day = date_in_words(str(claim.date or event.date))
    return f"{_VERBS[claim.role]}: {_event_words(agreement, event)}, {day}"


_EVIDENCE: Final = {
    Evidence.REPORTED: "",
    Evidence.DISPUTED: "reported and denied",
    Evidence.ANNOUNCED: "announced only",
    Evidence.NONE: "does not count: every claim is rejected or a denial",
}


def _event(agreement: Agreement, event: Event, found: Plane) -> _Event:
    words = _event_words(agreement, event)
    aside = [_EVIDENCE[evidence_of(event)], event.by, event.place, event.manner and in_words(event.manner)]
    aside += [f"reason: {event.reason}" if event.reason else None]
    aside += [f"effective {date_in_words(str(event.effective))}" if event.effective else None]
    aside += [f"until {date_in_words(str(event.until))}" if event.until else None]
    aside += ["needs another organ" if event.partial else None]
    claims = tuple(_claim(agreement, event, claim) for claim in event.claims)
    counts = [f"{len(claims)} {'claim' if len(claims) == 1 else 'claims'}"]
    for word, count in (
        ("official", sum(claim.type == "official" for claim in claims)),
        ("rejected", sum(claim.rejected is not None for claim in claims)),
    ):
        counts += [f"{count} {word}"] if count else []
    # An event without a last possible day is never certain to have happened.
    possible = found.at(event.date.latest).possible if event.date.latest < dt.date.max else ()
    return _Event(
        date_in_words(str(event.date)),
        words[0].upper() + words[1:],
        "; ".join(filter(None, aside)),
        event.note,
        event.corrected,
        ", ".join(counts),
        style_of(event),
        str(possible[0] or "nothing") if len(possible) == 1 else "",
        {*event.kinds} == {EventKind.NOTE},
        claims,
    )


_ANY_DAY: Final = PartialDate.between(dt.date.min, dt.date.max)


class Disagreement(NamedTuple):
    """Claim or statement that is wrong, and why."""

    publisher: str
    url: str | None
    published: str
    source: str
    said: str
    verdict: str
    why: str
    made: PartialDate
    """Day of publication; any day of the calendar if it is not dated."""


def disagreements(agreement: Agreement) -> Iterator[Disagreement]:
    """Yield the rejected claims, and the statements that are rejected, stale or premature."""

    def told(id: str, said: str, verdict: str, why: str) -> Disagreement:
        source = agreement.source(id)
        made = source.published if source else None
        published = date_in_words(str(made)) if made else "undated"
        url = source.url if source else None
        return Disagreement(publisher(source, id), url, published, id, said, verdict, why, made or _ANY_DAY)

    for event in agreement.history:
        for claim in event.claims:
            if claim.rejected is not None:
                yield told(claim.source, _said(agreement, event, claim), "rejected", claim.rejected)
    for statement, judgement, public in agreement.judged:
        if statement.rejected is not None or judgement.verdict in (Verdict.STALE, Verdict.PREMATURE):
            verdict = "rejected" if statement.rejected is not None else str(judgement.verdict)
            said = f"says: {in_words(statement.says)}"
            yield told(statement.source, said, verdict, statement.rejected or _against(agreement, judgement, public))


def _against(agreement: Agreement, judgement: Judgement, public: Contrary | None) -> str:
    """Return what was the state on the day of a wrong statement, and since when that had been public."""
    states = [in_words(state) for state in State if state in judgement.possible]
    states = [*(["nothing yet"] if judgement.unbegun else []), *states]
    day = date_in_words(str(judgement.day))
    words = f"{day[0].upper()}{day[1:]}: {' or '.join(states)}"
    if public is None:
        return f"{words}; nothing published before said so"
    names = dict.fromkeys(publisher(agreement.source(id), id) for id in public.sources)
    since = date_in_words(str(public.since))
    return (
        f"{words}; public since {since}, {public.days} {'day' if public.days == 1 else 'days'} before, by "
        + ", ".join(names)
    )


def _data(
    agreement: Agreement,
    found: Plane,
    drawn: Chart,
    wrong: Sequence[Disagreement],
    claims: Sequence[Sequence[_DatedClaim]],
    today: dt.date,
) -> Markup:
    """Return what the script needs."""

    def flat(runs: Iterable[Run]) -> list[list[int]]:
        return [[run.start.toordinal(), run.value] for run in runs]

    answers = [
        [
            list(one.possible),
            told_since(one),
            list(one.flags),
            list(one.expected),
            list(one.overdue),
            list(one.consent),
        ]
        for one in found.answers
    ]
    grounds = found.grounds
    return inert_json(
        {
            "today": today.toordinal(),
            "scale": [list(drawn.scale.days), list(drawn.scale.places)],
            "answers": answers,
            "file": flat(found.on_file),
            "rows": [[start.toordinal(), flat(runs)] for start, runs in found.rows],
            "sources": [_dated_name(source) for source in agreement.sources],
            "sets": [list(step) for step in grounds.steps],
            "fileSets": flat(grounds.on_file),
            "rowSets": [[start.toordinal(), flat(runs)] for start, runs in grounds.rows],
            "claims": claims,
            "told": {verdict: _told(agreement, role) for verdict, role in _AGAINST.items()},
            "wrong": [[one.made.earliest.toordinal(), one.made.latest.toordinal()] for one in wrong],
        }
    )


_DatedClaim = tuple[int, int, int]
"""Index of the source of an accepted claim, with the first and last possible day of its publication."""


def _dated_claims(agreement: Agreement) -> list[list[_DatedClaim]]:
    """Return the accepted claims of each entry whose sources are described."""
    sources = {source.id: (index, source) for index, source in enumerate(agreement.sources)}
    return [
        [
            (index, day.earliest.toordinal(), day.latest.toordinal())
            for claim in event.claims
            if claim.accepted and claim.source in sources
            for index, source in (sources[claim.source],)
            for day in (publication(claim, event, source),)
        ]
        for event in agreement.history
    ]


def _used(
    agreement: Agreement, found: Plane, claims: Sequence[Sequence[_DatedClaim]], on: dt.date
) -> tuple[int, tuple[str, str] | None]:
    """Return the number of sources on which the answer for a day rests, and name and day of the newest."""
    used = [claim for entry in found.grounds.at(on) for claim in claims[entry]]
    # A source without a date may have been published from the first day of the calendar on.
    dated = [(first, -last, -index) for index, first, last in used if first > dt.date.min.toordinal()]
    last = _dated_name(agreement.sources[-max(dated)[2]]) if dated else None
    return len({index for index, *_ in used}), last


_AGAINST: Final = {str(Verdict.STALE): Role.REPORTED, str(Verdict.PREMATURE): Role.ANNOUNCED}
"""Claims that tell the contrary of a statement that is wrong, by verdict."""


def _told(agreement: Agreement, role: Role) -> list[tuple[int, list[int]]]:
    """Return the days on which claims of a role were published, each with the places of their sources."""
    sources = {source.id: source for source in agreement.sources}
    places = {id: place for place, id in enumerate(sources)}
    days = published_by_role(agreement.history, sources, role, dt.date.max)
    return [(day.latest.toordinal(), [places[id] for id in ids]) for day, ids in days]


def _dated_name(source: Source) -> tuple[str, str]:
    """Return the name of a source for readers, and the day of its publication."""
    day = date_in_words(str(source.published)) if source.published else "undated"
    return visible(source.publisher or source.title), day


_FEW_ENTRIES: Final = 5
"""Entries of a history up to which it leaves room below it."""


class _FirstKnown(NamedTuple):
    state: State
    since: str
    publisher: str
    days: str


def _known(changes: Sequence[KnownChange]) -> Iterator[_FirstKnown]:
    for change in changes:
        since = date_in_words(str(change.since)) if change.since else "day not certain"
        days = {None: "day not known", 0: "same day", 1: "1 day later"}.get(change.days, f"{change.days} days later")
        yield _FirstKnown(change.state, since, change.publisher or change.source, days)


def agreement_page(
    agreement: Agreement,
    found: Plane,
    drawn: Chart,
    changes: Sequence[KnownChange],
    wrong: Sequence[Disagreement],
    site: Site,
    titles: Mapping[str, str],
) -> str:
    """Return the page of an agreement.

    Args:
        agreement: The agreement.
        found: Its answers.
        drawn: Geometry of its charts.
        changes: Days on which its states became known.
        wrong: Its claims and statements that are wrong.
        site: What all pages have in common.
        titles: Titles of the agreements that have a page, by id.
    """
    answer = found.at(site.today)
    claims = _dated_claims(agreement)
    used, last = _used(agreement, found, claims, site.today)
    links = [
        (name, [(id, titles.get(id, "")) for id in some])
        for name, some in (
            ("Replaces", agreement.replaces),
            ("Replaced by", agreement.replaced_by),
            ("Amends", agreement.amends),
            ("Supplements", agreement.supplements),
        )
        if some
    ]
    facts = [
        ("Enters into force", in_words(str(agreement.entry_into_force or "")).replace("'", "")),
        ("Term", str(agreement.term or "")),
        ("Not recorded", ", ".join(map(in_words, agreement.not_recorded))),
        ("Registers", ", ".join(f"{register}: {key}" for register, key in agreement.identifiers)),
    ]
    files = [
        ("YAML", f"{agreement.id}.yaml"),
        ("JSON", "agreement.json"),
        ("Status", "status.json"),
        ("Badge", "badge.svg"),
        *([("Calendar", "events.ics")] if site.has_feeds else []),
        *([("Feed", "changes.atom")] if site.has_atom else []),
    ]
    page = {
        "title": agreement.title,
        "formal_title": agreement.formal_title,
        "kind": agreement.policy.name,
        "kind_title": agreement.policy.title,
        "parties": [(code, agreement.party_name(code)) for code in agreement.parties],
        "answer": answer,
        "since": told_since(answer),
        "used": used,
        "newest": last,
        "is_capped": not found.rows,
        "is_short": len(agreement.history) <= _FEW_ENTRIES,
        "events": [_event(agreement, event, found) for event in agreement.history],
        "states": list(State),
        "known": list(_known(changes)),
        "disagree": wrong,
        "facts": [(name, value) for name, value in facts if value],
        "links": links,
        "files": files,
        "address": f"{site.base_url}{agreement.id}/index.html" if site.base_url else "",
        "data": _data(agreement, found, drawn, wrong, claims, site.today),
    }
    return render("agreement.html", site, "../", page=page, chart=drawn)


class _Said(NamedTuple):
    said: str
    where: str
    verdict: str
    why: str
    is_wrong: bool


class _Source(NamedTuple):
    id: str
    title: str
    url: str | None
    about: str
    basis: str
    said: Sequence[tuple[str, str, Sequence[_Said]]]
    """Id and title of each agreement, with what the source said of it."""
    is_first: bool
    """Whether no page before this one has a part of it."""


class SourcePiece(NamedTuple):
    """Part of what a source said: its claims, then its statements, from one index up to another."""

    record: Record
    start: int
    stop: int


def source_pieces(records: Iterable[Record]) -> list[list[SourcePiece]]:
    """Return what sources said, cut into pages of as many claims and statements as a page has rows."""
    pages: list[list[SourcePiece]] = [[]]
    room = MAX_ROWS
    for record in records:
        # A source without claims takes a row, too.
        start, count = 0, max(1, len(record.claims) + len(record.statements))
        while start < count:
            if not room:
                pages.append([])
                room = MAX_ROWS
            stop = min(count, start + room)
            pages[-1].append(SourcePiece(record, start, stop))
            room -= stop - start
            start = stop
    return pages


def source_of(piece: SourcePiece) -> _Source:
    """Return a source with a part of what it said, by agreement, and what of it stands."""
    record, start, stop = piece
    count = len(record.claims)
    said: dict[tuple[str, str], list[_Said]] = {}
    for agreement, event, claim in record.claims[start:stop]:
        verdict = "stands" if claim.rejected is None else "rejected"
        words = _said(agreement, event, claim)
        one = _Said(words, claim.locator or "", verdict, claim.rejected or "", claim.rejected is not None)
        said.setdefault((agreement.id, agreement.title), []).append(one)
    for agreement, statement, judgement in record.statements[max(0, start - count) : max(0, stop - count)]:
        is_wrong = statement.rejected is not None or judgement.verdict in (Verdict.STALE, Verdict.PREMATURE)
        verdict = str(judgement.verdict) if statement.rejected is None else "rejected"
        words = f"says: {in_words(statement.says)}"
        one = _Said(words, statement.locator or "", verdict, statement.rejected or "", is_wrong)
        said.setdefault((agreement.id, agreement.title), []).append(one)
    source = record.source
    published = date_in_words(str(source.published)) if source.published else "undated"
    about = ", ".join(filter(None, [source.publisher, source.author, published, source.type and str(source.type)]))
    groups = [(*names, some) for names, some in said.items()]
    return _Source(source.id, source.title, source.url, about, source.basis or "", groups, not start)
