"""Files that ``pactstate check`` and ``pactstate diff`` read: folders, files in them, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from pactstate.cli.options import CONFIGURATION_ERRORS, configured_folders
from pactstate.cli.output import CannotRunError, with_progress
from pactstate.fileformat.config import Config
from pactstate.folder.files import OpenFolder, open_draft, open_folder
from pactstate.folder.read import Draft, Folder, read_folder
from pactstate.storage.disk import DISK, FolderError, Store, shown_name
from pactstate.storage.limits import DEFAULT
from pactstate.storage.locate import (
    FOLDER_NAME,
    as_spelled,
    enclosing_folder,
    folders_below,
    identity,
    is_read_with,
    may_hold_folders,
    nearest_folder,
)

__all__ = ["STDIN", "Input", "find_inputs"]

STDIN = "-"
_STDIN_PATH = "<stdin>"


@attrs.define(eq=False, repr=False)
class Input:
    """One folder to read, and the files in it whose findings are reported."""

    folder: Path | None
    """None for a draft that lies in no folder."""
    only: dict[str, Path] = attrs.Factory(dict)
    """Files and subfolders to report on, by absolute path, with the path that the user wrote; empty for all."""
    draft: Draft | None = None
    """Text from standard input that takes the place of a file."""
    is_folder_named: bool = False
    """Whether the user named the folder itself."""
    only_draft: bool = False
    """Whether only the draft is reported on."""

    def open(
        self, config: Config | None, store: Store = DISK, before: OpenFolder | None = None, *, keeps: bool = False
    ) -> OpenFolder:
        """Return the files of the folder, with the given settings or the folder's own; see :func:`open_folder`."""
        try:
            if self.folder is None and self.draft:
                return open_draft(self.draft, config=config)
            opened = open_folder(
                self.folder or Path(), config=config, draft=self.draft, store=store, like=before, keeps=keeps
            )
        except CONFIGURATION_ERRORS as error:
            raise CannotRunError(str(error)) from None
        if self.only:
            self._refuse_skipped(opened.paths)
        return opened

    def read(self, config: Config | None) -> Folder:
        """Read the folder, with the given settings or its own."""
        try:
            folder = read_folder(self.folder or Path(), config=config, draft=self.draft, progress=with_progress)
        except CONFIGURATION_ERRORS as error:
            raise CannotRunError(str(error)) from None
        self._refuse_skipped(folder.paths)
        return folder

    def _refuse_skipped(self, paths: Iterable[str]) -> None:
        """Refuse names under which no file is read."""
        covered = {part for path in paths for part in _with_parents(path)}
        for skipped in sorted(set(self.only) - covered):
            name = self.only[skipped]
            raise CannotRunError(f"no agreement file: {name} (hidden files and other endings are skipped)")

    def reports_on(self, path: str) -> bool:
        """Return whether findings on a file of the folder are reported."""
        if self.draft and path == self.draft.shown:
            return True
        if self.only_draft:
            return False
        return not self.only or any(part in self.only for part in _with_parents(path))


def _with_parents(path: str) -> Iterator[str]:
    absolute = Path(os.path.abspath(path))
    yield from (shown_name(str(part)) for part in (absolute, *absolute.parents))


def find_inputs(
    paths: Sequence[str], data: str | None, stdin_filename: str | None, settings: Config | None
) -> list[Input]:
    """Return an input for each folder that the paths mean; without a path, the folders of the settings or the nearest.

    Raises:
        CannotRunError: A file does not exist, or a folder cannot be read.
    """
    named = [Path(os.path.normpath(path)) for path in paths if path != STDIN]
    if not paths:
        named = [Path(data)] if data else configured_folders(settings) or [_nearest_or_refuse()]
    inputs = _by_folder(folder for path in named for folder in _expand(path))
    if STDIN in paths:
        draft = _read_draft(data, stdin_filename, settings)
        holder = next((one for one in inputs if _holds(one, draft)), None)
        if holder is None:
            return [*inputs, draft]
        holder.draft = _moved(draft, holder)
    return inputs


