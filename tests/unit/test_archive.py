"""Tar archives as a base: archives of git, and forged ones."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import io
import lzma
import os
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from histories import listing
from pactstate.storage import archive
from pactstate.storage.disk import FolderError, UnreadableError, stem_of
from pactstate.storage.limits import DEFAULT, Limits
from pactstate.storage.snapshot import RevisionError, Snapshot
from unit.test_disk import _hangs  # noqa: F401 - a fixture

pytestmark = pytest.mark.usefixtures("_hangs")

BLOCK = tarfile.BLOCKSIZE
FOLDER = Path("/home/reader/treaties/agreements")
"""Path of the folder that is compared with the archive. It need not exist."""
FILES = {"agreements/a.yaml": b"one", "agreements/sources/s.yaml": b"two", "README.md": b"hello", "other.yaml": b"no"}


def pack(files: Mapping[str, bytes | tarfile.TarInfo], form: int = tarfile.USTAR_FORMAT) -> bytes:
    """A tar archive."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form, encoding="utf-8", errors="surrogateescape") as tar:
        for name, content in files.items():
            if isinstance(content, tarfile.TarInfo):
                tar.addfile(content)
                continue
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return made.getvalue()


def member(name: str, kind: bytes, target: str = "", size: int = 0) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.size = kind, target, size
    return made


def files(path: Path, folder: Path = FOLDER) -> dict[str, bytes]:
    """Files of the folder that are in the archive."""
    with archive.opened(path, folder) as snapshot:
        return {
            inner: snapshot.read_bytes(folder / inner, DEFAULT)
            for inner in snapshot.find_files(folder, DEFAULT, needed=False)
        }


@pytest.fixture
def tar(tmp_path: Path) -> Callable[[bytes], Path]:
    """Writes the archive."""

    def write(content: bytes) -> Path:
        path = tmp_path / "before.tar"
        path.write_bytes(content)
        return path

    return write


Tar = Callable[[bytes], Path]


def refused(path: Path, folder: Path = FOLDER) -> str:
    with pytest.raises(RevisionError) as caught:
        files(path, folder)
    said = str(caught.value)
    assert said.isprintable()
    return said.replace(str(path), "TAR")


# Archives that git makes.


@pytest.mark.parametrize("name", ["añejo", "条約" * 60, os.fsdecode(b"\xff\xe9"), "a b", "a\nb", "*", "-x"], ids=ascii)
@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_names_of_any_kind(tar: Tar, name: str, form: int) -> None:
    if form == tarfile.USTAR_FORMAT and len(name) > 90:
        form = tarfile.GNU_FORMAT
    path = tar(pack({f"x/{name}/{name}.yaml": b"one", "y/b.yaml": b"no"}, form))
    assert files(path, Path("/home") / name) == {f"{name}.yaml": b"one"}


def test_the_folder_is_the_one_most_like(tar: Tar) -> None:
    both = {"x/agreements/a.yaml": b"no", "treaties/agreements/a.yaml": b"yes", "agreements/agreements-2/a.yaml": b"no"}
    assert files(tar(pack(both))) == {"a.yaml": b"yes"}
    assert files(tar(pack({**both, "reader/treaties/agreements/a.yaml": b"more"}))) == {"a.yaml": b"more"}


def test_two_folders_equally_like_are_refused(tar: Tar) -> None:
    path = tar(pack({"x/agreements/a.yaml": b"", "y\n/agreements/a.yaml": b"", "agreements.yaml": b""}))
    assert refused(path) == "TAR has two folders like agreements: x/agreements and y\\u{a}/agreements"


def test_folders_without_agreements_do_not_count(tar: Tar) -> None:
    path = tar(pack({"x/agreements/a.txt": b"no", "y/agreements/a.yaml": b"yes"}))
    assert files(path) == {"a.yaml": b"yes"}


def test_a_folder_that_holds_all_files_is_skipped(tar: Tar) -> None:
    """A folder of another name keeps its shared sources."""
    path = tar(pack({"x/old/a.yaml": b"one", "x/old/sources/s.yaml": b"two", "x/old/README.md": b""}))
    assert files(path) == {"a.yaml": b"one", "sources/s.yaml": b"two"}


@pytest.mark.parametrize("prefix", ["", "x/", "x/y/"])
def test_a_folder_above_the_agreements_is_not_taken_for_them(tar: Tar, prefix: str) -> None:
    path = tar(pack({f"{prefix}agreements/a.yaml": b"one", f"{prefix}agreements/b.yaml": b"two"}))
    assert files(path, FOLDER.parent) == {"agreements/a.yaml": b"one", "agreements/b.yaml": b"two"}


