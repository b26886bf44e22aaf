"""The base of a comparison: what is meant by its name, and the folder of agreements as it stood there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Final

import attrs

from pactstate.escape import visible
from pactstate.progress import Watch, unwatched
from pactstate.reading.config import Config
from pactstate.reading.files import DISK, Store
from pactstate.reading.limits import DEFAULT
from pactstate.registry import FOLDER_NAME, ConfigurationError, Folder, FolderError, read_folder
from pactstate.revisions import archive, git
from pactstate.revisions.snapshot import RevisionError

__all__ = ["Base", "gone_folders", "read_base"]

_SHORT: Final = 12


@attrs.frozen
class Base:
    """A folder as it stood when the comparison begins."""

    name: str
    """As whoever asked for it named it."""
    commit: str | None
    """The git commit that was read, in full; None for a folder or an archive."""
    folder: Folder | None
    """What was read; None if it held no agreements."""
    unsettled: bool = False
    """Whether its own settings could not be used, so that those of the folder took their place."""

    def __str__(self) -> str:
        at = f" ({self.commit[:_SHORT]})" if self.commit and not self.commit.startswith(self.name) else ""
        return f"'{visible(self.name)}'{at}"


def read_base(name: str, here: Folder, *, config: Config | None = None, watch: Watch = unwatched) -> Base:
    """What a folder is held against, read as the folder itself was.

    The name is that of a git revision, of which the merge base with HEAD is taken; else the path of another folder, or
    of a tar archive. A path is one that begins with ``/``, ``./`` or ``../``, or ends with ``/``; another word is taken
    for a path only where no revision has that name, and, inside a work tree, only if git does not track it: what a
    stranger puts into a pull request cannot stand in for a branch. The settings are the base's own, unless given.

    Raises :class:`RevisionError` if there is no such thing, or it cannot be read.
    """
    if not name:
        raise RevisionError("the base has no name")
    folder = Path(here.path)
    with _opened(name, folder) as (store, place, commit):
        try:
            if commit and not store.find_files(place, DEFAULT, needed=False):
                return Base(name, commit, None)
            try:
                base = read_folder(place, config=config, watch=watch, store=store, like=here)
                return Base(name, commit, base)
            except ConfigurationError:
                # Whoever mends settings that could not be used is not to be stopped by them.
                base = read_folder(place, config=here.config, watch=watch, store=store, like=here)
                return Base(name, commit, base, unsettled=True)
        except FolderError as error:
            raise RevisionError(f"at {Base(name, commit, None)}: {visible(str(error))}") from None


def gone_folders(name: str, above: Path | None = None) -> list[Path]:
    """The folders of agreements that stood below a folder at a base, and are not there; raises as above.

    Without a folder, the whole work tree of the working directory is meant, if the name is that of a revision.
    """
    if above is None:
        repository = None if _is_spelled_as_path(name) else git.find_repository(Path())
        if repository is None or git.merge_base(repository, name) is None:
            return []
        above = Path(os.path.relpath(repository.root))
    with _opened(name, above) as (store, place, _):
        found = store.find_files(place, DEFAULT, needed=False)
    parts = [path.relative_to(place).parts for path in found]
    named = {path[: path.index(FOLDER_NAME) + 1] for path in parts if FOLDER_NAME in path[:-1]}
    return [folder for path in sorted(named) if not (folder := above.joinpath(*path)).is_dir()]


@contextmanager
def _opened(name: str, folder: Path) -> Iterator[tuple[Store, Path, str | None]]:
    """Where the base is read from, the path of its folder there, and its commit."""
    repository = None if _is_spelled_as_path(name) else git.find_repository(folder)
    commit = git.merge_base(repository, name) if repository else None
    path = Path(name)
    if repository and commit:
        with git.opened(repository, commit) as snapshot:
            yield snapshot, folder, commit
    elif not _exists(path):
        raise RevisionError(_nothing(name, repository))
    elif repository and git.tracks(repository, path):
        shown = visible(name)
        raise RevisionError(f"no revision '{shown}' in this repository; if the path is meant, write './{shown}'")
    elif path.is_dir():
        place = _like(path, folder)
        if folder.resolve().is_relative_to(place.resolve()):
            raise RevisionError(f"'{visible(name)}' is, or holds, the folder that is to be compared with it")
        yield DISK, place, None
    else:
        with archive.opened(path, folder) as snapshot:
            yield snapshot, folder, None


def _is_spelled_as_path(name: str) -> bool:
    path = PurePath(name)
    return path.is_absolute() or name.startswith("./") or name.endswith("/") or path.parts[:1] in ((), ("..",))


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _nothing(name: str, repository: git.Repository | None) -> str:
    shown = visible(name)
    if repository:
        return f"'{shown}' names no commit in this repository: is it fetched?"
    if _is_spelled_as_path(name):
        return f"no such folder or archive: '{shown}'"
    return f"no folder or archive '{shown}', and no git repository in which it could be a revision"


def _like(base: Path, folder: Path) -> Path:
    """The folder below a base that stands where the folder stands below the working directory, or is called like it."""
    try:
        away = os.path.relpath(folder)
    except OSError:  # the working directory has been deleted meanwhile
        away = os.curdir
    name = Path(os.path.abspath(folder)).name
    names = [name] if away.startswith(os.curdir) else [away, name]
    return next((base / name for name in names if (base / name).is_dir()), base)
