"""Answers that stop at the decode limit are resumed until they are whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from stepbridge.client.flow import Flow, Rest
from stepbridge.client.interactions.interaction import Interaction
from stepbridge.translate.continuation import joined
from stepbridge.wire import JsonObject

MAX_HOPS = 32

_NOT_RESUMED = ("agent", "background")


def create(rest: Rest, *, resumes: bool) -> Flow[Interaction]:
    """One interaction; with ``resumes``, of as many hops as it takes."""
    hops: list[JsonObject] = [(yield rest)]
    while resumes and len(hops) <= MAX_HOPS:
        following = next_hop(rest, hops[-1])
        if following is None:
            break
        hops.append((yield following))
    return Interaction(joined(hops) if len(hops) > 1 else hops[0])


def next_hop(rest: Rest, answer: Mapping[str, Any]) -> Rest | None:
    """The request that resumes an answer, or None when it is whole.

    A stored answer goes on where it is; one that was not stored needs its input again.
    """
    token = answer.get("continuation_token")
    if answer.get("status") != "requires_continuation" or not token or rest.body is None:
        return None
    body = {**rest.body, "continuation_token": token}
    if body.get("store") is not False and answer.get("id"):
        body.pop("input", None)
        body["previous_interaction_id"] = answer["id"]
    return replace(rest, body=body)


def may_resume(body: Mapping[str, Any], wanted: bool | None) -> bool:
    """Whether a request is one that is resumed."""
    return wanted is not False and not any(body.get(name) for name in _NOT_RESUMED)
