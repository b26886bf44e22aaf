"""An addition removes nothing: without what it has inserted, the text is the old one, byte for byte."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from restyled import ENDS, STYLES, edit, pool, restyled

FOLDER: Final = Path(__file__).parent.parent.parent / "agreements"
FILES: Final = sorted(path.name for path in FOLDER.glob("*.yaml") if path.name != "sources.yaml")
TEXTS: Final = pool(random.Random(1), 300)


@cache
def packaged(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


@given(st.sampled_from(FILES), st.sampled_from(list(STYLES)), st.sampled_from(list(ENDS)), st.integers(0, 10**6))
def test_without_the_insertions_the_text_is_the_old_one(name: str, style: str, end: str, seed: int) -> None:
    text = restyled(packaged(name), style, end)
    assert text is not None
    chance = random.Random(seed)
    for left in (2, 1, 0):
        text = edit(text, chance, TEXTS, anywhere=not left)
