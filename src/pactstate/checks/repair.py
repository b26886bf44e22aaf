"""Repair of the files of a folder: the fixes of findings, pass after pass until nothing changes, in memory.

The caller writes the files. A pass reads the files again with what the passes before have changed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple, cast

import attrs

from pactstate.checks.runner import check_folder
from pactstate.editing.fixes import apart, applied, keeps_the_rest
from pactstate.fileformat.document import Document
from pactstate.findings import Finding, Fix, Report
from pactstate.folder.files import OpenFolder, ParsedFile
from pactstate.rules import RULES, Selection
from pactstate.storage.disk import DISK, Store
from pactstate.storage.limits import Limits

__all__ = ["Change", "Repairs", "repair_folder"]

_MAX_SINGLE: Final = 20
"""Fixes of a file that are tried one after the other, if all of them together are refused."""
_MAX_BYTES: Final = 1 << 18
"""Bytes of a file that are read for its repairs, before the last pass over it. What is left takes another run."""
_MIN_BYTES: Final = 1 << 14
"""Bytes that a shorter file counts as, so that the passes over it end."""


@attrs.frozen
class Change:
    """File that repairs change."""

    shown: str
    path: Path
    old: str
    new: str


@attrs.frozen
class Repairs:
    """Repairs of a folder."""

    changes: tuple[Change, ...]
    made: tuple[Finding, ...]
    """Findings that were repaired, with the places that they had when they were."""
    report: Report
    """Report on the files as they are with the changes."""


@attrs.frozen
class _Changed:
    """Store that has other bytes than the disk for some files."""

    texts: Mapping[Path, bytes]

    def find_files(self, folder: Path, limits: Limits, *, needed: bool = True) -> list[str]:
        return DISK.find_files(folder, limits, needed=needed)

    def read_bytes(self, path: str | Path, limits: Limits) -> bytes:
        changed = self.texts.get(Path(path))
        return DISK.read_bytes(path, limits) if changed is None else changed

    def has(self, path: Path) -> bool:
        return DISK.has(path)


def repair_folder(
    open_with: Callable[[Store, OpenFolder | None], OpenFolder],
    today: dt.date,
    selection: Selection,
    *,
    only: Callable[[str], bool] | None = None,
    unsafe: bool = False,
) -> Repairs:
    """Return the repairs of the files of a folder. A repair that would change anything else in its file is left out.

    Args:
        open_with: Function that opens the folder with the files of a store, and keeps them. Its second argument is the
            folder as it was opened before.
        today: Day of the check.
        selection: Rules whose findings are repaired, on top of the settings.
        only: Function that returns whether a file may be changed, given its path; default: all may.
        unsafe: Whether to apply unsafe fixes, too.

    Raises:
        FolderError: The folder cannot be used.
    """
    texts: dict[Path, bytes] = {}
    originals: dict[str, str] = {}
    made: list[Finding] = []
    refused: set[Fix] = set()
    delayed: set[str] = set()
    read: Counter[str] = Counter()

    def check(before: OpenFolder | None) -> tuple[OpenFolder, Report]:
        opened = open_with(_Changed(texts), before)
        return opened, check_folder(opened, today, selection, only=only)

    # A function of its own: the next check needs the room that the former tree of a long file takes.
    def repair(opened: OpenFolder, path: str, fixes: Sequence[Fix]) -> Sequence[Fix]:
        file = opened.read(path)
        sound, repaired = _repaired(opened, file, fixes, refused, delayed, read)
        if repaired:
            originals.setdefault(path, _document(file).text)
            texts[opened.real_path(path)] = repaired.data
            opened.keep(repaired.file)
        return sound

    opened, report = check(None)
    first = report
    # A repair may show what was hidden: a value can be read only when its line can.
    while True:
        allowed = {path for path in opened.paths if only is None or only(path)}
        fixes = dict.fromkeys(found.fix for found in report.findings if found.fix and found.rule in selection.chosen)
        wanted = [one for one in fixes if (unsafe or one.is_safe) and one.path in allowed and one not in refused]
        wanted = [one for one in wanted if read[one.path] < _MAX_BYTES]
        if not wanted:
            break
        done: set[Fix] = set()
        for path, some in _by_path(apart(wanted)).items():
            done.update(repair(opened, path, some))
        if done:
            made += [found for found in report.findings if found.fix in done and found.rule in selection.chosen]
            opened, report = check(opened)
    worse = _worse(originals, first, report, made)
    for path in worse:
        del texts[opened.real_path(path)], originals[path]
    made = [found for found in made if found.fix and found.fix.path not in worse]
    if worse:
        report = check(opened)[1] if originals else first
    paths = {shown: opened.real_path(shown) for shown in originals}
    changes = tuple(Change(shown, paths[shown], old, texts[paths[shown]].decode()) for shown, old in originals.items())
    return Repairs(changes, tuple(made), report)


def _worse(paths: Iterable[str], before: Report, after: Report, made: Iterable[Finding]) -> frozenset[str]:
    """Return the files of which repairs leave no fewer errors in the form, or more if they were of another kind.

    The repair of a slip may show another one. If it shows as many as it repairs, the line has no one meaning. Errors in
    the YAML count first, since they hide errors in the keys and values.
    """
    old, new = _form_errors(before), _form_errors(after)
    others = {found.fix.path for found in made if found.fix and found.code >= _FIRST_OF_RULES}
    none = (0, 0)
    return frozenset(
        path
        for path in paths
        if new.get(path, none) > old.get(path, none) or (new.get(path) == old.get(path) and path not in others)
    )


def _form_errors(report: Report) -> Mapping[str, tuple[int, int]]:
    """Return the numbers of errors in the YAML of each file that has any, and in its keys and values."""
    numbers: dict[str, tuple[int, int]] = {}
    for found in report.findings:
        if found.code < _FIRST_OF_RULES:
            in_yaml, in_keys = numbers.get(found.path, (0, 0))
            is_yaml = found.code < _FIRST_OF_SHAPE
            numbers[found.path] = in_yaml + is_yaml, in_keys + (not is_yaml)
    return numbers


def _by_path(fixes: Iterable[Fix]) -> Mapping[str, list[Fix]]:
    found: dict[str, list[Fix]] = {}
    for fix in fixes:
        found.setdefault(fix.path, []).append(fix)
    return found


def _document(file: ParsedFile) -> Document:
    # Only a file that was read has findings with a fix.
    return cast("Document", file.document)


def _repaired(
    opened: OpenFolder,
    file: ParsedFile,
    fixes: Sequence[Fix],
    refused: set[Fix],
    delayed: set[str],
    read: Counter[str],
) -> tuple[Sequence[Fix], _Repaired | None]:
    """Return the fixes that change nothing else in a file, and the file with them, if there are any.

    The others are refused.

    The bytes that are read for it are added to ``read``.

    Fixes are tried one after the other only in the first pass in which one is refused, since each try reads the file.
    Those that do not go together with others are tried once more, in the next pass: a slip may have hidden much.
    """
    size = max(_MIN_BYTES, len(_document(file).text))
    # Each pass tries the fixes and checks the file again.
    read[file.path] += 2 * size
    whole = _sound(opened, file, fixes)
    if whole:
        return fixes, whole
    tried_before = any(one.path == file.path for one in refused)
    sound: list[Fix] = []
    repaired: _Repaired | None = None
    for one in () if tried_before else fixes[:_MAX_SINGLE]:
        if read[file.path] >= _MAX_BYTES:
            break
        read[file.path] += size
        longer = _sound(opened, file, [*sound, one])
        if longer:
            sound.append(one)
            repaired = longer
    if sound and file.path not in delayed:
        delayed.add(file.path)
    else:
        refused.update(one for one in fixes if one not in sound)
    return sound, repaired


class _Repaired(NamedTuple):
    """File with fixes."""

    data: bytes
    file: ParsedFile


def _sound(opened: OpenFolder, file: ParsedFile, fixes: Sequence[Fix]) -> _Repaired | None:
    """Return a file with fixes; None if they change more than the places of their edits."""
    before = _document(file)
    change = applied(before.text, [edit for fix in fixes for edit in fix.edits])
    data = change.text.encode()
    if len(data) > opened.limits.file_bytes:
        return None
    again = opened.read_as(file.path, data)
    is_sound = (
        keeps_the_rest(before, _document(again), change)
        and len(_yaml_faults(again)) <= len(_yaml_faults(file))
        and (bool(_yaml_faults(file)) or not _new_errors(file, again, {line for (line, _), _ in change.new}))
    )
    return _Repaired(data, again) if is_sound else None


def _yaml_faults(file: ParsedFile) -> Sequence[Finding]:
    return [found for found in file.findings if RULES[found.rule].form and found.code < _FIRST_OF_SHAPE]


_FIRST_OF_SHAPE: Final = "PS101"
"""Code from which on rules are about the keys and values of a file that is YAML."""
_FIRST_OF_RULES: Final = "PS200"
"""Code from which on rules are about the meaning of a file that was understood."""


def _new_errors(before: ParsedFile, after: ParsedFile, lines: Collection[int]) -> Counter[tuple[str, str]]:
    """Return the errors in the form that a file did not have before, apart from lines that may have hidden some."""
    old, new = (
        Counter((found.rule, found.message) for found in file.findings if RULES[found.rule].form)
        for file in (before, after)
    )
    hidden = Counter((found.rule, found.message) for found in after.findings if found.line in lines)
    return new - old - hidden
