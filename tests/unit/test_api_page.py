"""The page on the library lists every public name, and its examples run."""

from __future__ import annotations

import doctest
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import pactstate

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def make_api() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_api", ROOT / "docs" / "make_api.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_what_the_generator_writes(
    make_api: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = make_api.PAGE.read_text(encoding="utf-8")
    monkeypatch.setattr(make_api, "PAGE", tmp_path / "api.md")
    make_api.main()
    assert (tmp_path / "api.md").read_text(encoding="utf-8") == written


def test_every_public_name_stands_in_one_part(make_api: ModuleType) -> None:
    listed = [name for names in make_api.PARTS.values() for name in names]
    own = {*pactstate.__all__} - {"__version__", "lifecycle", "model"}
    assert sorted(listed) == sorted({*own, *(f"lifecycle.{name}" for name in pactstate.lifecycle.__all__)})


def test_every_public_name_has_a_docstring() -> None:
    for module in (pactstate, pactstate.lifecycle, pactstate.model):
        for name in module.__all__:
            assert (getattr(module, name).__doc__ or "").strip(), name


def test_the_examples_of_the_page_run(make_api: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    modules = (pactstate.lifecycle, pactstate)
    names: dict[str, Any] = {name: getattr(module, name) for module in modules for name in module.__all__}
    # A block ends where its fence does; blank lines within are those of the output.
    text = make_api.page().replace("```pycon\n", "").replace("\n```", "\n")
    test = doctest.DocTestParser().get_doctest(text, names, "api.md", "api.md", 0)
    assert len(test.examples) > 30
    assert not doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test).failed
