"""``load`` and ``check``, and the public names."""

from __future__ import annotations

import datetime as dt
import gc
import operator
import pickle
import re
import tracemalloc
from collections.abc import Callable
from enum import EnumType
from pathlib import Path

import pytest
from click.testing import CliRunner

import pactstate
from pactstate import PartialDate
from pactstate.cli import status
from pactstate.deprecation import FORMER
from pactstate.storage.locate import nearest_folder

GOOD = """\
id: good
title: Good
kind: treaty
parties: [JP, PH]
history:
  - {event: signed, date: 2020-05-05}
"""


def test_load_takes_a_folder(write: Callable[..., Path]) -> None:
    folder = write(good=GOOD)
    for path in (folder, str(folder)):
        assert list(pactstate.load(path)) == ["good"]


def test_load_takes_the_nearest_folder_else_the_packaged(
    write: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write(good=GOOD))
    assert list(pactstate.load()) == ["good"]
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir("/")
    assert "jp-ph-raa" in pactstate.load()


def test_check_never_takes_the_packaged_data(write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """A check would otherwise pass although it read none of the caller's files."""
    monkeypatch.chdir(write(good=GOOD))
    assert len(pactstate.check().paths) == 1
    monkeypatch.chdir("/")
    with pytest.raises(pactstate.FolderError, match="no folder 'agreements' here or above: name a folder to check"):
        pactstate.check()


def test_load_raises_one_group_of_all_errors(write: Callable[..., Path]) -> None:
    bad_date = GOOD.replace("2020-05-05", "2020-02-30").replace("good", "first")
    bad_order = GOOD.replace("good", "second") + "  - {event: negotiating, date: 2021}\n"
    warned = GOOD.replace("good", "third").replace("signed", "in_force")
    folder = write(first=bad_date, second=bad_order, third=warned)
    with pytest.raises(pactstate.AgreementError) as caught:
        pactstate.load(folder)
    assert [finding.rule for finding in caught.value.findings] == ["invalid-date", "illegal-transition"]
    assert len(caught.value.exceptions) == 2
    assert "first.yaml:6:27" in str(caught.value)
    assert pickle.loads(pickle.dumps(caught.value)).findings == caught.value.findings


def test_check_never_raises_for_bad_content(write: Callable[..., Path]) -> None:
    folder = write(first=b"\xff", second=b"\x00", third="[", fourth="a: b", fifth="")
    report = pactstate.check(folder)
    assert not report.ok
    assert {finding.path for finding in report.findings} == {str(path) for path in folder.iterdir()}
    assert report.files == 5


def test_a_hidden_character_is_a_finding_and_the_agreement_is_there(write: Callable[..., Path]) -> None:
    folder = write(good=GOOD.replace("title: Good", r'title: "\x1bGood"'))
    with pytest.raises(pactstate.AgreementError):
        pactstate.load(folder)
    registry = pactstate.load(folder, strict=False)
    assert [one.title[0] for one in registry.values()] == ["\x1b"]
    result = CliRunner().invoke(status.command, ["--data", str(folder)], standalone_mode=False)
    assert result.exception is None
    assert result.return_value == 1


def test_check_is_ok_and_knows_today(write: Callable[..., Path]) -> None:
    folder = write(good=GOOD)
    assert pactstate.check(folder).ok
    assert pactstate.check(folder, today=dt.date(2020, 1, 1)).files == 1


def test_today_may_be_a_text(write: Callable[..., Path]) -> None:
    folder = write(good=GOOD)
    rules = [finding.rule for finding in pactstate.check(folder, today="2020-05-04").findings]
    assert "future-event" in rules
    with pytest.raises(pactstate.DateError, match="'2020' is not one day"):
        pactstate.check(folder, today="2020")


def test_a_working_directory_that_is_gone_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert nearest_folder() is None
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("call", [pactstate.load, pactstate.check])
def test_a_folder_that_cannot_be_used_raises(call: Callable[[Path], object], tmp_path: Path) -> None:
    with pytest.raises(pactstate.FolderError, match="no agreement files"):
        call(tmp_path)


def test_every_public_name_is_there_and_listed() -> None:
    assert set(pactstate.__all__) == {"__version__", *pactstate._PUBLIC_MODULES, *pactstate._MODULE_OF}
    for name in pactstate.__all__:
        assert getattr(pactstate, name) is not None
    assert set(pactstate.__all__) <= set(dir(pactstate))


def test_the_type_checker_sees_the_same_names() -> None:
    source = Path(pactstate.__file__).read_text(encoding="utf-8")
    stated = source.partition("if TYPE_CHECKING:\n")[2].partition("else:")[0]
    former = {name for names in FORMER.values() for name in names}
    assert {pair for pair in re.findall(r"from ([\w.]+) import \w+ as (\w+)", stated) if pair[1] not in former} == {
        *((f"pactstate.{module}", name) for name, module in pactstate._MODULE_OF.items()),
        *(("pactstate", name) for name in pactstate._PUBLIC_MODULES),
    }
    assert former <= set(re.findall(r"(?<= as )\w+|\w+(?= = )", stated))


def test_a_program_for_the_type_checkers_uses_every_public_name() -> None:
    program = (Path(__file__).parents[1] / "typing" / "consumer.py").read_text(encoding="utf-8")
    used = set(
        re.findall(r"\b(?:pactstate|lifecycle|model)\.(\w+)|^from pactstate import (\w+), (\w+)", program, re.MULTILINE)
    )
    public = {*pactstate.__all__, *pactstate.lifecycle.__all__, *pactstate.model.__all__}
    assert public <= {name for names in used for name in names}


def test_public_modules_hold_public_names() -> None:
    for module in (pactstate.lifecycle, pactstate.model):
        assert {name for name in vars(module) if not name.startswith("_")} - {"annotations"} == set(module.__all__)
    words = {name for name in pactstate.__all__ if isinstance(getattr(pactstate, name), EnumType)}
    assert words == set(pactstate.model.__all__)
    assert all(getattr(pactstate, name) is getattr(pactstate.model, name) for name in words)


@pytest.mark.parametrize(
    ("version", "name", "new"), [(version, *pair) for version, names in FORMER.items() for pair in names.items()]
)
def test_a_former_name_stays_for_one_minor_version(version: str, name: str, new: str) -> None:
    message = f"^pactstate.{name} goes in version {version}: write pactstate.{new}$"
    with pytest.warns(DeprecationWarning, match=message) as warned:
        value = getattr(pactstate, name)
    assert value is operator.attrgetter(new)(pactstate)
    assert warned[0].filename == __file__
    assert name not in pactstate.__all__
    assert name not in dir(pactstate)
    major, minor = map(int, re.findall(r"\d+", pactstate.__version__)[:2])
    assert version == f"{major}.{minor + 1}", "its time is over: take it out"


def test_a_former_name_may_be_imported() -> None:
    with pytest.warns(DeprecationWarning, match="write pactstate.lifecycle.step") as warned:
        from pactstate import step
    assert step is pactstate.lifecycle.step
    assert {one.filename for one in warned} == {__file__}


def test_former_functions_of_dates_are_methods() -> None:
    with pytest.warns(DeprecationWarning, match="write pactstate.PartialDate.certainly_before"):
        assert pactstate.certainly_before(PartialDate("2024"), PartialDate("2025"))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        pactstate.nothing  # noqa: B018 - reading the name is what is tested


def test_no_public_name_is_a_module_that_importing_would_put_in_its_place() -> None:
    modules = {path.stem for path in Path(pactstate.__file__).parent.iterdir()}
    assert modules.isdisjoint(pactstate._MODULE_OF)


def test_loaded_agreements_keep_no_text_of_their_files(tmp_path: Path) -> None:
    count, comment = 60, f"# {'x' * 70}\n" * 400
    entries = "".join(
        f"  - {{event: {event}, date: {date}, reported_by: [a-long-id-of-a-source]}}\n"
        for event, date in (("negotiating", "2001-05-03"), ("signed", "2002-07-08"), ("in_force", "2003-02-01"))
    )
    source = "sources:\n  a-long-id-of-a-source: {title: A headline, publisher: A paper, published: 2004-01-01}\n"
    for number in range(count):
        head = f"id: x{number}\ntitle: Agreement {number}\nkind: treaty\nparties: [JP, PH]\n"
        (tmp_path / f"x{number}.yaml").write_text(f"{head}{source}history:\n{entries}{comment}", encoding="utf-8")
    pactstate.load(tmp_path)
    gc.collect()
    kept: list[int] = []
    peaks: list[int] = []
    # Twice: the interpreter's table of names takes megabytes at once when it grows, whoever adds the last name.
    for _ in range(2):
        tracemalloc.start()
        try:
            registry = pactstate.load(tmp_path)
            gc.collect()
            after, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert len(registry) == count
        kept.append(after)
        peaks.append(peak)
    assert min(kept) < 6_000 * count
    assert min(peaks) < len(comment) * count
