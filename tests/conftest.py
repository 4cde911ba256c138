"""What the tests share: a small app, and a way to see that nothing was written."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from jsonschema import Draft202012Validator

from pytest_osm.cli import main
from pytest_osm.extension.builtin import osm_rules
from pytest_osm.facts.profile import Profile
from pytest_osm.model.element import Element
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.readers.unit_cache import FOLDER_VARIABLE
from pytest_osm.rules.rule import Preset
from pytest_osm.testing import (
    App,
    Button,
    Create,
    Entity,
    ListView,
    Module,
    NativeProfile,
    OpenPage,
    Page,
)
from pytest_osm.timing import CLOCK

pytest_plugins = ["pytester"]

# A gate gives the same answer twice, and does not depend on how busy the machine is; at home
# every run tries other examples.
settings.register_profile(
    "project",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("project")

ROOT = Path(__file__).parents[1]
CORPUS = ROOT / "../shared/corpus"
SEED = CORPUS.parent / "tools" / "seed_rows.py"


# Tests that count checks name the rules they count, so that new rules do not change them.
SEVEN = ("OSM002", "OSM104", "OSM105", "OSM108", "OSM202", "OSM301", "OSM503")
THREE_OLD = ("OSM101", "OSM102", "OSM201")  # which do not apply to the apps below
UNCOUNTED = [
    rule.code
    for rule in osm_rules()
    if rule.preset <= Preset.RECOMMENDED
    and rule.code not in (*SEVEN, *THREE_OLD, "OSM001", "OSM103")
]


@pytest.fixture(autouse=True, scope="session")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What is run here shares a cache of its own, not that of the user."""
    os.environ[FOLDER_VARIABLE] = str(tmp_path_factory.mktemp("cache"))


def element_classes() -> Iterator[type[Element]]:
    """All classes of elements."""
    pending = [Element]
    while pending:
        kind = pending.pop()
        pending += kind.__subclasses__()
        yield kind


def failed(node_id: str, message: str) -> str:
    """A line of the short summary."""
    return f"FAILED {node_id} - {message}"


NOT_ON_WINDOWS = {
    "test_base.py": "there is no git in Wine",
    "test_benchmarks.py": "measures memory as Linux counts it",
    "test_contributing.py": "is about this checkout, whatever the system",
    "test_hook.py": "starts pre-commit and prek, which install from registries",
    "test_project.py": "is about this checkout, whatever the system",
    "test_recipes.py": "installs from registries",
    "test_report.py": "there is no browser in Wine",
    "test_serving.py": "there is no browser in Wine",
}
collect_ignore = [*NOT_ON_WINDOWS] if sys.platform == "win32" else []


def run_command(
    folder: Path, *arguments: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `pytest-osm` in a folder, as nobody's CI, and not as wide as the terminal of tests.

    With OSM_AS_PROGRAM in the environment, each run is a process of its own; else it is here, as
    starting one takes half a second.
    """
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB")}
    clean.pop("COLUMNS", None)
    run = run_program if "OSM_AS_PROGRAM" in os.environ else _run_here
    return run(folder, arguments, {**clean, **environment})


def run_program(
    folder: Path, arguments: tuple[str, ...], environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    """Run `pytest-osm` as a process."""
    return subprocess.run(
        (sys.executable, "-m", "pytest_osm", *arguments),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=environment,
    )


def _run_here(
    folder: Path, arguments: tuple[str, ...], environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    out, err = (TextIOWrapper(BytesIO(), "utf-8", newline="\n") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        patch.setattr(CLOCK, "spent", defaultdict(float))
        for name in {*os.environ} - {*environment}:
            patch.delenv(name)
        for name, value in environment.items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main(arguments, prog_name="pytest-osm")
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))  # type: ignore[attr-defined]
    code = ended.value.code
    return subprocess.CompletedProcess(arguments, code if isinstance(code, int) else 1, *texts)


def as_its_schema_says(name: str, text: str) -> dict[str, Any]:
    """An answer of a command, once it is shown to be what its schema says, and nothing else."""
    answer: dict[str, Any] = json.loads(text)
    schemas = Path(__file__).parents[1] / "docs" / "schemas"
    schema = json.loads((schemas / f"{name}.schema.json").read_text("utf-8"))
    del schema["$id"]  # by which some validators look for the rest
    for part in schema["$defs"].values():
        if "properties" in part:
            part["additionalProperties"] = False
    Draft202012Validator(schema).validate(answer)
    return answer


def git(folder: Path, *arguments: str) -> str:
    """Run git in a folder, as somebody."""
    identity = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    result = subprocess.run(
        ("git", *identity, *arguments), cwd=folder, check=True, capture_output=True, text=True
    )
    return result.stdout.strip()


def commit_copy(folder: Path) -> str:
    """Make a folder a repository with this project as it is now, and tell the commit."""
    names = git(ROOT, "ls-files", "--cached", "--others", "--exclude-standard").splitlines()
    for name in names:
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "--message", "As it is")
    return git(folder, "rev-parse", "HEAD")


def snapshot(folder: Path) -> dict[str, str]:
    """The names of everything in a folder, with the hashes of the files."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else "folder"
        for path in sorted(folder.rglob("*"))
    }


@pytest.fixture
def app() -> App:
    """An app with one entity and one page in a native profile; nothing is wrong with it."""
    return App(
        "11.6.0",
        Module("Sales", Entity("Order"), Page("Home", ListView("Sales.Order"))),
        NativeProfile(home="Sales.Home", rows={"Sales.Order": "All"}),
    )


@pytest.fixture
def bad_app() -> App:
    """The same app with a mixed hierarchy that a page queries: OSM202 and OSM301."""
    return App(
        "11.6.0",
        Module(
            "Sales",
            Entity("Order"),
            Entity("UrgentOrder", "Sales.Order"),
            Page("Home", Button("Orders", OpenPage("Sales.Orders"))),
            Page("Orders", ListView("Sales.Order"), Button("Urgent", Create("Sales.UrgentOrder"))),
        ),
        NativeProfile(
            home="Sales.Home", rows={"Sales.Order": "All", "Sales.UrgentOrder": "Online"}
        ),
    )


@pytest.fixture
def profile_of(tmp_path: Path):
    """Write an app and give the facts about its first offline profile, or a named one."""

    def profile_of(app: App, name: str = "") -> Profile:
        project = read_mpr(app.write(tmp_path / f"{len(list(tmp_path.iterdir()))}" / "App.mpr"))
        profiles = [
            each
            for each in project.navigation.profiles
            if each.name == name or (not name and each.is_offline)
        ]
        return Profile.of(project, profiles[0], project.version)

    return profile_of


@pytest.fixture(scope="session")
def unpacked(tmp_path_factory: pytest.TempPathFactory):
    """A real app, unpacked once."""
    folder = tmp_path_factory.mktemp("corpus")

    def unpacked(name: str, file: str = "*.mpr") -> Path:
        if not (folder / name).exists():
            with tarfile.open(CORPUS / f"{name}.tar.xz") as archive:
                if sys.version_info >= (3, 12):
                    archive.extractall(folder / name, filter="data")
                else:
                    archive.extractall(folder / name)
        return next((folder / name).rglob(file))

    return unpacked


@pytest.fixture
def seeded(unpacked, tmp_path: Path):
    """A copy of a real app with other synchronization rows."""

    def seeded(name: str, *arguments: str) -> Path:
        folder = tmp_path / "seeded"
        subprocess.run(
            (sys.executable, str(SEED), str(unpacked(name).parent), str(folder), *arguments),
            check=True,
        )
        return next(folder.glob("*.mpr"))

    return seeded
