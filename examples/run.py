"""Show `pytest --osm` on a small app, from nothing: make an environment, install, write the app.

usage: python examples/run.py [WHAT TO INSTALL]     the default is this repository
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from venv import EnvBuilder

ROOT = Path(__file__).resolve().parents[1]


def main() -> int:
    """Run the example; the exit code is that of pytest, which finds something."""
    folder = Path(os.environ.get("OSM_EXAMPLE") or ROOT / "build" / "example").absolute()
    EnvBuilder(with_pip=True, symlinks=os.name != "nt").create(folder / "venv")
    scripts = "Scripts" if os.name == "nt" else "bin"
    python = folder / "venv" / scripts / "python"
    installed = Path(sys.argv[1]).absolute() if sys.argv[1:] else ROOT
    subprocess.run([python, "-m", "pip", "install", "--quiet", installed], check=True)
    app = folder / "app"
    subprocess.run([python, ROOT / "examples" / "field_service.py", app], check=True)
    # So that no other configuration above is taken for this app's.
    (app / "pytest.ini").write_text("[pytest]\n", "utf-8")
    done = subprocess.run([python, "-m", "pytest", "--osm", "-rfEx"], cwd=app, check=False)
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
