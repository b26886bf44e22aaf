"""Settings of a folder: which rules run, and its own kinds and parties. See docs/format.md, "Settings".

They are in ``pactstate.toml``, or in ``pyproject.toml`` under ``[tool.pactstate]``. Both are data like the files that
are checked: read with the same limits and validated whole. They cannot change limits or exit codes, or run anything
(SECURITY.md). Few folders have settings, so :mod:`pactstate.fileformat.settings` is imported only for those.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar

import attrs

from pactstate.domain.fields import repr_as_call
from pactstate.domain.kinds import KINDS, Kind
from pactstate.domain.lifecycle import EventKind
from pactstate.domain.model import NO_NEWS, Reminder
from pactstate.domain.parties import PARTIES
from pactstate.domain.vocabulary import Vocabulary, common
from pactstate.errors import PactstateError
from pactstate.fileformat.document import Document
from pactstate.findings import Location
from pactstate.rules import Selection
from pactstate.storage.disk import DISK, Store, UnreadableError
from pactstate.storage.limits import Limits
from pactstate.text.suggest import clip

__all__ = ["Config", "ConfigurationError", "find_config", "read_config"]

OWN_FILE: Final = "pactstate.toml"
"""File that holds settings of pactstate only."""
SHARED_FILE: Final = "pyproject.toml"
"""File that holds settings of several programs."""

_MAX_KEY_PARTS: Final = 128
# tomllib takes quadratic time for the parts of a dotted key.
_LONG_KEY: Final = rf"""(?<![\w-])(?>(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{_MAX_KEY_PARTS}}}"""


class ConfigurationError(PactstateError, ValueError):
    """The settings cannot be used. The message is one line that names the file and the setting."""


@attrs.frozen
class Config:
    """Settings of a folder. Without arguments, those of a folder without a file of settings."""

    document: Document | None = None
    """File that they were read from."""
    paths: tuple[str, ...] = ()
    """Folders to check when none is named, relative to the working directory."""
    selection: Selection = attrs.field(factory=Selection)
    kinds: Mapping[str, Kind] = attrs.field(factory=dict)
    parties: Mapping[str, str] = attrs.field(factory=dict)
    not_recorded: tuple[EventKind, ...] = ()
    """Events that agreements of the folder do not follow, unless they state their own."""
    reminder: Reminder = NO_NEWS
    """Time without news after which a record is to be looked at again."""
    rule_url: str | None = None
    """Address of a rule's page, with ``{name}`` for the name of the rule."""

    __repr__ = repr_as_call

    @property
    def vocabulary(self) -> Vocabulary:
        """Kinds and parties that the files of the folder may use."""
        return self.own_vocabulary or common()

    @cached_property
    def own_vocabulary(self) -> Vocabulary | None:
        """The vocabulary, or None if the settings add no word to the common one."""
        return common().extended(self.kinds, self.parties) if self.kinds or self.parties else None

    def joined(self, vocabulary: Vocabulary | None) -> Config:
        """Return the settings with additional words.

        Raises:
            ConfigurationError: A word has another meaning in the settings.
        """
        if vocabulary is None:
            return self
        kinds = _joined("kind", vocabulary.kinds, KINDS, self.kinds, self.path)
        parties = _joined("party", vocabulary.parties, PARTIES, self.parties, self.path)
        return attrs.evolve(self, kinds=kinds, parties=parties)

    @property
    def meaning(self) -> tuple[Mapping[str, Kind], Mapping[str, str], tuple[EventKind, ...]]:
        """Settings that say what a file means. A file is read alike with settings in which these are equal."""
        return self.kinds, self.parties, self.not_recorded

    @property
    def path(self) -> str:
        """Path of the file, as shown; empty if there is none."""
        return self.document.path if self.document else ""

    def location_of(self, word: str) -> Location:
        """Return the location of a word of ``select`` or ``ignore``."""
        return self._locations.get(word) or Location(self.path)

    @cached_property
    def _locations(self) -> Mapping[str, Location]:
        if not self.document:
            return {}
        from pactstate.fileformat.settings import words_of_rules

        return dict(words_of_rules(self.document, is_shared=_is_shared(Path(self.path))))


_Meaning = TypeVar("_Meaning", Kind, str)


def _joined(
    what: str, given: Mapping[str, _Meaning], common: Mapping[str, _Meaning], own: Mapping[str, _Meaning], place: str
) -> Mapping[str, _Meaning]:
    """Return the words of the settings, with the given words that the package does not have."""
    for word, meaning in given.items():
        if own.get(word, meaning) != meaning:
            raise ConfigurationError(f"vocabulary: the {what} '{word}' is defined in {place}, with another meaning")
    return {**{word: meaning for word, meaning in given.items() if common.get(word) != meaning}, **own}


def find_config(folder: Path, limits: Limits, store: Store = DISK) -> Config:
    """Return the settings of a folder of agreements: the nearest ones in it or above it.

    The search ends at the root of the git repository that holds the folder. Without one, it ends at the working
    directory if that is above the folder, else in the parent folder.

    Raises:
        ConfigurationError: The settings cannot be used.
    """
    for here in _places(folder, store):
        for name in (OWN_FILE, SHARED_FILE):
            path = here / name
            if store.has(path):
                config = read_config(path, limits, store)
                if config:
                    return config
    return Config()


def _places(folder: Path, store: Store) -> Iterator[Path]:
    try:
        working = Path.cwd()
    except OSError:  # the working directory has been deleted
        working = Path(os.sep)
    absolute = Path(os.path.normpath(working / folder))
    places = [absolute, *absolute.parents]
    root = next((place for place in places if store.has(place / ".git")), None)
    last = root or (working if working in places else places[:2][-1])
    for place in places[: places.index(last) + 1]:
        yield place if folder.is_absolute() else Path(os.path.relpath(place, working))


def read_config(path: Path, limits: Limits, store: Store = DISK) -> Config | None:
    """Return the settings of one file; None for a ``pyproject.toml`` without ``[tool.pactstate]``.

    Raises:
        ConfigurationError: The file cannot be read, is not TOML, or has an unknown or wrong setting.
    """
    import tomllib

    shown = str(path)
    try:
        narrow = attrs.evolve(limits, file_bytes=min(limits.file_bytes, limits.settings_bytes))
        text = store.read_bytes(path, narrow).decode("utf-8-sig")
        if re.search(_LONG_KEY, text):
            raise ConfigurationError(f"{shown}: a key of more than {_MAX_KEY_PARTS} parts")
        table: object = tomllib.loads(text)
    except ConfigurationError:
        raise
    except UnreadableError as error:
        raise ConfigurationError(f"{shown}: {error.reason}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{shown}: the file is not UTF-8") from None
    except RecursionError:
        raise ConfigurationError(f"{shown}: nested too deeply") from None
    except ValueError as error:  # TOMLDecodeError, and numbers too long to be read
        raise ConfigurationError(f"{shown}: this is not TOML: {clip(str(error))}") from None
    if _is_shared(path):
        for key in ("tool", "pactstate"):
            table = table.get(key) if isinstance(table, dict) else None
        if table is None:
            return None
    # Imported only here: most files pyproject.toml have no settings of ours.
    from pactstate.fileformat.settings import settings_of

    config = settings_of(Document(shown, text, None, complete=True, limits=limits), table)
    if len(config.paths) > limits.paths:
        raise ConfigurationError(f"{shown}: paths: more than {limits.paths} folders")
    return config


def _is_shared(path: Path) -> bool:
    """Return whether a file may hold settings of other programs, too."""
    return path.name == SHARED_FILE
