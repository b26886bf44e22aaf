"""The log in every format, as kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from pactstate.folder.read import read_folder
from pactstate.views import log as view

GOLDEN = Path(__file__).parent

FIRST = """\
id: first
title: First
kind: treaty
parties: [JP, PH]
history:
  - {event: negotiating, date: 2019-04, reported_by: [paper]}
  - {event: signed, date: 2020-01-30, reported_by: [{source: blog, rejected: hearsay}, copy, paper]}
  - event: in_force
    date: 2020-03-01
    announced_by: [paper]
    reported_by: [blog, gazette]
"""
SECOND = """\
id: second
title: Second
kind: treaty
parties: [JP, PH]
history:
  - {event: signed, date: 2020-01-31, reported_by: [paper]}
  - {event: in_force, date: 2020-05-01, reported_by: [bare]}
"""
SOURCES = """\
bare: {title: Bare}
blog: {title: "=A blog", published: 2020-03-01/2020-04-15, basis: undated page}
copy: {title: A copy, published: 2020-02-03}
gazette: {title: "The | Gazette ::error::", published: 2020-04-01}
paper: {title: A paper, publisher: "=The `Paper`", published: 2020-02-01}
"""


def test_output_is_as_kept(write: Callable[..., Path], golden: Callable[[Path, str], None]) -> None:
    agreements = read_folder(write(first=FIRST, second=SECOND, sources=SOURCES)).registry.agreements
    log = view.record(agreements, dt.date(2020, 6, 1), dt.date(2020, 6, 1))
    golden(GOLDEN / "log.txt", view.render_plain(log))
    golden(GOLDEN / "log.json", view.render_json(log))
    golden(GOLDEN / "log.csv", view.render_csv(log))
    golden(GOLDEN / "log.md", view.render_markdown(log))
