"""Diagrams: their content, and that Mermaid and Graphviz can read them whatever texts a file has."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import pactstate
from diagram_grammars import ENDINGS, misread
from pactstate.cli import main
from pactstate.domain.agreement import Agreement
from pactstate.domain.kinds import KINDS, Kind
from pactstate.domain.lifecycle import PARTY_POLICY, START, Act, EventKind, PartyPolicy, State, Terms, step
from pactstate.views import diagrams as graph
from pactstate.views.diagrams import Arrow, Diagram, Look, StateNode

GOLDEN = Path(__file__).parent.parent / "golden"
SAMPLE = Path(__file__).parent.parent / "sample"
FORMATS = {"mermaid": graph.render_mermaid, "dot": graph.render_dot}


def labels(diagram: Diagram) -> dict[tuple[State | None, State | None], list[str]]:
    found: dict[tuple[State | None, State | None], list[str]] = {}
    for arrow in diagram.arrows:
        found.setdefault((arrow.source, arrow.target), []).extend(arrow.paragraphs)
    return found


def node(diagram: Diagram, state: State | None) -> StateNode:
    (found,) = [one for one in diagram.nodes if one.state is state]
    return found


def sample(id: str, on: str, known_by: str | None = None) -> Diagram:
    agreement = pactstate.load(SAMPLE)[id]
    return graph.of_path(agreement, agreement.status(on, known_by))


def path(write: Callable[..., Path], history: str, on: str = "2024-06-15", parties: str = "[JP, PH]") -> Diagram:
    head = f"id: x\ntitle: A title\nkind: treaty\nparties: {parties}\nhistory:{history}\n"
    agreement = pactstate.api.read_folder(write(x=head)).registry["x"]
    return graph.of_path(agreement, agreement.status(on))


# the table


def moves(diagram: Diagram) -> set[tuple[State | None, EventKind, State | None]]:
    """Return the arrows of a diagram of the table."""
    found = set()
    texts = [(arrow.source, arrow.target, text) for arrow in diagram.arrows for text in arrow.paragraphs]
    texts += [
        (one.state, one.state, text.removeprefix("stays: "))
        for one in diagram.nodes
        for text in one.paragraphs
        if text.startswith("stays: ")
    ]
    for source, target, text in texts:
        for words in re.sub(r" \([^()]*\)$", "", text).split(", "):
            found.add((source, EventKind(words.split(" ")[0]), target))
    return found


def test_the_diagram_has_all_that_may_happen_and_nothing_else() -> None:
    seen = set()
    chance = random.Random(7)
    for _ in range(3_000):
        parties = ("JP", "PH", "US")[: chance.choice((2, 3))]
        position = START
        for _ in range(12):
            event = chance.choice([kind for kind in EventKind if kind is not EventKind.NOTE])
            party = None if PARTY_POLICY[event] is PartyPolicy.NOT_ALLOWED else chance.choice((None, *parties))
            taken = step(position, Act(event, party), Terms(parties))
            if taken.violation is None:
                seen.add((position.state, event, taken.position.state))
                position = taken.position
    assert moves(graph.of_table()) == seen


def test_what_a_guard_decides_is_said() -> None:
    drawn = labels(graph.of_table())
    assert drawn[State.NEGOTIATING, State.SIGNED] == ["adopted, signed, ratified by some"]
    assert drawn[State.NEGOTIATING, State.RATIFIED] == ["ratified"]
    assert drawn[State.IN_FORCE, State.TERMINATED] == ["withdrawn, terminated"]
    assert "signed by one of two" in node(graph.of_table(), State.NEGOTIATING).paragraphs[1]
    assert "withdrawn while two remain" in node(graph.of_table(), State.IN_FORCE).paragraphs[1]


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_marks_the_table_and_changes_nothing_in_it(kind: str) -> None:
    assert moves(graph.of_kind(KINDS[kind])) == moves(graph.of_table())


def test_what_a_kind_expects_is_marked_up_to_force() -> None:
    drawn = graph.of_kind(KINDS["raa"])
    assert node(drawn, None).paragraphs == (
        "raa: reciprocal access",
        "expects signed, then ratified",
        "approval: legislature on both sides",
    )
    assert labels(drawn)[State.SIGNED, State.RATIFIED] == ["ratified (expected)"]
    assert labels(drawn)[None, State.SIGNED] == [
        "adopted",
        "signed, ratified by some (expected)",
        "provisional (unusual)",
    ]
    looks = {arrow.paragraphs[0]: arrow.look for arrow in drawn.arrows if arrow.target is State.SIGNED}
    assert looks["adopted"] is Look.PLAIN
    assert looks["signed, ratified by some (expected)"] is Look.EXPECTED
    assert looks["provisional (unusual)"] is Look.DOUBTFUL
    assert "expected" not in "".join(node(drawn, State.IN_FORCE).paragraphs)


@pytest.mark.parametrize(
    ("kind", "state", "words"),
    [
        ("gsoia", State.SIGNED, "stays: approved (unusual by a legislature)"),
        ("arrangement", State.RATIFIED, "stays: ratified (the wrong word)"),
        ("arrangement", State.NEGOTIATING, "stays: text_agreed (expected)"),
    ],
)
def test_what_a_kind_finds_odd_is_marked(kind: str, state: State, words: str) -> None:
    assert words in node(graph.of_kind(KINDS[kind]), state).paragraphs


def test_what_only_some_numbers_of_parties_are_expected_to_do_is_said() -> None:
    assert "adopted (expected of three or more)" in labels(graph.of_kind(KINDS["treaty"]))[None, State.SIGNED]
    assert node(graph.of_kind(KINDS["treaty"]), None).paragraphs[1:3] == (
        "expects signed",
        "expects of three or more adopted or signed",
    )
    other = Kind("other", "another", expects=((EventKind.SIGNED,),), expects_many=())
    assert "signed (expected of two)" in labels(graph.of_kind(other))[State.PROPOSED, State.SIGNED]
    assert node(graph.of_kind(other), None).paragraphs == ("other: another", "expects signed")


# the path


def test_the_path_has_the_events_in_order_with_their_days() -> None:
    drawn = sample("is-no-raa", "2026-01-01")
    told = [text for arrow in drawn.arrows for text in arrow.paragraphs]
    assert [text.split(" ")[0] for text in told] == [f"({number})" for number in range(1, len(told) + 1)]
    agreement = pactstate.load(SAMPLE)["is-no-raa"]
    assert [text.split(" ", 1)[1] for text in told] == [
        f"{event.name}{f' by {event.party}' if event.party else ''} {event.date}"
        for event in agreement.history
        if event.name != "note"
    ]
    assert node(drawn, State.IN_FORCE) == StateNode(State.IN_FORCE, ("in_force", "since 2025-09-11"), Look.CURRENT)
    assert node(drawn, None).paragraphs == ("is-no-raa", agreement.title, "on 2026-01-01")


def test_what_is_only_announced_may_be() -> None:
    drawn = sample("is-no-raa", "2025-09-20", "2025-08-20")
    assert node(drawn, None).paragraphs[2] == "on 2025-09-20, as known by 2025-08-20"
    assert node(drawn, State.RATIFIED) == StateNode(State.RATIFIED, ("ratified", "possible"), Look.POSSIBLE)
    assert node(drawn, State.IN_FORCE) == StateNode(State.IN_FORCE, ("in_force", "presumed"), Look.POSSIBLE)
    (arrow,) = [one for one in drawn.arrows if one.target is State.IN_FORCE]
    assert arrow.paragraphs[0].endswith(" in_force 2025-09-11, announced")
    assert arrow.look is Look.DOUBTFUL
    assert all(one.look is Look.PLAIN for one in drawn.arrows if one.target is State.RATIFIED)


def test_what_is_still_ahead_is_no_part_of_the_path() -> None:
    drawn = sample("is-no-raa", "2025-08-20")
    assert not [one for one in drawn.arrows if one.target is State.IN_FORCE]
    assert node(drawn, State.IN_FORCE).look is Look.UNVISITED


def test_a_day_that_is_not_known_well_enough_leaves_more_than_one_state(write: Callable[..., Path]) -> None:
    drawn = path(write, "\n  - {event: signed, date: 2020}\n  - {event: in_force, date: 2024}")
    assert node(drawn, State.SIGNED).paragraphs == ("signed", "possible")
    assert labels(drawn)[State.SIGNED, State.IN_FORCE] == ["(2) in_force 2024, possibly"]


def test_nothing_may_have_begun(write: Callable[..., Path]) -> None:
    drawn = path(write, "\n  - {event: signed, date: 2024}")
    assert node(drawn, None) == StateNode(None, ("x", "A title", "on 2024-06-15", "possible"), Look.POSSIBLE)
    assert node(drawn, State.SIGNED).look is Look.POSSIBLE
    drawn = path(write, " []")
    assert node(drawn, None) == StateNode(None, ("x", "A title", "on 2024-06-15", "nothing known"), Look.CURRENT)
    assert drawn.arrows == ()


def test_events_that_lead_the_same_way_share_an_arrow_and_notes_have_none(write: Callable[..., Path]) -> None:
    drawn = path(
        write,
        """
  - {event: [text_agreed, signed], date: 2020}
  - {event: note, date: 2021, note: something}
  - {event: approved, party: JP, date: 2021}
  - {event: approved, party: PH, date: 2024}
  - {event: [note, amended], date: 2024-05}""",
    )
    assert labels(drawn) == {
        (None, State.SIGNED): ["(1) text_agreed+signed 2020"],
        (State.SIGNED, State.SIGNED): [
            "(2) approved by JP 2021",
            "(3) approved by PH 2024",
            "(4) note+amended 2024-05",
        ],
    }
    assert node(drawn, State.SIGNED).paragraphs == ("signed; approved by JP, PH", "since 2020")


def test_one_doubtful_event_makes_its_arrow_doubtful(write: Callable[..., Path]) -> None:
    drawn = path(
        write, "\n  - {event: signed, date: 2020}" + "".join(
            f"\n  - {{event: approved, party: {party}, date: {day}}}" for party, day in (("JP", "2021"), ("PH", "2024"))
        )
    )  # fmt: skip
    (arrow,) = [one for one in drawn.arrows if one.source is State.SIGNED]
    assert arrow == Arrow(
        State.SIGNED,
        State.SIGNED,
        ("(2) approved by JP 2021", "(3) approved by PH 2024, possibly"),
        Look.DOUBTFUL,
    )


def test_an_event_that_may_not_stand_there_refers_to_the_check(write: Callable[..., Path]) -> None:
    drawn = path(write, "\n  - {event: in_force, date: 2020}\n  - {event: negotiating, date: 2021}")
    assert labels(drawn)[State.IN_FORCE, State.IN_FORCE] == ["(2) negotiating 2021, see 'pactstate check'"]


def test_states_of_the_path_differ_from_those_never_reached() -> None:
    drawn = sample("is-no-raa", "2026-01-01")
    visited = {arrow.source for arrow in drawn.arrows}
    for one in drawn.nodes:
        assert one.look is (
            Look.CURRENT if one.state is State.IN_FORCE else Look.PLAIN if one.state in visited else Look.UNVISITED
        )


def test_a_state_between_two_that_are_possible_is_no_start(write: Callable[..., Path]) -> None:
    """A state that is left for certain is drawn as visited, not as possible."""
    drawn = path(write, "\n  - {event: negotiating, date: 2019}\n  - {event: signed, date: 2020}")
    assert node(drawn, State.NEGOTIATING).look is Look.PLAIN
    assert node(drawn, None).look is Look.PLAIN


# the formats


def diagrams() -> dict[str, Diagram]:
    agreements: Sequence[Agreement] = pactstate.load(SAMPLE).agreements
    paths = {one.id: graph.of_path(one, one.status("2025-08-20", "2025-08-20")) for one in agreements}
    return {"table": graph.of_table(), **{name: graph.of_kind(kind) for name, kind in KINDS.items()}, **paths}


@pytest.mark.parametrize("form", FORMATS)
def test_every_diagram_can_be_read(form: str) -> None:
    for diagram in diagrams().values():
        assert misread(FORMATS[form](diagram), form) == []


@pytest.mark.parametrize("form", FORMATS)
def test_diagrams_are_drawn_as_kept(form: str, golden: Callable[[Path, str], None]) -> None:
    raa = sample("is-no-raa", "2025-09-20", "2025-08-20")
    for name, diagram in {"table": graph.of_table(), "kind": graph.of_kind(KINDS["acsa"]), "path": raa}.items():
        golden(GOLDEN / f"graph-{name}.{ENDINGS[form]}", FORMATS[form](diagram))


@given(
    st.text(
        st.one_of(st.characters(), st.sampled_from('\x00\x1b\r\n\u2028\u202e#[:;|<>&"\\`*_%{}-.)1 ')),
        max_size=80,
    )
)
def test_no_text_leaves_its_label(text: str) -> None:
    diagram = Diagram(
        tuple(StateNode(state, (text, "x")) for state in (None, *State)), (Arrow(None, State.SIGNED, (text, text)),)
    )
    for form, render in FORMATS.items():
        assert misread(render(diagram), form) == []


@pytest.mark.parametrize("form", FORMATS)
def test_long_labels_break_between_words_and_long_titles_are_cut(form: str, write: Callable[..., Path]) -> None:
    words = " ".join(["word"] * 100)
    folder = write(x=f"id: x\ntitle: {words}\nkind: treaty\nparties: [JP, PH]\nhistory: []\n")
    agreement = pactstate.load(folder)["x"]
    text = FORMATS[form](graph.of_path(agreement, agreement.status("2024")))
    assert text.count("word") == 32
    lines = re.split(r"<br/>|\\n", text)
    assert max(len(line) for line in lines if line.startswith("word")) == 39


def test_arrows_and_states_look_as_they_are_meant_to() -> None:
    text = graph.render_dot(sample("is-no-raa", "2025-09-20", "2025-08-20"))
    assert 's5 [label="in_force\\npresumed", style="rounded,dashed", penwidth=2];' in text
    assert re.search(r's4 -> s5 \[label="[^"]*, announced", style=dashed\];', text)
    assert 's7 [label="terminated", color=gray, fontcolor=gray];' in text
    assert "style=bold" in graph.render_dot(graph.of_kind(KINDS["raa"]))
    assert 's5 [label="in_force\\nsince 2025-09-11", penwidth=3];' in graph.render_dot(sample("is-no-raa", "2026"))


# the command

Run = Callable[..., tuple[int, str, str]]
FILE = "id: {0}\ntitle: A title\nkind: {1}\nparties: [JP, PH]\nhistory:\n  - {{event: signed, date: 2020}}\n"


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Run:
    def command(*arguments: object) -> tuple[int, str, str]:
        code = main(["graph", *map(str, arguments)])
        return code, *capfd.readouterr()

    return command


def test_without_a_word_the_table_is_drawn_and_no_folder_is_read(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run() == (0, graph.render_mermaid(graph.of_table()), "")
    assert run("--format", "dot") == (0, graph.render_dot(graph.of_table()), "")


def test_a_kind_is_drawn_also_one_of_the_settings(run: Run, write: Callable[..., Path]) -> None:
    folder = write(good="id: wrong", more=FILE.format("more", "treaty"))
    (folder.parent / "pactstate.toml").write_text('[kinds.fish]\ntitle = "fishing rights"\n', encoding="utf-8")
    assert run("acsa", "--data", folder) == (0, graph.render_mermaid(graph.of_kind(KINDS["acsa"])), "")
    assert run("fish", "--data", folder)[1] == graph.render_mermaid(graph.of_kind(Kind("fish", "fishing rights")))


def test_a_path_is_drawn_for_the_days_asked_about(run: Run) -> None:
    drawn = sample("is-no-raa", "2025-09-20", "2025-08-20")
    asked = ("is-no-raa", "--data", SAMPLE, "--on", "2025-09-20", "--known-by", "2025-08-20")
    assert run(*asked) == (0, graph.render_mermaid(drawn), "")
    today = ("is-no-raa", "--data", SAMPLE, "--today", "2026-01-01", "--format", "dot")
    assert run(*today) == (0, graph.render_dot(sample("is-no-raa", "2026-01-01")), "")


def test_a_word_that_is_both_is_the_agreement(run: Run, write: Callable[..., Path]) -> None:
    _, out, _ = run("raa", "--data", write(raa=FILE.format("raa", "treaty")))
    assert "(1) signed 2020" in out


def test_errors_in_the_files_are_said(run: Run, write: Callable[..., Path]) -> None:
    code, out, err = run("good", "--data", write(good=FILE.format("good", "treaty"), bad="id: bad"))
    assert (code, "(1) signed 2020" in out) == (1, True)
    assert "pactstate check" in err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["goood"], "no agreement or kind 'goood': did you mean 'good'?"),
        (["acsaa"], "no agreement or kind 'acsaa': did you mean 'acsa'?"),
        (["nothing-like-it"], "no agreement or kind 'nothing-like-it'"),
        ([""], "no agreement or kind ''"),
        (["acsa", "--on", "2024"], "--on and --known-by go with the ID of an agreement"),
        (["--known-by", "2024"], "--on and --known-by go with the ID of an agreement"),
        (["good", "--format", "svg"], "'svg' is not one of 'mermaid', 'dot'"),
    ],
)
def test_what_cannot_be_drawn_says_why(
    run: Run, write: Callable[..., Path], arguments: list[str], message: str
) -> None:
    code, out, err = run(*arguments, "--data", write(good=FILE.format("good", "treaty")))
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_the_shell_completes_agreements_and_kinds(write: Callable[..., Path]) -> None:
    from click.shell_completion import ShellComplete

    from pactstate.cli.app import app

    folder = write(acsa_one=FILE.format("acsa-one", "acsa"))
    items = ShellComplete(app, {}, "pactstate", "X").get_completions(["graph", "--data", str(folder)], "ac")
    assert [item.value for item in items] == ["acsa", "acsa-one"]


def test_the_guide_shows_what_the_command_prints(run: Run, agreements: Path) -> None:
    guide = (agreements.parent / "docs" / "graph.md").read_text(encoding="utf-8")
    shown = re.findall(r"```mermaid\n(.*?)```", guide, re.DOTALL)
    (asked,) = re.findall(r"`pactstate graph (.* --known-by \S*)` prints", guide)
    assert [run(*asked.split(), "--data", agreements)[1]] == shown
