"""Which of the files with a wanted suffix are read: not every text file names requirements."""

from __future__ import annotations

from stepbridge_cli.sources import SourceFile
from stepbridge_cli.sources.selection import PYTHON


def is_read(file: SourceFile) -> bool:
    """Whether a file is Python, a document or a project file, or was named by the user."""
    if file.named or file.location.endswith(PYTHON):
        return True
    from stepbridge_codemods.documents import is_document
    from stepbridge_codemods.files import is_project_file

    return is_document(file.location) or is_project_file(file.location)
