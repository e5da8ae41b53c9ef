"""Why an answer ended, and why a prompt was blocked."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_ERROR = "The call ends in an error or in status failed; its code says why, as far as it is known."
_IMAGE = "A refused picture is an error or status failed; the particular reason is not told."
_NO_COUNTERPART = "No documented counterpart; expect status failed or an error 400."

# fmt: off
TABLES = (
    Table("FinishReason", Surface.RESPONSE, "candidates[].finishReason = *",
          "types.FinishReason.*", "google.genai.types.FinishReason", (
        (460, "FINISH_REASON_UNSPECIFIED", None, "dropped exact inferred", "Never said."),
        (461, "STOP", 'status = "completed"', "reshaped exact recorded",
         "completed; with open function calls requires_action."),
        (462, "MAX_TOKENS", 'status = "incomplete"', "reshaped exact sdk",
         "incomplete. Thinking counts against the limit, so there may be no text at all."),
        (463, "SAFETY", 'errors[].code = "safety"', "reshaped approximate documented",
         "An error with code safety or content_blocked, where generateContent answered 200 with "
         "this reason."),
        (464, "RECITATION", 'errors[].code = "recitation"', "reshaped approximate documented",
         "An error with code recitation."),
        (465, "LANGUAGE", 'status = "failed"', "reshaped approximate inferred", _ERROR),
        (466, "OTHER", 'status = "failed"', "reshaped approximate inferred",
         "failed, cancelled or budget_exceeded."),
        (467, "BLOCKLIST", 'errors[].code = "content_blocked"', "reshaped approximate inferred",
         _ERROR),
        (468, "PROHIBITED_CONTENT", 'errors[].code = "prohibited_content"',
         "reshaped approximate documented", "An error with code prohibited_content."),
        (469, "SPII", 'errors[].code = "content_blocked"', "reshaped approximate inferred", _ERROR),
        (470, "MALFORMED_FUNCTION_CALL", 'status = "failed"', "reshaped approximate inferred",
         _NO_COUNTERPART),
        (471, "IMAGE_SAFETY", 'errors[].code = "safety"', "reshaped approximate inferred", _IMAGE),
        (472, "IMAGE_PROHIBITED_CONTENT", 'errors[].code = "prohibited_content"',
         "reshaped approximate inferred", _IMAGE),
        (473, "IMAGE_OTHER", 'status = "failed"', "reshaped approximate inferred", _IMAGE),
        (474, "NO_IMAGE", 'status = "completed"', "reshaped approximate inferred",
         "There is no image item in the steps: check for it."),
        (475, "IMAGE_RECITATION", 'errors[].code = "recitation"',
         "reshaped approximate inferred", _IMAGE),
        (476, "UNEXPECTED_TOOL_CALL", 'status = "failed"', "reshaped approximate inferred",
         _NO_COUNTERPART),
        (477, "TOO_MANY_TOOL_CALLS", 'status = "failed"', "reshaped approximate inferred",
         _NO_COUNTERPART),
        (478, "MISSING_THOUGHT_SIGNATURE", 'status = "failed"', "reshaped approximate reported",
         "An error 400: send thought steps back with the function calls they belong to."),
        (479, "MALFORMED_RESPONSE", 'status = "failed"', "reshaped approximate inferred",
         _NO_COUNTERPART),
        (480, "ESCALATION", 'status = "failed"', "reshaped approximate inferred", _NO_COUNTERPART),
        (481, "PUP_LIMITED_DISABLED", 'status = "failed"', "reshaped approximate inferred",
         _NO_COUNTERPART),
        (482, "CONTINUATION", 'status = "requires_continuation"', "reshaped exact sdk",
         "requires_continuation. The SDK continues by itself; a REST client must send "
         "continuation_token."),
        (483, "MODEL_ARMOR", 'errors[].code = "content_blocked"', "reshaped approximate inferred",
         _ERROR),
    )),
    Table("BlockedReason", Surface.RESPONSE, "promptFeedback.blockReason = *",
          "types.BlockedReason.*", "google.genai.types.BlockedReason", (
        (484, "BLOCKED_REASON_UNSPECIFIED", None, "dropped exact inferred", "Never said."),
        (485, "SAFETY", 'errors[].code = "safety"', "reshaped approximate documented",
         "An error with code safety or content_blocked."),
        (486, "OTHER", 'errors[].code = "content_blocked"', "reshaped approximate inferred",
         "An error; its code and message say what is known."),
        (487, "BLOCKLIST", 'errors[].code = "content_blocked"', "reshaped approximate inferred",
         "An error; which list blocked is not told."),
        (488, "PROHIBITED_CONTENT", 'errors[].code = "prohibited_content"',
         "reshaped approximate documented", "An error with code prohibited_content."),
        (489, "IMAGE_SAFETY", 'errors[].code = "safety"', "reshaped approximate inferred",
         "An error with code safety."),
        (490, "MODEL_ARMOR", 'errors[].code = "content_blocked"', "reshaped approximate inferred",
         "An error; Model Armor is not named."),
        (491, "JAILBREAK", 'errors[].code = "content_blocked"', "reshaped approximate inferred",
         "An error; that it was a jailbreak is not told."),
    )),
)
