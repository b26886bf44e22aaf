"""The lists of the site: the first page, kinds, parties, sources, what is due, changed and disputed."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

import attrs
import pytest

import pactstate
from builders import entry, head
from built_site import DOMS, PAGES, REGISTRY, SITE, TODAY, Dom, bound, uncertain
from pactstate import Agreement, Event, Source, Statement
from pactstate.domain.parties import STATES
from pactstate.site.build import build
from pactstate.site.plane import date_in_words, plane
from pactstate.site.templating import Site


def test_a_long_overview_leads_to_its_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    some = [REGISTRY["us-ph-vfa"], REGISTRY["jp-ph-raa"]]
    monkeypatch.setattr("pactstate.site.pages.MAX_ROWS", 1)
    files = dict(build(some, Site(TODAY)))
    assert 'class="list rows courses' not in files["index.html"]
    assert '<a href="kinds/raa.html">Reciprocal access</a></th><td data-l="agreements: ">1</td>' in files["index.html"]
    assert 'href="../jp-ph-raa/index.html"' in files["kinds/raa.html"]
    assert [values["href"] for values in titles(files["index.html"])] == [
        "jp-ph-raa/index.html",
        "us-ph-vfa/index.html",
    ]
    assert "Japan-Philippines Reciprocal Access Agreement JP, PH" in Dom(files["index.html"]).text
    assert "titles.html" not in files


def titles(page: str) -> list[dict[str, str | None]]:
    """Return the attributes of the links in the list of titles of a page."""
    links = page.partition('<details id="titles"')[2].partition("</details>")[0]
    return [values for tag, values in Dom(f"<ul{links}").elements if tag == "a"]


def test_a_very_long_list_of_titles_goes_on_on_further_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.site.pages.MAX_ROWS", 2)
    monkeypatch.setattr("pactstate.site.lists.MAX_TITLES", 2)
    some = [Agreement(f"x{number}", f"Title {number}", "treaty", list(STATES)[: 2 + number]) for number in range(5)]
    files = dict(build(some, SITE))
    names = ["titles.html", "titles.2.html", "titles.3.html"]
    assert [[values["href"] for values in titles(files[name])] for name in names] == [
        ["x0/index.html", "x1/index.html"],
        ["x2/index.html", "x3/index.html"],
        ["x4/index.html"],
    ]
    assert "Title 3 5 parties" in Dom(files["titles.2.html"]).text
    for name in ("index.html", *names):
        ranges = (
            files[name].partition('<nav class="ranges" aria-label="All agreements by title">')[2].partition("</nav>")[0]
        )
        assert re.findall(r'href="([^"]*)"', ranges) == [other for other in names if other != name]
        assert "Title 0 to Title 1 Title 2 to Title 3 Title 4 to Title 4" in Dom(f"<nav>{ranges}</nav>").text
        assert Dom(files[name]).open == []
    assert 'id="filters"' not in files["index.html"]
    assert all(f"https://example.org/t/{name}" in files["sitemap.xml"] for name in names)


def test_a_long_list_goes_on_on_further_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.site.pages.MAX_ROWS", 2)
    some = [Agreement(f"x{number}", f"X{number}", "treaty", ["JP", "PH"]) for number in range(5)]
    files = dict(build(some, Site(TODAY)))
    names = ["kinds/treaty.html", "kinds/treaty.2.html", "kinds/treaty.3.html"]
    listed = [re.findall(r'href="\.\./(x.)/', files[name]) for name in names]
    assert listed == [["x0", "x1"], ["x2", "x3"], ["x4"]]
    for name in names:
        dom = Dom(files[name])
        assert "5 agreements" in dom.text
        hrefs = [str(values["href"]) for _, values in dom.elements if str(values.get("href")).startswith("treaty")]
        assert sorted(hrefs) == sorted([*{Path(one).name for one in names} - {Path(name).name}] * 2)
    assert "page 2" in Dom(files[names[1]]).text


def test_long_tables_go_on_on_further_pages_and_each_source_is_linked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.site.pages.MAX_ROWS", 2)
    sources = [Source(f"s{number}", f"S{number}", published="2000-01-02") for number in range(5)]
    history = [Event("signed", "2000-01-01", reported_by=[one.id for one in sources])]
    some = Agreement("x", "X", "treaty", ["JP", "PH"], history, sources=sources)
    files = dict(build([some, attrs.evolve(some, id="y"), attrs.evolve(some, id="z")], Site(TODAY)))
    pages = [f"sources/index{more}.html" for more in ("", ".2", ".3")]
    links = [one for page in pages for one in re.findall(r'href="\.\./(sources/s[^"]*)"', files[page])]
    assert len({*links}) == 5
    for link in links:
        path, _, anchor = link.partition("#")
        assert f'id="{anchor}"' in files[path]
    assert {"changes.html", "changes.2.html"} <= files.keys()
    assert "changes.3.html" not in files
    assert "Changes, page 2" in files["changes.2.html"]
    assert files["changes.2.html"].count('aria-label="Pages') == 2


def test_what_one_source_said_goes_on_on_further_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.site.pages.MAX_ROWS", 3)
    sources = [Source(id, id.upper(), published="2000-01-02") for id in ("sa", "sb", "sc")]
    history = [Event("signed", "2000-01-01", reported_by="sb"), Event("ratified", "2000-01-01", reported_by="sb")]
    some = Agreement("x", "Title X", "treaty", ["JP", "PH"], history, [Statement("sb", "signed")], sources)
    files = dict(build([some, attrs.evolve(some, id="y", title="Title Y")], Site(TODAY)))
    pages = [Dom(files[path]).text for path in ("sources/s.html", "sources/s.2.html", "sources/s.3.html")]
    assert "sources/s.4.html" not in files
    told = [re.findall(r"Nothing of it|Title [XY]|reports: \w+|says: \w+|continued", page) for page in pages]
    assert told == [
        ["Nothing of it", "Title X", "reports: signed", "reports: ratified"],
        ["continued", "Title Y", "reports: signed", "reports: ratified", "Title X", "says: signed"],
        ["continued", "Title Y", "says: signed", "Nothing of it"],
    ]
    assert [files[f"sources/s{more}.html"].count('id="sb"') for more in ("", ".2", ".3")] == [1, 0, 0]
    assert files["sources/index.html"].count('href="../sources/s.html#sb"') == 1
    assert files["sources/index.html"].count('href="../sources/s.3.html#sc"') == 1


def test_the_page_of_a_party_says_by_what_it_is_bound() -> None:
    notes = Agreement("n", "N", "arrangement", ["JP", "PH"], [Event("text_agreed", "2000")])
    some = [bound(), bound("2000-02-20"), uncertain(), notes, Agreement("y", "Y", "treaty", ["JP", "PH"])]
    page = dict(build([attrs.evolve(one, id=f"a{number}") for number, one in enumerate(some)], SITE))["parties/JP.html"]
    groups = dict(re.findall(r"<h2>(.*?) <small>on 29 Nov 2026</small></h2>(.*?)</table>", page, re.DOTALL))
    assert {group: re.findall(r'href="\.\./(a.)/', rows) for group, rows in groups.items()} == {
        "Bound": ["a0"],
        "Perhaps bound": ["a2"],
        "Not bound so far": ["a4"],
        "No longer bound": ["a1"],
        "Not legally binding": ["a3"],
    }


def test_the_overview_has_the_answers_of_every_day() -> None:
    data = json.loads(DOMS["index.html"].content["script"][0])
    titles = sorted(REGISTRY.values(), key=lambda one: (one.title.casefold(), one.id))
    assert len(data["rows"]) == len(titles)
    for agreement, (file, known) in zip(titles, data["rows"], strict=True):
        found = plane(agreement)
        for on in (dt.date(2000, 1, 1), dt.date(2020, 6, 1), dt.date(2025, 8, 20), TODAY):
            for runs, by in ((file, None), (known, on)):
                states, since, flags = data["answers"][
                    next(one for day, one in reversed(runs) if day <= on.toordinal())
                ]
                answer = found.at(on, by)
                assert states == [str(state or "") for state in answer.possible]
                assert since == (date_in_words(answer.since) if answer.since else "")
                assert flags == list(answer.flags)


def test_a_change_on_an_unknown_day_is_slanted_and_an_open_question_split() -> None:
    def paths(agreement: Agreement) -> dict[str, str]:
        page = dict(build([agreement], SITE))["index.html"]
        return dict(
            re.findall(r'<path class="s-(\w+)" d="([^"]*)"/>', page.split('class="spark"')[1].split("</svg>")[0])
        )

    history = [Event("signed", "2000-01-02"), Event("in_force", "2010")]
    soft = paths(Agreement("x", "X", "treaty", ["JP", "PH"], history))
    assert re.search(r"M(\d+) 0H\d+L\1 12z", soft["signed"])
    assert re.search(r"M(\d+) 0V12H\d+zM\1 0H", soft["in_force"])
    split = paths(uncertain())
    assert re.search(r"M\d+ 0H\d+V6H", split["ratified"])
    assert re.fullmatch(r"M\d+ 6H\d+V12H\d+z", split["in_force"])


def test_what_is_due_stands_apart_from_records_to_look_at_again() -> None:
    more = "sources:\n  s: {title: S, publisher: Paper, published: 2001-05}\n"
    text = head(more=more) + entry("signed", "2001-05-01", "reported_by: s")
    text += entry("in_force", "2002-01-01", "announced_by: s")
    page = dict(build([pactstate.loads(text)], SITE))["due.html"]
    parts = page.partition("<footer")[0].split("<h2 ")[1:]
    assert [" ".join(re.sub("<[^>]*>|^.*?>", " ", part).split()) for part in parts] == [
        "Overdue Overdue Day Agreement Due Source 1 Jan 2002 X in force Paper",
        "Coming Nothing is announced, and no term or notice ends.",
        "To look at again To look at again From Agreement Why Newest source May 2002 X no source after May 2001 Paper",
    ]
    assert (
        "No record is without news for long."
        in Dom(dict(build([Agreement("x", "X", "treaty", ["JP", "PH"])], SITE))["due.html"]).text
    )


def test_changes_are_in_order_the_newest_first_and_ask_about_their_day() -> None:
    rows = PAGES["changes.html"].partition("<tbody>")[2].split("<tr>")[1:]
    asked = [re.findall(r"#on=([\d-]+)&amp;known-by=([\d-]+)", row)[0] for row in rows]
    assert len(asked) >= 20
    assert asked == sorted(asked, reverse=True)
    assert all(on == known for on, known in asked)


def test_a_long_table_can_be_searched() -> None:
    def fields(count: int) -> int:
        sources = [Source(f"s{number}", "S") for number in range(count)]
        page = dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], sources=sources)], SITE))["sources/index.html"]
        assert ("script-src" in page) is ('type="search"' in page)
        return page.count('type="search"')

    assert [fields(19), fields(20)] == [0, 1]


def test_disputes_and_sources_ask_about_the_day_of_publication() -> None:
    sources = [Source("s", "S", published="2000-03-04"), Source("t", "T", published="2000-03"), Source("u", "U")]
    says = [Statement(one.id, "signed", rejected="no") for one in sources]
    files = dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], [], says, sources)], SITE))
    pages = (files["disputed.html"], "".join(files[f"sources/{letter}.html"] for letter in "stu"))
    for page in pages:
        links = re.findall(r'href="(?:\.\./)?(x/[^"]*)"', page)
        assert links == ["x/index.html#on=2000-03-04&amp;known-by=2000-03-04", "x/index.html", "x/index.html"]


def test_disputes_are_in_the_order_of_the_alphabet() -> None:
    names = ["Zeitung", "abc news", "AU Herald", "Ang Malaya"]
    sources = [Source(f"s{number}", "S", publisher=name) for number, name in enumerate(names)]
    says = [Statement(one.id, "signed", rejected="no") for one in sources]
    page = Dom(dict(build([Agreement("x", "X", "treaty", ["JP", "PH"], [], says, sources)], SITE))["disputed.html"])
    assert [text for text in page.texts if text in names] == ["abc news", "Ang Malaya", "AU Herald", "Zeitung"]


def test_a_site_of_nothing_says_so_on_every_page() -> None:
    texts = {path: Dom(text).text for path, text in build([], SITE) if path.endswith(".html")}
    assert "No agreement is on file." in texts["index.html"]
    assert "Nothing is overdue." in texts["due.html"]
    assert "Nothing is announced" in texts["due.html"]
    assert "Nothing has become known" in texts["changes.html"]
    assert "No claim was judged wrong." in texts["disputed.html"]
    assert "No source is on file." in texts["sources/index.html"]


def test_a_column_without_any_text_is_left_out() -> None:
    heads = [one.split("</th>")[0] for one in PAGES["due.html"].split('<th scope="col">')[1:]]
    assert {"Day", "Agreement", "Due", "Source"} <= {*heads}
    files = dict(build([uncertain()], SITE))
    assert "Last day for notice" not in files["due.html"]
    assert "Next</th>" in files["index.html"]
    assert "Next</th>" not in dict(build([bound()], SITE))["index.html"]


def test_an_ending_record_of_a_folder_is_due_without_an_agreement() -> None:
    assert "Overdue" in DOMS["due.html"].text


def test_a_long_first_page_counts_the_states_of_each_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactstate.site.pages.MAX_ROWS", 2)
    fuzzy = pactstate.loads(head("fuzzy", kind="raa") + entry("signed", "2026"))
    empty = Agreement("empty", "Empty", "raa", ["JP", "PH"])
    page = dict(build([*REGISTRY.values(), fuzzy, empty], SITE))["index.html"]
    table = page.partition("<tbody>")[2].partition("</tbody>")[0]
    numbers = [int(number) for number in re.findall(r'class="k s-[a-z_]+">(\d+) ', table)]
    assert sum(numbers) == len(REGISTRY) + 2
    row = next(one for one in table.split("<tr>") if "kinds/raa.html" in one)
    assert re.findall(r">(\d+ [a-z ]+)</span>", row)[-2:] == ["1 nothing yet", "1 not certain"]
    widths = [float(width) for width in re.findall(r'width="([\d.]+)%"', row)]
    assert sum(widths) == pytest.approx(100, abs=0.1)