def _holds(one: Input, draft: Input) -> bool:
    """Return whether the draft lies among the files of an input: in its folder, or in one below it."""
    if one.folder is None or draft.folder is None:
        return False
    if identity(Path(os.path.abspath(one.folder))) == identity(Path(os.path.abspath(draft.folder))):
        return True
    return not one.only and is_read_with(draft.folder, [one.folder])


def _moved(draft: Input, holder: Input) -> Draft | None:
    """Return the draft with its path spelled like the folder of another input."""
    text = draft.draft
    if text is None or text.path is None or holder.folder is None:
        return text
    inside = os.path.relpath(os.path.realpath(text.path.parent), os.path.realpath(holder.folder))
    return attrs.evolve(text, path=Path(os.path.normpath(holder.folder / inside / text.path.name)))


def _expand(path: Path) -> list[Path]:
    """Return the folders of agreements below a folder that is none itself, else the path."""
    if not may_hold_folders(path):
        return [path]
    try:
        return folders_below(path) or [path]
    except FolderError as error:
        raise CannotRunError(str(error)) from None


def _by_folder(named: Iterable[Path]) -> list[Input]:
    """Return one input for each folder, however it is spelled, with the files that are named in it.

    A folder below another one that is named whole is read with that one, and has no input of its own.
    """
    inputs: dict[tuple[int, int] | str, Input] = {}
    for path in named:
        absolute = Path(os.path.abspath(path))
        is_folder = path.is_dir() or not path.suffix
        if not is_folder and not os.path.lexists(path):
            raise CannotRunError(f"no such file: {path}")
        root = enclosing_folder(absolute, is_folder=is_folder)
        folder = as_spelled(root, path)
        one = inputs.setdefault(identity(root), Input(folder))
        if absolute == root:
            one.is_folder_named = True
        else:
            # The files of the folder have paths in the folder's first spelling.
            spelled = Path(os.path.abspath(one.folder or folder)) / absolute.relative_to(root)
            one.only[shown_name(str(spelled))] = path
    whole = [one.folder for one in inputs.values() if one.is_folder_named and one.folder]
    for one in inputs.values():
        if one.is_folder_named:
            one.only.clear()
    return [one for one in inputs.values() if not (one.folder and is_read_with(one.folder, whole))]


def _nearest_or_refuse() -> Path:
    """Return the nearest folder. The packaged one is no default: it says nothing about the user's files."""
    folder = _nearest()
    if folder is None:
        raise CannotRunError(f"no folder '{FOLDER_NAME}' here or above: name a folder to check")
    return folder


def _nearest() -> Path | None:
    folder = nearest_folder()
    return Path(os.path.relpath(folder)) if folder else None


def _read_draft(data: str | None, filename: str | None, settings: Config | None) -> Input:
    """Read standard input, in the place of a file if one is named, else as a file of the folder of agreements."""
    text = _read_standard_input()
    if filename:
        path = Path(os.path.normpath(filename))
        absolute = Path(os.path.abspath(path))
        root = enclosing_folder(absolute, is_folder=False)
        folder = as_spelled(root, path)
        return Input(folder, draft=Draft(text, str(path), folder / absolute.relative_to(root)), only_draft=True)
    folders = [Path(data)] if data else configured_folders(settings)
    if len(folders) > 1:
        raise CannotRunError("the settings name several folders: choose one with --data, or say --stdin-filename")
    return Input(folders[0] if folders else _nearest(), draft=Draft(text, _STDIN_PATH), only_draft=True)


def _read_standard_input() -> bytes:
    if sys.stdin is None:
        raise CannotRunError("cannot read standard input: it is closed")
    try:
        return sys.stdin.buffer.read(DEFAULT.file_bytes + 1)
    except (OSError, ValueError) as error:
        raise CannotRunError(f"cannot read standard input: {error}") from None
