"""Reading, at the lengths and on the lines beside those that matter."""

from __future__ import annotations

import os
import stat
import tracemalloc
from pathlib import Path

import pytest

from pactstate.fileformat.document import read
from pactstate.findings import Location, Related
from pactstate.smallyaml.decode import suspicious
from pactstate.smallyaml.limits import DEFAULT, Limits
from pactstate.smallyaml.parse import parse
from pactstate.smallyaml.scalars import taken_for
from pactstate.storage.disk import FolderError, UnreadableError, find_files, read_bytes, shown_name, system_name


@pytest.mark.parametrize(("number", "taken"), [("0" * 40, "an octal number"), ("0" * 41, None)])
def test_nobody_means_a_longer_text_as_a_number(number: str, taken: str | None) -> None:
    assert taken_for(number) == taken


@pytest.mark.parametrize("spelling", [".nan", ".NaN", ".NAN"])
def test_what_is_no_number_is_a_number_to_other_readers(spelling: str) -> None:
    assert taken_for(spelling) == "a number"


@pytest.mark.parametrize(
    "text",
    [
        # A block text without a line, below and above lines that begin or end with blanks.
        "a:\n  b: |\n\n  c: d\ne: f\n",
        "a: |\n\nb:\n  c: d\n",
        "a: |\n\n\nb: \n  c: d\n",
        "a:\n  - b\nc: |\n\n# d \ne:\n  - f\n",
    ],
)
def test_a_block_text_without_a_line_is_taken_wherever_it_stands(text: str) -> None:
    assert parse(text, DEFAULT).faults == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: |\n\n \nb: c\n", 3),
        ("a:\n  b: |\n   \n  c: d\n", 3),
        ("a: |\n  \n\n\nb: c\n", 2),
        ("a: |\r\n \r\nb: c\r\n", 2),
    ],
)
def test_the_first_line_of_blanks_is_pointed_at(text: str, line: int) -> None:
    (fault,) = parse(text, DEFAULT).faults
    assert fault.message.endswith("a block text holds nothing but blanks")
    assert fault.span == (line, 1, line, 1)


@pytest.mark.parametrize(
    ("kind", "name"), [(stat.S_IFBLK, "a device"), (stat.S_IFCHR, "a device"), (0o160000, "no regular file")]
)
def test_what_is_no_file_is_never_opened(monkeypatch: pytest.MonkeyPatch, kind: int, name: str) -> None:
    monkeypatch.setattr(Path, "lstat", lambda _: os.stat_result([kind] * 10))
    monkeypatch.setattr(os, "open", pytest.fail)
    with pytest.raises(UnreadableError, match=f"it is {name}$"):
        read_bytes(Path("a.yaml"), DEFAULT)


def test_a_folder_is_found_from_a_place_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.yaml").write_text("x")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert find_files(tmp_path / "real", DEFAULT) == [tmp_path / "real" / "a.yaml"]
    with pytest.raises(FolderError, match="link is a link"):
        find_files(tmp_path / "link", DEFAULT)


@pytest.mark.parametrize("name", ["a", "é", "\udcff", "a/\udc80é"])
def test_a_name_that_was_shown_is_found_again(name: str) -> None:
    assert system_name(shown_name(name)) == name


def test_what_no_system_could_have_named_is_shown_as_it_is() -> None:
    assert shown_name("\ud800") == "\ud800"


def test_the_reason_is_what_an_unreadable_file_says() -> None:
    error = UnreadableError("cannot be read: it is a pipe")
    assert (str(error), error.reason, error.rule) == (*["cannot be read: it is a pipe"] * 2, "unreadable-file")


@pytest.mark.parametrize("size", [0, 3, 9])
def test_a_file_that_has_grown_meanwhile_is_read_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"0123456789")
    real = os.fstat

    def before(descriptor: int) -> os.stat_result:
        known = list(real(descriptor))
        known[6] = size
        return os.stat_result(known)

    monkeypatch.setattr(os, "fstat", before)
    assert read_bytes(path, Limits(file_bytes=10)) == b"0123456789"
    for limit in range(10):
        with pytest.raises(UnreadableError, match=f"larger than {limit} bytes"):
            read_bytes(path, Limits(file_bytes=limit))


def test_of_a_file_that_is_too_large_no_more_is_read_than_is_allowed(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"x" * 4_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(UnreadableError):
            read_bytes(path, Limits(file_bytes=1000))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("# a note\n", Location("x.yaml", 1, 1, 1, 1)),
        ("\n\n- a\n- b\n", Location("x.yaml", 3, 1, 3, 1)),
    ],
)
def test_that_there_are_no_keys_is_said_of_a_place_without_width(text: str, place: Location) -> None:
    (found,) = read("x.yaml", text.encode(), DEFAULT)[1]
    assert found.location == place


@pytest.mark.parametrize("above", ["", "# a\n# b\n# c\n"])
def test_no_place_lies_past_the_last_line_however_many_there_are(above: str) -> None:
    document, findings = read("x.yaml", f"{above}? ? ".encode(), DEFAULT)
    last = above.count("\n") + 1
    assert document.at(()) == Location("x.yaml", last, 1, last, 5)
    assert all(found.location.end_line == last for found in findings)
    assert document.place((last, 1, last, 3)) == Location("x.yaml", last, 1, last, 3)
    assert document.place((last, 1, last + 1, 1)) == Location("x.yaml", last, 1, last, 5)


def test_of_a_file_that_is_larger_than_allowed_nothing_is_taken() -> None:
    document, _ = read("x.yaml", b"a: b\nc: [[d]]\n", Limits(depth=2))
    assert (document.tree, document.data, document.root, document.named) == (None, {}, None, ())


def test_of_a_file_with_other_faults_is_taken_what_can_be() -> None:
    document, findings = read("x.yaml", b"a: b\na: c\nd: &e f\nNO: g\n", DEFAULT)
    assert document.data == {"a": "b", "d": "f", "NO": "g"}
    assert document.faulty == {(2, 1), (3, 4)}
    assert findings[0].related == (Related("the first one", Location("x.yaml", 1, 1, 1, 2)),)
    assert [found.related for found in findings[1:]] == [(), ()]


@pytest.mark.parametrize(("text", "line"), [("\n\u200b", 2), ("\n\n\u200ba", 3), ("a\n\u200b\n", 2)])
def test_what_does_not_show_is_found_at_the_beginning_of_a_line(text: str, line: int) -> None:
    (fault,) = suspicious(text)[1]
    assert fault.span == (line, 1, line, 2)
