"""The notes of the data are in words of our own.

``SOURCE_TEXTS`` names a folder with texts of the sources, which are not part of the repository. Without it, only the
comparison itself is tested.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import pactstate
from own_words import notes, shared_runs

SENTENCE = "Both sides exchanged the notes on the ninth day of the month in the old town hall."


def test_a_copied_run_is_found_whatever_its_case_and_signs() -> None:
    copy = "As told: BOTH sides exchanged the notes, on the ninth day - and left."
    assert shared_runs(copy, SENTENCE) == {
        "both sides exchanged the notes on the ninth",
        "sides exchanged the notes on the ninth day",
    }


def test_seven_words_are_no_copy() -> None:
    assert not shared_runs("Both sides exchanged the notes on the tenth day of the month in the new town.", SENTENCE)


def test_the_notes_of_every_place_are_compared(agreements: Path) -> None:
    texts = dict.fromkeys(text for _, text in notes(pactstate.load(agreements)))
    # The rejection of a claim, the note of an entry, the basis of a source, the rejection of a statement.
    for words in ("calendar of Japan", "Vigilant Isles", "Undated page", "Under negotiation since"):
        assert any(words in text for text in texts), words


@pytest.mark.skipif("SOURCE_TEXTS" not in os.environ, reason="SOURCE_TEXTS names no folder with texts of the sources")
def test_no_note_shares_a_run_of_words_with_a_source_at_hand(agreements: Path) -> None:
    files = [path for path in Path(os.environ["SOURCE_TEXTS"]).rglob("*") if path.is_file()]
    assert files
    others = " \n ".join(path.read_text(encoding="utf-8", errors="replace") for path in files)
    known = shared_runs(others, others)
    copied = {
        (owner, run) for owner, text in notes(pactstate.load(agreements)) for run in shared_runs(text, text) & known
    }
    assert not copied
