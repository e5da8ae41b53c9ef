"""Contents and parts."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

# fmt: off
TABLES = (
    Table("Content", Surface.CONTENT, "contents[].*", "contents[].*",
          "google.genai.types.Content", (
        (200, "parts", "steps[user_input].content", "renamed exact sdk",
         "Text and media parts become the items of a step's content; every other kind of part "
         "becomes a step of its own, in the same order."),
        (201, "role", "steps[].type", "reshaped exact sdk",
         "There is no role: 'user' is a user_input step, 'model' a model_output step. A {role, "
         "parts} dict is rejected. A trailing model turn is refused by newer models."),
    )),
    Table("Part", Surface.CONTENT, "contents[].parts[].*", "contents[].parts[].*",
          "google.genai.types.Part", (
        (202, "text", "steps[user_input].content[text].text", "reshaped exact sdk",
         "{'type': 'text', 'text': ...}. In answers, text may be spread over several "
         "model_output steps."),
        (203, "inline_data", "steps[user_input].content[image].data", "reshaped exact sdk",
         "An item whose type (image, audio, video, document) follows from the mime type. data "
         "must be base64 text: the SDK does not encode bytes for you."),
        (204, "file_data", "steps[user_input].content[image].uri", "reshaped exact sdk",
         "The same item with uri instead of data. YouTube links are video items without a mime "
         "type."),
        (205, "function_call", "steps[function_call]", "reshaped exact sdk",
         "A step of its own {id, name, arguments}, not inside content; id is required."),
        (206, "function_response", "steps[function_result]", "reshaped exact sdk",
         "A top-level step {call_id, name, result}, not inside a user turn. Answer all calls of "
         "a batch in one request."),
        (207, "executable_code", "steps[code_execution_call]", "reshaped exact sdk",
         "A code_execution_call step with arguments {code, language}; id is required."),
        (208, "code_execution_result", "steps[code_execution_result]", "reshaped approximate sdk",
         "A code_execution_result step: output becomes result, and the outcome shrinks to "
         "is_error."),
        (209, "thought", "steps[thought]", "reshaped exact sdk",
         "A thought part becomes a thought step: its text is in summary, its signature in "
         "signature. Summaries come only with thinking_summaries 'auto'. Without a signature it "
         "cannot be sent back, and the shim leaves it out."),
        (210, "thought_signature", "steps[thought].signature", "reshaped exact sdk",
         "A base64 string on a thought step placed before the step it belongs to; the legacy "
         "SDK holds bytes. Send it back with every function call, or newer models answer 400. Of "
         "parallel calls only the first is signed; the shim sends a copy once."),
        (211, "video_metadata", "steps[user_input].content[video].processing", "reshaped exact sdk",
         "Becomes processing {'type': 'static', start_offset, end_offset, fps}. Offsets are "
         "strings such as '10s'; integers are refused."),
        (212, "media_resolution", "steps[user_input].content[image].resolution",
         "reshaped approximate sdk",
         "low, medium, high or ultra_high on image, video and document items; a token count has "
         "no field and audio has no resolution."),
        (213, "tool_call", "steps[]", "reshaped approximate inferred",
         "Becomes the step of that tool, e.g. google_search_call, chosen by tool_type."),
        (214, "tool_response", "steps[]", "reshaped approximate inferred",
         "Becomes the matching result step with call_id, e.g. google_search_result."),
        (215, "part_metadata", None, "dropped lost sdk",
         "Interactions has no place for metadata of your own on a part; keep it in your program."),
        (216, "audio_transcription", "steps[model_output].content[text].annotations[word_info]",
         "reshaped approximate sdk",
         "Comes as text with word_info annotations. Output only."),
        (217, "media_processing", "steps[user_input].content[video].processing",
         "reshaped exact sdk",
         "'static' or 'agentic' in lower case; agentic adds processing_call and "
         "processing_result steps."),
        (218, "speech_metadata", "steps[user_input].content[text].annotations[speech_metadata]",
         "reshaped exact sdk",
         "An annotation on the text item, with start_index and end_index."),
        (219, "document_metadata",
         "steps[user_input].content[document].processing[static].page_options",
         "reshaped exact sdk", "Becomes processing {'type': 'static', 'page_options': {...}}."),
        (220, "spreadsheet_metadata",
         "steps[user_input].content[document].processing[static].spreadsheet_options",
         "reshaped exact sdk",
         "Becomes processing {'type': 'static', 'spreadsheet_options': {...}}."),
        (221, "audio_metadata", "steps[user_input].content[audio].processing",
         "reshaped exact sdk", "Becomes processing {'type': 'static', start_offset, end_offset}."),
    )),
    Table("Part", Surface.CONTENT, "", "types.Part.*(...)", "google.genai.types.Part", (
        (222, "from_text", "steps[user_input].content[text]", "reshaped exact sdk",
         "Write the dict {'type': 'text', 'text': ...}; a Part object is rejected."),
        (223, "from_bytes", "steps[user_input].content[image].data", "reshaped exact sdk",
         "Write {'type': 'image', 'data': base64.b64encode(data).decode(), 'mime_type': ...}: "
         "raw bytes would be sent as text."),
        (224, "from_uri", "steps[user_input].content[image].uri", "reshaped exact sdk",
         "Write {'type': 'image', 'uri': ..., 'mime_type': ...}; type follows from the mime type."),
        (225, "from_function_call", "steps[function_call]", "reshaped exact sdk",
         "Write a function_call step with an id."),
        (226, "from_function_response", "steps[function_result]", "reshaped exact sdk",
         "Write a function_result step with the call_id of the call."),
        (227, "from_executable_code", "steps[code_execution_call]", "reshaped exact sdk",
         "Write a code_execution_call step with an id."),
        (228, "from_code_execution_result", "steps[code_execution_result]",
         "reshaped approximate sdk",
         "Write a code_execution_result step with call_id; the outcome becomes is_error."),
        (229, "as_image", "steps[model_output].content[image].data", "reshaped approximate sdk",
         "Decode data (base64) of the image item yourself, e.g. "
         "PIL.Image.open(BytesIO(b64decode(item.data)))."),
    )),
    Table("types", Surface.CONTENT, "", "*", "google.genai.types", (
        (230, "UserContent", "steps[user_input]", "reshaped exact sdk",
         "Write a user_input step.", "", "types.UserContent(...)"),
        (231, "ModelContent", "steps[model_output]", "reshaped exact sdk",
         "Write a model_output step.", "", "types.ModelContent(...)"),
    )),
    Table("contents", Surface.CONTENT, "contents", "contents = *",
          "google.genai.types.ContentListUnion", (
        (232, "str", "input", "renamed exact probe", "A plain string stays a plain string.",
         "contents", "contents = 'text'"),
        (233, "list", "input", "reshaped exact probe",
         "Content items only or steps only: a mixed list is rejected, and so is a list of bare "
         "strings. Each string becomes {'type': 'text', 'text': ...}.",
         "contents", "contents = ['text', part, ...]"),
        (234, "Image", "steps[user_input].content[image].data", "reshaped approximate probe",
         "A PIL image is saved to bytes and sent as base64 text with its mime type.",
         "contents[].parts[].inlineData", "contents = [PIL.Image, ...]"),
        (235, "File", "steps[user_input].content[image].uri", "reshaped exact probe",
         "An uploaded file is passed as {'type': ..., 'uri': file.uri, 'mime_type': "
         "file.mime_type}; the File object itself is rejected.",
         "contents[].parts[].fileData", "contents = [client.files.upload(...), ...]"),
        (236, "empty", None, "dropped lost reported",
         "An interaction needs input; empty contents are refused.",
         "contents", "contents = []"),
        (237, "prefill", "steps[model_output]", "reshaped approximate documented",
         "A history that ends with a model turn is refused (400) by gemini-3.6-flash and later, "
         "on both APIs.",
         "contents[-1].role = model", "contents = [..., Content(role='model')]"),
    )),
)
