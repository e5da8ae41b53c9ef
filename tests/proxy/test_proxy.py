"""A real proxy process: what clients get, and what the upstream gets."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from google import genai
from google.genai import errors

from stepbridge import fields
from stepbridge_emulator import Emulator

Start = Callable[..., Any]
MODEL = "gemini-3.5-flash"
BODY = {"contents": [{"parts": [{"text": "hi"}]}]}
LOST = {"contents": [{"parts": [{"text": "PROMPT"}]}], "generationConfig": {"presencePenalty": 0.5}}
GENERATE = "/v1/models/m:generateContent"
STREAM = "/v1/models/m:streamGenerateContent?alt=sse"


def test_the_official_sdk_by_base_url(start: Start, emulator: Emulator) -> None:
    proxy = start(emulator.url)
    cities: list[str] = []

    def get_weather(city: str) -> str:
        """Tells the weather of a city."""
        cities.append(city)
        return f"rain in {city}"

    with genai.Client(api_key="k", http_options={"base_url": proxy.url}) as client:
        assert client.models.generate_content(model=MODEL, contents="hi").text
        chunks = client.models.generate_content_stream(model=MODEL, contents="hi")
        assert "".join(chunk.text or "" for chunk in chunks)
        chat = client.chats.create(model=MODEL, config={"tools": [get_weather]})
        assert chat.send_message("Please call get_weather for Paris").text
        assert cities

        async def ask() -> str | None:
            return (await client.aio.models.generate_content(model=MODEL, contents="hi")).text

        assert asyncio.run(ask())
        assert {exchange.api for exchange in emulator.exchanges} == {"interactions"}
        assert client.models.count_tokens(model=MODEL, contents="hi").total_tokens
        with pytest.raises(errors.ClientError) as caught:
            client.models.generate_content(model="no-such-model", contents="hi")
        assert (caught.value.code, caught.value.status) == (404, "NOT_FOUND")


def test_a_stream_without_alt_sse_is_an_array(start: Start, emulator: Emulator) -> None:
    proxy = start(emulator.url)
    url = f"{proxy.url}/v1beta/models/{MODEL}:streamGenerateContent?$alt=json;enum-encoding=int"
    answer = httpx.post(url, json=BODY, headers={"x-goog-api-key": "k"})
    assert answer.json()[-1]["candidates"][0]["finishReason"] == "STOP"


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "PATCH", "DELETE"])
def test_other_traffic_passes_byte_for_byte(start: Start, upstream: Any, method: str) -> None:
    packed = gzip.compress(b"some text")
    upstream.answer = (
        202,
        {"Content-Encoding": "gzip", "X-Thing": "Ã«â\x9c\x93", "Set-Cookie": "a=b"},
        packed,
    )
    proxy = start(upstream.url)
    target = "/upload/v1beta/files/a%2Fb/../c//d?q=%20x&q=y+z&key=K&empty="
    with socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2]))) as raw:
        head = (
            f"{method} {target} HTTP/1.1\r\nHost: here\r\nX-Own: Ü\r\nConnection: close, X-Hop\r\n"
        )
        head += "X-Hop: 1\r\nContent-Length: 5\r\n\r\n"
        raw.sendall(head.encode("latin-1") + b"\x00\xffabc")
        answer = b"".join(iter(lambda: raw.recv(65536), b""))
    (noted,) = upstream.noted
    assert noted.line == f"{method} {target} HTTP/1.1"
    assert noted.body == b"\x00\xffabc"
    assert noted.header("x-own") == ["Ü"]
    assert noted.header("x-hop") == []
    assert noted.header("host") == [upstream.url.removeprefix("http://")]
    start_line, _, rest = answer.partition(b"\r\n")
    headers, _, body = rest.partition(b"\r\n\r\n")
    assert start_line.startswith(b"HTTP/1.1 202")
    assert body == packed
    assert b"content-encoding: gzip" in headers.lower()
    assert b"set-cookie: a=b" in headers.lower()
    assert "x-thing: ë✓".encode() in headers


def test_large_uploads_are_not_held_in_memory_first(start: Start, upstream: Any) -> None:
    proxy = start(upstream.url)

    def pieces() -> Any:
        for _ in range(64):
            yield b"x" * 65536

    answer = httpx.post(f"{proxy.url}/upload/v1beta/files", content=pieces(), timeout=30)
    assert answer.text == "plain"
    assert len(upstream.noted[0].body) == 64 * 65536


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("path", [GENERATE, "/upload/v1beta/files"])
def test_a_body_that_is_too_large_is_refused(
    start: Start, upstream: Any, path: str, chunked: bool
) -> None:
    proxy = start(upstream.url, "--max-body", "1000")
    data = b"x" * 5000
    answer = httpx.post(proxy.url + path, content=iter([data]) if chunked else data)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == 413
    assert httpx.post(proxy.url + path, content=b"[]").status_code == 200


def test_a_refused_field_is_a_400_that_names_it(start: Start, upstream: Any) -> None:
    proxy = start(upstream.url, "--unsupported", "error")
    for path in (GENERATE, STREAM):
        error = httpx.post(proxy.url + path, json=LOST).json()["error"]
        assert (error["code"], error["status"]) == (400, "INVALID_ARGUMENT")
        (violation,) = error["details"][0]["fieldViolations"]
        assert violation["field"] == "generationConfig.presencePenalty"
    array = httpx.post(proxy.url + STREAM.partition("?")[0], json=LOST)
    assert array.json()[0]["error"]["code"] == 400
    assert upstream.noted == []


def test_by_default_a_refused_field_goes_the_old_way(start: Start, upstream: Any) -> None:
    proxy = start(upstream.url)
    assert httpx.post(proxy.url + GENERATE, json=LOST).text == "plain"
    assert upstream.noted[0].line == f"POST {GENERATE} HTTP/1.1"
    assert json.loads(upstream.noted[0].body) == LOST


def test_chunks_are_not_held_back(
    start: Start, upstream: Any, write_event: Any, begin: Any
) -> None:
    heard = threading.Event()
    late: list[bool] = []

    def script(handler: Any) -> None:
        begin(handler)
        write_event(handler, "step.start", index=0, step={"type": "model_output"})
        write_event(handler, "step.delta", index=0, delta={"type": "text", "text": "one "})
        late.append(not heard.wait(10))
        write_event(handler, "step.delta", index=0, delta={"type": "text", "text": "two"})
        write_event(handler, "interaction.completed", interaction={"status": "completed"})
        handler.wfile.write(b"0\r\n\r\n")

    upstream.script = script
    proxy = start(upstream.url)
    with httpx.stream("POST", proxy.url + STREAM, json=BODY, timeout=20) as response:
        pieces = response.iter_bytes()
        assert b"one " in next(pieces)
        heard.set()
        assert b"two" in b"".join(pieces)
    assert late == [False]


def test_a_client_that_leaves_ends_the_upstream_answer(
    start: Start, upstream: Any, write_event: Any, begin: Any
) -> None:
    def script(handler: Any) -> None:
        begin(handler)
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            try:
                write_event(handler, "step.delta", index=0, delta={"type": "text", "text": "x"})
            except OSError:
                upstream.client_left.set()
                return
            time.sleep(0.02)

    upstream.script = script
    proxy = start(upstream.url)
    with httpx.stream("POST", proxy.url + STREAM, json=BODY) as response:
        next(response.iter_bytes())
    assert upstream.client_left.wait(10)
    assert proxy.metrics()["stepbridge_proxy_clients_left_total"] == 1


def test_a_client_that_leaves_while_waiting_ends_the_upstream_request(
    start: Start, upstream: Any
) -> None:
    def script(handler: Any) -> None:
        handler.connection.settimeout(15)
        if handler.rfile.read(1) == b"":
            upstream.client_left.set()

    upstream.script = script
    proxy = start(upstream.url)
    data = json.dumps(BODY).encode()
    with socket.create_connection(("127.0.0.1", int(proxy.url.rpartition(":")[2]))) as leaving:
        head = f"POST {GENERATE} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(data)}\r\n\r\n"
        leaving.sendall(head.encode() + data)
        deadline = time.monotonic() + 20
        while not upstream.noted and time.monotonic() < deadline:
            time.sleep(0.02)
    assert upstream.client_left.wait(10)


def test_an_upstream_that_breaks_is_an_error_in_the_stream(
    start: Start, upstream: Any, write_event: Any, begin: Any
) -> None:
    def script(handler: Any) -> None:
        begin(handler)
        write_event(handler, "step.start", index=0, step={"type": "model_output"})
        write_event(handler, "step.delta", index=0, delta={"type": "text", "text": "one "})
        handler.connection.shutdown(socket.SHUT_RDWR)

    upstream.script = script
    proxy = start(upstream.url)
    with genai.Client(api_key="k", http_options={"base_url": proxy.url}) as client:
        chunks = client.models.generate_content_stream(model="m", contents="hi")
        assert next(chunks).text == "one "
        with pytest.raises(errors.ServerError):
            next(chunks)
    # Clients that pass over the error meet a connection that ends too early.
    lines: list[str] = []
    with (
        httpx.stream("POST", proxy.url + STREAM, json=BODY) as response,
        pytest.raises(httpx.RemoteProtocolError),
    ):
        lines.extend(response.iter_lines())
    assert lines[-2].startswith('data: {"error":{"code":503')
    assert proxy.metrics()['stepbridge_proxy_upstream_errors_total{kind="BrokenOffError"}'] == 2


def test_a_passed_answer_that_breaks_is_cut_off(start: Start, upstream: Any) -> None:
    def script(handler: Any) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"half")
        handler.connection.shutdown(socket.SHUT_RDWR)

    upstream.script = script
    proxy = start(upstream.url)
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{proxy.url}/v1/files/big")


def test_an_upstream_that_is_not_there_is_a_503(start: Start) -> None:
    proxy = start("http://127.0.0.1:9")
    for path in (GENERATE, STREAM, "/v1/models/m:countTokens"):
        error = httpx.post(proxy.url + path, json=BODY).json()["error"]
        assert (error["code"], error["status"]) == (503, "UNAVAILABLE")


def test_an_upstream_that_is_silent_is_a_504(start: Start, upstream: Any) -> None:
    upstream.script = lambda handler: time.sleep(3)
    proxy = start(upstream.url, "--timeout", "0.3")
    for path in (GENERATE, "/v1/models/m:countTokens"):
        error = httpx.post(proxy.url + path, json=BODY).json()["error"]
        assert (error["code"], error["status"]) == (504, "DEADLINE_EXCEEDED")


def test_metrics_and_health(start: Start, emulator: Emulator) -> None:
    proxy = start(emulator.url)
    url = f"{proxy.url}/v1/models/{MODEL}:generateContent"
    headers = {"x-goog-api-key": "k"}
    for body in (BODY, BODY, LOST):
        httpx.post(url, json=body, headers=headers)
    httpx.get(f"{proxy.url}/v1beta/nothing-here", headers=headers)
    seen = proxy.metrics()
    requests = "stepbridge_proxy_requests_total"
    assert seen[f'{requests}{{route="translated",status="200"}}'] == 2
    assert any(name.startswith(f'{requests}{{route="legacy"') for name in seen)
    assert any(name.startswith(f'{requests}{{route="passed"') for name in seen)
    lost = fields.of("GenerateContentConfig.presence_penalty").id
    assert (
        seen[f'stepbridge_proxy_fields_total{{fidelity="lost",field="{lost}",route="legacy"}}'] == 1
    )
    assert seen['stepbridge_proxy_request_seconds_count{route="translated"}'] == 2
    assert seen["stepbridge_proxy_requests_in_flight"] == 0
    assert httpx.get(f"{proxy.url}/healthz").text == "ok\n"


def test_workers_share_their_metrics(start: Start, upstream: Any) -> None:
    proxy = start(upstream.url, "--workers", "2")
    for _ in range(20):
        assert httpx.get(f"{proxy.url}/v1/models").text == "plain"
    seen = proxy.metrics()
    assert seen['stepbridge_proxy_requests_total{route="passed",status="200"}'] == 20
    assert proxy.stop() == 0


def test_the_audit_of_the_proxy(start: Start, upstream: Any, tmp_path: Path) -> None:
    proxy = start(upstream.url, "--audit", str(tmp_path / "audit.jsonl"))
    httpx.post(proxy.url + GENERATE, json=LOST)
    (line,) = (tmp_path / "audit.jsonl").read_text().splitlines()
    record = json.loads(line)
    assert record["file"] is None
    assert "generationConfig.presencePenalty" in record["used"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--upstream", "ftp://x"), "http or https"),
        (("--api-key-env", "NO_SUCH_VARIABLE"), "NO_SUCH_VARIABLE is not set"),
    ],
)
def test_wrong_options_end_with_a_clear_line(options: tuple[str, ...], message: str) -> None:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "stepbridge_cli.main", "proxy", *options],
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
