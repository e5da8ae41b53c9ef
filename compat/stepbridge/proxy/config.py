"""Settings of the proxy. They travel to worker processes in environment variables."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from stepbridge.policy import Settings

UPSTREAM = "https://generativelanguage.googleapis.com"
MAX_BODY = 128 * 1024 * 1024
TIMEOUT = 600.0

_PREFIX = "STEPBRIDGE_PROXY_"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProxyConfig:
    """What one proxy does.

    - ``upstream``: scheme, host and an optional path prefix; nothing else is ever called.
    - ``max_body``: largest request body in bytes; larger ones get a 413.
    - ``timeout``: seconds without a byte from upstream, before a 504.
    - ``api_key``: sent upstream instead of whatever key the client sent; None passes keys on.
    - ``audit``: a file to which every legacy request's fields and their fate are appended.

    Raises ``ValueError`` for values that make no sense.
    """

    upstream: str = UPSTREAM
    settings: Settings = field(default_factory=Settings)
    max_body: int = MAX_BODY
    timeout: float = TIMEOUT
    api_key: str | None = field(default=None, repr=False)
    audit: str | None = None

    def __post_init__(self) -> None:
        parts = urlsplit(self.upstream)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"upstream must be an http or https URL, not {self.upstream!r}")
        if parts.query or parts.fragment or parts.username:
            raise ValueError("upstream must be scheme, host and path only")
        if self.max_body <= 0 or self.timeout <= 0:
            raise ValueError("max_body and timeout must be positive")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> ProxyConfig:
        """The configuration that ``to_environment`` wrote; ``STEPBRIDGE_*`` for the policy.

        Raises ``ValueError``, also when the variable that should hold the key is not set.
        """
        source = os.environ if environ is None else environ
        key_variable = source.get(f"{_PREFIX}API_KEY_ENV")
        # A key that was read from a file often brings the end of its line along.
        api_key = source.get(key_variable, "").strip() if key_variable else None
        if api_key == "":
            raise ValueError(f"the environment variable {key_variable} is not set")
        return cls(
            upstream=source.get(f"{_PREFIX}UPSTREAM") or UPSTREAM,
            settings=Settings.from_environment(source),
            max_body=int(source.get(f"{_PREFIX}MAX_BODY") or MAX_BODY),
            timeout=float(source.get(f"{_PREFIX}TIMEOUT") or TIMEOUT),
            api_key=api_key,
            audit=source.get(f"{_PREFIX}AUDIT") or None,
        )


def to_environment(
    *,
    upstream: str,
    max_body: int,
    timeout: float,
    api_key_env: str | None,
    audit: str | None,
) -> dict[str, str]:
    """Variables that ``ProxyConfig.from_environment`` reads. The key itself is not copied."""
    values = {
        f"{_PREFIX}UPSTREAM": upstream,
        f"{_PREFIX}MAX_BODY": str(max_body),
        f"{_PREFIX}TIMEOUT": str(timeout),
        f"{_PREFIX}API_KEY_ENV": api_key_env,
        f"{_PREFIX}AUDIT": audit,
    }
    return {name: value for name, value in values.items() if value is not None}
