"""The limits of a file, checked before their cost is paid. Rule: safety.md, promise 3."""

from __future__ import annotations

from typing import Final

import attrs

__all__ = ["DEFAULT", "Limits"]


@attrs.frozen
class Limits:
    """How large and how deep a checked file may be. Raised by the caller only, never by what is checked."""

    file_bytes: int = 1024 * 1024
    settings_bytes: int = 256 * 1024
    paths: int = 100
    """Folders that settings may name."""
    depth: int = 64
    nodes: int = 200_000
    scalar: int = 64 * 1024
    """In characters."""
    key: int = 1024
    """In characters."""
    ignores: int = 200
    """Comments of ours in one file; further ones are not heeded."""
    files: int = 20_000
    """In one folder."""
    faults: int = 10_000
    """In one file; reading ends there."""


DEFAULT: Final = Limits()
