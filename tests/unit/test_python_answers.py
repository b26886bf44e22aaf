"""Answers for Python programs: words, tables, data, judgements, spells."""

from __future__ import annotations

import copy
import datetime as dt
import importlib.util
import itertools
import json
import pickle
import re
import sys
import types
from pathlib import Path
from typing import Any

import pytest

import pactstate
from pactstate import Agreement, DateError, Event, PartialDate, Registry, Source, State, ValueRefusedError, Verdict
from pactstate.cli import main
from pactstate.tables.columns import TABLES
from pactstate.views.status import Row, cells

AGREEMENTS = Path(__file__).parents[2] / "agreements"
SAMPLE = Path(__file__).parents[1] / "sample"
MARKUP = "<script>alert(1)</script>"


def test_an_answer_is_given_in_words_and_on_one_line(registry: Registry) -> None:
    status = registry["jp-ph-raa"].status(on="2025-03-01")
    assert str(status) == "signed; approved by PH"
    assert repr(status) == "Status('signed; approved by PH', on='2025-03-01')"
    past = registry["jp-ph-raa"].status(on="2025-09-20", known_by="2025-08-20")
    assert repr(past).endswith("on='2025-09-20', known_by='2025-08-20')")
    for agreement in registry.values():
        assert "\n" not in repr(agreement.status(on="2026-01-01"))


def test_an_answer_is_given_in_the_words_of_the_table() -> None:
    for folder in (AGREEMENTS, SAMPLE):
        for agreement in pactstate.load(folder, strict=False).values():
            for year in range(1950, 2030, 4):
                status = agreement.status(on=f"{year}-07-01")
                assert str(status) == cells(Row(agreement, status))[1]


def test_values_show_what_differs_from_the_default() -> None:
    assert repr(Source("s", "S", type="press")) == "Source(id='s', title='S', type=<SourceType.PRESS: 'press'>)"
    event = Event("signed", "2024", party="JP")
    assert repr(event) == "Event(kinds=(<EventKind.SIGNED: 'signed'>,), date=PartialDate('2024'), party='JP')"
    assert eval(repr(Source("s", "S", published="2024-07")), vars(pactstate) | {"Source": Source,
                "PartialDate": pactstate.PartialDate}) == Source("s", "S", published="2024-07")  # fmt: skip


def test_the_newest_source_is_a_source(registry: Registry) -> None:
    status = registry["jp-ph-raa"].status(on="2025-03-01")
    assert status.newest_source
    assert status.newest_source is registry["jp-ph-raa"].source(status.newest_source.id)
    assert Agreement("a", "A", "acsa", ["FR", "NO"]).status(on="2025").newest_source is None


def test_data_are_those_that_the_command_prints(registry: Registry, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status", "--data", str(AGREEMENTS), "--on", "2025-03-01", "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)["agreements"]
    statuses = registry.status(on="2025-03-01")
    assert json.loads(json.dumps(statuses.to_dicts())) == printed
    one = registry["jp-ph-raa"].status(on="2025-03-01").to_dict()
    assert json.loads(json.dumps(one)).items() <= next(row for row in printed if row["id"] == "jp-ph-raa").items()


def test_answers_are_a_list(registry: Registry) -> None:
    statuses = registry.status(on="2025-03-01", today=dt.date(2026, 1, 1))
    assert len(statuses) == len(registry)
    assert [row.agreement.id for row in statuses] == list(registry)
    assert statuses[0].agreement == next(iter(registry.values()))
    assert list(statuses[1:3]) == [statuses[1], statuses[2]]
    assert repr(statuses) == f"Statuses({len(registry)} agreements)"
    assert str(statuses[:1]) == str(statuses[0]) == f"{statuses[0].agreement.id}: {statuses[0].status}"
    assert repr(statuses[0]) == f"AgreementStatus('{statuses[0]}')"


