"""Signals that end the process: taking them over, and undoing what they would leave half done.

An interruption is not an exception here. A ``KeyboardInterrupt`` can be raised in any callback, and whoever called it
may wrap it (``type.__new__`` before Python 3.12: ``RuntimeError``) or print and drop it (weak references, finalizers).
So the handler undoes what is half done and ends the process itself. See docs/decisions/0009-interruptions.md.
"""

from __future__ import annotations

import atexit
import os
import signal

# The module typing takes longer to import than the command --version to run.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

__all__ = ["SIGNALS", "take_signals", "undoing"]

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals that end the process; Windows has no SIGHUP."""

_DEFAULTS = (signal.SIG_DFL, signal.default_int_handler)

_undo: list[Callable[[], object]] = []


class undoing:  # noqa: N801 - a context manager that is used like a function
    """Context in which a signal that ends the process calls a function first.

    Leaving the context, also by an exception, only forgets the function. What it does must not depend on locks or
    buffers, since it may run between any two steps of the code within.
    """

    def __init__(self, undo: Callable[[], object]) -> None:
        self._call = undo

    def __enter__(self) -> None:
        _undo.append(self._call)

    def __exit__(self, *_: object) -> None:
        _undo.remove(self._call)


def take_signals() -> None:
    """Let the signals end this process in order, until the interpreter ends by itself; then they are ignored.

    Handlers of the caller's own are left alone, and ignored signals stay ignored: so begins a command behind ``nohup``,
    or in the background of a script.
    """
    taken = [number for number in SIGNALS if signal.getsignal(number) in _DEFAULTS]
    for number in taken:
        signal.signal(number, _end)
    if taken:
        # Python takes its handlers away before it is gone, and the exit code is settled by then.
        atexit.register(_ignore, taken)


def _ignore(numbers: list[int]) -> None:
    for number in numbers:
        signal.signal(number, signal.SIG_IGN)


def _end(number: int, _frame: FrameType | None) -> None:
    """End the process with 128 and the number of the signal, as a shell would report it."""
    try:
        # Further signals, as from keys kept pressed, must not disturb this function.
        _ignore(list(SIGNALS))
        for undo in reversed(_undo):
            try:  # noqa: SIM105 - contextlib is not imported for --version
                undo()
            except Exception:  # noqa: BLE001, S110 - the others are still to be undone, and nobody can be told
                pass
        # The terminal has shown ^C: the prompt belongs on a line of its own.
        if number == signal.SIGINT and os.isatty(2):
            os.write(2, b"\n")
    finally:
        os._exit(128 + number)
