"""Agreements are written as text and data, and read back equal."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import pactstate
from builders import collections_in, constructed, unless_refused
from pactstate import Agreement, Claim, Event, ForceRule, Kind, Period, Registry, Source, Statement, Term, Vocabulary
from pactstate.domain.vocabulary import common
from pactstate.fileformat.json_schema import agreement_schema
from pactstate.fileformat.write import yaml_text

ROOT = Path(__file__).parents[2]
EVERYTHING = Agreement(
    "fr-no-acsa",
    "ACSA: an agreement",
    "acsa",
    ["FR", "NO"],
    formal_title='Agreement "on" 100 % of it',
    approvals_needed=[],
    consents_needed=2,
    entry_into_force=ForceRule("ratified", days=30, months=1),
    term=Term(10, renews=False, notice=Period(6, "months")),
    replaces=["fr-no-acsa-2010"],
    replaced_by=["fr-no-acsa-2030"],
    amends=["a", "b"],
    supplements=["012"],
    formerly=["x"],
    open=True,
    not_recorded=["ratified"],
    identifiers={"unts": "I-12345", "yes": "no"},
    history=[
        Event(
            ["signed", "note"],
            "2024",
            effective="2024-07/2024-09",
            place="Oslo",
            note="A long note that is folded, since it does not fit on one line: " + "word " * 30 + "end",
            corrected="first line\nsecond line",
            reported_by=["gazette", Claim("digest", "reported", "2024-07~", "p. 3 #4", "wrong", "'\"\\")],
            denied_by="gazette",
        ),
        Event("approved", dt.date(2025, 1, 2), party="NO", by="Storting", partial=True),
        Event("ratified", "2025", party="NO", manner="accession"),
        Event("postponed", "2025", of="in_force", announced_by="gazette"),
        Event("extended", "2026", until="2040"),
        Event("terminated", "2027", reason="agreed"),
    ],
    statements=[Statement("digest", "in_force", "2024", "p. 1", "not yet", "- a note")],
    sources=[
        Source("gazette", "null", published="2024-07-09"),
        Source(
            "digest",
            "1_000",
            "P",
            "A",
            "https://example.org/page?a=1#b",
            "2024-07-09/2025",
            "undated",
            "2025",
            "2026",
            "2026",
            "https://example.org/copy",
            ["gazette"],
            "secondary",
            "n",
            "c",
        ),
    ],
)
DATA = pactstate.to_dict(EVERYTHING)
TEXT = """\
id: fr-no-acsa
title: "ACSA: an agreement"
formal_title: Agreement "on" 100 % of it
kind: acsa
parties: [FR, "NO"]
approvals_needed: []
consents_needed: 2
entry_into_force: {after: ratified, days: 30, months: 1}
term: {years: 10, renews: false, notice: 6 months}
replaces: [fr-no-acsa-2010]
replaced_by: [fr-no-acsa-2030]
amends: [a, b]
supplements: ["012"]
formerly: [x]
open: true
not_recorded: [ratified]
identifiers:
  unts: I-12345
  "yes": "no"

sources:
  digest:
    title: "1_000"
    publisher: P
    author: A
    url: https://example.org/page?a=1#b
    published: 2024-07-09/2025
    updated: "2025"
    accessed: "2026"
    archived: "2026"
    archive_url: https://example.org/copy
    basis: undated
    based_on: [gazette]
    type: secondary
    note: "n"
    corrected: c

  gazette:
    title: "null"
    published: 2024-07-09

history:
  - event: [signed, note]
    date: "2024"
    effective: 2024-07/2024-09
    place: Oslo
    note: >-
      A long note that is folded, since it does not fit on one line: word word word word word word word word word word
      word word word word word word word word word word word word word word word word word word word word end
    corrected: |-
      first line
      second line
    reported_by:
      - gazette
      - source: digest
        date: 2024-07~
        locator: "p. 3 #4"
        rejected: wrong
        note: "'\\"\\\\"
    denied_by: [gazette]

  - event: approved
    date: 2025-01-02
    party: "NO"
    by: Storting
    partial: true

  - event: ratified
    date: "2025"
    party: "NO"
    manner: accession

  - event: postponed
    date: "2025"
    of: in_force
    announced_by: [gazette]

  - event: extended
    date: "2026"
    until: "2040"

  - event: terminated
    date: "2027"
    reason: agreed

