"""What a folder is held against, as it is named on the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from pactstate.cli.output import CannotRunError, watched
from pactstate.cli.targets import Target, is_above
from pactstate.reading.config import Config
from pactstate.registry import Folder, FolderError
from pactstate.revisions import Base, RevisionError, folders_at, read_base

__all__ = ["find_base", "refuse_gone"]


def find_base(name: str, here: Folder, config: Config | None = None) -> Base:
    """The base of that name for a folder; with the given settings, or its own.

    Raises :class:`CannotRunError` if it cannot be read.
    """
    try:
        return read_base(name, here, config=config, watch=watched)
    except RevisionError as error:
        raise CannotRunError(str(error)) from None


def refuse_gone(name: str, paths: Iterable[Path], targets: Iterable[Target]) -> None:
    """Refuse to compare where a whole folder of agreements is gone, so that nothing below it would be looked at.

    Folders below the paths are meant, where these hold no agreements themselves. Raises :class:`CannotRunError`.
    """
    here = {os.path.abspath(target.folder) for target in targets if target.folder}
    for path in filter(is_above, paths):
        try:
            gone = [folder for folder in folders_at(name, path) if os.path.abspath(folder) not in here]
        except (RevisionError, FolderError) as error:
            raise CannotRunError(str(error)) from None
        if gone:
            raise CannotRunError(f"{gone[0]} held agreements at '{name}', and is gone: name the folders to compare")
