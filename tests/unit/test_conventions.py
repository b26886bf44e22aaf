"""Conventions that no linter checks: names of classes, names of the standard library, reasons of exceptions."""

from __future__ import annotations

import ast
import builtins
import collections.abc
import pathlib
import re
import typing
from collections import defaultdict
from functools import cache
from pathlib import Path

import pactstate

PACKAGE = Path(pactstate.__file__).parent
ROOT = Path(__file__).parent.parent.parent
STANDARD = {*dir(builtins), *collections.abc.__all__, *typing.__all__, *pathlib.__all__} - {"Text"}
"""Names that a reader knows. ``typing.Text`` is an old name of ``str``."""


@cache
def trees() -> list[tuple[str, ast.Module]]:
    paths = sorted(PACKAGE.rglob("*.py"))
    return [(path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]


def test_no_two_classes_have_one_name() -> None:
    places = defaultdict(list)
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(path)
    assert {name: paths for name, paths in places.items() if len(paths) > 1} == {}


def test_no_name_of_a_module_hides_one_of_the_standard_library() -> None:
    found = []
    for path, tree in trees():
        for node in tree.body:
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AnnAssign)
                else []
            )
            names = [target.id for target in targets if isinstance(target, ast.Name)]
            names += [node.name] if isinstance(node, ast.ClassDef | ast.FunctionDef) else []
            found += [(path, name) for name in names if name in STANDARD and not name.startswith("__")]
    # The two modules must import nothing, not even typing.
    assert found == [("__init__.py", "TYPE_CHECKING"), ("cli/__init__.py", "TYPE_CHECKING")]


EXCEPTION = re.compile(r"# (?:noqa|type: ignore|pyright: ignore)\b[^#\n]*(?P<more>#.*)?")
REASON = re.compile(r"noqa: [A-Z0-9, ]+ - \w|\]  # \w|noqa: [A-Z0-9]+  # \w")


def test_every_exception_from_a_linter_has_a_reason() -> None:
    """Whole files (``ruff: noqa``) have it in the line above; tests of the type checkers are about exceptions."""
    files = [*PACKAGE.rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py"), *(ROOT / "docs").glob("*.py")]
    files += [path for path in (ROOT / "tests").rglob("*.py") if "typing" not in path.parts]
    bare = [
        f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else path.name}: {line.strip()}"
        for path in files
        if path != Path(__file__)
        for line in path.read_text(encoding="utf-8").splitlines()
        if (match := EXCEPTION.search(line)) and not REASON.search(line[match.start() :]) and '"noqa' not in line
    ]
    assert bare == []
