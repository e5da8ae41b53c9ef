"""HTTP options and retries."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_CLIENT = "Stays on the client; it cannot be set for one call."
_RETRY = "Stays on the client and holds for interactions too, which retry by default."

# fmt: off
TABLES = (
    Table("HttpOptions", Surface.CLIENT, "", "http_options.*", "google.genai.types.HttpOptions", (
        (760, "base_url", None, "unchanged exact sdk", _CLIENT),
        (761, "base_url_resource_scope", None, "unchanged exact sdk", _CLIENT),
        (762, "api_version", "api_version", "moved exact sdk",
         "An argument of the call, or on the client as before. SDK 3 asks for v1 by default, "
         "which knows fewer fields than v1beta."),
        (763, "headers", "extra_headers", "renamed exact probe",
         "extra_headers of the call; on the client as before."),
        (764, "timeout", "timeout", "moved exact sdk",
         "Milliseconds become seconds: 30_000 is timeout=30. On the client it stays in "
         "milliseconds."),
        (765, "client_args", None, "unchanged exact sdk", _CLIENT),
        (766, "async_client_args", None, "unchanged exact sdk", _CLIENT),
        (767, "extra_body", "extra_body", "moved exact probe", "Same argument of the call."),
        (768, "retry_options", None, "unchanged approximate probe",
         "Only on the client. Interactions retry by default on 408, 409, 429 and 5xx, where "
         "generateContent does not."),
        (769, "httpx_client", None, "unchanged exact sdk", _CLIENT),
        (770, "httpx_async_client", None, "unchanged exact sdk", _CLIENT),
        (771, "aiohttp_client", None, "unchanged approximate sdk",
         "Stays on the client; interactions never go through aiohttp."),
    )),
    Table("ResourceScope", Surface.CLIENT, "", "types.ResourceScope.*",
          "google.genai.types.ResourceScope", (
        (772, "COLLECTION", None, "unchanged exact sdk", _CLIENT),
    )),
    Table("HttpRetryOptions", Surface.CLIENT, "", "http_options.retry_options.*",
          "google.genai.types.HttpRetryOptions", (
        (773, "attempts", None, "unchanged exact sdk", _RETRY),
        (774, "initial_delay", None, "unchanged exact sdk", _RETRY),
        (775, "max_delay", None, "unchanged exact sdk", _RETRY),
        (776, "exp_base", None, "unchanged exact sdk", _RETRY),
        (777, "jitter", None, "unchanged exact sdk", _RETRY),
        (778, "http_status_codes", None, "unchanged exact sdk", _RETRY),
    )),
)
