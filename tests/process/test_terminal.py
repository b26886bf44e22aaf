"""Questions in a terminal of its own: a person answers, gives up, or is not there."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from patience import HANGS
from process.composite import clean_environment

if sys.platform == "win32":  # pragma: no cover
    pytest.skip("a terminal is opened", allow_module_level=True)

SCRIPT = Path(sysconfig.get_path("scripts"), "pactstate")
TREATY = """\
id: jp-ph-raa
title: Japan-Philippines RAA
kind: raa
parties: [JP, PH]
sources:
  gazette: {title: Notice, publisher: Gazette, published: 2024-07-09}
history:
  - event: signed
    date: 2024-07-08
    reported_by: [gazette]
"""
CONTROL_C, CONTROL_D = "\x03", "\x04"


@pytest.fixture
def file(write: Callable[..., Path]) -> Path:
    return write(**{"jp-ph-raa": TREATY}) / "jp-ph-raa.yaml"


def answer(file: Path, words: Sequence[str], answers: Sequence[str]) -> tuple[int, str]:
    """Run a command in a terminal, and give one answer to each question; return its exit code and what it has shown."""
    ours, theirs = os.openpty()
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PYTHON", "COV"))}
    environment = {**clean_environment(), **kept, "PACTSTATE_TODAY": "2026-11-30", "TERM": "dumb"}
    # A job in the background is begun with SIGINT ignored, and hands that on.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    process = subprocess.Popen(
        [SCRIPT, *words, "--data", file.parent],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
    )
    signal.signal(signal.SIGINT, before)
    os.close(theirs)
    shown, left, until = "", list(answers), time.monotonic() + HANGS
    while time.monotonic() < until:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                data = os.read(ours, 4_096)
            except OSError:  # the command has ended
                break
            shown += data.decode()
            if not data:
                break
        elif left and shown.endswith(": "):
            one = left.pop(0)
            if one == CONTROL_C:
                process.send_signal(signal.SIGINT)
            else:
                os.write(ours, (one if one == CONTROL_D else f"{one}\n").encode())
    os.close(ours)
    assert left == [], shown
    return process.wait(HANGS), shown.replace("\r\n", "\n")


def test_a_person_records_an_event_with_a_new_source(file: Path) -> None:
    event = ["", "ratification", "2025-08-12", "", "https://example.org/2025/08/12/notes"]
    source = ["Notes exchanged", "Manila Bulletin", "", "press"]
    code, shown = answer(file, ["add", "event"], [*event, *source, "", "headline", ""])
    assert code == 0, shown
    assert "now: On 2026-11-30, Japan-Philippines RAA (jp-ph-raa) is recorded as ratified since 2025-08-12." in shown
    text = file.read_text(encoding="utf-8")
    assert text.replace(
        '  manila-bulletin-2025-08-12: {title: Notes exchanged, publisher: Manila Bulletin, url: "https://example.org/2025/08/12/notes", published: 2025-08-12, type: press}\n',
        "",
    ) == TREATY + (
        "\n  - event: ratified\n    date: 2025-08-12\n    reported_by:\n      - source: manila-bulletin-2025-08-12\n"
        "        locator: headline\n"
    )


@pytest.mark.parametrize(
    ("last", "ending"), [(CONTROL_D, 130), (CONTROL_C, 130), ("n", 0)], ids=["Ctrl-D", "Ctrl-C", "no"]
)
def test_a_person_who_gives_up_has_changed_nothing(last: str, ending: int, file: Path) -> None:
    answers = ["", "gazette", "signed", "", last] if last == "n" else ["", last]
    code, shown = answer(file, ["add", "statement"], answers)
    assert code == ending, shown
    assert "Traceback" not in shown
    assert file.read_text(encoding="utf-8") == TREATY
    assert [one.name for one in file.parent.iterdir()] == [file.name]


def test_an_editor_is_run(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf "    locator: page 2\\n" >> "$1"\n', encoding="utf-8")
    editor.chmod(0o755)
    words = ["add", "statement", "jp-ph-raa", "gazette", "--says", "signed", "--edit", "--data", file.parent]
    environment = {**os.environ, "VISUAL": str(editor), "EDITOR": str(editor)}
    done = subprocess.run([SCRIPT, *words], env=environment, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    added = "\nstatements:\n  - source: gazette\n    says: signed\n    locator: page 2\n"
    assert file.read_text(encoding="utf-8") == TREATY + added


def test_an_answer_can_be_corrected_while_it_is_typed(file: Path) -> None:
    pytest.importorskip("readline")
    back = "\x02"  # what an arrow key does, on terminals of every kind
    words = ["add", "event", "jp-ph-raa", "note", "--party", "JP", "--announced-by", "gazette"]
    code, shown = answer(file, words, ["2024-0\x7f10", f"A tlk.{back}{back}{back}a", "y"])
    assert code == 0, shown
    assert "    date: 2024-10\n" in file.read_text(encoding="utf-8")
    assert "    note: A talk.\n" in file.read_text(encoding="utf-8")
