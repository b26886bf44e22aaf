"""Barriers that axe finds on a page, in all widths and colours, without loading it again."""

from __future__ import annotations

from typing import Final

import pytest

__all__ = ["barriers"]

SCHEMES: Final = ("light", "dark")
OF_COLOURS: Final = ["color-contrast", "link-in-text-block"]
"""Rules whose answer depends on colours."""

FOUND: Final = "found.violations.map(one => [one.id, one.nodes.slice(0, 3).map(node => node.html.slice(0, 200))])"

WHOLE: Final = f"""async rules => {{
  const off = Object.fromEntries(rules.map(rule => [rule, {{enabled: false}}]));
  const found = await axe.run({{resultTypes: ["violations"], rules: off}});
  return {FOUND};
}}"""

# The styles of an element and of those around it decide the contrast of its text. axe judges one of all texts with the
# same styles, since it looks at the points of each text, which takes most of its time. Drawings and elements with a
# position of their own may lie above other elements than their parents: each of them is judged.
COLOURS: Final = f"""async rules => {{
  const looks = ["color", "backgroundColor", "backgroundImage", "opacity", "fontSize", "fontWeight", "textShadow", "filter",
    "textDecorationLine", "display", "visibility"];
  const numbers = new Map(), known = new Map([[document.documentElement.parentNode, ""]]);
  const look = one => {{
    if (!known.has(one)) {{
      const style = getComputedStyle(one), own = [look(one.parentNode), ...looks.map(name => style[name])];
      const alone = one.namespaceURI.endsWith("svg") || style.position === "absolute" ? numbers.size : "";
      const text = own.join("|") + alone;
      if (!numbers.has(text)) numbers.set(text, numbers.size);
      known.set(one, numbers.get(text));
    }}
    return known.get(one);
  }};
  const texts = one => [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const seen = new Map();
  for (const one of document.body.querySelectorAll("*"))
    if (texts(one) || one.matches("input, select, textarea")) {{
      const key = look(one) + (texts(one.parentNode) ? "in a text" : "");
      if (!seen.has(key)) seen.set(key, one);
    }}
  const found = await axe.run({{include: [...seen.values()]}}, {{resultTypes: ["violations"], runOnly: rules}});
  return {FOUND};
}}"""


def barriers(page, widths: tuple[int, ...]) -> list[tuple[int, str, object]]:
    """Return the barriers of a page that is open: the width, the colours, and what axe says."""
    base = pytest.importorskip("axe_playwright_python.base")
    page.evaluate(base.AXE_SCRIPT)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [(width, "all", one) for one in page.evaluate(WHOLE, OF_COLOURS)]
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found += [(width, scheme, one) for one in page.evaluate(COLOURS, OF_COLOURS)]
    return found
