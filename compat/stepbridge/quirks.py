"""What users met on the live services and schemas do not say, and what stepbridge does about it.

Data only. ``docs/quirks.md`` is written from this table, and each row has a test of its own.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple


class Decision(StrEnum):
    """What stepbridge does: see ``Quirk.how``."""

    CARRIED = "carried"
    APPROXIMATED = "approximated"
    REFUSED = "refused"
    FALLBACK = "falls back"
    PASSED = "passes through"
    OPTION = "option"


class Quirk(NamedTuple):
    """One of them. ``fields`` are symbols of the field map that say what users notice of it;
    ``seen`` is the public report it is known by."""

    number: int
    what: str
    decision: Decision
    how: str
    fields: tuple[str, ...] = ()
    seen: str = ""


_D = Decision
_CONFIG = "GenerateContentConfig."

QUIRKS: Final = (
    Quirk(1, "Calls need an id and results a call_id; generateContent histories often have none.",
          _D.CARRIED, "Ids follow from the place in the conversation; results are paired by id, "
          "then by name and order.", ("FunctionCall.id", "FunctionResponse.id"),
          "google/adk-python#4381"),
    Quirk(2, "Gemini 3 refuses a replayed call without its thought signature, without saying why.",
          _D.CARRIED, "Signatures travel as thoughtSignature and are always replayed; a history "
          "that has lost them falls back to generateContent.", ("Part.thought_signature",),
          "google/adk-python#5168"),
    Quirk(3, "The signature comes on the thought step, not on the call it belongs to.",
          _D.CARRIED, "It is kept until the next part and put there; on replay it becomes a "
          "thought step again.", ("Part.thought_signature", "step.thought"), "vercel/ai fixtures"),
    Quirk(4, "Of parallel calls only the first is signed; copies on the others do harm.",
          _D.APPROXIMATED, "A signature is sent once a turn; copies are left out with a note.",
          ("Part.thought_signature",), "BerriAI/litellm#37541"),
    Quirk(5, "Calls made by another model have no signature; a documented placeholder is accepted.",
          _D.OPTION, "STEPBRIDGE_SIGN_FOREIGN_CALLS puts it in front of the first call of a turn; "
          "off by default.", ("Part.thought_signature",), "earendil-works/pi#2172"),
    Quirk(6, "A thought with a summary and an empty signature cannot be replayed.",
          _D.APPROXIMATED, "Unsigned thoughts are left out of the request with a note; summaries "
          "are asked for only with includeThoughts.", ("Part.thought",),
          "googleapis/js-genai#1735"),
    Quirk(7, "An empty `required` list in a tool's schema is refused.",
          _D.CARRIED, "Empty lists are dropped at every depth: they say nothing.",
          ("schema.required",), "earendil-works/pi#2173"),
    Quirk(8, "Some models refuse length and range keywords in response_format.",
          _D.FALLBACK, "A table by model family: there they are lost fields, so that by default "
          "the request goes to generateContent, as it does after a 400 of another model.",
          ("schema.maxLength", "schema.minLength"),
          "linxule/openinterviewer#21"),
    Quirk(9, "A list as a function's result is read as content blocks.",
          _D.CARRIED, "A result is sent as a JSON string.", ("FunctionResponse.response",),
          "withceleste/celeste-python#327"),
    Quirk(10, "Content blocks as a result are refused by the 2.5 family.",
          _D.CARRIED, "Blocks are sent only for media; a refusal falls back.",
          ("FunctionResponse.parts",), "withceleste/celeste-python#327"),
    Quirk(11, "Some models want a tool setting that Interactions lacks, for built-in tools beside "
          "functions.", _D.FALLBACK, "That 400 sends the request to generateContent.",
          ("ToolConfig.include_server_side_tool_invocations",), "googleapis/python-genai#2761"),
    Quirk(12, "A tool choice without function tools is refused.",
          _D.APPROXIMATED, "It is left out with a note: there is nothing to choose from.",
          ("FunctionCallingConfig.mode",), "vercel/ai"),
    Quirk(13, "Forced functions are named under tool_choice.allowed_tools, in lower case.",
          _D.CARRIED, "functionCallingConfig is translated so.",
          ("FunctionCallingConfig.allowed_function_names", "FunctionCallingConfig.mode"),
          "withceleste/celeste-python"),
    Quirk(14, "Penalties are refused as unknown parameters; top_k is accepted, though not in the "
          "schema.", _D.REFUSED, "Penalties are lost fields. top_k is one too, unless "
          "STEPBRIDGE_TOP_K allows it.", (_CONFIG + "presence_penalty",
          _CONFIG + "frequency_penalty", _CONFIG + "top_k"), "vercel/ai#17937"),
    Quirk(15, "There is no thinking budget, and models take different levels.",
          _D.APPROXIMATED, "A table by model family turns a budget into a level, with a note.",
          ("ThinkingConfig.thinking_budget",), "withceleste/celeste-python#323"),
    Quirk(16, "audio/mp4 is refused; the name is audio/m4a.",
          _D.APPROXIMATED, "Renamed with a note.", ("Blob.mime_type", "FileData.mime_type"),
          "withceleste/celeste-python#328"),
    Quirk(17, "Documents are PDF, CSV and office files; plain text has no inline form.",
          _D.APPROXIMATED, "Inline text becomes a text item with a note, a text file by URI a "
          "document; a type without a place is refused.", ("Blob.mime_type",), "vercel/ai#17054"),
    Quirk(18, "An audio response_format must not name a MIME type.",
          _D.CARRIED, "Audio is asked for without one; an answer in WAV is "
          "told as raw PCM, as generateContent gives it.", (_CONFIG + "response_modalities",),
          "withceleste/celeste-python#329"),
    Quirk(19, "Enum values are lower case and without prefix.",
          _D.CARRIED, "Values are translated by table; numbers of protobuf enums are read too.",
          ("ThinkingConfig.thinking_level", _CONFIG + "safety_settings"), "SDK 3.4"),
    Quirk(20, "With store: false an answer's id is empty.",
          _D.CARRIED, "responseId is made up, one for all chunks of an answer.",
          ("GenerateContentResponse.response_id",), "vercel/ai fixtures"),
    Quirk(21, "Going on after a turn with built-in tools by previous_interaction_id gave 501.",
          _D.FALLBACK, "History is replayed by default; with STEPBRIDGE_STATE=server a refusal of "
          "the id sends everything again.", ("interaction.previous_interaction_id",),
          "googleapis/js-genai#1694"),
    Quirk(22, "store defaults to true; tools and instructions are not inherited.",
          _D.CARRIED, "store: false is always sent, unless the server is to keep conversations; "
          "then tools, instructions and settings go with every request.", (_CONFIG + "store",),
          "ai.google.dev"),
    Quirk(23, "Arguments of a streamed call come as pieces of a string after an empty object.",
          _D.CARRIED, "They are joined by step index, and the call is told whole.",
          ("delta.arguments_delta",), "vercel/ai fixtures"),
    Quirk(24, "Parallel calls arrive interleaved.",
          _D.CARRIED, "Events go to the step of their index; order is that of the whole answer.",
          ("event.step.delta",), "google/adk-python#6832"),
    Quirk(25, "Annotations and search steps come whole in deltas, offsets in bytes.",
          _D.CARRIED, "They become groundingMetadata with byte offsets, as generateContent has.",
          ("delta.text_annotation_delta", "delta.google_search_result"),
          "withceleste/celeste-python#323"),
    Quirk(26, "step.start may hold content already.",
          _D.CARRIED, "It is read like a delta.", ("event.step.start",), "vercel/ai"),
    Quirk(27, "There are more statuses than finish reasons, and completed occurs beside a call.",
          _D.APPROXIMATED, "completed and requires_action are STOP, incomplete is "
          "MAX_TOKENS, budget_exceeded OTHER with the status as finishMessage; failed is an error, "
          "or the block that it names.", ("interaction.status", "FinishReason.MAX_TOKENS"),
          "SDK 3.4"),
    Quirk(28, "An answer may stop at a decode limit and wait to be continued.",
          _D.CARRIED, "It is continued to its end; usage is summed.",
          ("FinishReason.CONTINUATION",), "SDK 3.4"),
    Quirk(29, "Usage has other names, and comes in the last event only.",
          _D.CARRIED, "All counts are translated and stand on the last chunk.",
          ("GenerateContentResponse.usage_metadata",), "vercel/ai fixtures"),
    Quirk(30, "Errors have a string code and no status.",
          _D.CARRIED, "They get the number and the status that generateContent would give.",
          ("error.APIError.code", "error.APIError.status"), "googleapis/js-genai#1735"),
    Quirk(31, "The Api-Revision header was needed once, and is not any more.",
          _D.OPTION, "Not sent, and a caller's own is dropped; STEPBRIDGE_API_REVISION sends one. "
          "A refusal that speaks of the old schema falls back.",
          (), "vercel/ai#16214"),
    Quirk(32, "/v1/interactions serves stable models only.",
          _D.CARRIED, "v1beta is called whatever version the caller's path names.",
          ("HttpOptions.api_version",), "withceleste/celeste-python"),
    Quirk(33, "A base URL that ends in a slash or a version made paths with //.",
          _D.CARRIED, "Paths with doubled slashes are recognised and tidied.",
          ("HttpOptions.base_url",), "earendil-works/pi#2172"),
    Quirk(34, "Editing a picture starts from nothing when the model's own picture is not replayed.",
          _D.CARRIED, "A model's media is replayed as model_output.", ("Part.inline_data",),
          "vercel/ai#15071"),
    Quirk(35, "A video comes as one delta with all of its base64.",
          _D.CARRIED, "It becomes one part, its data unread.", ("delta.video",), "vercel/ai#16526"),
    Quirk(36, "Background runs are refused for models, settings for agents.",
          _D.REFUSED, "generateContent knows neither: nothing of the kind is sent, and an unknown "
          "field that asks for it is refused.", ("interaction.background", "interaction.agent"),
          "vercel/ai#15139"),
    Quirk(37, "A replay without the steps of server tools is accepted.",
          _D.CARRIED, "Steps that a legacy answer does not show are not replayed; code and its "
          "results are.", ("step.google_search_call", "Part.executable_code"),
          "withceleste/celeste-python#323"),
    Quirk(38, "Not every model is on Interactions, and other calls are not at all.",
          _D.FALLBACK, "A refusal that says so sends the request to generateContent; other calls "
          "pass through.", ("Models.generate_content.model",), "pydantic/pydantic-ai#6192"),
    Quirk(39, "A blocked prompt is an answer with promptFeedback on generateContent, an error on "
          "Interactions.", _D.CARRIED, "The error becomes that answer, also in a stream; a failed "
          "interaction that counts tokens of the model ends with a finish reason.",
          ("GenerateContentResponse.prompt_feedback", "error.blocked"), "vercel/ai#19758"),
    Quirk(40, "Explicit caches are documented as missing.",
          _D.REFUSED, "cachedContent is a lost field: by default the request goes to "
          "generateContent.", (_CONFIG + "cached_content",), "ai.google.dev"),
)  # fmt: skip
