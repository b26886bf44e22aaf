"""A folder of agreements: found, read, linked; and the agreements in it."""

from __future__ import annotations

import copy
import datetime as dt
import os
import pickle
from pathlib import Path

import attrs
import pytest

import pactstate
from pactstate.checks.runner import check_folder
from pactstate.domain.agreement import Agreement
from pactstate.domain.lifecycle import State, Terms
from pactstate.domain.model import Source
from pactstate.findings import Finding, Location, Severity
from pactstate.folder.files import open_folder
from pactstate.folder.read import Folder, FolderError, read_folder
from pactstate.folder.registry import Registry, SourceKey, UnknownAgreementError
from pactstate.storage import locate
from pactstate.storage.limits import Limits
from pactstate.storage.locate import nearest_folder, packaged_folder

_SHAPE = "title: {id}\nkind: treaty\nparties: [JP, PH]\n"


def _agreement(id: str = "a", more: str = "history: []\n") -> str:
    return f"id: {id}\n{_SHAPE.format(id=id.upper())}{more}"


def _history(*claims: str) -> str:
    cited = "".join(f"- {{event: note, date: 2024-07-08, {claim}}}\n" for claim in claims)
    return f"history:\n{cited}"


def _fill(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def _read(folder: Path, files: dict[str, str | bytes]) -> Folder:
    return read_folder(_fill(folder, files))


def _where(folder: Path, found: Finding) -> tuple[str, str, int, int]:
    return found.rule, Path(found.path).relative_to(folder).as_posix(), found.line, found.column


# Reading.


def test_a_folder_is_read_and_linked(tmp_path: Path) -> None:
    folder = _read(
        tmp_path,
        {
            "b.yaml": _agreement("b", _history("reported_by: s2, denied_by: [s1]")),
            "a.yml": _agreement("a", "statements: [{source: s3, says: signed}]\nhistory: []\n"),
            "sources.yaml": "s2: {title: S2}\ns1: {title: S1}\nunused: {title: U}\n",
            "sources/more.yaml": "s3: {title: S3}\n",
        },
    )
    assert folder.findings == ()
    assert (folder.path, len(folder.paths)) == (str(tmp_path), 4)
    assert list(folder.registry) == ["a", "b"]
    assert folder.registry["b"].sources == (Source("s1", "S1"), Source("s2", "S2"))
    assert folder.registry["a"].sources == (Source("s3", "S3"),)
    assert folder.registry.sources == (Source("s1", "S1"), Source("s2", "S2"), Source("s3", "S3"))
    assert folder.registry.path == str(tmp_path)
    assert folder.agreement_paths == {"a": str(tmp_path / "a.yml"), "b": str(tmp_path / "b.yaml")}
    assert {key: Path(folder.source_path(key)).name for key in folder.described} == {
        SourceKey("s1", None): "sources.yaml",
        SourceKey("s2", None): "sources.yaml",
        SourceKey("unused", None): "sources.yaml",
        SourceKey("s3", None): "more.yaml",
    }
    assert {*folder.documents} == {
        str(tmp_path / name) for name in ("a.yml", "b.yaml", "sources.yaml", "sources/more.yaml")
    }
    assert folder.documents[folder.agreement_paths["a"]].at(("id",)).line == 1


def test_inline_sources_and_what_sources_are_based_on_are_linked(tmp_path: Path) -> None:
    inline = "sources: {mine: {title: M, based_on: s1}, spare: {title: X}}\n"
    folder = _read(
        tmp_path,
        {
            "a.yaml": _agreement("a", inline + _history("reported_by: mine")),
            "b.yaml": _agreement("b", _history("reported_by: [s1, mine, nowhere]")),
            "sources.yaml": "s1: {title: S1, based_on: [s2]}\ns2: {title: S2, based_on: [s1, lost]}\n",
        },
    )
    lost = [one for one in check_folder(folder, dt.date(2026, 11, 22)).findings if one.path.endswith("sources.yaml")]
    assert [(one.line, one.column) for one in lost if one.rule == "unknown-source"] == [(2, 32)]
    assert [source.id for source in folder.registry["a"].sources] == ["mine", "s1", "s2", "spare"]
    assert [source.id for source in folder.registry["b"].sources] == ["s1", "s2"]
    assert folder.registry["a"].source("s2") == Source("s2", "S2", based_on=("s1", "lost"))
    assert folder.registry["b"].source("mine") is None


def test_a_file_is_named_after_its_agreement(tmp_path: Path) -> None:
    folder = _read(tmp_path, {"x.yaml": _agreement("a")})
    (found,) = folder.findings
    assert _where(tmp_path, found) == ("file-name", "x.yaml", 1, 5)
    assert found.message == "the agreement's id is 'a', the file's name is 'x.yaml'"
    assert found.help == "rename the file to 'a.yaml', or change the id"
    assert found.agreement == "a"
    assert list(folder.registry) == ["a"]


def test_an_id_may_be_taken_once(tmp_path: Path) -> None:
    folder = _read(tmp_path, {"a.yaml": _agreement("a"), "b/a.yml": "\n" + _agreement("a").replace("JP", "AU")})
    (found,) = folder.findings
    assert _where(tmp_path, found) == ("duplicate-id", "b/a.yml", 2, 5)
    assert found.message == "the id 'a' is taken already by another agreement, line 1 of a.yaml"
    assert [related.location for related in found.related] == [Location(str(tmp_path / "a.yaml"), 1, 5, 1, 6)]
    assert folder.registry["a"].parties == ("JP", "PH")
    assert folder.agreement_paths == {"a": str(tmp_path / "a.yaml")}


@pytest.mark.parametrize("copy", ["aa.yaml", "zz.yaml", "b/aa.yaml", "aa (1).yaml"])
@pytest.mark.parametrize("keeps", [True, False])
def test_of_two_files_with_one_id_the_copy_is_at_fault(tmp_path: Path, copy: str, keeps: bool) -> None:
    """Whichever of the two comes first: the one that is not named after the id."""
    _fill(tmp_path, {"jp.yaml": _agreement("jp"), copy: _agreement("jp").replace("PH", "AU")})
    if keeps:
        folder = read_folder(tmp_path)
        found, agreements = folder.findings, folder.registry
        assert agreements["jp"].parties == ("JP", "PH")
        assert folder.agreement_paths == {"jp": str(tmp_path / "jp.yaml")}
    else:
        report = check_folder(open_folder(tmp_path, keeps=False), dt.date(2026, 11, 22))
        found = tuple(one for one in report.findings if one.rule in ("file-name", "duplicate-id"))
    (one,) = found
    assert _where(tmp_path, one) == ("duplicate-id", copy, 1, 5)
    assert one.message == "the id 'jp' is taken already by another agreement, line 1 of jp.yaml"
    own = "this file is called 'aa': write 'id: aa'"
    if "zz" in copy:
        own = own.replace("aa", "zz")
    assert one.help == ("give this agreement an id of its own, and name the file after it" if "(" in copy else own)
    assert [Path(related.location.path).name for related in one.related] == ["jp.yaml"]


def test_two_files_that_swapped_their_names_are_no_copies(tmp_path: Path) -> None:
    folder = _read(tmp_path, {"a.yaml": _agreement("b"), "b.yaml": _agreement("a")})
    assert [one.rule for one in folder.findings] == ["file-name", "file-name"]
    assert list(folder.registry) == ["a", "b"]


def test_a_shared_source_may_be_defined_once(tmp_path: Path) -> None:
    folder = _read(
        tmp_path,
        {
            "a.yaml": _agreement("a", _history("reported_by: s")),
            "sources.yaml": "r: {title: R}\ns: {title: first}\n",
            "sources/more.yaml": "s: {title: second}\n",
        },
    )
    (found,) = folder.findings
    # Folders and files come in the order of their names.
    assert _where(tmp_path, found) == ("duplicate-id", "sources.yaml", 2, 1)
    assert found.message == "the id 's' is taken already by another source, line 1 of more.yaml"
    assert [related.location.line for related in found.related] == [1]
    assert folder.registry["a"].sources == (Source("s", "second"),)


def test_an_inline_source_may_not_hide_a_shared_one(tmp_path: Path) -> None:
    folder = _read(
        tmp_path,
        {
            "a.yaml": _agreement("a", "history: []\nsources:\n  r: {title: R}\n  s: {title: mine}\n"),
            "sources.yaml": "\ns: {title: theirs}\n",
        },
    )
    (found,) = folder.findings
    assert _where(tmp_path, found) == ("duplicate-id", "a.yaml", 8, 3)
    assert found.agreement == "a"
    assert found.message == "the id 's' is taken already by another source, line 2 of sources.yaml"
    assert [Path(related.location.path).name for related in found.related] == ["sources.yaml"]
    # The description in the same file is the one that the author meant.
    assert folder.registry["a"].source("s") == Source("s", "mine")


def test_two_agreements_may_have_inline_sources_of_one_id(tmp_path: Path) -> None:
    inline = "history: []\nsources: {s: {title: T}}\n"
    folder = _read(tmp_path, {"a.yaml": _agreement("a", inline), "b.yaml": _agreement("b", inline.replace("T", "U"))})
    assert folder.findings == ()
    assert [(key.agreement, source.title) for key, source in folder.described.items()] == [("a", "T"), ("b", "U")]


def test_every_file_is_read_whatever_another_contains(tmp_path: Path) -> None:
    _fill(
        tmp_path,
        {
            "a.yaml": _agreement("a"),
            "binary.yaml": b"\x00\xff",
            "deep.yaml": "[" * 100_000,
            "empty.yaml": "",
            "large.yaml": b"a: " + b"x" * 50_000_000,
            "latin.yaml": "title: é".encode("latin-1"),
            "list.yaml": "- a\n",
            "no.yaml": "NO",
            "odd.yaml": '"[key]": x\n',
            "utf-16.yaml": "id: a".encode("utf-16"),
            "word.yaml": "word",
            "yaml.yaml": "a: b: c\n",
            "sources.yaml": "- a\n",
        },
    )
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "link.yaml").symlink_to("a.yaml")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    folder = read_folder(tmp_path)
    assert list(folder.registry) == ["a"]
    assert len(folder.paths) == 17
    faulty = {
        Path(found.path).stem: found.rule for found in reversed(folder.findings) if found.severity is Severity.ERROR
    }
    assert faulty == {
        "binary": "unreadable-file",
        "deep": "limit-exceeded",
        "empty": "invalid-yaml",
        "folder": "unreadable-file",
        "large": "limit-exceeded",
        "latin": "unreadable-file",
        "link": "unreadable-file",
        "list": "invalid-yaml",
        "loop": "unreadable-file",
        "no": "invalid-yaml",
        "odd": faulty["odd"],
        "pipe": "unreadable-file",
        "sources": "invalid-yaml",
        "utf-16": "unreadable-file",
        "word": "invalid-yaml",
        "yaml": "invalid-yaml",
    }
    assert faulty["odd"] in ("missing-key", "unknown-key")
    assert all("\n" not in found.message for found in folder.findings)


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.yaml")
    folder = read_folder(tmp_path)
    (found,) = folder.findings
    assert str(found) == f"{tmp_path / 'a.yaml'}:1:1: error[unreadable-file] cannot be read: it is a pipe"
    assert (len(folder.registry), len(folder.paths), folder.documents) == (0, 1, {})


