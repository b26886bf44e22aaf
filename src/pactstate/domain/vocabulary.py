"""Kinds and parties that files may name: those of the package, and those that a folder adds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final, cast

import attrs

from pactstate.domain.fields import PARTY_CODE, each, refuse_no_name, repr_as_call
from pactstate.domain.kinds import KINDS, Kind
from pactstate.domain.parties import ORGANISATIONS, PARTIES
from pactstate.errors import TypeRefusedError, ValueRefusedError

__all__ = ["Vocabulary", "common"]


# Copies, since a read-only view cannot be pickled.
def _kinds(kinds: Mapping[str, Kind] | Iterable[Kind]) -> Mapping[str, Kind]:
    by_name = cast("Mapping[str, Kind]", kinds) if isinstance(kinds, Mapping) else None
    given = cast("Iterable[Kind]", kinds) if by_name is None else by_name.values()
    several = each(given, Kind, "Vocabulary.kinds")
    names = [kind.name for kind in several] if by_name is None else list(by_name)
    found: dict[str, Kind] = {}
    for name, kind in zip(names, several, strict=True):
        if KINDS.get(name, kind) != kind:
            raise ValueRefusedError(
                f"the kind '{name}' comes with the package, with another meaning: take another name"
            )
        if name != kind.name:
            raise ValueRefusedError(f"the kind '{kind.name}' stands under the name '{name}'")
        if found.setdefault(name, kind) != kind:
            raise ValueRefusedError(f"the kind '{name}' is defined twice, and differently")
    return found


def _parties(parties: Mapping[str, str]) -> Mapping[str, str]:
    if not isinstance(parties, Mapping):
        raise TypeRefusedError(f"Vocabulary.parties takes names by code, not {parties!r:.60}")
    for code, name in parties.items():
        if not isinstance(code, str) or not re.fullmatch(PARTY_CODE, code):
            raise ValueRefusedError(f"{code!r:.60} is not a code: 2 to 16 of A-Z and 0-9, the first a letter")
        if not isinstance(name, str) or not name.strip():
            raise ValueRefusedError(f"the party {code} has no name: give one, as in {{'ASEAN': 'Association of ...'}}")
        refuse_no_name(name, f"the name of the party {code}")
        # A folder may have named an organisation before the package did.
        if code not in ORGANISATIONS and PARTIES.get(code, name) != name:
            raise ValueRefusedError(f"the code '{code}' is that of {PARTIES[code]}: take another code")
    return dict(parties)


def _know_codes(vocabulary: Vocabulary, field: object, parties: Mapping[str, str]) -> None:
    for kind in vocabulary.kinds.values():
        for code in kind.approvals:
            if code not in parties and code not in PARTIES and code != "*":
                raise ValueRefusedError(
                    f"the kind '{kind.name}' needs the approval of '{code}', which is not the code of a party: "
                    f"add it, as in parties={{'{code}': 'its name'}}"
                )


@attrs.frozen
class Vocabulary:
    """Kinds and parties of one's own, passed to functions that read or check, and to :class:`~pactstate.Agreement`.

    They are added to those of the package and of the folder's settings. A word that the package has, with another
    meaning, raises :class:`~pactstate.ValueRefusedError`; one that the settings have,
    :class:`~pactstate.ConfigurationError` when the folder is read.

    >>> fishing = Kind("fisheries", "fishing rights", expects=[["signed"]])
    >>> words = Vocabulary([fishing], {"ASEAN": "Association of Southeast Asian Nations"})
    >>> list(words.kinds)
    ['fisheries']
    """

    kinds: Mapping[str, Kind] = attrs.field(factory=dict, converter=_kinds)
    """Kinds by name; given as a mapping, or as kinds one after the other."""
    parties: Mapping[str, str] = attrs.field(factory=dict, converter=_parties, validator=_know_codes)
    """Codes with names."""

    __repr__ = repr_as_call

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
