"""What the official SDK's clients look like inside, from version 1.11 on.

Read in google-genai's ``_api_client.py``: ``BaseApiClient.__init__`` takes ``http_options`` (a
dict, ``HttpOptions`` or None), builds its HTTP clients from ``client_args`` and
``async_client_args``, or takes the user's own ``httpx_client`` and ``httpx_async_client``.
"""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

from stepbridge.policy import Settings
from stepbridge.policy.decision import Observer
from stepbridge.transport.transport import InteractionsTransport
from stepbridge.upstream import UpstreamOptions

_LOGGER = logging.getLogger("stepbridge")
_OWN_CLIENTS = ("httpx_client", "httpx_async_client")


class Installation:
    """One ``install()``: replaces ``BaseApiClient.__init__`` and puts it back."""

    def __init__(self, settings: Settings, observe: Observer | None) -> None:
        self._settings = settings
        self._observe = observe
        self._undo: list[Callable[[], None]] = []

    def apply(self, module: ModuleType) -> None:
        """Change the SDK's module. Raises ``RuntimeError`` when it is too old."""
        fields = getattr(module.HttpOptions, "model_fields", {})
        if "async_client_args" not in fields:
            raise RuntimeError(
                "stepbridge.install() needs google-genai 1.11 or later; older versions can be "
                "pointed at `stepbridge proxy` with http_options={'base_url': ...}"
            )
        client = module.BaseApiClient
        original = client.__init__
        client.__init__ = self._wrapped(original, module.HttpOptions)
        self._undo.append(lambda: setattr(client, "__init__", original))
        # 1.21 to 1.23 prefer aiohttp even when a transport is given.
        if getattr(module, "has_aiohttp", False) and not hasattr(client, "_use_aiohttp"):
            module.has_aiohttp = False  # type: ignore[attr-defined]
            self._undo.append(lambda: setattr(module, "has_aiohttp", True))

    def undo(self) -> None:
        """Put everything back."""
        while self._undo:
            self._undo.pop()()

    def _wrapped(self, original: Callable[..., None], options_type: Any) -> Callable[..., None]:
        signature = inspect.signature(original)

        @wraps(original)
        def __init__(*args: Any, **kwargs: Any) -> None:  # noqa: N807
            bound = signature.bind(*args, **kwargs)
            given = bound.arguments.get("http_options")
            options = _as_options(given, options_type)
            if options is None:  # not valid: the SDK says so best
                original(*args, **kwargs)
                return
            changed = self._with_transport(options)
            bound.arguments["http_options"] = changed
            original(*bound.args, **bound.kwargs)
            _share_certificates(bound.args[0], changed)

        return __init__

    def _with_transport(self, options: Any) -> Any:
        sync_args, async_args = (
            dict(options.client_args or {}),
            dict(options.async_client_args or {}),
        )
        for args, other in ((sync_args, async_args), (async_args, sync_args)):
            if args.get("verify") is None and other.get("verify") is not None:
                args["verify"] = other["verify"]
        if getattr(options, "aiohttp_client", None) is not None:
            _LOGGER.warning("stepbridge: a client's own aiohttp session is not used")
        for name in _OWN_CLIENTS:
            client = getattr(options, name, None)
            if client is not None:
                self._wrap_client(client)
        return options.model_copy(
            update={
                "client_args": self._wrap_args(sync_args),
                "async_client_args": self._wrap_args(async_args),
            }
        )

    def _wrap_args(self, args: dict[str, Any]) -> dict[str, Any]:
        """Client arguments with the transport on top of whatever they asked for.

        A proxy or a mount would win over the transport, so they move below it.
        """
        upstream = UpstreamOptions.from_client_args(args)
        kept = {k: v for k, v in args.items() if k not in ("transport", "proxy", "mounts")}
        kept["transport"] = self._wrap(args.get("transport"), upstream)
        mounts = args.get("mounts")
        if mounts:
            kept["mounts"] = {
                pattern: None if inner is None else self._wrap(inner, upstream)
                for pattern, inner in mounts.items()
            }
        return kept

    def _wrap_client(self, client: Any) -> None:
        """Put the transport into an httpx client that the user built. It stays theirs to close."""
        client._transport = self._wrap(client._transport, None)
        for pattern, inner in client._mounts.items():
            if inner is not None:
                client._mounts[pattern] = self._wrap(inner, None)

    def _wrap(self, inner: Any, upstream: UpstreamOptions | None) -> InteractionsTransport:
        if isinstance(inner, InteractionsTransport):
            return inner
        return InteractionsTransport(
            inner, self._settings, upstream=upstream, observe=self._observe
        )


def _as_options(given: Any, options_type: Any) -> Any:
    """``HttpOptions`` out of what a client was given, or None when it is not valid."""
    if not given:
        return options_type()
    if isinstance(given, dict):
        try:
            return options_type.model_validate(given)
        except ValueError:
            return None
    return given if hasattr(given, "model_copy") else None


def _share_certificates(client: Any, options: Any) -> None:
    """Use the TLS context that the SDK made: it may hold a client certificate, and is costly."""
    made = getattr(client, "_async_httpx_client_args", None) or {}
    context = made.get("verify")
    if context is None:
        return
    for args in (options.client_args, options.async_client_args):
        args["transport"].default_verify(context)
