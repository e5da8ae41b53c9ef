"""Keys: the clients' pass through or the operator's goes instead, and none shows anywhere."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from stepbridge_emulator import Emulator

Start = Callable[..., Any]
KEY = "AIzaSyKeyThatMustNotShow"
MODEL = "/v1beta/models/gemini-3.5-flash"
WHOLE = f"{MODEL}:generateContent"
STREAM = f"{MODEL}:streamGenerateContent?alt=sse"
BODY: dict[str, Any] = {"contents": [{"role": "user", "parts": [{"text": "hello"}]}]}
LOST = {"contents": [{"parts": [{"text": "PROMPT"}]}], "generationConfig": {"presencePenalty": 0.5}}
CREDENTIALS: dict[str, tuple[dict[str, str], str]] = {
    "none": ({}, ""),
    "header": ({"x-goog-api-key": "bad-key"}, ""),
    "query": ({}, "key=bad-key"),
    "token": ({"authorization": "Bearer bad-key"}, ""),
}


def test_keys_pass_through_and_are_never_logged(start: Start, upstream: Any) -> None:
    proxy = start(upstream.url, "--log-level", "debug")
    headers = {"x-goog-api-key": "HEADERKEY", "Authorization": "Bearer TOKEN"}
    httpx.post(f"{proxy.url}{WHOLE}?key=QUERYKEY", json=LOST, headers=headers)
    httpx.get(f"{proxy.url}/v1/models?key=QUERYKEY", headers=headers)
    for noted in upstream.noted:
        assert noted.header("x-goog-api-key") == ["HEADERKEY"]
        assert noted.header("authorization") == ["Bearer TOKEN"]
        assert "key=QUERYKEY" in noted.line
    proxy.stop()
    assert "/v1/models 200 passed" in proxy.log
    for secret in ("HEADERKEY", "TOKEN", "QUERYKEY", "PROMPT"):
        assert secret not in proxy.log


def test_a_key_of_the_operator_replaces_the_clients(start: Start, upstream: Any) -> None:
    proxy = start(upstream.url, "--api-key-env", "MY_KEY", MY_KEY="operator\n")
    headers = {"x-goog-api-key": "dummy", "Authorization": "Bearer x"}
    query = "key=dummy&a=1&%24key=dummy&access_token=dummy&b=%2F&$access_token=dummy"
    httpx.get(f"{proxy.url}/v1/models?{query}", headers=headers)
    httpx.post(f"{proxy.url}{WHOLE}?{query}", headers=headers, json=BODY)
    for noted, path in zip(upstream.noted, ("/v1/models", "/v1beta/interactions"), strict=True):
        assert noted.header("x-goog-api-key") == ["operator"]
        assert noted.header("authorization") == []
        assert noted.line.split()[1] == f"{path}?a=1&b=%2F"


@pytest.mark.parametrize("credential", CREDENTIALS)
def test_a_wrong_key_is_refused_as_by_generate_content(
    start: Start, emulator: Emulator, credential: str
) -> None:
    headers, query = CREDENTIALS[credential]
    target = f"{WHOLE}?{query}"

    def refused(url: str) -> tuple[int, str, list[Any]]:
        answer = httpx.post(url + target, headers=headers, json=BODY)
        error = answer.json().get("error", {})
        return answer.status_code, error.get("status"), error.get("details", [])[:1]

    # Without a key of the operator, the client's own decides.
    assert refused(start(emulator.url).url)[:2] == refused(emulator.url)[:2]
    # With one, it alone does: what the client sent, if anything, plays no part.
    operated = start(emulator.url, "--api-key-env", "MY_KEY", MY_KEY="bad-key")
    status, name, (detail,) = refused(operated.url)
    assert (status, name, detail["reason"]) == (400, "INVALID_ARGUMENT", "API_KEY_INVALID")
    fine = start(emulator.url, "--api-key-env", "MY_KEY", MY_KEY="good")
    assert refused(fine.url)[0] == 200


def test_keys_show_nowhere(start: Start, upstream: Any, begin: Any, tmp_path: Path) -> None:
    """Whatever goes wrong: log, metrics, audit and answers hold no key."""
    audit = tmp_path / "audit.jsonl"
    options = ["--audit", str(audit), "--max-body", "4000", "--log-level", "debug"]
    proxy = start(upstream.url, *options, PYTHONASYNCIODEBUG="1", PYTHONWARNINGS="always")
    shown: list[str] = []

    def call(path: str, body: Any = BODY, **headers: str) -> None:
        joined = f"{path}{'&' if '?' in path else '?'}key={KEY}q"
        given = {"x-goog-api-key": f"{KEY}h", "authorization": f"Bearer {KEY}t", **headers}
        try:
            answer = httpx.post(f"{proxy.url}{joined}", json=body, headers=given, timeout=20)
            shown.append(answer.text + str(answer.headers))
        except httpx.TransportError as error:
            shown.append(repr(error))

    failures = [
        (200, b"not json"),
        (200, b'{"steps": 7}'),
        (401, b'{"error": {"code": "authentication", "message": "no"}}'),
        (500, b"<html>"),
    ]
    for status, data in failures:
        upstream.answer = (status, {"Content-Type": "application/json"}, data)
        for path in (WHOLE, STREAM, "/v1beta/files"):
            call(path)
    call(WHOLE, {**BODY, "cachedContent": "c"})
    call(WHOLE, {"contents": "x" * 5000})
    upstream.script = lambda handler: handler.connection.shutdown(socket.SHUT_RDWR)
    for path in (WHOLE, STREAM, "/v1beta/files"):
        call(path)

    def broken(handler: Any) -> None:
        begin(handler)
        handler.wfile.write(b"5\r\nda")

    upstream.script = broken
    for path in (WHOLE, STREAM, "/v1beta/files"):
        call(path)
    shown.append(httpx.get(f"{proxy.url}/metrics").text)
    proxy.stop()
    assert len(upstream.noted) > 15
    assert "/v1beta/files" in proxy.log
    assert "without completing response" in proxy.log
    assert audit.read_text()
    for text in (proxy.log, audit.read_text(), *shown):
        assert KEY not in text
