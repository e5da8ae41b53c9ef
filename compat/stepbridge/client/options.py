"""Where the client sends to, as whom, and how patiently."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from stepbridge.client.config import settings_of
from stepbridge.client.retry import Retry
from stepbridge.exchange.message import Headers

_LOGGER = logging.getLogger("stepbridge")
_DEFAULT_URL = "https://generativelanguage.googleapis.com"
_DEFAULT_VERSION = "v1beta"
_AGENT = "stepbridge"


@dataclass(frozen=True, slots=True)
class ClientOptions:
    """Immutable settings of a client, or of one call of it. ``timeout`` is in seconds."""

    api_key: str = field(repr=False)
    base_url: str = _DEFAULT_URL
    api_version: str = _DEFAULT_VERSION
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    timeout: float | None = None
    retry: Retry = field(default_factory=Retry)
    extra_body: Mapping[str, Any] = field(default_factory=dict, repr=False)

    def merged(self, http_options: Any) -> ClientOptions:
        """With the fields of an official ``HttpOptions`` (object or dict); its timeout is in ms."""
        given = settings_of(http_options)
        if not given:
            return self
        changes: dict[str, Any] = {
            name: given[name] for name in ("base_url", "api_version") if given.get(name)
        }
        if given.get("timeout") is not None:
            changes["timeout"] = given["timeout"] / 1000
        if given.get("headers"):
            changes["headers"] = {**self.headers, **given["headers"]}
        if given.get("extra_body"):
            changes["extra_body"] = {**self.extra_body, **given["extra_body"]}
        if given.get("retry_options"):
            changes["retry"] = Retry.of(settings_of(given["retry_options"]))
        return replace(self, **changes)

    def url(self, path: str) -> str:
        """The address of a path below the API version."""
        return f"{self.root}/{self.api_version}/{path}"

    @property
    def root(self) -> str:
        """The base URL without the slash and the version that some people end it with."""
        root = self.base_url.rstrip("/")
        return root.removesuffix(f"/{self.api_version}")

    def request_headers(self) -> Headers:
        """The headers of every request."""
        own = {
            "Content-Type": "application/json",
            "User-Agent": _AGENT,
            "x-goog-api-key": self.api_key,
        }
        return tuple({**own, **self.headers}.items())


def options_from_environment(api_key: str | None, http_options: Any) -> ClientOptions:
    """Options as ``genai.Client()`` finds them.

    The key is the argument, GOOGLE_API_KEY or GEMINI_API_KEY; the address is in ``http_options``
    or GOOGLE_GEMINI_BASE_URL. Raises ValueError when there is no key.
    """
    key = api_key or _key_from_environment()
    if not key:
        raise ValueError(
            "no API key: pass api_key=..., or set GEMINI_API_KEY (or GOOGLE_API_KEY) in the "
            "environment"
        )
    base_url = os.environ.get("GOOGLE_GEMINI_BASE_URL") or _DEFAULT_URL
    return ClientOptions(key, base_url).merged(http_options)


def _key_from_environment() -> str | None:
    google, gemini = os.environ.get("GOOGLE_API_KEY"), os.environ.get("GEMINI_API_KEY")
    if google and gemini and google != gemini:
        _LOGGER.warning("Both GOOGLE_API_KEY and GEMINI_API_KEY are set. Using GOOGLE_API_KEY.")
    return google or gemini
