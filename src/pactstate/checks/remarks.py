"""Remarks on a check: rules that settings switch off, and what was compared with which base."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from pactstate.checks.context import FolderContext
from pactstate.findings import Remark, RemarkKind
from pactstate.rules import RULES, Selection

# Git and archives are imported only for a comparison with a base.
if TYPE_CHECKING:
    from pactstate.compare import Comparison

__all__ = ["remarks"]


def remarks(
    folder: FolderContext, selection: Selection, only: Callable[[str], bool] | None, known: int
) -> Iterator[Remark]:
    """Yield the remarks on a check; ``known`` is the number of findings that were left out, since the base had them.

    Settings that switch rules off are named, since they may come from a stranger.
    """
    config = folder.opened.config
    off = _switched_off(selection, config.selection, base=False)
    if off:
        yield Remark(RemarkKind.RULES_OFF, off, [config.place])
    if folder.comparison is None:
        return
    base = folder.comparison.base
    if base.folder is None:
        yield Remark(RemarkKind.NOTHING_COMPARED, paths=[str(folder.opened.folder)], base=str(base))
        return
    yield Remark(RemarkKind.COMPARED, paths=[base.former] if base.former else (), base=str(base))
    off = _switched_off(selection, base.folder.config.selection, base=True)
    if off:
        yield Remark(RemarkKind.RULES_OFF, off, [base.folder.config.place], str(base))
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
