"""Files of a release: built twice, with the same bytes, and nothing in them that does not belong there."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import pactstate
from pactstate.folder.start import Destination, Host, Origin, create_files, starting_files
from patience import HANGS

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {**os.environ, "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    for name in ("twine", "cyclonedx_py"):
        pytest.importorskip(name)
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("this is no clone")
    clone = tmp_path_factory.mktemp("release") / "clone"
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True, timeout=HANGS)
    command = [str(clone / ".ci" / "release"), f"v{pactstate.__version__}"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=ENVIRONMENT, check=False, timeout=HANGS)
    assert done.returncode == 0, done.stdout + done.stderr
    return clone / "build" / "release"


def test_the_files_are_those_of_one_version(release: Path) -> None:
    version = pactstate.__version__
    names = {f"pactstate-{version}-py3-none-any.whl", f"pactstate-{version}.tar.gz"}
    assert {path.name for path in release.iterdir()} == names | {"SHA256SUMS", "sbom.cdx.json", "notes.md"}
    for line in (release / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        digest, name = line.split()
        assert hashlib.sha256((release / name).read_bytes()).hexdigest() == digest


def test_the_wheel_has_the_package_and_its_data_only(release: Path) -> None:
    with zipfile.ZipFile(next(release.glob("*.whl"))) as wheel:
        names = wheel.namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"pactstate"}
    for wanted in ("py.typed", "data/agreements/jp-ph-raa.yaml", "site/templates/base.html", "exchange/presets/"):
        assert any(name.startswith(f"pactstate/{wanted}") for name in names), wanted
    assert not [name for name in names if name.endswith((".pyc", ".orig")) or "/tests/" in name]


def test_the_source_has_what_its_tests_need(release: Path) -> None:
    with tarfile.open(next(release.glob("*.tar.gz"))) as source:
        names = {name.partition("/")[2] for name in source.getnames()}
    assert {"pyproject.toml", "README.md", "LICENSE", "tests/conftest.py", "agreements/jp-ph-raa.yaml"} <= names
    assert not [name for name in names if name.startswith((".venv", "build/", ".git/"))]


def test_the_bill_of_materials_names_the_dependencies(release: Path) -> None:
    parts = json.loads((release / "sbom.cdx.json").read_text(encoding="utf-8"))["components"]
    assert {"attrs", "click", "jinja2", "pydantic", "pyyaml", "rich"} <= {one["name"].lower() for one in parts}


def test_a_tag_of_another_version_is_refused(release: Path) -> None:
    command = [str(release.parents[1] / ".ci" / "release"), "v9.9.9"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=ENVIRONMENT, check=False, timeout=HANGS)
    assert (done.returncode, done.stderr) == (1, f"the tag is v9.9.9, and the version is {pactstate.__version__}\n")


def test_workflows_are_sound(tmp_path: Path) -> None:
    """Both those of this repository and those that ``pactstate init`` writes."""
    destination = Destination(
        tmp_path, tmp_path, Host.GITHUB, Origin("https://github.com/o/p", "a" * 40), has_site=True
    )
    create_files(starting_files(destination), tmp_path)
    folders = [ROOT / ".github" / "workflows", tmp_path / ".github" / "workflows"]
    paths = sorted(str(path) for folder in folders for path in folder.glob("*.yml"))
    schema = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", *paths]
    assert subprocess.run(schema, check=False, timeout=HANGS).returncode == 0
    tool = shutil.which("zizmor", path=ENVIRONMENT["PATH"])
    if tool is None:
        pytest.skip("zizmor is not installed")
    done = subprocess.run(
        [tool, "--offline", "--no-progress", *paths, str(ROOT / "action.yml")],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=HANGS,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("citation-file-format", ["CITATION.cff"]),
        ("github-actions", ["action.yml"]),
        ("github-issue-config", [".github/ISSUE_TEMPLATE/config.yml"]),
        (
            "github-issue-forms",
            [f".github/ISSUE_TEMPLATE/{name}.yml" for name in ("bug", "missing-agreement", "wrong-record")],
        ),
    ],
)
def test_community_files_are_what_their_readers_expect(schema: str, files: list[str]) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    assert subprocess.run([*command, *(str(ROOT / name) for name in files)], check=False, timeout=HANGS).returncode == 0


def test_the_recipe_of_the_image_is_sound() -> None:
    tool = shutil.which("hadolint", path=ENVIRONMENT["PATH"])
    if tool is None:
        pytest.skip("hadolint is not installed")
    done = subprocess.run(
        [tool, str(ROOT / "Dockerfile")], capture_output=True, encoding="utf-8", check=False, timeout=HANGS
    )
    assert (done.returncode, done.stdout) == (0, "")
