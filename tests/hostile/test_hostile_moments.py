"""Files that vanish, change or grow at the very moment at which they are read.

The system's calls are the places where a rival can act: each case names the call, and what happens just before it.
"""

from __future__ import annotations

import errno
import json
import mmap
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import pytest

from hostile.case import agreement
from hostile.held import complaints
from hostile.running import TODAY, Done, run

_GOOD: Final = agreement().encode()
_OTHER: Final = agreement(id="b", source="t", claim="t", stated="t").encode()
_MOST: Final = 1024 * 1024


def _gone(path: Path) -> None:
    path.unlink()


def _a_link(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("a.yaml"))


def _a_link_to_a_secret(path: Path) -> None:
    path.unlink()
    (path.parent.parent / "secret").write_text("password: hunter2\n", encoding="utf-8")
    path.symlink_to("../secret")


def _a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _grown(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"# x\n" * (_MOST // 4))


def _without_end(path: Path) -> None:
    with path.open("ab") as file:
        file.truncate(1 << 40)


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _broken(path: Path) -> None:
    path.write_bytes(b"\xff")


_SWAPS: Final = (_gone, _a_link, _a_link_to_a_secret, _a_pipe, _a_folder, _grown, _without_end, _emptied, _broken)
_LATE: Final = (_grown, _without_end, _emptied, _broken)
"""Changes to a file that is open already."""
_COMMANDS: Final = (
    (b"check", b"agreements", b"--format", b"json"),
    (b"check", b"agreements/b.yaml", b"--format", b"json"),
    (b"check", b"agreements", b"--jobs", b"2", b"--format", b"json"),
    (b"status", b"--format", b"json"),
    (b"show", b"a", b"--format", b"json"),
    (b"sources", b"--format", b"json"),
    (b"log", b"--format", b"json"),
    (b"diff", b"./base", b"agreements", b"--format", b"json"),
)


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for folder in ("agreements", "base"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.yaml").write_bytes(_GOOD)
        (tmp_path / folder / "b.yaml").write_bytes(_OTHER)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    # A file of a terabyte, though it takes no room, is nothing to keep.
    if (tmp_path / "agreements" / "b.yaml").is_file():
        (tmp_path / "agreements" / "b.yaml").unlink()


def _before(
    monkeypatch: pytest.MonkeyPatch, call: str, is_meant: Callable[..., bool], act: Callable[[], object]
) -> Callable[[], bool]:
    """Let something happen just before a call of the system, the first time that it is meant; says whether it was."""
    real: Callable[..., Any] = getattr(os, call)
    # Files are also read by processes that the command starts.
    done = mmap.mmap(-1, 1)

    def called(*arguments: Any, **more: Any) -> Any:
        if is_meant(*arguments) and not done[0]:
            done[0] = 1
            act()
        return real(*arguments, **more)

    monkeypatch.setattr(os, call, called)
    return lambda: bool(done[0])


def _is(path: Path) -> Callable[..., bool]:
    return lambda given, *_: (
        isinstance(given, (str, bytes, os.PathLike)) and os.path.abspath(os.fsdecode(given)) == str(path)
    )


def _held(done: Done, secret: bytes = b"hunter2") -> None:
    assert complaints(done, "json") == []
    assert secret not in done.out + done.err


def _rules(done: Done) -> set[str]:
    return {found["rule"] for found in json.loads(done.out)["findings"]} if done.code != 2 else set()


@pytest.mark.parametrize("command", _COMMANDS, ids=lambda command: b"-".join(command[:2]).decode().replace("/", "-"))
@pytest.mark.parametrize("swap", _SWAPS, ids=lambda swap: swap.__name__)
@pytest.mark.parametrize("call", ["lstat", "open"])
def test_a_file_swapped_before_it_is_opened(
    call: str, swap: Callable[[Path], None], command: tuple[bytes, ...], work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = work / "agreements" / "b.yaml"
    happened = _before(monkeypatch, call, _is(path), lambda: swap(path))
    done = run(*command, b"--today", TODAY)
    _held(done)
    assert happened()
    assert done.code != 0
    # A file that is named is looked for before it is read.
    is_missing = swap is _gone and b"no such file" in done.err
    if command[0] == b"check" and not is_missing:
        assert done.code == 1
        assert _rules(done) & {"unreadable-file", "limit-exceeded", "invalid-yaml"}


@pytest.mark.parametrize(
    "command", _COMMANDS[:4], ids=lambda command: b"-".join(command[:2]).decode().replace("/", "-")
)
@pytest.mark.parametrize("swap", _LATE, ids=lambda swap: swap.__name__)
def test_a_file_changed_after_it_is_opened(
    swap: Callable[[Path], None], command: tuple[bytes, ...], work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = work / "agreements" / "b.yaml"

    def is_meant(descriptor: int) -> bool:
        return os.path.samestat(real(descriptor), path.stat())

    real = os.fstat
    happened = _before(monkeypatch, "fstat", is_meant, lambda: swap(path))
    done = run(*command, b"--today", TODAY)
    _held(done)
    assert happened()
    assert done.code == 1


@pytest.mark.parametrize(
    "number",
    [
        errno.EACCES,
        errno.EPERM,
        errno.EIO,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.ELOOP,
        errno.ENAMETOOLONG,
        errno.ESTALE,
        errno.ENXIO,
        errno.EINTR,
        errno.EOVERFLOW,
        9999,
    ],
)
@pytest.mark.parametrize("call", ["lstat", "open"])
@pytest.mark.parametrize("name", ["b.yaml", "sources.yaml", "pactstate.toml"])
def test_a_file_that_the_system_refuses(
    name: str, call: str, number: int, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = work / "agreements" / name
    path.touch()

    def refuse() -> None:
        raise OSError(number, os.strerror(number), str(path))

    _before(monkeypatch, call, _is(path), refuse)
    done = run(*_COMMANDS[0], b"--today", TODAY)
    _held(done)
    # An empty pactstate.toml is as good as none, if all that fails is to ask whether it is there.
    assert done.code == (2 if name == "pactstate.toml" else 1) or (
        name == "pactstate.toml" and call == "lstat" and done.code == 0
    )
    assert name == "pactstate.toml" or _rules(done) & {"unreadable-file"}


def test_a_file_that_cannot_be_read_once_it_is_open(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = work / "agreements" / "b.yaml"
    real = os.open

    def opened(given: object, *arguments: Any, **more: Any) -> int:
        # Nothing can be read from the beginning of a process's memory, which is a regular file all the same.
        return real("/proc/self/mem" if _is(path)(given) else given, *arguments, **more)

    if not Path("/proc/self/mem").exists():
        pytest.skip("needs /proc")
    monkeypatch.setattr(os, "open", opened)
    done = run(*_COMMANDS[0], b"--today", TODAY)
    _held(done)
    assert (done.code, _rules(done)) == (1, {"unreadable-file"})


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.EMFILE])
@pytest.mark.parametrize("folder", ["agreements", "agreements/x"])
@pytest.mark.parametrize("command", _COMMANDS, ids=lambda command: b"-".join(command[:2]).decode().replace("/", "-"))
def test_a_folder_that_cannot_be_read(
    command: tuple[bytes, ...], folder: str, number: int, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (work / "agreements" / "x").mkdir()

    def refuse() -> None:
        raise OSError(number, os.strerror(number))

    happened = _before(monkeypatch, "scandir", _is(work / folder), refuse)
    done = run(*command, b"--today", TODAY)
    _held(done)
    assert happened()
    assert done.code == 2


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO])
def test_a_folder_above_that_cannot_be_read(number: int, work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (work / "x" / "agreements").mkdir(parents=True)
    (work / "x" / "agreements" / "b.yaml").write_bytes(b"\xff")

    def refuse() -> None:
        raise OSError(number, os.strerror(number))

    happened = _before(monkeypatch, "scandir", _is(work / "x"), refuse)
    done = run(b"check", b".", b"--format", b"json", b"--today", TODAY)
    _held(done)
    assert happened()
    assert done.code == 2


@pytest.mark.parametrize("command", _COMMANDS, ids=lambda command: b"-".join(command[:2]).decode().replace("/", "-"))
def test_a_folder_swapped_for_a_link_while_it_is_read(
    command: tuple[bytes, ...], work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner, outside = work / "agreements" / "x", work.parent / f"{work.name}-outside"
    inner.mkdir()
    (inner / "c.yaml").write_bytes(_OTHER)
    outside.mkdir()
    (outside / "d.yaml").write_bytes(b"password: hunter2\n")

    def swap() -> None:
        (inner / "c.yaml").unlink()
        inner.rmdir()
        inner.symlink_to(outside)

    happened = _before(monkeypatch, "scandir", _is(inner), swap)
    done = run(*command, b"--today", TODAY)
    assert happened()
    # If one file is named, only findings on it are reported.
    assert done.code != 0 or command[1] == b"agreements/b.yaml"
    assert complaints(done, "json") == []


@pytest.mark.parametrize("command", _COMMANDS, ids=lambda command: b"-".join(command[:2]).decode().replace("/", "-"))
def test_files_that_come_while_the_folder_is_read(
    command: tuple[bytes, ...], work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened = _before(
        monkeypatch,
        "open",
        _is(work / "agreements" / "a.yaml"),
        lambda: (work / "agreements" / "c.yaml").write_bytes(b"\xff"),
    )
    done = run(*command, b"--today", TODAY)
    _held(done)
    assert happened()
    assert done.code == 0


@pytest.mark.parametrize("command", _COMMANDS, ids=lambda command: b"-".join(command[:2]).decode().replace("/", "-"))
def test_a_working_directory_that_is_gone(
    command: tuple[bytes, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    done = run(*command, b"--today", TODAY)
    _held(done)
    # The packaged data stand elsewhere, where the package is installed.
    assert done.code in ((0, 2) if command[0] in (b"status", b"sources", b"log") else (2,))