def test_file_names_may_be_anything(tmp_path: Path) -> None:
    names = ["a\nb.yaml", "-rf.yaml", "日本.yaml", "::error::.yaml", "\x1b[1m.yaml"]
    _fill(tmp_path, {name: _agreement("a") for name in names})
    (tmp_path / os.fsdecode(b"\xff.yaml")).write_text(_agreement("b"))
    folder = read_folder(tmp_path)
    assert len(folder.paths) == 6
    assert {found.rule for found in folder.findings} == {"file-name", "duplicate-id"}


@pytest.mark.parametrize("text", ["\ufeffid: a\r\n", "# \U0001f600\r\nid: a\r\n"])
def test_marks_and_line_ends_do_no_harm(tmp_path: Path, text: str) -> None:
    folder = _read(tmp_path, {"a.yaml": text + _agreement("a").removeprefix("id: a\n").replace("\n", "\r\n")})
    assert folder.findings == ()
    assert list(folder.registry) == ["a"]


def test_limits_are_the_callers(tmp_path: Path) -> None:
    _fill(tmp_path, {"a.yaml": _agreement("a")})
    assert [found.rule for found in read_folder(tmp_path, limits=Limits(file_bytes=9)).findings] == ["limit-exceeded"]
    assert [found.rule for found in read_folder(tmp_path, limits=Limits(nodes=9)).findings] == ["limit-exceeded"]
    with pytest.raises(FolderError):
        read_folder(tmp_path, limits=Limits(files=0))


