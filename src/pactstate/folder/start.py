"""Files of a new folder of agreements: an example, settings, and what editors, hooks and CI services need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Final

import attrs

from pactstate.domain.agreement import Agreement
from pactstate.domain.vocabulary import common
from pactstate.errors import PactstateError
from pactstate.fileformat.config import Config
from pactstate.fileformat.json_schema import agreement_schema, sources_schema
from pactstate.folder.write import texts_of
from pactstate.interruption import undoing
from pactstate.storage.locate import FOLDER_NAME, packaged_folder
from pactstate.storage.replace import create_file
from pactstate.text.escape import json_text

__all__ = [
    "DEMO",
    "EXAMPLE",
    "Destination",
    "Host",
    "Origin",
    "StartError",
    "create_files",
    "host_of",
    "starting_files",
]

EXAMPLE: Final = "jp-gb-raa.yaml"
"""Name of the file with the example."""
_TEMPLATES: Final = Path(__file__).parent / "templates"
DEMO: Final = ("jp-au-acsa-2010", "jp-au-acsa-2017", "jp-fr-raa", "jp-kr-gsomia", "jp-ph-raa", "us-ph-vfa")
"""Packaged agreements of a demonstration: one under negotiation, one replaced by another, a notice that was revoked."""


class StartError(PactstateError, OSError):
    """The files cannot be created. The message says why; none of them is there then."""


class Host(StrEnum):
    """Service that hosts a git repository and checks pull requests."""

    GITHUB = "github"
    GITLAB = "gitlab"


@attrs.frozen
class Origin:
    """Repository from which CI services and hooks install pactstate."""

    address: str = "https://github.com/OWNER/pactstate"
    revision: str = "REVISION"

    @property
    def action(self) -> str:
        """Name of the action on GitHub."""
        owner_and_name = "/".join(self.address.removesuffix(".git").split("/")[-2:])
        return f"{owner_and_name}@{self.revision}"


@attrs.frozen
class Destination:
    """Folder in which the files are created, and what they are made for."""

    folder: Path
    """Folder that is to hold the folder of agreements; an absolute path."""
    top: Path
    """Top of the git repository, where other programs look for their files; the folder itself outside of any."""
    host: Host | None
    origin: Origin
    has_site: bool = False
    """Whether the host is to publish a site of the agreements."""

    @property
    def inner(self) -> PurePosixPath:
        """Path of the folder from the top."""
        return PurePosixPath(self.folder.relative_to(self.top).as_posix())


_IN_TOP: Final[Mapping[str, str]] = {
    ".pre-commit-config.yaml": "pre-commit.yaml",
    ".vscode/settings.json": "vscode-settings.json",
    ".vscode/extensions.json": "vscode-extensions.json",
    ".editorconfig": "editorconfig.ini",
}
"""Files at the top of the repository, with their templates."""
_OF_HOST: Final[Mapping[Host, tuple[str, str]]] = {
    Host.GITHUB: (".github/workflows/agreements.yml", "github.yml"),
    Host.GITLAB: (".gitlab-ci.yml", "gitlab.yml"),
}
_SITE_OF_HOST: Final[Mapping[Host, tuple[str, str]]] = {
    Host.GITHUB: (".github/workflows/site.yml", "github-pages.yml"),
    Host.GITLAB: (".gitlab-ci.yml", "gitlab-pages.yml"),
}
"""Files that publish a site, with their templates. One file may have several templates, in order."""
_PLAIN: Final = re.compile(r"[\w./-]*", re.ASCII)


def host_of(addresses: Iterable[str]) -> Host | None:
    """Return the host of a repository, given the addresses of its remotes; None if it is another one.

    >>> host_of(["git@github.com:owner/records.git"]), host_of(["/srv/github/records"])
    (<Host.GITHUB: 'github'>, None)
    """
    for address in addresses:
        named = re.match(r"(?:[a-z+]+://)?(?:[^@/]*@)?(?P<server>[^:/]+)", address)
        for host in Host:
            if named and host in named["server"]:
                return host
    return None


def starting_files(
    destination: Destination, demo: Iterable[Agreement] = (), *, has_records: bool = False, has_settings: bool = False
) -> Mapping[Path, str]:
    """Return the texts of the files to create, by path; the agreements and the settings come last.

    Args:
        destination: Folder in which they are created.
        demo: Agreements that take the place of the example.
        has_records: Whether the folder has agreements already, and needs no example.
        has_settings: Whether it has settings already.

    Raises:
        StartError: The path of the folder in the repository has signs that have a meaning in other files.
    """
    if not _PLAIN.fullmatch(str(destination.inner)):
        message = "the hook and the workflow cannot name it; choose letters, digits, '.', '_' and '-'"
        raise StartError(f"'{destination.inner}' has other signs: {message}")
    texts: dict[Path, str] = {}
    for name, schema in (("agreement", agreement_schema(common())), ("sources", sources_schema())):
        texts[destination.folder / "schema" / f"{name}.schema.json"] = json_text(schema, ascii=False)
    others = [*_IN_TOP.items()]
    if destination.host:
        others += [_OF_HOST[destination.host], *([_SITE_OF_HOST[destination.host]] if destination.has_site else [])]
    for name, template in others:
        path = destination.top / name
        texts[path] = texts.get(path, "") + _filled(template, destination)
    if not has_settings:
        texts[destination.folder / "pactstate.toml"] = _template("pactstate.toml")
    if not has_records:
        texts |= {destination.folder / FOLDER_NAME / name: text for name, text in _records(demo)}
    return texts


def _records(demo: Iterable[Agreement]) -> Iterator[tuple[str, str]]:
    agreements = sorted(demo, key=lambda one: one.id)
    if not agreements:
        yield EXAMPLE, _template("example.yaml")
        return
    for name, text in texts_of(agreements, Config()).items():
        schema = "sources" if name == "sources.yaml" else "agreement"
        yield name, f"# yaml-language-server: $schema=../schema/{schema}.schema.json\n{text}"
    yield "LICENSE", (packaged_folder() / "LICENSE").read_text(encoding="utf-8")


def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def _filled(name: str, destination: Destination) -> str:
    words = {
        "@action@": destination.origin.action,
        "@address@": destination.origin.address,
        "@revision@": destination.origin.revision,
        "@folder@": str(destination.inner / FOLDER_NAME),
        "@schema@": str(destination.inner / "schema"),
    }
    return re.sub("|".join(words), lambda found: words[found.group()], _template(name))


def create_files(texts: Mapping[Path, str], top: Path) -> None:
    """Create files, all or none of them. A file that exists is not replaced, and a link is not followed.

    Args:
        texts: Texts of the files, by path.
        top: Folder that holds all of them.

    Raises:
        StartError: A file cannot be created.
    """
    created: list[Path] = []

    def remove() -> None:
        for path in reversed(created):
            path.unlink(missing_ok=True) if path.is_file() else path.rmdir()

    with undoing(remove):
        try:
            for path, text in texts.items():
                for folder in reversed(path.parents):
                    if folder.is_symlink() and folder.is_relative_to(top):
                        raise StartError(f"{folder} is a link, and links are not followed: name the folder itself")
                    if not folder.exists():
                        folder.mkdir()
                        created.append(folder)
                created.append(path)
                try:
                    create_file(path, text.encode())
                except OSError:
                    created.remove(path)
                    raise
        except OSError as error:
            remove()
            if isinstance(error, StartError):
                raise
            reason = (error.strerror or str(error)).lower()
            raise StartError(f"cannot create {error.filename or top}: {reason}") from None
