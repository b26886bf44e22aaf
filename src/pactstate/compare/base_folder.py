"""Base of a comparison: the meaning of its name, and the folder of agreements in it."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePath
from typing import Final

import attrs

from pactstate.fileformat.config import Config
from pactstate.folder.jobs import Progress, without_progress
from pactstate.folder.read import ConfigurationError, Folder, FolderError, read_folder
from pactstate.storage import archive, git
from pactstate.storage.disk import DISK, Store, is_wanted, shown_name
from pactstate.storage.limits import DEFAULT
from pactstate.storage.locate import FOLDER_NAME
from pactstate.storage.snapshot import RevisionError
from pactstate.text.escape import visible

__all__ = ["Base", "Gone", "gone_folder", "gone_folders", "names_folder", "read_base"]

_SHORT: Final = 12
"""Length of the id of a commit in messages."""
# A revision may have colons in braces, as in 'main@{10:00}:agreements'. The name of a branch has none.
_FOLDER_OF_REVISION: Final = re.compile(r"(?P<revision>(?:[^:{]|\{[^}]*\})+):(?P<folder>.+)", re.DOTALL)
_NO_COMMIT: Final = re.compile(r"0{40}(?:0{24})?")
_IN_ACTIONS: Final = (
    "in GitHub Actions 'github.base_ref' is empty outside of pull requests: write github.event.merge_group.base_sha "
    "for merge_group, github.event.before for push"
)


@attrs.frozen
class Base:
    """Former version of a folder, which the present one is compared with."""

    name: str
    """Name of the base, as the user wrote it."""
    commit: str | None
    """Full id of the git commit that was read; None for a folder or an archive."""
    folder: Folder | None
    """Folder as read; None if it held no agreements."""
    unsettled: bool = False
    """Whether its own settings could not be used, so that it was read with those of the present folder."""
    former: str | None = None
    """Path of the folder at the commit, if it was another one."""

    def __str__(self) -> str:
        at = f" ({self.commit[:_SHORT]})" if self.commit and not self.commit.startswith(self.name) else ""
        return f"'{visible(self.name)}'{at}"


@attrs.frozen
class Gone:
    """Folder of agreements that a base has, and that does not exist any more."""

    path: Path
    """Path that it would have."""
    name: str | None
    """Name that makes it a base; None for a folder in an archive."""
    may_have_moved: bool
    """Whether :func:`read_base` finds it if it has moved, as in a git revision."""


@attrs.frozen
class _Place:
    """Store and folder that a base is read from."""

    store: Store
    folder: Path
    """Path of the folder in the store."""
    repository: git.Repository | None = None
    commit: str | None = None
    is_named: bool = False
    """Whether the name of the base names the folder, too, as in ``HEAD:agreements``."""


def read_base(
    name: str,
    here: Folder,
    *,
    config: Config | None = None,
    progress: Progress = without_progress,
    keeps: bool = True,
) -> Base:
    """Read the base of a folder.

    The name means a git revision, whose merge base with HEAD is read; else the path of another folder, or of a tar
    archive. A name that begins with ``/``, ``./`` or ``../``, or ends with ``/``, is always a path. Another name is a
    path only if no revision has that name, and, inside a work tree, only if git does not track the path: a file of a
    pull request must not take the place of a branch. ``REVISION:FOLDER`` names a folder of the revision by its path
    from the root of the repository. Otherwise the folder of the same path is read, or, if there is none, the one that
    was moved to this path, if that is certain.

    Args:
        name: Name of the base, as the user wrote it.
        here: Folder to compare.
        config: Settings to read the base with; by default its own.
        progress: Shows the progress.
        keeps: Whether the base is to be checked, and keeps its texts and trees for that.

    Raises:
        RevisionError: There is no such base, or it cannot be read.
    """
    folder = Path(here.path)
    read = partial(read_folder, progress=progress, like=here, keeps=keeps)
    with _opened(name, folder) as place:
        repository, commit = place.repository, place.commit
        if repository is None or commit is None or _holds_agreements(name, place):
            return _read(name, place, here, config, read)
    if place.is_named:
        raise RevisionError(f"no agreement files (*.yaml) in {place.folder} at {_shown(name, place)}")
    former = _former(repository, commit, here)
    if former is None:
        return Base(name, commit, None)
    with _opened(name, folder, former) as place:
        return _read(name, place, here, config, read)


def _holds_agreements(name: str, place: _Place) -> bool:
    try:
        return bool(place.store.find_files(place.folder, DEFAULT, needed=False))
    except FolderError as error:
        raise _cannot_read(name, place, error) from None


def _read(name: str, place: _Place, here: Folder, config: Config | None, read: Callable[..., Folder]) -> Base:
    is_moved = place.commit is not None and os.path.abspath(place.folder) != os.path.abspath(here.path)
    former = shown_name(str(place.folder)) if is_moved else None
    try:
        try:
            base = read(place.folder, config=config, store=place.store)
            return Base(name, place.commit, base, former=former)
        except ConfigurationError:
            # A change that repairs the settings must not fail because of the old ones.
            base = read(place.folder, config=here.config, store=place.store)
            return Base(name, place.commit, base, unsettled=True, former=former)
    except FolderError as error:
        raise _cannot_read(name, place, error) from None


def _cannot_read(name: str, place: _Place, error: FolderError) -> RevisionError:
    return RevisionError(f"at {_shown(name, place)}: {error}")


def _shown(name: str, place: _Place) -> str:
    return str(Base(name, place.commit, None))


def _former(repository: git.Repository, commit: str, here: Folder) -> str | None:
    """Return the path at a commit of the folder that was moved to this one; None if that is not certain.

    Consider the files of the commit that do not exist any more and have the name of one of these agreements. The move
    is certain if all of them were in one folder, and no file of that folder exists any more.
    """
    files = [name for name in git.listing(repository, commit) if _is_read(name)]
    gone = [name for name in files if not os.path.lexists(repository.root / name)]
    own = _inner_paths(here)
    folders = {_folder_of(name, own) for name in gone if PurePath(name).stem in own}
    if len(folders) != 1:
        return None
    (former,) = folders
    within = "" if former == "." else f"{former}/"
    return former if {name for name in files if name.startswith(within)} <= {*gone} else None


def _is_read(name: str) -> bool:
    return is_wanted(name) and not any(part.startswith(".") for part in name.split("/"))


def _inner_paths(here: Folder) -> Mapping[str, str]:
    """Return the paths of agreement files in their folder, by the name of the file without its ending."""
    shared = here.opened.shared
    inner = [os.path.relpath(path, here.path) for path in here.paths if path not in shared]
    return {PurePath(path).stem: PurePath(path).as_posix() for path in inner}


def _folder_of(name: str, own: Mapping[str, str]) -> str:
    """Return the folder of agreements of a file of a commit, as a path from the root."""
    parts = PurePath(name).parts
    if FOLDER_NAME in parts[:-1]:
        return "/".join(parts[: parts.index(FOLDER_NAME) + 1])
    inner = own[PurePath(name).stem]
    above = name.removesuffix(inner)
    is_alike = above != name and (not above or above.endswith("/"))
    return posixpath.normpath(above) if is_alike else posixpath.dirname(name) or "."


def gone_folders(name: str, above: Path | None = None, near: Path = Path()) -> list[Gone]:
    """Return the folders of agreements that a base has below a folder, and that do not exist any more.

    Without a folder, and if the name is that of a revision, return those of the whole work tree that holds the folder
    ``near``.

    Raises:
        RevisionError: There is no such base, or it cannot be read.
    """
    if above is None:
        repository = None if _is_spelled_as_path(name) else git.find_repository(near)
        if repository is None or git.merge_base(repository, name) is None:
            return []
        above = _spelled_like(near, repository.root)
    with _opened(name, above) as place:
        if place.repository and place.commit:
            root = place.repository.inner
            within = f"{root}/" if root else ""
            listed = git.listing(place.repository, place.commit)
            inner = [file.removeprefix(within) for file in listed if file.startswith(within) and _is_read(file)]
        else:
            inner = place.store.find_files(place.folder, DEFAULT, needed=False)
    parts = [PurePath(file).parts for file in inner]
    named = {path[: path.index(FOLDER_NAME) + 1] for path in parts if FOLDER_NAME in path[:-1]}
    gone = [path for path in sorted(named) if not above.joinpath(*path).is_dir()]
    may_have_moved = place.commit is not None
    return [Gone(above.joinpath(*path), _name_of(name, place, path), may_have_moved) for path in gone]


def gone_folder(name: str, folder: Path) -> Gone | None:
    """Return a folder that held agreements at a git revision, if it does not exist any more.

    Raises:
        RevisionError: There is no such base, or it cannot be read.
    """
    if os.path.lexists(folder) or names_folder(name):
        return None
    with _opened(name, folder) as place:
        held = place.commit is not None and _holds_agreements(name, place)
        return Gone(folder, _name_of(name, place, ()), may_have_moved=False) if held else None


def _name_of(name: str, place: _Place, inner: tuple[str, ...]) -> str | None:
    if place.repository and place.commit:
        return f"{name}:{posixpath.join(place.repository.inner, *inner)}"
    return posixpath.join(name, *inner) if place.store is DISK else None


def names_folder(name: str) -> bool:
    """Return whether the name of a base may name a folder of a revision, as in ``HEAD:agreements``."""
    return _FOLDER_OF_REVISION.fullmatch(name) is not None and not _is_spelled_as_path(name)


@contextmanager
def _opened(name: str, folder: Path, inner: str | None = None) -> Iterator[_Place]:
    """Open the store of a base; ``inner`` is the path of the folder at a revision, if that is another one."""
    if not name:
        raise RevisionError(
            "the base is empty: write a git revision, as in 'origin/main', or a folder, as in './before'"
        )
    repository = None if _is_spelled_as_path(name) else git.find_repository(folder)
    commit = git.merge_base(repository, name) if repository else None
    split = _FOLDER_OF_REVISION.fullmatch(name)
    is_named = False
    if repository and commit is None and split and _is_within(split["folder"]):
        commit = git.merge_base(repository, split["revision"])
        inner, is_named = posixpath.normpath(split["folder"]), True
    path = Path(name)
    if repository and commit:
        former = repository if inner is None else _with_folder(repository, inner)
        former_path = folder if inner is None else _spelled_like(folder, former.folder)
        with git.opened(former, commit) as snapshot:
            yield _Place(snapshot, former_path, former, commit, is_named)
    elif not _exists(path):
        raise RevisionError(_nothing(name, repository, folder))
    elif repository and git.tracks(repository, path):
        raise RevisionError(f"no revision '{name}' in this repository; if the path is meant, write './{name}'")
    elif path.is_dir():
        place = _like(path, folder)
        if folder.resolve().is_relative_to(place.resolve()):
            raise RevisionError(f"'{name}' is, or holds, the folder that is to be compared with it")
        yield _Place(DISK, place)
    else:
        with archive.opened(path, folder) as snapshot:
            yield _Place(snapshot, folder)


def _is_within(folder: str) -> bool:
    """Return whether a path from the root of a repository stays in it."""
    return posixpath.normpath(folder).split("/")[0] not in ("", "..")


def _with_folder(repository: git.Repository, inner: str) -> git.Repository:
    """Return the repository with another folder."""
    inner = "" if inner == "." else inner
    return attrs.evolve(repository, folder=repository.root / inner, inner=inner)


def _spelled_like(other: Path, path: Path) -> Path:
    """Return an absolute path in the spelling of another one: absolute or relative."""
    return path if other.is_absolute() else Path(os.path.relpath(path))


def _is_spelled_as_path(name: str) -> bool:
    path = PurePath(name)
    if path.is_absolute() or name.startswith("./") or path.parts[:1] in ((), ("..",)):
        return True
    return name.endswith("/") and not _FOLDER_OF_REVISION.fullmatch(name)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # no file can have this name
        return False


def _nothing(name: str, repository: git.Repository | None, folder: Path) -> str:
    if _NO_COMMIT.fullmatch(name):
        return (
            f"'{name}' stands for no commit: 'github.event.before' has this value when a push creates a branch; "
            "compare with the default branch, as in 'origin/main'"
        )
    if _is_cut_short(name, folder):
        return f"the base '{name}' ends where the name of a branch should follow; {_IN_ACTIONS}"
    if repository:
        return f"'{name}' names no commit in this repository: is it fetched?"
    if _is_spelled_as_path(name):
        return f"no such folder or archive: '{name}'"
    return f"no folder or archive '{name}', and no git repository in which it could be a revision"


def _is_cut_short(name: str, folder: Path) -> bool:
    """Return whether a name is ``origin/BRANCH`` with an empty branch."""
    if not name.endswith("/") or not name.rstrip("/"):
        return False
    if name.startswith("refs/"):
        return True
    try:
        repository = git.find_repository(folder)
    except RevisionError:
        return False
    return repository is not None and git.has_remote(repository, name.removesuffix("/"))


def _like(base: Path, folder: Path) -> Path:
    """Return the folder below a base with the path of the folder from the working directory, or else with its name."""
    try:
        away = os.path.relpath(folder)
    except OSError:  # the working directory has been deleted
        away = os.curdir
    name = Path(os.path.abspath(folder)).name
    names = [name] if away.startswith(os.curdir) else [away, name]
    return next((base / name for name in names if (base / name).is_dir()), base)
