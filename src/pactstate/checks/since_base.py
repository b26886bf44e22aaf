"""Effect of a base on a report: the findings that are new since then, and remarks on what was compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

import attrs

from pactstate.checks.context import FolderContext
from pactstate.findings import Finding, Remark, RemarkKind
from pactstate.rules import RULES, Selection

# Git and archives are imported only for a comparison with a base.
if TYPE_CHECKING:
    from pactstate.compare import Comparison

__all__ = ["KnownFindings", "remarks"]


def remarks(
    folder: FolderContext, selection: Selection, only: Callable[[str], bool] | None, known: int
) -> Iterator[Remark]:
    """Yield the remarks on a check; ``known`` is the number of findings that were left out, since the base had them.

    Settings that switch rules off are named, since they may come from a stranger.
    """
    config = folder.opened.config
    off = _switched_off(selection, config.selection, base=False)
    if off:
        yield Remark(RemarkKind.RULES_OFF, off, [config.path])
    if folder.comparison is None:
        return
    base = folder.comparison.base
    if base.folder is None:
        yield Remark(RemarkKind.NOTHING_COMPARED, paths=[str(folder.opened.folder)], base=str(base))
        return
    yield Remark(RemarkKind.COMPARED, paths=[base.former] if base.former else (), base=str(base))
    off = _switched_off(selection, base.folder.config.selection, base=True)
    if off:
        yield Remark(RemarkKind.RULES_OFF, off, [base.folder.config.path], str(base))
    if base.unsettled:
        yield Remark(RemarkKind.PRESENT_SETTINGS, base=str(base))
    if known:
        yield Remark(RemarkKind.KNOWN, base=str(base), count=known)
    uncompared = _uncompared(folder.comparison, only)
    if uncompared:
        yield Remark(RemarkKind.NOT_COMPARED, paths=uncompared, base=str(base))


def _uncompared(comparison: Comparison, only: Callable[[str], bool] | None) -> list[str]:
    """Return the files of the base that could not be understood and that concern a file which is reported on."""
    missed = comparison.not_compared
    return [path for path in missed if only is None or any(map(only, comparison.concerned(path)))]


def _switched_off(selection: Selection, settings: Selection, *, base: bool) -> list[str]:
    """Return the rules that settings switch off and the caller does not, of those that need a base or of the others."""
    silent = selection.names - selection.with_settings(settings).names
    return [name for name, rule in RULES.items() if name in silent and rule.base is base]


MAX_EXCERPT: Final = 1_000
"""Number of characters of a line that are compared; a line may be as long as the file."""
# Numbers of lines, and counts, which have at most three digits between commas: years and dates stay.
_NUMBERS: Final = re.compile(r"\bline \d+|(?<![\w.-])\d{1,3}(?:,\d{3})*(?![\w.-])")


@attrs.define(eq=False, repr=False)
class KnownFindings:
    """Findings of a base, of which only digests are kept: a long history has very many, with long messages."""

    _numbers: dict[tuple[str, str], Counter[bytes]] = attrs.field(factory=dict, init=False)
    """Number of the findings of each digest, by rule, and by agreement (or file, where there is none)."""

    @classmethod
    def of(cls, before: Iterable[Finding], place: Callable[[str], str]) -> KnownFindings:
        """Return the findings of a base; ``place`` returns the present path of one of its files."""
        known, place = cls(), cache(place)
        for found in before:
            known._numbers.setdefault(_subject(found, place(found.path)), Counter())[_digest(found)] += 1
        return known

    @property
    def rules(self) -> frozenset[str]:
        """Names of the rules that the base has findings of."""
        return frozenset(rule for rule, _ in self._numbers)

    def new(self, now: Iterable[Finding]) -> tuple[list[Finding], int]:
        """Return the findings that the base does not have, and the number of the others.

        Two findings are the same if they have the same rule, agreement (or file, where there is none), marked text and
        message; lines and counts take no part, since both move when something else changes. Of several that are the
        same, as many are known as there were before.
        """
        left = {subject: numbers.copy() for subject, numbers in self._numbers.items()}
        new: list[Finding] = []
        ordered: Sequence[Finding] = sorted(now, key=lambda found: (found.path, found.line, found.column))
        for found in ordered:
            numbers = left.get(_subject(found, found.path))
            digest = _digest(found) if numbers else b""
            if numbers and numbers[digest] > 0:
                numbers[digest] -= 1
            else:
                new.append(found)
        return new, len(ordered) - len(new)


def _subject(finding: Finding, path: str) -> tuple[str, str]:
    return finding.rule, finding.agreement or path


def _digest(finding: Finding) -> bytes:
    from hashlib import blake2b  # loads OpenSSL, which a check without a base does not need

    text = finding.marked.split() or finding.excerpt[:MAX_EXCERPT].split()
    # The words of a line have no line end between them.
    both = f"{' '.join(text)}\n{_NUMBERS.sub('#', finding.message)}"
    return blake2b(both.encode("utf-8", "surrogatepass"), digest_size=16).digest()
