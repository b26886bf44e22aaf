"""Base of a comparison, as it is named on the command line with ``--against BASE`` or ``diff BASE``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import attrs

from pactstate.cli.output import CannotRunError, complain, with_progress
from pactstate.compare import Base, Gone, RevisionError, gone_folder, gone_folders, names_folder, read_base
from pactstate.fileformat.config import Config
from pactstate.folder.read import Folder, FolderError
from pactstate.storage.locate import may_hold_folders
from pactstate.text.suggest import first

__all__ = ["find_bases", "refuse_missing", "warn_of_uncompared"]

_Answer = TypeVar("_Answer")


def find_bases(
    name: str,
    folders: Sequence[Folder],
    paths: Sequence[Path] | None,
    config: Config | None = None,
    *,
    keeps: bool = False,
) -> list[Base]:
    """Return the base of that name for each folder.

    Args:
        name: Name of the base, as the user wrote it.
        folders: Folders to compare.
        paths: Paths that the user named. An empty list means the whole work tree, None a folder from elsewhere.
        config: Settings that the user named; None for each base's own.
        keeps: Whether the bases are to be checked, and keep their texts and trees for that.

    Raises:
        CannotRunError: A base cannot be read; or a folder of agreements was deleted or moved since, so that nothing in
            it would be compared: one below the paths, or, where a folder is new and may be the moved one, any.
    """
    gone = _gone_below(name, paths)
    _refuse_gone(name, [one for one in gone if not one.may_have_moved])
    bases = [_read_base(name, folder, config, keeps=keeps) for folder in folders]
    if names_folder(name) and len(folders) > 1:
        raise CannotRunError(f"'{name}' is the base of one folder, and there are {len(folders)}: name one of them")
    if names_folder(name):
        return bases
    moved = [os.path.abspath(base.former) for base in bases if base.former]
    if len(moved) > len(set(moved)):
        raise CannotRunError(
            f"several folders may be one that was moved since '{name}': compare each of them separately"
        )
    for folder, base in zip(folders, bases, strict=True):
        if base.folder is None:
            gone += _or_cannot_run(partial(gone_folders, name, near=Path(folder.path)))
    _refuse_gone(name, [one for one in gone if os.path.abspath(one.path) not in moved])
    return bases


def refuse_missing(name: str, folders: Iterable[Path | None]) -> None:
    """Refuse a folder that does not exist but held agreements at a base, and say how to compare the new one.

    Raises:
        CannotRunError: There is such a folder.
    """
    for folder in folders:
        gone = _or_cannot_run(partial(gone_folder, name, folder)) if folder else None
        _refuse_gone(name, [gone] if gone else [])


def _read_base(name: str, folder: Folder, config: Config | None, *, keeps: bool) -> Base:
    # --isolated: the base is read with its own kinds and parties all the same, else it could not be understood.
    words = config if config and config.document else None
    base = _or_cannot_run(lambda: read_base(name, folder, config=words, progress=with_progress, keeps=keeps))
    if base.folder is None:
        return base
    return attrs.evolve(base, folder=attrs.evolve(base.folder, config=config or base.folder.config))


def _gone_below(name: str, paths: Sequence[Path] | None) -> list[Gone]:
    """Return the folders that are gone below the paths that hold no agreements themselves; without a path, all."""
    if paths is None or names_folder(name):
        return []
    above = [path for path in paths if may_hold_folders(path)] if paths else [None]
    return _or_cannot_run(lambda: [gone for path in above for gone in gone_folders(name, path)])


def _refuse_gone(name: str, gone: Sequence[Gone]) -> None:
    if gone:
        its_base = f"the base '{gone[0].name}'" if gone[0].name else "an archive of the old one alone"
        raise CannotRunError(
            f"{gone[0].path} held agreements at '{name}', and is gone: if it has moved, compare the new folder with "
            f"{its_base}; if it was deleted on purpose, name the folders to compare"
        )


def warn_of_uncompared(paths: Sequence[str]) -> None:
    """Write to standard error which files of a base could not be compared, and what to do."""
    complain(
        f"not compared, since the base could not be understood: {first(paths)}; repair it in the base first, or ignore "
        "this with --allow-uncompared"
    )


def _or_cannot_run(ask: Callable[[], _Answer]) -> _Answer:
    """Return the answer; an error of the base or the folder ends the command."""
    try:
        return ask()
    except (RevisionError, FolderError) as error:
        raise CannotRunError(str(error)) from None
