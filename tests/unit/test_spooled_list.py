"""Lists of values, most of which are in a temporary file."""

from __future__ import annotations

import signal
import tempfile
import tracemalloc
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
        with SpooledList(str) as kept:
            for number in range(MAX_IN_MEMORY + 1):
                kept.add(str(number))
                yield f"{number}.html", ""

    with pytest.raises(OutputError, match=r"^cannot write a temporary file: .*; name another folder for it in TMPDIR$"):
        write_site(files(), tmp_path / "out")
    assert not [*tmp_path.iterdir()]


def _fill() -> None:
    with SpooledList(str) as kept:
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


def test_values_of_a_spooled_list_are_those_that_were_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.site.spooled_list.MAX_IN_MEMORY", 2)
    with SpooledList(str) as kept:
        for word in ("one", "two", "three", "four"):
            kept.add(word)
            assert [*kept][-1] == word
        assert (len(kept), kept[3], kept[2], kept[0]) == (4, "four", "three", "one")


def test_values_of_a_spooled_list_are_not_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.site.spooled_list.MAX_IN_MEMORY", 1)
    with SpooledList(str) as kept:
        # The first value in the file brings the library that writes it.
        kept.add("")
        kept.add("")
        tracemalloc.start()
        for number in range(100):
            kept.add(f"{number:010}" * 1_000)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert kept[101] == f"{99:010}" * 1_000
    assert peak < 500_000
