"""Examples in the docstrings of public names are run."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import pactstate

SOURCE = Path(pactstate.__file__).parent
MODULES = [
    ".".join(["pactstate", *path.relative_to(SOURCE).with_suffix("").parts]).removesuffix(".__init__")
    for path in sorted(SOURCE.rglob("*.py"))
    if ">>> " in path.read_text(encoding="utf-8")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_print_what_they_show(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Examples read the folders "agreements" and "tests/sample".
    monkeypatch.chdir(Path(__file__).parents[2])
    module = importlib.import_module(name)
    public = {one: getattr(pactstate, one) for one in pactstate.__all__}
    result = doctest.testmod(module, extraglobs=public)
    assert result.attempted
    assert not result.failed


@pytest.mark.parametrize("name", ["check", "load", "AgreementError", "Finding", "Location", "Report", "Severity"])
def test_a_public_name_has_an_example(name: str) -> None:
    assert ">>>" in getattr(pactstate, name).__doc__
