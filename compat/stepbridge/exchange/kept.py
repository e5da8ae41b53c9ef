"""An exchange within a conversation that the server keeps (``Settings(state="server")``)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable
from typing import TYPE_CHECKING, Any, Final

from stepbridge.exchange import plan as planning
from stepbridge.exchange.command import Command, Consult
from stepbridge.exchange.message import HttpRequest, header
from stepbridge.exchange.plan import Plan
from stepbridge.exchange.route import Route
from stepbridge.policy import COUNTERS, Settings
from stepbridge.wire import JsonObject

if TYPE_CHECKING:
    from stepbridge.state import Conversation
    from stepbridge.state.conversation import Known

# Whose conversation it is. Only a digest of these leaves the process.
_OWNER = ("x-goog-api-key", "authorization", "x-goog-user-project")
# What a server says that has forgotten, expired or cannot continue an interaction.
_FORGOTTEN: Final = frozenset({400, 403, 404, 409, 410, 412, 501})

_CONTINUABLE: Final = frozenset({"completed", "requires_action", "incomplete"})


class KeptConversation:
    """Sends what is new, remembers the answer, and sends everything when that was refused."""

    def __init__(self, conversation: Conversation, plan: Plan) -> None:
        self._conversation = conversation
        self._plan = plan
        self._known: Known | None = None
        self._done = False

    def opening(self) -> Generator[Command, Any, Plan]:
        """The plan to begin with: the rest of a known conversation, or the whole of it."""
        self._known = yield from self._ask(self._conversation.recall)
        COUNTERS.add("state_miss" if self._known is None else "state_hit")
        if self._known is None:
            return self._whole()
        rest = planning.with_body(self._plan, self._conversation.rest(self._known))
        if rest is None:
            self._known = None
        return rest or self._whole()

    def is_forgotten(self, status: int) -> bool:
        """Whether a refusal may be about the interaction that the request continues."""
        return self._known is not None and status in _FORGOTTEN

    def again(self) -> Generator[Command, Any, Plan]:
        """Forget what the server has forgotten; the plan to send everything."""
        known, self._known = self._known, None
        assert known is not None
        COUNTERS.add("state_forgotten")
        yield from self._ask(lambda: self._conversation.forget(known))
        return self._whole()

    def answered(
        self, interaction: JsonObject | None, answers: Iterable[JsonObject]
    ) -> Generator[Command, Any, None]:
        """Remember what the caller is told, once, when it is whole and the server kept it.

        ``interaction`` has ``id`` and ``status``; None while more is to come.
        """
        if self._done or interaction is None:
            return
        self._done = True
        interaction_id = interaction.get("id")
        if interaction.get("status") not in _CONTINUABLE or not isinstance(interaction_id, str):
            return
        if not interaction_id:
            return
        parts = [part for answer in answers for part in _parts(answer)]
        yield from self._ask(lambda: self._conversation.remember(interaction_id, parts))

    def _whole(self) -> Plan:
        return planning.with_body(self._plan, self._conversation.whole()) or self._plan

    def _ask(self, question: Callable[[], Any]) -> Generator[Command, Any, Any]:
        if self._conversation.store.blocks:
            return (yield Consult(question))
        return question()


def check_store(settings: Settings) -> None:
    """Open the store that the settings name, so that a wrong name is told at once.

    Raises ``ValueError`` (Redis URL), ``RuntimeError`` (no redis package), ``sqlite3.Error``.
    """
    if settings.state != "off":
        from stepbridge.state import store_for

        store_for(settings.state_store)


def conversation(
    plan: Plan | None, request: HttpRequest, route: Route, settings: Settings
) -> KeptConversation | None:
    """The conversation that a request belongs to; None when nothing is to be kept."""
    if settings.state == "off" or plan is None:
        return None
    body = plan.translation.body
    if "continuation_token" in body or not isinstance(body.get("input"), list):
        return None
    from stepbridge.state import Conversation, store_for

    scope = _scope(request, route)
    found = Conversation(store_for(settings.state_store), scope, body, plan.lifted.strings)
    return KeptConversation(found, plan)


def _scope(request: HttpRequest, route: Route) -> bytes:
    digest = hashlib.sha256()
    owner = [header(request.headers, name) or "" for name in _OWNER]
    for text in (route.model, route.url, *owner):
        digest.update(text.encode("utf-8", "surrogateescape") + b"\0")
    return digest.digest()


def _parts(answer: JsonObject) -> list[JsonObject]:
    candidates = answer.get("candidates") or [{}]
    found: list[JsonObject] = candidates[0].get("content", {}).get("parts") or []
    return found
