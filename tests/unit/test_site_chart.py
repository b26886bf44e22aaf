"""The chart of an agreement: bands, flags, events with their labels, and evidence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import pytest

import pactstate
from builders import entry, head
from built_site import SITE, TODAY, Dom, page_of
from hard_cases import hard_cases
from pactstate import Agreement, Event, Source
from pactstate.site.build import build
from pactstate.site.chart import Chart, chart
from pactstate.site.plane import plane
from strange_agreement import texts


@pytest.mark.parametrize("date", ["0001-01-01", "9999-12-31", "../2000", "2000/..", "1648", "20XX"])
def test_any_date_can_be_drawn(date: str) -> None:
    source = Source("s", "S", published=date, type="press")
    events = [Event("signed", date, reported_by=["s"])]
    dom = page_of(Agreement("x", "X", "treaty", ["JP", "PH"], events, sources=[source]))
    for _, values in dom.elements:
        for name in ("x", "width", "x1", "x2", "cx"):
            value = values.get(name) or ""
            if value.endswith("%"):
                assert -0.01 <= float(value[:-1]) <= 100.01


def test_a_change_that_may_come_after_the_chart_is_split() -> None:
    history = [Event("signed", "1990-01-02"), Event("in_force", "1995/..")]
    page = dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], history)], SITE))["x/index.html"]
    band = page.split('id="band-file"')[1].split('class="after"')[0]
    assert "<path" not in band
    assert band.count('height="50.0%"') == 2


def test_flags_have_the_codes_that_the_events_of_the_chart_have() -> None:
    history = [
        Event("in_force", "2000-01-02"),
        Event("suspended", "2005-02-03", party="PH"),
        Event("resumed", "2015-02-03", party="PH"),
    ]
    page = dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], history)], SITE))["x/index.html"]
    strip = page.split('<svg class="band strip"')[1].split("</svg></svg>")[0]
    assert ">suspended by PH</text>" in strip
    assert ">Suspended PH</text>" in page


def test_flags_that_are_not_certain_are_drawn_apart_and_share_the_label_of_their_certain_part() -> None:
    history = [
        Event("in_force", "1900-01-02"),
        Event("suspended", "1950/1952", party="PH"),
        Event("resumed", "1960", party="PH"),
        *(Event("note", f"{year}-01-01", note="n") for year in range(1970, 1990)),
        Event("notice_given", "2026-11-28", party="JP"),
    ]
    page = dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], history)], SITE))["x/index.html"]
    strip = page.split('<svg class="band strip"')[1].split("</svg></svg>")[0]
    assert re.findall(r'class="s-(flag|maybe)"', strip) == ["maybe", "flag", "maybe", "flag"]
    # The last flag has no room for its label on its right.
    assert re.findall(r'x="(-?6)"[^>]*>([^<]*)<', strip) == [("6", "suspended by PH"), ("-6", "notice by JP")]
    history[1:] = [Event("suspended", "1950/..", party="PH")]
    page = dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], history)], SITE))["x/index.html"]
    assert ">suspended by PH or not</text>" in page


def drawn(*history: Event, sources: Sequence[Source] = ()) -> Chart:
    agreement = Agreement("x", "X", "treaty", ["JP", "PH"], history, [], sources)
    return chart(agreement, plane(agreement), TODAY)


def test_labels_of_states_find_room_before_others() -> None:
    kinds = ("negotiating", "text_agreed", "signed", "ratified", "in_force")
    found = drawn(*(Event(kind, "2005-07") for kind in kinds))
    lanes = {one.text: one.lane for one in found.events}
    assert lanes == {"Negotiating": 0, "Signed": 1, "Ratified": 2, "In force": 3, "Text agreed": -1}
    assert found.rows == 4


def test_what_brings_a_state_of_the_agreement_is_drawn_before_acts_of_parties() -> None:
    days = [f"2005-07-{day:02}" for day in range(1, 29)]
    acts = [Event("ratified", day, party=code) for code in ("JP", "PH") for day in days]
    found = drawn(*acts, Event("note", "2005-07-30", note="n"), Event("in_force", "2005-07-29"))
    assert [one.rank for one in found.events] == [0, *[1] * len(acts), 2]
    assert (found.events[0].text, found.events[0].lane) == ("In force", 0)
    assert -1 in {one.lane for one in found.events if one.rank == 1}


def test_a_telephone_has_the_rows_that_its_labels_need() -> None:
    found = drawn(*(Event("approved", f"{year}-01-01", party="JP") for year in range(2010, 2026, 4)))
    assert {one.lane for one in found.events} == {0}
    assert found.rows == 3


def test_an_event_without_a_day_is_drawn_up_to_its_last_possible_day() -> None:
    found = drawn(Event("signed", "1990"), Event("ratified", "1995-01-01"), Event("in_force", "1996/.."))
    until = {one.text: one.until for one in found.events}
    places = {one.text: one.x for one in found.events}
    assert until["Signed"] == found.scale.at(dt.date(1990, 12, 31)) > places["Signed"]
    assert until["Ratified"] == places["Ratified"]
    assert until["In force"] == 100
    page = dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], [Event("signed", "1990")])], SITE))["x/index.html"]
    assert page.count('<line class="span"') == 1


def test_few_busy_days_do_not_fill_the_chart() -> None:
    found = drawn(Event("signed", "2019-03-03"), sources=[Source("s", "S", published="2019-03-04")])
    day = found.scale.at(dt.date(2019, 3, 4)) - found.scale.at(dt.date(2019, 3, 3))
    assert 0 < day < 15


def test_the_legend_explains_what_is_drawn() -> None:
    def legend(agreement: Agreement) -> str:
        page = dict(build([agreement], SITE))["x/index.html"]
        return Dom(page[page.index('<div class="legend">') : page.index("</section>", page.index('"legend"'))]).text

    assert "reports" not in legend(Agreement("x", "X", "treaty", ["JP", "PH"]))
    whole = legend(texts("word"))
    for word in ("official", "press", "reports", "announces", "rejected or denies"):
        assert word in whole
    assert "not dated to the day" not in whole
    month = Agreement("x", "X", "treaty", ["JP", "PH"], [], [], [Source("s", "S", published="2000-01")])
    assert "not dated to the day" in legend(month)


def test_a_flag_without_room_has_no_label() -> None:
    page = dict(build([next(one for one in hard_cases() if one.id == "many-labels")], SITE))["many-labels/index.html"]
    strip = page.split('<svg class="band strip"')[1].split("</svg></svg>")[0]
    assert strip.count('class="s-flag"') == 3
    assert re.findall(r">([^<]+)</text>", strip) == ["suspended by US; notice by US"]


def test_a_flag_is_drawn_up_to_the_end_of_the_chart() -> None:
    text = head(parties="JP, PH", more="term: {years: 90, renews: false}\n") + entry("in_force", "2000-01-10")
    text += entry("suspended", "2024-02-01") + entry("resumed", "2025-02-01")
    page = dict(build([pactstate.loads(text)], SITE))["x/index.html"]
    assert "Suspended" in page
    assert page.count('class="s-flag"') == 1


def test_many_lines_of_evidence_are_drawn_faintly_and_the_article_says_what_holds() -> None:
    sources = [Source(f"s{number}", f"S{number}", published="2000-01-02") for number in range(61)]

    def page(count: int) -> str:
        history = [Event("signed", "2000-01-01", reported_by=[one.id for one in sources[:count]])]
        return dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], history, sources=sources)], SITE))[
            "x/index.html"
        ]

    assert 'class="plot many"' in page(61)
    assert 'class="plot"' in page(60)
    assert '<option value="signed" selected>' in page(1)
