"""Changes since a base: the state of each agreement then and now, and what was added, corrected, rejected or removed.

The output is for reviewers of a pull request. The changes are collected once, as items of one line each. Text and
Markdown lay out the same items; JSON has their values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Final

import attrs

from pactstate.compare import Comparison
from pactstate.compare.agreements import (
    AgreementChange,
    Alteration,
    ClaimChange,
    EntryChange,
    SourceChange,
    StatementChange,
)
from pactstate.domain.agreement import Agreement
from pactstate.domain.dates import PartialDate
from pactstate.domain.fields import Word
from pactstate.domain.model import Claim, Event, Role, Source, Statement
from pactstate.text.escape import JsonText, MarkdownText, TerminalText, json_records, markdown_link, visible
from pactstate.text.suggest import first
from pactstate.views.status import in_words, status_as_json
from pactstate.views.tables import clipped, markdown_table

__all__ = ["render_json", "render_markdown", "render_text"]

_MAX_CHARS: Final = 200
"""Limit of the characters of a value; a longer value is cut."""
_MAX_LINKS: Final = 3
"""Limit of the sources that an item links to."""
_MAX_COMMENT: Final = 60_000
"""Limit of the characters of a comment. GitHub accepts 65,536; the rest is a reserve."""


class _Did(Word):
    """Sort of a change to a record."""

    ADDED = "added"
    CORRECTED = "corrected"
    """The meaning changed, and the record gives the reason."""
    REJECTED = "rejected"
    REWRITTEN = "rewritten"
    """The meaning changed, and the record gives no reason."""
    REMOVED = "removed"
    CHANGED = "changed"
    """The wording changed, or something was added. Nothing that was recorded is lost."""


@attrs.frozen
class _Item:
    did: _Did
    subject: str
    """Part of the record that changed: ``agreement``, ``event``, ``claim``, ``statement`` or ``source``."""
    words: Callable[[], TerminalText]
    """Function that describes the change; JSON has no words, and a long history has very many changes."""
    values: Mapping[str, object]
    """Details of the change for JSON."""
    ids: tuple[str, ...] = ()
    """Ids of the sources that it concerns."""
    sources: tuple[Source, ...] = ()
    """The sources that it concerns, as far as they are described."""

    @property
    def line(self) -> TerminalText:
        """Subject and description of the change in one line."""
        return TerminalText.of("{} {}", self.subject, self.words())


@attrs.frozen
class _Section:
    """Items of one agreement, or of the sources that no agreement cites."""

    heading: TerminalText
    id: str
    then: str
    now: str
    items: tuple[_Item, ...]


def _sections(comparisons: Sequence[Comparison], on: PartialDate) -> list[_Section]:
    sections = [_section(change, on) for comparison in comparisons for change in comparison.agreements]
    loose = [_source(change) for comparison in comparisons for change in _uncited(comparison)]
    if loose:
        sections.append(_Section(TerminalText.of("Sources that no agreement cites"), "", "", "", tuple(loose)))
    return sections


def _uncited(comparison: Comparison) -> list[SourceChange]:
    listed = {(one.before, one.after) for change in comparison.agreements for one in change.sources}
    return [one for one in comparison.sources if (one.before, one.after) not in listed]


def _section(change: AgreementChange, on: PartialDate) -> _Section:
    then, now = _state(change, on, now=False), _state(change, on, now=True)
    agreement = change.after or change.before
    title = TerminalText.of(": {}", agreement.title) if agreement else ""
    return _Section(TerminalText.of("{}{}", change.id, title), change.id, then, now, tuple(_with_sources(change)))


def _with_sources(change: AgreementChange) -> Iterator[_Item]:
    """Yield the items of an agreement with the sources that they concern, as now described, else as then."""
    described = [one for one in (change.after, change.before) if one]
    for item in _items(change):
        found = (next(filter(None, (one.source(id) for one in described)), None) for id in item.ids)
        yield item if item.sources else attrs.evolve(item, sources=tuple(filter(None, found)))


def _state(change: AgreementChange, on: PartialDate, *, now: bool) -> str:
    agreement = change.after if now else change.before
    if agreement is None:
        return "gone" if now else "not recorded"
    status = agreement.status(on, today=on.latest)
    return in_words(status, agreement.parties, since=True)


def _items(change: AgreementChange) -> Iterator[_Item]:
    if change.after is None:
        count = len(change.entries)
        noun = "event" if count == 1 else "events"
        yield _Item(_Did.REMOVED, "agreement", lambda: TerminalText.of("with {} {}", count, noun), {})
        return
    if change.before is None:
        kind = change.after.kind
        yield _Item(_Did.ADDED, "agreement", lambda: TerminalText.of("of kind {}", kind), {})
    if change.altered:
        values = {"altered": _altered_as_json(change.altered)}
        yield _Item(_Did.CHANGED, "agreement", lambda: _altered(change.altered), values)
    for entry in change.entries:
        yield from _entry(entry)
    yield from map(_statement, change.statements)
    yield from map(_source, change.sources)


def _entry(change: EntryChange) -> Iterator[_Item]:
    event = change.before or change.after
    assert event is not None  # noqa: S101 - a change of nothing is none
    words = partial(_entry_words, change, event)
    values: dict[str, object] = {
        **_event_as_json(event),
        "altered": _altered_as_json(change.altered),
        "moved": change.moved,
        "reason": change.reason,
    }
    if change.merged:
        values["merged_into"] = _event_as_json(change.merged)
        yield _Item(_Did.CORRECTED, "event", words, values)
    elif change.before is None or change.after is None:
        did = _Did.REMOVED if change.before else _Did.ADDED
        yield _Item(did, "event", words, values, tuple(claim.source for claim in event.claims[:_MAX_LINKS]))
    elif change.altered or change.moved or change.corrected:
        rewrites = change.moved or any(one.rewrites for one in change.altered)
        yield _Item(_did(corrected=change.corrected, rewrites=rewrites), "event", words, values)
    if change.before and change.after:
        yield from (_claim(claim, change.after, corrected=change.corrected) for claim in change.claims)


def _entry_words(change: EntryChange, event: Event) -> TerminalText:
    because = _because(change.reason)
    if change.merged:
        return TerminalText.of("{}: now part of {}{}", _event(event), _event(change.merged), because)
    if change.before is None or change.after is None:
        return TerminalText.of("{}{}{}", _event(event), _evidence(event.claims), because)
    changes = [_altered(change.altered)] if change.altered else []
    changes += [TerminalText.of("moved among the entries")] if change.moved else []
    colon = ": " if changes else ""
    return TerminalText.of("{}{}{}{}", _event(event), colon, TerminalText.joined("; ", changes), because)


def _did(*, corrected: bool, rewrites: bool) -> _Did:
    if corrected:
        return _Did.CORRECTED
    return _Did.REWRITTEN if rewrites else _Did.CHANGED


def _claim(change: ClaimChange, event: Event, *, corrected: bool) -> _Item:
    claim = change.after or change.before
    assert claim is not None  # noqa: S101 - a change of nothing is none
    words, ids = partial(_claim_words, change, claim, event), (claim.source,)
    values = {**_event_as_json(event), "source": claim.source, "role": claim.role, "reason": claim.rejected}
    if change.before is None or change.after is None:
        return _Item(_Did.REMOVED if change.before else _Did.ADDED, "claim", words, values, ids)
    if change.rejected:
        return _Item(_Did.REJECTED, "claim", words, values, ids)
    did = _did(corrected=corrected, rewrites=True) if change.rewrites else _Did.CHANGED
    return _Item(did, "claim", words, values | {"altered": _altered_as_json(change.altered)}, ids)


def _claim_words(change: ClaimChange, claim: Claim, event: Event) -> TerminalText:
    dated = f", dating it {claim.date}" if claim.date else ""
    words = TerminalText.of("on {}: {} {}{}", _event(event), _VERBS[claim.role], claim.source, dated)
    if change.before is None or change.after is None:
        return words
    if change.rejected:
        return TerminalText.of("{}{}", words, _because(claim.rejected))
    changes = [TerminalText.of("dated {} before", change.before.date or "as the entry")] if change.redated else []
    changes += [_altered(change.altered)] if change.altered else []
    return TerminalText.joined("; ", [words, *changes])


def _statement(change: StatementChange) -> _Item:
    statement = change.after or change.before
    assert statement is not None  # noqa: S101 - a change of nothing is none
    words, ids = partial(_statement_words, change, statement), (statement.source,)
    values = {"source": statement.source, "says": statement.says, "reason": statement.rejected}
    if change.before is None or change.after is None:
        return _Item(_Did.REMOVED if change.before else _Did.ADDED, "statement", words, values, ids)
    if _is_rejected_now(change):
        return _Item(_Did.REJECTED, "statement", words, values, ids)
    return _Item(_Did.CHANGED, "statement", words, values | {"altered": _altered_as_json(change.altered)}, ids)


def _statement_words(change: StatementChange, statement: Statement) -> TerminalText:
    said = TerminalText.of("of {}: {}", statement.source, statement.says)
    if change.before is None or change.after is None or _is_rejected_now(change):
        return TerminalText.of("{}{}", said, _because(statement.rejected))
    return TerminalText.of("{}; {}", said, _altered(change.altered))


def _is_rejected_now(change: StatementChange) -> bool:
    before, after = change.before, change.after
    return bool(before and after and before.rejected is None and after.rejected is not None)


def _source(change: SourceChange) -> _Item:
    source = change.after or change.before
    assert source is not None  # noqa: S101 - a change of nothing is none
    words, reason = partial(_source_words, change, source), source.corrected if change.corrected else None
    values = {"source": change.id, "altered": _altered_as_json(change.altered), "reason": reason}
    if change.before is None or change.after is None:
        return _Item(_Did.REMOVED if change.before else _Did.ADDED, "source", words, values, sources=(source,))
    return _Item(_did(corrected=change.corrected, rewrites=change.rewrites), "source", words, values, sources=(source,))


def _source_words(change: SourceChange, source: Source) -> TerminalText:
    because = _because(source.corrected if change.corrected else None)
    if change.before is None or change.after is None:
        who = _short(source.publisher or source.title)
        return TerminalText.of("{}: {}, {}{}", change.id, who, source.published or "undated", because)
    colon = ": " if change.altered else ""
    return TerminalText.of("{}{}{}{}", change.id, colon, _altered(change.altered), because)


_VERBS: Final = {Role.REPORTED: "reported by", Role.ANNOUNCED: "announced by", Role.DENIED: "denied by"}


def _event(event: Event) -> str:
    by = f" by {event.party}" if event.party else ""
    return f"'{event.name}'{by} on {event.date}"


def _evidence(claims: Sequence[Claim]) -> TerminalText:
    """Return the sources of an entry, grouped by role. Rejected claims are included and marked."""
    words = []
    for role, verb in _VERBS.items():
        said = [
            TerminalText.of("{}{}", one.source, "" if one.accepted else " (rejected)")
            for one in claims
            if one.role is role
        ]
        words += [TerminalText.of("{} {}", verb, TerminalText.joined(", ", said))] if said else []
    return TerminalText.of(", {}", TerminalText.joined("; ", words)) if words else TerminalText.of(", without a source")


def _altered(altered: Iterable[Alteration]) -> TerminalText:
    return TerminalText.joined("; ", map(_alteration, altered))


# Texts in words of their own: without quotes, nobody sees where they end.
_FREE_TEXTS: Final = frozenset(
    {
        *("author", "basis", "by", "corrected", "formal_title", "locator", "note", "place", "publisher", "rejected"),
        "title",
    }
)


def _alteration(one: Alteration) -> TerminalText:
    if one.before is None:
        return TerminalText.of("'{}' is {}", one.field, _value(one.field, one.after or ""))
    now = TerminalText.of("is {}", _value(one.field, one.after)) if one.after else "is not given any more"
    return TerminalText.of("'{}' was {}, {}", one.field, _value(one.field, one.before), now)


def _value(field: str, text: str) -> TerminalText:
    return TerminalText.of('"{}"', _short(text)) if field in _FREE_TEXTS else _short(text)


def _because(reason: str | None) -> TerminalText:
    return TerminalText.of(" (reason: {})", _short(reason)) if reason is not None else TerminalText.of("")


def _short(text: str) -> TerminalText:
    return visible(text if len(text) <= _MAX_CHARS else f"{text[:_MAX_CHARS]}...")


def _counted(items: Iterable[_Item]) -> str:
    counts = Counter(item.did for item in items)
    return ", ".join(f"{counts[did]} {did}" for did in _Did if counts[did])


def _summary(comparisons: Sequence[Comparison], sections: Sequence[_Section], on: PartialDate) -> str:
    count = sum(len(comparison.agreements) for comparison in comparisons)
    since = f"since {comparisons[0].base}"
    if not sections:
        return f"nothing has changed {since}"
    noun = "agreement has" if count == 1 else "agreements have"
    items = [item for section in sections for item in section.items]
    # A source that several agreements cite appears with each of them, but counts once.
    sources = {item.line: item for item in items if item.subject == "source"}
    counted = _counted([*(item for item in items if item.subject != "source"), *sources.values()])
    return f"{count} {noun} changed {since}: {counted}; states on {on}"


def _not_compared(comparison: Comparison) -> list[TerminalText]:
    """Return a sentence for each part of the comparison that was not possible."""
    words = []
    if comparison.base.folder is None:
        words.append(TerminalText.of("there were no agreements in {} then", comparison.here.path))
    if comparison.base.former:
        words.append(TerminalText.of("{} stood in {} then", comparison.here.path, comparison.base.former))
    for when, paths in (("then", comparison.not_compared), ("now", [one.path for one in comparison.here.unread])):
        if paths:
            sentence = TerminalText.of("not compared, since it could not be understood {}: {}", when, first(paths))
            words.append(sentence)
    return words


def render_text(comparisons: Sequence[Comparison], on: PartialDate, width: int) -> TerminalText:
    """Return the changes as text, wrapped to ``width``. A minimum width applies to narrow terminals."""
    sections = _sections(comparisons, on)
    lines: list[TerminalText] = []
    for section in sections:
        lines.append(section.heading)
        if section.id:
            state = (
                f"{section.then}, as before" if section.then == section.now else f"{section.then}; now {section.now}"
            )
            lines += _wrapped("state", visible(state), width)
        for item in section.items:
            lines += _wrapped(item.did, item.line, width)
        lines.append(TerminalText.of(""))
    passed_over = [words for comparison in comparisons for words in _not_compared(comparison)]
    return TerminalText.joined("\n", [*lines, _summary(comparisons, sections, on), *passed_over, ""])


_MARGIN: Final = 13


def _wrapped(mark: str, text: TerminalText, width: int) -> list[TerminalText]:
    lead = TerminalText.of("  {:<{}}", mark, _MARGIN - 2)
    return text.wrapped(max(width, _MARGIN + 20), first=lead, rest=" " * _MARGIN)


def render_markdown(comparisons: Sequence[Comparison], on: PartialDate) -> MarkdownText:
    """Return the changes in GitHub's Markdown, cut at the limit of a comment; a last line then says so."""
    sections = _sections(comparisons, on)
    head = MarkdownText.of("### Changes since {}\n\n{}\n", comparisons[0].base, _summary(comparisons, sections, on))
    passed_over = [words for comparison in comparisons for words in _not_compared(comparison)]
    lines = [head, *(MarkdownText.of("{}\n", words) for words in passed_over)]
    rows = [(section.heading, section.then, section.now, _counted(section.items)) for section in sections if section.id]
    left, shown = _MAX_COMMENT - len(MarkdownText.joined("\n", lines)), []
    for block in _blocks(rows, sections):
        left -= len(block) + 1
        if left >= 0:
            shown.append(block)
        else:
            shown.append(MarkdownText.of(_TOO_LONG))
            break
    return MarkdownText.of("{}\n", MarkdownText.joined("\n", [*lines, *shown]).trimmed())


