"""Files of a git revision, read by git: a few short processes, one of which reads all blobs.

The name of a revision never reaches git as an option, and git runs no hook, no file system monitor and no transport.
See SECURITY.md.
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

__all__ = [
    "Repository",
    "find_repository",
    "has_remote",
    "listing",
    "merge_base",
    "opened",
    "remote_addresses",
    "tracks",
]

_OPTIONS: Final = (
    "--no-pager",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.bareRepository=explicit"),  # no folder of the work tree is taken for a repository
)
_VARIABLES: Final = {
    "GIT_ALLOW_PROTOCOL": "",  # nothing is fetched, even if objects are missing
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",  # no replaced objects: the history as it was committed
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
# In a git hook these variables name the repository of the hook, which may be another one than that of the folder. The
# pathspec variables contradict GIT_LITERAL_PATHSPECS.
_REMOVED_VARIABLES: Final = (
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
# Messages of git for a repository of another user: since 2.35.3, and in 2.35.2.
_OTHER_OWNER: Final = ("dubious ownership", "unsafe repository")
_FILTERED: Final = (
    "if this clone was made with a filter, run 'git fetch --refetch --no-filter' "
    "(in GitHub Actions, leave 'filter' out of actions/checkout)"
)


class _GitError(Exception):
    """git ended with an error. The message is its last fatal one."""


@attrs.frozen
class Repository:
    """Git repository, with a folder in its work tree."""

    git: str
    """Path of the git program."""
    root: Path
    """Absolute path of the root of the work tree."""
    folder: Path
    """Absolute path of the folder."""
    inner: str
    """Path of the folder from the root of the work tree; empty for the root."""
    shallow: bool
    """Whether the clone has a part of the history only."""


def find_repository(folder: Path) -> Repository | None:
    """Return the repository that holds a folder; None outside of any.

    Raises:
        RevisionError: git is missing or refuses the repository; or a link or a nested repository, which a pull request
            can contain, leads to another history than that of the caller's repository.
    """
    place = Path(os.path.abspath(folder))
    root = _root(place)
    if root is None:
        return None
    _refuse_detours(root, place, folder)
    git = _program()
    if git is None:
        raise RevisionError("git is not installed, so that no revision can be read; a folder is named as in './before'")
    try:
        answer = _run(git, root, "rev-parse", "--is-shallow-repository", "--is-inside-work-tree")
    except _GitError as error:
        raise RevisionError(_unreadable(root, folder, str(error))) from None
    shallow, inside, *_ = answer.split(b"\n")
    if inside != b"true":  # within a repository's own files
        return None
    inner = place.relative_to(root).as_posix()
    return Repository(git, root, place, "" if inner == "." else inner, shallow == b"true")


def _unreadable(root: Path, folder: Path, message: str) -> str:
    """Return why git does not read the repository of a folder, and what to do if that is known."""
    if not any(words in message for words in _OTHER_OWNER):
        return f"git cannot read the repository of {folder}: {message}"
    return (
        f"git refuses the repository of {folder}, since another user owns it: if you trust it, run "
        f"git config --global --add safe.directory {shlex.quote(str(root))}"
    )


def _root(place: Path) -> Path | None:
    """Return the nearest folder with a ``.git``, a name that git never commits."""
    return next((above for above in (place, *place.parents) if os.path.lexists(above / ".git")), None)


def _refuse_detours(root: Path, place: Path, folder: Path) -> None:
    try:
        own = _root(Path.cwd())
    except OSError:  # the working directory has been deleted
        own = None
    if own and own != root and root.is_relative_to(own):
        raise RevisionError(f"{folder} is in a repository of its own, inside of another one: change into it first")
    for above in takewhile(lambda above: above != root, (place, *place.parents)):
        if above.is_symlink():
            raise RevisionError(f"{folder} is reached by a link: name the folder that the link leads to")


def merge_base(repository: Repository, revision: str) -> str | None:
    """Return the full id of the merge base of a revision and HEAD; None if there is no such revision.

    Raises:
        RevisionError: The clone is shallow, or the two have no merge base, or several, each of which may lack records
            of the others.
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
        raise RevisionError("HEAD has no commit yet: there is nothing to compare with")
    try:
        found = _run(repository.git, repository.root, "merge-base", "--all", head, commit).decode("ascii").split()
    except _GitError:
        raise RevisionError(f"'{revision}' and HEAD have no common ancestor") from None
    if len(found) > 1:
        raise RevisionError(f"'{revision}' and HEAD have {len(found)} merge bases: merge '{revision}' into HEAD first")
    return found[0]


