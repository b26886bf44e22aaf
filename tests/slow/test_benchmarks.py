"""Benchmarks: corpora that are what they are said to be, the same on each run, and a table that shows what was measured."""

from __future__ import annotations

import json
import re
import statistics
import sys
from collections import defaultdict
from pathlib import Path

import corpus
import measure
import page
import peers
import planted
import plots
import pytest
import worst
import yaml
from families import FAMILIES
from growth import Cost, Growth

import pactstate

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
PAGE = BENCHMARKS.parent / "docs" / "benchmarks.md"

SEED, MANY = 5, 160


def errors_of(report: pactstate.Report) -> dict[str, set[str]]:
    found = defaultdict(set)
    for one in report.findings:
        if one.severity is pactstate.Severity.ERROR:
            found[Path(one.path).name].add(one.rule)
    return found


def made(folder: Path, files: int, errors: float = 0, **more: int) -> list[corpus.File]:
    return list(corpus.write(folder, files, SEED, errors, **more))


def checked(folder: Path) -> pactstate.Report:
    return pactstate.check(folder, today=plots.TODAY)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[corpus.File]]:
    folder = tmp_path_factory.mktemp("sound")
    return folder / "agreements", made(folder, MANY)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.yaml")}


def test_the_same_seed_makes_the_same_files(tmp_path: Path) -> None:
    for name in ("one", "other"):
        made(tmp_path / name, 60, errors=0.3)
    assert contents(tmp_path / "one") == contents(tmp_path / "other")
    assert corpus.agreement(SEED, 7, 60) != corpus.agreement(SEED + 1, 7, 60)


def test_a_file_is_the_same_in_a_larger_corpus() -> None:
    assert all(corpus.agreement(SEED, number, 50) == corpus.agreement(SEED, number, 500) for number in range(50))


def test_what_has_no_error_planted_has_nothing_wrong(sound: tuple[Path, list[corpus.File]]) -> None:
    report = checked(sound[0])
    assert {one.rule for one in report.findings if one.severity is not pactstate.Severity.INFO} == set()
    assert report.suppressed
    assert len(pactstate.load(sound[0])) == MANY


def test_planted_errors_are_found_where_they_were_planted(tmp_path: Path) -> None:
    files = made(tmp_path, 240, errors=0.6)
    found = errors_of(checked(tmp_path / "agreements"))
    assert {file.planted for file in files} == {"", *planted.RULES}
    assert {file.name for file in files if file.planted and file.planted not in found[file.name]} == set()
    assert {
        name for name in found if name in {file.name for file in files if not file.planted} and found[name]
    } == set()


def test_the_share_of_errors_is_as_asked() -> None:
    spoilt = sum(bool(corpus.agreement(SEED, number, 1000, 0.05).planted) for number in range(1000))
    assert spoilt / 1000 == pytest.approx(0.05, abs=0.01)
    assert not any(corpus.agreement(SEED, number, 100, 0).planted for number in range(100))


def test_a_corpus_has_all_that_files_may_have(sound: tuple[Path, list[corpus.File]]) -> None:
    folder, files = sound
    texts = [file.text for file in files]
    read = [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts]
    entries = [entry for one in read for entry in one["history"]]
    events = {
        event
        for entry in entries
        for event in ([entry["event"]] if isinstance(entry["event"], str) else entry["event"])
    }
    assert events == set(map(str, pactstate.EventKind)) - {"refused", "provisional_ended"}
    assert {one["kind"] for one in read} == {"raa", "acsa", "gsoia", "equipment_transfer", "treaty", "arrangement"}
    keys = {key for one in read for key in one} | {key for entry in entries for key in entry}
    assert keys >= {"statements", "sources", "entry_into_force", "term", "consents_needed", "approvals_needed"}
    assert keys >= {"replaces", "replaced_by", "amends", "announced_by", "effective", "place", "by", "reason", "of"}
    assert keys >= {"open", "not_recorded", "manner"}
    for pattern in (
        r"\n  - \{event",
        r"\n  - event",
        r" >-\n",
        r" \|\n",
        r"\n  # [A-Z]",
        r"# pactstate: ignore\[",
        r"rejected: ",
    ):
        assert any(re.search(pattern, text) for text in texts), pattern
    assert {len(str(entry["date"])) for entry in entries} >= {4, 7, 10, 11, 21}
    assert (folder / "sources.yaml").exists()
    assert (folder / "sources" / "gazettes.yaml").exists()
    assert 1024 < statistics.median(map(len, texts)) < 6 * 1024


def test_a_large_corpus_is_several_folders(tmp_path: Path) -> None:
    files = made(tmp_path, 90, per_folder=40)
    assert len({file.id for file in files}) == 90
    folders = sorted(tmp_path.glob("part-*/agreements"))
    assert [len(pactstate.load(folder)) for folder in folders] == [40, 40, 10]


def test_few_files_do_as_well(tmp_path: Path) -> None:
    made(tmp_path, 4)
    assert not errors_of(checked(tmp_path / "agreements"))


