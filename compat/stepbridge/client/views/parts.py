"""Parts with the few methods that programs call on them."""

from __future__ import annotations

import io
from functools import cached_property
from pathlib import Path
from typing import Any

from stepbridge.client.views.view import View, registered


@registered
class Image(View):
    """A picture (``google.genai.types.Image``): ``image_bytes`` as they came, ``mime_type``."""

    def save(self, location: str) -> None:
        """Writes the bytes as they are, whatever the name of the file says."""
        Path(location).write_bytes(self.image_bytes)

    def show(self) -> None:
        """Shows the picture. Raises ImportError without Pillow."""
        self._pil_image.show()

    @cached_property
    def _pil_image(self) -> Any:
        import PIL.Image

        return PIL.Image.open(io.BytesIO(self.image_bytes))


@registered
class Blob(View):
    """Inline media: ``data`` is bytes."""

    def as_image(self) -> View | None:
        """The media as an ``Image``, or None when it is none."""
        if not self.data or not (self.mime_type or "").startswith("image/"):
            return None
        return Image(image_bytes=self.data, mime_type=self.mime_type)


@registered
class Part(View):
    """One piece of a content."""

    def as_image(self) -> View | None:
        """Inline image data as an ``Image``, or None for any other part."""
        return None if self.inline_data is None else self.inline_data.as_image()
