"""The project as other projects get it: a clone, its action installed, and repositories of new users."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from process.composite import Action, Composite
from process.repositories import Repository, git, new_repository

ROOT = Path(__file__).parent.parent.parent
_NO_SOURCES = {".git", ".venv", "venv", "dist", "build", "node_modules"}


def _own_files() -> list[Path]:
    """List the files that git tracks or would track; outside a clone, all files but hidden, built and cached ones."""
    if (ROOT / ".git").exists():
        names = git(ROOT, "ls-files", "-co", "--exclude-standard", "-z").split("\0")
        return [Path(name) for name in names if name and (ROOT / name).is_file()]
    found = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
    return [path for path in found if path.name == ".pre-commit-hooks.yaml" or _is_source(path)]


def _is_source(path: Path) -> bool:
    return not any(part in _NO_SOURCES or part.startswith((".", "__pycache__")) for part in path.parts)


@pytest.fixture(scope="session")
def clone(once: Callable[..., tuple[Path, object]]) -> Path:
    """A repository with the files of this project."""

    def fill(folder: Path) -> None:
        for path in _own_files():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / path, folder / path)
        git(folder, "init", "--quiet")
        git(folder, "add", "--all", "--force")
        git(folder, "commit", "--quiet", "--message", "The project")

    return once("clone", fill)[0]


@pytest.fixture(scope="session")
def hooks(once: Callable[..., tuple[Path, object]]) -> Path:
    """The folder of pre-commit, which installs the hook of a revision once."""
    return once("pre-commit", lambda _: None)[0]


@pytest.fixture
def hooked(repository: Repository, clone: Path) -> Repository:
    """The repository with the hook in its settings of pre-commit."""
    hook = {"repo": str(clone), "rev": git(clone, "rev-parse", "HEAD").strip(), "hooks": [{"id": "pactstate-check"}]}
    repository.add({".pre-commit-config.yaml": yaml.safe_dump({"repos": [hook]})})
    return repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A fresh repository with three agreements, one of them wrong."""
    return new_repository(tmp_path / "repository")


@pytest.fixture
def action(once: Callable[..., tuple[Path, object]], clone: Path, tmp_path: Path) -> Action:
    """The action, installed once, in a hostile workspace."""

    def fill(folder: Path) -> dict[str, object]:
        hostile = new_repository(folder / "workspace")
        hostile.set_traps()
        composite = Composite(clone, folder / "scratch")
        done = composite.run("install", hostile.path, {"python": sys.executable}, {}, PYTHONPATH=str(hostile.path))
        assert done.code == 0, done.log
        outputs = {f"steps.install.outputs.{name}": value for name, value in done.outputs.items()}
        return {"installed": outputs, "sprung": hostile.sprung.exists()}

    made = once("action", fill)[1]
    assert isinstance(made, dict)
    return Action(Composite(clone, tmp_path / "scratch"), **made)