def _commit(repository: Repository, revision: str) -> str | None:
    if revision.startswith("-") or "\0" in revision:
        return None
    try:
        answer = _run(repository.git, repository.root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    except _GitError:
        return None
    return answer.decode("ascii").strip() if _COMMIT.fullmatch(answer) else None


def tracks(repository: Repository, path: Path) -> bool:
    """Return whether the index of git has a path, or a path below it; also True if git fails."""
    try:
        # A tracked link may lead elsewhere, and an untracked name may lead through a tracked link.
        places = (os.path.abspath(path), os.path.realpath(path))
        return bool(_run(repository.git, repository.root, "ls-files", "-z", "--", *places))
    except _GitError:
        return True


def has_remote(repository: Repository, name: str) -> bool:
    """Return whether the repository has a remote of that name, such as ``origin``."""
    try:
        return name in os.fsdecode(_run(repository.git, repository.root, "remote")).splitlines()
    except _GitError:
        return False


def remote_addresses(repository: Repository) -> list[str]:
    """Return the addresses of the remotes, that of ``origin`` first."""
    try:
        answer = _run(repository.git, repository.root, "config", "--get-regexp", r"^remote\..*\.url$")
    except _GitError:  # there is none
        return []
    pairs = (line.partition(" ") for line in os.fsdecode(answer).splitlines())
    return [address for name, _, address in sorted(pairs, key=lambda pair: pair[0] != "remote.origin.url")]


def listing(repository: Repository, commit: str) -> list[str]:
    """Return the paths of all files of a commit, from the root. Reads no file.

    Raises:
        RevisionError: Objects of the commit are missing.
    """
    answer = _list_tree(repository, commit, ["--name-only"])
    return [os.fsdecode(name) for name in answer.split(b"\0")[:-1]]


@contextmanager
def opened(repository: Repository, commit: str) -> Iterator[Snapshot]:
    """Open the folder of the repository at a commit, with the settings above it, as a store.

    Raises:
        RevisionError: Objects of the commit are missing.
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
    """Yield the files of the folder and the settings above it: path, object id, size, and why it is not read."""
    parts = repository.inner.split("/") if repository.inner else []
    above = ["/".join([*parts[:depth], name]) for depth in range(len(parts)) for name in _SETTINGS_FILES]
    wanted = [repository.inner, *above] if parts else []
    answer = _list_tree(repository, commit, ["-l"], wanted)
    for line in answer.split(b"\0")[:-1]:
        about, _, name = line.partition(b"\t")
        mode, _, oid, size = about.split()
        yield os.fsdecode(name), oid, int(size) if size.isdigit() else 0, _REFUSED.get(mode, "")


def _list_tree(repository: Repository, commit: str, options: Sequence[str], paths: Sequence[str] = ()) -> bytes:
    try:
        return _run(repository.git, repository.root, "ls-tree", "-rz", *options, commit, "--", *paths)
    except _GitError:
        # git's own message is not shown: it differs from run to run.
        raise RevisionError(
            f"git cannot list {commit[:12]}, since objects are missing or damaged: {_FILTERED}"
        ) from None


@contextmanager
def _blobs(repository: Repository) -> Iterator[Callable[[bytes], bytes]]:
    """Yield a function that reads a blob by its object id. One process reads all; it starts with the first blob."""
    command = [repository.git, *_OPTIONS, "cat-file", "--batch"]
    with ExitStack() as stack:

        @cache
        def streams() -> tuple[IO[bytes], IO[bytes]]:
            process = subprocess.Popen(  # noqa: S603 - an absolute path and constant arguments
                command,
                cwd=repository.root,
                env=_environment(repository.root),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            stack.enter_context(process)
            assert process.stdin is not None  # noqa: S101 - for the type checker
            assert process.stdout is not None  # noqa: S101 - for the type checker
            return process.stdin, process.stdout

        yield lambda oid: _blob(*streams(), oid)


def _blob(requests: IO[bytes], answers: IO[bytes], oid: bytes) -> bytes:
    try:
        requests.write(oid + b"\n")
        requests.flush()
    except BrokenPipeError:
        raise RevisionError("git has ended before every file was read") from None
    name, *rest = answers.readline().split() or [b""]
    if name != oid or len(rest) != 2:
        raise RevisionError(f"object {oid[:12].decode()} is missing: {_FILTERED}")
    size = int(rest[1])
    data = answers.read(size + 1)
    if len(data) <= size:
        raise RevisionError(f"git has ended before object {oid[:12].decode()} was read: it may be damaged")
    return data[:-1]


def _program() -> str | None:
    """Return the path of git. Relative parts of PATH are ignored: they may lead into the checked tree."""
    folders = [folder for folder in os.get_exec_path() if Path(folder).is_absolute()]
    return shutil.which("git", path=os.pathsep.join(folders)) if folders else None


def _environment(root: Path) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _REMOVED_VARIABLES}
    return kept | _VARIABLES | {"GIT_CEILING_DIRECTORIES": str(root.parent)}


def _run(git: str, root: Path, *arguments: str) -> bytes:
    """Return the output of git.

    Raises:
        _GitError: git cannot be started, or fails.
    """
    try:
        done = subprocess.run(  # noqa: S603 - an absolute path; no argument is an option unless it is constant
            [git, *_OPTIONS, *arguments],
            cwd=root,
            env=_environment(root),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise _GitError((error.strerror or str(error)).lower()) from None
    except UnicodeEncodeError:  # a name that no command line can contain
        raise _GitError("not a name that this system can write") from None
    if done.returncode:
        # Warnings, traces and messages of processes of git may come before it.
        lines = [line for line in done.stderr.decode("utf-8", "replace").splitlines() if line.startswith("fatal: ")]
        raise _GitError(lines[-1].removeprefix("fatal: ") if lines else "its objects may be damaged")
    return done.stdout
