"""``pactstate schema``."""

from __future__ import annotations

import os
from pathlib import Path

import click

from pactstate.cli.options import data_option
from pactstate.cli.output import CannotRunError, emit
from pactstate.domain.vocabulary import Vocabulary
from pactstate.fileformat.config import ConfigurationError, find_config
from pactstate.fileformat.json_schema import agreement_schema, sources_schema
from pactstate.folder.registry import nearest_folder
from pactstate.reading.plain import plain
from pactstate.storage.limits import DEFAULT
from pactstate.text.escape import json_text

__all__ = ["command"]


@click.command(name="schema")
@click.argument(
    "which", metavar="[agreement|sources]", type=click.Choice(["agreement", "sources"]), default="agreement"
)
@click.option("--plain", "is_plain", is_flag=True, help="Only keywords of draft 7, for strict validators.")
@data_option
def command(which: str, is_plain: bool, data: str | None) -> int:
    """The JSON Schema (draft 7) of the agreement files, or of the files of shared sources.

    Kinds and parties that the settings of the folder add are part of it. Editors show what it says of each key; how to
    tell them of it stands in the README. With --plain, the schema has no keyword that only editors know, and accepts
    the dates that a reader of YAML makes of unquoted ones.

    \b
    Examples:
      pactstate schema > schema/agreement.schema.json
      pactstate schema sources > schema/sources.schema.json
      pactstate schema --plain > plain.schema.json
    """
    vocabulary = _vocabulary(data)
    schema = sources_schema() if which == "sources" else agreement_schema(vocabulary)
    emit(json_text(plain(schema) if is_plain else schema, ascii=False))
    return 0


def _vocabulary(data: str | None) -> Vocabulary:
    """The words that the settings of the folder allow: of the one named, else of the nearest, else of this one."""
    nearest = nearest_folder()
    folder = Path(data) if data else Path(os.path.relpath(nearest)) if nearest else Path()
    if not folder.is_dir():
        raise CannotRunError(f"no such folder: {folder}")
    try:
        return find_config(folder, DEFAULT).vocabulary
    except ConfigurationError as error:
        raise CannotRunError(str(error)) from None
