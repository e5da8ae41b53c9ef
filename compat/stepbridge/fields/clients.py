"""The client and calls of its models."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_M = "google.genai.models."
_STAYS = "Stays as it is; Interactions does not replace it."
_COUNT = "Stays as it is, with legacy contents: Interactions cannot count tokens."
_RESOURCE = "Stays as it is."

# fmt: off
TABLES = (
    Table("Models", Surface.CLIENT, "", "client.models.*(...)", _M + "Models", (
        (700, "generate_content", "client.interactions.create", "reshaped exact sdk",
         "interactions.create(model=..., input=..., store=False) with flat keyword arguments "
         "and no config object. store=False, because generateContent kept nothing.",
         "POST models/{model}:generateContent"),
        (701, "generate_content_stream", "client.interactions.create", "reshaped exact sdk",
         "interactions.create(..., stream=True), which gives typed events instead of chunks.",
         "POST models/{model}:streamGenerateContent"),
        (702, "count_tokens", None, "unchanged exact documented", _COUNT,
         "POST models/{model}:countTokens"),
        (703, "compute_tokens", None, "unchanged exact documented", _COUNT),
        (704, "embed_content", None, "unchanged exact documented", _STAYS),
        (705, "generate_images", None, "unchanged exact documented", _STAYS),
        (706, "edit_image", None, "unchanged exact documented", _STAYS),
        (707, "upscale_image", None, "unchanged exact documented", _STAYS),
        (708, "recontext_image", None, "unchanged exact documented", _STAYS),
        (709, "segment_image", None, "unchanged exact documented", _STAYS),
        (710, "generate_videos", None, "unchanged exact documented", _STAYS),
        (711, "get", None, "unchanged exact documented", _STAYS),
        (712, "list", None, "unchanged exact documented", _STAYS),
        (713, "update", None, "unchanged exact documented", _STAYS),
        (714, "delete", None, "unchanged exact documented", _STAYS),
    )),
    Table("Models", Surface.CLIENT, "*", "client.models.generate_content(*=...)", _M + "Models", (
        (715, "generate_content.model", "model", "moved exact sdk",
         "From the address into the body. The model's id stays: do not change it while you "
         "migrate.",
         "models/{model}", "client.models.generate_content(model=...)"),
        (716, "generate_content.contents", "input", "renamed exact sdk",
         "Renamed to input: a string, a list of content items, or a list of steps.", "contents",
         "client.models.generate_content(contents=...)"),
        (717, "generate_content.config", "generation_config", "reshaped exact sdk",
         "No config object: its fields become arguments of the call or keys of "
         "generation_config and response_format.",
         "", "client.models.generate_content(config=...)"),
    )),
    Table("AsyncModels", Surface.CLIENT, "", "client.aio.models.*(...)", _M + "AsyncModels", (
        (718, "generate_content", "client.interactions.create", "reshaped exact sdk",
         "await client.aio.interactions.create(...).", "POST models/{model}:generateContent"),
        (719, "generate_content_stream", "client.interactions.create", "reshaped exact sdk",
         "async for event in await client.aio.interactions.create(..., stream=True).",
         "POST models/{model}:streamGenerateContent"),
        (720, "count_tokens", None, "unchanged exact documented", _COUNT),
        (721, "compute_tokens", None, "unchanged exact documented", _COUNT),
        (722, "embed_content", None, "unchanged exact documented", _STAYS),
        (723, "generate_images", None, "unchanged exact documented", _STAYS),
        (724, "edit_image", None, "unchanged exact documented", _STAYS),
        (725, "upscale_image", None, "unchanged exact documented", _STAYS),
        (726, "recontext_image", None, "unchanged exact documented", _STAYS),
        (727, "segment_image", None, "unchanged exact documented", _STAYS),
        (728, "generate_videos", None, "unchanged exact documented", _STAYS),
        (729, "get", None, "unchanged exact documented", _STAYS),
        (730, "list", None, "unchanged exact documented", _STAYS),
        (731, "update", None, "unchanged exact documented", _STAYS),
        (732, "delete", None, "unchanged exact documented", _STAYS),
    )),
    Table("Client", Surface.CLIENT, "", "genai.Client(*=...)", "google.genai.client.Client", (
        (780, "api_key", None, "unchanged exact sdk", "Stays: the same client serves both APIs."),
        (781, "vertexai", None, "unchanged approximate reported",
         "Stays. On Vertex, Interactions was reported as experimental and as refusing "
         "store=False: check before you migrate."),
        (782, "enterprise", None, "unchanged approximate reported",
         "Stays. See vertexai for what to check."),
        (783, "project", None, "unchanged exact sdk", _RESOURCE),
        (784, "location", None, "unchanged approximate reported",
         "Stays. Official samples for Interactions use the location global."),
        (785, "credentials", None, "unchanged exact sdk", _RESOURCE),
        (786, "debug_config", None, "unchanged exact sdk", _RESOURCE),
        (787, "http_options", None, "unchanged exact sdk",
         "Stays. Set api_version='v1beta' if you need safety_settings, speech_config, labels or "
         "video."),
    )),
    Table("Client", Surface.CLIENT, "", "client.*", "google.genai.client.Client", (
        (788, "models", "client.interactions", "reshaped exact sdk",
         "Only generate_content and generate_content_stream move; everything else on it stays."),
        (789, "chats", "client.interactions", "reshaped approximate documented",
         "Still works, on generateContent; see SB740."),
        (790, "aio", "client.aio", "unchanged exact sdk",
         "Stays: client.aio.interactions is the asynchronous form."),
        (791, "close", None, "unchanged exact sdk",
         "Stays. Keep the client in a variable: genai.Client(...).interactions in one "
         "expression closes it too soon."),
        (792, "interactions", "client.interactions", "unchanged exact sdk",
         "Already there since SDK 1.55; the steps schema needs 2.0 or later."),
        (793, "files", None, "unchanged exact sdk", _RESOURCE),
        (794, "caches", None, "unchanged exact sdk",
         "Stays, for generateContent: Interactions has no explicit caches."),
        (795, "batches", None, "unchanged exact sdk",
         "Stays: Interactions has no batches."),
        (796, "tunings", None, "unchanged exact sdk", _RESOURCE),
        (797, "operations", None, "unchanged exact sdk", _RESOURCE),
        (798, "auth_tokens", None, "unchanged exact sdk", _RESOURCE),
        (799, "file_search_stores", None, "unchanged exact sdk", _RESOURCE),
        (1780, "agents", None, "unchanged exact sdk", _RESOURCE),
        (1781, "decisions", None, "unchanged exact sdk", _RESOURCE),
        (1782, "environments", None, "unchanged exact sdk", _RESOURCE),
        (1783, "triggers", None, "unchanged exact sdk", _RESOURCE),
        (1784, "voices", None, "unchanged exact sdk", _RESOURCE),
        (1785, "webhooks", None, "unchanged exact sdk", _RESOURCE),
    )),
)