_TOO_LONG: Final = "\nThere is more than a comment can hold: `pactstate diff` shows the rest."


def _blocks(rows: Sequence[tuple[str, ...]], sections: Sequence[_Section]) -> Iterator[MarkdownText]:
    if rows:
        yield from markdown_table(("Agreement", "Then", "Now", "Changes"), rows).lines()
    for section in sections:
        yield MarkdownText.of("\n#### {}\n", section.heading)
        yield from (MarkdownText.of("- **{}** {}{}", item.did, item.line, _links(item)) for item in section.items)


def _links(item: _Item) -> MarkdownText:
    """Return the titles of the sources of an item, with their addresses."""
    found = [markdown_link(clipped(source.title), source.url) for source in item.sources]
    return MarkdownText.of(" ({})", MarkdownText.joined(", ", found)) if found else MarkdownText.of("")


def render_json(comparisons: Sequence[Comparison], on: PartialDate) -> JsonText:
    """Return all changes as JSON, never cut. The format is versioned."""
    return json_records(
        {
            "version": 1,
            "base": {"name": comparisons[0].base.name, "commit": comparisons[0].base.commit},
            "on": str(on),
            "agreements": (_as_json(change, on) for one in comparisons for change in one.agreements),
            "sources": (_item_as_json(_source(change)) for one in comparisons for change in _uncited(one)),
            "not_compared": [path for one in comparisons for path in _unread(one)],
        }
    )


def _as_json(change: AgreementChange, on: PartialDate) -> dict[str, object]:
    agreement = change.after or change.before
    return {
        "id": change.id,
        "title": agreement.title if agreement else None,
        "then": _status_as_json(change.before, on),
        "now": _status_as_json(change.after, on),
        "changes": [*map(_item_as_json, _items(change))],
    }


def _status_as_json(agreement: Agreement | None, on: PartialDate) -> dict[str, object] | None:
    """Return a status as ``pactstate status`` does, without ``why``, which would repeat the whole history."""
    if agreement is None:
        return None
    return {key: value for key, value in status_as_json(agreement.status(on, today=on.latest)).items() if key != "why"}


def _unread(comparison: Comparison) -> list[str]:
    return [*comparison.not_compared, *(one.path for one in comparison.here.unread)]


def _item_as_json(item: _Item) -> dict[str, object]:
    return {"change": item.did, "what": item.subject, **item.values}


def _event_as_json(event: Event) -> dict[str, object]:
    return {"event": list(event.kinds), "date": str(event.date), "party": event.party}


def _altered_as_json(altered: Iterable[Alteration]) -> list[dict[str, object]]:
    return [{"field": one.field, "then": one.before, "now": one.after} for one in altered]
