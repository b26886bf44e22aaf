"""Pages of the site as values, and the templates that lay them out."""

from __future__ import annotations

import base64
import datetime as dt
import functools
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import attrs
import jinja2
from markupsafe import Markup

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, State
from pactstate.domain.log import KnownChange
from pactstate.domain.model import NO_NEWS, Claim, Event, Reminder, Role, Source
from pactstate.domain.statements import Contrary, Judgement, Verdict
from pactstate.site.chart import Chart, Piece
from pactstate.site.plane import Answer, Plane, Run, date_in_words, in_words
from pactstate.text.escape import json_text, visible
from pactstate.version import __version__
from pactstate.views.known_record import days_apart

__all__ = ["PageCell", "PageTable", "Site", "Summary", "agreement_page", "disagreements", "newest", "render"]

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


@attrs.frozen
class PageTable:
    """Table of a page."""

    heads: Sequence[str]
    rows: Sequence[Sequence[PageCell]]
    title: str = ""
    anchor: str = ""
    lead: Sequence[PageCell] = ()


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
    band: tuple[Piece, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """Names of the possible states."""
        return tuple(str(state) for state in self.answer.possible if state)


def _is_link(url: str | None) -> bool:
    return url is not None and url.startswith(("http://", "https://"))


def _finalize(value: object) -> object:
    """Write out the characters of a text that are not shown; Jinja escapes markup after this."""
    return visible(value) if type(value) is str else value


@functools.cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["words"] = in_words
    environment.tests["is_link"] = _is_link
    environment.filters["is_link"] = _is_link
    for name in ("style.css", "script.js"):
        text = (_TEMPLATES / name).read_text(encoding="utf-8")
        kind = name.partition(".")[0]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        environment.globals[kind] = Markup(text)  # noqa: S704 - a file of the package, without a stranger's text
        environment.globals[f"{kind}_hash"] = f"sha256-{digest}"
    return environment


def render(template: str, site: Site, root: str = "", **values: object) -> str:
    """Return a page.

    Args:
        template: Name of the template.
        site: What all pages have in common.
        root: Relative path from the page to the start of the site, as in ``../``.
        values: Values of the template.
    """
    return _environment().get_template(template).render(site=site, root=root, **values)


def newest(sources: Iterable[Source]) -> Source | None:
    """Return the source that was published last, counting each from the first day on which it may have been."""
    dated = ((source.published.earliest, source) for source in sources if source.published)
    known = [pair for pair in dated if pair[0] > dt.date.min]
    return max(known, key=lambda pair: pair[0])[1] if known else None


def publisher(source: Source | None, id: str) -> str:
    """Return the name of a source for readers."""
    return (source.publisher or source.title) if source else id


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


def _event(agreement: Agreement, event: Event) -> _Event:
    party = agreement.party_name(event.party) if event.party else ""
    preposition = "for" if event.name == EventKind.IN_FORCE else "by"
    title = in_words(" + ".join(event.kinds)).capitalize()
    title += f" of {in_words(event.of)}" if event.of else ""
    aside = [event.by, event.place, event.manner and in_words(event.manner), event.reason and f"reason: {event.reason}"]
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
    states = [str(kind) for kind in event.kinds if str(kind) in set(map(str, State))]
    return _Event(
        date_in_words(str(event.date)),
        title + (f" {preposition} {party}" if party else ""),
        "; ".join(filter(None, aside)),
        event.note,
        event.corrected,
        ", ".join(counts),
        states[-1] if states else "event",
        {*event.kinds} == {EventKind.NOTE},
        claims,
    )


class Disagreement(NamedTuple):
    """Claim or statement that is wrong, and why."""

    publisher: str
    url: str | None
    published: str
    source: str
    said: str
    verdict: str
    why: str


def disagreements(agreement: Agreement) -> Iterator[Disagreement]:
    """Yield the rejected claims, and the statements that are rejected, stale or premature."""

    def told(id: str, said: str, verdict: str, why: str) -> Disagreement:
        source = agreement.source(id)
        published = date_in_words(str(source.published)) if source and source.published else "undated"
        return Disagreement(publisher(source, id), source.url if source else None, published, id, said, verdict, why)

    for event in agreement.history:
        for claim in event.claims:
            if claim.rejected is not None:
                said = f"{_VERBS[claim.role]} {in_words(event.name)} on {date_in_words(str(claim.date or event.date))}"
                yield told(claim.source, said, "rejected", claim.rejected)
    judged = [(statement, agreement.weigh(statement)) for statement in agreement.statements]
    for (statement, judgement), public in zip(judged, agreement.contraries(judged), strict=True):
        if statement.rejected is not None or judgement.verdict in (Verdict.STALE, Verdict.PREMATURE):
            verdict = "rejected" if statement.rejected is not None else str(judgement.verdict)
            said = f"says {in_words(statement.says)}"
            yield told(statement.source, said, verdict, statement.rejected or _against(agreement, judgement, public))


def _against(agreement: Agreement, judgement: Judgement, public: Contrary | None) -> str:
    """Return what was the state on the day of a wrong statement, and since when that had been public."""
    states = [in_words(state) for state in State if state in judgement.possible]
    states = [*(["nothing yet"] if judgement.unbegun else []), *states]
    words = f"on {date_in_words(str(judgement.day))}: {' or '.join(states)}"
    if public is None:
        return f"{words}; nothing published before said so"
    names = dict.fromkeys(publisher(agreement.source(id), id) for id in public.sources)
    since = date_in_words(str(public.since))
    return (
        f"{words}; public since {since}, {public.days} {'day' if public.days == 1 else 'days'} before, by "
        + ", ".join(names)
    )


def _data(agreement: Agreement, found: Plane, drawn: Chart, today: dt.date) -> Markup:
    """Return what the script needs, as JSON that no parser of HTML takes for markup."""

    def flat(runs: Iterable[Run]) -> list[list[int]]:
        return [[run.start.toordinal(), run.answer] for run in runs]

    answers = [
        [
            list(one.possible),
            one.presumed,
            one.since and date_in_words(one.since),
            list(one.flags),
            list(one.expected),
            list(one.overdue),
            list(one.consent),
        ]
        for one in found.answers
    ]
    sources = [
        [day.earliest.toordinal(), day.latest.toordinal(), _newest_words(source)]
        for source in agreement.sources
        for day in (source.published or PartialDate.between(dt.date.min, dt.date.max),)
    ]
    value = {
        "today": today.toordinal(),
        "scale": [list(drawn.scale.days), list(drawn.scale.places)],
        "answers": answers,
        "file": flat(found.on_file),
        "rows": [[start.toordinal(), flat(runs)] for start, runs in found.rows],
        "sources": sources,
    }
    text = json_text(value, depth=0)
    # Escapes are the same JSON, and nothing in it can end the element.
    inert = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(inert)  # noqa: S704 - escaped above


def _newest_words(source: Source | None) -> str:
    if source is None:
        return ""
    day = date_in_words(str(source.published)) if source.published else "undated"
    return f"{source.publisher or source.title}, {day}"


def _known(changes: Sequence[KnownChange]) -> Iterator[Mapping[str, str]]:
    for change in changes:
        since = date_in_words(str(change.since)) if change.since else "day not certain"
        days = {None: "", 0: "same day", 1: "1 day later"}.get(change.days, f"{change.days} days later")
        yield {"state": change.state, "since": since, "publisher": change.publisher or change.source, "days": days}


def agreement_page(
    agreement: Agreement, found: Plane, drawn: Chart, changes: Sequence[KnownChange], site: Site, ids: Iterable[str]
) -> str:
    """Return the page of an agreement.

    Args:
        agreement: The agreement.
        found: Its answers.
        drawn: Geometry of its charts.
        changes: Days on which its states became known.
        site: What all pages have in common.
        ids: Ids of the agreements that have a page.
    """
    answer = found.at(site.today)
    known_ids = set(ids)
    links = [
        (name, [(id, id in known_ids) for id in some])
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
        "since": date_in_words(answer.since) if answer.since else "",
        "sources": agreement.sources,
        "newest": _newest_words(newest(agreement.sources)),
        "is_capped": not found.rows,
        "events": [_event(agreement, event) for event in agreement.history],
        "states": list(State),
        "known": list(_known(changes)),
        "disagree": list(disagreements(agreement)),
        "facts": [(name, value) for name, value in facts if value],
        "links": links,
        "files": files,
        "data": _data(agreement, found, drawn, site.today),
    }
    return render("agreement.html", site, "../", page=page, chart=drawn)