def test_several_answers_are_lines() -> None:
    two = Registry([Agreement(id, id, "acsa", ["FR", "NO"]) for id in "ab"]).status(on="2024")
    assert str(two) == "a: nothing known\nb: nothing known"
    with pytest.raises(TypeError, match=r"Statuses\.rows takes an AgreementStatus, not None"):
        pactstate.Statuses([None])


def test_a_table_has_the_first_and_the_last_day_of_each_date(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("pandas")
    module.DataFrame = lambda columns: columns
    monkeypatch.setitem(sys.modules, "pandas", module)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    signed = Event("signed", "2024-02", reported_by="s")
    agreement = Agreement("a", "A", "acsa", ["FR", "NO"], [signed], sources=[Source("s", "S", published="2024-05")])
    row = {name: values[0] for name, values in Registry([agreement]).status(on="2025").to_dataframe("pandas").items()}
    assert (row["since_earliest"], row["since_latest"]) == (dt.date(2024, 2, 1), dt.date(2024, 2, 29))
    assert (row["newest_earliest"], row["newest_latest"]) == (dt.date(2024, 5, 1), dt.date(2024, 5, 31))
    nothing = Registry([agreement]).status(on="2023").to_dataframe("pandas")
    assert (nothing["since_earliest"], nothing["since_latest"]) == ([None], [None])


def test_contradictions_are_counted_as_of_the_day() -> None:
    denied = [
        Event("signed", "2024-01-01", reported_by=["a"], denied_by=["b"]),
        Event("in_force", "2024-02-01", reported_by=["a"], denied_by=["c"]),
    ]
    sources = [Source(id, id, published=f"2024-0{month}-01") for id, month in (("a", 3), ("b", 4), ("c", 6))]
    registry = Registry([Agreement("x", "X", "acsa", ["FR", "NO"], denied, sources=sources)])
    for day, count in (("2024-03-02", 0), ("2024-05-01", 1), ("2024-07-01", 2)):
        assert registry.status(on=day, known_by=day).to_dicts()[0]["contradictions"] == count


def test_answers_are_filtered(registry: Registry) -> None:
    found = registry.status(on="2025-03-01", kind="raa", party="JP", state="signed")
    assert [row.agreement.id for row in found] == ["jp-ph-raa"]
    for wrong, says in (
        ({"kind": "RAA"}, "'RAA' is no kind: did you mean 'raa'?"),
        ({"party": "japan"}, "'japan' is not the code of a party: did you mean 'JP' for Japan?"),
        ({"party": "XYZ"}, "write the ISO 3166-1 code"),
        ({"kind": "fish"}, "raa"),
        ({"state": "sing"}, "'sing' is no State: write one of"),
    ):
        with pytest.raises(pactstate.ValueRefusedError) as caught:
            registry.status(**wrong)
        assert says in str(caught.value)


def test_words_of_ones_own_are_filters(tmp_path: Path) -> None:
    words = pactstate.Vocabulary([pactstate.Kind("fisheries", "fish")], {"ODDORG": "Odd"})
    own = Registry([Agreement("a", "A", "fisheries", ["JP", "ODDORG"], vocabulary=words)])
    assert len(own.status(kind="fisheries", party="ODDORG")) == 1


@pytest.mark.skipif(not importlib.util.find_spec("pandas"), reason="pandas is not installed")
def test_answers_become_a_table_of_pandas(registry: Registry) -> None:
    frame: Any = registry.status(on="2025-03-01").to_dataframe()
    row = frame.set_index("id").loc["jp-ph-raa"]
    assert (row.state, row.since_earliest, row.approved) == ("signed", dt.date(2024, 7, 8), "PH")
    assert len(frame) == len(registry)
    assert list(Registry([]).status().to_dataframe().columns) == list(frame.columns)


@pytest.mark.parametrize(("libraries", "used"), [(["pandas", "polars"], "pandas"), (["polars"], "polars")])
def test_answers_become_a_table_of_the_library_that_is_installed(
    registry: Registry, libraries: list[str], used: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in libraries:
        module = types.ModuleType(name)
        module.DataFrame = lambda columns, name=name: (name, columns)
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name if name in libraries else None)
    library, columns = registry.status(on="2025-03-01").to_dataframe()
    assert library == used
    assert {len(values) for values in columns.values()} == {len(registry)}


@pytest.mark.skipif(not importlib.util.find_spec("polars"), reason="polars is not installed")
def test_answers_become_a_table_of_polars(registry: Registry) -> None:
    frame: Any = registry.status(on="2025-03-01", kind="raa").to_dataframe("polars")
    assert frame.columns == list(registry.status().to_dataframe("polars").columns)
    assert frame.to_dicts()[-1]["since_earliest"] == dt.date(2024, 7, 8)


def test_a_missing_library_is_named(registry: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(pactstate.MissingLibraryError, match="pandas or polars: pip install pandas"):
        registry.status().to_dataframe()
    with pytest.raises(pactstate.MissingLibraryError, match="needs polars: pip install polars"):
        registry.status().to_dataframe("polars")
    with pytest.raises(pactstate.ValueRefusedError, match="'dask' has no tables: write one of pandas, polars"):
        registry.status().to_dataframe("dask")


def test_notebooks_show_tables_without_markup_of_files() -> None:
    source = Source("s", MARKUP, published="2024-07-09")
    event = Event("signed", "2024-07-08", note=MARKUP, reported_by="s", denied_by=[])
    agreement = Agreement("a", MARKUP, "acsa", ["FR", "NO"], [event], sources=[source])
    registry = Registry([agreement])
    report = pactstate.check_text(f"id: a\ntitle: A\nkind: '{MARKUP}'\nparties: [JP, PH]\nhistory: []\n")
    shown = (agreement, registry, report, agreement.status(on="2025"), registry.status(on="2025"),
             agreement.status(on="2024-07-01"))  # fmt: skip
    for value in shown:
        html = value._repr_html_()
        assert "<table><tr><t" in html
        # Each row of a table has as many cells.
        assert len({line.count("<td>") + line.count("<th>") for line in html.split("<tr>")[1:]}) == 1
        assert "<script" not in html
    assert registry.status(on="2025")._repr_html_() == (
        "<table><tr><th>Agreement</th><th>State</th><th>Since</th><th>Parties</th></tr>"
        "<tr><td>a</td><td>signed</td><td>2024-07-08</td><td>FR, NO</td></tr></table>"
    )
    assert "<td>nothing known</td><td></td>" in registry.status(on="2024-07-01")._repr_html_()
    assert "&lt;script&gt;" in agreement._repr_html_()
    assert "&lt;script&gt;" in agreement.status(on="2025")._repr_html_()


def test_a_report_is_given_in_words() -> None:
    report = pactstate.check_text("id: a\n")
    assert str(report).split("\n")[0] == str(report.findings[0])
    assert repr(report) == f"Report({len(report.findings)} findings in 1 file, ok=False)"
    assert str(pactstate.Report()) == "no findings"


def test_a_claim_is_judged_with_the_contrary_that_was_public(registry: Registry) -> None:
    found = registry["jp-ph-raa"].judge("negotiating", on="2026-05-29")
    assert found.verdict is Verdict.STALE
    assert found.contrary
    assert str(found) == f"stale: in_force, public since {found.contrary.since} ({', '.join(found.contrary.sources)})"
    agrees = registry["jp-ph-raa"].judge("in_force", on="2026-05-29")
    assert (agrees.verdict, agrees.contrary, str(agrees)) == (Verdict.AGREES, None, "agrees: in_force")
    assert registry["jp-ph-raa"].judge("in_force", on="2025-03").verdict is Verdict.PREMATURE
    assert str(Agreement("a", "A", "acsa", ["FR", "NO"]).judge("signed", on="2024")).startswith(
        "premature: nothing yet"
    )
    with pytest.raises(pactstate.ValueRefusedError, match="'sing' is no State"):
        registry["jp-ph-raa"].judge("sing", on="2025")


def test_the_source_of_a_claim_is_no_evidence_against_it() -> None:
    signed = Event("signed", "2024-07-08", reported_by="s")
    agreement = Agreement("a", "A", "acsa", ["FR", "NO"], [signed],
                          sources=[Source("s", "S", published="2024-07-09")])  # fmt: skip
    assert agreement.judge("negotiating", on="2024-08-01").contrary
    assert agreement.judge("negotiating", on="2024-08-01", source="s").contrary is None


def test_a_judgement_without_a_day_says_so() -> None:
    assert str(pactstate.Judgement(Verdict.UNDECIDABLE, None)) == "undecidable: no day is known"


def test_spells_follow_each_other(registry: Registry) -> None:
    spells = registry["jp-ph-raa"].spells()
    assert [(spell.state, str(spell.since)) for spell in spells][-3:] == [
        (State.SIGNED, "2024-07-08"),
        (State.RATIFIED, "2025-08-12"),
        (State.IN_FORCE, "2025-09-11"),
    ]
    assert all(one.until == next.since for one, next in itertools.pairwise(spells))
    assert spells[-1].until is None
    earlier = registry["jp-ph-raa"].spells(known_by="2025-03-01")
    assert (earlier[-1].state, earlier[-1].until) == (State.SIGNED, None)
    assert Agreement("a", "A", "acsa", ["FR", "NO"]).spells() == ()


def test_a_spell_that_is_not_recorded_began_after_the_entry_before() -> None:
    history = [Event("signed", "1950-01-01"), Event("suspended", "1958-01-01")]
    spells = Agreement("a", "A", "treaty", ["FR", "NO"], history, not_recorded=["in_force"]).spells()
    assert [str(spell) for spell in spells] == [
        "signed from 1950-01-01 to 1950-01-01/1958-01-01",
        "in_force from 1950-01-01/1958-01-01",
    ]


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (("2024", "2024-03"), ["signed from 2024-01-01/2024-03-31 to 2024-03", "in_force from 2024-03"]),
        (("2025", "2024"), ["signed from 2025 to 2024", "in_force from 2024"]),
    ],
)
def test_spells_are_narrowed_by_the_order(dates: tuple[str, str], expected: list[str]) -> None:
    history = [Event("signed", dates[0], reported_by="s"), Event("in_force", dates[1], reported_by="s")]
    assert [str(one) for one in Agreement("a", "A", "acsa", ["FR", "NO"], history).spells()] == expected


