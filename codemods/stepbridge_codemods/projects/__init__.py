"""Files that say which SDK a project installs: requirements, project tables, install cells."""

from __future__ import annotations

from stepbridge_codemods.projects.edit import ProjectEdit, ProjectFileError
from stepbridge_codemods.projects.files import (
    KINDS,
    kind_of,
    migrate_project_file,
)
from stepbridge_codemods.projects.installs import migrate_install_line, migrate_installs
from stepbridge_codemods.projects.requirement import (
    SDK_FLOOR,
    RequirementEdit,
    migrate_requirement,
)

__all__ = [
    "KINDS",
    "SDK_FLOOR",
    "ProjectEdit",
    "ProjectFileError",
    "RequirementEdit",
    "kind_of",
    "migrate_install_line",
    "migrate_installs",
    "migrate_project_file",
    "migrate_requirement",
]
