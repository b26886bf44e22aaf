"""What ``pactstate check`` is to check: folders, files in them, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from pactstate.cli.options import CONFIGURATION_ERRORS, configured_folders
from pactstate.cli.output import CannotRunError, watched
from pactstate.reading.config import Config
from pactstate.reading.limits import DEFAULT
from pactstate.registry import FOLDER_NAME, Draft, Folder, nearest_folder, read_alone, read_folder

__all__ = ["Target", "find_targets"]

STDIN = "-"


@attrs.frozen
class Target:
    """One folder to read, and what of it is reported on."""

    folder: Path | None
    """None: the draft stands in no folder."""
    named: frozenset[str] = frozenset()
    """The files that are reported on; none: all."""
    draft: Draft | None = None

    def read(self, config: Config | None) -> Folder:
        """Read the folder, with the given settings or its own."""
        try:
            if self.folder is None and self.draft:
                return read_alone(self.draft, config=config)
            folder = read_folder(self.folder or Path(), config=config, draft=self.draft, watch=watched)
        except CONFIGURATION_ERRORS as error:
            raise CannotRunError(str(error)) from None
        missed = sorted(self.named.difference(folder.paths))
        if missed:
            raise CannotRunError(f"no agreement file: {missed[0]} (hidden files and other endings are passed over)")
        return folder


def find_targets(paths: Sequence[str], data: str | None, stdin_filename: str | None) -> list[Target]:
    """What is meant by the paths, each folder once; without a path, the folders of the settings or the nearest one.

    Raises :class:`CannotRunError` for a file that does not exist.
    """
    named = [Path(os.path.normpath(path)) for path in paths if path != STDIN]
    if not paths:
        named = [Path(data)] if data else configured_folders() or [_nearest_or_none()]
    drafts = [_draft(data, stdin_filename)] if STDIN in paths else []
    return [*_folders(named), *drafts]


def _folders(targets: Sequence[Path]) -> Iterator[Target]:
    whole = [target for target in targets if target.is_dir() or not target.suffix]
    files: dict[Path, set[str]] = {folder: set() for folder in whole}
    for target in targets:
        if target in whole:
            continue
        if not os.path.lexists(target):
            raise CannotRunError(f"no such file: {target}")
        root = _root(target)
        if root not in whole:
            files.setdefault(root, set()).add(str(target))
    for folder, names in files.items():
        yield Target(folder, frozenset(names))


def _root(file: Path) -> Path:
    """The folder of agreements in which a file stands: the one of that name, else the one with the sources."""
    for folder in file.parents:
        if Path(os.path.abspath(folder)).name == FOLDER_NAME:
            return folder
    for folder in list(file.parents)[:-1]:
        if (folder / "sources.yaml").exists() or (folder / "sources").is_dir():
            return folder
    return file.parent


def _draft(data: str | None, filename: str | None) -> Target:
    """Standard input, in the place of a file if one is named, else in the folder of the agreements if there is one."""
    text = _standard_input()
    if filename:
        path = Path(os.path.normpath(filename))
        root = _root(path)
        draft = Draft(text, str(path), path)
        return Target(root if root.is_dir() else None, frozenset([str(path)]), draft)
    folder = Path(data) if data else next(iter(configured_folders()), None) or _nearest()
    return Target(folder, frozenset(["<stdin>"]), Draft(text, "<stdin>"))


def _nearest_or_none() -> Path:
    """The nearest folder. The packaged one will not do: it would be well where nothing of the caller's was read."""
    folder = _nearest()
    if folder is None:
        raise CannotRunError(f"no folder '{FOLDER_NAME}' here or above: name a folder to check")
    return folder


def _nearest() -> Path | None:
    here = nearest_folder()
    return Path(os.path.relpath(here)) if here else None


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise CannotRunError("cannot read standard input: it is closed")
    try:
        return sys.stdin.buffer.read(DEFAULT.file_bytes + 1)
    except (OSError, ValueError) as error:
        raise CannotRunError(f"cannot read standard input: {error}") from None
