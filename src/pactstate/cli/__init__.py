"""The command line: the only place that prints, reads the clock or looks at the environment."""

from __future__ import annotations

import gc
import os
import signal
import sys
import time
from collections.abc import Sequence
from types import FrameType
from typing import Final, NoReturn

__all__ = ["main"]

INTERRUPTED: Final = 130
"""The exit code, as shells have it: 128 and the number of the signal."""
PATIENCE: Final = 2.0
"""For so many seconds the end of the work is waited for."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; interrupted at any point, also while importing, it is 130."""
    is_ours = arguments is None and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_ours:
        signal.signal(signal.SIGINT, _interrupt)
    # What a command reads it needs to its end, so a collector would only count it over and over.
    collected = gc.isenabled()
    gc.disable()
    try:
        if (sys.argv[1:] if arguments is None else list(arguments)) == ["--version"]:
            from pactstate.cli.version import tell

            return tell()
        from pactstate.cli.app import run

        code = run(arguments)
    except KeyboardInterrupt:
        code = INTERRUPTED
    finally:
        if collected:
            gc.enable()
    if is_ours and code == INTERRUPTED:
        # The interpreter, which ends now, takes our handlers away.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    return code


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    """Put an end to the work, in order, which keys kept pressed do not disturb; those of later end the process."""
    first = time.monotonic()

    def again(_number: int, _frame: FrameType | None) -> None:
        if time.monotonic() - first > PATIENCE:
            os._exit(INTERRUPTED)

    signal.signal(signal.SIGINT, again)
    raise KeyboardInterrupt
