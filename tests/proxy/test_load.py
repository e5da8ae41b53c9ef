"""The proxy under load: many streams at once, readers that do not read, servers that dawdle."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from pathlib import Path
from typing import Any

import httpx

WHOLE = "/v1beta/models/gemini-3.5-flash:generateContent"
STREAM = "/v1beta/models/gemini-3.5-flash:streamGenerateContent?alt=sse"
BODY = {"contents": [{"role": "user", "parts": [{"text": "hello"}]}]}
MEGABYTE = 1 << 20
# More than sockets hold on both sides of the proxy, less than a test should send.
FLOOD = 64 * MEGABYTE


def memory_of(process_id: int) -> int:
    """Resident bytes of a process and its children."""
    status = Path(f"/proc/{process_id}/status").read_text()
    kilobytes = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    children = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    return int(kilobytes.split()[1]) * 1024 + sum(memory_of(int(child)) for child in children)


def test_many_streams_at_once_do_not_mix(
    start: Any, upstream: Any, write_event: Any, begin: Any
) -> None:
    def script(handler: Any) -> None:
        me = [handler.headers["x-test"]]
        mine = [note for note in upstream.noted if note.header("x-test") == me]
        said = json.loads(mine[-1].body)["input"][0]["content"][0]["text"]
        begin(handler)
        write_event(handler, "step.start", index=0, step={"type": "model_output"})
        for number in range(20):
            delta = {"type": "text", "text": f"{said}/{number} "}
            write_event(handler, "step.delta", index=0, delta=delta)
        write_event(handler, "interaction.completed", interaction={"status": "completed"})
        handler.wfile.write(b"0\r\n\r\n")

    upstream.script = script
    proxy = start(upstream.url)

    async def one(client: httpx.AsyncClient, number: int) -> str:
        body = {"contents": [{"role": "user", "parts": [{"text": f"call {number}"}]}]}
        answer = await client.post(STREAM, json=body, headers={"x-test": str(number)})
        chunks = [json.loads(line[6:]) for line in answer.text.splitlines() if line]
        parts = [chunk["candidates"][0]["content"].get("parts", []) for chunk in chunks]
        return "".join(part["text"] for found in parts for part in found)

    async def all_of_them() -> list[str]:
        limits = httpx.Limits(max_connections=None)
        async with httpx.AsyncClient(base_url=proxy.url, timeout=60, limits=limits) as client:
            return await asyncio.gather(*[one(client, number) for number in range(60)])

    for number, text in enumerate(asyncio.run(all_of_them())):
        assert text == "".join(f"call {number}/{place} " for place in range(20))
    assert proxy.metrics()["stepbridge_proxy_requests_in_flight"] == 0


def test_a_reader_that_does_not_read_holds_the_server_back(
    start: Any, upstream: Any, write_event: Any, begin: Any
) -> None:
    sent = [0]

    def script(handler: Any) -> None:
        begin(handler)
        write_event(handler, "step.start", index=0, step={"type": "model_output"})
        words = "x" * 65536
        try:
            while sent[0] < FLOOD:
                write_event(handler, "step.delta", index=0, delta={"type": "text", "text": words})
                sent[0] += len(words)
        except OSError:
            upstream.client_left.set()

    proxy = start(upstream.url)
    httpx.post(f"{proxy.url}{WHOLE}", json=BODY)  # from here on everything is loaded
    upstream.script = script
    before = memory_of(proxy.process.pid)
    host, port = proxy.url.removeprefix("http://").split(":")
    data = json.dumps(BODY).encode()
    with socket.create_connection((host, int(port))) as idle:
        head = f"POST {STREAM} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(data)}\r\n\r\n"
        idle.sendall(head.encode() + data)
        assert idle.recv(12) == b"HTTP/1.1 200"
        held = -1
        while held != sent[0]:  # until the server can write no more
            held = sent[0]
            time.sleep(0.5)
        assert sent[0] < FLOOD
        assert memory_of(proxy.process.pid) - before < 24 * MEGABYTE
    # The client has gone: so must the request above.
    assert upstream.client_left.wait(20)


def test_a_client_that_leaves_amid_its_upload_takes_the_request_along(
    start: Any, upstream: Any
) -> None:
    proxy = start(upstream.url)
    host, port = proxy.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as leaving:
        head = "POST /upload/v1beta/files HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n"
        leaving.sendall(head.encode() + b"x" * 500)
        time.sleep(0.5)
    deadline = time.monotonic() + 20
    while not upstream.noted and time.monotonic() < deadline:
        time.sleep(0.05)
    (noted,) = upstream.noted  # which it was only when its connection had been closed
    assert len(noted.body) == 500
    assert proxy.metrics()["stepbridge_proxy_clients_left_total"] == 1


def test_a_server_that_dawdles_holds_up_nobody_else(start: Any, upstream: Any) -> None:
    def script(handler: Any) -> None:
        if handler.headers["x-slow"]:
            time.sleep(1.5)
        body = json.dumps({"status": "completed", "steps": []}).encode()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    upstream.script = script
    proxy = start(upstream.url)
    order: list[str] = []

    async def call(client: httpx.AsyncClient, name: str, headers: dict[str, str]) -> None:
        answer = await client.post(WHOLE, json=BODY, headers=headers)
        assert answer.status_code == 200
        order.append(name)

    async def both() -> None:
        async with httpx.AsyncClient(base_url=proxy.url, timeout=30) as client:
            slow = [call(client, "slow", {"x-slow": "1"}) for _ in range(20)]
            await asyncio.gather(*slow, call(client, "quick", {}))

    asyncio.run(both())
    assert order[0] == "quick"
    assert order.count("slow") == 20
