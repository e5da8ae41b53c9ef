"""Conversations that the server keeps: only what is new is sent (``Settings(state="server")``).

A store holds digests of conversations and ids of interactions: no text, no media, no keys.
"""

from __future__ import annotations

from stepbridge.state.conversation import Conversation
from stepbridge.state.opening import store_for
from stepbridge.state.store import Entry, MemoryStore, Store

__all__ = ["Conversation", "Entry", "MemoryStore", "Store", "store_for"]
