"""Puts the transport into every ``google.genai`` client of a process."""

from __future__ import annotations

import sys
from threading import RLock
from types import ModuleType

from stepbridge.policy import Settings
from stepbridge.policy.decision import Observer
from stepbridge.transport import import_hook, sdk

_MODULE = "google.genai._api_client"
_lock = RLock()
_installed: sdk.Installation | None = None


def install(settings: Settings | None = None, *, observe: Observer | None = None) -> None:
    """Carry the generateContent calls of every client made from now on to Interactions.

    Works with google-genai 1.11 and later and whatever is built on it, before or after it is
    imported; clients that exist already are left alone. A client's own transport, httpx client,
    proxy and certificates stay in use below the shim. aiohttp is not used while installed.

    Calling it again replaces ``settings`` (default: from the environment) and ``observe`` (default:
    announced, and audited where STEPBRIDGE_AUDIT names a file), for clients made later. Raises
    ``RuntimeError`` for a google-genai without transport options.
    """
    global _installed
    chosen = settings if settings is not None else Settings.from_environment()
    with _lock:
        uninstall()
        installation = sdk.Installation(chosen, observe)
        module = sys.modules.get(_MODULE)
        if module is not None:
            installation.apply(module)
        else:
            import_hook.after_import(_MODULE, _on_import)
        _installed = installation


def uninstall() -> None:
    """Undo ``install``. Clients made in between keep their transport."""
    global _installed
    with _lock:
        import_hook.forget(_MODULE)
        if _installed is not None:
            _installed.undo()
        _installed = None


def _on_import(module: ModuleType) -> None:
    with _lock:
        if _installed is not None:
            _installed.apply(module)
