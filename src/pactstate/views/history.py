"""History of one agreement with its evidence.

It shows who reported or announced each event and when, what was rejected and why, and each statement with the state of
its day. The paragraphs are made once, each with its layout. Text and Markdown lay out the same paragraphs; JSON has the
values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from typing import LiteralString

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import certainly_before, compatible
from pactstate.domain.evidence import live
from pactstate.domain.fields import evolved
from pactstate.domain.known_by import publication
from pactstate.domain.lifecycle import State
from pactstate.domain.model import Claim, Event, Role, Source, Statement
from pactstate.domain.statements import Contrary, Judgement, Verdict
from pactstate.domain.status import Status
from pactstate.text.escape import JsonText, MarkdownText, TerminalText, json_text
from pactstate.views.status import heading, in_words, states_in_words, status_as_json
from pactstate.views.tables import clipped, shortened

__all__ = ["days_apart", "render_json", "render_markdown", "render_text"]

_VERBS = {Role.REPORTED: "reported by", Role.ANNOUNCED: "announced by", Role.DENIED: "denied by"}
_MARGIN = 12


class _Layout(Enum):
    """Layout of a paragraph."""

    TITLE = auto()
    FACT = auto()
    EVENT = auto()
    DETAIL = auto()
    SECTION = auto()
    STATEMENT = auto()


_Paragraph = tuple[_Layout, TerminalText]


@attrs.frozen
class _Writer:
    """Writer of the paragraphs of one agreement, limited to what was known by ``known_by`` of the status."""

    agreement: Agreement
    status: Status

    def paragraphs(self) -> Iterator[_Paragraph]:
        """Yield all paragraphs in order."""
        yield from self._head()
        for event, claims in self.known():
            yield _Layout.EVENT, _event_line(event)
            yield from ((_Layout.DETAIL, detail) for detail in self._details(event, claims))
        statements = self.statements()
        if statements:
            yield _Layout.SECTION, TerminalText.of("What sources say of the state")
        yield from ((_Layout.STATEMENT, self._statement(*one)) for one in _judged_all(self.agreement, statements))
        corrected = [
            (source.id, source.corrected)
            for source in self.agreement.sources
            if source.corrected is not None and self.has_heard(source.id)
        ]
        if corrected:
            yield _Layout.SECTION, TerminalText.of("Sources whose description was corrected")
        yield from ((_Layout.STATEMENT, TerminalText.of("{}: {}", id, reason)) for id, reason in corrected)

    def known(self) -> Iterator[tuple[Event, tuple[Claim, ...]]]:
        """Yield the events with a claim made by ``known_by``, dated as then known, and those claims; all without it."""
        if self.status.known_by is None:
            yield from ((event, event.claims) for event in self.agreement.history)
            return
        sources = {source.id: source for source in self.agreement.sources}
        entries = live(self.agreement.history, sources, self.status.known_by)
        days = {entry.index: entry.date for entry in entries}
        for index, event in enumerate(self.agreement.history):
            claims = tuple(claim for claim in event.claims if self._was_made(claim, event))
            if claims:
                yield evolved(event, date=days.get(index, event.date)), claims

    def _was_made(self, claim: Claim, event: Event) -> bool:
        known_by = self.status.known_by
        made = publication(claim, event, self.agreement.source(claim.source))
        return known_by is None or made.earliest <= known_by.latest

    def statements(self) -> list[Statement]:
        """Return the statements that may have been published by ``known_by``."""
        return [statement for statement in self.agreement.statements if self.has_heard(statement.source)]

    def has_heard(self, id: str) -> bool:
        """Return whether a source may have been published by ``known_by``."""
        source, known_by = self.agreement.source(id), self.status.known_by
        published = source.published if source else None
        return known_by is None or published is None or published.earliest <= known_by.latest

    def _head(self) -> Iterator[_Paragraph]:
        agreement, status = self.agreement, self.status
        kind = agreement.policy
        yield _Layout.TITLE, TerminalText.of("{}: {}", agreement.id, agreement.title)
        facts = [
            ("formally", agreement.formal_title or ""),
            ("kind", TerminalText.of("{} ({})", kind.name, kind.title)),
            ("parties", TerminalText.joined(", ", map(self._party, agreement.parties))),
            ("approval needed", ", ".join(agreement.needs_approval_of())),
            ("in force", str(agreement.entry_into_force or "")),
            ("term", str(agreement.term or "")),
            ("replaces", ", ".join(agreement.replaces)),
            ("replaced by", ", ".join(agreement.replaced_by)),
            ("amends", ", ".join(agreement.amends)),
            ("supplements", ", ".join(agreement.supplements)),
            (
                f"state {heading(status.on, status.known_by)}",
                in_words(status, agreement.parties, since=True),
            ),
            *(("expected", str(expected)) for expected in status.expected),
            ("standing", self._standing()),
        ]
        yield from ((_Layout.FACT, TerminalText.of("{}: {}", name, fact)) for name, fact in facts if fact)

    def _party(self, code: str) -> TerminalText:
        return TerminalText.of("{} ({})", self.agreement.party_name(code), code)

    def _standing(self) -> str:
        """Return the standing of each party; an empty text for a closed agreement of two parties."""
        agreement = self.agreement
        if len(agreement.parties) < 3 and not agreement.open:
            return ""
        return "; ".join(f"{one.party} {one}" for one in self.status.standing)

    def _details(self, event: Event, claims: tuple[Claim, ...]) -> Iterator[TerminalText]:
        if event.note:
            yield TerminalText.of("{}", event.note)
        accepted = [claim for claim in claims if claim.accepted]
        reports = [claim for claim in accepted if claim.role is Role.REPORTED]
        first = min(reports, key=lambda claim: self._order(claim, event), default=None)
        for claim in sorted(reports, key=lambda claim: claim is not first):
            yield self._claim(event, claim, "first " if claim is first and len(reports) > 1 else "")
        for claim in accepted:
            if claim.role is not Role.REPORTED:
                outcome = self._outcome(event, claim, reports) if claim.role is Role.ANNOUNCED else ""
                yield TerminalText.of("{}{}", self._claim(event, claim), outcome)
        for claim in claims:
            if claim.rejected is not None:
                yield TerminalText.of("{}; rejected: {}", self._claim(event, claim), claim.rejected)
        if event.corrected:
            yield TerminalText.of("corrected: {}", event.corrected)

    def _order(self, claim: Claim, event: Event) -> tuple[bool, dt.date, dt.date]:
        source = self.agreement.source(claim.source)
        made = publication(claim, event, source)
        # Undated sources come last: nothing shows that they were early.
        return (source is None or source.published is None, made.latest, made.earliest)

    def _claim(self, event: Event, claim: Claim, order: str = "") -> TerminalText:
        source = self.agreement.source(claim.source)
        own = f", dating it {claim.date}" if claim.date else ""
        note = TerminalText.of(" ({})", claim.note) if claim.note else ""
        cited = _cited(claim.source, source, claim.locator)
        apart = _apart(event, claim, source)
        return TerminalText.of("{}{} {}{}{}{}", order, _VERBS[claim.role], cited, own, apart, note)

    def _outcome(self, event: Event, claim: Claim, reports: list[Claim]) -> str:
        """Return in words whether an announcement came true, as far as was known."""
        day = claim.date or event.date
        if not reports:
            return "; no report of it" if certainly_before(day, self.status.on) else ""
        if not compatible(day, event.date):
            return f"; it came on {event.date}"
        return "; it came true on the day" if day.is_day and event.date.is_day else "; it came true"

    def _statement(self, statement: Statement, judgement: Judgement, public: Contrary | None) -> TerminalText:
        cited = _cited(statement.source, self.agreement.source(statement.source), statement.locator)
        note = TerminalText.of(" ({})", statement.note) if statement.note else ""
        judged = _judged(judgement)
        known = TerminalText.of("; {}", _public(self.agreement, public)) if public else ""
        rejected = TerminalText.of("; rejected: {}", statement.rejected) if statement.rejected is not None else ""
        return TerminalText.of("{}: {}{}; {}{}{}", statement.says, cited, note, judged, known, rejected)


def _judged_all(
    agreement: Agreement, statements: Sequence[Statement]
) -> Iterator[tuple[Statement, Judgement, Contrary | None]]:
    judged = [(statement, agreement.weigh(statement)) for statement in statements]
    against = agreement.contraries(judged)
    return ((statement, judgement, public) for (statement, judgement), public in zip(judged, against, strict=True))


def _judged(judgement: Judgement) -> str:
    if judgement.day is None:
        return "undecidable, it bears no date"
    if judgement.verdict is Verdict.AGREES:
        return "so it was on that day"
    # Only the states: a whole answer for each statement would read the whole history again.
    return f"{judgement.verdict}, on that day: {states_in_words(judgement.possible, unbegun=judgement.unbegun)}"


def _public(agreement: Agreement, public: Contrary) -> str:
    """Return since when the contrary of a statement had been public, and by whom."""
    found = (agreement.source(id) for id in public.sources)
    names = [clipped(source.publisher or source.title) for source in found if source]
    before = f", {public.days} {'day' if public.days == 1 else 'days'} before" if public.days else ""
    return f"public since {public.since}{before} ({shortened(list(dict.fromkeys(names)))})"


def _event_line(event: Event) -> TerminalText:
    actor = f" by {event.party}" if event.party else ""
    organ = TerminalText.of(" ({})", event.by) if event.by else ""
    of = f" of {event.of}" if event.of else ""
    reason = f" ({event.reason})" if event.reason else ""
    place = TerminalText.of(", {}", event.place) if event.place else ""
    effective = f", effective {event.effective}" if event.effective else ""
    what = f"{event.name}{of}{reason}{actor}"
    return TerminalText.of("{:<{}}  {}{}{}{}", str(event.date), _MARGIN - 2, what, organ, place, effective)


def _cited(id: str, source: Source | None, locator: str | None) -> TerminalText:
    where = TerminalText.of(", {}", locator) if locator else ""
    if source is None:
        return TerminalText.of("{} (not described{})", id, where)
    published = str(source.published) if source.published else "undated"
    published += f", updated {source.updated}" if source.updated else ""
    return TerminalText.of("{} ({}, {}{})", clipped(source.publisher or source.title), id, published, where)


def _apart(event: Event, claim: Claim, source: Source | None) -> str:
    """Return the days between event and publication in words; an empty text if one of the days is not known."""
    days = days_apart(event, claim, source)
    if days is None:
        return ""
    if days == 0:
        return ", on the day"
    return f", {abs(days)} {'day' if abs(days) == 1 else 'days'} {'later' if days > 0 else 'ahead'}"


def days_apart(event: Event, claim: Claim, source: Source | None) -> int | None:
    """Return the days from an event to the publication of a claim; None if one of the two is not known to the day."""
    if source is None or source.published is None:
        return None
    made = publication(claim, event, source)
    return (made.earliest - event.date.earliest).days if made.is_day and event.date.is_day else None


def render_text(agreement: Agreement, status: Status, width: int) -> TerminalText:
    """Return the history as text, wrapped to ``width``. A minimum width applies to narrow terminals."""
    lines: list[TerminalText] = []
    for layout, text in _Writer(agreement, status).paragraphs():
        if layout in (_Layout.EVENT, _Layout.SECTION):
            lines.append(TerminalText.of(""))
        lines += _wrapped(layout, TerminalText.of("{}:", text) if layout is _Layout.SECTION else text, width)
    return TerminalText.joined("\n", [*lines, ""])


_INDENTS = {
    _Layout.TITLE: 0,
    _Layout.FACT: 2,
    _Layout.EVENT: 0,
    _Layout.DETAIL: _MARGIN,
    _Layout.SECTION: 0,
    _Layout.STATEMENT: 2,
}


def _wrapped(layout: _Layout, text: TerminalText, width: int) -> list[TerminalText]:
    # Continuation lines are indented to the text, because the column at the margin holds the dates.
    indent = _INDENTS[layout]
    hang = indent + 2 if indent else _MARGIN
    return text.wrapped(max(width, hang + 20), first=" " * indent, rest=" " * hang)


_MARKS: Mapping[_Layout, LiteralString] = {
    _Layout.TITLE: "## {}",
    _Layout.FACT: "- {}",
    _Layout.EVENT: "### {}",
    _Layout.DETAIL: "- {}",
    _Layout.SECTION: "### {}",
    _Layout.STATEMENT: "- {}",
}


def render_markdown(agreement: Agreement, status: Status) -> MarkdownText:
    """Return the history in GitHub's Markdown."""
    blank = MarkdownText.of("")
    lines: list[MarkdownText] = []
    for layout, text in _Writer(agreement, status).paragraphs():
        line = MarkdownText.of(_MARKS[layout], text)
        lines += [blank, line, blank] if layout in (_Layout.TITLE, _Layout.EVENT, _Layout.SECTION) else [line]
    # The first line is the blank line above the title; it is left out.
    return MarkdownText.of("{}\n", MarkdownText.joined("\n", lines[1:]).trimmed())


