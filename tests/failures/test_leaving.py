"""Callers that leave: nothing is left behind, neither here nor upstream."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

from stepbridge_emulator import Emulator

SLOW = "[[emulator:slow]]"
MODEL = "gemini-3.5-flash"


def test_streams_that_are_dropped_half_read(way: Any, emulator: Emulator) -> None:
    way.text("whole", "warm up")
    before = threading.active_count()
    for _ in range(5):
        stream = way.client.models.generate_content_stream(model=MODEL, contents=SLOW)
        next(iter(stream))
        stream.close()
    assert way.text("stream", "still there?")
    assert threading.active_count() <= before
    assert {exchange.api for exchange in emulator.exchanges} == {"interactions"}


def test_tasks_that_are_cancelled(way: Any, emulator: Emulator) -> None:
    async def read() -> None:
        models = way.client.aio.models
        async for _ in await models.generate_content_stream(model=MODEL, contents=SLOW):
            started.set()

    async def cancel_some() -> None:
        for _ in range(5):
            started.clear()
            task = asyncio.create_task(read())
            await started.wait()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            assert task.cancelled()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    started = asyncio.Event()
    way.runner.run(cancel_some())
    assert way.text("async stream", "still there?")
    assert {exchange.api for exchange in emulator.exchanges} == {"interactions"}
