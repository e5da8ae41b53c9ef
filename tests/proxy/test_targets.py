"""Whatever a request line says: the configured upstream is called, nobody else, with the very same
path and query."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

Start = Callable[..., Any]
BODY = b'{"contents":[{"parts":[{"text":"hi"}]}]}'


def ask(url: str, line: str, body: bytes = b"", host: str = "here") -> bytes:
    """The raw answer to a raw request."""
    lines = [line, f"Host: {host}", f"Content-Length: {len(body)}", "Connection: close"]
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), 20) as raw:
        raw.sendall("\r\n".join([*lines, "", ""]).encode("latin-1") + body)
        return b"".join(iter(lambda: raw.recv(65536), b""))


@pytest.fixture
def stranger() -> Iterator[tuple[str, list[str]]]:
    """Another server, which must not be called: its URL, and the lines that it got."""
    lines: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            lines.append(self.requestline)
            self.send_error(500)

        do_POST = do_CONNECT = do_GET  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", lines
    server.shutdown()
    server.server_close()


def test_only_the_upstream_is_called(
    start: Start, upstream: Any, stranger: tuple[str, list[str]]
) -> None:
    elsewhere, called = stranger
    authority = elsewhere.removeprefix("http://")
    proxy = start(upstream.url + "/pre/fix/")
    for line in (
        f"GET {elsewhere}/v1/models HTTP/1.1",
        f"POST {elsewhere}/v1/models/m:generateContent HTTP/1.1",
        f"CONNECT {authority} HTTP/1.1",
        "OPTIONS * HTTP/1.1",
    ):
        assert ask(proxy.url, line, body=BODY).startswith(b"HTTP/1.1 400")
    assert upstream.noted == []
    for target in (
        "/v1/models",
        f"//{authority}/v1/models",
        f"/@{authority}/v1/models",
        f"/v1/models?url={elsewhere}",
    ):
        ask(proxy.url, f"GET {target} HTTP/1.1", host=authority)
        assert upstream.noted[-1].line == f"GET /pre/fix{target} HTTP/1.1"
        assert upstream.noted[-1].header("host") == [upstream.url.removeprefix("http://")]
    assert called == []


@pytest.mark.parametrize("path", ["/v1/models/m:generateContent", "/v1/files/f:download"])
def test_a_redirect_is_the_clients_to_follow(
    start: Start, upstream: Any, stranger: tuple[str, list[str]], path: str
) -> None:
    elsewhere, called = stranger
    proxy = start(upstream.url)
    for status in (301, 302, 303, 307, 308):
        upstream.answer = (status, {"Location": f"{elsewhere}/x"}, b"")
        answer = httpx.post(proxy.url + path, content=BODY)
        assert (answer.status_code, answer.headers["location"]) == (status, f"{elsewhere}/x")
    assert called == []


EXACT = [
    "/v1beta/files/a%2Fb/../c/./d//e?q=%20x&q=y+z&empty=&=&&flag",
    "/v1beta/files/%2e%2e/%00/%C3%A9/%zz?next=/../..%2f",
    "/v1beta/models/m%3AgenerateContent?a={b}|c^`\"<>'",
    "/?",
]


@pytest.mark.parametrize("target", EXACT)
def test_other_targets_arrive_as_they_are_written(start: Start, upstream: Any, target: str) -> None:
    proxy = start(upstream.url)
    ask(proxy.url, f"POST {target} HTTP/1.1", body=BODY)
    (noted,) = upstream.noted
    # A query mark with nothing behind it is the one thing that ASGI does not tell.
    assert noted.line == f"POST {target.removesuffix('?')} HTTP/1.1"
    assert noted.body == BODY


@pytest.mark.parametrize(
    ("target", "sent"),
    [
        ("/a/../v1/models/m:generateContent?x=%2F&y", "/a/../v1beta/interactions?x=%2F&y"),
        ("/v1//models/m:generateContent?key=a+b%2B", "/v1beta/interactions?key=a+b%2B"),
        ("/v1/models/..%2Fm:streamGenerateContent?a=1&alt=sse&b", "/v1beta/interactions?a=1&b"),
    ],
)
def test_the_query_of_a_translated_call_is_kept(
    start: Start, upstream: Any, target: str, sent: str
) -> None:
    upstream.answer = (403, {}, b'{"error": {"code": "permission_denied", "message": "no"}}')
    proxy = start(upstream.url, "--unsupported", "error")
    ask(proxy.url, f"POST {target} HTTP/1.1", body=BODY)
    assert [noted.line for noted in upstream.noted] == [f"POST {sent} HTTP/1.1"]


def test_a_forward_proxy_gets_the_same_path(start: Start, upstream: Any) -> None:
    """``HTTP_PROXY`` names a server that is asked with absolute targets."""
    target = EXACT[0]
    proxy = start("http://no-such-host.invalid", HTTP_PROXY=upstream.url, NO_PROXY="127.0.0.1")
    assert ask(proxy.url, f"GET {target} HTTP/1.1").endswith(b"plain")
    (noted,) = upstream.noted
    assert noted.line == f"GET http://no-such-host.invalid{target} HTTP/1.1"
    assert noted.header("host") == ["no-such-host.invalid"]
