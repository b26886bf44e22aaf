"""The constraints of the oldest releases name the lower bounds of pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_lower_bounds_are_the_oldest_releases_that_are_tested() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    bounds = {name: bound for name, _, bound in (one.partition(">=") for one in asked)}
    lines = (ROOT / "tests/constraints/oldest.txt").read_text(encoding="utf-8").splitlines()
    tested = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert {name: re.sub(r"(\.0)+$", "", release) for name, release in tested.items()} == bounds
