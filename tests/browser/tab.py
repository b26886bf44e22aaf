"""Tab of a browser that notes every request and message of a page."""

from __future__ import annotations

from pathlib import Path
from typing import Self


class Tab:
    """Page that notes every request, message and error.

    It opens the pages of a folder, which may load files of that folder if ``has_files``. The browser, the context and
    the page are those of playwright.
    """

    def __init__(
        self,
        browser,
        folder: Path,
        *,
        width: int = 1280,
        script: bool = True,
        has_files: bool = False,
        has_touch: bool = False,
    ) -> None:
        self.context = browser.new_context(
            viewport={"width": width, "height": 900},
            java_script_enabled=script,
            has_touch=has_touch,
            is_mobile=has_touch,
        )
        self.page = self.context.new_page()
        self.address = folder.as_uri()
        self.own = ("file:", "data:") if has_files else ()
        self.heard: list[str] = []
        self.page.on("console", lambda message: self.heard.append(message.text))
        self.page.on("pageerror", lambda error: self.heard.append(str(error)))
        self.page.on("request", self._note)
        self.page.on("requestfailed", lambda request: self.heard.append(request.url))

    def _note(self, request) -> None:
        if not request.is_navigation_request() and not request.url.startswith(self.own):
            self.heard.append(request.url)

    def open(self, path: str):
        address = f"{self.address}/{path}"
        # Without a page between, a change of the part after '#' would load nothing.
        if self.page.url.partition("#")[0] == address.partition("#")[0]:
            self.page.goto("about:blank")
        self.page.goto(address)
        return self.page

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()
