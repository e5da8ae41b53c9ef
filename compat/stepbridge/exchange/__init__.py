"""One legacy call without I/O: what to send, and what the caller gets."""

from __future__ import annotations

from stepbridge.exchange.exchange import Exchange
from stepbridge.exchange.message import HttpAnswer, HttpRequest
from stepbridge.exchange.route import Framing, Route, find

__all__ = ["Exchange", "Framing", "HttpAnswer", "HttpRequest", "Route", "find"]
