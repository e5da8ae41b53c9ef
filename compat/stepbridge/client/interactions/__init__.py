"""A light client of the Interactions API."""

from __future__ import annotations

from stepbridge.client.interactions.interaction import Interaction
from stepbridge.client.interactions.resource import AsyncInteractions, Interactions

__all__ = ["AsyncInteractions", "Interaction", "Interactions"]
