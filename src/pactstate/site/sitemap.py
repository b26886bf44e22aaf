"""Site map: the addresses of all pages, for search engines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from pactstate.text.escape import xml_text

__all__ = ["MAX_ADDRESSES", "sitemap"]

MAX_ADDRESSES: Final = 50_000
"""Addresses of one file: the limit of the protocol, https://www.sitemaps.org/protocol.html."""
_NAMESPACE: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(base_url: str, pages: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of the site map. If it is long, it leads to files with parts of it.

    Args:
        base_url: Address of the site, with a slash at its end.
        pages: Paths of the pages.
    """
    # The pages of the first level come first. A page that is the index of a folder has the address of the folder.
    addresses = [path.removesuffix("index.html") for path in sorted(pages, key=lambda path: path.count("/"))]
    parts = [addresses[start : start + MAX_ADDRESSES] for start in range(0, len(addresses), MAX_ADDRESSES)]
    if len(parts) == 1:
        yield "sitemap.xml", _listed("urlset", "url", base_url, addresses)
        return
    names = [f"sitemap.{number}.xml" for number in range(1, len(parts) + 1)]
    yield "sitemap.xml", _listed("sitemapindex", "sitemap", base_url, names)
    for name, part in zip(names, parts, strict=True):
        yield name, _listed("urlset", "url", base_url, part)


def _listed(root: str, item: str, base_url: str, paths: Sequence[str]) -> str:
    found = Element(root, xmlns=_NAMESPACE)
    for path in paths:
        SubElement(SubElement(found, item), "loc").text = f"{base_url}{quote(path)}"
    return xml_text(found)
