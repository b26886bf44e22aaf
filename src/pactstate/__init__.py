"""Follow international agreements: their state on any day, as known by any other day, and who says so.

>>> import pactstate
>>> registry = pactstate.load("agreements")
>>> registry["jp-ph-raa"].status(on="2025-03-01").state
<State.SIGNED: 'signed'>
"""

# Until the command line handles signals, Ctrl-C in an import shows a traceback of Python. So nothing is imported here,
# not even __future__ or typing.
TYPE_CHECKING = False
# The names of pactstate.deprecation among them.
if TYPE_CHECKING:
    from pactstate import lifecycle as lifecycle
    from pactstate import model as model
    from pactstate.api import check as check
    from pactstate.api import check_text as check_text
    from pactstate.api import dump as dump
    from pactstate.api import dumps as dumps
    from pactstate.api import from_dict as from_dict
    from pactstate.api import load as load
    from pactstate.api import loads as loads
    from pactstate.api import to_dataframe as to_dataframe
    from pactstate.api import to_dict as to_dict
    from pactstate.dataframe import MissingLibraryError as MissingLibraryError
    from pactstate.domain.agreement import Agreement as Agreement
    from pactstate.domain.dates import DateError as DateError
    from pactstate.domain.dates import PartialDate as PartialDate
    from pactstate.domain.dates import certainly_before as certainly_before
    from pactstate.domain.dates import compatible as compatible
    from pactstate.domain.dates import possibly_before as possibly_before
    from pactstate.domain.events import EventKind as EventKind
    from pactstate.domain.events import Flag as Flag
    from pactstate.domain.events import Manner as Manner
    from pactstate.domain.events import State as State
    from pactstate.domain.expectations import Expectation as Expectation
    from pactstate.domain.expectations import Why as Why
    from pactstate.domain.flags import FlagStatus as FlagStatus
    from pactstate.domain.kinds import Kind as Kind
    from pactstate.domain.kinds import all_kinds as all_kinds
    from pactstate.domain.model import Claim as Claim
    from pactstate.domain.model import Event as Event
    from pactstate.domain.model import ForceRule as ForceRule
    from pactstate.domain.model import Period as Period
    from pactstate.domain.model import Role as Role
    from pactstate.domain.model import Source as Source
    from pactstate.domain.model import SourceType as SourceType
    from pactstate.domain.model import Statement as Statement
    from pactstate.domain.model import Term as Term
    from pactstate.domain.model import TerminationReason as TerminationReason
    from pactstate.domain.position import Place as Place
    from pactstate.domain.standing import Standing as Standing
    from pactstate.domain.statements import Contrary as Contrary
    from pactstate.domain.statements import Judgement as Judgement
    from pactstate.domain.statements import Verdict as Verdict
    from pactstate.domain.status import Reason as Reason
    from pactstate.domain.status import Status as Status
    from pactstate.domain.statuses import AgreementStatus as AgreementStatus
    from pactstate.domain.statuses import Statuses as Statuses
    from pactstate.domain.timeline import Spell as Spell
    from pactstate.domain.vocabulary import Vocabulary as Vocabulary
    from pactstate.errors import PactstateError as PactstateError
    from pactstate.errors import TypeRefusedError as TypeRefusedError
    from pactstate.errors import ValueRefusedError as ValueRefusedError
    from pactstate.fileformat.config import ConfigurationError as ConfigurationError
    from pactstate.findings import AgreementError as AgreementError
    from pactstate.findings import Finding as Finding
    from pactstate.findings import Fix as Fix
    from pactstate.findings import Location as Location
    from pactstate.findings import Related as Related
    from pactstate.findings import Remark as Remark
    from pactstate.findings import RemarkKind as RemarkKind
    from pactstate.findings import Report as Report
    from pactstate.findings import Severity as Severity
    from pactstate.findings import Suppression as Suppression
    from pactstate.findings import TextEdit as TextEdit
    from pactstate.findings import Unlisted as Unlisted
    from pactstate.folder.registry import Registry as Registry
    from pactstate.folder.registry import UnknownAgreementError as UnknownAgreementError
    from pactstate.lifecycle import Act as Act
    from pactstate.lifecycle import Flags as Flags
    from pactstate.lifecycle import Ledger as Ledger
    from pactstate.lifecycle import Notice as Notice
    from pactstate.lifecycle import Position as Position
    from pactstate.lifecycle import Terms as Terms
    from pactstate.lifecycle import Transition as Transition
    from pactstate.lifecycle import Violation as Violation
    from pactstate.lifecycle import step as step
    from pactstate.storage.disk import FolderError as FolderError
    from pactstate.storage.snapshot import RevisionError as RevisionError
    from pactstate.version import __version__ as __version__

    Fault = Violation
