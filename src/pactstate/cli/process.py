"""The memory of a process that runs the command line."""

from __future__ import annotations

import gc

# The module typing takes longer to import than the command --version to run.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["run"]


def run(words: Sequence[str], *, is_own_process: bool) -> int:
    """Run the command line without garbage collection and return its exit code."""
    # A command needs all that it reads until its end, so a collector would only count it over and over.
    collected = gc.isenabled()
    gc.disable()
    try:
        from pactstate.cli.app import run as run_command

        return run_command(words)
    finally:
        if collected:
            gc.enable()
        if is_own_process:
            # Nor need the interpreter, which ends now, look for garbage in all that is left.
            gc.freeze()
