"""The settings of a folder: which rules speak, and kinds and parties of one's own.

They stand in ``pactstate.toml``, or in ``pyproject.toml`` under ``[tool.pactstate]``. Both are data like the files that
are checked: read with the same limits, validated whole, and without a say in limits, exit codes or what is run. Few
folders have any, so what takes them apart (:mod:`pactstate.fileformat.settings`) is imported when there are some.
Rule: format.md, safety.md.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final, TypeVar

import attrs

from pactstate.domain.kinds import KINDS, Kind
from pactstate.domain.parties import PARTIES
from pactstate.domain.vocabulary import Vocabulary, common
from pactstate.fileformat.document import Document
from pactstate.fileformat.suggest import clip
from pactstate.findings import Location
from pactstate.rules import Selection
from pactstate.storage.disk import DISK, Store, UnreadableError
from pactstate.storage.limits import Limits

__all__ = ["Config", "ConfigurationError", "find_config", "read_config"]

OWN_FILE: Final = "pactstate.toml"
SHARED_FILE: Final = "pyproject.toml"

_PARTS: Final = 128
# The parser of the standard library takes quadratic time for the parts of a key.
_LONG_KEY: Final = rf"""(?<![\w-])(?>(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{_PARTS}}}"""


class ConfigurationError(ValueError):
    """Settings that cannot be used; the message is one line that names the file and the setting."""


@attrs.frozen
class Config:
    """The settings of a folder. Without arguments: those of a folder that has none."""

    document: Document | None = None
    """Where they stand."""
    paths: tuple[str, ...] = ()
    """The folders to check when none is named, as seen from the working directory."""
    selection: Selection = attrs.field(factory=Selection)
    kinds: Mapping[str, Kind] = attrs.field(factory=dict)
    parties: Mapping[str, str] = attrs.field(factory=dict)
    rule_url: str | None = None
    """Address of a rule's page, with ``{name}`` in it for the name."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The kinds and parties that the files of the folder may name."""
        return common().extended(self.kinds, self.parties)

    @property
    def own_vocabulary(self) -> Vocabulary | None:
        """The same; None if the settings add no word to the common ones."""
        return self.vocabulary if self.kinds or self.parties else None

    def joined(self, vocabulary: Vocabulary | None) -> Config:
        """Return the same settings with the words of a caller.

        Raises :class:`ConfigurationError` for a word that has another meaning in the settings or in the package.
        """
        if vocabulary is None:
            return self
        kinds = _joined("kind", vocabulary.kinds, KINDS, self.kinds, self.place)
        parties = _joined("party", vocabulary.parties, PARTIES, self.parties, self.place)
        return attrs.evolve(self, kinds=kinds, parties=parties)

    @property
    def words(self) -> tuple[Mapping[str, Kind], Mapping[str, str]]:
        """The kinds and parties that the settings add; settings with equal words read a file alike."""
        return self.kinds, self.parties

    @property
    def place(self) -> str:
        """The file, as shown; empty when there is none."""
        return self.document.path if self.document else ""

    def place_of(self, word: str) -> Location:
        """Where a word of ``select`` or ``ignore`` stands."""
        return self._places.get(word) or Location(self.place)

    @cached_property
    def _places(self) -> Mapping[str, Location]:
        if not self.document:
            return {}
        from pactstate.fileformat.settings import words_of_rules

        return dict(words_of_rules(self.document, is_shared=_is_shared(Path(self.place))))


_Meaning = TypeVar("_Meaning", Kind, str)


def _joined(
    what: str, given: Mapping[str, _Meaning], common: Mapping[str, _Meaning], own: Mapping[str, _Meaning], place: str
) -> Mapping[str, _Meaning]:
    """The words of the settings, with those given that the package does not have."""
    for word, meaning in given.items():
        for known, where in ((common, "comes with the package"), (own, f"is defined in {place}")):
            if known.get(word, meaning) != meaning:
                raise ConfigurationError(f"vocabulary: the {what} '{word}' {where}, with another meaning")
    return {**{word: meaning for word, meaning in given.items() if word not in common}, **own}


def find_config(folder: Path, limits: Limits, store: Store = DISK) -> Config:
    """The settings of a folder of agreements: the nearest ones, in it or above it.

    Looked for up to the root of the git repository that the folder stands in; outside of one, up to the working
    directory if that lies above, else in the folder above only. Raises :class:`ConfigurationError`.
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
    except OSError:  # it has been deleted meanwhile
        working = Path(os.sep)
    absolute = Path(os.path.normpath(working / folder))
    places = [absolute, *absolute.parents]
    root = next((place for place in places if store.has(place / ".git")), None)
    last = root or (working if working in places else places[:2][-1])
    for place in places[: places.index(last) + 1]:
        yield place if folder.is_absolute() else Path(os.path.relpath(place, working))


def read_config(path: Path, limits: Limits, store: Store = DISK) -> Config | None:
    """The settings of one file; None for a ``pyproject.toml`` without a section of ours.

    Raises :class:`ConfigurationError` for a file that cannot be read, is not TOML, or holds what is no setting.
    """
    import tomllib

    shown = str(path)
    try:
        narrow = attrs.evolve(limits, file_bytes=min(limits.file_bytes, limits.settings_bytes))
        text = store.read_bytes(path, narrow).decode("utf-8-sig")
        if re.search(_LONG_KEY, text):
            raise ConfigurationError(f"{shown}: a key of more than {_PARTS} parts")
        table: object = tomllib.loads(text)
    except ConfigurationError:
        raise
    except UnreadableError as error:
        raise ConfigurationError(f"{shown}: {error.reason}") from None
    except UnicodeDecodeError:
        raise ConfigurationError(f"{shown}: the file is not UTF-8") from None
    except RecursionError:
        raise ConfigurationError(f"{shown}: nested too deep") from None
    except ValueError as error:  # TOMLDecodeError, and numbers too long to be read
        raise ConfigurationError(f"{shown}: this is not TOML: {clip(str(error))}") from None
    if _is_shared(path):
        for key in ("tool", "pactstate"):
            table = table.get(key) if isinstance(table, dict) else None
        if table is None:
            return None
    # Only now, for a project without settings of ours has such a file all the same.
    from pactstate.fileformat.settings import settings_of

    config = settings_of(Document(shown, text, None, complete=True), table)
    if len(config.paths) > limits.paths:
        raise ConfigurationError(f"{shown}: paths: more than {limits.paths} folders")
    return config


def _is_shared(path: Path) -> bool:
    """Whether a file holds the settings of other programs too."""
    return path.name == SHARED_FILE
