"""Caches of the old SDK, rewritten: what google-genai asks a canned server for."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from google import genai

FIXTURE = Path(__file__).parents[2] / "fixtures" / "codemods" / "old_sdk" / "caches.after.py"
CACHE = {"name": "cachedContents/c1", "model": "models/gemini-3.5-flash"}
FILE = {"name": "files/f1", "uri": "https://example.invalid/f1", "mimeType": "text/plain"}
ANSWER = {"candidates": [{"content": {"role": "model", "parts": [{"text": "Ann."}]}}]}


class Server:
    """Keeps what it is asked, and answers each path with something that fits."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = re.sub(r"^/v1\w*/", "", request.url.path)
        body = json.loads(request.content) if request.content[:1] == b"{" else None
        self.asked.append((request.method, path, body))
        if path.startswith("/upload"):
            headers = {
                "x-goog-upload-url": "https://example.invalid/up",
                "x-goog-upload-status": "active",
            }
            return httpx.Response(200, headers=headers, json={})
        if path == "/up":
            return httpx.Response(
                200, headers={"x-goog-upload-status": "final"}, json={"file": FILE}
            )
        if path.endswith(":generateContent"):
            return httpx.Response(200, json=ANSWER)
        if path == "cachedContents" and request.method == "GET":
            return httpx.Response(200, json={"cachedContents": [CACHE]})
        return httpx.Response(200, json=CACHE)

    def bodies(self, method: str, path: str) -> list[Any]:
        return [body for m, p, body in self.asked if m == method and p.endswith(path)]


def test_a_program_with_caches(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    server = Server()
    real = genai.Client

    def client(**given: Any) -> genai.Client:
        transport = {"transport": httpx.MockTransport(server)}
        return real(**given, http_options={"client_args": transport})

    monkeypatch.setattr(genai, "Client", client)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "minutes.txt").write_text("Ann was there.")
    exec(compile(FIXTURE.read_text(), FIXTURE.name, "exec"), {"__name__": "__main__"})
    assert capsys.readouterr().out.startswith("Ann.\nAnn.\ncachedContents/c1")
    made, _ = server.bodies("POST", "cachedContents")
    assert made["ttl"] == "300s"
    assert FILE["uri"] in made["contents"][0]["parts"][0]["fileData"].values()
    for body in server.bodies("POST", "models/gemini-3.5-flash:generateContent"):
        assert body["cachedContent"] == "cachedContents/c1"
    lifetime, expiry = server.bodies("PATCH", "cachedContents/c1")
    assert lifetime == {"ttl": "7200s"}
    assert datetime.fromisoformat(expiry["expireTime"]).utcoffset() == timedelta(0)
    assert ("DELETE", "cachedContents/c1", None) in server.asked
    assert ("DELETE", "files/f1", None) in server.asked
