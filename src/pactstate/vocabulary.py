"""The words that files may use for kinds and parties: the package's own, and those that a folder adds for itself."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import attrs

from pactstate.kinds import Kind, all_kinds
from pactstate.parties import PARTIES

__all__ = ["Vocabulary", "common"]


# Copies, since a read-only view cannot be pickled.
def _kinds(kinds: Mapping[str, Kind]) -> Mapping[str, Kind]:
    return dict(kinds)


def _parties(parties: Mapping[str, str]) -> Mapping[str, str]:
    return dict(parties)


@attrs.frozen(eq=False)
class Vocabulary:
    """Which kinds and which parties there are."""

    kinds: Mapping[str, Kind] = attrs.field(converter=_kinds)
    parties: Mapping[str, str] = attrs.field(converter=_parties)
    """Codes with names."""

    def extended(self, kinds: Mapping[str, Kind], parties: Mapping[str, str]) -> Vocabulary:
        """The same with more words."""
        return Vocabulary({**self.kinds, **kinds}, {**self.parties, **parties})


def common() -> Vocabulary:
    """What every file may use: all kinds known to this process, ISO 3166-1 codes and the organisations."""
    return _common(tuple(all_kinds()))


# A kind that is known stays as it is, so their names tell whether there are others meanwhile.
@lru_cache(maxsize=8)
def _common(_names: tuple[str, ...]) -> Vocabulary:
    return Vocabulary(all_kinds(), PARTIES)
