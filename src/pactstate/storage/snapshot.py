"""Files that are not on the disk, read as though they were: those of a git revision or of an archive."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

import attrs

from pactstate.storage.disk import FolderError, UnreadableError, in_order, is_wanted
from pactstate.storage.limits import Limits

__all__ = ["Member", "RevisionError", "Snapshot"]


class RevisionError(ValueError):
    """A base that nothing can be compared with: unknown, out of reach, or no base at all. The message is one line."""


@attrs.frozen
class Member:
    """A file of a snapshot."""

    read: Callable[[], bytes]
    size: int
    refused: str = ""
    """Why it is not read, in words; empty for a regular file."""


@attrs.frozen
class Snapshot:
    """The files of a revision by name, laid over a place on the disk: a :class:`~pactstate.storage.disk.Store`."""

    members: Mapping[str, Member]
    """By path, as seen from the root of the revision, with slashes."""
    place: Path
    """An absolute path on the disk."""
    inner: str = ""
    """The path in the revision of the folder that stands at this place; empty for its root."""

    def find_files(self, folder: Path, limits: Limits, *, needed: bool = True) -> list[Path]:
        """The YAML files of a folder and its subfolders; the rest as on the disk. Links to folders are not listed."""
        above = self._name(folder)
        prefix = f"{above}/" if above else ""
        found = [
            folder / inside
            for name in self.members
            if above is not None and name.startswith(prefix) and is_wanted(name)
            for inside in [name.removeprefix(prefix)]
            if not any(part.startswith(".") for part in inside.split("/"))
        ]
        if len(found) > limits.files:
            raise FolderError(f"more than {limits.files:,} files in {folder}")
        if needed and not found:
            raise FolderError(f"no agreement files (*.yaml) in {folder}")
        return in_order(found)

    def read_bytes(self, path: Path, limits: Limits) -> bytes:
        """The bytes of a regular file. Raises :class:`UnreadableError`, also for one over the limit."""
        member = self.members.get(self._name(path) or "")
        if member is None or member.refused:
            raise UnreadableError(f"cannot be read: {member.refused if member else 'there is no such file'}")
        if member.size > limits.file_bytes:
            raise UnreadableError(f"larger than {limits.file_bytes:,} bytes", rule="limit-exceeded")
        return member.read()

    def has(self, path: Path) -> bool:
        """Whether there is a file or a folder at a path. The root of the revision is the root of a repository."""
        name = self._name(path)
        if path.name == ".git":
            return self._name(path.parent) == ""
        return name in self.members or name in self._folders

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(name[:end] for name in self.members for end, character in enumerate(name) if character == "/")

    def _name(self, path: Path) -> str | None:
        """The name in the revision of what stands at a path; None for what lies outside of it."""
        away = os.path.relpath(os.path.abspath(path), self.place)
        name = posixpath.normpath(posixpath.join(self.inner, Path(away).as_posix()))
        if name == ".":
            return ""
        return None if name.split("/")[0] == ".." else name
