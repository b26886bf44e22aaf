"""Charts of one agreement as SVG, drawn from their geometry.

A chart has hundreds of numbers, each of which a template would look up and escape. Numbers and names of styles need no
escape; every text is escaped.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from pactstate.site.chart import Chart, Dot, Label, Lane, Piece, Tick
from pactstate.site.templating import shown

__all__ = ["Drawing", "drawing"]

_DIAMOND = "M0-7L7 0 0 7-7 0z"
_CIRCLE = "M-2.5 0A2.5 2.5 0 1 1 2.5 0A2.5 2.5 0 1 1-2.5 0"
_RIGHT = 88
"""Place, in per cent, beyond which a label ends at its event instead of beginning there."""


class Drawing(NamedTuple):
    """Contents of the charts, each that of one element ``svg``."""

    axis: Markup
    """Years above the bands."""
    band: Markup
    """States by everything on file."""
    flags: Markup
    plot: Markup
    """Events, and the evidence below them."""
    map: Markup
    """Map of knowledge; empty if it is left out."""
    map_axis: Markup
    """Years below the map."""


def drawing(chart: Chart, today: dt.date) -> Drawing:
    """Return the charts of an agreement as SVG, given their geometry and the day that the site is built for."""
    place = chart.scale.at(today)
    ahead = f'<rect class="after" x="{place}%" width="{round(100 - place, 2)}%" height="100%"/>'
    return Drawing(
        _svg(_year(one) for one in chart.ticks),
        _svg([*map(_piece, chart.band), ahead]),
        _svg(map(_piece, chart.flags)),
        _svg(_plot(chart)),
        _svg(_map(chart) if chart.cells else ()),
        _svg(f'<text x="{one.x}%" y="12" text-anchor="middle">{one.text}</text>' for one in _narrow(chart.ticks)),
    )


def _svg(parts: Iterable[str]) -> Markup:
    return Markup("".join(parts))  # noqa: S704 - of numbers, names of styles and escaped texts


def _narrow(ticks: Sequence[Tick]) -> Sequence[Tick]:
    return [one for one in ticks if one.narrow]


def _year(one: Tick) -> str:
    style = "" if one.narrow else "wide"
    return (
        f'<text class="{style}" x="{one.x}%" dx="3" y="13">{one.text}</text>'
        f'<line class="grid" x1="{one.x}%" x2="{one.x}%" y1="2" y2="18"/>'
    )


def _piece(one: Piece) -> str:
    box = ' viewBox="0 0 1 1" preserveAspectRatio="none"' if one.later else ""
    rect = f'<rect class="s-{one.style}" width="100%" height="100%"/>' if one.width else ""
    later = f'<path class="s-{one.later}" d="M1 0V1H0z"/>' if one.later else ""
    label = ""
    if one.label:
        style = f"t-{one.style}{'' if one.narrow else ' wide'}{' end' if one.is_back else ''}"
        label = f'<text class="{style}" x="{-6 if one.is_back else 6}" y="50%" dy="4">{shown(one.label)}</text>'
    return f'<svg x="{one.x}%" y="{one.y}%" width="{one.width}%" height="{one.height}%"{box}>{rect}{later}{label}</svg>'


def _plot(chart: Chart) -> Iterator[str]:
    yield from (f'<line class="grid" x1="{one.x}%" x2="{one.x}%" y1="0" y2="100%"/>' for one in chart.ticks)
    yield from (f'<rect class="lane" width="100%" y="{one.y}" height="{one.height}"/>' for one in chart.lanes)
    for line in chart.lines:
        yield f'<line class="l-{line.style}" x1="{line.x1}%" y1="16" x2="{line.x2}%" y2="{line.y2}"/>'
    yield '<line class="grid" x2="100%" y1="14" y2="14"/>\n'
    yield from (_label(one) for one in chart.events if not one.is_note)
    # Marks of states lie above those of other events.
    yield from map(_mark, sorted(chart.events, key=lambda one: one.rank, reverse=True))
    yield from map(_dots, chart.lanes)
    if chart.lanes:
        top = chart.lanes[0].y
        yield f'<rect class="after" id="veil" width="0" y="{top}" height="{chart.height - top}"/>'
    yield from (f'<text class="lane-name" y="{one.y + 13}">{one.name}</text>' for one in chart.lanes)


def _label(one: Label) -> str:
    style = f"label{'' if one.narrow else ' wide'}{' end' if one.x > _RIGHT else ''}"
    place = 'visibility="hidden"' if one.lane < 0 else f'y="{38 + one.lane * 17}"'
    return f'<text class="{style}" x="{one.x}%" {place}>{shown(one.text)}</text>'


def _mark(one: Label) -> str:
    is_long = one.until - one.x > 0.5
    span = f'<line class="span" x1="{one.x}%" x2="{one.until}%" y1="14" y2="14"/>' if is_long else ""
    style, form = ("note", _CIRCLE) if one.is_note else (f"s-{one.style}", _DIAMOND)
    return f'{span}<svg class="mark" x="{one.x}%" y="14"><path class="{style}" d="{form}"/></svg>'


def _dots(lane: Lane) -> str:
    return f'<g class="{lane.name.split()[0].lower()}">{"".join(map(_dot, lane.dots))}</g>'


def _dot(one: Dot) -> str:
    if one.width:
        style = f"bar{' no' if one.is_rejected else ''}"
        return f'<rect class="{style}" x="{one.x}%" width="{one.width}%" y="{one.y - 3}" height="6" rx="3"/>'
    return f'<circle class="{"no" if one.is_rejected else "dot"}" cx="{one.x}%" cy="{one.y}" r="5"/>'


def _map(chart: Chart) -> Iterator[str]:
    for x, width, y, height, style, *_ in chart.cells:
        yield f'<rect class="s-{style}" x="{x}%" y="{y}%" width="{width}%" height="{height}%"/>'
    yield '<svg viewBox="0 0 1 1" preserveAspectRatio="none" height="100%"><path class="ahead" d="M0 1H1V0z"/></svg>'
    yield '<line x1="0" y1="100%" x2="100%" y2="0"/>'
    for one in _narrow(chart.ticks):
        yield f'<text x="4" y="{round(100 - one.x, 2)}%" dy="4">{one.text}</text>'
    yield '<circle id="map-dot" r="0"/>'
