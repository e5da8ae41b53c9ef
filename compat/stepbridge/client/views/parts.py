"""Parts with the few methods that programs call on them."""

from __future__ import annotations

import io
from typing import Any

from stepbridge.client.views.view import View, registered


@registered
class Blob(View):
    """Inline media: ``data`` is bytes."""

    def as_image(self) -> Any:
        """The media as a Pillow image. Raises ImportError without Pillow."""
        from PIL import Image

        return Image.open(io.BytesIO(self.data))


@registered
class Part(View):
    """One piece of a content."""

    def as_image(self) -> Any:
        """Inline image data as a Pillow image, or None for any other part."""
        blob = self.inline_data
        if blob is None or not (blob.mime_type or "").startswith("image/"):
            return None
        return blob.as_image()
