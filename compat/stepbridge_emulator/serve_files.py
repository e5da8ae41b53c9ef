"""The Files API: resumable upload, get, list, delete, download."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from stepbridge_emulator.access import check_legacy_key
from stepbridge_emulator.delivery import deliver_json
from stepbridge_emulator.errors import Refusal
from stepbridge_emulator.file_store import FileStore
from stepbridge_emulator.strict_legacy import camel_case

PAGE = 10


def base_of(request: Request) -> str:
    return str(request.base_url).rstrip("/")


async def upload(files: FileStore, request: Request) -> Response:
    """First request of an upload (metadata), answered with the address for the bytes."""
    command = request.headers.get("x-goog-upload-command", "")
    if "upload_id" in request.query_params:
        return await _piece(files, request)
    if request.headers.get("x-goog-upload-protocol") != "resumable" or command != "start":
        raise Refusal("Only resumable uploads are supported.")
    raw = await request.body()
    given = json.loads(raw).get("file", {}) if raw else {}
    metadata = {camel_case(key): value for key, value in given.items()}
    mime = request.headers.get("x-goog-upload-header-content-type", "")
    number = files.begin(metadata, mime)
    address = f"{base_of(request)}/upload/v1beta/files?upload_id={number}"
    headers = {"x-goog-upload-url": address, "x-goog-upload-status": "active"}
    return Response(b"", headers=headers)


async def _piece(files: FileStore, request: Request) -> Response:
    final = "finalize" in request.headers.get("x-goog-upload-command", "")
    offset = int(request.headers.get("x-goog-upload-offset", "0"))
    number = request.query_params["upload_id"]
    stored = files.receive(number, offset, await request.body(), final=final)
    if stored is None:
        return Response(b"", headers={"x-goog-upload-status": "active"})
    response = deliver_json({"file": stored.resource(base_of(request))})
    response.headers["x-goog-upload-status"] = "final"
    return response


async def list_files(files: FileStore, request: Request) -> Response:
    size = int(request.query_params.get("pageSize", PAGE))
    start = int(request.query_params.get("pageToken", "0") or 0)
    known = files.all()
    page = [stored.resource(base_of(request)) for stored in known[start : start + size]]
    more = {"nextPageToken": str(start + size)} if start + size < len(known) else {}
    return deliver_json({"files": page, **more} if page else {})


async def get_file(files: FileStore, request: Request) -> Response:
    name, _, action = request.path_params["name"].partition(":")
    stored = files.find(name)
    if action == "download":
        return Response(stored.data, media_type=stored.mime_type)
    return deliver_json(stored.resource(base_of(request)))


async def delete_file(files: FileStore, request: Request) -> Response:
    files.delete(request.path_params["name"])
    return deliver_json({})


def guarded(
    handler: Callable[[FileStore, Request], Awaitable[Response]], files: FileStore
) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint: key checked, refusals in the legacy form."""

    async def endpoint(request: Request) -> Response:
        try:
            if "upload_id" not in request.query_params:
                check_legacy_key(request)
            return await handler(files, request)
        except Refusal as refusal:
            status, error = refusal.legacy()
            return deliver_json(error, status=status)

    return endpoint
