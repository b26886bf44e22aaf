"""Page of an agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from markupsafe import Markup

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.events import EventKind, State
from pactstate.domain.evidence import Evidence, evidence_of
from pactstate.domain.known_by import publication
from pactstate.domain.log import KnownChange
from pactstate.domain.model import Claim, Event, Role, Source
from pactstate.domain.statements import Contrary, Judgement, Verdict, published_by_role
from pactstate.site.chart import Chart, style_of
from pactstate.site.drawing import drawing
from pactstate.site.grounds import Run
from pactstate.site.pages import FEW_PARTIES, publisher
from pactstate.site.plane import Answer, Plane, date_in_words, in_words, readable
from pactstate.site.templating import Site, inert_json, render
from pactstate.text.escape import visible
from pactstate.views.known_record import days_apart

__all__ = ["Disagreement", "agreement_page", "claim_in_words", "disagreements"]


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
    number: int
    """Place in the history, from 1 on."""
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


class _Fold(NamedTuple):
    """Acts of many parties that follow each other: one entry of the history, which opens."""

    date: str
    title: str
    style: str
    spine: str
    """State on the day after the last of them, if that is certain."""
    acts: Sequence[_Event]


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
    return f"{_with_preposition(event)} {agreement.party_name(event.party)}" if event.party else _kinds_in_words(event)


def _kinds_in_words(event: Event) -> str:
    return in_words(" and ".join(event.kinds)) + (f" of {in_words(event.of)}" if event.of else "")


def _with_preposition(event: Event) -> str:
    """Return the words before the party of an event, as in ``approved by``."""
    # A note is about a party, which need not have done anything.
    preposition = {EventKind.IN_FORCE: "for", EventKind.NOTE: "on"}.get(EventKind(event.kinds[0]), "by")
    return f"{_kinds_in_words(event)} {preposition}"


def claim_in_words(agreement: Agreement, event: Event, claim: Claim) -> str:
    """Return what a claim says, as in ``reports: signed, 8 Jul 2024``."""
    day = date_in_words(str(claim.date or event.date))
    return f"{_VERBS[claim.role]}: {_event_words(agreement, event)}, {day}"


_EVIDENCE: Final = {
    Evidence.REPORTED: "",
    Evidence.DISPUTED: "reported and denied",
    Evidence.ANNOUNCED: "announced only",
    Evidence.NONE: "does not count: what was claimed is rejected or denied",
}


def _event(agreement: Agreement, number: int, event: Event, evidence: Evidence, found: Plane) -> _Event:
    words = _event_words(agreement, event)
    aside = [_EVIDENCE[evidence], event.by, event.place, event.manner and in_words(event.manner)]
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
        number,
        date_in_words(str(event.date)),
        words[0].upper() + words[1:],
        "; ".join(filter(None, aside)),
        event.note,
        event.corrected,
        ", ".join(counts),
        style_of(event, evidence),
        str(possible[0] or "nothing") if len(possible) == 1 else "",
        {*event.kinds} == {EventKind.NOTE},
        claims,
    )


_ORDER: Final = {kind: place for place, kind in enumerate(EventKind)}


def _history(agreement: Agreement, found: Plane) -> Iterator[_Event | _Fold]:
    """Yield the entries of the history; many acts of parties in a row are one."""
    sources = agreement.sources_by_id
    has_many = len(agreement.parties) > FEW_PARTIES
    numbered = enumerate(agreement.history, 1)
    for is_act, some in groupby(numbered, lambda one: has_many and one[1].party is not None):
        acts = [*some]
        events = [_event(agreement, number, event, evidence_of(event, sources), found) for number, event in acts]
        if is_act and len(events) > FEW_PARTIES:
            yield _fold([event for _, event in acts], events)
        else:
            yield from events


def _fold(acts: Sequence[Event], events: Sequence[_Event]) -> _Fold:
    parties: dict[str, set[str | None]] = {}
    for act in sorted(acts, key=lambda act: _ORDER[EventKind(act.kinds[0])]):
        parties.setdefault(_with_preposition(act), set()).add(act.party)
    words = ", ".join(f"{act} {len(some)} part{'y' if len(some) == 1 else 'ies'}" for act, some in parties.items())
    first, last = events[0], events[-1]
    day = first.date if first.date == last.date else f"{first.date} to {last.date}"
    style = first.style if all(event.style == first.style for event in events) else "event"
    return _Fold(day, words[0].upper() + words[1:], style, last.spine, events)


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
                yield told(claim.source, claim_in_words(agreement, event, claim), "rejected", claim.rejected)
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
    """Return the data of the script of the page, as JSON."""

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
    """Return the number of sources on which the answer for a day rests, and the name and the day of the newest."""
    used = [claim for entry in found.grounds.at(on) for claim in claims[entry]]
    # A source without a date may have been published from the first day of the calendar on.
    dated = [(first, -last, -index) for index, first, last in used if first > dt.date.min.toordinal()]
    last = _dated_name(agreement.sources[-max(dated)[2]]) if dated else None
    return len({index for index, *_ in used}), last


_AGAINST: Final = {str(Verdict.STALE): Role.REPORTED, str(Verdict.PREMATURE): Role.ANNOUNCED}
"""Claims that tell the contrary of a statement that is wrong, by verdict."""


def _told(agreement: Agreement, role: Role) -> list[tuple[int, list[int]]]:
    """Return the days on which claims of a role were published, each with the places of their sources."""
    sources = agreement.sources_by_id
    places = {id: place for place, id in enumerate(sources)}
    days = published_by_role(agreement.history, sources, role, dt.date.max)
    return [(day.latest.toordinal(), [places[id] for id in ids]) for day, ids in days]


def _dated_name(source: Source) -> tuple[str, str]:
    """Return the name of a source for readers, and the day of its publication."""
    day = date_in_words(str(source.published)) if source.published else "undated"
    return visible(source.publisher or source.title), day


_FEW_ENTRIES: Final = 5
"""Entries of a short history, below which the page has room for other sections."""


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
    history = list(_history(agreement, found))
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
        "has_many_parties": len(agreement.parties) > FEW_PARTIES,
        "parties": [(code, agreement.party_name(code)) for code in agreement.parties],
        "answer": answer,
        "since": told_since(answer),
        "used": used,
        "newest": last,
        "is_capped": not found.rows,
        "is_short": len(history) <= _FEW_ENTRIES,
        "history": history,
        "states": list(State),
        "known": list(_known(changes)),
        "disagree": wrong,
        "facts": [(name, value) for name, value in facts if value],
        "links": links,
        "files": files,
        "address": f"{site.base_url}{agreement.id}/index.html" if site.base_url else "",
        "data": _data(agreement, found, drawn, wrong, claims, site.today),
    }
    return render("agreement.html", site, "../", page=page, chart=drawn, drawn=drawing(drawn, site.today))
