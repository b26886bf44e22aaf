"""The command line: the only place that prints, reads the clock or looks at the environment."""

# As in the package above, nothing is imported that Python has not loaded already.
import os
import sys

# The module typing takes longer to import than the command --version to run.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

INTERRUPTED = 130
"""The exit code after SIGINT, as shells report it: 128 and the number of the signal."""

CANNOT_RUN = 2
"""The exit code when the command could not do its work."""


def main(arguments: "Sequence[str] | None" = None) -> int:
    """Run the command line and return its exit code. No exception leaves it, apart from SystemExit.

    Without arguments the process is taken to be ours: those of the process are used, and SIGINT, SIGTERM and SIGHUP end
    it with 130, 143 and 129. With arguments, signals are the caller's, and a KeyboardInterrupt gives 130.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    is_own_process = arguments is None
    try:
        if is_own_process:
            # Within 'try', and first of all: Ctrl-C may come during this import.
            from pactstate.interruption import take_signals

            take_signals()
        return _run(words, is_own_process)
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001 - not even the import above has succeeded
        code = _cannot_start(error)
        if is_own_process and code == INTERRUPTED:
            # At once: while the interpreter ends in order, Ctrl-C pressed again would show a traceback.
            os._exit(code)
        return code


def _run(words: list[str], is_own_process: bool) -> int:
    """Run the command line; an exception is reported in one line."""
    try:
        if words == ["--version"]:
            from pactstate.cli.version import tell

            return tell()
        from pactstate.cli.process import run

        return run(words, is_own_process=is_own_process)
    except Exception as error:  # noqa: BLE001 - a traceback and its exit code, 1, would look like findings
        from pactstate.cli.errors import report

        return report(error, words)


def _cannot_start(error: BaseException) -> int:
    """Report an error with nothing but what Python has imported itself. Return the exit code."""
    cause: BaseException | None = error
    while cause is not None:
        # Until Python 3.12 it comes as a RuntimeError where the class of an enumeration is being made.
        if isinstance(cause, KeyboardInterrupt):
            return INTERRUPTED
        cause = cause.__cause__ or cause.__context__
    if sys.stderr is not None:
        again = ": run 'pip install --force-reinstall pactstate'" if isinstance(error, ModuleNotFoundError) else ""
        sys.stderr.write(f"pactstate: cannot start ({error!a}){again}\n")
    return CANNOT_RUN
