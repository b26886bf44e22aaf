"""Examples in the docstrings of public names are run."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

import pactstate

MODULES = (
    "pactstate", "pactstate.api", "pactstate.domain.dates", "pactstate.domain.lifecycle", "pactstate.domain.position",
    "pactstate.findings", "pactstate.lifecycle", "pactstate.model", "pactstate.rules", "pactstate.text.escape",
    "pactstate.text.suggest", "pactstate.fileformat.suggest", "pactstate.fileformat.usual", "pactstate.reports",
    "pactstate.reports.base", "pactstate.storage.disk",
)  # fmt: skip


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
