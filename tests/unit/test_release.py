"""Version, changelog and citation belong together, and workflows give nobody more rights than needed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

import pactstate

ROOT = Path(__file__).parents[2]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def loaded(path: Path) -> Any:
    # BaseLoader: 'on' is a key, and no truth value.
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def test_the_changelog_has_the_version() -> None:
    sections = re.findall(r"(?m)^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert sections[0] == "Unreleased"
    assert sections[1] == pactstate.__version__
    assert len(set(sections)) == len(sections)


def test_the_citation_has_the_version() -> None:
    assert loaded(ROOT / "CITATION.cff")["version"] == pactstate.__version__


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_only_the_rights_that_a_job_names(path: Path) -> None:
    workflow = loaded(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        assert "timeout-minutes" in job, name
        for step in job["steps"]:
            if "uses" in step:
                assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", step["uses"]), step
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] == "false"


def test_only_the_reviewed_job_can_publish() -> None:
    jobs = loaded(ROOT / ".github" / "workflows" / "release.yml")["jobs"]
    for name, job in jobs.items():
        writes = [right for right, value in job.get("permissions", {}).items() if value == "write"]
        assert bool(writes) == (name == "publish")
    assert jobs["publish"]["environment"] == "pypi"
    assert jobs["publish"]["needs"] == "test"
    assert jobs["test"]["needs"] == "build"


def test_the_image_runs_as_an_ordinary_user() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    assert lines.index("USER 10001") < lines.index('ENTRYPOINT ["pactstate"]')
