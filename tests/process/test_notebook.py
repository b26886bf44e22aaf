"""The notebook of the documentation runs. The first run of matplotlib starts processes that look for fonts."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def ran(name: str, monkeypatch: pytest.MonkeyPatch) -> tuple[int, dict[str, Any]]:
    """Run the cells of a notebook; return their number, and the names that they define."""
    pytest.importorskip("pandas")
    # The list of fonts takes half a minute, and is kept from one run to the next.
    monkeypatch.setenv("MPLCONFIGDIR", str(Path(tempfile.gettempdir()) / "pactstate-fonts"))
    pytest.importorskip("matplotlib").use("Agg")
    monkeypatch.chdir(ROOT)
    cells = json.loads((ROOT / "docs" / name).read_text(encoding="utf-8"))["cells"]
    assert not any(cell.get("outputs") for cell in cells)
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    names: dict[str, Any] = {}
    for source in code:
        exec(source, names)
    return len(code), names


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    count, names = ran("notebook.ipynb", monkeypatch)
    assert count == 10
    assert str(names["treaty"].status(on="2024-12-01")) == "signed"


def test_the_panel_has_durations_with_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    _, names = ran("survival.ipynb", monkeypatch)
    raa = names["panel"].loc["jp-ph-raa"]
    assert (raa.shortest, raa.longest, raa.came_into_force) == (430, 430, True)
    assert (names["panel"].shortest <= names["panel"].longest).all()
    for curve in names["curves"].values():
        assert curve.is_monotonic_decreasing
        assert 0 <= curve.iloc[-1] < curve.iloc[0] <= 1
