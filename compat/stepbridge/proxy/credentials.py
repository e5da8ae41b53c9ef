"""Keys in requests: the clients' own pass on, or the operator's takes their place.

Google's services take a key or a token from a header or from the query, where each system parameter
may also be spelt with a dollar sign (cloud.google.com/apis/docs/system-parameters).
"""

from __future__ import annotations

from urllib.parse import unquote

from stepbridge.exchange.message import Headers, without

_HEADERS = frozenset({"authorization", "x-goog-api-key"})
_PARAMETERS = frozenset({"key", "access_token", "oauth_token"})


def with_key(target: str, headers: Headers, key: str) -> tuple[str, Headers]:
    """A request's target and headers with ``key`` in place of whatever it identified itself with.

    The rest of the query stays as it was written.
    """
    path, _, query = target.partition("?")
    kept = [pair for pair in query.split("&") if _name(pair) not in _PARAMETERS]
    target = f"{path}?{'&'.join(kept)}" if any(kept) else path
    return target, (*without(headers, _HEADERS), ("x-goog-api-key", key))


def _name(pair: str) -> str:
    return unquote(pair.partition("=")[0]).removeprefix("$")
