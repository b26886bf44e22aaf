"""The base of a comparison: what is meant by its name, and the folder of agreements as it stood there."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import Final

import attrs

from pactstate.fileformat.config import Config
from pactstate.folder.jobs import Watch, unwatched
from pactstate.folder.registry import ConfigurationError, Folder, FolderError, read_folder
from pactstate.storage import archive, git
from pactstate.storage.disk import DISK, Store, is_wanted, shown_name
from pactstate.storage.limits import DEFAULT
from pactstate.storage.locate import FOLDER_NAME
from pactstate.storage.snapshot import RevisionError
from pactstate.text.escape import visible

__all__ = ["Base", "Gone", "gone_folder", "gone_folders", "names_folder", "read_base"]

_SHORT: Final = 12
# A revision may have colons in braces, as in 'main@{10:00}:agreements'; a branch has none.
_FOLDER_OF_REVISION: Final = re.compile(r"(?P<revision>(?:[^:{]|\{[^}]*\})+):(?P<folder>.+)", re.DOTALL)
_NO_COMMIT: Final = re.compile(r"0{40}(?:0{24})?")
_IN_ACTIONS: Final = (
    "in GitHub Actions 'github.base_ref' is empty outside of pull requests: write github.event.merge_group.base_sha "
    "for merge_group, github.event.before for push"
)


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
    former: str | None = None
    """The path of the folder at the commit, if it stood elsewhere then."""

    def __str__(self) -> str:
        at = f" ({self.commit[:_SHORT]})" if self.commit and not self.commit.startswith(self.name) else ""
        return f"'{visible(self.name)}'{at}"


@attrs.frozen
class Gone:
    """A folder of agreements that a base held and that is not there any more."""

    path: Path
    """Where it would stand."""
    name: str | None
    """The name by which it can be given as a base; None for a folder in an archive, which has none."""
    may_have_moved: bool
    """Whether :func:`read_base` looks for it under another path, as it does in a git revision."""


@attrs.frozen
class _Place:
    """Where a base is read from."""

    store: Store
    folder: Path
    """The path of the folder there."""
    repository: git.Repository | None = None
    commit: str | None = None
    is_named: bool = False
    """Whether the name of the base names the folder, too."""


def read_base(name: str, here: Folder, *, config: Config | None = None, watch: Watch = unwatched) -> Base:
    """Read what a folder is compared with, as the folder itself was read.

    The name is that of a git revision, of which the merge base with HEAD is taken; else the path of another folder, or
    of a tar archive. A path is one that begins with ``/``, ``./`` or ``../``, or ends with ``/``; another word is taken
    for a path only where no revision has that name, and, inside a work tree, only if git does not track it: what a
    stranger puts into a pull request cannot stand in for a branch. ``REVISION:FOLDER`` names a folder of the revision,
    as seen from the root of the repository. Without it the folder of the same path is read; where there is none, the
    one that has become this folder, if there is no doubt which that is. The settings are the base's own, unless given.

    Raises :class:`RevisionError` if there is no such thing, or it cannot be read.
    """
    folder = Path(here.path)
    with _opened(name, folder) as place:
        repository, commit = place.repository, place.commit
        if repository is None or commit is None or _holds_agreements(name, place):
            return _read(name, place, here, config, watch)
    if place.is_named:
        raise RevisionError(f"no agreement files (*.yaml) in {visible(str(place.folder))} at {_shown(name, place)}")
    former = _former(repository, commit, here)
    if former is None:
        return Base(name, commit, None)
    with _opened(name, folder, former) as place:
        return _read(name, place, here, config, watch)


def _holds_agreements(name: str, place: _Place) -> bool:
    try:
        return bool(place.store.find_files(place.folder, DEFAULT, needed=False))
    except FolderError as error:
        raise _cannot_read(name, place, error) from None


def _read(name: str, place: _Place, here: Folder, config: Config | None, watch: Watch) -> Base:
    is_moved = place.commit is not None and os.path.abspath(place.folder) != os.path.abspath(here.path)
    former = shown_name(str(place.folder)) if is_moved else None
    try:
        try:
            base = read_folder(place.folder, config=config, watch=watch, store=place.store, like=here)
            return Base(name, place.commit, base, former=former)
        except ConfigurationError:
            # Whoever mends settings that could not be used is not to be stopped by them.
            base = read_folder(place.folder, config=here.config, watch=watch, store=place.store, like=here)
            return Base(name, place.commit, base, unsettled=True, former=former)
    except FolderError as error:
        raise _cannot_read(name, place, error) from None


def _cannot_read(name: str, place: _Place, error: FolderError) -> RevisionError:
    return RevisionError(f"at {_shown(name, place)}: {visible(str(error))}")


def _shown(name: str, place: _Place) -> str:
    return str(Base(name, place.commit, None))


def _former(repository: git.Repository, commit: str, here: Folder) -> str | None:
    """Return the folder at a commit that has become this one, as seen from the root; None if that is not certain.

    It is certain where every file of the commit that has the name of one of these agreements, and is not there any
    more, stood in one folder, and nothing is left of that folder.
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
    """The paths of the files of agreements as seen from their folder, by the name of the file without its ending."""
    shared = here.opened.shared
    inner = [os.path.relpath(path, here.path) for path in here.paths if path not in shared]
    return {PurePath(path).stem: PurePath(path).as_posix() for path in inner}


