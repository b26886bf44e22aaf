"""A composite action, run step by step as GitHub's runner does: the scripts as they stand, in the shell it uses."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import attrs
import yaml

from patience import HANGS

_EXPRESSION = re.compile(r"\$\{\{ ([\w.-]+) \}\}")
_PROPERTY = {"%3A": ":", "%2C": ",", "%0A": "\n", "%0D": "\r", "%25": "%"}
# Prefixes of variables that the test run sets. The hook and the action run without them elsewhere.
_FOREIGN = ("PYTHON", "COV", "GIT", "CI_", "PRE_COMMIT", "PACTSTATE", "VIRTUAL_ENV", "FORCE_COLOR")


def clean_environment() -> dict[str, str]:
    """The environment of a fresh machine: with its HOME, its PATH and its settings of pip."""
    return {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}


@attrs.frozen
class Outcome:
    """Exit code, outputs and files of a step or of the action."""

    code: int
    log: str
    outputs: Mapping[str, str]
    summary: str

    def annotations(self) -> list[dict[str, str]]:
        """The workflow commands of the log, read back."""
        return [dict(_command(line)) for line in self.log.splitlines() if line.startswith("::")]


def _command(line: str) -> Iterator[tuple[str, str]]:
    head, _, data = line[2:].partition("::")
    level, _, properties = head.partition(" ")
    yield "level", level
    for pair in properties.split(","):
        name, _, value = pair.partition("=")
        yield name, _unescaped(value)
    yield "message", _unescaped(data)


def _unescaped(text: str) -> str:
    return re.sub("%(?:3A|2C|0A|0D|25)", lambda match: _PROPERTY[match.group()], text)


@attrs.frozen
class Composite:
    """The action in a folder."""

    path: Path
    scratch: Path
    """The runner's own folder for temporary files."""

    @property
    def metadata(self) -> dict[str, Any]:
        """Content of ``action.yml``."""
        return yaml.safe_load((self.path / "action.yml").read_text(encoding="utf-8"))

    def step(self, id: str) -> dict[str, Any]:
        """One step."""
        return next(step for step in self.metadata["runs"]["steps"] if step["id"] == id)

    def run(
        self,
        id: str,
        workspace: Path,
        inputs: Mapping[str, str],
        outputs: Mapping[str, str],
        event: Mapping[str, str] = MappingProxyType({}),
        **environment: str,
    ) -> Outcome:
        """Run one step; ``outputs`` are those of the steps before, by the names that expressions use."""
        step = self.step(id)
        context = {f"inputs.{name}": input.get("default", "") for name, input in self.metadata["inputs"].items()}
        context |= {f"inputs.{name}": value for name, value in inputs.items()}
        context |= outputs
        # The event that started the workflow; what a test does not say of it is empty, as on GitHub.
        context |= {"github.event.repository.default_branch": "", **event}

        def value(text: str) -> str:
            return _EXPRESSION.sub(lambda match: context[match[1]], text)

        self.scratch.mkdir(exist_ok=True)
        files = {name: self.scratch / name for name in ("output", "step_summary", "env", "path")}
        for file in files.values():
            file.write_text("", encoding="utf-8")
        script = self.scratch / "script.sh"
        script.write_text(step["run"], encoding="utf-8", newline="\n")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
            cwd=workspace / value(step.get("working-directory", ".")),
            env={
                **clean_environment(),
                "CI": "true",
                "GITHUB_ACTIONS": "true",
                "GITHUB_WORKSPACE": str(workspace),
                "GITHUB_ACTION_PATH": str(self.path),
                "RUNNER_TEMP": str(self.scratch),
                **{f"GITHUB_{name.upper()}": str(file) for name, file in files.items()},
                **{name: value(text) for name, text in step.get("env", {}).items()},
                **environment,
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            timeout=HANGS,
        )
        said = dict(line.split("=", 1) for line in files["output"].read_text(encoding="utf-8").splitlines())
        assert not files["env"].read_text(encoding="utf-8")
        assert not files["path"].read_text(encoding="utf-8")
        return Outcome(done.returncode, done.stdout, said, files["step_summary"].read_text(encoding="utf-8"))


@attrs.frozen
class Action:
    """The action as installed by its own first step."""

    composite: Composite
    installed: Mapping[str, str]
    """The outputs of that step."""
    sprung: bool
    """Whether the installation ran anything of the hostile tree in which it took place."""

    def __call__(self, workspace: Path, event: Mapping[str, str] = MappingProxyType({}), **inputs: str) -> Outcome:
        """Run the check in a workspace; ``event`` is what expressions say of the event that started it."""
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        return self.composite.run("check", workspace, given, self.installed, event)

    def site(self, workspace: Path, **inputs: str) -> Outcome:
        """Build the site of a workspace."""
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        return self.composite.run("site", workspace, given, self.installed)
