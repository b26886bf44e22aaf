"""The command line: the only place that prints, reads the clock or looks at the environment."""

from __future__ import annotations

import gc
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; interrupted at any point, also while importing, it is 130."""
    # What a command reads it needs to its end, so a collector would only count it over and over.
    collected = gc.isenabled()
    gc.disable()
    try:
        from pactstate.cli.app import run

        return run(arguments)
    except KeyboardInterrupt:
        return 130
    finally:
        if collected:
            gc.enable()
