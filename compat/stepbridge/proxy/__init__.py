"""A reverse proxy that carries generateContent calls of any language on the Interactions API."""

from __future__ import annotations

from stepbridge.proxy.application import application, application_from_environment
from stepbridge.proxy.config import ProxyConfig

__all__ = ["ProxyConfig", "application", "application_from_environment"]
