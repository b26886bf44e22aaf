"""The tools that others would check such files with, and what they are asked to do.

Each has the easiest task that is still a comparison: yamllint its relaxed rules without the one on long lines,
check-jsonschema our own schema (with libyaml to read), yamale one that says the same in its words, in one process.
None of them knows a date, an order, a source or a link. What each checks has passed with it where it has no error.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

__all__ = ["HERE", "OURS", "TODAY", "checks", "ours", "tool"]

HERE: Final = Path(__file__).parent
OURS: Final = "pactstate"
TODAY: Final = "2026-11-22"
_RELAXED: Final = "{extends: relaxed, rules: {line-length: disable}}"

_SOURCES: Final = r"/agreements/sources[./]"


def tool(name: str) -> str:
    """A command of the environment in which this runs."""
    return str(Path(sys.executable).with_name(name))


def ours(*arguments: str) -> list[str]:
    """Our own command."""
    return [tool("pactstate"), *arguments]


def checks(corpus: Path, schema: Path) -> Mapping[str, Sequence[str]]:
    """The commands that check the agreements of a corpus in one folder, ours first; ``schema`` is our JSON Schema."""
    files = [str(path) for path in sorted((corpus / "agreements").glob("*.yaml")) if path.stem != "sources"]
    return {
        OURS: ours("check", str(corpus), "--today", TODAY, "--jobs", "1"),
        "yamllint": [tool("yamllint"), "-d", _RELAXED, "-f", "parsable", str(corpus)],
        "check-jsonschema": [tool("check-jsonschema"), "--schemafile", str(schema), *files],
        "yamale": [tool("yamale"), "-n", "1", "-e", _SOURCES, "-s", str(HERE / "agreement.yamale"), str(corpus)],
    }
