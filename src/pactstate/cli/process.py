"""A process that runs the command line: what an interruption does to it, and its memory."""

from __future__ import annotations

import gc
import os
import signal
import time
from collections.abc import Sequence
from types import FrameType
from typing import Final, NoReturn

from pactstate.cli import INTERRUPTED

__all__ = ["run"]

PATIENCE: Final = 2.0
"""For so many seconds the end of the work is waited for."""


def run(arguments: Sequence[str] | None) -> int:
    """Run the command line and return its exit code. What an interruption does is changed only where it is ours."""
    is_ours = arguments is None and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_ours:
        signal.signal(signal.SIGINT, _interrupt)
    # What a command reads it needs to its end, so a collector would only count it over and over.
    collected = gc.isenabled()
    gc.disable()
    try:
        # An interruption may come while this is imported.
        from pactstate.cli import app

        code = app.run(arguments)
    except KeyboardInterrupt:
        code = INTERRUPTED
    finally:
        if collected:
            gc.enable()
    if arguments is None:
        # Nor need the interpreter, which ends now, look for garbage in all that is left.
        gc.freeze()
    if is_ours and code == INTERRUPTED:
        # It also takes our handlers away.
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
