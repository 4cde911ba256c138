"""Rules of others: installed, configured, and refused when they are broken."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest
from test_pytest import rule

from pytest_osm.checking.findings import RuleCrash
from pytest_osm.configuration.locate import settings_for
from pytest_osm.engine import plan_checks
from pytest_osm.errors import ConfigurationError, PluginError, RuleError
from pytest_osm.extension import hookspecs
from pytest_osm.extension.builtin import osm_rules
from pytest_osm.extension.loading import _may_have_plugins, load_plugins
from pytest_osm.testing import App, findings_of

PACKAGE = {
    "pyproject.toml": """
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "acme-osm-rules"
version = "1.0"
[project.entry-points.pytest_osm]
acme = "{module}"
[tool.setuptools]
py-modules = ["acme001_our_own"]
""",
    "acme001_our_own.py": rule(),
}


@pytest.fixture
def installed(tmp_path: Path):
    """Build and install the package for real, into a folder that is put on the path."""

    def installed(module: str = "acme001_our_own") -> dict[str, str]:
        source, target = tmp_path / "source", tmp_path / "target"
        source.mkdir()
        for name, text in PACKAGE.items():
            (source / name).write_text(text.replace("{module}", module))
        offline = ("--no-deps", "--no-index", "--no-build-isolation")
        pip = (sys.executable, "-m", "pip", "install", "--quiet", *offline)
        subprocess.run((*pip, "--target", str(target), str(source)), check=True)
        return {**os.environ, "PYTHONPATH": str(target)}

    return installed


def run(environment: dict[str, str], folder: Path, *arguments: str):
    return subprocess.run(
        (sys.executable, *arguments),
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


COMMAND = ("-c", "from pytest_osm.cli import main; main()")


@pytest.mark.slow
def test_the_rule_of_an_installed_package_is_one_like_any_other(
    installed, bad_app: App, tmp_path: Path
) -> None:
    model = bad_app.write(tmp_path / "app" / "App.mpr")
    environment = installed()

    listed = run(environment, tmp_path, *COMMAND, "rules")
    checked = run(environment, model.parent, *COMMAND, "check", "--select", "ACME001")
    tested = run(environment, model.parent, "-m", "pytest", "--osm", "-m", "ACME001")

    assert "ACME001" in listed.stdout
    assert checked.returncode == 1
    assert "error ACME001: " in checked.stdout
    assert "1 finding" in checked.stdout
    assert tested.returncode == 1
    assert "FAILED App.mpr::NativePhone::ACME001" in tested.stdout


@pytest.mark.slow
def test_a_malformed_rule_in_an_installed_package_is_told_as_such(
    installed, app: App, tmp_path: Path
) -> None:
    model = app.write(tmp_path / "app" / "App.mpr")
    environment = installed()
    (tmp_path / "target" / "acme001_our_own.py").write_text(rule("acme"))

    checked = run(environment, model.parent, *COMMAND, "check")

    assert checked.returncode == 2
    assert checked.stderr == "pytest-osm: 'acme' is not a rule code like OSM301 or ACME042\n"


@pytest.mark.slow
def test_an_installed_package_that_does_not_import_is_an_error_everywhere(
    installed, app: App, tmp_path: Path
) -> None:
    model = app.write(tmp_path / "app" / "App.mpr")
    environment = installed("acme_gone")

    checked = run(environment, model.parent, *COMMAND, "check")
    tested = run(environment, model.parent, "-m", "pytest", "--osm")
    untouched = run(environment, model.parent, "-m", "pytest", "--version")

    assert checked.returncode == 2
    assert "plugin acme (acme_gone) fails to import" in checked.stderr
    assert tested.returncode == pytest.ExitCode.TESTS_FAILED
    assert "plugin acme (acme_gone) fails to import" in tested.stdout
    assert untouched.returncode == 0


class TestWhetherPackagesMayHavePlugins:
    """What is installed is looked for only where a file says that there may be something."""

    def test_no_package_has_any(self, tmp_path: Path) -> None:
        (tmp_path / "a-1.dist-info").mkdir()
        (tmp_path / "a-1.dist-info/entry_points.txt").write_text("[console_scripts]\na = a:main\n")

        assert not _may_have_plugins(str(tmp_path))
        assert not _may_have_plugins(str(tmp_path / "nowhere"))

    @pytest.mark.parametrize("folder", ["a-1.dist-info", "a.egg-info", "EGG-INFO"])
    def test_one_has(self, folder: str, tmp_path: Path) -> None:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "entry_points.txt").write_text("[pytest_osm]\nacme = acme\n")

        assert _may_have_plugins(str(tmp_path))

    def test_an_archive_may(self, tmp_path: Path) -> None:
        (tmp_path / "a.zip").write_bytes(b"PK")

        assert _may_have_plugins(str(tmp_path / "a.zip"))

    def test_what_cannot_be_read_may(self, tmp_path: Path) -> None:
        (tmp_path / "a-1.dist-info/entry_points.txt").mkdir(parents=True)

        assert _may_have_plugins(str(tmp_path))


class TestConfiguredPlugins:
    @pytest.fixture
    def plan(self, app: App, tmp_path: Path):
        def plan(source: str, named: str = "ours.py"):
            (tmp_path / "ours.py").write_text(source)
            (tmp_path / "osm.yaml").write_text(f"plugins:\n  - {named}\n")
            model = app.write(tmp_path / "App.mpr")
            return plan_checks(model, settings_for(model))

        return plan

    def test_a_file_beside_the_configuration(self, plan) -> None:
        assert "ACME001" in {check.rule.code for check in plan(rule()).checks}

    def test_a_module_by_its_name(self, plan, tmp_path: Path, monkeypatch) -> None:
        (tmp_path / "acme_by_name.py").write_text(rule("ACME002"))
        monkeypatch.syspath_prepend(str(tmp_path))

        checks = plan("", "acme_by_name").checks

        assert "ACME002" in {check.rule.code for check in checks}

    @pytest.mark.parametrize("named", ["gone.py", "no_such_module"])
    def test_one_that_is_not_there(self, plan, named: str) -> None:
        with pytest.raises(
            ConfigurationError, match=rf"osm\.yaml:2:5: plugin {named} fails to import"
        ):
            plan("", named)

    def test_one_that_fails(self, plan) -> None:
        with pytest.raises(
            ConfigurationError, match=r"ours\.py fails to import: ZeroDivisionError"
        ):
            plan("1 / 0")

    @pytest.mark.parametrize(
        ("source", "problem"),
        [
            (rule("ACME1"), "'ACME1' is not a rule code"),
            (rule("acme001"), "'acme001' is not a rule code"),
            (rule(slug="Our_Own"), "'Our_Own' is not a slug"),
            (rule().replace("Instead:", "Or:"), 'its docstring has no "Instead: …"'),
            (rule().replace("on=Query", "on=str"), "no rule can be on <class 'str'>, only on "),
            (rule().replace("(applies(Severity.ERROR),)", "()"), "applies to no version"),
            (
                rule().replace(
                    "applies=(applies(Severity.ERROR),)", "applies=applies(Severity.ERROR)"
                ),
                "ACME001: applies is a tuple, like (applies(Severity.WARNING),)",
            ),
            (rule().replace("Severity.ERROR", "'error'"), "'error' is not a Severity"),
        ],
    )
    def test_a_malformed_rule(self, plan, source: str, problem: str) -> None:
        with pytest.raises(RuleError) as caught:
            plan(source)

        assert problem in str(caught.value)

    @pytest.mark.parametrize(
        ("source", "problem"),
        [
            (rule("OSM999"), "OSM999: codes that begin with OSM are reserved"),
            (rule("ACME001", "a") + rule("ACME001", "b"), "there are two rules ACME001"),
            (rule("ACME001", "a") + rule("ACME002", "a").replace("def a", "def c"), "two rules a"),
            (rule(slug="stale-sync-row"), "there are two rules stale-sync-row"),
        ],
    )
    def test_a_name_that_is_taken(self, plan, source: str, problem: str) -> None:
        with pytest.raises(RuleError, match=problem):
            plan(source)

    @pytest.mark.parametrize(
        ("hook", "problem"),
        [
            ("def osm_rules(wrong): return []", "ours.py cannot be registered"),
            ("def osm_nonsense(): return []", "unknown hook 'osm_nonsense'"),
        ],
    )
    def test_a_hook_that_does_not_fit(self, plan, hook: str, problem: str) -> None:
        with pytest.raises(PluginError, match=problem):
            plan(f"from pytest_osm import hookimpl\n@hookimpl\n{hook}\n")

    @pytest.mark.parametrize(
        ("body", "problem"),
        [
            ("return 'text'", "yields texts or Messages, this one returned 'text'"),
            ("pass", "yields texts or Messages, this one returned None"),
            ("yield 5", "yields texts or Messages, this one yielded 5"),
        ],
    )
    def test_a_rule_that_does_not_yield_what_rules_yield(self, plan, body, problem) -> None:
        checks = [each for each in plan(rule(body=body)).checks if each.rule.code == "ACME001"]

        with pytest.raises(RuleCrash, match=problem):
            checks[0].run()

    def test_a_rule_that_crashes_says_where(self, plan) -> None:
        checks = plan(rule(body="yield 1 / 0")).checks

        with pytest.raises(RuleCrash, match=r"division by zero \(.*ours\.py:12\)"):
            next(each for each in checks if each.rule.code == "ACME001").run()

    def test_a_hook_that_gives_something_else(self, plan) -> None:
        source = "from pytest_osm import hookimpl\n@hookimpl\ndef osm_rules(): return ['rule']\n"

        with pytest.raises(RuleError, match="osm_rules gave 'rule'"):
            plan(source)

    def test_the_same_plugin_twice(self, plan) -> None:
        with pytest.raises(PluginError, match="cannot be registered"):
            plan(rule(), "ours.py\n  - ours.py")

    def test_a_reader_of_ones_own_comes_first(self, plan) -> None:
        source = (
            "from pytest_osm import ReadError, hookimpl\n"
            "@hookimpl\n"
            "def osm_read(path):\n"
            "    raise ReadError(path, 'is ours', 'leave it')\n"
        )

        (check,) = plan(source).checks

        assert check.rule.code == "OSM001"
        assert "is ours" in check.run().findings[0].text

    def test_plugins_are_named(self, plan) -> None:
        assert plan("").plugins == ("ours.py",)


def test_a_rule_can_be_tried_without_being_registered(bad_app: App) -> None:
    namespace: dict[str, object] = {}
    exec(rule(), namespace)

    findings = findings_of(bad_app, namespace["our_own"])

    assert [finding.text for finding in findings] == ["Sales.Order!"]


def test_every_hook_is_documented_with_its_arguments() -> None:
    hooks = [
        value
        for name, value in vars(hookspecs).items()
        if name.startswith("osm_") and inspect.isfunction(value)
    ]

    assert {hook.__name__ for hook in hooks} == {"osm_read", "osm_rules", "osm_reporters"}
    assert all(inspect.getdoc(hook) for hook in hooks)


def test_built_in_rules_come_in_the_order_of_their_codes() -> None:
    rules = [each for each in load_plugins().rules if each in tuple(osm_rules())]

    assert [each.code for each in rules] == sorted(each.code for each in osm_rules())
