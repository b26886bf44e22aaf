"""Writing of whole files: a reader sees the former content or the new one, never a part."""

from __future__ import annotations

import codecs
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pactstate.interruption import undoing
from pactstate.storage.disk import UnreadableError, link_on_the_way, read_bytes
from pactstate.storage.limits import Limits

__all__ = ["RECORDS", "create_file", "draft_folder", "replace_file", "replace_unchanged"]

RECORDS: Final = (".yaml", ".yml", ".toml")
"""Endings of records and settings, over which nothing else is written."""


def replace_unchanged(path: Path, old: str, new: str, limits: Limits) -> None:
    """Replace the text of a file, which keeps its mode and its byte order mark, if it still is the old one.

    Raises:
        UnreadableError: The file is missing, behind a link, no regular file, or has changed since it was read.
        OSError: The file cannot be written.
    """
    link = link_on_the_way(path)
    if link:
        raise UnreadableError(f"cannot be written: {link} is a link, and links are not followed")
    data = read_bytes(path, limits)
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""

    def refuse_change() -> None:
        if read_bytes(path, limits) != mark + old.encode():
            raise UnreadableError("has changed since it was read: run the command again")

    refuse_change()
    # Another writer may come while the draft is written, so the file is compared again right before the renaming.
    replace_file(path, mark + new.encode(), before=refuse_change)


def replace_file(path: Path, data: bytes, *, before: Callable[[], None] = lambda: None) -> None:
    """Write a draft beside the file, and rename it to the file in one step. Nothing else stays behind.

    Args:
        path: File.
        data: Bytes to write.
        before: Function to call right before the renaming; if it raises an error, the file stays.

    Raises:
        OSError: The file cannot be written.
    """
    with _draft_beside(path, data) as draft:
        draft.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
        before()
        draft.replace(path)


def create_file(path: Path, data: bytes) -> None:
    """Write a draft beside a new file, and give it the name of the file in one step.

    Raises:
        FileExistsError: Something has this name.
        UnreadableError: A link is on the way to the file.
        OSError: The file cannot be written.
    """
    link = link_on_the_way(path.parent)
    if link:
        raise UnreadableError(f"cannot be written: {link} is a link, and links are not followed")
    with _draft_beside(path, data) as draft:
        try:
            # Unlike a renaming, a link never replaces what another writer has made meanwhile.
            os.link(draft, path)
        except OSError:
            # Some file systems, such as FAT, have no links.
            if os.path.lexists(path):
                raise
            draft.replace(path)


@contextmanager
def _draft_beside(path: Path, data: bytes) -> Iterator[Path]:
    """Write a draft in the folder of a file; at the end it has become the file, or is removed."""
    # The name is chosen before the file exists, so that an interruption at any moment can remove the draft.
    draft = path.with_name(f".pactstate.{os.urandom(8).hex()}")

    def remove() -> None:
        draft.unlink(missing_ok=True)

    with undoing(remove):
        try:
            with draft.open("xb") as stream:
                stream.write(data)
            yield draft
        finally:
            remove()


@contextmanager
def draft_folder(near: Path) -> Iterator[Path]:
    """Create a folder in another one, for files that are moved from there when they are whole; remove it at the end.

    Raises:
        OSError: The folder cannot be created.
    """
    draft = near / f".pactstate.{os.urandom(8).hex()}"

    def remove() -> None:
        shutil.rmtree(draft, ignore_errors=True)

    with undoing(remove):
        try:
            draft.mkdir(parents=True)
            yield draft
        finally:
            remove()


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
