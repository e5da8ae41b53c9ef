"""Run generateContent code on the Interactions API.

``import stepbridge`` is light: every public name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from stepbridge._version import __version__

if TYPE_CHECKING:
    from stepbridge.bridge import as_response, chunks, run_tools, to_input
    from stepbridge.bridge_client import legacy
    from stepbridge.client import Client
    from stepbridge.policy import Settings, UnsupportedFieldError, UnsupportedFieldWarning
    from stepbridge.transport import InteractionsTransport, install, uninstall
    from stepbridge.transport.reverse import GenerateContentTransport

_HOMES = {
    "Client": "stepbridge.client",
    "GenerateContentTransport": "stepbridge.transport.reverse",
    "InteractionsTransport": "stepbridge.transport",
    "Settings": "stepbridge.policy",
    "UnsupportedFieldError": "stepbridge.policy",
    "UnsupportedFieldWarning": "stepbridge.policy",
    "as_response": "stepbridge.bridge",
    "chunks": "stepbridge.bridge",
    "install": "stepbridge.transport",
    "legacy": "stepbridge.bridge_client",
    "run_tools": "stepbridge.bridge",
    "to_input": "stepbridge.bridge",
    "uninstall": "stepbridge.transport",
}

__all__ = [
    "Client",
    "GenerateContentTransport",
    "InteractionsTransport",
    "Settings",
    "UnsupportedFieldError",
    "UnsupportedFieldWarning",
    "__version__",
    "as_response",
    "chunks",
    "install",
    "legacy",
    "run_tools",
    "to_input",
    "uninstall",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'stepbridge' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
