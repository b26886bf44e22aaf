"""The command ``pactstate``, its subcommands, and what happens when one cannot run."""

from __future__ import annotations

import errno
import importlib
from collections.abc import Sequence
from typing import Final

import click

from pactstate.cli.output import CannotRunError, complain, opened, silence
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


_UNWRITABLE: Final = (None, errno.ENOSPC, errno.EIO, errno.EBADF, errno.EFBIG)


class _Commands(click.Group):
    """Subcommands that are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"pactstate.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit codes: 0 clean, 1 findings, 2 could not run.",
)
@click.version_option(__version__, message="pactstate %(version)s")
def app() -> None:
    """Follow international agreements: states, events, and who says so.

    Each is a YAML file in --data, the nearest 'agreements', or the package.

    Example: pactstate status jp-ph-raa --on 2025-09-20 --known-by 2025-08-20
    """


def run(arguments: Sequence[str] | None) -> int:
    """Run the command line; every way of not being able to run is one line on standard error and exit code 2."""
    try:
        opened()  # click would say nothing, and be content
        code = app.main(args=arguments, prog_name="pactstate", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        complain(error.format_message(), prefix="")
        return 2
    except click.ClickException as error:
        complain(_one_line(error))
        return 2
    except click.Abort:
        return 130
    except CannotRunError as error:
        complain(str(error))
        return 2
    except BrokenPipeError:
        return 0
    except OSError as error:
        # What click itself prints can fail here, and what a system refuses to any work.
        what = "cannot run"
        if error.errno in _UNWRITABLE:
            what = "cannot write to standard output"
            silence(opened())
        complain(f"{what}: {(error.strerror or 'it is closed').lower()}")
        return 2
    except Exception as error:  # noqa: BLE001 - no traceback, and no exit code that means something else
        complain(f"cannot go on: {type(error).__name__} in pactstate; please report it with the file that shows it")
        return 2
    return code if isinstance(code, int) else 0


def _one_line(error: click.ClickException) -> str:
    message = " ".join(error.format_message().split())
    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f" (see '{context.command_path} --help')" if context else ""
    return f"{message}{hint}"
