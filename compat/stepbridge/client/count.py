"""Counting tokens: the legacy call, which the Interactions API has no counterpart for."""

from __future__ import annotations

from typing import Any

from stepbridge.client.config import read_config
from stepbridge.client.contents import contents_to_wire
from stepbridge.client.flow import Flow, Rest
from stepbridge.client.options import ClientOptions
from stepbridge.client.session import model_path
from stepbridge.client.views import View, view_class
from stepbridge.wire import JsonObject


def count_tokens(options: ClientOptions, model: str, contents: Any, config: Any) -> Flow[View]:
    """A ``CountTokensResponse``. System instruction and tools in ``config`` are counted too."""
    settings = read_config(config)
    path = model_path(model)
    body: JsonObject = {"contents": contents_to_wire(contents)}
    if settings.body:
        body = {"generateContentRequest": {"model": path, **body, **settings.body}}
    answer = yield Rest("POST", f"{path}:countTokens", options.merged(settings.http_options), body)
    return view_class("CountTokensResponse")(answer)
