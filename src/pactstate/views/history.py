"""One agreement's whole history with its evidence: who reported or announced each event and when, what was rejected and
why, and each statement beside the state of its day.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from pactstate.agreement import Agreement
from pactstate.escape import visible
from pactstate.kinds import all_kinds
from pactstate.model import Claim, Event, Period, Role, Statement
from pactstate.parties import party_name
from pactstate.timeline import Status
from pactstate.views.status import heading, in_words

__all__ = ["render_text"]

_VERBS = {Role.REPORTED: "reported by", Role.ANNOUNCED: "announced by", Role.DENIED: "denied by"}
_MARGIN = 12


def render_text(agreement: Agreement, status: Status, width: int) -> str:
    """The history as a text of lines no longer than ``width`` where that can be."""
    paragraphs = [
        *_head(agreement, status),
        *(line for event in agreement.history for line in _event(agreement, event)),
        *_statements(agreement),
    ]
    return "\n".join(line for indent, text in paragraphs for line in _wrapped(indent, text, width)) + "\n"


_Line = tuple[int, str]
"""An indent, and what follows."""


def _wrapped(indent: int, text: str, width: int) -> list[str]:
    # A continuation hangs below the text, never at the margin, where the first column is a date.
    hang = " " * (indent + 2 if indent else _MARGIN)
    room = max(width, len(hang) + 20)
    return textwrap.wrap(
        text, room, initial_indent=" " * indent, subsequent_indent=hang, break_long_words=False, break_on_hyphens=False
    ) or [""]


def _head(agreement: Agreement, status: Status) -> Iterator[_Line]:
    kind = all_kinds()[agreement.kind]
    yield 0, f"{visible(agreement.id)}: {visible(agreement.title)}"
    if agreement.formal_title:
        yield 2, f"formally: {visible(agreement.formal_title)}"
    yield 2, f"kind: {kind.name} ({kind.title})"
    yield 2, f"parties: {', '.join(f'{party_name(code)} ({code})' for code in agreement.parties)}"
    if needed := agreement.needs_approval_of():
        yield 2, f"approval needed: {', '.join(needed)}"
    if rule := agreement.entry_into_force:
        waits = [Period(rule.months, "months"), Period(rule.days, "days")]
        wait = " and ".join(str(period) for period in waits if period.count) or "the day"
        yield 2, f"in force: {wait} after '{rule.after}'"
    if term := agreement.term:
        words = [
            str(Period(term.years, "years")) if term.years else "",
            {True: "renews", False: "does not renew", None: ""}[term.renews],
            f"notice {term.notice}" if term.notice else "",
        ]
        yield 2, f"term: {', '.join(word for word in words if word)}"
    for name, ids in (
        ("replaces", agreement.replaces),
        ("replaced by", agreement.replaced_by),
        ("amends", agreement.amends),
    ):
        if ids:
            yield 2, f"{name}: {', '.join(ids)}"
    since = f" since {status.since}" if status.since else ""
    yield 2, f"state {heading(status.on, status.known_by)}: {in_words(status)}{since}"
    for expected in status.expected:
        yield 2, f"expected: {expected.name} {expected.date}"


def _event(agreement: Agreement, event: Event) -> Iterator[_Line]:
    actor = f" by {event.party}" if event.party else ""
    organ = f" ({visible(event.by)})" if event.by else ""
    of = f" of {event.of}" if event.of else ""
    reason = f" ({event.reason})" if event.reason else ""
    place = f", {visible(event.place)}" if event.place else ""
    effective = f", effective {event.effective}" if event.effective else ""
    yield 0, ""
    yield 0, f"{event.date!s:<{_MARGIN - 2}}  {event.name}{of}{reason}{actor}{organ}{place}{effective}"
    if event.note:
        yield _MARGIN, visible(event.note)
    for claim in event.claims:
        yield _MARGIN, _claim(agreement, claim)
    if event.corrected:
        yield _MARGIN, f"corrected: {visible(event.corrected)}"


def _claim(agreement: Agreement, claim: Claim) -> str:
    own = f", dating it {claim.date}" if claim.date else ""
    note = f" ({visible(claim.note)})" if claim.note else ""
    verdict = f"; rejected: {visible(claim.rejected)}" if claim.rejected is not None else ""
    return f"{_VERBS[claim.role]} {_cited(agreement, claim.source, claim.locator)}{own}{note}{verdict}"


def _cited(agreement: Agreement, id: str, locator: str | None) -> str:
    source = agreement.source(id)
    where = f", {visible(locator)}" if locator else ""
    if source is None:
        return f"{id}{where}"
    published = str(source.published) if source.published else "undated"
    return f"{visible(source.publisher or source.title)} ({id}, {published}{where})"


def _statements(agreement: Agreement) -> Iterator[_Line]:
    if agreement.statements:
        yield 0, ""
        yield 0, "What sources say of the state:"
    for statement in agreement.statements:
        yield 2, _statement(agreement, statement)


def _statement(agreement: Agreement, statement: Statement) -> str:
    source = agreement.source(statement.source)
    day = statement.date or (source.published if source else None)
    truth = f"; on that day: {in_words(agreement.status(on=day))}" if day else ""
    note = f" ({visible(statement.note)})" if statement.note else ""
    verdict = f"; rejected: {visible(statement.rejected)}" if statement.rejected is not None else ""
    return f"{statement.says}: {_cited(agreement, statement.source, statement.locator)}{note}{truth}{verdict}"
