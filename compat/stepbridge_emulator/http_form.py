"""Bodies in."""

from __future__ import annotations

import json
from typing import Any

from starlette.requests import Request

from stepbridge_emulator.errors import Refusal


async def read_json(request: Request) -> Any:
    """The decoded body, an empty object for no body; raises ``Refusal`` when it is not JSON."""
    raw = await request.body()
    try:
        return json.loads(raw or b"{}")
    except ValueError as error:
        raise Refusal(f"Invalid JSON payload received. {error}") from None
