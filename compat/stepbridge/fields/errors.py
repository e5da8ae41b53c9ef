"""Errors: exception classes, their attributes, codes and bodies."""

from __future__ import annotations

from stepbridge.fields.row import Surface
from stepbridge.fields.table import Table

_CLASSES = "google.genai._gaos.lib.compat_errors"

# fmt: off
TABLES = (
    Table("error", Surface.ERROR, "", "errors.*", "google.genai.errors; " + _CLASSES, (
        (670, "APIError", "APIError", "renamed approximate probe",
         "Interactions raises other classes, which are not subclasses of "
         "google.genai.errors.APIError: this except clause stops catching. Catch both while you "
         "migrate."),
        (671, "ClientError", "APIStatusError", "renamed approximate probe",
         "One class for each status: BadRequestError 400, AuthenticationError 401, "
         "PermissionDeniedError 403, NotFoundError 404, RateLimitError 429."),
        (672, "ServerError", "InternalServerError", "renamed approximate probe",
         "InternalServerError for every 5xx."),
        (673, "APIError.code", "APIStatusError.status_code", "renamed exact probe",
         "Renamed to status_code; code of an Interactions error is a string and sits in body."),
        (674, "APIError.status", "APIStatusError.body", "reshaped approximate probe",
         "There is no RESOURCE_EXHAUSTED and the like: body['error']['code'] holds a word such "
         "as rate_limit_exceeded."),
        (675, "APIError.message", "APIStatusError.message", "unchanged exact probe",
         "Same attribute; the text differs, so do not match on it."),
        (676, "APIError.details", "APIStatusError.body", "dropped lost documented",
         "Interactions errors carry no details, such as retry delays or quota names."),
        (677, "APIError.response", "APIStatusError.response", "unchanged exact probe",
         "Same attribute."),
        (678, "UnknownFunctionCallArgumentError", None, "dropped exact sdk",
         "Came from automatic function calling, which does not exist."),
        (679, "UnsupportedFunctionError", None, "dropped exact sdk",
         "Came from automatic function calling, which does not exist."),
        (680, "FunctionInvocationError", None, "dropped exact sdk",
         "Came from automatic function calling, which does not exist."),
        (681, "UnknownApiResponseError", "APIResponseValidationError",
         "renamed approximate probe", "Another class."),
        (682, "ContinuationInterruptedError", "ContinuationInterruptedError",
         "unchanged exact sdk",
         "Same class, still in google.genai.errors: a long answer broke off after some progress."),
        (683, "timeout", "APITimeoutError", "renamed approximate probe",
         "APITimeoutError instead of the HTTP library's own exception.", "",
         "except httpx.TimeoutException"),
        (684, "connection", "APIConnectionError", "renamed approximate probe",
         "APIConnectionError instead of the HTTP library's own exception.", "",
         "except httpx.ConnectError"),
        (685, "string_match", None, "dropped approximate inferred",
         "Code that looks for '429' or 'RESOURCE_EXHAUSTED' in str(e) finds neither: read "
         "status_code.",
         "", "'429' in str(e)"),
    )),
    Table("error", Surface.ERROR, "error.*", "", "official errors page; third-party live probes", (
        (686, "body", "error", "reshaped exact documented",
         "{'error': {'code': 'invalid_request', 'message': ...}}: code is a word, and there is "
         "neither status nor details. The shim gives back a number and a google.rpc status.",
         "error {code, message, status, details}"),
        (687, "INVALID_ARGUMENT", 'error.code = "invalid_request"', "renamed approximate inferred",
         "400; parameter_unknown when a field is not known.", "error.status = INVALID_ARGUMENT"),
        (688, "FAILED_PRECONDITION", 'error.code = "failed_precondition"',
         "renamed exact inferred", "400.", "error.status = FAILED_PRECONDITION"),
        (689, "OUT_OF_RANGE", 'error.code = "out_of_range"', "renamed approximate inferred",
         "416 instead of 400.", "error.status = OUT_OF_RANGE"),
        (690, "UNAUTHENTICATED", 'error.code = "authentication"', "renamed approximate documented",
         "401. A bad API key is 401 here too; generateContent answers 400 INVALID_ARGUMENT, and so "
         "does the shim.",
         "error.status = UNAUTHENTICATED"),
        (691, "PERMISSION_DENIED", 'error.code = "permission_denied"', "renamed exact inferred",
         "403.", "error.status = PERMISSION_DENIED"),
        (692, "NOT_FOUND", 'error.code = "not_found"', "renamed approximate inferred",
         "404; model_not_found for a model.", "error.status = NOT_FOUND"),
        (693, "RESOURCE_EXHAUSTED", 'error.code = "rate_limit_exceeded"',
         "renamed approximate inferred",
         "429; also quota_exceeded and too_many_requests.", "error.status = RESOURCE_EXHAUSTED"),
        (694, "CANCELLED", 'error.code = "cancelled"', "renamed exact inferred", "499.",
         "error.status = CANCELLED"),
        (695, "INTERNAL", 'error.code = "api_error"', "renamed exact inferred", "500.",
         "error.status = INTERNAL"),
        (696, "UNIMPLEMENTED", 'error.code = "not_implemented"', "renamed exact reported", "501.",
         "error.status = UNIMPLEMENTED"),
        (697, "UNAVAILABLE", 'error.code = "service_unavailable"', "renamed exact inferred",
         "503.", "error.status = UNAVAILABLE"),
        (698, "DEADLINE_EXCEEDED", 'error.code = "deadline_exceeded"', "renamed exact inferred",
         "504; gateway_timeout was seen too.", "error.status = DEADLINE_EXCEEDED"),
        (699, "payment_required", 'error.code = "payment_required"',
         "default changed approximate documented",
         "402, new; the shim gives 429 RESOURCE_EXHAUSTED.", "(none)"),
        (1600, "blocked", 'error.code = "content_blocked"', "reshaped approximate documented",
         "A blocked prompt or answer is an error with code safety, recitation, "
         "prohibited_content or content_blocked; generateContent answered 200.",
         "promptFeedback.blockReason"),
        (1601, "stream", "event[error].error", "reshaped exact documented",
         "An error event inside HTTP 200; legacy callers get the exception at that point of the "
         "loop.",
         "(broken stream)"),
    )),
)
