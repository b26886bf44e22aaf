"""Nothing goes around the escaping: every text field of everything that is printed, through every format and view.

Texts are hostile, and what comes out is read again as its target would read it.
"""

from __future__ import annotations

import contextlib
import io
import re
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filled import MARK, Filler, Renderer, renderers
from pactstate import reports
from pactstate.cli.output import complain
from pactstate.cli.table import render_table
from pactstate.text.escape import ComposedText, SafeText, TerminalText, visible, without_commands
from profiles import examples
from readers import READERS, commands
from report_strategies import FRAGMENTS, hostile_texts

RENDERERS = {renderer.name: renderer for renderer in renderers()}
_COLOURS = re.compile(r"\x1b\[(?:0|1|1;3[136]|3[1-6])m")
# Names of files that are not UTF-8 hold half characters.
_TEXTS = st.lists(hostile_texts | st.text(st.characters(categories=["Cs"]), max_size=3), min_size=1, max_size=4)


def read_back(renderer: Renderer, filler: Filler) -> set[str]:
    """Render values of the filler and read the output as its target does; returns the fields whose marks are in it."""
    text, values = renderer(filler)
    assert type(text) is renderer.target
    options = values.get("options")
    if values.get("colour") or (options and options.colour):
        text = _COLOURS.sub("", text)
    annotates = renderer.name == "reports.github.render"
    if renderer.target is TerminalText:
        text = without_commands(text)  # as everything that is written to a stream
    assert annotates or commands(text) == []
    READERS[renderer.target](text if text.endswith("\n") else f"{text}\n")
    return set(re.findall(MARK, text))


@pytest.mark.parametrize("name", RENDERERS)
@given(texts=_TEXTS, seed=st.integers(0, 2**16))
@settings(max_examples=examples(50))
def test_whatever_the_texts_the_output_means_only_what_is_ours(name: str, texts: list[str], seed: int) -> None:
    read_back(RENDERERS[name], Filler(Random(seed), [*texts, *FRAGMENTS]))


# Fields that a name or a text of a file reaches, and that no output may lose.
_PRINTED = """
    Remark_paths Remark_base Report_paths Finding_message Finding_help Finding_agreement Finding_excerpt Location_path Related_message
    Suppression_reason Suppression_until Agreement_id Agreement_title Agreement_formal_title Agreement_parties
    Agreement_replaces Event_party Event_by Event_place Event_note Event_corrected Claim_source Claim_locator Claim_rejected
    Claim_note Source_id Source_title Source_publisher Source_author Source_url Source_basis Source_corrected Statement_source
    Statement_locator Statement_note Statement_rejected Status_signed Status_approved Status_ratified
    FlagStatus_party Standing_party KnownChange_agreement KnownChange_source KnownChange_publisher Log_notes Base_name Base_commit Folder_path
    Unread_path Comparison_not_compared Alteration_field Alteration_before Alteration_after AgreementChange_id SourceChange_id
    Group_name StateNode_paragraphs Arrow_paragraphs Kind_title Vocabulary_parties
"""


def test_every_field_comes_through_some_output() -> None:
    missing = set(_PRINTED.split())
    for seed in range(30):
        for renderer in RENDERERS.values():
            text, _ = renderer(Filler(Random(seed), ["", "a", "|"]))
            missing.difference_update(re.findall(MARK, text))
        if not missing:
            break
    assert not missing


def test_every_format_is_among_them() -> None:
    own = {f"reports.{form}.render" for form in reports.FORMATS if form != "concise"}
    assert own | {"reports.text.render_concise"} <= set(RENDERERS)


def test_every_target_has_a_reader() -> None:
    made = {*SafeText.__subclasses__(), *ComposedText.__subclasses__()} - {ComposedText}
    assert made == set(READERS) >= {renderer.target for renderer in RENDERERS.values()}


@given(st.lists(st.tuples(hostile_texts, hostile_texts, hostile_texts), max_size=3), hostile_texts, st.booleans())
def test_cells_of_a_table_on_a_terminal_are_harmless(
    lines: list[tuple[str, str, str]], summary: str, colour: bool
) -> None:
    text = render_table(("A", "B", "C"), lines, visible(summary), width=80, colour=colour)
    READERS[TerminalText](_COLOURS.sub("", text))
    assert commands(text) == []


@given(hostile_texts, st.booleans())
def test_a_message_on_standard_error_is_harmless(message: str, has_prefix: bool) -> None:
    with contextlib.redirect_stderr(io.StringIO()) as said:
        complain(message, prefix="pactstate: " if has_prefix else "")
    text = said.getvalue()
    READERS[TerminalText](text)
    assert commands(text) == []
    assert text.count("\n") == 1 if has_prefix else message.count("\n") + 1


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("::error::x", ["error"]),
        ("\u3000 ::Add-Mask::x", ["add-mask"]),
        ("x ::error::x", []),
        ("x\r::error file=a,line=1::x", ["error"]),
        ("x ##[group]x", ["group"]),
        ("::x", []),
        ("##[x", []),
    ],
)
def test_the_reader_of_commands_is_as_lax_as_the_runner(line: str, names: list[str]) -> None:
    assert [command.name for command in commands(line)] == names
