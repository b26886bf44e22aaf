"""What folders are compared with, as it is named on the command line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import attrs

from pactstate.cli.output import CannotRunError, complain, watched
from pactstate.cli.targets import is_above
from pactstate.compare import Base, Gone, RevisionError, gone_folder, gone_folders, names_folder, read_base
from pactstate.fileformat.config import Config
from pactstate.fileformat.suggest import first
from pactstate.folder.registry import Folder, FolderError

__all__ = ["complain_of_uncompared", "find_bases", "refuse_missing"]

_Answer = TypeVar("_Answer")


def find_bases(
    name: str, folders: Sequence[Folder], asked: Sequence[Path] | None, config: Config | None = None
) -> list[Base]:
    """Return the base of that name for each folder; with the settings that the caller asks for, or its own.

    ``asked`` are the paths that the caller gave: none, if the whole work tree is meant; None, if one folder is. Raises
    :class:`CannotRunError` if a base cannot be read, and if a folder of agreements is gone so that nothing in it would
    be compared: one below the paths, or any, where a folder to compare is new and might be the one that is gone.
    """
    gone = _gone_below(name, asked)
    _refuse_gone(name, [one for one in gone if not one.may_have_moved])
    bases = [_find(name, folder, config) for folder in folders]
    if names_folder(name) and len(folders) > 1:
        raise CannotRunError(f"'{name}' is the base of one folder, and there are {len(folders)}: name one of them")
    if names_folder(name):
        return bases
    moved = [os.path.abspath(base.former) for base in bases if base.former]
    if len(moved) > len(set(moved)):
        raise CannotRunError(f"several folders look like one that is gone since '{name}': compare one after the other")
    for folder, base in zip(folders, bases, strict=True):
        if base.folder is None:
            gone += _asked(partial(gone_folders, name, near=Path(folder.path)))
    _refuse_gone(name, [one for one in gone if os.path.abspath(one.path) not in moved])
    return bases


def refuse_missing(name: str, folders: Iterable[Path | None]) -> None:
    """Refuse a folder that is gone and held agreements at a base, and say how to compare the one that it became.

    Raises :class:`CannotRunError`.
    """
    for folder in folders:
        gone = _asked(partial(gone_folder, name, folder)) if folder else None
        _refuse_gone(name, [gone] if gone else [])


def _find(name: str, here: Folder, config: Config | None) -> Base:
    # Without any settings, a base that has words of its own would not be understood: the words are heeded even then.
    words = config if config and config.document else None
    base = _asked(lambda: read_base(name, here, config=words, watch=watched))
    if base.folder is None:
        return base
    return attrs.evolve(base, folder=attrs.evolve(base.folder, config=config or base.folder.config))


def _gone_below(name: str, asked: Sequence[Path] | None) -> list[Gone]:
    """The folders that are gone below the paths that hold no agreements themselves; without a path, all."""
    if asked is None or names_folder(name):
        return []
    above = [path for path in asked if is_above(path)] if asked else [None]
    return _asked(lambda: [gone for path in above for gone in gone_folders(name, path)])


def _refuse_gone(name: str, gone: Sequence[Gone]) -> None:
    if gone:
        its_base = f"the base '{gone[0].name}'" if gone[0].name else "an archive of the old one alone"
        raise CannotRunError(
            f"{gone[0].path} held agreements at '{name}', and is gone: if it has moved, compare the new folder with "
            f"{its_base}; if it was deleted on purpose, name the folders to compare"
        )


def complain_of_uncompared(paths: Sequence[str]) -> None:
    """Say on standard error which files of a base could not be compared, and what to do."""
    complain(
        f"not compared, since the base could not be understood: {first(paths)}; mend it in the base first, or let it "
        "pass with --allow-uncompared"
    )


def _asked(ask: Callable[[], _Answer]) -> _Answer:
    try:
        return ask()
    except (RevisionError, FolderError) as error:
        raise CannotRunError(str(error)) from None
