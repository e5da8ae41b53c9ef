"""The kinds of value that matter, and what reading, calling or looping over one gives.

Adding a surface (chats, the old SDK, ...) is adding rows here.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a value is. The text is the type's name in symbols of the field map."""

    CLIENT = "Client"
    AIO = "AsyncClient"
    MODELS = "Models"
    AIO_MODELS = "AsyncModels"
    CHATS = "Chats"
    AIO_CHATS = "AsyncChats"
    CHAT = "Chat"
    AIO_CHAT = "AsyncChat"
    INTERACTIONS = "Interactions"
    AIO_INTERACTIONS = "AsyncInteractions"
    HISTORY = "history of a chat"
    TURN = "content in a history"
    TURN_PARTS = "list of parts in a history"
    TURN_PART = "part in a history"
    EXCHANGE = "history of automatic calls"
    EXCHANGED = "content of automatic calls"
    EXCHANGED_PARTS = "list of parts of automatic calls"
    EXCHANGED_PART = "part of automatic calls"
    FUNCTION_RESPONSE = "function response"
    METHOD = "method"
    RESPONSE = "GenerateContentResponse"
    RESPONSES = "list of GenerateContentResponse"
    CLIENTS = "list of Client"
    TASKS = "list of awaitable GenerateContentResponse"
    FUTURE = "future of GenerateContentResponse"
    FUTURES = "list of futures"
    FUTURE_KEYS = "dict with futures for keys"
    PREPARED = "function that gives a GenerateContentResponse"
    STREAM = "stream of GenerateContentResponse"
    CHUNKS = "list of chunks"
    CHUNK = "chunk"
    CANDIDATES = "list of Candidate"
    CANDIDATE = "Candidate"
    CONTENT = "Content"
    PARTS = "list of Part"
    PART = "Part"
    CHOSEN = "list of Parts that a condition chose"
    CALLS = "list of FunctionCall"
    CALL = "FunctionCall"
    BLOB = "Blob"
    IMAGE = "Image"
    IMAGES = "list of Image"
    USAGE = "GenerateContentResponseUsageMetadata"
    TOKEN_COUNTS = "list of ModalityTokenCount"
    TOKEN_COUNT = "ModalityTokenCount"
    FINISH = "FinishReason"
    GROUNDING = "GroundingMetadata"
    SEARCH_ENTRY = "SearchEntryPoint"
    SOURCES = "list of GroundingChunk"
    SOURCE = "GroundingChunk"
    WEB_SOURCE = "GroundingChunkWeb"
    SUPPORTS = "list of GroundingSupport"
    SUPPORT = "GroundingSupport"
    SEGMENT = "Segment"
    URL_CONTEXT = "UrlContextMetadata"
    RETRIEVED = "list of UrlMetadata"
    RETRIEVED_URL = "UrlMetadata"
    FEEDBACK = "GenerateContentResponsePromptFeedback"
    CODE = "ExecutableCode"
    CODE_RESULT = "CodeExecutionResult"
    INTERACTION = "Interaction"
    EVENTS = "stream of InteractionSSEEvent"
    EVENT = "InteractionSSEEvent"
    OUTPUTS = "list of outputs"
    OUTPUT = "output"
    STEPS = "list of Step"
    STEP = "Step"
    ITEMS = "list of Content items"
    ITEM = "Content item"
    DELTA = "StepDeltaData"
    STARTED = "content that starts"
    ENDED = "InteractionSseEventInteraction"
    OLD_MODEL = "generativeai.GenerativeModel"
    OLD_CHAT = "generativeai.ChatSession"
    OLD_FILE = "generativeai.File"
    OLD_FILES = "list of generativeai.File"
    OLD_CACHE = "generativeai.CachedContent"
    OLD_CACHES = "list of generativeai.CachedContent"
    OLD_INFO = "generativeai.Model"
    OLD_INFOS = "list of generativeai.Model"
    OLD_VECTOR = "generativeai.EmbeddingDict"
    LEGACY = "stepbridge.legacy"
    WRAPPER = "instance of a class with wrappers"
    HTTP = "HTTP client"
    AIO_HTTP = "asynchronous HTTP client"
    AIO_SESSION = "aiohttp session"
    REPLY = "HTTP response"
    AIO_REPLY = "aiohttp response"
    ANSWER = "JSON answer"
    PICTURE = "Pillow image"
    MIXED = "mixed"


