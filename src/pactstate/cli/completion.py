"""Completion of words in the shell: ids, kinds, parties, events, states and rules.

A completed word becomes part of a command line, so no word is offered that has a meaning for a shell. Files that
cannot be read are skipped silently. See SECURITY.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs
import click

from pactstate.cli.options import configured_folders
from pactstate.cli.output import CannotRunError
from pactstate.domain.events import EventKind, State
from pactstate.fileformat.config import ConfigurationError, find_config
from pactstate.folder.read import read_folder
from pactstate.rules import RULES
from pactstate.storage.disk import find_files, is_source_file, stem_of
from pactstate.storage.limits import DEFAULT
from pactstate.storage.locate import nearest_folder, packaged_folder
from pactstate.text.escape import visible

# Imported only for types: most runs of a command complete nothing.
if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    _Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]

__all__ = [
    "agreement_ids",
    "agreements_and_kinds",
    "claims",
    "events",
    "kinds",
    "one_of",
    "parties",
    "rules",
    "source_ids",
    "states",
]

_WORD: Final = r"[A-Za-z0-9][A-Za-z0-9_-]*"
_LIMITS: Final = attrs.evolve(DEFAULT, files=200)
"""Limits of a folder whose files are read for completion: sources stand in the files, and reading takes time."""


def _completer(words: Callable[[Path], Mapping[str, str]]) -> _Completer:
    """Return a completer with the words of the folder that the command would read, each with its explanation."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        try:
            found = words(_folder(ctx.params.get("data")))
        except (OSError, ConfigurationError, CannotRunError):
            return []
        return [
            CompletionItem(word, help=visible(meaning))
            for word, meaning in found.items()
            if word.startswith(incomplete) and re.fullmatch(_WORD, word)
        ]

    return complete


def _folder(data: str | None) -> Path:
    named = [Path(data)] if data else configured_folders()
    return named[0] if named else nearest_folder() or packaged_folder()


def _agreement_ids(folder: Path) -> dict[str, str]:
    return {stem_of(inner): "" for inner in find_files(folder, DEFAULT) if not is_source_file(inner)}


def _source_ids(folder: Path) -> dict[str, str]:
    return {source.id: source.title for source in read_folder(folder, limits=_LIMITS).sources}


def _kinds(folder: Path) -> dict[str, str]:
    return {name: kind.title for name, kind in find_config(folder, DEFAULT).vocabulary.kinds.items()}


def _parties(folder: Path) -> Mapping[str, str]:
    return find_config(folder, DEFAULT).vocabulary.parties


agreement_ids: Final = _completer(_agreement_ids)
"""Ids of agreements, from the names of the files; no file is opened."""
source_ids: Final = _completer(_source_ids)
"""Ids of sources, in folders of at most 200 files."""
agreements_and_kinds: Final = _completer(lambda folder: _kinds(folder) | _agreement_ids(folder))
"""Ids of agreements, and kinds."""
kinds: Final = _completer(_kinds)
"""Kinds of agreements, including those of the settings."""
parties: Final = _completer(_parties)
"""Codes of parties, including those of the settings."""


def one_of(words: Iterable[str]) -> _Completer:
    """Return a completer with the words of a closed list."""
    known = list(words)

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(word) for word in known if word.startswith(incomplete)]

    return complete


events: Final = one_of(EventKind)
"""Words of events."""
states: Final = one_of(State)
"""Words of states."""


def claims(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete ids of agreements and states by turns."""
    before = ctx.params.get(param.name or "") or ()
    return (states if len(before) % 2 else agreement_ids)(ctx, param, incomplete)


def rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete names of rules, also codes once a letter is typed; after a comma, complete the next one."""
    from click.shell_completion import CompletionItem

    before, comma, typed = incomplete.rpartition(",")
    words = {rule.name: rule.code for rule in RULES.values()}
    if typed:
        words |= {rule.code: rule.name for rule in RULES.values()}
    return [
        CompletionItem(f"{before}{comma}{word}", help=meaning)
        for word, meaning in words.items()
        if word.casefold().startswith(typed.casefold())
    ]
