"""The connections below the shim, made as the HTTP library would have made them itself.

A client that is given a transport no longer looks at ``verify``, limits or the proxies of the
environment, so these move here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final
from urllib.request import getproxies, proxy_bypass
from weakref import WeakKeyDictionary

# Client options that a transport of either library understands.
TRANSPORT_OPTIONS: Final = ("verify", "cert", "trust_env", "http1", "http2", "limits")


@dataclass(frozen=True, slots=True)
class UpstreamOptions:
    """How to reach the server: keyword arguments of ``HTTPTransport``, and a proxy if one is set.

    Without ``proxy``, and unless ``trust_env`` is False, the proxies of the environment act.
    """

    arguments: Mapping[str, Any] = field(default_factory=dict)
    proxy: Any = field(default=None, repr=False)  # may hold a password

    @classmethod
    def from_client_args(cls, client_args: Mapping[str, Any]) -> UpstreamOptions:
        """The options in keyword arguments of ``httpx.Client``."""
        arguments = {
            name: client_args[name]
            for name in TRANSPORT_OPTIONS
            if client_args.get(name) is not None
        }
        return cls(arguments, client_args.get("proxy"))

    def with_default_verify(self, context: Any) -> UpstreamOptions:
        """The same with a TLS context, unless one was chosen."""
        return UpstreamOptions({"verify": context, **self.arguments}, self.proxy)

    def proxy_for(self, scheme: str, host: str) -> Any:
        """The proxy to use for a server, or None."""
        if self.proxy is not None or not self.arguments.get("trust_env", True):
            return self.proxy
        proxies = getproxies()
        proxy = proxies.get(scheme) or proxies.get("all")
        if not proxy or proxy_bypass(host):
            return None
        return proxy if "://" in proxy else f"http://{proxy}"


class SyncUpstream:
    """Connection pools for synchronous requests, one per library and server, made when needed.

    Which proxy leads to a server is looked up once, when its first request comes.
    """

    def __init__(self, options: UpstreamOptions) -> None:
        self.options = options
        self._pools: dict[tuple[str, str, str], Any] = {}
        self._lock = Lock()

    def transport_for(self, module: Any, url: Any) -> Any:
        """The transport of ``module`` (httpx or httpx2) that reaches ``url``."""
        key = (module.__name__, url.scheme, url.host)
        pool = self._pools.get(key)
        return pool if pool is not None else self._opened(key, module, url)

    def _opened(self, key: tuple[str, str, str], module: Any, url: Any) -> Any:
        with self._lock:
            pool = self._pools.get(key)
            if pool is None:
                proxy = self.options.proxy_for(url.scheme, url.host)
                pool = module.HTTPTransport(**self.options.arguments, proxy=proxy)
                self._pools[key] = pool
        return pool

    def close(self) -> None:
        """Close all connections. A later request opens new ones."""
        with self._lock:
            pools, self._pools = self._pools, {}
        for pool in pools.values():
            pool.close()


class AsyncUpstream:
    """The same for asyncio. Connections belong to the event loop that opened them, so each loop
    has pools of its own: a client may outlive the ``asyncio.run`` it was first used in."""

    def __init__(self, options: UpstreamOptions) -> None:
        self.options = options
        self._loops: WeakKeyDictionary[Any, dict[tuple[str, str, str], Any]] = WeakKeyDictionary()
        self._lock = Lock()

    def transport_for(self, module: Any, url: Any) -> Any:
        """The transport of ``module`` that reaches ``url`` from the running event loop."""
        key = (module.__name__, url.scheme, url.host)
        with self._lock:
            pools = self._loops.setdefault(_running_loop(), {})
            pool = pools.get(key)
            if pool is None:
                proxy = self.options.proxy_for(url.scheme, url.host)
                pool = module.AsyncHTTPTransport(**self.options.arguments, proxy=proxy)
                pools[key] = pool
        return pool

    async def aclose(self) -> None:
        """Close the connections of every loop that still runs."""
        with self._lock:
            loops, self._loops = dict(self._loops), WeakKeyDictionary()
        here = _running_loop()
        for loop, pools in loops.items():
            for pool in pools.values():
                if loop is here:
                    await pool.aclose()
                elif getattr(loop, "is_running", bool)():
                    asyncio.run_coroutine_threadsafe(pool.aclose(), loop)


class _NoLoop:
    """Stands for an event loop that is not asyncio's."""


_NO_LOOP = _NoLoop()


def _running_loop() -> Any:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return _NO_LOOP
