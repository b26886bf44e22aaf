"""What a folder is held against, as it is named on the command line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import attrs

from pactstate.cli.output import CannotRunError, watched
from pactstate.cli.targets import is_above
from pactstate.reading.config import Config
from pactstate.registry import Folder, FolderError
from pactstate.revisions import Base, RevisionError, gone_folders, read_base

__all__ = ["find_base", "refuse_gone"]

_Answer = TypeVar("_Answer")


def find_base(name: str, here: Folder, config: Config | None = None) -> Base:
    """The base of that name for a folder; with the settings that the caller asks for, or its own.

    Raises :class:`CannotRunError` if it cannot be read, or holds no agreements there, but in a folder that is gone.
    """
    # Without any settings, a base that has words of its own would not be understood: the words are heeded even then.
    words = config if config and config.document else None
    base = _asked(lambda: read_base(name, here, config=words, watch=watched))
    if base.folder is None:
        _refuse(name, None)
        return base
    return attrs.evolve(base, folder=attrs.evolve(base.folder, config=config or base.folder.config))


def refuse_gone(name: str, paths: Sequence[Path]) -> None:
    """Refuse to compare where a whole folder of agreements is gone, so that nothing in it would be looked at.

    Folders below the paths are meant, where these hold no agreements themselves; without a path, those of the whole
    work tree. Raises :class:`CannotRunError`.
    """
    for above in [path for path in paths if is_above(path)] if paths else [None]:
        _refuse(name, above)


def _refuse(name: str, above: Path | None) -> None:
    gone = _asked(lambda: gone_folders(name, above))
    if gone:
        raise CannotRunError(f"{gone[0]} held agreements at '{name}', and is gone: name the folders to compare")


def _asked(ask: Callable[[], _Answer]) -> _Answer:
    try:
        return ask()
    except (RevisionError, FolderError) as error:
        raise CannotRunError(str(error)) from None
