"""Store of files that are not on the disk: those of a git revision or of an archive."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path

import attrs

from pactstate.errors import PactstateError
from pactstate.storage.disk import FolderError, UnreadableError, in_order, is_wanted
from pactstate.storage.limits import Limits
from pactstate.text.escape import visible

__all__ = ["Member", "RevisionError", "Snapshot"]


class RevisionError(PactstateError, ValueError):
    """The base of a comparison is unknown, cannot be read, or is not a base.

    The message is one line. Names in it are escaped, since they may come from an archive or a repository of a stranger.
    """

    def __init__(self, message: str) -> None:
        super().__init__(visible(message))


@attrs.frozen
class Member:
    """File of a snapshot."""

    read: Callable[[], bytes]
    size: int
    refused: str = ""
    """Reason why it is not read; empty for a regular file."""


@attrs.frozen
class Snapshot:
    """Files of a revision or an archive, under paths on the disk: a :class:`~pactstate.storage.disk.Store`."""

    members: Mapping[str, Member]
    """Files by their path from the root of the revision, with slashes."""
    place: Path
    """Absolute path on the disk."""
    inner: str = ""
    """Path in the revision of the folder that has this place; empty for the root of the revision."""

    def find_files(self, folder: Path, limits: Limits, *, needed: bool = True) -> list[str]:
        """Return the YAML files of a folder and its subfolders, as on the disk, but without links to folders."""
        above = self._name(folder)
        prefix = f"{above}/" if above else ""
        found = [
            inside
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

    def read_bytes(self, path: str | Path, limits: Limits) -> bytes:
        """Return the bytes of a regular file.

        Raises:
            UnreadableError: The file is missing, not regular, or larger than the limit.
        """
        member = self.members.get(self._name(path) or "")
        if member is None or member.refused:
            raise UnreadableError(f"cannot be read: {member.refused if member else 'there is no such file'}")
        if member.size > limits.file_bytes:
            raise UnreadableError(f"larger than {limits.file_bytes:,} bytes", rule="limit-exceeded")
        return member.read()

    def has(self, path: Path) -> bool:
        """Return whether there is a file or a folder at a path. The root of the revision has a ``.git``."""
        name = self._name(path)
        if path.name == ".git":
            return self._name(path.parent) == ""
        return name in self.members or name in self._folders

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(name[:end] for name in self.members for end, character in enumerate(name) if character == "/")

    def _name(self, path: str | Path) -> str | None:
        """Return the path in the revision for a path on the disk; None for a path outside of the revision."""
        away = os.path.relpath(os.path.abspath(path), self.place)
        name = posixpath.normpath(posixpath.join(self.inner, Path(away).as_posix()))
        if name == ".":
            return ""
        return None if name.split("/")[0] == ".." else name
