"""Answers: the response object, its candidates and what the SDK adds to them."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_STAGE = "No word on a model's stage or retirement."
_LOGPROBS = "Interactions gives no log probabilities."

# fmt: off
TABLES = (
    Table("GenerateContentResponse", Surface.RESPONSE, "*", "response.*",
          "google.genai.types.GenerateContentResponse", (
        (400, "sdk_http_response", "client.interactions.with_raw_response.create",
         "reshaped approximate sdk",
         "An Interaction does not carry headers; call with_raw_response.create(...) where you "
         "need them.", ""),
        (401, "candidates", "steps", "reshaped exact sdk",
         "There is one result and no list of candidates: its steps take the place of "
         "candidates[0].content.parts. A thought is a step too, also where it is not shown: ask "
         "output_text where an answer may be empty."),
        (402, "create_time", "created", "renamed exact sdk",
         "Renamed to created: a string in ISO 8601, not a datetime."),
        (403, "model_version", "model", "renamed approximate recorded",
         "The model id that was asked for, not the exact version that answered."),
        (404, "prompt_feedback", None, "dropped approximate documented",
         "A blocked prompt is an error: an exception, an error event, or status failed with "
         "errors. The shim makes promptFeedback from it."),
        (405, "response_id", "id", "renamed approximate reported",
         "Renamed to id, in another number space; empty with store=False. The shim makes one up "
         "then."),
        (406, "usage_metadata", "usage", "renamed exact sdk",
         "Renamed to usage, and its counters have other names."),
        (407, "model_status", None, "dropped lost sdk", _STAGE),
        (408, "automatic_function_calling_history", None, "dropped lost sdk",
         "There is no automatic function calling; the steps you send and get are the history.", ""),
        (409, "parsed", None, "dropped exact sdk",
         "Nothing is parsed for you: Model.model_validate_json(text). Catch ValidationError "
         "where parsed was None before.", ""),
    )),
    Table("GenerateContentResponse", Surface.RESPONSE, "", "response.*",
          "google.genai.types.GenerateContentResponse", (
        (410, "text", "output_text", "renamed approximate probe",
         "output_text is the last run of text: text before a picture or a search step is "
         "missing, and no text is '' instead of None. To get all of it, join the text items of "
         "every model_output step."),
        (411, "function_calls", "steps[function_call]", "reshaped exact sdk",
         "[s for s in interaction.steps if s.type == 'function_call']; an empty list instead of "
         "None, arguments instead of args."),
        (412, "executable_code", "steps[code_execution_call].arguments.code", "reshaped exact sdk",
         "Take it from the code_execution_call step."),
        (413, "code_execution_result", "steps[code_execution_result].result",
         "reshaped exact sdk", "Take it from the code_execution_result step."),
        (414, "parts", "steps", "reshaped exact sdk",
         "Loop over steps, and over content in model_output steps. A thought is a step too, also "
         "where it is not shown: ask output_text where an answer may be empty."),
        (415, "initial_prompt_token_count", "usage.initial_input_tokens", "renamed exact sdk",
         "Prompt tokens of the first hop when an answer was continued."),
        (416, "model_dump", None, "reshaped lost sdk",
         "Gives the fields of an Interaction: code that reads the dict needs the same changes "
         "as code that reads attributes."),
    )),
    Table("Candidate", Surface.RESPONSE, "candidates[].*", "response.candidates[0].*",
          "google.genai.types.Candidate", (
        (420, "content", "steps", "reshaped exact sdk",
         "No content object: steps. To send a turn back, add interaction.steps to the history "
         "as they are."),
        (421, "citation_metadata", None, "dropped lost sdk",
         "No recitation citations; sources of grounding are annotations on the text."),
        (422, "finish_message", "errors[].message", "reshaped approximate inferred",
         "Only an error has a message."),
        (423, "token_count", "usage.total_output_tokens", "moved exact sdk",
         "One result, so the usage of the interaction says it."),
        (424, "finish_reason", "status", "reshaped approximate sdk",
         "Read status: completed, incomplete (token limit), requires_action (function calls), "
         "failed. Reasons for a block are error codes."),
        (425, "grounding_metadata", "steps[model_output].content[text].annotations",
         "reshaped approximate sdk",
         "Sources are annotations on the text, queries and suggestions are google_search steps. "
         "The shim builds groundingMetadata back from them."),
        (426, "avg_logprobs", None, "dropped lost sdk", _LOGPROBS),
        (427, "index", None, "dropped exact sdk", "Always 0: there is one result."),
        (428, "logprobs_result", None, "dropped lost sdk", _LOGPROBS),
        (429, "safety_ratings", None, "dropped lost sdk",
         "Answers carry no ratings; a block is an error."),
        (430, "url_context_metadata", "steps[url_context_result].result", "reshaped exact sdk",
         "Take url and status from the url_context_result step."),
        (431, "continuation_token", "continuation_token", "moved exact sdk",
         "On the interaction, as a string."),
    )),
    Table("Candidate", Surface.RESPONSE, "candidates[].content.*",
          "response.candidates[0].content.*", "google.genai.types.Content", (
        (432, "content.parts", "steps", "reshaped exact sdk",
         "Loop over steps, and over content in model_output steps. The first step is often a "
         "thought, so steps[0] is not parts[0]."),
        (433, "content.role", "steps[].type", "reshaped exact sdk",
         "Always the model; the type of a step says what it is."),
    )),
    Table("HttpResponse", Surface.RESPONSE, "", "response.sdk_http_response.*",
          "google.genai.types.HttpResponse", (
        (434, "headers", "client.interactions.with_raw_response.create",
         "reshaped approximate sdk", "On the raw response."),
        (435, "body", "client.interactions.with_raw_response.create", "reshaped approximate sdk",
         "On the raw response."),
    )),
    Table("GenerateContentResponsePromptFeedback", Surface.RESPONSE, "promptFeedback.*",
          "response.prompt_feedback.*",
         "google.genai.types.GenerateContentResponsePromptFeedback", (
        (436, "block_reason", "errors[].code", "reshaped approximate documented",
         "The error's code says why: safety, recitation, prohibited_content, content_blocked."),
        (437, "block_reason_message", "errors[].message", "reshaped approximate documented",
         "The error's message."),
        (438, "safety_ratings", None, "dropped lost sdk", "Answers carry no ratings."),
    )),
    Table("ModelStatus", Surface.RESPONSE, "modelStatus.*", "response.model_status.*",
          "google.genai.types.ModelStatus", (
        (439, "message", None, "dropped lost sdk", _STAGE),
        (440, "model_stage", None, "dropped lost sdk", _STAGE),
        (441, "retirement_time", None, "dropped lost sdk",
         _STAGE),
    )),
    Table("ModelStage", Surface.RESPONSE, "modelStatus.modelStage = *", "types.ModelStage.*",
          "google.genai.types.ModelStage", (
        (442, "MODEL_STAGE_UNSPECIFIED", None, "dropped lost sdk", _STAGE),
        (443, "UNSTABLE_EXPERIMENTAL", None, "dropped lost sdk", _STAGE),
        (444, "EXPERIMENTAL", None, "dropped lost sdk", _STAGE),
        (445, "PREVIEW", None, "dropped lost sdk", _STAGE),
        (446, "STABLE", None, "dropped lost sdk", _STAGE),
        (447, "LEGACY", None, "dropped lost sdk", _STAGE),
        (448, "DEPRECATED", None, "dropped lost sdk", _STAGE),
        (449, "RETIRED", None, "dropped lost sdk", _STAGE),
    )),
    Table("LogprobsResult", Surface.RESPONSE, "candidates[].logprobsResult.*",
          "response.candidates[0].logprobs_result.*", "google.genai.types.LogprobsResult", (
        (450, "chosen_candidates", None, "dropped lost sdk", _LOGPROBS),
        (451, "top_candidates", None, "dropped lost sdk", _LOGPROBS),
        (452, "log_probability_sum", None, "dropped lost sdk", _LOGPROBS),
    )),
    Table("LogprobsResultCandidate", Surface.RESPONSE,
          "candidates[].logprobsResult.chosenCandidates[].*",
          "response.candidates[0].logprobs_result.chosen_candidates[].*",
          "google.genai.types.LogprobsResultCandidate", (
        (453, "log_probability", None, "dropped lost sdk", _LOGPROBS),
        (454, "token", None, "dropped lost sdk", _LOGPROBS),
        (455, "token_id", None, "dropped lost sdk", _LOGPROBS),
    )),
    Table("LogprobsResultTopCandidates", Surface.RESPONSE,
          "candidates[].logprobsResult.topCandidates[].*",
          "response.candidates[0].logprobs_result.top_candidates[].*",
          "google.genai.types.LogprobsResultTopCandidates", (
        (456, "candidates", None, "dropped lost sdk", _LOGPROBS),
    )),
)
