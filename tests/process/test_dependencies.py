"""Dependencies in versions and builds that are seldom met: PyYAML without libyaml, click 8.2.0."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from patience import HANGS


def test_a_machine_without_libyaml(write: Callable[..., Path]) -> None:
    """The whole of a check, where PyYAML finds no libyaml."""
    folder = write(a="id: a\ntitle: {b: c?, d: e}\n", b="id: b\n\ttitle: x\n", c="[" * 5000)
    program = "import sys\n{}from pactstate.cli import main\nsys.exit(main(sys.argv[1:]))\n"
    command = ["check", str(folder), "--format", "concise", "--today", "2026-01-01"]
    done = [
        subprocess.run(
            [sys.executable, "-P", "-c", program.format(without), *command], capture_output=True, check=False
        )
        for without in ("sys.modules['yaml._yaml'] = None\nimport yaml\nassert not yaml.__with_libyaml__\n", "")
    ]
    assert [one.stderr for one in done] == [b"", b""]
    assert [one.returncode for one in done] == [1, 1]
    assert done[0].stdout == done[1].stdout
    assert b"limit-exceeded" in done[0].stdout


def test_types_of_options_need_not_be_generic() -> None:
    program = (
        "import sys, click\n"
        "click.ParamType.__class_getitem__ = None  # as in click 8.2.0\n"
        "from pactstate.cli import main\n"
        "sys.exit(main(['status', '--on', 'soon']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", program], capture_output=True, text=True, check=False, timeout=HANGS
    )
    assert (done.returncode, done.stderr.partition(":")[0]) == (2, "pactstate")
    assert "'--on': 'soon'" in done.stderr
