"""Commands that the harness measures: ours, those of other tools, and the yardstick.

Each other tool has the easiest task that is still a comparison: yamllint its relaxed rules without ``line-length``,
check-jsonschema our own schema (with libyaml to read), yamale a schema that says the same, in one process. None of
them checks dates, orders, sources or links.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

__all__ = ["HERE", "OURS", "TODAY", "checks", "load", "ours", "tool", "yardstick"]

HERE: Final = Path(__file__).parent
OURS: Final = "pactstate"
TODAY: Final = "2026-11-22"
_RELAXED: Final = "{extends: relaxed, rules: {line-length: disable}}"

_SOURCES: Final = r"/agreements/sources[./]"

# Impossible days raise ValueError and more besides.
_YARDSTICK: Final = """
import contextlib, pathlib, sys, yaml
for path in sorted(pathlib.Path(sys.argv[1]).rglob("*.yaml")):
    text = path.read_text(encoding="utf-8")
    with contextlib.suppress(Exception):
        yaml.load(text, Loader=yaml.CSafeLoader)
"""
_LOAD: Final = """
import pathlib, pactstate, sys
kept = [pactstate.load(folder) for folder in sorted(pathlib.Path(sys.argv[1]).rglob("agreements"))]
"""


def tool(name: str) -> str:
    """Return the path of a command in the environment of this Python."""
    return str(Path(sys.executable).with_name(name))


def ours(*arguments: str) -> list[str]:
    """Return a command line of pactstate."""
    return [tool("pactstate"), *arguments]


def yardstick(corpus: Path) -> list[str]:
    """Return the command that parses every file with PyYAML's C parser and throws the result away."""
    return [sys.executable, "-c", _YARDSTICK, str(corpus)]


def load(corpus: Path) -> list[str]:
    """Return the command that loads every folder of a corpus and keeps the agreements."""
    return [sys.executable, "-c", _LOAD, str(corpus)]


def checks(corpus: Path, schema: Path) -> Mapping[str, Sequence[str]]:
    """Return the commands that check a corpus of one folder, ours first; ``schema`` is our JSON Schema."""
    files = [str(path) for path in sorted((corpus / "agreements").glob("*.yaml")) if path.stem != "sources"]
    return {
        OURS: ours("check", str(corpus), "--today", TODAY, "--jobs", "1"),
        "yamllint": [tool("yamllint"), "-d", _RELAXED, "-f", "parsable", str(corpus)],
        "check-jsonschema": [tool("check-jsonschema"), "--schemafile", str(schema), *files],
        "yamale": [tool("yamale"), "-n", "1", "-e", _SOURCES, "-s", str(HERE / "agreement.yamale"), str(corpus)],
    }