def test_talks_that_begin_again_after_an_end_are_a_spell_of_their_own() -> None:
    history = [Event("signed", "2020", reported_by="s"), Event("note", "2021", reported_by="s"),
               Event("terminated", "2022", reported_by="s")]  # fmt: skip
    assert [str(one) for one in Agreement("a", "A", "acsa", ["FR", "NO"], history).spells()] == [
        "signed from 2020 to 2022",
        "terminated from 2022",
    ]


def test_values_are_pickled_copied_and_matched(registry: Registry) -> None:
    for agreement in registry.values():
        status = agreement.status(on="2025-03-01")
        for value in (agreement, status, agreement.spells()):
            for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
                assert again == value
                assert hash(again) == hash(value)
    event = Event("signed", "2024-07-08", party="JP", reported_by=["s"])
    match event:
        case Event(kinds=(kind,), party=party):
            assert (kind, party) == ("signed", "JP")
    match event:
        case Event((kind,), date):
            assert str(date) == "2024-07-08"
    if sys.version_info >= (3, 13):
        assert copy.replace(event, party="PH", date="2025").party == "PH"
    pickled = pickle.loads(pickle.dumps(registry))
    assert pickled == registry
    assert pickled["jp-ph-raa"] == registry["jp-ph-raa"]


def test_findings_on_values_say_where_in_the_value() -> None:
    history = [
        Event("signed", "2024", reported_by="s"),
        Event("in_force", "2025"),
        Event("negotiating", "2026", reported_by=["s", "x"]),
    ]
    sources = [Source("s", "S", published="2024-01")]
    wrong = Agreement("a", "A", "acsa", ["FR", "NO"], history, sources=sources, replaces=["gone"])
    report = pactstate.check(wrong, today="2027-01-01")
    within = {(finding.rule, finding.within) for finding in report.findings}
    assert {
        ("illegal-transition", "history[2].event"),
        ("unsourced-event", "history[1].event"),
        ("unknown-source", "history[2].reported_by[1]"),
        ("dangling-link", "replaces[0]"),
    } <= within
    written: Any = pactstate.to_dict(wrong)
    for _, path in within:
        value = written
        for name, number in re.findall(r"(\w+)|\[(\d+)\]", path):
            value = value[int(number) if number else name]


