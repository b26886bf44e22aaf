"""The files of a git revision, as git tells them: a few short processes, one of which reads all the blobs.

Nothing of what is asked or answered is run: a revision's name never reaches git as an option, and git is told to
run no hook, no monitor and no transport. Rule: interface.md (``--against``), safety.md.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from itertools import takewhile
from pathlib import Path
from typing import IO, Final

import attrs

from pactstate.storage.snapshot import Member, RevisionError, Snapshot
from pactstate.text.escape import visible

__all__ = ["Repository", "find_repository", "has_remote", "listing", "merge_base", "opened", "tracks"]

_OPTIONS: Final = (
    "--no-pager",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.bareRepository=explicit"),  # no folder of the work tree is one by holding files that look like it
)
_SETTINGS: Final = {
    "GIT_ALLOW_PROTOCOL": "",  # nothing is fetched, also where objects are missing
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # history as it was recorded
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# A hook of git's names its own repository in the environment; here it is the one in which the folder stands. And paths
# are taken literally, which git does not reconcile with other ways of reading them.
_DROPPED: Final = (
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
)
_COMMIT: Final = re.compile(rb"[0-9a-f]{40,64}\n")
_REFUSED: Final = {b"120000": "it is a link, and links are not followed", b"160000": "it is another repository"}
_SETTINGS_FILES: Final = ("pactstate.toml", "pyproject.toml")
# git's words for a repository of another user: the first since 2.35.3, the second in 2.35.2.
_OTHER_OWNER: Final = ("dubious ownership", "unsafe repository")
_FILTERED: Final = (
    "if this clone was made with a filter, run 'git fetch --refetch --no-filter' "
    "(in GitHub Actions, leave 'filter' out of actions/checkout)"
)


class _GitError(Exception):
    """git ended with an error; the message is the last that it calls fatal."""


@attrs.frozen
class Repository:
    """A git repository, as seen from a folder in its work tree."""

    git: str
    """The program."""
    root: Path
    """The root of the work tree; an absolute path."""
    folder: Path
    """An absolute path."""
    inner: str
    """The folder as seen from the root of the work tree; empty for the root."""
    shallow: bool
    """Whether its history is cut short."""


def find_repository(folder: Path) -> Repository | None:
    """The repository in whose work tree a folder stands; None outside of one.

    Raises :class:`RevisionError` where there is no git, where git refuses to look, and where what a pull request can
    bring along (a link, a repository of its own) leads to another history than that of the caller's repository.
    """
    place = Path(os.path.abspath(folder))
    root = _root(place)
    if root is None:
        return None
    _refuse_detours(root, place, visible(str(folder)))
    git = _program()
    if git is None:
        raise RevisionError("git is not installed, so that no revision can be read; a folder is named as in './before'")
    try:
        told = _run(git, root, "rev-parse", "--is-shallow-repository", "--is-inside-work-tree")
    except _GitError as error:
        raise RevisionError(_unreadable(root, folder, str(error))) from None
    shallow, inside, *_ = told.split(b"\n")
    if inside != b"true":  # within a repository's own files
        return None
    inner = place.relative_to(root).as_posix()
    return Repository(git, root, place, "" if inner == "." else inner, shallow == b"true")


def _unreadable(root: Path, folder: Path, said: str) -> str:
    """Return why git does not read the repository of a folder, and what to do where that is known."""
    if not any(words in said for words in _OTHER_OWNER):
        return f"git cannot read the repository of {visible(str(folder))}: {said}"
    return (
        f"git refuses the repository of {visible(str(folder))}, since another user owns it: if you trust it, run "
        f"git config --global --add safe.directory {shlex.quote(visible(str(root)))}"
    )


def _root(place: Path) -> Path | None:
    """The nearest folder with a ``.git``, which git lets nobody commit."""
    return next((above for above in (place, *place.parents) if os.path.lexists(above / ".git")), None)


def _refuse_detours(root: Path, place: Path, shown: str) -> None:
    try:
        own = _root(Path.cwd())
    except OSError:  # it has been deleted meanwhile
        own = None
    if own and own != root and root.is_relative_to(own):
        raise RevisionError(f"{shown} stands in a repository of its own, inside of another: change into it first")
    for above in takewhile(lambda folder: folder != root, (place, *place.parents)):
        if above.is_symlink():
            raise RevisionError(f"{shown} is reached by a link: name the folder that the link leads to")


def merge_base(repository: Repository, revision: str) -> str | None:
    """The full name of the commit from which a revision and HEAD part; None if there is no such revision.

    Raises :class:`RevisionError` for a shallow clone, and where the two have no common ancestor, or several of which
    none comes before the other: each may lack what another one has recorded.
    """
    if repository.shallow:
        raise RevisionError(
            "this clone is shallow, so that the base of the comparison may be missing: fetch the whole history "
            "(in GitHub Actions, 'fetch-depth: 0' of actions/checkout)"
        )
    commit = _commit(repository, revision)
    if commit is None:
        return None
    head = _commit(repository, "HEAD")
    if head is None:
        raise RevisionError("HEAD has no commit yet, so that it has no base")
    try:
        found = _run(repository.git, repository.root, "merge-base", "--all", head, commit).decode("ascii").split()
    except _GitError:
        raise RevisionError(f"'{visible(revision)}' and HEAD have no common ancestor") from None
    if len(found) > 1:
        shown = visible(revision)
        raise RevisionError(f"'{shown}' and HEAD have {len(found)} merge bases: merge '{shown}' into HEAD first")
    return found[0]


def _commit(repository: Repository, revision: str) -> str | None:
    if revision.startswith("-") or "\0" in revision:
        return None
    try:
        told = _run(repository.git, repository.root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    except _GitError:
        return None
    return told.decode("ascii").strip() if _COMMIT.fullmatch(told) else None


def tracks(repository: Repository, path: Path) -> bool:
    """Whether git has the path, or anything below it, in its index; also where it cannot say."""
    try:
        # A tracked link may lead elsewhere, and an untracked name may lead through a tracked link.
        places = (os.path.abspath(path), os.path.realpath(path))
        return bool(_run(repository.git, repository.root, "ls-files", "-z", "--", *places))
    except _GitError:
        return True


def has_remote(repository: Repository, name: str) -> bool:
    """Whether the repository has a remote of that name, as in ``origin``."""
    try:
        return name in os.fsdecode(_run(repository.git, repository.root, "remote")).splitlines()
    except _GitError:
        return False


def listing(repository: Repository, commit: str) -> list[str]:
    """The paths of all files of a commit, as seen from the root; needs none of the files themselves.

    Raises :class:`RevisionError` if objects of the commit are missing.
    """
    told = _listed(repository, commit, ["--name-only"])
    return [os.fsdecode(name) for name in told.split(b"\0")[:-1]]


@contextmanager
def opened(repository: Repository, commit: str) -> Iterator[Snapshot]:
    """The folder of the repository as it stood at a commit, with the settings above it.

    Raises :class:`RevisionError` if objects of the commit are missing.
    """
    with _blobs(repository) as read:
        yield Snapshot(
            {
                name: Member(partial(read, oid), size, refused)
                for name, oid, size, refused in _members(repository, commit)
            },
            repository.folder,
            repository.inner,
        )


def _members(repository: Repository, commit: str) -> Iterator[tuple[str, bytes, int, str]]:
    """The files of the folder, and the settings above it: name, object, size, and why it is not read."""
    parts = repository.inner.split("/") if repository.inner else []
    above = ["/".join([*parts[:depth], name]) for depth in range(len(parts)) for name in _SETTINGS_FILES]
    wanted = [repository.inner, *above] if parts else []
    told = _listed(repository, commit, ["-l"], wanted)
    for line in told.split(b"\0")[:-1]:
        about, _, name = line.partition(b"\t")
        mode, _, oid, size = about.split()
        yield os.fsdecode(name), oid, int(size) if size.isdigit() else 0, _REFUSED.get(mode, "")


def _listed(repository: Repository, commit: str, options: Sequence[str], paths: Sequence[str] = ()) -> bytes:
    try:
        return _run(repository.git, repository.root, "ls-tree", "-rz", *options, commit, "--", *paths)
    except _GitError:
        # What git says differs from run to run, since a process of its own may speak first.
        raise RevisionError(
            f"git cannot list {commit[:12]}, of which objects are missing or damaged: {_FILTERED}"
        ) from None


@contextmanager
def _blobs(repository: Repository) -> Iterator[Callable[[bytes], bytes]]:
    """What reads a blob by its object's name; one process, begun with the first, reads them all."""
    command = [repository.git, *_OPTIONS, "cat-file", "--batch"]
    with ExitStack() as stack:

        @cache
        def streams() -> tuple[IO[bytes], IO[bytes]]:
            process = subprocess.Popen(  # noqa: S603 - an absolute path, and words of our own
                command,
                cwd=repository.root,
                env=_environment(repository.root),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            stack.enter_context(process)
            assert process.stdin is not None  # noqa: S101 - for the type checker
            assert process.stdout is not None  # noqa: S101
            return process.stdin, process.stdout

        yield lambda oid: _blob(*streams(), oid)


def _blob(asked: IO[bytes], answered: IO[bytes], oid: bytes) -> bytes:
    try:
        asked.write(oid + b"\n")
        asked.flush()
    except BrokenPipeError:
        raise RevisionError("git has ended before every file was read") from None
    name, *rest = answered.readline().split() or [b""]
    if name != oid or len(rest) != 2:
        raise RevisionError(f"object {oid[:12].decode()} is missing: {_FILTERED}")
    size = int(rest[1])
    data = answered.read(size + 1)
    if len(data) <= size:
        raise RevisionError(f"git has ended before object {oid[:12].decode()} was read: it may be damaged")
    return data[:-1]


def _program() -> str | None:
    """Where git is. Of the search path only whole paths count: the working directory may be a stranger's."""
    folders = [folder for folder in os.get_exec_path() if Path(folder).is_absolute()]
    return shutil.which("git", path=os.pathsep.join(folders)) if folders else None


def _environment(root: Path) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _DROPPED}
    return kept | _SETTINGS | {"GIT_CEILING_DIRECTORIES": str(root.parent)}


def _run(git: str, root: Path, *arguments: str) -> bytes:
    """What git answers. Raises :class:`_GitError`."""
    try:
        done = subprocess.run(  # noqa: S603 - an absolute path; see above for the words
            [git, *_OPTIONS, *arguments],
            cwd=root,
            env=_environment(root),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise _GitError((error.strerror or str(error)).lower()) from None
    except UnicodeEncodeError:  # a word that no command line can hold
        raise _GitError("not a name that this system can write") from None
    if done.returncode:
        # Warnings and traces may stand before it, and what a process within has said.
        lines = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.startswith("fatal: ")]
        raise _GitError(visible(lines[-1].removeprefix("fatal: ")) if lines else "its objects may be damaged")
    return done.stdout
