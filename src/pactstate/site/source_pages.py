"""Pages of what each source said, and what of it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pactstate.domain.statements import Verdict
from pactstate.site import pages
from pactstate.site.agreement_page import claim_in_words
from pactstate.site.plane import date_in_words, in_words
from pactstate.views.sources import Record

__all__ = ["SourcePiece", "source_of", "source_pieces"]


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
    question: str
    """Part of the address of an agreement that asks about the day of publication."""
    is_first: bool
    """Whether no page before this one has a part of it."""


class SourcePiece(NamedTuple):
    """Part of the claims of a source, followed by its statements, that one page shows."""

    record: Record
    start: int
    """Index of the first one, counted over claims and statements."""
    stop: int
    """Index behind the last one."""


def source_pieces(records: Iterable[Record]) -> list[list[SourcePiece]]:
    """Return the pieces of each page: a page has as many claims and statements as a table of a page has rows."""
    found: list[list[SourcePiece]] = [[]]
    room = pages.MAX_ROWS
    for record in records:
        # A source without claims takes a row, too.
        start, count = 0, max(1, len(record.claims) + len(record.statements))
        while start < count:
            if not room:
                found.append([])
                room = pages.MAX_ROWS
            stop = min(count, start + room)
            found[-1].append(SourcePiece(record, start, stop))
            room -= stop - start
            start = stop
    return found


def source_of(piece: SourcePiece) -> _Source:
    """Return a source with a part of what it said, by agreement, and what of it stands."""
    record, start, stop = piece
    count = len(record.claims)
    said: dict[tuple[str, str], list[_Said]] = {}
    for agreement, event, claim in record.claims[start:stop]:
        verdict = "stands" if claim.rejected is None else "rejected"
        words = claim_in_words(agreement, event, claim)
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
    question = pages.question_of(source.published)
    return _Source(source.id, source.title, source.url, about, source.basis or "", groups, question, not start)
