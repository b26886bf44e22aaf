"""What a folder is held against, as it is named on the command line."""

from __future__ import annotations

from pactstate.cli.output import CannotRunError, watched
from pactstate.reading.config import Config
from pactstate.registry import Folder
from pactstate.revisions import Base, RevisionError, read_base

__all__ = ["find_base"]


def find_base(name: str, here: Folder, config: Config | None = None) -> Base:
    """The base of that name for a folder; with the given settings, or its own.

    Raises :class:`CannotRunError` if it cannot be read.
    """
    try:
        return read_base(name, here, config=config, watch=watched)
    except RevisionError as error:
        raise CannotRunError(str(error)) from None