RESULTS = frozenset(
    {
        Kind.RESPONSE,
        Kind.RESPONSES,
        Kind.TASKS,
        Kind.FUTURE,
        Kind.FUTURES,
        Kind.FUTURE_KEYS,
        Kind.PREPARED,
        Kind.STREAM,
        Kind.CHUNKS,
        Kind.CHUNK,
        Kind.CANDIDATES,
        Kind.CANDIDATE,
        Kind.CONTENT,
        Kind.PARTS,
        Kind.PART,
        Kind.CHOSEN,
        Kind.CALLS,
        Kind.CALL,
        Kind.BLOB,
        Kind.IMAGE,
        Kind.IMAGES,
        Kind.USAGE,
        Kind.TOKEN_COUNTS,
        Kind.TOKEN_COUNT,
        Kind.FINISH,
        Kind.GROUNDING,
        Kind.SEARCH_ENTRY,
        Kind.SOURCES,
        Kind.SOURCE,
        Kind.WEB_SOURCE,
        Kind.SUPPORTS,
        Kind.SUPPORT,
        Kind.SEGMENT,
        Kind.URL_CONTEXT,
        Kind.RETRIEVED,
        Kind.RETRIEVED_URL,
        Kind.FEEDBACK,
        Kind.CODE,
        Kind.CODE_RESULT,
        Kind.MIXED,
    }
)
"""Kinds that come out of a legacy call: each use of one must be understood."""

NEW_RESULTS = frozenset(
    {
        Kind.INTERACTION,
        Kind.EVENTS,
        Kind.EVENT,
        Kind.OUTPUTS,
        Kind.OUTPUT,
        Kind.STEPS,
        Kind.STEP,
        Kind.ITEMS,
        Kind.ITEM,
        Kind.DELTA,
        Kind.STARTED,
        Kind.ENDED,
        Kind.REPLY,
        Kind.AIO_REPLY,
        Kind.ANSWER,
    }
)
"""Kinds that come out of an Interactions call, of the beta or of today."""

OLD_SERVED = frozenset(
    {
        Kind.OLD_FILE,
        Kind.OLD_FILES,
        Kind.OLD_CACHE,
        Kind.OLD_CACHES,
        Kind.OLD_INFO,
        Kind.OLD_INFOS,
        Kind.OLD_VECTOR,
    }
)
"""Kinds that functions of the old SDK give, apart from its models and chats."""

SERVICES = frozenset(
    {Kind.CLIENT, Kind.AIO, Kind.MODELS, Kind.AIO_MODELS, Kind.CHATS, Kind.AIO_CHATS}
)
"""Kinds whose values mean the same before and after a rewrite, in whichever module."""

CHATS = frozenset({Kind.CHAT, Kind.AIO_CHAT})
"""Chats are followed to their last use as well: their calls migrate with what began them."""

HISTORIES = frozenset({Kind.HISTORY, Kind.TURN, Kind.TURN_PARTS, Kind.TURN_PART})
"""What a chat remembers, and what is in it; it comes from what began the chat."""

EXCHANGES = frozenset(
    {Kind.EXCHANGE, Kind.EXCHANGED, Kind.EXCHANGED_PARTS, Kind.EXCHANGED_PART}
    | {Kind.FUNCTION_RESPONSE}
)
"""What a response remembers of the functions that were called for it, and what is in it."""

_SERVICES = {"models": "MODELS", "chats": "CHATS", "interactions": "INTERACTIONS"}

_RESPONSE_READS = {
    "candidates": Kind.CANDIDATES,
    "usage_metadata": Kind.USAGE,
    "function_calls": Kind.CALLS,
    "parts": Kind.PARTS,
    "prompt_feedback": Kind.FEEDBACK,
}

_COUNTED = ("prompt_tokens", "candidates_tokens", "cache_tokens", "tool_use_prompt_tokens")

