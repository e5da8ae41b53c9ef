"""Carries legacy calls under httpx and httpx2, sync and async."""

from __future__ import annotations

from stepbridge.transport.installation import install, uninstall
from stepbridge.transport.transport import InteractionsTransport
from stepbridge.upstream import UpstreamOptions

__all__ = ["InteractionsTransport", "UpstreamOptions", "install", "uninstall"]
