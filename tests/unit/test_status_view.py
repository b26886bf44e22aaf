"""The status table, alone and in groups, its machine formats, and the words in its cells."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

import pactstate
from pactstate import PartialDate
from pactstate.cli.table import render_groups, render_status, render_table, render_tables
from pactstate.domain.agreement import Agreement
from pactstate.domain.kinds import Kind
from pactstate.domain.vocabulary import Vocabulary, common
from pactstate.views import status as view
from pactstate.views.status import Group, Row

GOLDEN = Path(__file__).parent.parent / "golden"
SAMPLE = Path(__file__).parent.parent / "sample"
ON = PartialDate("2025-08-20")

HEAD = """\
id: x
title: "=A|B <i>title</i> *with* `marks`"
kind: treaty
parties: [JP, PH]
history:
"""


def status_of(write: Callable[..., Path], history: str, on: str, head: str = HEAD) -> pactstate.Status:
    return pactstate.load(write(x=head + history))["x"].status(on)


def entry(event: str, date: str, more: str = "") -> str:
    return f"  - {{event: {event}, date: {date}{', ' + more if more else ''}}}\n"


@pytest.mark.parametrize(
    ("history", "words"),
    [
        ("", "nothing known"),
        (entry("proposed", "2020"), "proposed"),
        (entry("negotiating", "2020") + entry("stalled", "2021"), "negotiating; stalled since 2021"),
        (
            entry("signed", "2020") + entry("provisional", "2021") + entry("approved", "2021", "party: PH"),
            "signed; provisional since 2021; approved by PH",
        ),
        (entry("signed", "2020") + entry("ratified", "2021", "party: JP"), "signed; ratified by JP"),
        (entry("in_force", "2020") + entry("suspended", "2021"), "in_force; suspended since 2021"),
        (entry("in_force", "2020") + entry("suspended", "2021", "party: JP"), "in_force; suspended by JP since 2021"),
        (entry("in_force", "2020") + entry("notice_given", "2021", "party: PH"), "in_force; notice by PH since 2021"),
        (
            entry("in_force", "2020")
            + entry("notice_given", "2021", "party: PH")
            + entry("notice_suspended", "2021", "party: PH"),
            "in_force; notice by PH on hold since 2021",
        ),
        (entry("signed", "2020") + entry("approved", "2020", "party: PH") + entry("in_force", "2021"), "in_force"),
        (entry("signed", "2020") + entry("in_force", "2022-01/2023-12"), "signed or in_force"),
        (entry("signed", "2022-01/2023-12"), "nothing yet or signed"),
    ],
)
def test_the_state_in_words(write: Callable[..., Path], history: str, words: str) -> None:
    status = status_of(write, history or " []", "2022-06-01", HEAD if history else HEAD.rstrip())
    assert view.in_words(status) == words


def test_what_is_presumed_is_said() -> None:
    status = pactstate.load(SAMPLE)["is-no-raa"].status("2025-09-20", "2025-08-20")
    assert view.in_words(status) == "ratified or in_force; presumed in_force"


@pytest.fixture
def rows() -> list[Row]:
    return [Row(one, one.status(ON, ON)) for one in pactstate.load(SAMPLE).agreements]


def test_the_tables_are_as_kept(rows: list[Row], golden: Callable[[Path, str], None]) -> None:
    golden(GOLDEN / "status.txt", view.render_plain(rows, ON, ON))
    golden(GOLDEN / "status.json", view.render_json(rows, ON, ON))
    golden(GOLDEN / "status.csv", view.render_csv(rows, ON, ON))
    golden(GOLDEN / "status.md", view.render_markdown(rows, ON, ON))
    golden(GOLDEN / "status-80.txt", render_status(rows, ON, ON, width=80, colour=False))
    golden(GOLDEN / "status-100.txt", render_status(rows, ON, ON, width=100, colour=False))
    golden(GOLDEN / "status-160.txt", render_status(rows, ON, ON, width=160, colour=True))


def test_the_table_fits_the_terminal(rows: list[Row]) -> None:
    for width in (60, 80, 100):
        assert max(map(len, render_status(rows, ON, ON, width=width, colour=False).splitlines())) <= width


def test_no_agreement_makes_an_empty_table() -> None:
    assert view.render_plain([], ON, None).splitlines()[-1] == "0 agreements on 2025-08-20"
    assert json.loads(view.render_json([], ON, None)) == {
        "version": 2,
        "on": "2025-08-20",
        "known_by": None,
        "agreements": [],
    }


def test_json_has_the_fields_of_the_contract(rows: list[Row]) -> None:
    answer = json.loads(view.render_json(rows, ON, ON))
    assert list(answer) == ["version", "on", "known_by", "agreements"]
    fields = (
        "id title kind parties state possible presumed since projected not_recorded flags signed approved approved_in_part"
        " ratified standing expected newest_source why contradictions"
    ).split()
    assert all(list(agreement) == fields for agreement in answer["agreements"])
    assert answer["version"] == 2
    raa = next(agreement for agreement in answer["agreements"] if agreement["id"] == "is-no-raa")
    assert [(one["event"], one["date"]) for one in raa["expected"]] == [("in_force", "2025-09-11")]
    assert raa["newest_source"]["published"] == "2025-08-12"
    ratified = next(reason for reason in raa["why"] if reason["event"] == "ratified")
    assert {"source": "gazette-2025", "role": "reported"} in ratified["claims"]


def test_csv_reads_back_and_holds_no_formula(write: Callable[..., Path]) -> None:
    (agreement,) = pactstate.load(write(x=HEAD + entry("signed", "2020"))).agreements
    text = view.render_csv([Row(agreement, agreement.status(ON))], ON, None)
    (record,) = csv.DictReader(io.StringIO(text))
    assert record["state"] == "signed"
    assert record["title"] == "'=A|B <i>title</i> *with* `marks`"


MANY = HEAD.replace("[JP, PH]", "[JP, PH, US]")


def test_csv_has_the_first_and_the_last_day_of_every_date(write: Callable[..., Path]) -> None:
    history = entry("signed", "2024-02") + entry("terminated", "2024-03-01", "effective: 2025-XX-XX")
    (agreement,) = pactstate.load(write(x=HEAD + history)).agreements
    text = view.render_csv(
        [Row(agreement, agreement.status("2024-06"))], PartialDate("2024-06"), PartialDate("../2030")
    )
    (record,) = csv.DictReader(io.StringIO(text))
    days = {name: value for name, value in record.items() if name.endswith(("_earliest", "_latest"))}
    assert days == {
        "on_earliest": "2024-06-01",
        "on_latest": "2024-06-30",
        "known_by_earliest": "",
        "known_by_latest": "2030-12-31",
        "since_earliest": "2024-02-01",
        "since_latest": "2024-02-29",
        "expected_date_earliest": "2025-01-01",
        "expected_date_latest": "2025-12-31",
        "newest_published_earliest": "",
        "newest_published_latest": "",
    }
    assert (record["since"], record["expected_date"]) == ("2024-02", "2025-XX-XX")


def test_nothing_yet_is_null_in_json_and_words_in_csv(write: Callable[..., Path]) -> None:
    (agreement,) = pactstate.load(write(x=HEAD + entry("signed", "2024-02"))).agreements
    rows = [Row(agreement, agreement.status("2024-02-10"))]
    assert json.loads(view.render_json(rows, ON, None))["agreements"][0]["possible"] == [None, "signed"]
    (record,) = csv.DictReader(io.StringIO(view.render_csv(rows, ON, None)))
    assert (record["state"], record["possible"]) == ("", "nothing yet; signed")
    rows = [Row(agreement, agreement.status("2024-01-10"))]
    assert json.loads(view.render_json(rows, ON, None))["agreements"][0]["possible"] == [None]
    (record,) = csv.DictReader(io.StringIO(view.render_csv(rows, ON, None)))
    assert record["possible"] == "nothing yet"


def test_where_one_party_stands_is_said_of_agreements_of_many(write: Callable[..., Path]) -> None:
    history = entry("adopted", "2020") + entry("ratified", "2021-02-03", "party: PH") + entry("in_force", "2022")
    history += entry("in_force", "2023-05-06", "party: JP")
    (many,) = pactstate.load(write(x=MANY + history)).agreements
    status = many.status("2024-01-01")
    assert Row(many, status, "JP").words == "in_force; JP: bound since 2023-05-06"
    assert Row(many, status, "US").words == "in_force; US: not yet a party"
    assert Row(many, status).words == "in_force"
    record = json.loads(view.render_json([Row(many, status, "JP")], ON, None))["agreements"][0]
    assert {one["party"]: (one["standing"], one["since"]) for one in record["standing"]} == {
        "JP": ("bound", "2023-05-06"),
        "PH": ("bound", "2022"),
        "US": ("none", None),
    }
    (line,) = csv.DictReader(io.StringIO(view.render_csv([Row(many, status)], ON, None)))
    assert line["standing"] == "JP bound since 2023-05-06; PH bound since 2022; US not yet a party"


def test_markdown_keeps_its_columns(write: Callable[..., Path]) -> None:
    (agreement,) = pactstate.load(write(x=HEAD + entry("signed", "2020"))).agreements
    table = view.render_markdown([Row(agreement, agreement.status(ON))], ON, None).splitlines()
    assert {len(re.findall(r"(?<!\\)\|", line)) for line in table[:3]} == {7}


# in groups


def groups_of(rows: list[Row], by: str) -> tuple[list[Group], str]:
    groups = view.grouped(rows, by, common())
    return groups, view.summary_of_groups(groups, rows, ON, ON)


def test_the_groups_are_as_kept(rows: list[Row], golden: Callable[[Path, str], None]) -> None:
    for by in view.WAYS:
        golden(GOLDEN / f"status-by-{by}.txt", view.render_groups_plain(*groups_of(rows, by)))
        golden(GOLDEN / f"status-by-{by}.md", view.render_groups_markdown(*groups_of(rows, by)))
        golden(GOLDEN / f"status-by-{by}-80.txt", render_groups(*groups_of(rows, by), width=80, colour=False))
    golden(GOLDEN / "status-by-state-160.txt", render_groups(*groups_of(rows, "state"), width=160, colour=True))


@pytest.mark.parametrize(
    ("by", "headings"),
    [
        (
            "kind",
            [
                "raa: reciprocal access (1)",
                "acsa: acquisition and cross-servicing (3)",
                "gsoia: security of information (3)",
                "equipment_transfer: defence equipment and technology (2)",
                "treaty: any other binding agreement (3)",
                "arrangement: not legally binding (1)",
            ],
        ),
        (
            "party",
            ["FI: Finland (6)", "IS: Iceland (8)", "NO: Norway (7)", "SE: Sweden (5)", "EU: European Union (1)"],
        ),
        (
            "state",
            [
                "proposed (1)", "negotiating (1)", "signed (2)", "ratified (1)", "in_force (4)", "abandoned (1)",
                "terminated (1)", "uncertain: more than one answer is possible (1)", "uncertain: nothing known (1)",
            ],
        ),
    ],
)  # fmt: skip
def test_groups_stand_in_their_order_and_are_counted(rows: list[Row], by: str, headings: list[str]) -> None:
    assert [group.heading for group in groups_of(rows, by)[0]] == headings


def ids(group: Group) -> list[str]:
    return [row.agreement.id for row in group.rows]


def test_every_agreement_stands_once_in_its_kind_and_its_state(rows: list[Row]) -> None:
    for by in ("kind", "state"):
        groups, _ = groups_of(rows, by)
        assert sorted(id for group in groups for id in ids(group)) == [row.agreement.id for row in rows]
    by_state = {group.name: ids(group) for group in groups_of(rows, "state")[0]}
    assert by_state["in_force"] == ["fi-is-gsoia", "fi-no-acsa-2016", "fi-se-forces", "is-no-equipment"]
    assert by_state[view.UNCERTAIN] == ["is-eu-gsoia"]
    assert by_state[view.UNKNOWN] == ["no-se-costs"]


def test_an_agreement_stands_under_each_of_its_parties(rows: list[Row]) -> None:
    by_party = {group.name.partition(":")[0]: ids(group) for group in groups_of(rows, "party")[0]}
    for row in rows:
        assert [code for code, found in by_party.items() if row.agreement.id in found] == sorted(
            row.agreement.parties, key=[*common().parties].index
        )
    assert all(found == sorted(set(found)) for found in by_party.values())


def test_the_summary_counts_each_agreement_once_and_says_so_where_it_must(rows: list[Row]) -> None:
    plain = view.summary(rows, ON, ON)
    assert plain.startswith("13 agreements on")
    assert groups_of(rows, "kind")[1] == groups_of(rows, "state")[1] == plain
    assert groups_of(rows, "party")[1] == f"{plain} (each counted once, and listed under each of its parties)"


def test_the_headings_of_states_add_up_to_the_summary(rows: list[Row]) -> None:
    groups, summary = groups_of(rows, "state")
    uncertain = sum(len(group.rows) for group in groups if group.name.startswith("uncertain"))
    assert f"{uncertain} uncertain" in summary


def test_what_may_not_have_begun_is_uncertain_and_not_unknown(write: Callable[..., Path]) -> None:
    status = status_of(write, entry("signed", "2022-01/2023-12"), "2022-06-01")
    (group,) = view.grouped([Row(agreement_of(), status)], "state", common())
    assert group.name == view.UNCERTAIN


FISHING = Kind("fishing", "fish\x1b[31m::error::")


def agreement_of(kind: str = "treaty", parties: tuple[str, ...] = ("JP", "PH")) -> Agreement:
    words = Vocabulary([FISHING, Kind("zzz", "other")], {"ASEAN": "South-East Asia", "QQ": "Quite another"})
    return Agreement("x", "X", kind, parties, vocabulary=words)


def test_words_come_in_the_order_of_the_vocabulary_and_others_last() -> None:
    own = common().extended({"fishing": FISHING}, {"ASEAN": "South-East Asia"})
    agreements = [agreement_of("zzz", ("QQ", "JP")), agreement_of("fishing", ("ASEAN", "QQ")), agreement_of()]
    rows = [Row(one, one.status(ON)) for one in agreements]
    assert [group.heading for group in view.grouped(rows, "kind", own)] == [
        "treaty: any other binding agreement (1)",
        "fishing: fish\x1b[31m::error:: (1)",
        "zzz (1)",
    ]
    assert "fishing: fish\\u{1b}[31m::error:: (1)\n" in view.render_groups_plain(view.grouped(rows, "kind", own), "")
    assert [group.heading for group in view.grouped(rows, "party", own)] == [
        "JP: Japan (2)",
        "PH: Philippines (1)",
        "ASEAN: South-East Asia (1)",
        "QQ (2)",
    ]


def test_a_heading_is_no_markup() -> None:
    own = common().extended({"fishing": Kind("fishing", "<b>*fish* | @all")}, {})
    row = Row(agreement := agreement_of("fishing"), agreement.status(ON))
    heading, *_ = view.render_groups_markdown(view.grouped([row], "kind", own), "").splitlines()
    assert heading == "### fishing: &lt;b&gt;\\*fish\\* \\| \\\\u{40}all (1)"


def test_columns_have_the_same_width_in_all_groups(rows: list[Row]) -> None:
    for by in view.WAYS:
        groups, summary = groups_of(rows, by)
        for text in (
            view.render_groups_plain(groups, summary),
            *(render_groups(groups, summary, width=width, colour=False) for width in (80, 100, 160)),
        ):
            heads = [line for line in text.splitlines() if line.startswith("Agreement ")]
            assert len(heads) == len(groups)
            assert len(set(heads)) == 1


def test_titles_are_shown_where_they_do_not_stretch_the_rows(rows: list[Row]) -> None:
    shown = {width: render_status(rows, ON, ON, width=width, colour=False) for width in (119, 160, 260)}
    assert [width for width, text in shown.items() if "Title" in text.splitlines()[0]] == [260]
    few = sorted(rows, key=lambda row: len(row.agreement.title))[:3]
    assert "Title" not in render_status(few, ON, ON, width=119, colour=False)
    assert "Title" in render_status(few, ON, ON, width=160, colour=False).splitlines()[0]


def test_no_agreement_makes_no_group(rows: list[Row]) -> None:
    for by in view.WAYS:
        groups, summary = groups_of([], by)
        assert groups == []
        assert summary == "0 agreements on 2025-08-20, as known by 2025-08-20"
        assert view.render_groups_plain(groups, summary) == f"{summary}\n"
        assert view.render_groups_markdown(groups, summary) == f"{summary}\n"
        assert render_groups(groups, summary, width=80, colour=False) == f"{summary}\n"


def test_tables_stay_tables_on_narrow_terminals(rows: list[Row]) -> None:
    groups, summary = groups_of(rows, "kind")
    texts = {width: render_groups(groups, summary, width=width, colour=False) for width in range(40, 120)}
    narrowest = next(width for width, text in texts.items() if "───" in text)
    wide = next(w for w in range(40, 120) if "───" in render_status(rows, ON, ON, width=w, colour=False))
    assert wide == narrowest <= 80
    for width, text in texts.items():
        assert max(map(len, text.splitlines())) <= width
        for row in rows:
            assert all(part in text for part in row.agreement.id.split("-"))
    assert texts[narrowest - 1].startswith("raa: reciprocal access (1)\nis-no-raa\n  State: ratified\n")


def test_a_column_in_which_nothing_stands_is_left_out_on_terminals_only(rows: list[Row]) -> None:
    later = [Row(row.agreement, row.agreement.status("2026-01-01")) for row in rows]
    groups = view.grouped(later, "state", common())
    terminal = render_groups(groups, "", width=80, colour=False)
    assert not any(row.status.expected for row in later)
    assert "expected" not in terminal
    assert "Newest source" in terminal
    assert "Next expected" in view.render_groups_plain(groups, "")
    assert "| Next expected |" in view.render_groups_markdown(groups, "")
    # One that stands in a single group stands in all, or the columns would not be the same.
    groups, _ = groups_of(rows, "kind")
    assert render_groups(groups, "", width=120, colour=False).count("Next expected") == len(groups)


def test_what_is_uncertain_does_not_look_like_nothing(rows: list[Row]) -> None:
    text = render_groups(*groups_of(rows, "state"), width=160, colour=True)
    assert "\x1b[35mnegotiating or signed" in text
    assert "\x1b[35mnothing known" in text
    assert "\x1b[1muncertain: nothing known (1)" in text


@given(st.data())
def test_a_table_fits_and_loses_nothing(data: st.DataObject) -> None:
    """Also where some columns cannot be narrowed, others can, and characters are twice as wide."""
    words = st.text("xé漢/", min_size=1, max_size=14)
    cell = st.lists(words, max_size=4).map(" ".join)
    columns = data.draw(st.integers(1, 6))
    line = st.lists(cell, min_size=columns, max_size=columns)
    tables = data.draw(st.lists(st.tuples(st.sampled_from(["", "A heading"]), st.lists(line, max_size=3)), max_size=3))
    width = data.draw(st.sampled_from([40, 60, 80, 120]))
    names = [f"Column {number}" for number in range(columns)]
    found = render_tables(
        names,
        [(heading, [[Text(cell) for cell in line] for line in lines]) for heading, lines in tables],
        "Summary",
        width=width,
        colour=False,
    )
    assert max(map(cell_len, found.splitlines())) <= width
    everything = "".join(cell for _, lines in tables for line in lines for cell in line)
    assert {letter: found.count(letter) for letter in "xé漢/"} == {
        letter: everything.count(letter) for letter in "xé漢/"
    }


def test_the_widest_columns_give_way_but_not_below_their_words() -> None:
    line = ["x" * 20, "y" * 9 + " yy" * 9, "zz " * 9 + "zz", "w"]
    head, _, *body = render_table("abcd", [line], "", width=56, colour=False).splitlines()
    starts = [head.index(name) for name in "abcd"]
    # 20 cannot be broken; what is left, 56 - 9 - 20 - 1, is shared by the two that can.
    assert starts == [0, 23, 39, 55]
    assert body[0].startswith("x" * 20 + " " * 3 + "y" * 9)


@pytest.mark.parametrize(
    ("width", "drawn"),
    [
        (15, ["2025/2026   a b"]),
        (14, ["2025/      a b", "2026"]),
        (9, ["2025/   a", "2026    b"]),
        (8, ["2025/  a", "2026   b"]),
        (7, ["  B: a", "  b"]),
    ],
)
def test_a_table_uses_the_width_to_the_last_blank(width: int, drawn: list[str]) -> None:
    line = ["2025/2026", "a b"]
    found = render_table(["A", "B"], [line], "", width=width, colour=False).rstrip("\n").splitlines()
    assert found[-len(drawn) :] == drawn
