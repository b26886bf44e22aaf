"""Recorded entries stay: histories grow freely, and each removal is found, in every style of YAML.

What growing means is said here once more, on the data of the files, and in other words than in the library: the
recorded entries stand in their order among the others, and each says all that it said.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pactstate.checks.runner import check_folder
from pactstate.compare import Base
from pactstate.fileformat.config import Config
from pactstate.findings import Report
from pactstate.folder.read import Folder, read_folder
from pactstate.rules import RULES, Selection
from pactstate.storage.snapshot import Member, Snapshot
from profiles import examples
from strategies import APPENDS, CORRECTIONS, SPELLINGS, TAMPERINGS, Record, later, records
from yaml_strategies import styles, written

TODAY = dt.date(2026, 11, 22)
SELECTION = Selection(("PS5",))
Thing = dict[str, Any]

thorough = settings(
    max_examples=examples(150), suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
unhurried = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


# The yardstick.


def days(thing: Thing, key: str = "date") -> object:
    return SPELLINGS.get(thing[key], thing[key]) if key in thing else None


def claims(entry: Thing) -> Iterator[tuple[object, bool]]:
    for role in ("reported_by", "announced_by", "denied_by"):
        for claim in entry[role]:
            yield (role, claim["source"], days(claim)), "rejected" in claim


def says_as_much(old: Thing, new: Thing) -> bool:
    """Whether an entry says all that another one said. A claim that was rejected stays so."""
    same = old["event"] == new["event"] and days(old) == days(new) and old.get("party") == new.get("party")
    kept = "effective" not in old or days(old, "effective") == days(new, "effective")
    was, has = Counter(claims(old)), Counter(claims(new))
    told, tells = (Counter(said for said, _ in given.elements()) for given in (was, has))
    judged, judges = (Counter(said for said, wrong in given.elements() if wrong) for given in (was, has))
    return same and kept and told <= tells and judged <= judges


def has_grown(before: list[Thing], after: list[Thing]) -> bool:
    """Whether each entry is found in its order; the first that will do leaves the most for the others."""
    rest = iter(after)
    return all(any(says_as_much(old, new) for new in rest) for old in before)


ORDER = {
    spelling: ends
    for ends, spellings in {
        ("2020-01-10", "2020-01-10"): ["2020-01-10"],
        ("2020-01-11", "2020-01-11"): ["2020-01-11"],
        ("2020-01-01", "2020-01-31"): SPELLINGS["2020-01"],
        ("2021-01-01", "2021-12-31"): SPELLINGS["2021"],
        ("2022-03-29", "2022-03-31"): ["2022-03-29/2022-03-31", "2022-03-30~", "2022-03-30?"],
        ("0001-01-01", "2022-03-30"): SPELLINGS["../2022-03-30"],
        ("2026-11-22", "2026-11-22"): ["2026-11-22"],
    }.items()
    for spelling in spellings
}


def source_stands(old: Thing, new: Thing) -> bool:
    published = "published" not in old or days(old, "published") == days(new, "published")
    if "updated" not in old:
        return published
    if "updated" not in new:
        return False
    later = ORDER[new["updated"]][0] > ORDER[old["updated"]][1]
    return published and (later or days(old, "updated") == days(new, "updated"))


def stands(before: Record, after: Record) -> bool:
    """Whether everything that was recorded is recorded still."""
    said = {
        id: Counter((one["source"], one["says"], days(one)) for one in agreement["statements"])
        for id, agreement in before.agreements.items()
    }
    return (
        before.agreements.keys() <= after.agreements.keys()
        and all(
            has_grown(agreement["history"], after.agreements[id]["history"])
            and said[id]
            <= Counter((one["source"], one["says"], days(one)) for one in after.agreements[id]["statements"])
            for id, agreement in before.agreements.items()
        )
        and before.sources.keys() <= after.sources.keys()
        and all(source_stands(source, after.sources[name]) for name, source in before.sources.items())
    )


# Files in every style.


@st.composite
def texts(draw: st.DrawFn, files: Mapping[str, Thing], *, anchors: bool = False) -> dict[str, str]:
    """The same data as somebody else may write it: style, quotes, order of keys, comments, short forms, anchors."""
    return {name: draw(_text(data, anchors=anchors)) for name, data in files.items()}


@st.composite
def _text(draw: st.DrawFn, data: Thing, *, anchors: bool) -> str:
    style = draw(styles())
    random = draw(st.randoms(use_true_random=False))

    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            keys = list(value)
            random.shuffle(keys)
            value = {key: shuffled(value[key]) for key in keys}
            return value["source"] if list(value) == ["source"] and random.random() < 0.5 else value
        if isinstance(value, list):
            only = value[0] if len(value) == 1 else None
            # One claim, or one event, may stand for a list of one.
            bare = isinstance(only, str) or (isinstance(only, dict) and "locator" in only and "says" not in only)
            return shuffled(only) if bare and random.random() < 0.5 else [shuffled(one) for one in value]
        return value

    value = shuffled(data)
    if anchors:
        value = _interned(value, {})
    if draw(st.booleans()):
        return f"# A comment.\n{written(value, style)}"
    # Between the keys of a block, where nothing is folded.
    lines = written(value, {**style, "width": 10_000, "line_break": "\n"}).split("\n")
    return "\n".join(line if line[:1] in " -}#." or not line else f"# A comment: [\n{line}" for line in lines)


def _interned(value: Any, known: dict[str, Any]) -> Any:
    """The value, with equal parts made one object: what YAML writes with an anchor and aliases."""
    if isinstance(value, dict):
        value = {key: _interned(inner, known) for key, inner in value.items()}
    elif isinstance(value, list):
        value = [_interned(inner, known) for inner in value]
    else:
        return value
    return known.setdefault(repr(value), value) if value else value


def read(files: Mapping[str, str], place: str) -> Folder:
    members = {name: Member(text.encode, len(text.encode())) for name, text in files.items()}
    return read_folder(Path(place), config=Config(), store=Snapshot(members, Path(place)))


def against(before: Mapping[str, str], after: Mapping[str, str]) -> Report:
    base = Base("main", None, read(before, "/before"))
    return check_folder(read(after, "/after"), TODAY, SELECTION, base=base)


def rewritten(report: Report) -> list[str]:
    """The errors of the rules that compare."""
    return [f"{one.rule}: {one.message}" for one in report.findings if RULES[one.rule].base and one.severity == "error"]


def refused(report: Report) -> list[str]:
    """The errors of form, for which a file is not understood."""
    return [one.rule for one in report.findings if RULES[one.rule].form]


@thorough
@given(st.data())
def test_whatever_is_added_is_free(data: st.DataObject) -> None:
    before = data.draw(records())
    after = data.draw(later(before, APPENDS))
    assert stands(before, after)
    report = against(data.draw(texts(before.files())), data.draw(texts(after.files())))
    assert (refused(report), rewritten(report)) == ([], [])


@thorough
@given(st.data())
def test_whatever_is_taken_away_is_caught(data: st.DataObject) -> None:
    before = data.draw(records())
    after = data.draw(later(before, TAMPERINGS, most=2))
    after = data.draw(st.just(after) | later(after, APPENDS))
    assume(not stands(before, after))
    report = against(data.draw(texts(before.files())), data.draw(texts(after.files())))
    assert refused(report) == []
    assert rewritten(report)


@unhurried
@given(st.data())
def test_what_is_taken_away_behind_anchors_is_caught_or_refused(data: st.DataObject) -> None:
    before = data.draw(records())
    after = data.draw(later(before, TAMPERINGS, most=2))
    assume(not stands(before, after))
    report = against(data.draw(texts(before.files())), data.draw(texts(after.files(), anchors=True)))
    assert rewritten(report) or refused(report)


@unhurried
@given(st.data())
def test_the_same_record_in_another_style_is_no_change(data: st.DataObject) -> None:
    files = data.draw(records()).files()
    report = against(data.draw(texts(files)), data.draw(texts(files)))
    assert report.findings == ()
    anchored = against(data.draw(texts(files)), data.draw(texts(files, anchors=True)))
    assert [one for one in anchored.findings if RULES[one.rule].base] == []


@unhurried
@given(st.data())
def test_a_base_that_cannot_be_understood_is_not_passed_over_in_silence(data: st.DataObject) -> None:
    files = data.draw(records()).files()
    before = data.draw(texts(files, anchors=True))
    not_understood = any(RULES[one.rule].form for one in read(before, "/before").findings)
    report = against(before, data.draw(texts(files)))
    assert report.findings == ()
    assert [remark.kind for remark in report.remarks] == ["compared"] + ["not-compared"] * not_understood


@unhurried
@given(st.data())
def test_a_reason_allows_what_is_put_right(data: st.DataObject) -> None:
    """Findings about each changed entry and source, at its former place."""
    before = data.draw(records())
    after = data.draw(later(before, CORRECTIONS, most=1))
    for id, agreement in before.agreements.items():
        now = after.agreements[id]
        now["statements"] = copy.deepcopy(agreement["statements"])
        for old, new in zip(agreement["history"], now["history"], strict=True):
            if old != new:
                new["corrected"] = "why"
    for name, source in before.sources.items():
        if source != after.sources[name]:
            after.sources[name]["corrected"] = "why"
    report = against(data.draw(texts(before.files())), data.draw(texts(after.files())))
    assert (refused(report), [one.rule for one in report.findings]) == ([], [])
