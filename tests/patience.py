"""Time that a test waits for a call that may hang: longer than any busy machine needs."""

from __future__ import annotations

from typing import Final

__all__ = ["HANGS"]

HANGS: Final = 900
"""Seconds."""