def test_settings_are_those_of_the_archive(tar: Tar) -> None:
    path = tar(pack({"x/agreements/a.yaml": b"", "x/pactstate.toml": b"in it", "pyproject.toml": b"at its root"}))
    with archive.opened(path, FOLDER) as snapshot:
        assert snapshot.read_bytes(FOLDER.parent / "pactstate.toml", DEFAULT) == b"in it"
        assert snapshot.read_bytes(FOLDER.parents[1] / "pyproject.toml", DEFAULT) == b"at its root"
        assert snapshot.has(FOLDER.parents[1] / ".git")
        assert not snapshot.has(FOLDER.parent / ".git")


def test_nothing_is_unpacked_or_written(tar: Tar, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    path = tar(pack(FILES))
    assert files(path) == {"a.yaml": b"one", "sources/s.yaml": b"two"}
    assert listing(tmp_path) == [str(path)]
    assert path.read_bytes() == pack(FILES)


def test_the_archive_is_closed(tar: Tar, monkeypatch: pytest.MonkeyPatch) -> None:
    contents = pack(FILES), pack({"x/agreements/a.yaml": b"", "y/agreements/a.yaml": b""})
    opened: list[tarfile.TarFile] = []
    real = tarfile.open
    monkeypatch.setattr(tarfile, "open", lambda *given, **options: opened.append(real(*given, **options)) or opened[-1])
    files(tar(contents[0]))
    refused(tar(contents[1]))
    assert [one.closed for one in opened] == [True, True]


def test_of_two_members_with_one_name_the_last_is_read(tar: Tar) -> None:
    once, twice = pack({"agreements/a.yaml": b"old"}), pack({"agreements/a.yaml": b"new"})
    assert files(tar(once[: 2 * BLOCK] + twice)) == {"a.yaml": b"new"}


# Members that are not read.


def test_links_devices_and_pipes_are_named_and_not_read(tar: Tar) -> None:
    kinds = {
        "link": member("agreements/link.yaml", tarfile.SYMTYPE, "/etc/passwd"),
        "hard": member("agreements/hard.yaml", tarfile.LNKTYPE, "agreements/a.yaml"),
        "char": member("agreements/char.yaml", tarfile.CHRTYPE),
        "block": member("agreements/block.yaml", tarfile.BLKTYPE),
        "pipe": member("agreements/pipe.yaml", tarfile.FIFOTYPE),
    }
    folder = member("agreements/folder.yaml", tarfile.DIRTYPE)
    path = tar(pack({"agreements/a.yaml": b"one", **kinds, "folder": folder}))
    with archive.opened(path, FOLDER) as snapshot:
        assert {stem_of(inner) for inner in snapshot.find_files(FOLDER, DEFAULT)} == {"a", *kinds}
        for name in kinds:
            with pytest.raises(UnreadableError) as caught:
                snapshot.read_bytes(FOLDER / f"{name}.yaml", DEFAULT)
            assert caught.value.reason == "cannot be read: it is no regular file"


def test_a_link_is_no_way_to_the_files_behind_it(tar: Tar) -> None:
    link = member("agreements", tarfile.SYMTYPE, "secret")
    assert files(tar(pack({"x": link, "secret/a.yaml": b"secret", "b.yaml": b"one"}))) == {
        "b.yaml": b"one",
        "secret/a.yaml": b"secret",
    }
    inner = member("agreements/inner", tarfile.SYMTYPE, "../secret")
    path = tar(pack({"x": inner, "secret/a.yaml": b"secret", "agreements/b.yaml": b"one"}))
    assert files(path) == {"b.yaml": b"one"}


@pytest.mark.parametrize(
    "name",
    ["/agreements/x.yaml", "../agreements/x.yaml", "a/../../agreements/x.yaml", "//agreements/x.yaml", "../x.yaml"],
)
def test_names_that_lead_out_of_the_archive_are_skipped(tar: Tar, name: str) -> None:
    assert files(tar(pack({"agreements/a.yaml": b"one", name: b"evil"}))) == {"a.yaml": b"one"}


@pytest.mark.parametrize(
    "name", ["./agreements/a.yaml", "x/../agreements/a.yaml", "agreements//a.yaml", "agreements/./a.yaml"]
)
def test_names_are_made_plain(tar: Tar, name: str) -> None:
    assert files(tar(pack({name: b"one"}))) == {"a.yaml": b"one"}


def test_a_member_over_the_limit_is_not_read(tar: Tar, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tar(pack({"agreements/a.yaml": b"x" * 1_048_577, "agreements/b.yaml": b"x" * 1_048_576}))

    def never(*_: object) -> bytes:
        pytest.fail("it has been read")

    with archive.opened(path, FOLDER) as snapshot:
        assert len(snapshot.read_bytes(FOLDER / "b.yaml", DEFAULT)) == 1_048_576
        monkeypatch.setattr(tarfile.TarFile, "extractfile", never)
        with pytest.raises(UnreadableError, match="larger than 1,048,576 bytes") as caught:
            snapshot.read_bytes(FOLDER / "a.yaml", DEFAULT)
    assert caught.value.rule == "limit-exceeded"


def header(name: str, kind: bytes, size: int, *, more: bytes = b"") -> bytes:
    """A header of GNU's kind that may say anything; ``more`` stands where the parts of a sparse file are listed."""
    length = size.to_bytes(12, "big", signed=True)
    length = bytes([length[0] | 0x80]) + length[1:]
    field = name.encode().ljust(100, b"\0") + b"0000644\0" + b"0000000\0" * 2 + length + b"00000000000\0"
    made = bytearray((field + b" " * 8 + kind).ljust(257, b"\0") + b"ustar  \0")
    made = bytearray(bytes(made).ljust(386, b"\0") + more).ljust(BLOCK, b"\0")
    made[148:156] = b"%06o\0 " % sum(made)
    return bytes(made)


END = bytes(2 * BLOCK)


def sparse(size: int, *parts: tuple[int, int]) -> bytes:
    """A sparse file of one stored block, with as many parts as are said."""
    listed = b"".join(b"%011o\0%011o\0" % part for part in parts).ljust(97, b"\0")
    return (
        header("agreements/a.yaml", tarfile.GNUTYPE_SPARSE, BLOCK, more=listed + b"%011o\0" % size) + b"y" * BLOCK + END
    )


def test_a_sparse_member_is_as_large_as_it_is_when_written_out(tar: Tar) -> None:
    assert files(tar(sparse(600, (100, 500)))) == {"a.yaml": bytes(100) + b"y" * 500}
    with archive.opened(tar(sparse(8**11 - 1, (0, 512))), FOLDER) as snapshot, pytest.raises(UnreadableError) as caught:
        snapshot.read_bytes(FOLDER / "a.yaml", DEFAULT)
    assert caught.value.rule == "limit-exceeded"


def test_a_sparse_member_whose_parts_lie_elsewhere(tar: Tar) -> None:
    assert refused(tar(sparse(100_000, (0, 100_000)))) == "TAR is cut short"


# Files that are no archives, and forged archives.


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x",
        b"garbage" * 1000,
        b"\xff" * 5000,
        b"id: a\ntitle: b\n" * 100,
        gzip.compress(pack(FILES), mtime=0),
        bz2.compress(pack(FILES)),
        lzma.compress(pack(FILES)),
        b"PK\x03\x04" + bytes(2000),
        pack(FILES)[:100],
        header("agreements/a.yaml", b"x", 2**62),
        header("agreements/a.yaml", b"x", 2**80),
        header("agreements/a.yaml", b"x", 20) + b"20 size=xxxxxxxxxxx\n".ljust(BLOCK, b"\0") + END,
        header("agreements/a.yaml", b"L", 2**80) + END,
        header("x", b"x", 0) * 2_000,
        header("x", b"x", 0),
    ],
    ids=lambda content: f"{content[:8]!a}, {len(content)} bytes",
)
def test_what_is_no_plain_tar_archive(tar: Tar, content: bytes) -> None:
    told = refused(tar(content))
    assert told == "TAR is not a tar archive (a compressed one must be unpacked first)"


