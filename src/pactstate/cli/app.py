"""The command ``pactstate`` and its subcommands."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Final

import click

from pactstate.cli import CANNOT_RUN, INTERRUPTED
from pactstate.cli.errors import DEBUG
from pactstate.cli.output import CannotRunError, complain, opened
from pactstate.version import __version__

__all__ = ["app", "run"]

# Name, and what it says in the list of commands. A command's module is imported only when it runs.
COMMANDS: Final = {
    "status": "Where every agreement stands, on a day, as known by a day.",
    "show": "One agreement's history with its evidence.",
    "sources": "What each source says, and how much of it stands.",
    "check": "Validate agreement files.",
    "diff": "What has changed since a git revision, or a folder.",
    "log": "When each state became known, and from which source.",
    "graph": "States, and the path of an agreement, as a diagram.",
    "rule": "What a rule checks, why, and what to do.",
    "schema": "The JSON Schema of the files, for editors.",
}


# It has no value here: pactstate.cli.errors looks for it, also where a command cannot even be imported.
_debug: Final = click.Option(
    [DEBUG], is_flag=True, expose_value=False, help="Show the traceback of an error, for reports of faults."
)


class _Commands(click.Group):
    """Subcommands that are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"pactstate.cli.{cmd_name}").command
        # Whoever runs a command again adds the flag at the end.
        if _debug not in command.params:
            command.params.append(_debug)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean, 1 findings, 2 could not run, 130 interrupted.",
)
@click.option(DEBUG, is_flag=True, expose_value=False, help="Show the traceback of an error, for reports of faults.")
@click.version_option(__version__, message="pactstate %(version)s")
def app() -> None:
    """Follow international agreements: states, events, and who says so.

    \b
    Each is a YAML file in --data, the nearest 'agreements', or the package.
    Example: pactstate status jp-ph-raa --on 2025-09-20 --known-by 2025-08-20
    """


def run(words: Sequence[str]) -> int:
    """Run the command line and return its exit code; what click refuses is raised as :class:`CannotRunError`."""
    opened()  # click would say nothing, and be content
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
