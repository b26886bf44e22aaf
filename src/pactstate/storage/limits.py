"""Limits of files and folders, checked before their cost is paid. SECURITY.md lists them."""

from __future__ import annotations

from typing import Final

import attrs

from pactstate.domain.fields import MAX_CLAIMS, MAX_ID, MAX_MARKS, MAX_PARTIES, MAX_SETTING, MAX_TITLE, repr_as_call
from pactstate.smallyaml import YamlLimits

__all__ = ["DEFAULT", "Limits"]


@attrs.frozen
class Limits(YamlLimits):
    """Size and number of files that are read. Only the caller raises them, never a file."""

    file_bytes: int = 1024 * 1024
    """Bytes of an agreement file."""
    id: int = MAX_ID
    """Characters of the id of an agreement or a source."""
    title: int = MAX_TITLE
    """Characters of the title of an agreement or a source."""
    parties: int = MAX_PARTIES
    """Parties of an agreement."""
    marks: int = MAX_MARKS
    """Parties times entries that speak for all of them: each sets a mark for each party."""
    claims: int = MAX_CLAIMS
    """Claims of the entries of an agreement."""
    settings_bytes: int = 256 * 1024
    """Bytes of a settings file."""
    paths: int = 100
    """Folders that a settings file may name."""
    settings_values: int = 2_000
    """Keys and values of a settings file, such as kinds, parties and rules."""
    settings_text: int = MAX_SETTING
    """Characters of one of them, such as the title of a kind."""
    ignores: int = 200
    """Comments of ours in one file. Further ones have no effect."""
    files: int = 20_000
    """Files in one folder."""

    __repr__ = repr_as_call


DEFAULT: Final = Limits()