READS: dict[tuple[Kind, str], Kind] = {
    (Kind.CLIENT, "aio"): Kind.AIO,
    **{(Kind.CLIENT, name): Kind[kind] for name, kind in _SERVICES.items()},
    **{(Kind.AIO, name): Kind[f"AIO_{kind}"] for name, kind in _SERVICES.items()},
    **{
        (kind, name): result
        for kind in (Kind.RESPONSE, Kind.CHUNK)
        for name, result in _RESPONSE_READS.items()
    },
    **{(Kind.LEGACY, name): Kind.LEGACY for name in ("aio", "models", "chats")},
    (Kind.INTERACTION, "outputs"): Kind.OUTPUTS,
    (Kind.INTERACTION, "steps"): Kind.STEPS,
    (Kind.STEP, "content"): Kind.ITEMS,
    (Kind.EVENT, "delta"): Kind.DELTA,
    (Kind.EVENT, "step"): Kind.STEP,
    (Kind.EVENT, "content"): Kind.STARTED,
    (Kind.EVENT, "interaction"): Kind.ENDED,
    (Kind.CANDIDATE, "content"): Kind.CONTENT,
    (Kind.CANDIDATE, "finish_reason"): Kind.FINISH,
    (Kind.CANDIDATE, "grounding_metadata"): Kind.GROUNDING,
    (Kind.CANDIDATE, "url_context_metadata"): Kind.URL_CONTEXT,
    **{(Kind.USAGE, f"{name}_details"): Kind.TOKEN_COUNTS for name in _COUNTED},
    (Kind.FINISH, "name"): Kind.FINISH,
    (Kind.FINISH, "value"): Kind.FINISH,
    (Kind.GROUNDING, "search_entry_point"): Kind.SEARCH_ENTRY,
    (Kind.GROUNDING, "grounding_chunks"): Kind.SOURCES,
    (Kind.GROUNDING, "grounding_supports"): Kind.SUPPORTS,
    (Kind.SUPPORT, "segment"): Kind.SEGMENT,
    **{(Kind.SOURCE, name): Kind.WEB_SOURCE for name in ("web", "retrieved_context", "maps")},
    (Kind.URL_CONTEXT, "url_metadata"): Kind.RETRIEVED,
    (Kind.CONTENT, "parts"): Kind.PARTS,
    (Kind.TURN, "parts"): Kind.TURN_PARTS,
    (Kind.RESPONSE, "automatic_function_calling_history"): Kind.EXCHANGE,
    (Kind.EXCHANGED, "parts"): Kind.EXCHANGED_PARTS,
    (Kind.EXCHANGED_PART, "function_call"): Kind.CALL,
    (Kind.EXCHANGED_PART, "function_response"): Kind.FUNCTION_RESPONSE,
    (Kind.PART, "function_call"): Kind.CALL,
    (Kind.PART, "inline_data"): Kind.BLOB,
    (Kind.PART, "executable_code"): Kind.CODE,
    (Kind.PART, "code_execution_result"): Kind.CODE_RESULT,
}
"""Attribute of a kind -> kind."""

CALLS: dict[tuple[Kind, str], tuple[Kind, bool]] = {
    (Kind.MODELS, "generate_content"): (Kind.RESPONSE, False),
    (Kind.MODELS, "generate_content_stream"): (Kind.STREAM, False),
    (Kind.AIO_MODELS, "generate_content"): (Kind.RESPONSE, True),
    (Kind.AIO_MODELS, "generate_content_stream"): (Kind.STREAM, True),
    (Kind.CHATS, "create"): (Kind.CHAT, False),
    (Kind.AIO_CHATS, "create"): (Kind.AIO_CHAT, False),
    (Kind.CHAT, "get_history"): (Kind.HISTORY, False),
    (Kind.AIO_CHAT, "get_history"): (Kind.HISTORY, False),
    (Kind.CHAT, "send_message"): (Kind.RESPONSE, False),
    (Kind.CHAT, "send_message_stream"): (Kind.STREAM, False),
    (Kind.AIO_CHAT, "send_message"): (Kind.RESPONSE, True),
    (Kind.AIO_CHAT, "send_message_stream"): (Kind.STREAM, True),
    (Kind.FUTURE, "result"): (Kind.RESPONSE, False),
    (Kind.HTTP, "post"): (Kind.REPLY, False),
    (Kind.HTTP, "request"): (Kind.REPLY, False),
    (Kind.HTTP, "stream"): (Kind.REPLY, False),
    (Kind.AIO_HTTP, "post"): (Kind.REPLY, True),
    (Kind.AIO_HTTP, "request"): (Kind.REPLY, True),
    (Kind.AIO_HTTP, "stream"): (Kind.REPLY, True),
    (Kind.AIO_SESSION, "post"): (Kind.AIO_REPLY, True),
    (Kind.REPLY, "json"): (Kind.ANSWER, False),
    (Kind.AIO_REPLY, "json"): (Kind.ANSWER, True),
    (Kind.INTERACTIONS, "create"): (Kind.INTERACTION, False),
    (Kind.INTERACTIONS, "get"): (Kind.INTERACTION, False),
    (Kind.AIO_INTERACTIONS, "create"): (Kind.INTERACTION, True),
    (Kind.AIO_INTERACTIONS, "get"): (Kind.INTERACTION, True),
    (Kind.OLD_MODEL, "generate_content"): (Kind.RESPONSE, False),
    (Kind.OLD_MODEL, "generate_content_async"): (Kind.RESPONSE, True),
    (Kind.OLD_MODEL, "start_chat"): (Kind.OLD_CHAT, False),
    (Kind.OLD_CHAT, "send_message"): (Kind.RESPONSE, False),
    (Kind.OLD_CHAT, "send_message_async"): (Kind.RESPONSE, True),
}
"""Method of a kind -> kind of the result, and whether it has to be awaited first."""

