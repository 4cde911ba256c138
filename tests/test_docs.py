"""The documentation says what the code does, and its examples run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from runpy import run_path

import pytest
from msgspec.structs import replace
from test_project import PROJECT

from pytest_osm.configuration.locate import settings_from
from pytest_osm.configuration.schema import KEYS
from pytest_osm.extension.builtin import osm_rules
from pytest_osm.model.version import MendixVersion
from pytest_osm.rules import link
from pytest_osm.rules.link import link_of, page_name
from pytest_osm.rules.page import page_of, printed_page
from pytest_osm.rules.rule import Rule
from pytest_osm.testing import App, findings_of

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


@pytest.mark.once
def test_what_is_generated_is_current() -> None:
    generated = run_path(str(DOCS / "generate.py"))["generated"]()

    stale = [
        str(path.relative_to(ROOT))
        for path, text in generated.items()
        if not path.is_file() or path.read_text("utf-8") != text
    ]

    assert stale == [], "run: python docs/generate.py"
    pages = {path.name for path in (DOCS / "rules").glob("*.md")}
    left_over = pages - {*(page_name(rule) for rule in osm_rules()), "index.md"}
    assert left_over == set(), "delete the pages of rules that do not exist"


@pytest.mark.parametrize("rule", osm_rules(), ids=lambda rule: rule.code)
def test_the_page_of_a_rule_is_installed_and_says_all(rule: Rule) -> None:
    text = printed_page(rule)

    assert (DOCS / "rules" / page_name(rule)).is_file(), "run: python docs/generate.py"
    assert text == (DOCS / "rules" / page_name(rule)).read_text("utf-8")
    assert rule.summary in text
    assert rule.reason in text
    for heading in ("## Why", "## How to fix it", "## How to accept it"):
        assert heading in text
    assert f"1. {rule.steps[0]}" in text
    if rule.code not in ("OSM001", "OSM002"):  # no description of an app is a damaged file
        shown = re.findall(
            r" finding\n\n.+:\n\n(?:```text[^`]+```\n\n)?```text\n(Mendix [^`]*)```", text
        )
        assert len(set(shown)) == 2, "the page shows an app that is wrong, and another"


def test_the_rule_of_another_package_has_a_page_without_examples() -> None:
    namespace = run_path(
        str(ROOT / "examples/rule-package/src/acme_rules/acme001_online_search_page.py")
    )
    theirs = namespace["online_search_page"]

    assert printed_page(theirs) == page_of(theirs)
    assert "2. Choose By XPath" in printed_page(theirs)
    assert "## Example" not in printed_page(theirs)
    assert link_of(theirs, None) == ""


class TestLinks:
    def test_they_lead_to_where_the_package_says_that_it_is_published(self) -> None:
        urls = PROJECT["project"].get("urls", {})

        assert urls.get("Documentation", "") == link.DOCUMENTATION

    def test_findings_lead_to_the_page_of_the_rule_where_it_is_published(
        self, monkeypatch: pytest.MonkeyPatch, bad_app: App
    ) -> None:
        monkeypatch.setattr(link, "DOCUMENTATION", "https://b.example/")

        (finding,) = findings_of(bad_app, "OSM301")

        assert finding.link == "https://b.example/rules/osm301-mixed-generalization-query/"

    def test_a_rule_of_somebody_else_has_no_page_there(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(link, "DOCUMENTATION", "https://b.example")
        own = next(rule for rule in osm_rules() if rule.code == "OSM301")

        assert "/refguide10/" in link_of(replace(own, code="ACME001"), MendixVersion(10, 24))

    def test_and_to_the_guide_where_it_is_not(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(link, "DOCUMENTATION", "")
        rule = next(rule for rule in osm_rules() if rule.code == "OSM301")

        assert "/refguide10/" in link_of(rule, MendixVersion(10, 24))


@pytest.mark.parametrize("key", KEYS)
def test_the_example_of_a_key_can_be_read(key: str, tmp_path: Path) -> None:
    path = tmp_path / "osm.yaml"
    path.write_text(KEYS[key].example)

    assert getattr(settings_from(path), key.replace("-", "_"))


def test_the_configuration_in_the_documentation_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "osm.yaml"
    recipes = DOCS / "outputs.md"  # which are of CI systems
    texts = [each.read_text("utf-8") for each in DOCS.glob("*.md") if each != recipes]
    blocks = [
        block for text in texts for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    ]

    for block in blocks:
        path.write_text(block)
        if "repos:" not in block:
            settings_from(path)
    assert len(blocks) > len(KEYS)


@pytest.mark.slow
@pytest.mark.once
def test_the_package_of_rules_passes_its_own_tests(tmp_path: Path) -> None:
    source = tmp_path / "rule-package"
    shutil.copytree(ROOT / "examples" / "rule-package", source)
    offline = ("--no-deps", "--no-index", "--no-build-isolation", "--quiet")
    target = tmp_path / "installed"
    pip = (sys.executable, "-m", "pip", "install", *offline, "--target", str(target), str(source))
    subprocess.run(pip, check=True)
    environment = {**os.environ, "PYTHONPATH": str(target)}

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            (sys.executable, *command),
            cwd=source,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    tested = run("-m", "pytest", "-p", "no:cacheprovider")
    explained = run("-m", "pytest_osm", "explain", "online-search-page")

    assert "10 passed" in tested.stdout
    assert "# ACME001 online-search-page" in explained.stdout


@pytest.mark.once
def test_the_tutorial_shows_the_files_of_the_package() -> None:
    tutorial = (DOCS / "writing-rules.md").read_text("utf-8")
    package = ROOT / "examples" / "rule-package"

    shown = re.findall(r"```(?:python|toml) title=\"(.*?)\"\n(.*?)```", tutorial, re.DOTALL)

    assert len(shown) == 4
    for name, text in shown:
        assert (package / name).read_text("utf-8") == text
