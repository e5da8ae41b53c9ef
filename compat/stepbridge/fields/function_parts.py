"""Function calls and results, code execution and tool use inside contents."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_PART = "contents[].parts[]"
_UNSPECIFIED = "Means nothing in particular; leave it out."
_LIVE = "Belongs to the Live API; Interactions has no such field."
_ARGUMENTS = "Arguments are streamed as fragments of a JSON string: arguments_delta events."
_ITEM = "steps[function_result].result[image]"

# fmt: off
TABLES = (
    Table("FunctionCall", Surface.CONTENT, f"{_PART}.functionCall.*",
          f"{_PART}.function_call.*", "google.genai.types.FunctionCall", (
        (1230, "id", "steps[function_call].id", "default changed exact sdk",
         "Optional before, required now. A history without ids gets made-up ids, the same in "
         "call and result."),
        (1231, "args", "steps[function_call].arguments", "renamed exact sdk",
         "Renamed to arguments: an object, {} when there are none."),
        (1232, "name", "steps[function_call].name", "unchanged exact sdk", "Same name."),
        (1233, "partial_args", "event[step.delta].delta[arguments_delta].arguments",
         "reshaped approximate sdk", _ARGUMENTS),
        (1234, "will_continue", None, "dropped approximate sdk",
         "A call is complete when step.stop arrives for its index."),
    )),
    Table("PartialArg", Surface.CONTENT, f"{_PART}.functionCall.partialArgs[].*",
          f"{_PART}.function_call.partial_args[].*", "google.genai.types.PartialArg", (
        (1235, "bool_value", None, "reshaped approximate sdk", _ARGUMENTS),
        (1236, "json_path", None, "dropped approximate sdk", _ARGUMENTS),
        (1237, "null_value", None, "reshaped approximate sdk", _ARGUMENTS),
        (1238, "number_value", None, "reshaped approximate sdk", _ARGUMENTS),
        (1239, "string_value", None, "reshaped approximate sdk", _ARGUMENTS),
        (1240, "will_continue", None, "dropped approximate sdk", _ARGUMENTS),
    )),
    Table("FunctionResponse", Surface.CONTENT, f"{_PART}.functionResponse.*",
          f"{_PART}.function_response.*", "google.genai.types.FunctionResponse", (
        (1241, "will_continue", None, "dropped lost sdk", _LIVE),
        (1242, "scheduling", None, "dropped lost sdk", _LIVE),
        (1243, "parts", _ITEM, "reshaped approximate sdk",
         "Media of a result become items of the result list. Gemini 3 and later only; 2.5 "
         "answers 400."),
        (1244, "id", "steps[function_result].call_id", "renamed exact sdk",
         "Renamed to call_id and required. Without an id, or with one that no call has, results "
         "are paired with the calls of their function in order."),
        (1245, "name", "steps[function_result].name", "unchanged exact sdk",
         "Same name; optional now, send it all the same."),
        (1246, "response", "steps[function_result].result", "reshaped exact reported",
         "Send it as a JSON string: json.dumps(result). A list is read as content items, which "
         "Gemini 2.5 refuses."),
        (1247, "from_mcp_response", "steps[function_result].result", "reshaped approximate sdk",
         "Write the result of the MCP call as a JSON string.", "",
         "types.FunctionResponse.from_mcp_response(...)"),
    )),
    Table("FunctionResponseScheduling", Surface.CONTENT, f"{_PART}.functionResponse.scheduling = *",
          "types.FunctionResponseScheduling.*", "google.genai.types.FunctionResponseScheduling", (
        (1248, "SCHEDULING_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (1249, "SILENT", None, "dropped lost sdk", _LIVE),
        (1250, "WHEN_IDLE", None, "dropped lost sdk", _LIVE),
        (1251, "INTERRUPT", None, "dropped lost sdk", _LIVE),
    )),
    Table("FunctionResponsePart", Surface.CONTENT, f"{_PART}.functionResponse.parts[].*",
          f"{_PART}.function_response.parts[].*", "google.genai.types.FunctionResponsePart", (
        (1252, "inline_data", f"{_ITEM}.data", "reshaped exact sdk",
         "An item of the result list, typed by its mime type."),
        (1253, "file_data", f"{_ITEM}.uri", "reshaped exact sdk",
         "An item of the result list with uri."),
        (1254, "media_processing", "steps[function_result].result[video].processing",
         "reshaped exact sdk", "processing on the item."),
        (1255, "media_resolution", f"{_ITEM}.resolution", "reshaped approximate sdk",
         "resolution on the item."),
        (1256, "video_metadata", "steps[function_result].result[video].processing",
         "reshaped exact sdk", "processing on the item."),
        (1257, "document_metadata", "steps[function_result].result[document].processing",
         "reshaped exact sdk", "processing on the item."),
        (1258, "spreadsheet_metadata", "steps[function_result].result[document].processing",
         "reshaped exact sdk", "processing on the item."),
        (1259, "audio_metadata", "steps[function_result].result[audio].processing",
         "reshaped exact sdk", "processing on the item."),
        (1260, "from_bytes", f"{_ITEM}.data", "reshaped exact sdk",
         "Write the item as a dict with base64 text.", "",
         "types.FunctionResponsePart.from_bytes(...)"),
        (1261, "from_uri", f"{_ITEM}.uri", "reshaped exact sdk",
         "Write the item as a dict with uri.", "", "types.FunctionResponsePart.from_uri(...)"),
    )),
    Table("FunctionResponseBlob", Surface.CONTENT, f"{_PART}.functionResponse.parts[].inlineData.*",
          f"{_PART}.function_response.parts[].inline_data.*",
          "google.genai.types.FunctionResponseBlob", (
        (1262, "mime_type", f"{_ITEM}.mime_type", "unchanged exact sdk", "Same value."),
        (1263, "data", f"{_ITEM}.data", "renamed exact sdk", "base64 text."),
        (1264, "display_name", None, "dropped lost sdk",
         "Items have no display name; a name that tells no medium from another is not missed."),
    )),
    Table("FunctionResponseFileData", Surface.CONTENT,
          f"{_PART}.functionResponse.parts[].fileData.*",
          f"{_PART}.function_response.parts[].file_data.*",
          "google.genai.types.FunctionResponseFileData", (
        (1265, "file_uri", f"{_ITEM}.uri", "renamed exact sdk", "Renamed to uri."),
        (1266, "mime_type", f"{_ITEM}.mime_type", "unchanged exact sdk", "Same value."),
        (1267, "display_name", None, "dropped lost sdk",
         "Items have no display name; a name that tells no medium from another is not missed."),
    )),
    Table("ExecutableCode", Surface.CONTENT, f"{_PART}.executableCode.*",
          f"{_PART}.executable_code.*", "google.genai.types.ExecutableCode", (
        (1270, "code", "steps[code_execution_call].arguments.code", "moved exact sdk",
         "Same text, inside arguments."),
        (1271, "language", "steps[code_execution_call].arguments.language", "moved exact sdk",
         "Lower case, inside arguments; bash exists too."),
        (1272, "id", "steps[code_execution_call].id", "default changed exact sdk",
         "Required now; its result says the same in call_id."),
    )),
    Table("Language", Surface.CONTENT, f"{_PART}.executableCode.language = *",
          "types.Language.*", "google.genai.types.Language", (
        (1273, "LANGUAGE_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (1274, "PYTHON", 'steps[code_execution_call].arguments.language = "python"',
         "renamed exact sdk", "Lower case."),
    )),
    Table("CodeExecutionResult", Surface.CONTENT, f"{_PART}.codeExecutionResult.*",
          f"{_PART}.code_execution_result.*", "google.genai.types.CodeExecutionResult", (
        (1275, "outcome", "steps[code_execution_result].is_error", "reshaped approximate sdk",
         "Only whether it failed: a time-out cannot be told from another failure."),
        (1276, "output", "steps[code_execution_result].result", "renamed exact sdk",
         "Renamed to result: a string or a list of content items."),
        (1277, "id", "steps[code_execution_result].call_id", "renamed exact sdk",
         "Renamed to call_id and required."),
    )),
    Table("Outcome", Surface.CONTENT, f"{_PART}.codeExecutionResult.outcome = *",
          "types.Outcome.*", "google.genai.types.Outcome", (
        (1278, "OUTCOME_UNSPECIFIED", None, "dropped exact sdk", _UNSPECIFIED),
        (1279, "OUTCOME_OK", "steps[code_execution_result].is_error = false",
         "reshaped exact sdk", "is_error is false or missing."),
        (1280, "OUTCOME_FAILED", "steps[code_execution_result].is_error = true",
         "reshaped approximate inferred", "is_error is true."),
        (1281, "OUTCOME_DEADLINE_EXCEEDED", "steps[code_execution_result].is_error = true",
         "reshaped approximate inferred",
         "is_error is true, as for any other failure; answers never say DEADLINE_EXCEEDED again."),
    )),
    Table("ToolCall", Surface.CONTENT, f"{_PART}.toolCall.*", f"{_PART}.tool_call.*",
          "google.genai.types.ToolCall", (
        (1282, "id", "steps[google_search_call].id", "moved exact sdk",
         "The id of the tool's own call step."),
        (1283, "tool_type", "steps[].type", "reshaped exact inferred",
         "Decides the type of the step, e.g. google_search_call."),
        (1284, "args", "steps[google_search_call].arguments", "renamed approximate inferred",
         "Renamed to arguments; file search and media processing calls have none."),
    )),
    Table("ToolResponse", Surface.CONTENT, f"{_PART}.toolResponse.*", f"{_PART}.tool_response.*",
          "google.genai.types.ToolResponse", (
        (1285, "id", "steps[google_search_result].call_id", "renamed exact sdk",
         "Renamed to call_id."),
        (1286, "tool_type", "steps[].type", "reshaped exact inferred",
         "Decides the type of the step, e.g. google_search_result."),
        (1287, "response", "steps[google_search_result].result",
         "renamed approximate inferred",
         "Renamed to result: a list of typed entries; file search and media processing results "
         "have no body."),
    )),
    Table("ToolType", Surface.CONTENT, f"{_PART}.toolCall.toolType = *", "types.ToolType.*",
          "google.genai.types.ToolType", (
        (1288, "TOOL_TYPE_UNSPECIFIED", None, "dropped lost sdk",
         "Which step it should be cannot be told."),
        (1289, "GOOGLE_SEARCH_WEB", 'steps[google_search_call].search_type = "web_search"',
         "reshaped exact inferred", "A google_search_call step."),
        (1290, "GOOGLE_SEARCH_IMAGE", 'steps[google_search_call].search_type = "image_search"',
         "reshaped exact inferred", "A google_search_call step."),
        (1291, "URL_CONTEXT", "steps[url_context_call]", "reshaped exact inferred",
         "A url_context_call step."),
        (1292, "GOOGLE_MAPS", "steps[google_maps_call]", "reshaped exact inferred",
         "A google_maps_call step."),
        (1293, "FILE_SEARCH", "steps[file_search_call]", "reshaped approximate inferred",
         "A file_search_call step, without arguments."),
        (1294, "MEDIA_PROCESSING", "steps[processing_call]", "reshaped approximate inferred",
         "A processing_call step, without arguments."),
    )),
)
