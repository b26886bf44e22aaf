"""Rows of a large site, most of which are in a temporary file."""

from __future__ import annotations

import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from pactstate.site.folder import OutputError, write_site
from pactstate.site.spooled_list import MAX_IN_MEMORY, SpooledList


def test_a_temporary_file_that_cannot_be_made_is_not_taken_for_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))

    def files() -> Iterator[tuple[str, str]]:
        with SpooledList[str]() as kept:
            for number in range(MAX_IN_MEMORY + 1):
                kept.add(str(number))
                yield f"{number}.html", ""

    with pytest.raises(OutputError, match=r"^cannot write a temporary file: .*; name another folder for it in TMPDIR$"):
        write_site(files(), tmp_path / "out")
    assert not [*tmp_path.iterdir()]


def _fill() -> None:
    with SpooledList[str]() as kept:
        for number in range(MAX_IN_MEMORY + 1_000):
            kept.add("x" * 1_000 + str(number))


def test_a_temporary_file_that_grows_too_large_is_named() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        with pytest.raises(OutputError) as caught:
            _fill()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert str(caught.value).startswith("cannot write a temporary file: file too large")