COPIES: dict[tuple[Kind, str], tuple[Kind, bool]] = {
    **{
        (Kind.PICTURE, method): (Kind.PICTURE, False)
        for method in ("convert", "copy", "crop", "resize", "rotate", "transpose")
    },
    (Kind.PART, "as_image"): (Kind.IMAGE, False),
    (Kind.BLOB, "as_image"): (Kind.IMAGE, False),
}
"""The same for methods that are no calls of an API."""

PASSING = frozenset({Kind.REPLY, Kind.AIO_REPLY, Kind.FUTURE, Kind.PART, Kind.BLOB})
"""Kinds whose methods give what came from the same calls as they did."""

REPLIES = frozenset({Kind.REPLY, Kind.AIO_REPLY})
"""Answers of plain HTTP."""

ELEMENTS: dict[Kind, Kind] = {
    Kind.CLIENTS: Kind.CLIENT,
    Kind.HISTORY: Kind.TURN,
    Kind.TURN_PARTS: Kind.TURN_PART,
    Kind.EXCHANGE: Kind.EXCHANGED,
    Kind.EXCHANGED_PARTS: Kind.EXCHANGED_PART,
    Kind.RESPONSES: Kind.RESPONSE,
    Kind.TASKS: Kind.RESPONSE,
    Kind.FUTURES: Kind.FUTURE,
    Kind.STREAM: Kind.CHUNK,
    Kind.CHUNKS: Kind.CHUNK,
    Kind.CANDIDATES: Kind.CANDIDATE,
    Kind.PARTS: Kind.PART,
    Kind.CHOSEN: Kind.PART,
    Kind.IMAGES: Kind.IMAGE,
    Kind.CALLS: Kind.CALL,
    Kind.TOKEN_COUNTS: Kind.TOKEN_COUNT,
    Kind.SOURCES: Kind.SOURCE,
    Kind.SUPPORTS: Kind.SUPPORT,
    Kind.RETRIEVED: Kind.RETRIEVED_URL,
    Kind.EVENTS: Kind.EVENT,
    Kind.OUTPUTS: Kind.OUTPUT,
    Kind.STEPS: Kind.STEP,
    Kind.ITEMS: Kind.ITEM,
    Kind.OLD_FILES: Kind.OLD_FILE,
    Kind.OLD_CACHES: Kind.OLD_CACHE,
    Kind.OLD_INFOS: Kind.OLD_INFO,
}
"""Kind -> kind of one item of it, in a loop or by index."""

PENDING_ITEMS = frozenset({Kind.TASKS})
"""Kinds whose items still have to be awaited."""

STREAMED = frozenset({Kind.STREAM, Kind.CHUNKS, Kind.EVENTS})
"""Kinds whose items come one after the other, and are not picked or put in another order."""

CONSTRUCTORS: dict[str, Kind] = {
    "google.genai.Client": Kind.CLIENT,
    "google.genai.client.Client": Kind.CLIENT,
    "google.genai.client.AsyncClient": Kind.AIO,
    "stepbridge.run_tools": Kind.INTERACTION,
    "requests.post": Kind.REPLY,
    "httpx.post": Kind.REPLY,
    "requests.request": Kind.REPLY,
    "httpx.request": Kind.REPLY,
    "httpx.stream": Kind.REPLY,
    "urllib.request.urlopen": Kind.REPLY,
    "requests.Session": Kind.HTTP,
    "httpx.Client": Kind.HTTP,
    "httpx.AsyncClient": Kind.AIO_HTTP,
    "aiohttp.ClientSession": Kind.AIO_SESSION,
    "google.generativeai.GenerativeModel": Kind.OLD_MODEL,
    "google.generativeai.generative_models.GenerativeModel": Kind.OLD_MODEL,
    "google.generativeai.ChatSession": Kind.OLD_CHAT,
    "PIL.Image.open": Kind.PICTURE,
    "PIL.Image.new": Kind.PICTURE,
    "PIL.Image.fromarray": Kind.PICTURE,
}
"""Qualified name of a class -> kind of its instances."""

ANNOTATIONS: dict[str, Kind] = {
    **CONSTRUCTORS,
    "google.genai.models.Models": Kind.MODELS,
    "google.genai.models.AsyncModels": Kind.AIO_MODELS,
    "google.genai.chats.Chat": Kind.CHAT,
    "google.genai.chats.AsyncChat": Kind.AIO_CHAT,
    "google.genai.types.GenerateContentResponse": Kind.RESPONSE,
    "google.genai.types.Candidate": Kind.CANDIDATE,
    "google.genai.interactions.Interaction": Kind.INTERACTION,
    "google.genai.interactions.StepDelta": Kind.EVENT,
    "PIL.Image.Image": Kind.PICTURE,
    "google.genai.types.PIL_Image": Kind.PICTURE,
}
"""Qualified name of a class -> kind of a parameter that is annotated with it."""
