"""Files of one run know each other, also those that do not mention Gemini."""

from __future__ import annotations

from pathlib import Path

from stepbridge_cli.neighbours import acquainted
from stepbridge_cli.pipeline import Work, process, sieve
from stepbridge_cli.sources import SourceFile
from stepbridge_codemods import Options

CONFIG = """from google import genai
from google.genai import types
from prompts import PROMPT

CONFIG = types.GenerateContentConfig(temperature=0.2)
client = genai.Client()
print(client.models.generate_content(model="m", contents=PROMPT, config=CONFIG).text)
"""


def rewritten(folder: Path, files: dict[str, str]) -> str:
    """What becomes of ``config.py`` next to some other files."""
    for name, text in files.items():
        (folder / name).write_text(text)
    sieved = sieve([SourceFile(name, str(folder / name)) for name in sorted(files)])
    candidates = acquainted(sieved.candidates, sieved.others)
    (candidate,) = [item for item in candidates if item.file.path == "config.py"]
    return process(candidate, Options(), Work.REWRITE).after.decode()


def test_a_plain_module_may_tell_that_a_name_is_text(tmp_path: Path) -> None:
    after = rewritten(tmp_path, {"config.py": CONFIG, "prompts.py": 'PROMPT = "Hi"\n'})
    assert "input=PROMPT" in after
    assert "CONFIG = {" in after


def test_a_plain_module_that_imports_a_config_keeps_it(tmp_path: Path) -> None:
    reader = "from config import CONFIG\n\nprint(CONFIG.temperature)\n"
    files = {"config.py": CONFIG, "prompts.py": 'PROMPT = "Hi"\n', "reader.py": reader}
    assert "CONFIG = types.GenerateContentConfig(temperature=0.2)" in rewritten(tmp_path, files)


def test_others_of_that_name_in_a_comment_do_not_matter(tmp_path: Path) -> None:
    reader = "# from config import CONFIG\nconfig = 1\n"
    files = {"config.py": CONFIG, "prompts.py": 'PROMPT = "Hi"\n', "reader.py": reader}
    assert "CONFIG = {" in rewritten(tmp_path, files)
