"""Settings of a request: the fields of ``GenerateContentConfig`` itself."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_SOURCE = "google.genai.types.GenerateContentConfig"

# fmt: off
TABLES = (
    Table("GenerateContentConfig", Surface.REQUEST, "*", "config.*", _SOURCE, (
        (100, "http_options", "timeout, extra_headers, extra_body, api_version",
         "reshaped approximate sdk",
         "Becomes keyword arguments of the call. Mind the unit: timeout is milliseconds here "
         "and seconds there. Base URL, retries and HTTP clients can only be set on the client.",
         ""),
        (101, "should_return_http_response", "client.interactions.with_raw_response.create",
         "reshaped approximate sdk",
         "Call with_raw_response.create(...) to see headers and raw body. An Interaction has no "
         "sdk_http_response attribute.", ""),
        (102, "system_instruction", "system_instruction", "reshaped exact sdk",
         "A plain string only: the text parts of a Content or a list are joined. It holds for "
         "one interaction and must be sent again on every chained call; media in it cannot be "
         "carried.",
         "systemInstruction"),
    )),
    Table("GenerateContentConfig", Surface.REQUEST, "generationConfig.*", "config.*", _SOURCE, (
        (103, "temperature", "generation_config.temperature", "moved exact sdk",
         "Same value inside generation_config. Marked deprecated: models from Gemini 3.6 Flash "
         "on accept and ignore it, and later ones are announced to refuse it."),
        (104, "top_p", "generation_config.top_p", "moved exact sdk",
         "Same value inside generation_config. Deprecated and without effect on newer models, "
         "like temperature."),
        (105, "top_k", None, "dropped lost reported",
         "The Interactions schema has no top_k. Some models were seen to accept it as an "
         "unknown key, so it is refused unless you allow it to pass through."),
        (106, "candidate_count", None, "dropped lost sdk",
         "One interaction gives one result. A count of 1 is the same as leaving it out and is "
         "carried exactly; more than 1 is refused: make several calls instead."),
        (107, "max_output_tokens", "generation_config.max_output_tokens", "moved exact sdk",
         "Same value inside generation_config. Thinking tokens count against it; reaching it "
         "shows as status incomplete."),
        (108, "stop_sequences", "generation_config.stop_sequences", "moved exact sdk",
         "Same list inside generation_config."),
        (109, "response_logprobs", None, "dropped lost sdk",
         "Interactions gives no log probabilities. False is the same as leaving it out; True is "
         "refused."),
        (110, "logprobs", None, "dropped lost sdk",
         "Interactions gives no log probabilities. Keep such calls on generateContent."),
        (111, "presence_penalty", None, "dropped lost reported",
         "The service answers 400 unknown parameter. Remove it, or keep the call on "
         "generateContent."),
        (112, "frequency_penalty", None, "dropped lost reported",
         "The service answers 400 unknown parameter. Remove it, or keep the call on "
         "generateContent."),
        (113, "seed", "generation_config.seed", "moved exact sdk",
         "Same integer inside generation_config."),
        (114, "response_mime_type", "response_format[text].mime_type", "reshaped exact sdk",
         "Becomes part of a text entry in response_format. application/json and text/plain "
         "exist; text/x.enum becomes a JSON schema with enum, whose answer is a quoted JSON "
         "string."),
        (115, "response_schema", "response_format[text].schema", "reshaped exact sdk",
         "Becomes a plain JSON Schema next to the mime type. Classes are not accepted: pass "
         "Model.model_json_schema(), or TypeAdapter(...).json_schema() for lists and unions; "
         "nothing is parsed for you."),
        (116, "response_json_schema", "response_format[text].schema", "moved exact sdk",
         "The JSON Schema moves unchanged into response_format. min/maxLength and a few other "
         "keywords are accepted but not enforced."),
        (117, "routing_config", None, "dropped lost sdk",
         "Vertex-only model routing; Interactions has no such field. Name the model you want."),
        (118, "model_selection_config", None, "dropped lost sdk",
         "Vertex-only; Interactions has no such field. Name the model you want.",
         "generationConfig.modelConfig"),
    )),
    Table("GenerateContentConfig", Surface.REQUEST, "*", "config.*", _SOURCE, (
        (119, "safety_settings", "safety_settings", "reshaped exact sdk",
         "Stays at the top level, but each entry says type instead of category and all values "
         "are lower case without prefix. The v1 endpoint was reported without it; v1beta has "
         "it."),
        (120, "tools", "tools", "reshaped exact sdk",
         "A flat list in which each entry has a type; one Tool with three declarations becomes "
         "three entries. Python functions and MCP sessions are not accepted: declare functions "
         "and run them yourself."),
        (121, "tool_config", "generation_config.tool_choice", "reshaped approximate sdk",
         "The calling mode becomes generation_config.tool_choice, the location goes to the "
         "google_maps tool; the rest has no field."),
        (122, "labels", "labels", "moved exact sdk",
         "Same dictionary at the top level: at most 63 characters, lower case letters, digits, "
         "_ and -. Reported missing on the v1 endpoint."),
        (123, "cached_content", "cached_content", "dropped lost documented",
         "Explicit caches are documented as not available on Interactions (the SDK field is "
         "deprecated); implicit caching works by itself. Keep such calls on generateContent."),
    )),
    Table("GenerateContentConfig", Surface.REQUEST, "generationConfig.*", "config.*", _SOURCE, (
        (124, "response_modalities", "response_format", "reshaped exact sdk",
         "Each modality becomes an entry of response_format: {'type': 'image'}, {'type': "
         "'audio'}, {'type': 'text'}. The old list still exists in the SDK, deprecated and in "
         "lower case."),
        (125, "media_resolution", "steps[user_input].content[image].resolution",
         "reshaped approximate sdk",
         "There is no global setting: resolution is written on every image, video and document "
         "item. Audio has none; documented for Gemini 3 and later."),
        (126, "speech_config", "generation_config.speech_config", "reshaped exact sdk",
         "Becomes a list of {voice, language, speaker}. A bare voice name becomes [{'voice': "
         "name}]."),
        (127, "audio_timestamp", None, "dropped lost sdk",
         "Vertex-only; Interactions has no such field. Ask for timestamps in the prompt or use "
         "a transcription model."),
    )),
    Table("GenerateContentConfig", Surface.REQUEST, "", "config.*", _SOURCE, (
        (128, "automatic_function_calling", None, "dropped approximate documented",
         "Interactions does not run functions for you: loop over function_call steps and send "
         "function_result steps. Under the shim the SDK keeps its own loop; rewritten code uses "
         "stepbridge.run_tools or an explicit loop."),
    )),
    Table("GenerateContentConfig", Surface.REQUEST, "generationConfig.*", "config.*", _SOURCE, (
        (129, "thinking_config",
         "generation_config.thinking_level, generation_config.thinking_summaries",
         "reshaped approximate sdk",
         "Level and summaries become two plain fields of generation_config; a token budget has "
         "no field and is turned into a level."),
        (130, "image_config", "response_format[image]", "moved exact sdk",
         "Aspect ratio and size move to an image entry of response_format. The default picture "
         "is a JPEG: do not assume .png."),
        (131, "enable_enhanced_civic_answers", None, "dropped lost sdk",
         "Interactions has no such field."),
    )),
    Table("GenerateContentConfig", Surface.REQUEST, "*", "config.*", _SOURCE, (
        (132, "model_armor_config", None, "dropped lost sdk",
         "Vertex-only; Interactions has no such field. It is a safeguard, so do not drop it "
         "without thought."),
        (133, "service_tier", "service_tier", "moved exact sdk",
         "Same values at the top level, plus deferred; leave out unspecified. The answer "
         "repeats it in its body, not in a header."),
        (134, "audio_transcription_config", "generation_config.transcription_config",
         "reshaped approximate sdk",
         "Becomes generation_config.transcription_config, where word times and speakers are "
         "options of the mode.",
         "generationConfig.audioTranscriptionConfig"),
        (135, "continuation_token", "continuation_token", "moved exact sdk",
         "Same token as a string at the top level; the SDK takes bytes on the legacy side."),
        (136, "automatic_continuation", "automatic_continuation", "unchanged exact sdk",
         "An argument of interactions.create, on by default, known to the SDK only: REST "
         "clients loop over requires_continuation themselves.", ""),
        (137, "generation_output_config", "response_format[video].gcs_uri",
         "reshaped approximate sdk",
         "Only video answers can be written to a Cloud Storage URI; for other media there is no "
         "field. Vertex-only in generateContent.",
         "outputConfig"),
        (138, "store", "store", "default changed approximate documented",
         "Same word, other meaning: it was a per-request switch for logging; on Interactions it "
         "keeps the whole conversation on the server and is on by default. Migrated calls say "
         "store=False."),
    )),
    Table("", Surface.REQUEST, "*", "*", "this map", (
        (199, "unknown", None, "dropped lost inferred",
         "This field is not in the map, so nobody knows what would become of it. It is refused "
         "rather than ignored; update stepbridge, or remove the field.",
         "(any field the map does not know)", "(any field the map does not know)"),
    )),
)