def test_an_archive_without_files(tar: Tar) -> None:
    assert files(tar(END)) == files(tar(pack({}))) == {}
    with archive.opened(tar(END), FOLDER) as snapshot, pytest.raises(FolderError, match="no agreement files"):
        snapshot.find_files(FOLDER, DEFAULT)


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_wherever_an_archive_is_cut_it_does_not_pass_for_a_whole_one(tar: Tar, form: int) -> None:
    """Else whatever stood behind the cut could be removed from the folder without anybody being told."""
    names = [f"agreements/{'d' * 120}/{number}.yaml" for number in range(3)]
    whole = pack(dict.fromkeys(names, b"x" * 600), form).rstrip(b"\0")
    size = -(-len(whole) // BLOCK) * BLOCK
    whole = whole.ljust(size, b"\0")
    assert len(files(tar(whole + END))) == len(files(tar(whole + END[:BLOCK]))) == 3
    for length in (*range(0, size + BLOCK, BLOCK), *range(7, size, 97), size + BLOCK - 1):
        told = refused(tar((whole + END)[:length]))
        assert told in (
            "TAR is cut short",
            "TAR is not a sound tar archive",
            "TAR is not a tar archive (a compressed one must be unpacked first)",
        ), length


def test_an_archive_whose_middle_is_garbage_does_not_pass_for_a_shorter_one(tar: Tar) -> None:
    whole = bytearray(pack({"agreements/a.yaml": b"one", "agreements/b.yaml": b"two"}))
    whole[2 * BLOCK + 10] ^= 1
    assert refused(tar(bytes(whole))) == "TAR is cut short"


FORGED = {
    "a file that leads back": header("agreements/b.yaml", b"0", -BLOCK),
    "further back": header("agreements/b.yaml", b"0", -3 * BLOCK),
    "before the beginning": header("agreements/b.yaml", b"0", -(2**40)),
    "a folder that leads back": header("agreements/b", b"5", -BLOCK),
    "a link that leads back": header("agreements/b", b"2", -BLOCK),
    "an unknown kind that leads back": header("agreements/b", b"Z", -2 * BLOCK),
    "a long name": header("x", b"L", -BLOCK),
    "a long name without end": header("x", b"L", 2**62),
    "a larger one": header("x", b"L", 2**80),
    "settings": header("x", b"x", -BLOCK),
    "settings without end": header("x", b"x", 2**62),
    "settings upon settings": header("x", b"x", 0) * 2_000,
    "global settings upon settings": header("x", b"g", 0) * 2_000,
    "a name of names": header("x", b"L", 0) * 2_000,
    "more than there is": header("agreements/b.yaml", b"0", 2**40),
    "more than can be": header("agreements/b.yaml", b"0", 2**90),
    "a sparse one": header("agreements/b.yaml", b"S", -BLOCK),
    "settings that say so": header("x", b"x", 14) + b"14 size=-1024\n".ljust(BLOCK, b"\0") + header("x.yaml", b"0", 0),
    "settings that say nonsense": header("x", b"x", 12) + b"12 size=\xff\xff\n".ljust(BLOCK, b"\0"),
    "settings too long": header("x", b"x", 999) + (b"999 size=" + b"9" * 989 + b"\n").ljust(2 * BLOCK, b"\0"),
    "sparse settings": header("x", b"x", 26) + b"26 GNU.sparse.map=1,2,3,x\n".ljust(BLOCK, b"\0"),
}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_forged_lengths_neither_loop_nor_raise(tar: Tar, forged: bytes) -> None:
    first = pack({"agreements/a.yaml": b"one"})[: 2 * BLOCK]
    last = pack({"agreements/c.yaml": b"three"})
    assert refused(tar(first + forged + last)) in (
        "TAR is not a sound tar archive",
        "TAR is cut short",
    )


def test_so_many_members_and_no_more(tar: Tar, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tar(pack({f"agreements/{number}.yaml": b"" for number in range(4)}))
    monkeypatch.setattr(archive, "_MAX_MEMBERS", 5)
    assert len(files(path)) == 4
    monkeypatch.setattr(archive, "_MAX_MEMBERS", 4)
    assert refused(path) == "more than 4 files in TAR"


def test_so_many_files_and_no_more(tar: Tar) -> None:
    with archive.opened(tar(pack(FILES)), FOLDER) as snapshot:
        assert len(snapshot.find_files(FOLDER, Limits(files=2))) == 2
        with pytest.raises(FolderError, match="more than 1 files in "):
            snapshot.find_files(FOLDER, Limits(files=1))


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path(os.devnull), Path("/dev/zero")):
        assert refused(path) == "TAR is neither a folder nor a file"


def test_a_file_that_may_not_be_read(tar: Tar, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tar(pack(FILES))

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tarfile, "open", refuse)
    assert refused(path) == "cannot read TAR: permission denied"


def test_a_file_that_is_cut_while_it_is_read(tar: Tar) -> None:
    path = tar(pack(FILES))
    with archive.opened(path, FOLDER) as snapshot:
        path.write_bytes(path.read_bytes()[:BLOCK])
        with pytest.raises(RevisionError, match="is cut short"):
            snapshot.read_bytes(FOLDER / "a.yaml", DEFAULT)


def test_a_strange_name_of_an_archive_is_shown_on_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a\nb\x1b[31m.tar"
    path.write_bytes(b"garbage")
    with pytest.raises(RevisionError) as caught:
        files(path)
    assert "a\\u{a}b\\u{1b}[31m.tar is not a tar archive" in str(caught.value)


SEEDS = [
    pack(dict.fromkeys(("agreements/a.yaml", f"agreements/{'d' * 120}/b.yaml", "é.yaml"), b"x" * 700), form)
    for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT)
]
SIZES = [b"\xff" * 12, b"\x80\0\0\0" + b"\x7f" * 8, b"\x80\0\0\0" + b"\xff" * 8, b"77777777777\0", b"\xff" * 11 + b"\0"]


def _with_sum(block: bytearray) -> bytes:
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


@given(st.data())
def test_whatever_is_changed_in_an_archive_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(data.draw(st.sampled_from(SEEDS)))
    for _ in range(data.draw(st.integers(1, 4))):
        block = data.draw(st.integers(0, len(content) // BLOCK - 1)) * BLOCK
        part = content[block : block + BLOCK]
        how = data.draw(st.sampled_from(["kind", "size", "byte", "copy", "cut"]))
        if how == "kind":
            part[156] = data.draw(st.sampled_from(b"0123456789xgLKSV\0"))
        elif how == "size":
            part[124:136] = data.draw(st.sampled_from(SIZES) | st.integers(0, 5_000).map(lambda n: b"%011o\0" % n))
        elif how == "byte":
            part[data.draw(st.integers(0, BLOCK - 1))] = data.draw(st.integers(0, 255))
        elif how == "copy":
            part = content[:BLOCK]
        else:
            content = content[: block + BLOCK]
        content[block : block + BLOCK] = _with_sum(part)
    path = tmp_path_factory.getbasetemp() / "forged.tar"
    path.write_bytes(content)
    with contextlib.suppress(RevisionError, FolderError), archive.opened(path, FOLDER) as snapshot:
        _read_all(snapshot)


def _read_all(snapshot: Snapshot) -> None:
    for inner in snapshot.find_files(FOLDER, DEFAULT):
        try:
            snapshot.read_bytes(FOLDER / inner, DEFAULT)
        except UnreadableError:
            continue


def test_a_path_of_very_many_folders_is_refused(tar: Tar) -> None:
    path = tar(pack({f"{'a/' * 100_000}agreements/a.yaml": b"one"}, tarfile.PAX_FORMAT))
    assert refused(path) == "TAR is not a tar archive (a compressed one must be unpacked first)"
    path = tar(pack({**FILES, f"{'a/' * 100_000}agreements/a.yaml": b"one"}, tarfile.GNU_FORMAT))
    assert refused(path) == "TAR is not a sound tar archive"


def test_a_path_is_as_long_as_on_linux(tar: Tar) -> None:
    name = f"agreements/{'a/' * 2_040}a.yaml"
    assert len(name) == 4_097
    assert refused(tar(pack({name: b"one"}, tarfile.PAX_FORMAT))) == "a path in TAR has more than 4,096 characters"
    assert files(tar(pack({"agreements/a.yaml": b"one", name[:-6] + ".yml": b"two"}, tarfile.PAX_FORMAT)))


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.XGLTYPE])
def test_a_header_of_half_a_megabyte_of_digits_is_not_parsed(tar: Tar, kind: bytes) -> None:
    digits = b"1" * 500_000
    header = member("header", kind, size=len(digits)).tobuf(tarfile.USTAR_FORMAT)
    path = tar(header + digits + bytes(-len(digits) % BLOCK) + pack(FILES))
    assert refused(path) == "TAR is not a tar archive (a compressed one must be unpacked first)"


def test_an_archive_with_very_many_similar_folders_is_refused(tar: Tar) -> None:
    path = tar(pack({f"{'agreements/' * 300}a.yaml": b"one"}, tarfile.PAX_FORMAT))
    assert refused(path).startswith("TAR has two folders like agreements: agreements and agreements/agreements")
