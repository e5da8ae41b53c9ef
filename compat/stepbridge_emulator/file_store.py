"""Uploaded files, kept in memory."""

from __future__ import annotations

import base64
import datetime
import hashlib
import itertools
import re
from dataclasses import dataclass, field

from stepbridge_emulator.errors import Json, Refusal

LIFETIME = datetime.timedelta(hours=48)
FILE_URI = re.compile(r"^(https?://[^/]+)/.*?files/([a-z0-9-]+)$")
LOOPBACK = re.compile(r"^https?://(127\.|localhost|\[::1\])")


@dataclass
class StoredFile:
    """A file, or an upload that is still coming in."""

    name: str
    mime_type: str
    display_name: str = ""
    data: bytes = b""
    created: datetime.datetime = field(default_factory=lambda: datetime.datetime.now(datetime.UTC))

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    def resource(self, base: str) -> Json:
        """The File resource as REST writes it."""
        resource: Json = {
            "name": f"files/{self.name}",
            "mimeType": self.mime_type,
            "sizeBytes": str(len(self.data)),
            "createTime": _stamp(self.created),
            "updateTime": _stamp(self.created),
            "expirationTime": _stamp(self.created + LIFETIME),
            "sha256Hash": base64.b64encode(self.digest.encode()).decode(),
            "uri": f"{base}/v1beta/files/{self.name}",
            "downloadUri": f"{base}/v1beta/files/{self.name}:download?alt=media",
            "state": "ACTIVE",
            "source": "UPLOADED",
        }
        return {**resource, "displayName": self.display_name} if self.display_name else resource


def _stamp(moment: datetime.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class FileStore:
    """Files by name, uploads by number."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}
        self._uploads: dict[str, StoredFile] = {}
        self._numbers = itertools.count(1)

    def begin(self, metadata: Json, mime_type: str) -> str:
        """The number of a new upload."""
        number = str(next(self._numbers))
        wanted = str(metadata.get("name") or "").removeprefix("files/")
        name = wanted or hashlib.sha256(number.encode()).hexdigest()[:12]
        if name in self._files:
            raise Refusal(f"File '{name}' already exists.", "FAILED_PRECONDITION")
        # google-genai writes these in snake_case.
        told = metadata.get("mimeType") or metadata.get("mime_type") or mime_type
        shown = metadata.get("displayName") or metadata.get("display_name") or ""
        mime = str(told or "application/octet-stream")
        self._uploads[number] = StoredFile(name, mime, str(shown))
        return number

    def receive(self, number: str, offset: int, data: bytes, *, final: bool) -> StoredFile | None:
        """Add a piece; the file once it is whole."""
        upload = self._uploads.get(number)
        if upload is None or offset != len(upload.data):
            raise Refusal("The upload is unknown, or the offset is wrong.")
        upload.data += data
        if not final:
            return None
        self._files[upload.name] = self._uploads.pop(number)
        return upload

    def find(self, name: str) -> StoredFile:
        stored = self._files.get(name)
        if stored is None:
            raise Refusal(
                f"You do not have permission to access the File {name} or it may not exist.",
                "PERMISSION_DENIED",
            )
        return stored

    def delete(self, name: str) -> None:
        self.find(name)
        del self._files[name]

    def all(self) -> list[StoredFile]:
        return list(self._files.values())

    def digest(self, uri: str) -> str | None:
        """SHA-256 of a file of this store; None for an address elsewhere.

        Raises when the address is of this service and no such file was uploaded.
        """
        match = FILE_URI.match(uri)
        if match is None:
            return None
        if match[2] not in self._files and not LOOPBACK.match(uri):
            return None
        return self.find(match[2]).digest

    def clear(self) -> None:
        self._files.clear()
        self._uploads.clear()