@pytest.mark.parametrize("name", ["missing", "empty", "file"])
def test_a_folder_that_cannot_be_used(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    with pytest.raises(FolderError, match=name) as caught:
        read_folder(tmp_path / name)
    assert isinstance(caught.value, OSError)
    assert "\n" not in str(caught.value)


# Finding the folder.


def test_the_nearest_folder_upwards(tmp_path: Path) -> None:
    for name in ("agreements", "x/agreements", "x/y/z", "w"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "x" / "y" / "agreements").write_text("not a folder")
    assert nearest_folder(tmp_path / "x" / "y" / "z") == tmp_path / "x" / "agreements"
    assert nearest_folder(tmp_path / "x") == tmp_path / "x" / "agreements"
    assert nearest_folder(tmp_path / "w") == tmp_path / "agreements"
    assert nearest_folder(tmp_path / "agreements") == tmp_path / "agreements"
    assert nearest_folder(tmp_path / "x" / "agreements" / "sources") == tmp_path / "x" / "agreements"


def test_a_folder_of_that_name_is_itself_the_nearest(tmp_path: Path) -> None:
    (tmp_path / "agreements" / "agreements").mkdir(parents=True)
    assert nearest_folder(tmp_path / "agreements") == tmp_path / "agreements"


def test_no_folder_upwards(tmp_path: Path) -> None:
    assert nearest_folder(tmp_path) is None


@pytest.mark.parametrize("packaged", [True, False])
def test_the_packaged_folder_lies_in_the_package_or_in_the_source_tree(
    packaged: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "src" / "pactstate"
    folder = package / "data" / "agreements" if packaged else tmp_path / "agreements"
    folder.mkdir(parents=True)
    monkeypatch.setattr(locate, "__file__", str(package / "storage" / "locate.py"))
    assert packaged_folder() == folder


# The registry.


def _registry(*ids: str) -> Registry:
    return Registry([Agreement(id, id.upper(), "treaty", ("JP", "PH")) for id in ids], "folder")


def test_a_registry_is_a_mapping_in_order_of_id() -> None:
    registry = _registry("b", "c", "a")
    assert list(registry) == ["a", "b", "c"]
    assert [agreement.id for agreement in registry.agreements] == ["a", "b", "c"]
    assert len(registry) == 3
    assert registry["b"].title == "B"
    assert "b" in registry
    assert "d" not in registry
    assert registry.get("d") is None
    assert dict(registry) == {agreement.id: agreement for agreement in registry.values()}


def test_a_registry_is_frozen_hashable_and_picklable() -> None:
    registry = _registry("a", "b")
    assert registry["a"]
    twin = pickle.loads(pickle.dumps(registry))
    assert twin == registry == copy.deepcopy(registry) == _registry("b", "a")
    assert hash(twin) == hash(registry)
    assert twin["b"] == registry["b"]
    assert registry != _registry("a")
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        registry.path = "x"
    with pytest.raises(TypeError):
        registry["c"] = registry["a"]


def test_a_registry_shows_what_it_is() -> None:
    assert repr(_registry("a", "b")) == "Registry(2 agreements from 'folder')"


@pytest.mark.parametrize(
    ("id", "message"),
    [
        ("jp-ph-ra", "no agreement 'jp-ph-ra': did you mean 'jp-ph-raa'?"),
        ("JP-PH-RAA", "no agreement 'JP-PH-RAA': did you mean 'jp-ph-raa'?"),
        ("zzz", "no agreement 'zzz'"),
        ("", "no agreement ''"),
    ],
)
def test_an_unknown_id_suggests_the_nearest(id: str, message: str) -> None:
    with pytest.raises(UnknownAgreementError) as caught:
        _registry("jp-ph-raa", "au-jp-xyz")[id]
    assert isinstance(caught.value, KeyError)
    assert str(caught.value) == message
    assert str(pickle.loads(pickle.dumps(caught.value))) == message


def test_an_empty_registry_suggests_nothing() -> None:
    with pytest.raises(UnknownAgreementError, match=r"^no agreement 'a'$"):
        _registry()["a"]
    assert _registry().sources == ()


# The agreement.


def test_an_agreement_is_frozen_hashable_and_picklable(tmp_path: Path) -> None:
    inline = "sources: {s: {title: S, published: 2024-07-08}}\n"
    text = _agreement("a", inline + "history:\n- {event: signed, date: 2024-07-08, reported_by: s}\n")
    agreement = _read(tmp_path, {"a.yaml": text}).registry["a"]
    assert agreement.source("s")
    twin = pickle.loads(pickle.dumps(agreement))
    assert twin == agreement
    assert hash(twin) == hash(agreement)
    assert twin.source("s") == Source("s", "S", published=agreement.sources[0].published)
    assert repr(agreement) == "Agreement(id='a', title='A', kind='treaty', parties=('JP', 'PH'))"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        agreement.title = "B"


def test_an_agreement_knows_its_status(tmp_path: Path) -> None:
    text = _agreement(
        "a",
        """\
sources: {s: {title: S, published: 2024-07-09}}
history:
- {event: negotiating, date: 2023-11-03, reported_by: s}
- {event: signed, date: 2024-07-08, reported_by: s}
""",
    )
    agreement = _read(tmp_path, {"a.yaml": text}).registry["a"]
    assert agreement.status().state is State.SIGNED
    assert agreement.status() == agreement.status(dt.date.today())
    assert agreement.status("2024-01-01").state is State.NEGOTIATING
    assert agreement.status(dt.date(2023, 1, 1)).state is None
    assert agreement.status("2025", known_by="2024-07-10").state is State.SIGNED
    assert agreement.status("2025", known_by=dt.date(2024, 7, 1)).state is None
    assert agreement.terms == Terms(("JP", "PH"), None)


@pytest.mark.parametrize("kind", ["raa", "acsa", "treaty"])
def test_who_must_approve(kind: str) -> None:
    agreement = Agreement("a", "A", kind, ("JP", "PH"))
    usual = {"raa": ("JP", "PH"), "acsa": ("JP",), "treaty": ()}
    assert agreement.needs_approval_of() == usual[kind]
    assert attrs.evolve(agreement, approvals_needed=("PH",)).needs_approval_of() == ("PH",)
    assert attrs.evolve(agreement, approvals_needed=()).needs_approval_of() == ()


def test_of_two_agreements_of_one_id_that_counts_which_has_its_name(tmp_path: Path) -> None:
    text = "id: b\ntitle: {}\nkind: raa\nparties: [JP, PH]\nhistory: []\n"
    for name, title in (("a", "Copy"), ("b", "Original"), ("c", "Another copy")):
        (tmp_path / f"{name}.yaml").write_text(text.format(title), encoding="utf-8")
    loaded = pactstate.load(tmp_path, strict=False)
    assert loaded == read_folder(tmp_path).registry
    assert [(one.id, one.title) for one in loaded.agreements] == [("b", "Original")]


def test_a_missing_agreement_is_got_without_a_search_for_similar_ids(monkeypatch: pytest.MonkeyPatch) -> None:
    def search(*_: object) -> None:
        raise AssertionError("searched")

    monkeypatch.setattr("pactstate.folder.registry.like_agreement", search)
    registry = pactstate.load(Path(__file__).parents[2] / "agreements")
    assert registry.get("jp-ph-raaa") is None
    assert registry.get("jp-ph-raaa", "none") == "none"
    assert registry.get("jp-ph-raa") is registry["jp-ph-raa"]
    with pytest.raises(AssertionError, match="searched"):
        registry["jp-ph-raaa"]