def test_the_command_makes_a_corpus(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new"
    monkeypatch.setattr(sys, "argv", ["corpus.py", str(folder), "--files", "6", "--seed", "2", "--errors", "0"])
    corpus.main()
    assert re.fullmatch(r"6 files, \d+ bytes each, 0 with an error\n", capsys.readouterr().out)
    for more, why in (([], "exists already"), (["--per-folder", "50"], "a multiple of 40")):
        monkeypatch.setattr(sys, "argv", ["corpus.py", str(folder), *more])
        with pytest.raises(SystemExit):
            corpus.main()
        assert why in capsys.readouterr().err


def test_the_schema_of_yamale_says_what_ours_says() -> None:
    schema = json.loads((BENCHMARKS.parent / "schema" / "agreement.schema.json").read_text(encoding="utf-8"))
    top, parts = yaml.safe_load_all((BENCHMARKS / "agreement.yamale").read_text(encoding="utf-8"))
    ours = schema["properties"]

    def is_the_same(theirs: dict[str, str], ours: dict[str, object]) -> None:
        assert set(theirs) == set(ours["properties"])
        optional = {key for key, value in theirs.items() if "required=False" in value}
        assert set(theirs) - optional == set(ours["required"])

    is_the_same(top, schema)
    is_the_same(parts["source"], ours["sources"]["additionalProperties"])
    is_the_same(parts["entry"], ours["history"]["items"])
    is_the_same(parts["claim"], ours["history"]["items"]["properties"]["reported_by"]["items"])
    is_the_same(parts["statement"], ours["statements"]["items"])
    is_the_same(parts["force"], ours["entry_into_force"])
    is_the_same(parts["term"], ours["term"])
    words = {name: re.findall("'([^']+)'", parts[name]) for name in ("party", "event", "state")}
    assert words["party"] == schema["definitions"]["party"]["enum"]
    assert words["event"] == schema["definitions"]["event"]["enum"]
    assert words["state"] == ours["statements"]["items"]["properties"]["says"]["enum"]
    assert re.findall("'([^']+)'", top["kind"]) == schema["definitions"]["kind"]["enum"]


def test_peers_are_given_the_agreements_and_not_the_sources(sound: tuple[Path, list[corpus.File]]) -> None:
    commands = peers.checks(sound[0].parent, Path("schema.json"))
    assert list(commands) == ["pactstate", "yamllint", "check-jsonschema", "yamale"]
    named = {Path(word).name for word in commands["check-jsonschema"] if word.endswith(".yaml")}
    assert named == {file.name for file in sound[1]}
    excluded = commands["yamale"][commands["yamale"].index("-e") + 1]
    left = {path.name for path in sound[0].rglob("*.yaml") if not re.search(excluded, str(path))}
    assert left == named


def test_the_cost_of_a_command(tmp_path: Path) -> None:
    cost = measure.run([sys.executable, "-c", "sum(range(10**6)); bytearray(60 << 20)"], tmp_path)
    assert cost.cpu > 0
    assert cost.wall > 0
    assert cost.peak > 60
    with pytest.raises(measure.FailedError, match=r"exit code 2: (?s:.*)no luck"):
        measure.run([sys.executable, "-c", "import sys; sys.stderr.write('no luck'); sys.exit(2)"], tmp_path)


def test_rounds_are_taken_in_turn(tmp_path: Path) -> None:
    write = "import sys; open('order', 'a').write(sys.argv[1])"
    commands = {name: [sys.executable, "-c", write, name] for name in "abc"}
    samples = measure.interleaved(commands, tmp_path, 3)
    assert (tmp_path / "order").read_text(encoding="utf-8") == "abccbaabc"
    assert [list(sample) for sample in samples] == [["a", "b", "c"]] * 3


def costs(**cpus: float) -> dict[str, dict[str, float]]:
    return {name.replace("_", " "): {"cpu": cpu, "wall": cpu / 2, "peak": 10 * cpu} for name, cpu in cpus.items()}


def results() -> dict[str, dict[str, object]]:
    about = {"seconds": 12.0, "load": 0.1, "machine": {"day": "2026-11-23", "python": "CPython 3.11.7"}}
    check = {"yaml.load": {"cpu": 10.0, "wall": 10.0, "peak": 20.0}}
    few = [
        check
        | {
            "check --jobs 1": {"cpu": cpu, "wall": 9.0, "peak": 40.0},
            "check --jobs 2": {"cpu": 9.0, "wall": 4.0, "peak": 60.0},
        }
        for cpu in (4.0, 9.0, 5.0)
    ]
    many = [
        check
        | {
            "check --jobs 1": {"cpu": 102.0, "wall": 9.0, "peak": 90.0},
            "check --jobs 2": {"cpu": 9.0, "wall": 2.0, "peak": 60.0},
        }
    ]
    start = costs(pass_=1) | {"python -c pass": {"cpu": 1.0, "wall": 1.0, "peak": 9.0}}
    start |= {
        name: {"cpu": cpu, "wall": 1.0, "peak": 9.0}
        for name, cpu in (("import pactstate", 1.2), ("pactstate --version", 3.5), ("pactstate status", 10.0))
    }
    others = costs(pactstate=1, yamllint=30, yamale=2) | {"check-jsonschema": {"cpu": 20.0, "wall": 1.0, "peak": 9.0}}
    return {
        "start": about | {"rounds": [start]},
        "4000": about | {"rounds": few, "files": 4000},
        "80000": about | {"rounds": many, "files": 80_000},
        "peers": about | {"rounds": [others], "files": 1000},
        "memory": about | {"rounds": [costs(tiny=2, large=52)], "files": 102_400},
    }


def cells(text: str) -> dict[str, list[str]]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]
    return {row[0]: row[1:] for row in rows}


