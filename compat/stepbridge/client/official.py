"""What this client leaves to the official SDK, when that is installed."""

from __future__ import annotations

from functools import cached_property
from importlib.util import find_spec
from operator import attrgetter
from typing import Any

from stepbridge.client.errors import NotAvailableError
from stepbridge.client.options import ClientOptions

RESOURCES = frozenset(
    {
        "agents",
        "auth_tokens",
        "batches",
        "caches",
        "credentials",
        "documents",
        "environments",
        "file_search_stores",
        "live",
        "operations",
        "triggers",
        "tunings",
        "voices",
        "webhooks",
    }
)
"""Resources of ``google.genai.Client`` that have no Interactions form."""


class Official:
    """An official client for the same service and key, built when it is first needed."""

    def __init__(self, options: ClientOptions) -> None:
        self._options = options

    def attribute(self, resource: str, name: str) -> Any:
        """``client.<resource>.<name>`` of the official client.

        Raises NotAvailableError (an AttributeError) without the SDK, AttributeError for a name
        that the SDK lacks as well.
        """
        if name.startswith("_"):
            raise AttributeError(name)
        path = f"{resource}.{name}" if resource else name
        if not _is_installed():
            raise NotAvailableError(
                f"stepbridge.Client has no {path!r}; install google-genai and it is passed on to it"
            )
        return getattr(attrgetter(resource)(self._client) if resource else self._client, name)

    @cached_property
    def _client(self) -> Any:
        from google import genai

        http_options: Any = {
            "base_url": self._options.base_url,
            "api_version": self._options.api_version,
            "headers": dict(self._options.headers),
        }
        if self._options.timeout is not None:
            http_options["timeout"] = int(self._options.timeout * 1000)
        return genai.Client(api_key=self._options.api_key, http_options=http_options)


def _is_installed() -> bool:
    try:
        return find_spec("google.genai") is not None
    except ModuleNotFoundError:
        return False
