"""Draw the layers in ``CONTRIBUTING.md`` from the import contract. Run as ``python docs/make_layers.py``.

The contract is the first one of type ``layers`` in ``pyproject.toml``. import-linter holds the code to it.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

__all__ = ["PAGE", "layers", "main", "with_layers"]

ROOT: Final = Path(__file__).parent.parent
PAGE: Final = ROOT / "CONTRIBUTING.md"

_PURPOSE: Final[Mapping[str, str]] = {
    "cli": "one module per command; the only code that prints, or reads the clock and the environment",
    "api": "`load`, `check` and the other functions for Python",
    "site": "the web site of a folder: the plane of answers, pages and their templates",
    "lifecycle": "the lifecycle by itself: public names of `domain`",
    "model": "the lists of words: public names of `domain` and `findings`",
    "reports": "one module per output format of `check`",
    "editing": "additions to the text of a file, in its own style",
    "exchange": "spreadsheets and registers in, files of tables out",
    "views": "tables, histories, diagrams: what the other commands print",
    "checks": "the runner, and the rules in `checks/rules/`",
    "compare": "two versions of the records, entry by entry",
    "folder": "finds and reads the files of a folder",
    "tables": "agreements as tables: columns with descriptions, and rows",
    "fileformat": "keys and words of the files; settings; comments that silence; the JSON Schema",
    "storage": "where bytes come from: disk, git, tar archive",
    "rules": "the catalogue of rules: code, name, severity",
    "findings": "findings and reports as values",
    "domain": "what an agreement is; pure, no input or output",
    "text": "escaping for every target, as types",
    "smallyaml": "a strict small YAML with positions; knows nothing of agreements",
    "interruption": "what to undo when a signal ends the process",
    "version": "the version",
    "dataframe": "a table of pandas or polars, whichever is installed",
    "errors": "the base of all errors",
    "deprecation": "former public names, which stay for one minor version",
}


def layers() -> Sequence[Sequence[str]]:
    """Return the layers of the contract, the highest first; the modules of one layer do not import each other."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contract = next(item for item in project["tool"]["importlinter"]["contracts"] if item["type"] == "layers")
    return [[module.strip().removeprefix("pactstate.") for module in row.split("|")] for row in contract["layers"]]


def with_layers(page: str) -> str:
    """Return the text of the page with the picture and the table of the layers as they should be."""
    rows = layers()
    arrows = [f"    {' & '.join(upper)} --> {' & '.join(lower)}" for upper, lower in itertools.pairwise(rows)]
    picture = "\n".join(("```mermaid", "flowchart TD", *arrows, "```"))
    table = "\n".join(
        (
            "| `src/pactstate/...` | holds |",
            "|---|---|",
            *(f"| `{_file(module)}` | {_PURPOSE[module]} |" for row in rows for module in row),
        )
    )
    part = f"<!-- layers -->\n\n{picture}\n\n{table}\n\n<!-- end -->"
    return re.sub(r"(?s)<!-- layers -->\n.*?<!-- end -->", lambda _: part, page)


def _file(module: str) -> str:
    return f"{module}.py" if (ROOT / "src" / "pactstate" / f"{module}.py").is_file() else f"{module}/"


def main() -> None:
    """Write the page anew."""
    PAGE.write_text(with_layers(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
