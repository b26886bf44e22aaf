"""History of one agreement with its evidence.

It shows who reported or announced each event and when, what was rejected and why, and each statement with the state of
its day. The paragraphs are made once, each with its layout. Text and Markdown lay out the same paragraphs; JSON
(``history_json.py``) has the values.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum, auto
from typing import LiteralString

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.contradictions import Contradiction, StatementContradiction
from pactstate.domain.dates import certainly_before, compatible
from pactstate.domain.known_by import publication
from pactstate.domain.model import Claim, Event, Role, Source, Statement
from pactstate.domain.statements import Contrary, Judgement, Verdict
from pactstate.domain.status import Status
from pactstate.text.escape import MarkdownText, TerminalText
from pactstate.views.explain import Addresses, Cited, Sentence, as_markdown, as_terminal, cited, explanation, paragraph
from pactstate.views.known_record import Elsewhere, KnownRecord, days_apart
from pactstate.views.status import heading, in_words, states_in_words
from pactstate.views.tables import clipped, shortened

__all__ = ["render_markdown", "render_text"]

_VERBS = {Role.REPORTED: "reported by", Role.ANNOUNCED: "announced by", Role.DENIED: "denied by"}
_MARGIN = 12


class _Layout(Enum):
    """Layout of a paragraph."""

    TITLE = auto()
    FACT = auto()
    EVENT = auto()
    DETAIL = auto()
    LEAD = auto()
    PERIOD = auto()
    SECTION = auto()
    STATEMENT = auto()
    SOURCE = auto()


_Paragraph = tuple[_Layout, Sentence]


@attrs.frozen
class _Writer:
    """Writer of the paragraphs about one agreement."""

    record: KnownRecord
    others: Sequence[Elsewhere] = ()

    def paragraphs(self) -> Iterator[_Paragraph]:
        """Yield all paragraphs in order."""
        agreement = self.record.agreement
        yield from self._head()
        events = list(self.record.known())
        later = [self.record.is_later(event) for event, _ in events]
        for event, claims in (one for one, is_later in zip(events, later, strict=True) if not is_later):
            yield from self._event(event, claims)
        if any(later):
            yield _Layout.PERIOD, [f"After {self.record.status.on}"]
        for event, claims in (one for one, is_later in zip(events, later, strict=True) if is_later):
            yield from self._event(event, claims)
        judged = self.record.judged()
        yield from _section("What sources say of the state", [_statement(agreement, *one) for one in judged])
        against = {id(statement): public for statement, _, public in judged}
        own = [_contradiction(agreement, one, against) for one in self.record.contradictions()]
        yield from _section("Contradictions", own)
        elsewhere = [[f"{other.id}: ", *_contradiction(other, one, {})] for other, one in self.others]
        yield from _section("Contradictions in other files, by sources cited here", elsewhere)
        known = [source for source in agreement.sources if self.record.has_source(source.id)]
        corrected = [[f"{one.id}: ", one.corrected] for one in known if one.corrected is not None]
        yield from _section("Sources whose description was corrected", corrected)
        yield from _section("Sources", list(map(_described, known)), _Layout.SOURCE)

    def _event(self, event: Event, claims: tuple[Claim, ...]) -> Iterator[_Paragraph]:
        yield _Layout.EVENT, _event_line(event)
        yield from ((_Layout.DETAIL, detail) for detail in self._details(event, claims))

    def _head(self) -> Iterator[_Paragraph]:
        agreement, status = self.record.agreement, self.record.status
        kind = agreement.policy
        yield _Layout.TITLE, [f"{agreement.id}: ", agreement.title]
        yield _Layout.LEAD, paragraph(explanation(agreement, status))
        facts = [
            ("formally", agreement.formal_title or ""),
            ("kind", f"{kind.name} ({kind.title})"),
            ("parties", ", ".join(f"{agreement.party_name(code)} ({code})" for code in agreement.parties)),
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
        yield from ((_Layout.FACT, [f"{name}: ", fact]) for name, fact in facts if fact)

    def _standing(self) -> str:
        """Return the standing of each party; an empty text for a closed agreement of two parties."""
        agreement = self.record.agreement
        if len(agreement.parties) < 3 and not agreement.open:
            return ""
        return "; ".join(f"{one.party} {one}" for one in self.record.status.standing)

    def _details(self, event: Event, claims: tuple[Claim, ...]) -> Iterator[Sentence]:
        if event.note:
            yield [event.note]
        accepted = [claim for claim in claims if claim.accepted]
        reports = [claim for claim in accepted if claim.role is Role.REPORTED]
        first = min(reports, key=lambda claim: self._order(claim, event), default=None)
        for claim in sorted(reports, key=lambda claim: claim is not first):
            yield self._claim(event, claim, "first " if claim is first and len(reports) > 1 else "")
        for claim in accepted:
            if claim.role is not Role.REPORTED:
                outcome = self._outcome(event, claim, reports) if claim.role is Role.ANNOUNCED else ""
                yield [*self._claim(event, claim), outcome]
        for claim in claims:
            if claim.rejected is not None:
                yield [*self._claim(event, claim), "; rejected: ", claim.rejected]
        if event.corrected:
            yield ["corrected: ", event.corrected]

    def _order(self, claim: Claim, event: Event) -> tuple[bool, dt.date, dt.date]:
        source = self.record.agreement.source(claim.source)
        made = publication(claim, event, source)
        # Undated sources come last: nothing shows that they were early.
        return (source is None or source.published is None, made.latest, made.earliest)

    def _claim(self, event: Event, claim: Claim, order: str = "") -> Sentence:
        source = self.record.agreement.source(claim.source)
        own = f", dating it {claim.date}" if claim.date else ""
        note = [" (", claim.note, ")"] if claim.note else []
        cited = _cited(claim.source, source, claim.locator)
        return [f"{order}{_VERBS[claim.role]} ", *cited, own, _apart(event, claim, source), *note]

    def _outcome(self, event: Event, claim: Claim, reports: list[Claim]) -> str:
        """Return in words whether an announcement came true, as far as was known."""
        day = claim.date or event.date
        if not reports:
            return "; no report of it" if certainly_before(day, self.record.status.on) else ""
        if not compatible(day, event.date):
            return f"; it came on {event.date}"
        return "; it came true on the day" if day.is_day and event.date.is_day else "; it came true"


def _section(title: str, lines: Sequence[Sentence], layout: _Layout = _Layout.STATEMENT) -> Iterator[_Paragraph]:
    if lines:
        yield _Layout.SECTION, [title]
    yield from ((layout, line) for line in lines)


def _statement(agreement: Agreement, statement: Statement, judgement: Judgement, public: Contrary | None) -> Sentence:
    note = [" (", statement.note, ")"] if statement.note else []
    known = ["; ", _public(agreement, public)] if public else []
    cited = _cited(statement.source, agreement.source(statement.source), statement.locator)
    return [f"{statement.says}: ", *cited, *note, "; ", _judged(judgement), *known, *_rejected(statement.rejected)]


def _rejected(reason: str | None) -> list[str]:
    return ["; rejected: ", reason] if reason is not None else []


_SAYS = {Role.REPORTED: "reports", Role.ANNOUNCED: "announces", Role.DENIED: "denies"}


def _contradiction(agreement: Agreement, one: Contradiction, public: Mapping[int, Contrary | None]) -> Sentence:
    """Return who says what against whom, and why it was rejected."""
    who = _cited(one.source, agreement.source(one.source), None)
    if isinstance(one, StatementContradiction):
        contrary = public.get(id(one.statement))
        against = ("; against ", *cited(agreement, contrary.sources)) if contrary else ()
        day = f" on {one.judgement.day}" if one.judgement.day else ""
        says = f" says {one.statement.says}{day}: {one.judgement.verdict}"
        return [*who, says, *against, *_rejected(one.rejected)]
    by = f" by {one.event.party}" if one.event.party else ""
    says = f" {_SAYS[one.claim.role]} '{one.event.name}'{by} on {one.claim.date or one.event.date}"
    against = ("; against ", *cited(agreement, one.against)) if one.against else ()
    return [*who, says, *against, *_rejected(one.rejected)]


def _described(source: Source) -> Sentence:
    """Return a source with its title and its address."""
    more = [clipped(source.publisher)] if source.publisher else []
    more += [str(source.published) if source.published else "undated"]
    return [f"{source.id}: ", Cited(source.title, source.title, source.url), ", ", ", ".join(more)]


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


def _event_line(event: Event) -> Sentence:
    actor = f" by {event.party}" if event.party else ""
    organ = [" (", event.by, ")"] if event.by else []
    of = f" of {event.of}" if event.of else ""
    reason = f" ({event.reason})" if event.reason else ""
    place = [", ", event.place] if event.place else []
    effective = f", effective {event.effective}" if event.effective else ""
    what = f"{event.date!s:<{_MARGIN - 2}}  {event.name}{of}{reason}{actor}"
    return [what, *organ, *place, effective]


def _cited(id: str, source: Source | None, locator: str | None) -> Sentence:
    where = [", ", locator] if locator else []
    if source is None:
        return [id, " (not described", *where, ")"]
    published = str(source.published) if source.published else "undated"
    published += f", updated {source.updated}" if source.updated else ""
    name = clipped(source.publisher or source.title)
    return [Cited(name, source.title, source.url), " (", id, ", ", published, *where, ")"]


def _apart(event: Event, claim: Claim, source: Source | None) -> str:
    """Return the days between event and publication in words; an empty text if one of the days is not known."""
    days = days_apart(event, claim, source)
    if days is None:
        return ""
    if days == 0:
        return ", on the day"
    return f", {abs(days)} {'day' if abs(days) == 1 else 'days'} {'later' if days > 0 else 'ahead'}"


def render_text(
    agreement: Agreement, status: Status, width: int, others: Sequence[Elsewhere] = (), *, links: bool = False
) -> TerminalText:
    """Return the history as text, wrapped to ``width``. A minimum width applies to narrow terminals.

    Args:
        agreement: The agreement.
        status: Its status on the day of the question.
        width: Number of columns.
        others: What :func:`elsewhere` returns.
        links: Whether the terminal knows hyperlinks; else the addresses are written in the list of sources.
    """
    lines: list[TerminalText] = []
    for layout, sentence in _Writer(KnownRecord(agreement, status), others).paragraphs():
        if layout in _AFTER_BLANK:
            lines.append(_EMPTY_LINE)
        written = Addresses.WRITTEN if layout is _Layout.SOURCE else Addresses.LEFT_OUT
        text = as_terminal(sentence, Addresses.LINKED if links else written)
        lines += _wrapped(layout, TerminalText.of("{}:", text) if layout in _HEADINGS else text, width)
        if layout is _Layout.LEAD:
            lines.append(_EMPTY_LINE)
    return TerminalText.joined("\n", [*lines, ""])


_EMPTY_LINE = TerminalText.of("")
_HEADINGS = frozenset({_Layout.SECTION, _Layout.PERIOD})
_AFTER_BLANK = _HEADINGS | {_Layout.EVENT, _Layout.LEAD}

_INDENTS = {
    _Layout.TITLE: 0,
    _Layout.LEAD: 2,
    _Layout.FACT: 2,
    _Layout.EVENT: 0,
    _Layout.DETAIL: _MARGIN,
    _Layout.PERIOD: 0,
    _Layout.SECTION: 0,
    _Layout.STATEMENT: 2,
    _Layout.SOURCE: 2,
}


def _wrapped(layout: _Layout, text: TerminalText, width: int) -> list[TerminalText]:
    # Continuation lines are indented to the text, because the column at the margin holds the dates.
    indent = _INDENTS[layout]
    hang = _MARGIN if indent == 0 else indent + 2 * (layout is not _Layout.LEAD)
    return text.wrapped(max(width, hang + 20), first=" " * indent, rest=" " * hang)


_MARKS: Mapping[_Layout, LiteralString] = {
    _Layout.TITLE: "## {}",
    _Layout.LEAD: "{}",
    _Layout.FACT: "- {}",
    _Layout.EVENT: "### {}",
    _Layout.DETAIL: "- {}",
    _Layout.PERIOD: "**{}**",
    _Layout.SECTION: "### {}",
    _Layout.STATEMENT: "- {}",
    _Layout.SOURCE: "- {}",
}
_LISTED = frozenset({_Layout.FACT, _Layout.DETAIL, _Layout.STATEMENT, _Layout.SOURCE})


def render_markdown(agreement: Agreement, status: Status, others: Sequence[Elsewhere] = ()) -> MarkdownText:
    """Return the history in GitHub's Markdown, with links to the sources."""
    lines: list[MarkdownText] = []
    for layout, sentence in _Writer(KnownRecord(agreement, status), others).paragraphs():
        line = MarkdownText.of(_MARKS[layout], as_markdown(sentence))
        lines += [line] if layout in _LISTED else [MarkdownText.of(""), line, MarkdownText.of("")]
    # One blank line between paragraphs; none at the beginning.
    kept = [line for line, before in zip(lines, ["", *lines], strict=False) if line or before]
    return MarkdownText.of("{}\n", MarkdownText.joined("\n", kept).trimmed())
