"""What the shell offers for completion: ids, kinds, parties and rules.

A word that is offered ends up in a command line, so none is offered that a shell could take for more than a word. What
cannot be read is passed over in silence. Rule: safety.md, promise 6.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
import click

from pactstate.cli.options import configured_folders
from pactstate.cli.output import CannotRunError
from pactstate.fileformat.config import ConfigurationError, find_config
from pactstate.folder.registry import nearest_folder, packaged_folder, read_folder
from pactstate.rules import RULES
from pactstate.storage.disk import find_files, is_source_file
from pactstate.storage.limits import DEFAULT
from pactstate.text.escape import visible

# Every command names what its words are completed with, and is run without that a thousand times for once with it.
if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    _Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

__all__ = ["agreement_ids", "agreements_and_kinds", "kinds", "parties", "rules", "source_ids"]

_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
# Sources stand inside the files; with more of these, reading them would keep the person at the keyboard waiting.
_FEW: Final = attrs.evolve(DEFAULT, files=200)


def _completer(words: Callable[[Path], Mapping[str, str]]) -> _Completer:
    """Complete with the words of the folder that the command would read; each comes with what explains it."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        try:
            found = words(_folder(ctx.params.get("data")))
        except (OSError, ConfigurationError, CannotRunError):
            return []
        return [
            CompletionItem(word, help=visible(meaning))
            for word, meaning in found.items()
            if word.startswith(incomplete) and _WORD.fullmatch(word)
        ]

    return complete


def _folder(data: str | None) -> Path:
    named = [Path(data)] if data else configured_folders()
    return named[0] if named else nearest_folder() or packaged_folder()


def _agreement_ids(folder: Path) -> dict[str, str]:
    return {path.stem: "" for path in find_files(folder, DEFAULT) if not is_source_file(path, folder)}


def _source_ids(folder: Path) -> dict[str, str]:
    return {source.id: source.title for source in read_folder(folder, limits=_FEW).sources}


def _kinds(folder: Path) -> dict[str, str]:
    return {name: kind.title for name, kind in find_config(folder, DEFAULT).vocabulary.kinds.items()}


def _parties(folder: Path) -> Mapping[str, str]:
    return find_config(folder, DEFAULT).vocabulary.parties


agreement_ids: Final = _completer(_agreement_ids)
"""The names of the files; none is opened."""
source_ids: Final = _completer(_source_ids)
"""The sources of a folder that is not large."""
agreements_and_kinds: Final = _completer(lambda folder: _kinds(folder) | _agreement_ids(folder))
"""The names of the files, and kinds."""
kinds: Final = _completer(_kinds)
"""Kinds of agreements, with those of the settings."""
parties: Final = _completer(_parties)
"""Codes of parties, with those of the settings."""


def rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Rules by name, or by code if that is what was begun; after a comma, the next one."""
    from click.shell_completion import CompletionItem

    before, comma, begun = incomplete.rpartition(",")
    words = {rule.name: rule.code for rule in RULES.values()}
    if begun:
        words |= {rule.code: rule.name for rule in RULES.values()}
    return [
        CompletionItem(f"{before}{comma}{word}", help=meaning)
        for word, meaning in words.items()
        if word.casefold().startswith(begun.casefold())
    ]