def _folder_of(name: str, own: Mapping[str, str]) -> str:
    """The folder of agreements of a file of a commit, as seen from the root."""
    parts = PurePath(name).parts
    if FOLDER_NAME in parts[:-1]:
        return "/".join(parts[: parts.index(FOLDER_NAME) + 1])
    inner = own[PurePath(name).stem]
    above = name.removesuffix(inner)
    is_alike = above != name and (not above or above.endswith("/"))
    return posixpath.normpath(above) if is_alike else posixpath.dirname(name) or "."


def gone_folders(name: str, above: Path | None = None, near: Path = Path()) -> list[Gone]:
    """The folders of agreements that stood below a folder at a base, and are not there; raises as above.

    Without a folder, the whole work tree is meant in which the folder ``near`` stands, if the name is that of a
    revision.
    """
    if above is None:
        repository = None if _is_spelled_as_path(name) else git.find_repository(near)
        if repository is None or git.merge_base(repository, name) is None:
            return []
        above = _as_named(repository.root, near)
    with _opened(name, above) as place:
        if place.repository and place.commit:
            root = place.repository.inner
            within = f"{root}/" if root else ""
            listed = git.listing(place.repository, place.commit)
            inner = [file.removeprefix(within) for file in listed if file.startswith(within) and _is_read(file)]
        else:
            found = place.store.find_files(place.folder, DEFAULT, needed=False)
            inner = [path.relative_to(place.folder).as_posix() for path in found]
    parts = [PurePath(file).parts for file in inner]
    named = {path[: path.index(FOLDER_NAME) + 1] for path in parts if FOLDER_NAME in path[:-1]}
    gone = [path for path in sorted(named) if not above.joinpath(*path).is_dir()]
    may_have_moved = place.commit is not None
    return [Gone(above.joinpath(*path), _name_of(name, place, path), may_have_moved) for path in gone]


def gone_folder(name: str, folder: Path) -> Gone | None:
    """Return a folder that held agreements at a git revision, if it is not there any more; raises as above."""
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
    """Whether the name of a base may name a folder of a revision, as in ``HEAD:agreements``."""
    return _FOLDER_OF_REVISION.fullmatch(name) is not None and not _is_spelled_as_path(name)


@contextmanager
def _opened(name: str, folder: Path, inner: str | None = None) -> Iterator[_Place]:
    """Open what the base is read from; ``inner`` is the path of the folder at a revision, if that is another one."""
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
        seen = repository if inner is None else _seen_from(repository, inner)
        away = folder if inner is None else _as_named(seen.folder, folder)
        with git.opened(seen, commit) as snapshot:
            yield _Place(snapshot, away, seen, commit, is_named)
    elif not _exists(path):
        raise RevisionError(_nothing(name, repository, folder))
    elif repository and git.tracks(repository, path):
        shown = visible(name)
        raise RevisionError(f"no revision '{shown}' in this repository; if the path is meant, write './{shown}'")
    elif path.is_dir():
        place = _like(path, folder)
        if folder.resolve().is_relative_to(place.resolve()):
            raise RevisionError(f"'{visible(name)}' is, or holds, the folder that is to be compared with it")
        yield _Place(DISK, place)
    else:
        with archive.opened(path, folder) as snapshot:
            yield _Place(snapshot, folder)


def _is_within(folder: str) -> bool:
    """Whether a path, as seen from the root of a repository, stays in it."""
    return posixpath.normpath(folder).split("/")[0] not in ("", "..")


def _seen_from(repository: git.Repository, inner: str) -> git.Repository:
    """The repository as seen from another folder."""
    inner = "" if inner == "." else inner
    return attrs.evolve(repository, folder=repository.root / inner, inner=inner)


def _as_named(path: Path, like: Path) -> Path:
    """An absolute path as whoever named another one would name it."""
    return path if like.is_absolute() else Path(os.path.relpath(path))


def _is_spelled_as_path(name: str) -> bool:
    path = PurePath(name)
    if path.is_absolute() or name.startswith("./") or path.parts[:1] in ((), ("..",)):
        return True
    return name.endswith("/") and not _FOLDER_OF_REVISION.fullmatch(name)


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _nothing(name: str, repository: git.Repository | None, folder: Path) -> str:
    shown = visible(name)
    if _NO_COMMIT.fullmatch(name):
        return (
            f"'{shown}' stands for no commit: 'github.event.before' has this value when a push creates a branch; "
            "compare with the default branch, as in 'origin/main'"
        )
    if _is_cut_short(name, folder):
        return f"the base '{shown}' ends where the name of a branch should follow; {_IN_ACTIONS}"
    if repository:
        return f"'{shown}' names no commit in this repository: is it fetched?"
    if _is_spelled_as_path(name):
        return f"no such folder or archive: '{shown}'"
    return f"no folder or archive '{shown}', and no git repository in which it could be a revision"


def _is_cut_short(name: str, folder: Path) -> bool:
    """Whether a name is what is left of ``origin/BRANCH`` when the branch is empty."""
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
    """The folder below a base that stands where the folder stands below the working directory, or is called like it."""
    try:
        away = os.path.relpath(folder)
    except OSError:  # the working directory has been deleted meanwhile
        away = os.curdir
    name = Path(os.path.abspath(folder)).name
    names = [name] if away.startswith(os.curdir) else [away, name]
    return next((base / name for name in names if (base / name).is_dir()), base)
