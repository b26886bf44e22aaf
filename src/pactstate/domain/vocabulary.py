"""Kinds and parties that files may name: those of the package, and those that a folder adds."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from pactstate.domain.kinds import KINDS, Kind
from pactstate.domain.parties import PARTIES, PARTY_CODE
from pactstate.errors import TypeRefusedError, ValueRefusedError

__all__ = ["Vocabulary", "common"]


# Copies, since a read-only view cannot be pickled.
def _kinds(kinds: Mapping[str, Kind] | Sequence[Kind]) -> Mapping[str, Kind]:
    named = [(_named(kind), kind) for kind in kinds] if isinstance(kinds, Sequence) else list(kinds.items())
    found: dict[str, Kind] = {}
    for name, kind in named:
        if name != _named(kind):
            raise ValueRefusedError(f"the kind '{kind.name}' stands under the name '{name}'")
        if found.setdefault(name, kind) != kind:
            raise ValueRefusedError(f"the kind '{name}' is defined twice, and differently")
    return found


def _named(kind: Kind) -> str:
    if not isinstance(kind, Kind):
        raise TypeRefusedError(f"a Kind is needed, not {kind!r:.60}")
    return kind.name


def _parties(parties: Mapping[str, str]) -> Mapping[str, str]:
    for code, name in parties.items():
        if not isinstance(code, str) or not re.fullmatch(PARTY_CODE, code):
            raise ValueRefusedError(f"{code!r:.60} is not a code: 2 to 16 of A-Z and 0-9, the first a letter")
        if not isinstance(name, str) or not name.strip():
            raise ValueRefusedError(f"the party {code} has no name: give one, as in {{'ASEAN': 'Association of ...'}}")
    return dict(parties)


@attrs.frozen
class Vocabulary:
    """Kinds and parties of one's own, passed to :func:`~pactstate.load` and :func:`~pactstate.check`.

    They are added to those of the package and of the folder's settings; a word that is there already, with another
    meaning, raises :class:`~pactstate.ConfigurationError` when the folder is read.

    >>> fishing = Kind("fisheries", "fishing rights", expects=[["signed"]])
    >>> words = Vocabulary([fishing], {"ASEAN": "Association of Southeast Asian Nations"})
    >>> list(words.kinds)
    ['fisheries']
    """

    kinds: Mapping[str, Kind] = attrs.field(factory=dict, converter=_kinds)
    """Kinds by name; given as a mapping, or as kinds one after the other."""
    parties: Mapping[str, str] = attrs.field(factory=dict, converter=_parties)
    """Codes with names."""

    def __hash__(self) -> int:
        # The names are enough, and take less time than all kinds.
        return hash((frozenset(self.kinds), frozenset(self.parties)))

    def extended(self, kinds: Mapping[str, Kind], parties: Mapping[str, str]) -> Vocabulary:
        """Return a vocabulary with more kinds and parties."""
        return Vocabulary({**self.kinds, **kinds}, {**self.parties, **parties})


_COMMON: Final = Vocabulary(KINDS, PARTIES)


def common() -> Vocabulary:
    """Return what every file may use: the kinds that come with the package, ISO 3166-1 codes and organisations."""
    return _COMMON