else:
    # Hidden from type checkers, which would take a module with this function to have every name.
    def __getattr__(name: str) -> object:
        import importlib

        if name in _PUBLIC_MODULES:
            return importlib.import_module(f"pactstate.{name}")
        if name not in _MODULE_OF:
            from pactstate.deprecation import former

            return former(name)
        value = getattr(importlib.import_module(f"pactstate.{_MODULE_OF[name]}"), name)
        globals()[name] = value
        return value


# Names by module. A module is imported when a name is first used, so that "import pactstate" takes a few milliseconds.
_MODULES = {
    "dataframe": ("MissingLibraryError",),
    "domain.agreement": ("Agreement",),
    "api": ("check", "check_text", "dump", "dumps", "from_dict", "load", "loads", "to_dataframe", "to_dict"),
    "domain.dates": ("DateError", "PartialDate"),
    "findings": (
        "AgreementError",
        "Finding",
        "Fix",
        "Location",
        "Related",
        "Remark",
        "RemarkKind",
        "Report",
        "Severity",
        "Suppression",
        "TextEdit",
        "Unlisted",
    ),
    "domain.kinds": ("Kind", "all_kinds"),
    "domain.events": (
        "EventKind",
        "Flag",
        "Manner",
        "State",
    ),
    "domain.model": (
        "Claim",
        "Event",
        "ForceRule",
        "Period",
        "Role",
        "Source",
        "SourceType",
        "Statement",
        "Term",
        "TerminationReason",
    ),
    "domain.statements": ("Contrary", "Judgement", "Verdict"),
    "domain.statuses": ("AgreementStatus", "Statuses"),
    "domain.timeline": ("Spell",),
    "errors": ("PactstateError", "TypeRefusedError", "ValueRefusedError"),
    "fileformat.config": ("ConfigurationError",),
    "storage.disk": ("FolderError",),
    "folder.registry": ("Registry", "UnknownAgreementError"),
    "storage.snapshot": ("RevisionError",),
    "domain.flags": ("FlagStatus",),
    "domain.position": ("Place",),
    "domain.standing": ("Standing",),
    "domain.expectations": ("Expectation", "Why"),
    "domain.status": ("Reason", "Status"),
    "version": ("__version__",),
    "domain.vocabulary": ("Vocabulary",),
}
_PUBLIC_MODULES = ("lifecycle", "model")
_MODULE_OF = {name: module for module, names in _MODULES.items() for name in names}

__all__ = [
    "Agreement",
    "AgreementError",
    "AgreementStatus",
    "Claim",
    "ConfigurationError",
    "Contrary",
    "DateError",
    "Event",
    "EventKind",
    "Expectation",
    "Finding",
    "Fix",
    "Flag",
    "FlagStatus",
    "FolderError",
    "ForceRule",
    "Judgement",
    "Kind",
    "Location",
    "Manner",
    "MissingLibraryError",
    "PactstateError",
    "PartialDate",
    "Period",
    "Place",
    "Reason",
    "Registry",
    "Related",
    "Remark",
    "RemarkKind",
    "Report",
    "RevisionError",
    "Role",
    "Severity",
    "Source",
    "SourceType",
    "Spell",
    "Standing",
    "State",
    "Statement",
    "Status",
    "Statuses",
    "Suppression",
    "Term",
    "TerminationReason",
    "TextEdit",
    "TypeRefusedError",
    "UnknownAgreementError",
    "Unlisted",
    "ValueRefusedError",
    "Verdict",
    "Vocabulary",
    "Why",
    "__version__",
    "all_kinds",
    "check",
    "check_text",
    "dump",
    "dumps",
    "from_dict",
    "lifecycle",
    "load",
    "loads",
    "model",
    "to_dataframe",
    "to_dict",
]


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
