"""The notebook of the documentation runs. The first run of matplotlib starts processes that look for fonts."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


def test_the_notebook_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pandas")
    # The list of fonts takes half a minute, and is kept from one run to the next.
    monkeypatch.setenv("MPLCONFIGDIR", str(Path(tempfile.gettempdir()) / "pactstate-fonts"))
    pytest.importorskip("matplotlib").use("Agg")
    monkeypatch.chdir(ROOT)
    cells = json.loads((ROOT / "docs" / "notebook.ipynb").read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert len(code) == 10
    names: dict[str, Any] = {}
    for source in code:
        exec(source, names)
    assert str(names["treaty"].status(on="2024-12-01")) == "signed"
    assert not any(cell.get("outputs") for cell in cells)
