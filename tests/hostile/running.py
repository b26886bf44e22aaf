# Names of files are bytes here, since they need be no text.
# ruff: noqa: PTH109, PTH113, PTH115, PTH118, PTH123
"""Running the command line within this process, and seeing what it has written and what it has left behind."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import FrameType
from typing import Final
from unittest import mock

from pactstate.cli import main
from patience import HANGS

__all__ = ["TODAY", "Done", "Snapshot", "run", "snapshot", "working_in"]

TODAY: Final = b"2026-11-22"


@dataclass(frozen=True)
class Done:
    """Exit code and output of a run."""

    arguments: tuple[bytes, ...]
    code: int
    out: bytes
    err: bytes


class HangError(BaseException):
    """A run does not come to an end."""


def _hangs(number: int, frame: FrameType | None) -> None:
    raise HangError


@contextlib.contextmanager
def _bounded() -> Iterator[None]:
    before = signal.signal(signal.SIGALRM, _hangs)
    signal.alarm(HANGS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def working_in(folder: bytes) -> Iterator[None]:
    """Work in another folder meanwhile."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def run(*arguments: bytes, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Done:
    """Run a command as a terminal of the locale C would; whatever it raises is the test's failure."""
    out, err = io.BytesIO(), io.BytesIO()
    streams = {
        "stdin": io.TextIOWrapper(io.BytesIO(stdin), encoding="ascii"),
        "stdout": io.TextIOWrapper(out, encoding="ascii"),
        "stderr": io.TextIOWrapper(err, encoding="ascii", errors="backslashreplace"),
    }
    with _bounded(), mock.patch.multiple(sys, **streams), mock.patch.dict(os.environ, env or {}):
        code = main([os.fsdecode(argument) for argument in arguments])
        streams["stdout"].flush()
        streams["stderr"].flush()
    return Done(arguments, code, out.getvalue(), err.getvalue())


Snapshot = Mapping[bytes, tuple[object, ...]]


def snapshot(folder: bytes) -> Snapshot:
    """Everything below a folder: kind, permissions, time of change, and bytes or the link's target."""
    found: dict[bytes, tuple[object, ...]] = {}
    for here, folders, files in os.walk(folder):
        for name in (*folders, *files, b"."):
            path = os.path.join(here, name)
            about = os.lstat(path)
            found[path] = (
                about.st_mode,
                about.st_mtime_ns,
                about.st_size,
                about.st_nlink,
                _content(path, about.st_mode),
            )
    return found


def _content(path: bytes, mode: int) -> bytes:
    if os.path.islink(path):
        return os.readlink(path)
    if not os.path.isfile(path) or not mode & 0o400:
        return b""
    with open(path, "rb") as file:
        return file.read()
