"""Command line: the only part that prints, reads the clock or reads the environment.

Exit codes: each command returns its own. ``app`` has those of wrong usage, ``uncaught`` those of an exception that
ends a command, :mod:`pactstate.interruption` those of signals. The constants are here.
"""

# Until signals have handlers, Ctrl-C in an import shows a traceback of Python. So this module and the package above it
# import nothing at their top that Python has not loaded itself, not even typing (5 ms).
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

INTERRUPTED = 130
"""Exit code after SIGINT, as shells report it: 128 and the number of the signal."""

CANNOT_RUN = 2
"""Exit code when the command could not do its work."""

NO_MEMORY = "not enough memory: use fewer --jobs, or check fewer files at a time"
"""Message when memory has run out."""


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run the command line and return its exit code. It raises no exception but SystemExit.

    Args:
        arguments: Words of the command line. Without them, those of the process are used, and SIGINT, SIGTERM and
            SIGHUP end the process with 130, 143 and 129. With them, signals stay with the caller, and a
            KeyboardInterrupt gives 130.
    """
    try:
        return _main(sys.argv[1:] if arguments is None else list(arguments), is_own_process=arguments is None)
    except MemoryError:
        # No report yet: the traceback holds what has filled the memory, until this clause ends.
        pass
    if sys.stderr is not None:
        sys.stderr.write(f"pactstate: {NO_MEMORY}\n")
    return CANNOT_RUN


def _main(words: list[str], *, is_own_process: bool) -> int:
    """Run the command line, and report what it raises but MemoryError."""
    try:
        if is_own_process:
            # First of all, and within 'try': Ctrl-C may come during this import.
            from pactstate.interruption import take_signals

            take_signals()
        return _without_collection(words, is_own_process)
    except MemoryError:
        raise
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001 - an import may have failed
        code = _cannot_start(error)
        if is_own_process and code == INTERRUPTED:
            # End at once: a second Ctrl-C while the interpreter shuts down would show a traceback.
            os._exit(code)
        return code


def _without_collection(words: list[str], is_own_process: bool) -> int:
    """Run the command line without garbage collection.

    A command needs all that it imports and reads until its end, so that a collection would find nothing.
    """
    import gc

    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return _run(words)
    finally:
        if was_enabled:
            gc.enable()
        if is_own_process:
            # The interpreter would look for garbage in everything that is left when it ends.
            gc.freeze()


def _run(words: list[str]) -> int:
    """Run the command line; report an exception in one line, but leave MemoryError to the caller."""
    try:
        if words == ["--version"]:
            # Without click, which takes longer to import than all the rest of this command.
            from pactstate.cli.output import print_version

            return print_version()
        from pactstate.cli.app import run

        return run(words)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - a traceback ends with exit code 1, which means findings
        from pactstate.cli.uncaught import report

        return report(error, words)


def _cannot_start(error: BaseException) -> int:
    """Report an error with nothing but what Python has imported itself, and return the exit code."""
    cause: BaseException | None = error
    while cause is not None:
        # Until Python 3.12, a KeyboardInterrupt comes as a RuntimeError where the class of an enumeration is created.
        if isinstance(cause, KeyboardInterrupt):
            return INTERRUPTED
        cause = cause.__cause__ or cause.__context__
    if sys.stderr is not None:
        remedy = ": run 'pip install --force-reinstall pactstate'" if isinstance(error, ModuleNotFoundError) else ""
        sys.stderr.write(f"pactstate: cannot start ({error!a}){remedy}\n")
    return CANNOT_RUN
