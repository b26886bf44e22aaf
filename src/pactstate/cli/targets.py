"""What ``pactstate check`` is to check: folders, files in them, standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import attrs

from pactstate.cli.options import CONFIGURATION_ERRORS, configured_folders
from pactstate.cli.output import CannotRunError, watched
from pactstate.fileformat.config import Config
from pactstate.folder.files import OpenFolder, open_draft, open_folder
from pactstate.folder.registry import Draft, Folder, nearest_folder, read_folder
from pactstate.smallyaml.limits import DEFAULT
from pactstate.storage.disk import FOLDER_NAME, link_on_the_way, shown_name

__all__ = ["Target", "find_targets", "is_above"]

STDIN = "-"
_SHOWN = "<stdin>"


@attrs.define(eq=False, repr=False)
class Target:
    """One folder to read, and what of it is reported on."""

    folder: Path | None
    """None: the draft stands in no folder."""
    only: dict[str, Path] = attrs.Factory(dict)
    """The files and subfolders that are reported on, by absolute path, as they were named; none: all."""
    draft: Draft | None = None
    whole: bool = False
    """Whether the folder itself was named."""
    alone: bool = False
    """Whether only the draft is reported on."""

    def open(self, config: Config | None) -> OpenFolder:
        """Find the files of the folder, with the given settings or its own."""
        try:
            if self.folder is None and self.draft:
                return open_draft(self.draft, config=config)
            opened = open_folder(self.folder or Path(), config=config, draft=self.draft, keeps=False)
        except CONFIGURATION_ERRORS as error:
            raise CannotRunError(str(error)) from None
        if self.only:
            self._refuse_missed(opened.paths)
        return opened

    def read(self, config: Config | None) -> Folder:
        """The folder as read, with the given settings or its own."""
        try:
            folder = read_folder(self.folder or Path(), config=config, draft=self.draft, watch=watched)
        except CONFIGURATION_ERRORS as error:
            raise CannotRunError(str(error)) from None
        self._refuse_missed(folder.paths)
        return folder

    def _refuse_missed(self, paths: Iterable[str]) -> None:
        """Refuse names under which nothing is read."""
        covered = {place for path in paths for place in _with_parents(path)}
        for missed in sorted(set(self.only) - covered):
            name = self.only[missed]
            raise CannotRunError(f"no agreement file: {name} (hidden files and other endings are passed over)")

    def reports_on(self, path: str) -> bool:
        """Whether findings on a file of the folder are asked for."""
        if self.draft and path == self.draft.shown:
            return True
        if self.alone:
            return False
        return not self.only or any(place in self.only for place in _with_parents(path))


def _with_parents(path: str) -> Iterator[str]:
    place = Path(os.path.abspath(path))
    yield from (shown_name(str(part)) for part in (place, *place.parents))


def find_targets(
    paths: Sequence[str], data: str | None, stdin_filename: str | None, settings: Config | None
) -> list[Target]:
    """What is meant by the paths, each folder once; without a path, the folders of the settings or the nearest one.

    Raises :class:`CannotRunError` for a file that does not exist.
    """
    named = [Path(os.path.normpath(path)) for path in paths if path != STDIN]
    if not paths:
        named = [Path(data)] if data else configured_folders(settings) or [_nearest_or_none()]
    targets = _folders(inner for path in named for inner in _meant(path))
    if STDIN in paths:
        draft = _draft(data, stdin_filename, settings)
        holder = next((target for target in targets if _holds(target, draft)), None)
        if holder is None:
            return [*targets, draft]
        holder.draft = _moved(draft, holder)
    return targets


def _holds(target: Target, draft: Target) -> bool:
    """Whether the files of a target are those among which the draft stands: of its folder, or of one above it."""
    if target.folder is None or draft.folder is None:
        return False
    return _same(target.folder, draft.folder) or (not target.only and _is_read_with(draft.folder, [target.folder]))


def _moved(draft: Target, target: Target) -> Draft | None:
    """The draft of a target as it stands in the folder of another one."""
    made = draft.draft
    if made is None or made.path is None or target.folder is None:
        return made
    inside = os.path.relpath(os.path.realpath(made.path.parent), os.path.realpath(target.folder))
    return attrs.evolve(made, path=Path(os.path.normpath(target.folder / inside / made.path.name)))


def is_above(path: Path) -> bool:
    """Whether a path is that of a folder which is no folder of agreements, nor in one, and may hold some."""
    place = Path(os.path.abspath(path))
    return path.is_dir() and not any(folder.name == FOLDER_NAME for folder in _within_repository(place))


def _meant(path: Path) -> list[Path]:
    """A folder that is no folder of agreements itself means those below it."""
    if not is_above(path):
        return [path]
    link = link_on_the_way(path)
    if link:
        raise CannotRunError(f"{link} is a link, and links are not followed: name the folder that it leads to")
    found: list[Path] = []
    for number, (here, folders, _) in enumerate(os.walk(path, onerror=_not_listed)):
        if number > DEFAULT.files:
            raise CannotRunError(f"more than {DEFAULT.files:,} folders in {path}: name the folder of agreements")
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if FOLDER_NAME in folders:
            folders.remove(FOLDER_NAME)
            found.append(Path(here) / FOLDER_NAME)
    return found or [path]


def _not_listed(error: OSError) -> None:
    raise CannotRunError(f"cannot read folder {error.filename}: {(error.strerror or str(error)).lower()}")


def _folders(named: Iterable[Path]) -> list[Target]:
    """The folders of what is named: one target for each, however it is spelled, and each file in one of them.

    A folder that is read with one above it, which is named whole, is no target of its own.
    """
    targets: dict[tuple[int, int] | str, Target] = {}
    for path in named:
        place = Path(os.path.abspath(path))
        is_folder = path.is_dir() or not path.suffix
        if not is_folder and not os.path.lexists(path):
            raise CannotRunError(f"no such file: {path}")
        root = _root(place, is_folder=is_folder)
        folder = _shown(root, path)
        target = targets.setdefault(_identity(root), Target(folder))
        if place == root:
            target.whole = True
        else:
            # As the folder is spelled, in which it is looked for.
            spelled = Path(os.path.abspath(target.folder or folder)) / place.relative_to(root)
            target.only[shown_name(str(spelled))] = path
    whole = [target.folder for target in targets.values() if target.whole and target.folder]
    for target in targets.values():
        if target.whole:
            target.only.clear()
    return [target for target in targets.values() if not (target.folder and _is_read_with(target.folder, whole))]


def _identity(folder: Path) -> tuple[int, int] | str:
    """What tells a folder from others, however it is spelled; of one that cannot be looked at, its path."""
    try:
        status = folder.stat()
    except (OSError, ValueError):
        return str(folder)
    return status.st_dev, status.st_ino


def _same(one: Path, other: Path) -> bool:
    return _identity(Path(os.path.abspath(one))) == _identity(Path(os.path.abspath(other)))


def _is_read_with(folder: Path, others: Iterable[Path]) -> bool:
    """Whether a folder lies below one of the others, and its files are read with that one's: none of it is hidden."""
    place = Path(os.path.realpath(folder))
    identities = {_identity(other) for other in others}
    for here in place.parents:
        if place.parts[len(here.parts)].startswith("."):
            return False
        if _identity(here) in identities:
            return True
    return False


