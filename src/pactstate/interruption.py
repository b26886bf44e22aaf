"""Signals that end the process: handlers, and functions that undo unfinished work.

An interruption is not an exception here. A ``KeyboardInterrupt`` can be raised in any callback. Its caller may wrap it
(``type.__new__`` before Python 3.12: ``RuntimeError``) or print and drop it (weak references, finalizers). So the
handler undoes unfinished work and ends the process itself. See docs/decisions/0009-interruptions.md.
"""

from __future__ import annotations

import atexit
import os
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

__all__ = ["SIGNALS", "take_signals", "undoing"]

SIGNALS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that end the process. Windows has no SIGHUP."""

_DEFAULTS = (signal.SIG_DFL, signal.default_int_handler)

_undo: list[Callable[[], object]] = []


class undoing:  # noqa: N801 - a context manager that is used like a function
    """Context in which a signal that ends the process calls a function first.

    The end of the context, also by an exception, only forgets the function. The function must not use locks or
    buffers, since it may run between any two steps of the code in the context.
    """

    def __init__(self, undo: Callable[[], object]) -> None:
        self._call = undo

    def __enter__(self) -> None:
        _undo.append(self._call)

    def __exit__(self, *_: object) -> None:
        _undo.remove(self._call)


def take_signals() -> None:
    """Install handlers that end this process in order. They ignore signals once the interpreter shuts down.

    Handlers of the caller stay, and ignored signals stay ignored: ``nohup`` and scripts start background commands so.
    """
    taken = [number for number in SIGNALS if signal.getsignal(number) in _DEFAULTS]
    for number in taken:
        signal.signal(number, _end)
    if taken:
        # At shutdown Python removes its handlers, and the exit code is decided already.
        atexit.register(_ignore, taken)


def _ignore(numbers: list[int]) -> None:
    for number in numbers:
        signal.signal(number, signal.SIG_IGN)


def _end(number: int, _frame: FrameType | None) -> None:
    """End the process with the exit code 128 plus the number of the signal, as shells report it."""
    try:
        # Further signals must not interrupt this function.
        _ignore(list(SIGNALS))
        for undo in reversed(_undo):
            try:  # noqa: SIM105 - contextlib is not imported for --version
                undo()
            except Exception:  # noqa: BLE001, S110 - the other functions must run, and there is no way to report
                pass
        # The terminal has printed ^C: start a new line for the prompt.
        if number == signal.SIGINT and os.isatty(2):
            os.write(2, b"\n")
    finally:
        os._exit(128 + number)
