"""Comparison of two versions of agreements, entry by entry, without access to files.

A history grows: people add entries, claims, sources and statements, and reject a claim that is wrong. Any other change
rewrites what was recorded, and needs a reason under ``corrected``. See docs/check.md, "What was recorded stays".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from pactstate.compare.fields import AGREEMENT, SOURCE, Alteration, altered
from pactstate.compare.history import entries, statements
from pactstate.compare.reasons import is_new, reasons_of, uncorrected
from pactstate.compare.values import AgreementChange, ClaimChange, EntryChange, Retreat, SourceChange, StatementChange
from pactstate.domain.agreement import Agreement
from pactstate.domain.fields import unchecked
from pactstate.domain.model import Source

__all__ = [
    "AgreementChange",
    "Alteration",
    "ClaimChange",
    "EntryChange",
    "Retreat",
    "SourceChange",
    "StatementChange",
    "compare_agreements",
    "compare_source",
    "compare_sources",
]


def compare_agreements(before: Mapping[str, Agreement], after: Mapping[str, Agreement]) -> tuple[AgreementChange, ...]:
    """Return the changes to agreements, given by id, in order of id; unchanged agreements are left out."""
    changes = (_agreement(id, before.get(id), after.get(id)) for id in sorted({*before, *after}))
    return tuple(change for change in changes if change)


def _agreement(id: str, before: Agreement | None, after: Agreement | None) -> AgreementChange | None:
    if before == after:
        return None
    old, new = before or _EMPTY, after or _EMPTY
    return AgreementChange(
        id,
        before,
        after,
        tuple(altered(old, new, AGREEMENT)) if before and after else (),
        tuple(entries(old.history, new.history)),
        tuple(statements(old.statements, new.statements)),
        compare_sources(old.sources, new.sources),
    )


# No file has such an agreement.
_EMPTY: Final = unchecked(Agreement)(id="", title="", kind="", parties=())


def compare_sources(before: Iterable[Source], after: Iterable[Source]) -> tuple[SourceChange, ...]:
    """Return the changes to sources in order of id; unchanged sources are left out."""
    old, new = {source.id: source for source in before}, {source.id: source for source in after}
    reasons = reasons_of(old.values())
    changes = (compare_source(id, old.get(id), new.get(id), reasons) for id in sorted({*old, *new}))
    return tuple(change for change in changes if change)


def compare_source(
    id: str, before: Source | None, after: Source | None, reasons: frozenset[str]
) -> SourceChange | None:
    """Return the change to one source; None if it is unchanged. ``reasons`` are those of the old version."""
    corrected = after is not None and is_new(after.corrected, reasons)
    if before is None or after is None:
        return SourceChange(id, before, after, corrected=corrected)
    alterations = (*altered(before, after, SOURCE), *uncorrected(before, after, corrected=corrected))
    return SourceChange(id, before, after, alterations, corrected) if alterations or corrected else None
