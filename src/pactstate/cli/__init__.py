"""The command line: the only place that prints, reads the clock or looks at the environment."""

from __future__ import annotations

import gc
import signal
from collections.abc import Sequence
from typing import Final

__all__ = ["main"]

INTERRUPTED: Final = 130
"""The exit code, as shells have it: 128 and the number of the signal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; interrupted at any point, also while importing, it is 130."""
    # What a command reads it needs to its end, so a collector would only count it over and over.
    collected = gc.isenabled()
    gc.disable()
    try:
        from pactstate.cli.app import run

        code = run(arguments)
    except KeyboardInterrupt:
        code = INTERRUPTED
    finally:
        if collected:
            gc.enable()
    if code == INTERRUPTED and arguments is None:
        # The process ends here, and whoever keeps the keys pressed is not to disturb that.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return code