def test_findings_of_a_registry_say_where_in_each_agreement() -> None:
    shared = Source("s", "S", published="2024", based_on=["gone"])
    both = [Agreement(id, "A", "acsa", ["FR", "NO"], [Event("signed", "2026", reported_by="s")], sources=[shared])
            for id in ("a", "b")]  # fmt: skip
    found = pactstate.check(Registry(both), today="2027-01-01").findings
    assert ("sources.yaml", "s.based_on[0]") in {(one.path, one.within) for one in found}
    assert {one.path for one in found if one.within == "history[0].reported_by[0]"} == {"a.yaml", "b.yaml"}


def test_findings_on_files_and_on_values_too_large_for_a_file_have_no_place_within() -> None:
    assert {one.within for one in pactstate.check_text("id: a\n").findings} == {""}
    notes = [Event("note", "2024", note="n" * 60_000, reported_by="s")] * 20
    report = pactstate.check(Agreement("a", "A", "acsa", ["FR", "NO"], notes), today="2027-01-01")
    assert [(one.rule, one.within) for one in report.findings] == [("limit-exceeded", "")]


def test_the_day_of_the_question_is_a_date_or_a_text() -> None:
    signed = Agreement("a", "A", "raa", ["JP", "PH"], [Event("signed", "2024-07-08")])
    for today in ("2024-07-01", dt.date(2024, 7, 1), PartialDate("2024-07-01")):
        assert signed.status(on="2024-08-01", today=today).projected
        assert Registry([signed]).status(today=today)[0].status.on == PartialDate("2024-07-01")
    with pytest.raises(DateError, match="'2024' is not one day"):
        signed.status(today="2024")


