"""A transport for httpx and httpx2 that carries Interactions calls on generateContent."""

from __future__ import annotations

from typing import Any

from stepbridge.exchange import reverse_route
from stepbridge.exchange.memory import InteractionMemory
from stepbridge.exchange.message import HttpRequest
from stepbridge.exchange.reverse import ReverseExchange
from stepbridge.exchange.reverse_route import ReverseRoute
from stepbridge.policy import Settings
from stepbridge.policy.announce import announce
from stepbridge.policy.decision import Observer
from stepbridge.transport.transport import InteractionsTransport
from stepbridge.upstream import UpstreamOptions


class GenerateContentTransport(InteractionsTransport):
    """The other way round: for code written for Interactions, where only generateContent exists.

    Creating an interaction, whole or streamed, becomes generateContent. The service stores nothing,
    so ``memory`` (of this process) serves ``previous_interaction_id``, get and delete for what was
    created here with ``store`` on. Agents, background runs and anything else without a counterpart
    are refused with the error body of Interactions; anything that is not Interactions passes
    through byte for byte. Used as ``InteractionsTransport`` is.
    """

    def __init__(
        self,
        inner: Any = None,
        settings: Settings | None = None,
        *,
        upstream: UpstreamOptions | None = None,
        observe: Observer | None = None,
        memory: InteractionMemory | None = None,
    ) -> None:
        # An audit is about legacy fields, of which these requests have none.
        super().__init__(inner, settings, upstream=upstream, observe=observe or announce)
        self.memory = memory if memory is not None else InteractionMemory()

    def _route(self, request: Any) -> ReverseRoute | None:
        return reverse_route.find(request.method, str(request.url), self.settings.api_version)

    def _exchange(self, message: HttpRequest, route: Any) -> Any:
        return ReverseExchange(message, route, self.settings, self.memory, self._observe)
