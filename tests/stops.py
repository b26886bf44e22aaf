"""A process that is stopped before and after each of its system calls, by way of ptrace. Linux only.

What is on the disk at a stop is what a process that is killed there leaves behind.
"""

from __future__ import annotations

import ctypes
import errno
import os
import signal
import sys
from collections.abc import Callable, Generator
from typing import Final

__all__ = ["can_trace", "stops"]

_TRACEME: Final = 0
_SYSCALL: Final = 24
_REFUSED: Final = 77
"""Exit code of a child that the system does not let be traced."""


def _ptrace(request: int, pid: int, data: int = 0) -> int:
    call = ctypes.CDLL(None, use_errno=True).ptrace
    call.argtypes, call.restype = [ctypes.c_long] * 4, ctypes.c_long
    return int(call(request, pid, 0, data))


def _work_in_child(work: Callable[[], object]) -> None:
    # A measurement of coverage makes os._exit write its data first, in thousands of system calls.
    leave = ctypes.CDLL(None)._exit
    code = 1
    try:
        if _ptrace(_TRACEME, 0):
            leave(_REFUSED)
        os.kill(os.getpid(), signal.SIGSTOP)
        result = work()
        code = result if isinstance(result, int) else 0
    finally:
        leave(code)


def stops(work: Callable[[], object]) -> Generator[int, None, None]:
    """Do some work in a process of its own, and yield the number of each stop, before and after every system call.

    The exit code of the process is that of the work; it must be 0. A caller that goes no further kills the process.
    """
    child = os.fork()
    if not child:
        _work_in_child(work)
    number = 0
    try:
        _, status = os.waitpid(child, 0)
        while os.WIFSTOPPED(status):
            yield number
            number += 1
            stopped_by = os.WSTOPSIG(status)
            _ptrace(_SYSCALL, child, 0 if stopped_by in (signal.SIGTRAP, signal.SIGSTOP) else stopped_by)
            _, status = os.waitpid(child, 0)
        child = 0
        code = os.waitstatus_to_exitcode(status)
        if code == _REFUSED:
            raise PermissionError(errno.EPERM, "this system lets no process be traced")
        assert code == 0, code
    finally:
        if child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def can_trace() -> bool:
    """Return whether processes can be stopped at their system calls here."""
    if sys.platform != "linux":
        return False
    try:
        return len(list(stops(lambda: None))) > 0
    except PermissionError:
        return False
