"""The drop-in client: legacy calls over the Interactions API, without the official SDK."""

from __future__ import annotations

from stepbridge.client.client import AsyncClient, Client
from stepbridge.client.errors import APIError, ClientError, NotAvailableError, ServerError

__all__ = ["APIError", "AsyncClient", "Client", "ClientError", "NotAvailableError", "ServerError"]
