"""Command ``pactstate schema``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pactstate.cli.options import data_option
from pactstate.cli.output import CannotRunError, emit
from pactstate.domain.vocabulary import Vocabulary
from pactstate.fileformat.config import ConfigurationError, find_config
from pactstate.fileformat.json_schema import agreement_schema, plain_schema, sources_schema
from pactstate.storage.limits import DEFAULT
from pactstate.storage.locate import nearest_folder
from pactstate.text.escape import json_text
from pactstate.views.schemas import ANY_OUTPUT, OUTPUTS, output_schema

__all__ = ["command"]


@click.command(name="schema")
@click.argument(
    "which",
    metavar="[agreement|sources|output|COMMAND-output]",
    type=click.Choice(["agreement", "sources", ANY_OUTPUT, *OUTPUTS]),
    default="agreement",
)
@click.option("--plain", "is_plain", is_flag=True, help="Use only keywords of draft 7, for strict validators.")
@data_option
def command(which: str, is_plain: bool, data: str | None) -> int:
    """Print the JSON Schema (draft 7) of the agreement files, of the files of shared sources, or of an output.

    It includes the kinds and parties that the settings of the folder add. Editors show its description of each key.
    With --plain, the schema has only keywords of draft 7, and accepts unquoted dates in the form in which YAML
    libraries pass them on. The schema of an output, such as 'status-output', describes what the command prints with
    --format json; 'publishers-output' is that of 'sources --by-publisher', and 'output' that of any command.

    \b
    Examples:
      pactstate schema > schema/agreement.schema.json
      pactstate schema sources > schema/sources.schema.json
      pactstate schema --plain > plain.schema.json
      pactstate schema status-output
    """
    if which == ANY_OUTPUT or which in OUTPUTS:
        emit(json_text(output_schema(which)))
        return 0
    vocabulary = _vocabulary(data)
    schema = sources_schema() if which == "sources" else agreement_schema(vocabulary)
    emit(json_text(plain_schema(schema) if is_plain else schema, ascii=False))
    return 0


def _vocabulary(data: str | None) -> Vocabulary:
    """Return the words of the settings of the named folder, else of the nearest, else of the working directory."""
    nearest = nearest_folder()
    folder = Path(data) if data else Path(os.path.relpath(nearest)) if nearest else Path()
    if not folder.is_dir():
        raise CannotRunError(f"no such folder: {folder}")
    try:
        return find_config(folder, DEFAULT).vocabulary
    except ConfigurationError as error:
        raise CannotRunError(str(error)) from None
