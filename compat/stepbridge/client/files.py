"""``client.files``: uploaded files. They serve both APIs, so nothing is translated here."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

from stepbridge.client.async_runner import AsyncRunner
from stepbridge.client.config import settings_of
from stepbridge.client.flow import Flow, Rest
from stepbridge.client.media import mime_type_of
from stepbridge.client.official import Official
from stepbridge.client.options import ClientOptions
from stepbridge.client.plain import plain
from stepbridge.client.runner import Runner
from stepbridge.client.views import View, view_class
from stepbridge.client.views.shape import camel
from stepbridge.wire import JsonObject

_SENT = ("name", "display_name", "mime_type")


class Files:
    """Uploads, looks up, lists and deletes files."""

    def __init__(self, runner: Runner, options: ClientOptions, official: Official) -> None:
        self._runner = runner
        self._options = options
        self._official = official

    def upload(self, *, file: Any, config: Any = None) -> View:
        """Uploads a path or an open binary file; the ``File``.

        ``config`` may hold ``name``, ``display_name`` and ``mime_type``. Raises ValueError when
        the MIME type is neither given nor told by the name.
        """
        return self._runner.run(_upload(self._options, file, config))

    def get(self, *, name: str, config: Any = None) -> View:
        """The ``File`` of that name (``files/...``)."""
        return self._runner.run(_get(self._options, name))

    def delete(self, *, name: str, config: Any = None) -> View:
        """Deletes the file."""
        return self._runner.run(_delete(self._options, name))

    def list(self, *, config: Any = None) -> Iterator[View]:
        """All files, page after page."""
        token: str | None = ""
        while token is not None:
            files, token = self._runner.run(_page(self._options, config, token))
            yield from files

    def __getattr__(self, name: str) -> Any:
        return self._official.attribute("files", name)


class AsyncFiles:
    """The same with awaits."""

    def __init__(self, runner: AsyncRunner, options: ClientOptions, official: Official) -> None:
        self._runner = runner
        self._options = options
        self._official = official

    async def upload(self, *, file: Any, config: Any = None) -> View:
        """See ``Files.upload``."""
        return await self._runner.run(_upload(self._options, file, config))

    async def get(self, *, name: str, config: Any = None) -> View:
        """The ``File`` of that name (``files/...``)."""
        return await self._runner.run(_get(self._options, name))

    async def delete(self, *, name: str, config: Any = None) -> View:
        """Deletes the file."""
        return await self._runner.run(_delete(self._options, name))

    async def list(self, *, config: Any = None) -> AsyncIterator[View]:
        """``async for file in await client.aio.files.list()``."""
        return self._pages(config)

    async def _pages(self, config: Any) -> AsyncIterator[View]:
        token: str | None = ""
        while token is not None:
            files, token = await self._runner.run(_page(self._options, config, token))
            for file in files:
                yield file

    def __getattr__(self, name: str) -> Any:
        return self._official.attribute("aio.files", name)


def _upload(options: ClientOptions, file: Any, config: Any) -> Flow[View]:
    settings = settings_of(config)
    data, file_name = _read(file)
    mime_type = settings.get("mime_type") or _told_type(file_name)
    described = {
        camel(key): settings[key] for key in _SENT if key != "mime_type" and settings.get(key)
    }
    if described.get("name") and not described["name"].startswith("files/"):
        described["name"] = f"files/{described['name']}"
    begin = (
        ("X-Goog-Upload-Protocol", "resumable"),
        ("X-Goog-Upload-Command", "start"),
        ("X-Goog-Upload-Header-Content-Length", str(len(data))),
        ("X-Goog-Upload-Header-Content-Type", mime_type),
        ("X-Goog-Upload-File-Name", file_name),
    )
    address = f"{options.root}/upload/{options.api_version}/files"
    body = {"file": {**described, "mimeType": mime_type, "sizeBytes": str(len(data))}}
    _, headers = yield Rest("POST", address, options, body, headers=begin, wants_headers=True)
    finish = (
        ("X-Goog-Upload-Command", "upload, finalize"),
        ("X-Goog-Upload-Offset", "0"),
        ("Content-Type", mime_type),
    )
    answer = yield Rest("POST", headers["x-goog-upload-url"], options, None, data, finish)
    return _file(answer.get("file") or {})


def _get(options: ClientOptions, name: str) -> Flow[View]:
    answer = yield Rest("GET", _path(name), options)
    return _file(answer)


def _delete(options: ClientOptions, name: str) -> Flow[View]:
    answer = yield Rest("DELETE", _path(name), options)
    return view_class("DeleteFileResponse")(answer)


def _page(options: ClientOptions, config: Any, token: str) -> Flow[tuple[list[View], str | None]]:
    size = settings_of(config).get("page_size")
    query = [f"pageSize={int(size)}"] if size else []
    query += [f"pageToken={token}"] if token else []
    answer = yield Rest("GET", "files" + ("?" + "&".join(query) if query else ""), options)
    return [_file(file) for file in answer.get("files") or ()], answer.get("nextPageToken") or None


def _file(wire: JsonObject) -> View:
    return view_class("File")(wire)


def _path(name: str) -> str:
    """``files/abc`` from a name, a short name or a URI."""
    short = str(plain(name)).rpartition("files/")[2]
    if not short or "/" in short or "?" in short:
        raise ValueError(f"invalid file name: {name!r}")
    return f"files/{short}"


def _read(file: Any) -> tuple[bytes, str]:
    if isinstance(file, (str, os.PathLike)):
        path = Path(file)
        return path.read_bytes(), path.name
    data = file.read()
    if not isinstance(data, bytes):
        raise ValueError("open the file in binary mode")
    return data, Path(str(getattr(file, "name", "file"))).name


def _told_type(file_name: str) -> str:
    mime_type = mime_type_of(file_name)
    if mime_type == mime_type_of(""):
        raise ValueError(
            f"the MIME type of {file_name!r} is not known; pass config={{'mime_type': ...}}"
        )
    return mime_type
