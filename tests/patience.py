"""How long a test waits for what hangs where it fails: so long that no machine, however busy, is taken to hang."""

from __future__ import annotations

from typing import Final

__all__ = ["HANGS"]

HANGS: Final = 900
"""Seconds."""
