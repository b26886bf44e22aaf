"""Writing of a site: the folder appears whole, or the old one stays."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pactstate.errors import PactstateError
from pactstate.folder.jobs import WorkerError
from pactstate.interruption import undoing

__all__ = ["MARKER", "OutputError", "differences", "write_site"]

MARKER: Final = ".pactstate-site"
"""File that marks a folder as a site, which may be replaced."""
_MARK: Final = "This folder is written by 'pactstate site' and replaced as a whole.\n"


class OutputError(PactstateError, OSError):
    """The folder of the site cannot be written. The message says why."""


def _refuse(out: Path) -> None:
    """Raise an error if replacing a folder would lose what is no site."""
    if out.is_symlink():
        raise OutputError(f"{out} is a symbolic link: name the folder itself")
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out} is no folder: name another one")
    if out.is_dir() and not (out / MARKER).is_file() and any(out.iterdir()):
        raise OutputError(f"{out} holds other files: name an empty folder, or one that an earlier build wrote")


def write_site(files: Iterable[tuple[str, str]], out: Path) -> int:
    """Write a site beside a folder, then put it in the folder's place, and return the number of files.

    Raises:
        OutputError: The folder holds something else, or it or a temporary file cannot be written. It is as before.
        WorkerError: A process that made files has been killed. The folder is as before.
    """
    _refuse(out)
    whole = Path(os.path.abspath(out))
    token = os.urandom(8).hex()
    new, old = whole.with_name(f".pactstate.{token}.new"), whole.with_name(f".pactstate.{token}.old")

    def restore() -> None:
        if old.exists() and not whole.exists():
            old.rename(whole)
        shutil.rmtree(new, ignore_errors=True)

    with undoing(restore):
        try:
            whole.parent.mkdir(parents=True, exist_ok=True)
            new.mkdir()
            count = _write(_with_marker(files), new)
            if whole.exists():
                whole.rename(old)
            new.rename(whole)
        except (OutputError, WorkerError):
            restore()
            raise
        except OSError as error:
            restore()
            raise OutputError(f"cannot write {out}: {(error.strerror or str(error)).lower()}") from None
        except BaseException:
            restore()
            raise
    shutil.rmtree(old, ignore_errors=True)
    return count


def _write(files: Iterable[tuple[str, str]], new: Path) -> int:
    """Write files into a new folder, and return their number. Texts of the same file follow each other in it."""
    count, folder, name = 0, new, ""
    for path, text in files:
        parent, _, last = path.rpartition("/")
        if parent != name:
            folder, name = new / parent, parent
            folder.mkdir(parents=True, exist_ok=True)
        with open(f"{folder}/{last}", "ab") as stream:  # noqa: PTH123 - a path object costs as much as the file
            # Only the first text of a file finds it empty.
            count += stream.tell() == 0
            stream.write(text.encode("utf-8"))
    return count


def _with_marker(files: Iterable[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    yield MARKER, _MARK
    yield from files


def differences(files: Iterable[tuple[str, str]], out: Path) -> list[str]:
    """Return the paths of files that are missing, different or too many in a folder, in order."""
    there = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} if out.is_dir() else set()
    wrong: set[str] = set()
    sizes: dict[str, int] = {}
    for path, text in _with_marker(files):
        start, expected = sizes.get(path, 0), text.encode("utf-8")
        sizes[path] = start + len(expected)
        if path in there and path not in wrong:
            with (out / path).open("rb") as stream:
                stream.seek(start)
                if stream.read(len(expected)) == expected:
                    continue
        wrong.add(path)
    wrong.update(path for path, size in sizes.items() if path in there and (out / path).stat().st_size != size)
    return sorted(wrong | there.difference(sizes))