def _shown(root: Path, path: Path) -> Path:
    """A folder as whoever named the path would name it."""
    if root == Path(os.path.abspath(path)):
        return path
    return root if path.is_absolute() else Path(os.path.relpath(root))


def _root(place: Path, *, is_folder: bool) -> Path:
    """The folder of agreements that a folder or a file belongs to; all are absolute paths.

    It is the nearest one of that name; of a file, else the nearest one with sources; within the repository.
    """
    above = list(_within_repository(place if is_folder else place.parent))
    for folder in above:
        if folder.name == FOLDER_NAME:
            return folder
    if is_folder:
        return place
    for folder in above:
        if (folder / "sources.yaml").exists() or (folder / "sources").is_dir():
            return folder
    return place.parent


def _within_repository(folder: Path) -> Iterator[Path]:
    for here in (folder, *folder.parents):
        yield here
        if os.path.lexists(here / ".git"):
            return


def _nearest_or_none() -> Path:
    """The nearest folder. The packaged one will not do: it would be well where nothing of the caller's was read."""
    folder = _nearest()
    if folder is None:
        raise CannotRunError(f"no folder '{FOLDER_NAME}' here or above: name a folder to check")
    return folder


def _nearest() -> Path | None:
    here = nearest_folder()
    return Path(os.path.relpath(here)) if here else None


def _draft(data: str | None, filename: str | None, settings: Config | None) -> Target:
    """Standard input, in the place of a file if one is named, else in the folder of the agreements if there is one."""
    text = _standard_input()
    if filename:
        path = Path(os.path.normpath(filename))
        return _draft_of(text, path)
    folders = [Path(data)] if data else configured_folders(settings)
    if len(folders) > 1:
        raise CannotRunError("the settings name several folders: choose one with --data, or say --stdin-filename")
    return Target(folders[0] if folders else _nearest(), draft=Draft(text, _SHOWN), alone=True)


def _draft_of(text: bytes, path: Path) -> Target:
    place = Path(os.path.abspath(path))
    root = _root(place, is_folder=False)
    return Target(
        _shown(root, path), draft=Draft(text, str(path), _shown(root, path) / place.relative_to(root)), alone=True
    )


def _standard_input() -> bytes:
    if sys.stdin is None:
        raise CannotRunError("cannot read standard input: it is closed")
    try:
        return sys.stdin.buffer.read(DEFAULT.file_bytes + 1)
    except (OSError, ValueError) as error:
        raise CannotRunError(f"cannot read standard input: {error}") from None