@pytest.mark.parametrize("name", [name for name in TABLES if name != "findings"])
def test_a_table_is_that_of_the_export(registry: Registry, name: str) -> None:
    rows = registry.table(name, on="2025-03-01", known_by="2026-01-01", today="2026-11-22")
    assert rows or name == "links"
    assert {tuple(row) for row in rows} <= {tuple(column.name for column in TABLES[name].columns)}
    frame = pactstate.to_dataframe(registry, name, on="2025-03-01", known_by="2026-01-01", today="2026-11-22")
    assert frame.shape == (len(rows), len(TABLES[name].columns))


def test_a_table_is_for_the_days_that_are_asked_about(registry: Registry) -> None:
    def state(**days: str) -> object:
        rows = registry.table("agreements", today="2026-11-22", **days)
        return next(row["state"] for row in rows if row["agreement"] == "jp-ph-raa")

    assert (state(), state(on="2025-03-01"), state(known_by="2024-01-01")) == ("in_force", "signed", "negotiating")
    with pytest.raises(ValueRefusedError, match=r"no table 'event': did you mean 'events'\?"):
        registry.table("event")
    with pytest.raises(ValueRefusedError, match="no table 'findings'"):
        pactstate.to_dataframe(registry, "findings")


def test_an_answer_is_the_same_after_many_others() -> None:
    days = [dt.date(2020 + number, 1, 1) for number in range(12)]
    treaty = Agreement("a", "A", "raa", ["JP", "PH"], [Event("signed", days[0]), *(Event("note", day) for day in days)])
    first = [treaty.status(day, today=days[-1]) for day in days]
    assert [treaty.status(day, today=days[-1]) for day in reversed(days)] == first[::-1]
    assert [len(one.why) for one in first] == list(range(2, 14))
