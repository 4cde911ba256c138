"""Run every test and gate, from nothing: make an environment, install, measure coverage.

usage: python .ci/test.py [PYTEST ARGUMENTS]
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from venv import EnvBuilder

ROOT = Path(__file__).resolve().parents[1]
IS_WINDOWS = os.name == "nt"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")


def run(*command: str | Path) -> None:
    """Run a command in the project; what goes wrong ends all."""
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(done.returncode)


def main() -> None:
    """Make the environment, and run what is to be run in it."""
    venv = ROOT / os.environ.get("OSM_VENV", "build/test")
    EnvBuilder(with_pip=True, symlinks=not IS_WINDOWS).create(venv)
    scripts = venv / ("Scripts" if IS_WINDOWS else "bin")
    python = scripts / "python"
    run(python, "-m", "pip", "install", "--quiet", "--upgrade", "pip>=23", "setuptools>=77")
    run(python, "-m", "pip", "install", "--quiet", "--editable", ".[test]")
    # Or each of thousands of processes would compile everything anew.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PATH"] = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    install_browser(python)
    for old in ROOT.glob(".coverage*"):
        old.unlink()
    workers = ("-n", "auto", "--dist", "worksteal")  # some tests take a hundred times others
    run(python, "-m", "coverage", "run", "-m", "pytest", *workers, *sys.argv[1:])
    run(python, "-m", "coverage", "combine", "--quiet")
    run(python, "-m", "coverage", "report")


def install_browser(python: Path) -> None:
    """The page of reports is looked at in a real browser: of the machine, or Playwright's own."""
    if any(map(shutil.which, BROWSERS)):
        return
    if shutil.which("apt-get") and not IS_WINDOWS and os.geteuid() == 0:
        run("apt-get", "update", "--quiet=2")
        run("apt-get", "install", "--quiet=2", "--yes", "chromium")
    else:
        run(python, "-m", "playwright", "install", "--with-deps", "chromium")


if __name__ == "__main__":
    main()
