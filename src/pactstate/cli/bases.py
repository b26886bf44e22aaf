"""What a folder is held against, as it is named on the command line."""

from __future__ import annotations

from pathlib import Path

from pactstate.cli.output import CannotRunError, watched
from pactstate.reading.config import Config
from pactstate.registry import Folder
from pactstate.revisions import Base, RevisionError, read_base

__all__ = ["find_base"]


def find_base(name: str | None, here: Folder, place: Path | None, config: Config | None) -> Base | None:
    """The base of that name for a folder; None if none is named.

    Raises :class:`CannotRunError` if it cannot be read, and for a text that stands in no folder (``place``).
    """
    if name is None:
        return None
    if place is None:
        raise CannotRunError("--against needs a folder to compare with: say --stdin-filename, or --data")
    try:
        return read_base(name, here, config=config, watch=watched)
    except RevisionError as error:
        raise CannotRunError(str(error)) from None
