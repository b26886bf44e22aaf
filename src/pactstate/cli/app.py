"""Command ``pactstate`` and its subcommands."""

from __future__ import annotations

import importlib
import keyword
from collections.abc import Sequence
from typing import Final

import click

from pactstate.cli import CANNOT_RUN, INTERRUPTED
from pactstate.cli.output import CannotRunError, complain, standard_output
from pactstate.cli.uncaught import DEBUG
from pactstate.version import __version__

__all__ = ["app", "run"]

COMMANDS: Final = {
    "init": "Start a folder of agreements, with CI, hook and editor set-up.",
    "status": "Show the state of every agreement, on a day, as known by a day.",
    "show": "Show the history of one agreement with its evidence.",
    "sources": "Show what each source claims, and what was rejected.",
    "check": "Check agreement files for errors.",
    "fix": "Repair what has one right repair.",
    "diff": "Show what has changed since a git revision, or a folder.",
    "log": "Show when each state became known, and from which source.",
    "verify": "Say whether a claim about a state is right.",
    "due": "Show what is coming, and what is overdue.",
    "new": "Make the file of a new agreement, with its first event.",
    "add": "Add an event, a source, a claim or a statement to a file.",
    "reject": "Reject a claim or a statement of a source, with the reason.",
    "site": "Write a web site of the agreements.",
    "export": "Export agreements as tables: CSV, SQLite, JSON Lines, Parquet, XLSX.",
    "import": "Import a spreadsheet, or the export of a register.",
    "graph": "Draw the states, or the path of an agreement, as a diagram.",
    "rule": "Explain what a rule checks, why, and what to do.",
    "schema": "Print the JSON Schema of the files, for editors.",
}
"""Name of each command, with its line in the list of commands. Its module is imported only when it runs."""

_DEBUG_HELP: Final = "Show the traceback of an error, to report a bug."

# The option has no value here: pactstate.cli.uncaught looks for the flag, even if no command can be imported.
_debug: Final = click.Option([DEBUG], is_flag=True, expose_value=False, help=_DEBUG_HELP)


class _Commands(click.Group):
    """Group of subcommands that are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = cmd_name if not keyword.iskeyword(cmd_name) else f"{cmd_name}_"
        command: click.Command = importlib.import_module(f"pactstate.cli.{module}").command
        # A person who repeats a command to see the traceback adds the flag at its end.
        for one in (command, *(command.commands.values() if isinstance(command, click.Group) else ())):
            if _debug not in one.params:
                one.params.append(_debug)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean, 1 findings, 2 could not run, 130 interrupted.",
)
@click.option(DEBUG, is_flag=True, expose_value=False, help=_DEBUG_HELP)
@click.version_option(__version__, message="pactstate %(version)s")
def app() -> None:
    """Follow international agreements: states, events, and who says so.

    \b
    Each is a YAML file in --data, the nearest 'agreements', or the package.
    Example: pactstate status jp-ph-raa --on 2025-09-20 --known-by 2025-08-20
    """


def run(words: Sequence[str]) -> int:
    """Run the command line and return its exit code.

    Raises:
        CannotRunError: click refuses the words, or standard output is closed.
    """
    standard_output()  # click would ignore that it is closed
    try:
        code = app.main(args=list(words), prog_name="pactstate", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        complain(error.format_message(), prefix="")
        return CANNOT_RUN
    except click.ClickException as error:
        raise CannotRunError(_one_line(error)) from error
    except click.Abort:
        return INTERRUPTED
    return code if isinstance(code, int) else 0


def _one_line(error: click.ClickException) -> str:
    message = " ".join(error.format_message().split())
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f" (see '{context.command_path} --help')" if context else ""
    return f"{message}{hint}"