statements:
  - source: digest
    says: in_force
    date: "2024"
    locator: p. 1
    rejected: not yet
    note: "- a note"
"""


def test_every_key_is_written_in_the_style_of_the_packaged_files() -> None:
    assert pactstate.dumps(EVERYTHING) == TEXT


def test_a_text_is_read_back() -> None:
    assert pactstate.loads(TEXT) == EVERYTHING
    assert hash(pactstate.loads(TEXT)) == hash(EVERYTHING)


KEYS: dict[str, Any] = {
    "of": "signed", "manner": "accession", "until": "2024", "reason": "agreed", "partial": True, "party": "FR",
    "reported_by": "gazette", "based_on": "gazette", "notice": "1 year", "days": 3, "unknown": "x", "date": "2025",
}  # fmt: skip
"""Keys with values that are right in some place."""


def changes(number: int) -> Iterator[dict[str, Any]]:
    """Yield the data of the example with each list or mapping changed: of its parts, one is gone, alone, new or twice.

    ``number`` is that of the list or mapping.
    """
    fresh = [copy.deepcopy(DATA) for _ in range(99)]
    place = collections_in(DATA)[number]
    for key in place if isinstance(place, dict) else range(len(place)):
        data, other = fresh.pop(), fresh.pop()
        if key != "history":  # A constructor makes an agreement without a history.
            del collections_in(data)[number][key]
            yield data
        if isinstance(place[key], list) and place[key]:
            collections_in(other)[number][key] = place[key][0]
            yield other
    for key, value in (
        KEYS.items() if isinstance(place, dict) and place not in (DATA["identifiers"], DATA["sources"]) else ()
    ):
        data = fresh.pop()
        collections_in(data)[number][key] = value
        yield data
    for part in place if isinstance(place, list) else ():
        data = fresh.pop()
        collections_in(data)[number].append(part)
        yield data


@pytest.mark.parametrize("number", range(len(collections_in(DATA))))
def test_constructors_and_files_take_the_same_keys(number: int) -> None:
    for data in changes(number):
        assert unless_refused(constructed, data) == unless_refused(pactstate.from_dict, data), data


def test_constructors_and_files_have_the_same_limits() -> None:
    codes = [f"X{number}" for number in range(1_001)]
    words = Vocabulary(parties=dict.fromkeys(codes, "Code"))
    signed, by_one = {"event": "signed", "date": "2024"}, {"event": "signed", "date": "2024", "party": "X0"}
    for parties, history, is_taken in (
        (codes[:1_000], [], True),
        (codes, [], False),
        (codes[:1_000], [signed] * 200, True),
        (codes[:1_000], [signed] * 201, False),
        (codes[:1_000], [*[signed] * 200, by_one], True),
    ):
        data = {"id": "a", "title": "A", "kind": "treaty", "parties": parties, "history": history}
        read = unless_refused(partial(pactstate.from_dict, vocabulary=words), data)
        assert (read is not None) is is_taken
        assert unless_refused(partial(constructed, vocabulary=words), data) == read


def test_no_key_of_the_format_is_missing_in_the_example() -> None:
    from pactstate.fileformat import shapes

    for item in (shapes.AgreementFile, shapes.EventItem, shapes.SourceItem, shapes.ClaimItem, shapes.StatementItem):
        for key in shapes.keys(item):
            assert f"{key}:" in TEXT, key


@pytest.mark.parametrize("folder", ["agreements", "tests/sample"])
def test_files_survive_up_to_comments_and_layout(folder: str) -> None:
    for agreement in pactstate.load(ROOT / folder, strict=False).values():
        assert pactstate.loads(pactstate.dumps(agreement)) == agreement
        assert pactstate.from_dict(pactstate.to_dict(agreement)) == agreement


def test_data_are_valid_by_the_schema_and_read_back() -> None:
    jsonschema.validate(pactstate.to_dict(EVERYTHING), agreement_schema(common()))
    assert pactstate.from_dict(pactstate.to_dict(EVERYTHING)) == EVERYTHING


LARGE = Agreement("a", "A", "acsa", ["FR", "NO"], [Event("note", "2024", note="n" * 60_000)] * 20)


def test_what_no_file_can_hold_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(pactstate.ValueRefusedError, match="larger than 1,048,576 bytes"):
        pactstate.dumps(LARGE)
    with pytest.raises(pactstate.ValueRefusedError, match="larger than 1,048,576 bytes"):
        pactstate.dump([LARGE], tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({"id": object()}, pactstate.TypeRefusedError),
        ({1: "x"}, pactstate.TypeRefusedError),
        ({"a": [{1: "x"}]}, pactstate.TypeRefusedError),
        ({"term": {1: "x"}}, pactstate.TypeRefusedError),
        ({"id": None}, pactstate.TypeRefusedError),
        ({"id": 1.5}, pactstate.TypeRefusedError),
        ({}, pactstate.AgreementError),
        ({"id": "a"}, pactstate.AgreementError),
        ({"a": {}, "history": [{}, [], ["x"], "x" * 200, "y z " * 50]}, pactstate.AgreementError),
    ],
)
def test_data_that_are_no_agreement_are_refused(data: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        pactstate.from_dict(data)


@pytest.mark.parametrize("wrap", [lambda one: [one], lambda one: {"a": one}])
def test_data_that_are_nested_deeply_are_refused(wrap: Callable[[object], object]) -> None:
    deep: object = "x"
    for _ in range(100_000):
        deep = wrap(deep)
    with pytest.raises(pactstate.ValueRefusedError, match="levels deep"):
        pactstate.from_dict({"a": deep})


def test_a_long_list_has_a_line_for_each_item() -> None:
    text = yaml_text({"replaces": ["a" * 60, "b" * 60], "open": True, "none": []})
    assert text == f"replaces:\n  - {'a' * 60}\n  - {'b' * 60}\nopen: true\nnone: []\n"


def test_a_text_that_is_no_agreement_raises_its_findings() -> None:
    with pytest.raises(pactstate.AgreementError) as caught:
        pactstate.loads("id: a")
    assert {finding.rule for finding in caught.value.findings} == {"missing-key"}
    assert {finding.path for finding in caught.value.findings} == {"<text>"}


def test_a_text_alone_is_read_and_its_history_is_for_a_check() -> None:
    agreement = Agreement("a", "A", "acsa", ["FR", "NO"], [Event("in_force", "2024"), Event("negotiating", "2025")])
    text = pactstate.dumps(agreement)
    assert pactstate.loads(text) == agreement
    rules = {finding.rule for finding in pactstate.check_text(text, today="2026-01-01").findings}
    assert "illegal-transition" in rules
    assert {finding.rule for finding in pactstate.check(agreement, today="2026-01-01").findings} == rules
    assert {finding.rule for finding in pactstate.check(Registry([agreement]), today="2026-01-01").findings} == rules


def test_a_value_that_no_file_can_hold_is_a_finding_of_its_check() -> None:
    report = pactstate.check(LARGE)
    assert [(finding.path, finding.rule) for finding in report.findings] == [("a.yaml", "limit-exceeded")]


def test_an_empty_registry_is_neither_checked_nor_written(tmp_path: Path) -> None:
    with pytest.raises(pactstate.FolderError, match="no agreement to check"):
        pactstate.check(Registry([]))
    with pytest.raises(pactstate.ValueRefusedError, match="no agreement to write"):
        pactstate.dump([], tmp_path)


def test_values_are_compared_with_no_base() -> None:
    with pytest.raises(pactstate.TypeRefusedError, match="write the values with dump"):
        pactstate.check(EVERYTHING, against="HEAD")


def test_words_of_ones_own_are_known() -> None:
    words = Vocabulary([Kind("fisheries", "fishing rights")], {"ODDORG": "Association"})
    agreement = Agreement("a", "A", "fisheries", ["JP", "ODDORG"], vocabulary=words)
    text = pactstate.dumps(agreement)
    assert pactstate.loads(text, vocabulary=words) == agreement
    assert pactstate.from_dict(pactstate.to_dict(agreement), vocabulary=words) == agreement
    more = Vocabulary([Kind("forestry", "forests")])
    registry = Registry([agreement, Agreement("b", "B", "forestry", ["JP", "FR"], vocabulary=more)])
    assert pactstate.check(registry).ok
    with pytest.raises(pactstate.AgreementError):
        pactstate.loads(text)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("parties: [FR]", "at least two parties"),
        ("parties: [FR, 'NO']\nstatements: []", "'of' goes with"),
    ],
)
def test_what_can_be_read_is_loaded_though_no_constructor_makes_it(line: str, says: str, tmp_path: Path) -> None:
    """The call raised although it was not strict."""
    text = f"id: a\ntitle: A\nkind: acsa\n{line}\nhistory:\n  - {{event: signed, date: '2024', of: signed}}\n"
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    registry = pactstate.load(tmp_path, strict=False)
    assert registry["a"].status(on="2025").state == "signed"
    assert says in str(registry.report)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def two() -> Registry:
    shared = Source("gazette", "The gazette", published="2024-07-09", based_on=["original"])
    original = Source("original", "The original")
    other = Source("digest", "A digest")
    first = Agreement("a", "A", "acsa", ["FR", "NO"], [Event("signed", "2024", reported_by="gazette")],
                      sources=[shared, original, other])  # fmt: skip
    second = Agreement("b", "B", "acsa", ["FR", "SE"], [], [Statement("gazette", "signed")],
                       sources=[original, shared, Source("digest", "Another digest")])  # fmt: skip
    third = Agreement("c", "C", "acsa", ["FR", "IS"], sources=[Source("uncited", "U")])
    fourth = Agreement("d", "D", "acsa", ["FR", "DK"], sources=[Source("uncited", "U")])
    return Registry([first, second, third, fourth])


def test_a_folder_is_read_back_with_each_source_written_once(tmp_path: Path) -> None:
    pactstate.dump(two(), tmp_path / "deep" / "new")
    written = pactstate.load(tmp_path / "deep" / "new", strict=False)
    assert written.agreements == two().agreements
    assert written.report.ok
    shared = (tmp_path / "deep" / "new" / "sources.yaml").read_text(encoding="utf-8")
    assert shared.startswith("gazette:\n")
    assert "\n\noriginal:\n" in shared
    assert "digest" not in shared
    assert "uncited" not in shared


def test_the_packaged_data_are_written_and_read_back(tmp_path: Path) -> None:
    registry = pactstate.load(ROOT / "agreements")
    pactstate.dump(registry, tmp_path / "agreements")
    assert pactstate.load(tmp_path / "agreements").agreements == registry.agreements


def test_settings_of_the_folder_are_taken_into_account(tmp_path: Path) -> None:
    (tmp_path / "pactstate.toml").write_text("not_recorded = ['ratified']\n", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    pactstate.dump(two(), tmp_path)
    assert pactstate.load(tmp_path).agreements == two().agreements
    assert "not_recorded: []" in (tmp_path / "a.yaml").read_text(encoding="utf-8")


def test_files_are_replaced_only_with_leave(tmp_path: Path) -> None:
    pactstate.dump(two(), tmp_path)
    pactstate.dump(two(), tmp_path)
    edited = tmp_path / "b.yaml"
    edited.write_text("# mine\n", encoding="utf-8")
    with pytest.raises(pactstate.FolderError, match=r"b\.yaml is there with another content: pass overwrite=True"):
        pactstate.dump(two(), tmp_path)
    assert edited.read_text(encoding="utf-8") == "# mine\n"
    pactstate.dump(two(), tmp_path, overwrite=True)
    assert pactstate.load(tmp_path).agreements == two().agreements
    assert names(tmp_path) == ["a.yaml", "b.yaml", "c.yaml", "d.yaml", "sources.yaml"]


def test_agreements_are_not_mixed_with_others(tmp_path: Path) -> None:
    pactstate.dump([EVERYTHING], tmp_path)
    for overwrite in (False, True):
        with pytest.raises(pactstate.FolderError, match="belongs to none of these agreements"):
            pactstate.dump(two(), tmp_path, overwrite=overwrite)
    assert names(tmp_path) == ["fr-no-acsa.yaml"]


@pytest.mark.parametrize("overwrite", [False, True])
def test_no_link_is_followed(overwrite: bool, tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("precious", encoding="utf-8")
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.yaml").symlink_to(tmp_path / "victim")
    with pytest.raises(pactstate.FolderError, match="is no regular file"):
        pactstate.dump(two(), tmp_path / "new", overwrite=overwrite)
    (tmp_path / "link").symlink_to(tmp_path / "new")
    with pytest.raises(pactstate.FolderError, match="links are not followed"):
        pactstate.dump(two(), tmp_path / "link", overwrite=overwrite)
    assert (tmp_path / "victim").read_text(encoding="utf-8") == "precious"


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(pactstate.FolderError, match="cannot write"):
        pactstate.dump(two(), tmp_path / "file" / "below")


def test_one_id_for_two_agreements_is_refused(tmp_path: Path) -> None:
    twice = [Agreement("a", "A", "acsa", ["FR", "NO"]), Agreement("a", "B", "acsa", ["FR", "NO"])]
    with pytest.raises(pactstate.ValueRefusedError, match="two agreements have the id 'a'"):
        pactstate.dump(twice, tmp_path)


def test_one_file_is_loaded_with_the_shared_sources_of_its_folder(tmp_path: Path) -> None:
    pactstate.dump(two(), tmp_path)
    (tmp_path / "broken.yaml").write_text("[", encoding="utf-8")
    registry = pactstate.load(tmp_path / "a.yaml")
    assert registry.agreements == two().agreements[:1]
    with pytest.raises(pactstate.AgreementError):
        pactstate.load(tmp_path / "broken.yaml")
    assert not pactstate.load(tmp_path / "broken.yaml", strict=False)


def test_a_file_that_is_not_read_is_refused(tmp_path: Path) -> None:
    pactstate.dump(two(), tmp_path)
    (tmp_path / "notes.txt").write_text("", encoding="utf-8")
    with pytest.raises(pactstate.FolderError, match=r"end with \.yaml"):
        pactstate.load(tmp_path / "notes.txt")


def test_what_can_be_read_is_loaded_with_the_report_of_the_rest(tmp_path: Path) -> None:
    pactstate.dump(two(), tmp_path)
    (tmp_path / "broken.yaml").write_text("id: broken\n", encoding="utf-8")
    registry = pactstate.load(tmp_path, strict=False)
    assert list(registry) == ["a", "b", "c", "d"]
    assert {finding.rule for finding in registry.report.findings if finding.severity == "error"} == {"missing-key"}
    assert not registry.report.ok


def test_claims_are_kept_in_the_order_of_their_roles() -> None:
    claims = [Claim("a", "denied"), Claim("b", "reported"), Claim("c", "denied"), Claim("d", "announced")]
    event = Event("signed", "2024", claims=claims, reported_by=["e"])
    assert [claim.source for claim in event.claims] == ["b", "e", "d", "a", "c"]
    with pytest.raises(pactstate.ValueRefusedError, match="goes with denied_by, not reported_by"):
        Event("signed", "2024", reported_by=[Claim("a", "denied")])
    with pytest.raises(pactstate.TypeRefusedError):
        Event("signed", "2024", reported_by=[5])
    with pytest.raises(pactstate.TypeRefusedError):
        Event("signed", "2024", claims=5)


def test_sources_are_kept_in_the_order_of_their_ids() -> None:
    agreement = Agreement("a", "A", "acsa", ["FR", "NO"], sources=[Source("z", "Z"), Source("b", "B")])
    assert [source.id for source in agreement.sources] == ["b", "z"]
    with pytest.raises(pactstate.ValueRefusedError, match="'b' is described twice"):
        Agreement("a", "A", "acsa", ["FR", "NO"], sources=[Source("b", "Z"), Source("b", "B")])
    with pytest.raises(pactstate.TypeRefusedError, match="takes a Source"):
        Agreement("a", "A", "acsa", ["FR", "NO"], sources=["b"])
    with pytest.raises(pactstate.TypeRefusedError, match="takes texts by text"):
        Agreement("a", "A", "acsa", ["FR", "NO"], identifiers={"unts": 5})
    with pytest.raises(pactstate.ValueRefusedError, match="a register twice"):
        Agreement("a", "A", "acsa", ["FR", "NO"], identifiers=[("unts", "1"), ("unts", "2")])


def test_every_error_of_the_package_has_one_base() -> None:
    errors = [value for name in pactstate.__all__ if isinstance(value := getattr(pactstate, name), type)
              and issubclass(value, BaseException)]  # fmt: skip
    assert len(errors) > 7
    assert all(issubclass(error, pactstate.PactstateError) for error in errors)