def test_the_table_tells_what_is_missed() -> None:
    told = cells(page.table(results()))
    assert len(told) == len(page.ROWS)
    assert told["`check --jobs 1`, CPU against the yardstick, 4,000 files"] == ["0.50", "0.80", "0.50", "aim reached"]
    assert told["`check --jobs 1`, CPU against the yardstick, 80,000 files"] == ["10.20", "0.80", "0.50", "**missed**"]
    assert told["`check --jobs 2`, wall against the yardstick, 4,000 files"] == ["0.40", "0.50", "0.30", "reached"]
    assert told["growth from 4,000 to 80,000 files, CPU for each file"] == ["1.02", "1.10", "", "reached"]
    assert told["`check` faster than yamllint, CPU"] == ["30.0 times", "20.0 times", "40.0 times", "reached"]
    assert told["`check` faster than yamale, CPU"][-1] == "**missed**"
    assert told["`check` faster than check-jsonschema, CPU"][-1] == "aim reached"
    assert told["`pactstate --version`, CPU against `python -c pass`"][-1] == "**missed**"
    assert told["memory for each loaded agreement, 80,000 of them"] == ["5.0 KB", "6.0 KB", "3.5 KB", "reached"]
    assert told["peak of `check --jobs 1`, 80,000 files"] == ["90 MB", "80 MB", "50 MB", "**missed**"]


def test_what_was_not_measured_is_said_to_be_so() -> None:
    told = cells(page.table({"memory": results()["memory"]}))
    assert [name for name, row in told.items() if row[0] != "not measured"] == [
        "memory for each loaded agreement, 80,000 of them"
    ]
    assert told["growth from 4,000 to 80,000 files, CPU for each file"] == ["not measured", "1.10", "", ""]


def test_the_page_names_the_machine_and_no_path_of_it() -> None:
    found = results() | {"start": results()["start"] | {"machine": page.machine()}}
    text = page.with_tables(PAGE.read_text(encoding="utf-8"), json.loads(json.dumps(found)))
    assert page.table(found) in text
    assert f"CPython {sys.version.split()[0]}" in text
    assert "cores usable" in text
    assert "| 4000 | 3 | 12 s | 0.1 | 2026-11-23 |" in text
    assert str(Path.home()) not in text
    assert str(BENCHMARKS) not in text
    # All that is not measured by the harness stays.
    assert text.partition("## How costs grow")[2] == PAGE.read_text(encoding="utf-8").partition("## How costs grow")[2]


def test_a_page_without_a_place_of_a_table_is_refused() -> None:
    with pytest.raises(ValueError, match="the page has no place for: machine, costs, rounds"):
        page.with_tables("<!-- measured table -->\n<!-- end -->", results())


def test_the_dearest_pairs_are_pairs_that_are_measured() -> None:
    commands = {family.name: family.commands for family in FAMILIES}
    assert [(label, name) for label, name in worst.PAIRS if label not in commands.get(name, ())] == []


def test_the_table_of_the_dearest_pairs_says_what_is_beyond_the_promise() -> None:
    none = Cost(0, 20, 0, 0)
    kept = Growth("some", "show, text", (500_000, 1_000_000), (Cost(0.4, 55, 9, 0), Cost(0.8, 90, 9, 0)), none)
    costs = Cost(0.4, 55, 6 * 10**6, 0), Cost(1.6, 90, 11 * 10**6, 0)
    missed = Growth("other", "log, csv", (500_000, 1_000_000), costs, none)
    told = cells(worst.table([kept, missed]))
    assert told["`show, text`"] == ["some", "1,000", "0.80", "90", "0", "2.0", ""]
    assert told["`log, csv`"] == ["other", "1,000", "1.60", "90", "11,000", "4.0", "time, output, growth of seconds"]


def test_the_page_in_the_repository_is_of_the_present_measures() -> None:
    named = cells(page.table({}))
    assert set(named) <= {line.strip("| ").split(" | ")[0] for line in PAGE.read_text(encoding="utf-8").splitlines()}


def test_requirements_name_exact_versions() -> None:
    lines = (BENCHMARKS / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"#.*|[\w.\[\]-]+==[0-9.]+", line) for line in lines)