def render_json(agreement: Agreement, status: Status) -> JsonText:
    """Return the history as JSON. The format is versioned."""
    writer = _Writer(agreement, status)
    rule, term = agreement.entry_into_force, agreement.term
    value = {
        "version": 2,
        "on": str(status.on),
        "known_by": _text(status.known_by),
        "id": agreement.id,
        "title": agreement.title,
        "formal_title": agreement.formal_title,
        "kind": agreement.kind,
        "parties": list(agreement.parties),
        "approvals_needed": list(agreement.needs_approval_of()),
        "consents_needed": agreement.consents_needed,
        "entry_into_force": {"after": rule.after, "months": rule.months, "days": rule.days} if rule else None,
        "term": {"years": term.years, "renews": term.renews, "notice": _text(term.notice)} if term else None,
        "replaces": list(agreement.replaces),
        "replaced_by": list(agreement.replaced_by),
        "amends": list(agreement.amends),
        "supplements": list(agreement.supplements),
        "open": agreement.open,
        "not_recorded": list(agreement.not_recorded),
        "identifiers": dict(agreement.identifiers),
        "status": status_as_json(status),
        "history": [_event_as_json(agreement, event, claims) for event, claims in writer.known()],
        "statements": [_statement_as_json(*one) for one in _judged_all(agreement, writer.statements())],
        "sources": [
            {
                "id": source.id,
                "title": source.title,
                "publisher": source.publisher,
                "url": source.url,
                "published": _text(source.published),
                "updated": _text(source.updated),
                "basis": source.basis,
                "type": source.type,
                "corrected": source.corrected,
            }
            for source in agreement.sources
            if writer.has_heard(source.id)
        ],
    }
    return json_text(value, depth=2)


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _event_as_json(agreement: Agreement, event: Event, claims: tuple[Claim, ...]) -> dict[str, object]:
    return {
        "event": list(event.kinds),
        "date": str(event.date),
        "effective": _text(event.effective),
        "party": event.party,
        "by": event.by,
        "place": event.place,
        "note": event.note,
        "of": event.of,
        "reason": event.reason,
        "corrected": event.corrected,
        "claims": [
            {
                "source": claim.source,
                "role": claim.role,
                "date": _text(claim.date),
                "published": _text(source.published if source else None),
                "updated": _text(source.updated if source else None),
                "days_after": days_apart(event, claim, source),
                "locator": claim.locator,
                "rejected": claim.rejected,
                "note": claim.note,
            }
            for claim in claims
            for source in [agreement.source(claim.source)]
        ],
    }


def _statement_as_json(statement: Statement, judgement: Judgement, public: Contrary | None) -> dict[str, object]:
    return {
        "source": statement.source,
        "says": statement.says,
        "day": _text(judgement.day),
        "verdict": judgement.verdict,
        "possible": [state for state in State if state in judgement.possible],
        "contrary": {"since": str(public.since), "sources": list(public.sources), "days": public.days}
        if public
        else None,
        "locator": statement.locator,
        "rejected": statement.rejected,
        "note": statement.note,
    }
