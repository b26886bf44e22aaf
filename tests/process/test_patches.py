"""``git apply`` takes the diffs of ``--dry-run``."""

from __future__ import annotations

import itertools
import random
import subprocess
from pathlib import Path

import pytest

from mistakes import RECORD
from pactstate.cli import main
from pactstate.editing.unified_diff import unified_diff
from pactstate.text.escape import patch_text
from restyled import ENDS, STYLES, edit, pool, restyled

TREATY = (
    "id: x\ntitle: X\nkind: treaty\nparties: [JP, PH]\n\nhistory:\n  - event: note\n    date: 2024\n    note: Talks."
)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_git_applies_a_diff_of_repairs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], line_end: str
) -> None:
    file = tmp_path / "agreements" / "no-jp-raa.yaml"
    file.parent.mkdir()
    typed = RECORD.replace("    place: Oslo", "\tplace: Oslo").replace("date: 2025-02-01", "date: 1 February 2025")
    file.write_bytes(typed.replace("\n", line_end).encode())
    monkeypatch.chdir(tmp_path)
    assert main(["fix", "--dry-run", "--today", "2026-11-30"]) == 0
    patch = capfdbinary.readouterr().out
    assert patch.count(b"@@ -") == 2
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=patch, check=True)
    assert file.read_bytes().decode() == RECORD.replace("\n", line_end)


@pytest.mark.parametrize("name", ["agreements", "é and 日本"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "\n"])
def test_git_applies_a_dry_run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
    name: str,
    line_end: str,
    last: str,
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    before = (TREATY + last).replace("\n", line_end).encode()
    (folder / "x.yaml").write_bytes(before)
    monkeypatch.chdir(tmp_path)
    words = ["add", "event", "x", "signed", "--date", "2025-01-01", "--data", name, "--today", "2026-11-30"]
    assert main([*words, "--dry-run"]) == 0
    patch = capfdbinary.readouterr().out
    assert (folder / "x.yaml").read_bytes() == before
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=patch, check=True)
    applied = (folder / "x.yaml").read_bytes()
    (folder / "x.yaml").write_bytes(before)
    assert main(words) == 0
    assert (folder / "x.yaml").read_bytes() == applied


def test_git_applies_additions_in_all_styles(tmp_path: Path) -> None:
    """Made with seed 5: packaged files in the styles and with the line ends of other people, and odd names."""
    chance = random.Random(5)
    texts = pool(chance, 300)
    packaged = sorted((Path(__file__).parent.parent.parent / "agreements").glob("??-*.yaml"))
    expected: dict[Path, bytes] = {}
    lines: list[str] = []
    for number, (style, end) in enumerate(itertools.product(STYLES, ENDS)):
        for file in chance.sample(packaged, 3):
            old = restyled(file.read_text(encoding="utf-8"), style, end)
            assert old is not None
            new = edit(edit(old, chance, texts), chance, texts)
            name = chance.choice([f"{number} {file.stem}.yaml", f"é {number}/{file.name}", f'"{number}"\\{file.name}'])
            path = tmp_path / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(old.encode())
            expected[path] = new.encode()
            lines += unified_diff(name, old, new)
    patch = patch_text(lines).encode()
    subprocess.run(["git", "apply", "--whitespace=nowarn", "-"], input=patch, cwd=tmp_path, check=True)
    assert {path: path.read_bytes() for path in expected} == expected
    assert len(expected) > 100
