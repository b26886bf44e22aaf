"""The site is the same in every world, and is there whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sysconfig
from pathlib import Path

from patience import HANGS
from process.test_determinism import ROOT, WORLDS

SCRIPT = Path(sysconfig.get_path("scripts"), "pactstate")


def test_the_same_bytes_in_any_locale_zone_hash_seed_and_number_of_jobs(tmp_path: Path) -> None:
    found = []
    for number, world in enumerate(WORLDS[::4]):
        out = tmp_path / str(number)
        words = [SCRIPT, "site", out, "--data", ROOT / "agreements", "--today", "2026-11-22", "--only", "jp-ph-raa"]
        done = subprocess.run(
            [*words, "--only", "us-ph-vfa", "--base-url", "https://example.org/", "--jobs", str(number + 1)],
            env=dict(os.environ) | dict(world.environment),
            capture_output=True,
            check=False,
            timeout=HANGS,
        )
        assert done.returncode == 0, done.stderr
        found.append({path.relative_to(out): path.read_bytes() for path in out.rglob("*") if path.is_file()})
    assert len(found[0]) > 40
    assert found[0] == found[1] == found[2]
