"""Repositories as their users make them: a new one with three agreements, and a hostile one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import attrs

from process.composite import clean_environment

AGREEMENTS = {
    "jp-gb-raa": """\
id: jp-gb-raa
title: Japan-United Kingdom Reciprocal Access Agreement
kind: raa
parties: [JP, GB]

sources:
  mofa-2023-01-11:
    title: Signing of the Japan-UK Reciprocal Access Agreement
    publisher: Ministry of Foreign Affairs of Japan
    published: 2023-01-11
    type: official
  fcdo-2023-10-15:
    title: The agreement enters into force
    publisher: Foreign, Commonwealth and Development Office
    published: 2023-10-15
    type: official

history:
  - event: signed
    date: 2023-01-11
    reported_by: [mofa-2023-01-11]
  - event: ratified
    date: 2023-09
    reported_by: [fcdo-2023-10-15]
  - event: in_force
    date: 2023-10-15
    reported_by: [fcdo-2023-10-15]
""",
    "jp-au-raa": """\
id: jp-au-raa
title: Japan-Australia Reciprocal Access Agreement
kind: raa
parties: [JP, AU]

sources:
  mofa-2022-01-06:
    title: Signing of the Japan-Australia Reciprocal Access Agreement
    publisher: Ministry of Foreign Affairs of Japan
    published: 2022-01-06
    type: official

history:
  - event: signed
    date: 2022-01-06
    reported_by: [mofa-2022-01-06]
""",
    "jp-ph-raa": """\
id: jp-ph-raa
title: Japan-Philippines Reciprocal Access Agreement
kind: raa
parties: [JP, PH]

sources:
  mofa-2024-07-08:
    title: Signing of the Japan-Philippines Reciprocal Access Agreement
    publisher: Ministry of Foreign Affairs of Japan
    published: 2024-07-08
    type: official

history:
  - event: singed
    date: 2024-07-08
    reported_by: [mofa-2024-07-08]
""",
}
"""Three agreements as a new user writes them, the third with a slip of the pen in line 14."""


def git(folder: Path, *arguments: str | Path, **environment: str) -> str:
    """Run git with settings of its own, and return what it prints."""
    settings = ("-c", "user.name=New User", "-c", "user.email=user@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(
        ["git", *settings, "-C", folder, *arguments],
        env={**clean_environment(), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


TRAPS = dict.fromkeys(
    (
        *("attr.py", "attrs.py", "click.py", "json.py", "pydantic.py", "rich.py", "yaml.py"),
        *("ensurepip.py", "hatchling.py", "pip.py", "subprocess.py", "venv.py"),
        *("backend.py", "pactstate/__init__.py", "setup.py", "sitecustomize.py", "usercustomize.py"),
    ),
    "import pathlib; pathlib.Path({sprung!r}).touch()\n",
) | {
    "pip.conf": "[global]\nno-index = true\n",
    "pip.ini": "[global]\nno-index = true\n",
    "pyproject.toml": '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
    ".python-version": "2.7\n",
}
"""Files of a tree that wants to be imported, or to configure what is installed."""


@attrs.frozen
class Repository:
    """A new user's repository."""

    path: Path

    def add(self, files: Mapping[str, str]) -> None:
        """Write files, and stage them."""
        for name, text in files.items():
            (self.path / name).parent.mkdir(parents=True, exist_ok=True)
            (self.path / name).write_text(text, encoding="utf-8")
        git(self.path, "add", "--all")

    def mend(self) -> None:
        """Write what the help says."""
        wrong = AGREEMENTS["jp-ph-raa"]
        self.add({"agreements/jp-ph-raa.yaml": wrong.replace("event: singed", "event: signed")})

    @property
    def sprung(self) -> Path:
        """File that exists as soon as a trap has run."""
        return self.path.parent / "sprung"

    def set_traps(self) -> None:
        """Add what a hostile tree may hold."""
        self.add({name: text.format(sprung=str(self.sprung)) for name, text in TRAPS.items()})

    def check(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the plain command in it."""
        return subprocess.run(
            [sys.executable, "-P", "-m", "pactstate", "check", *arguments],
            cwd=self.path,
            env={name: value for name, value in os.environ.items() if not name.startswith("GITHUB")},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


def new_repository(folder: Path) -> Repository:
    """A fresh repository with three agreements, one of them wrong."""
    folder.mkdir()
    git(folder, "init", "--quiet")
    made = Repository(folder)
    made.add({f"agreements/{id}.yaml": text for id, text in AGREEMENTS.items()})
    return made
