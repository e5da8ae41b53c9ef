"""The emulator shares no code with the translator, so that it can convict it."""

import ast
from pathlib import Path

import stepbridge_emulator

FORBIDDEN = ("stepbridge.translate", "stepbridge.exchange", "stepbridge.transport")
PACKAGE = Path(stepbridge_emulator.__file__).parent


def imported_names(path: Path) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return names


def test_no_module_of_the_emulator_imports_the_translator() -> None:
    files = sorted(PACKAGE.rglob("*.py"))
    assert len(files) > 10
    for path in files:
        for name in imported_names(path):
            assert not name.startswith(FORBIDDEN), f"{path.name} imports {name}"
