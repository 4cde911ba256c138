"""What people find who work on the project: checks before a commit, and the gate on GitHub."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from conftest import ROOT, git

pytestmark = pytest.mark.once


def tracked() -> list[Path]:
    return [ROOT / name for name in git(ROOT, "ls-files").splitlines() if (ROOT / name).is_file()]


def test_files_are_as_editors_are_told_to_write_them() -> None:
    def is_kept(path: Path) -> bool:
        text = path.read_bytes().decode("utf-8")  # newlines as they are
        ends = not text or (text.endswith("\n") and not text.endswith("\n\n"))
        return ends and not re.search(r"\r|[ \t]+$|^\t", text, re.MULTILINE)

    wrong = [path for path in tracked() if path.suffix != ".png" and not is_kept(path)]

    assert wrong == []
