"""Write the pictures of the site below ``docs/pictures``. Run as ``python docs/make_pictures.py``; needs a browser.

The pictures are for people. No test compares them, since each version of a browser draws letters in its own way.
"""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from pathlib import Path
from typing import Final

from playwright.sync_api import sync_playwright

import pactstate
from pactstate.site.build import build
from pactstate.site.folder import write_site
from pactstate.site.templating import Site

__all__ = ["main"]

ROOT: Final = Path(__file__).parent.parent
TODAY: Final = dt.date(2026, 11, 22)
QUESTION: Final = "#on=2025-09-20&known-by=2025-08-20"
FLAGGED: Final = "#on=2020-09-01"
PICTURES: Final = {
    "agreement": (f"jp-ph-raa/index.html{QUESTION}", 1280, 1130, "light"),
    "overview": ("index.html#on=2025-12-22&known-by=2025-12-22", 1280, 700, "light"),
    "phone": (f"us-ph-vfa/index.html{FLAGGED}", 390, 844, "dark"),
}
"""Page, width, height and colours of each picture."""


def main() -> None:
    """Write the pictures anew."""
    out = ROOT / "docs" / "pictures"
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        site = Path(folder) / "site"
        write_site(build(pactstate.load(ROOT / "agreements").agreements, Site(TODAY)), site)
        path = shutil.which("chromium-headless-shell")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name, (page, width, height, scheme) in PICTURES.items():
            viewport = {"width": width, "height": height}
            context = browser.new_context(viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]  # of a table
            tab = context.new_page()
            tab.goto(f"{site.as_uri()}/{page}")
            tab.screenshot(path=out / f"{name}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
