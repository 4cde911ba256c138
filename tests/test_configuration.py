"""osm.yaml and [tool.osm]: one place, strictly read."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from pytest_osm.configuration.locate import settings_for, settings_from
from pytest_osm.configuration.node import load_yaml
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import check_model
from pytest_osm.errors import ConfigurationError
from pytest_osm.facts.confidence import Confidence
from pytest_osm.model.navigation import SyncMode
from pytest_osm.model.version import MendixVersion
from pytest_osm.rules.rule import Severity
from pytest_osm.testing import (
    App,
    Button,
    CallJavaScriptActivity,
    CallMicroflowActivity,
    CallNanoflow,
    If,
    JavaScriptAction,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    ShowMessage,
)

YAML = """\
# what we live with
select: [OSM1, OSM301]
ignore:
  - OSM104
profiles: [NativePhone]
severity:
  OSM301: warning
fail-on: error
min-confidence: low
mendix-version: "11.10"
assume:
  Sales.Order: Online
modules:
  ignore: ["Test*"]
  marketplace: true
xfail:
  - rule: OSM301
    profile: NativePhone
    document: Sales.*
    model: apps/*.mpr
    reason: rewrite in spring
    until: 2027-03-31
strict: true
plugins: [ours]
"""
TOML = """\
[project]
name = "x"

[tool.osm]
select = ["OSM1", "OSM301"]
ignore = ["OSM104"]
profiles = ["NativePhone"]
severity = { OSM301 = "warning" }
fail-on = "error"
min-confidence = "low"
mendix-version = "11.10"
assume = { "Sales.Order" = "Online" }
modules = { ignore = ["Test*"], marketplace = true }
strict = true
plugins = ["ours"]

[[tool.osm.xfail]]
rule = "OSM301"
profile = "NativePhone"
document = "Sales.*"
model = "apps/*.mpr"
reason = "rewrite in spring"
until = 2027-03-31
"""


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def error(path: Path) -> str:
    with pytest.raises(ConfigurationError) as caught:
        settings_from(path)
    return str(caught.value).replace(f"{path.parent}{os.sep}", "")


@pytest.mark.parametrize(("name", "text"), [("osm.yaml", YAML), ("pyproject.toml", TOML)])
def test_every_key_is_read_from_both_kinds_of_file(name: str, text: str, tmp_path: Path) -> None:
    settings = settings_from(written(tmp_path / name, text))

    assert [node.text() for node in settings.select] == ["OSM1", "OSM301"]
    assert [node.text() for node in settings.ignore] == ["OSM104"]
    assert settings.profiles == ("NativePhone",)
    assert [(node.text(), value) for node, value in settings.severity] == [
        ("OSM301", Severity.WARNING)
    ]
    assert settings.fail_on is Severity.ERROR
    assert settings.min_confidence is Confidence.LOW
    assert settings.mendix_version == MendixVersion(11, 10)
    assert settings.assume == {"Sales.Order": SyncMode.ONLINE}
    assert [pattern.text for pattern in settings.modules.names.ignore] == ["Test*"]
    assert settings.modules.reports_marketplace
    (entry,) = settings.xfail
    assert (entry.rule.text(), entry.profile, entry.document, entry.model) == (
        "OSM301",
        "NativePhone",
        "Sales.*",
        "apps/*.mpr",
    )
    assert (entry.reason, entry.until) == ("rewrite in spring", date(2027, 3, 31))
    assert settings.strict
    assert [node.text() for node in settings.plugins] == ["ours"]


class TestFinding:
    def test_without_a_file_there_are_defaults(self, tmp_path: Path) -> None:
        (tmp_path / ".git").mkdir()

        assert settings_for(tmp_path / "App.mpr") == Settings()

    def test_the_file_beside_the_model_comes_before_that_of_the_repository(
        self, tmp_path: Path
    ) -> None:
        written(tmp_path / "osm.yaml", "fail-on: info")
        written(tmp_path / "app" / "osm.yaml", "fail-on: error")

        assert settings_for(tmp_path / "app" / "App.mpr").fail_on is Severity.ERROR
        assert settings_for(tmp_path / "other" / "App.mpr").fail_on is Severity.INFO

    def test_nothing_outside_the_repository_counts(self, tmp_path: Path) -> None:
        written(tmp_path / "osm.yaml", "fail-on: info")
        (tmp_path / "repository" / ".git").mkdir(parents=True)

        assert settings_for(tmp_path / "repository" / "App.mpr") == Settings()

    def test_a_pyproject_without_the_table_is_none(self, tmp_path: Path) -> None:
        (tmp_path / ".git").mkdir()
        written(tmp_path / "pyproject.toml", "[tool.other]\n")

        assert settings_for(tmp_path / "App.mpr") == Settings()

    def test_two_files_in_one_folder_are_one_too_many(self, tmp_path: Path) -> None:
        written(tmp_path / "osm.yaml", "")
        written(tmp_path / "pyproject.toml", "[tool.osm]\n")

        with pytest.raises(ConfigurationError, match=r"there is also a \[tool.osm\]"):
            settings_for(tmp_path / "App.mpr")

    def test_an_empty_file_is_fine(self, tmp_path: Path) -> None:
        assert settings_from(written(tmp_path / "osm.yaml", "# later\n")).fail_on is (
            Severity.WARNING
        )

    def test_a_named_toml_file_must_have_the_table(self, tmp_path: Path) -> None:
        assert "has no table [tool.osm]" in error(written(tmp_path / "other.toml", "a = 1\n"))


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("selct: []", "osm.yaml:1:1: unknown key 'selct'; did you mean select?"),
            ("fail-on: error\nfoo: 1", "osm.yaml:2:1: unknown key 'foo'; there are "),
            ("fail-on: fatal", "osm.yaml:1:10: unknown severity 'fatal'; there are error,"),
            ("min-confidence: hihg", "osm.yaml:1:17: unknown confidence 'hihg'; did you mean hi"),
            ("select: OSM301", "osm.yaml:1:9: expected a list, found 'OSM301'"),
            ("select: [301]", "osm.yaml:1:10: expected text, found 301; put it in quotes"),
            ("select:\n  - OSM301\n  -", "osm.yaml:3:4: expected text, found nothing"),
            ("- a", "osm.yaml:1:1: expected keys with values"),
            ("mendix-version: 11.10", "osm.yaml:1:17: expected text, found 11.1; put it in quo"),
            ("mendix-version: new", "osm.yaml:1:17: 'new' is not a Mendix version"),
            ("severity: {OSM301: bad}", "osm.yaml:1:20: unknown severity 'bad'"),
            ("assume: {A.B: Onlin}", "osm.yaml:1:15: unknown synchronization mode 'Onlin'; did"),
            ("modules: {marketplace: 1}", "osm.yaml:1:24: expected true or false, found 1"),
            ("modules: {ignor: []}", "osm.yaml:1:11: unknown key 'ignor'; did you mean ignore?"),
            ("xfail:\n  - rule: OSM301", "osm.yaml:2:5: an xfail entry needs a reason"),
            ("xfail:\n  - reason: x", "osm.yaml:2:5: an xfail entry needs a rule"),
            (
                "xfail:\n  - {rule: OSM301, reason: ' '}",
                "osm.yaml:2:5: an xfail entry needs a reason",
            ),
            (
                "xfail: [{rule: OSM301, reason: x, until: soon}]",
                "osm.yaml:1:42: expected a date like 2027-03-31, found 'soon'",
            ),
            ("select: [", "osm.yaml:1:10: not valid YAML: "),
            ("a: 1\na: 2", "osm.yaml:2:1: not valid YAML: found duplicate key"),
            ("a: \x07", "osm.yaml: not valid YAML: "),
        ],
    )
    def test_a_mistake_in_yaml_is_told_with_its_place(
        self, text: str, message: str, tmp_path: Path
    ) -> None:
        assert error(written(tmp_path / "osm.yaml", text)).startswith(message)

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("selct = []", "pyproject.toml:2:1: unknown key 'selct'; did you mean select?"),
            ('fail-on = "fatal"', "pyproject.toml:2:1: unknown severity 'fatal'"),
            (
                "[[tool.osm.xfail]]\nrule = 'OSM301'",
                "pyproject.toml:2:1: an xfail entry needs a reason",
            ),
            ("x = ", "pyproject.toml: not valid TOML: "),
        ],
    )
    def test_a_mistake_in_toml_is_told_with_its_place(
        self, text: str, message: str, tmp_path: Path
    ) -> None:
        file = written(tmp_path / "pyproject.toml", f"[tool.osm]\n{text}\n")

        assert error(file).startswith(message)

    def test_an_alias_is_read_and_a_merge_is_not(self, tmp_path: Path) -> None:
        text = "select: &rules [OSM1]\nrequire: *rules\n"
        assert settings_from(written(tmp_path / "osm.yaml", text)).require[0].text() == "OSM1"

        text = "modules:\n  <<: {marketplace: 1}\n"
        told = "osm.yaml:2:3: not valid YAML: keys that are merged (<<) are not read here"
        assert error(written(tmp_path / "osm.yaml", text)) == told

    @pytest.mark.parametrize(
        "text",
        [
            "strict: !!bool abc",
            "strict: !!int ''",
            "strict: !!float x",
            "strict: !!timestamp x",
            "select: !!omap abc",
            "select: !!set {a, b}",
            "select: !!python/object:os.system x",
            "!!str select: []",
            "strict: !own true",
            "? [a, b]\n: c",
            "? &a {b: c}\n: d\n? *a\n: e",
            "strict: *gone",
            "strict: &a *a",
            "&a select: *a",
            "strict: 0x",
            "strict: 1" + "0" * 5000,
            "mendix-version: 1" + "0" * 5000,
            "strict: 2026-99-99",
            "%YAML 9.9\n---\nstrict: true",
            "--- {}\n--- {}",
            'strict: "\\x"',
            "\tstrict: true",
            "strict: true\nstrict: " + "x" * 3000,
        ],
    )
    @pytest.mark.parametrize("read", [settings_from, load_yaml])
    def test_odd_values_are_one_short_sentence(
        self, text: str, read: Callable[[Path], object], tmp_path: Path
    ) -> None:
        path = written(tmp_path / "osm.yaml", text)
        try:
            read(path)
        except ConfigurationError as problem:
            told = str(problem).replace(str(path), "")
            assert len(told) < 200
            assert "\n" not in told
        else:
            assert read is load_yaml

    @pytest.mark.parametrize(
        "text", ["strict = 1" + "0" * 100_000, "mendix-version = 1" + "0" * 5000]
    )
    def test_numbers_without_end_in_toml(self, text: str, tmp_path: Path) -> None:
        told = error(written(tmp_path / "pyproject.toml", f"[tool.osm]\n{text}\n"))
        assert len(told) < 150

    def test_a_file_that_is_no_text(self, tmp_path: Path) -> None:
        (tmp_path / "osm.yaml").write_bytes(b"\xff\xfe\x00")

        assert "cannot be read" in error(tmp_path / "osm.yaml")


def test_a_date_that_no_calendar_has_is_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "osm.yaml"
    path.write_text("xfail: [{rule: OSM301, reason: x, until: 2099-13-31}]\n")

    with pytest.raises(ConfigurationError, match=r"osm\.yaml: not valid YAML: month must be in"):
        settings_from(path)


class TestEffects:
    def report(self, app: App, configuration: str, tmp_path: Path):
        (tmp_path / "osm.yaml").write_text(configuration)
        model = app.write(tmp_path / "App.mpr")
        return check_model(model, settings_for(model), date(2026, 6, 1))

    def codes(self, report) -> list[str]:
        return [finding.code for finding in report.failing]

    def test_rules_are_selected_and_ignored(self, bad_app: App, tmp_path: Path) -> None:
        report = self.report(bad_app, "select: [OSM2, OSM3]\nignore: [OSM202]", tmp_path)

        assert self.codes(report) == ["OSM301"]

    def test_an_unknown_rule_in_any_key_is_an_error(self, app: App, tmp_path: Path) -> None:
        for text in (
            "select: [OSM999]",
            "ignore: [OSM999]",
            "severity: {OSM999: info}",
            "require: [OSM999]",
        ):
            with pytest.raises(ConfigurationError, match=r"rule '?OSM999"):
                self.report(app, text, tmp_path)

    def test_assumed_modes_are_judged_as_if_they_were_configured(
        self, bad_app: App, tmp_path: Path
    ) -> None:
        text = "assume: {Sales.Order: Online}\nselect: [OSM202, OSM301]"
        report = self.report(bad_app, text, tmp_path)

        assert self.codes(report) == []
        assert report.notes == ("assumed that Sales.Order is Online",)

    def test_an_assumed_mode_of_nothing_is_told_as_assumed(self, app: App, tmp_path: Path) -> None:
        report = self.report(app, "assume: {Sales.Gone: Online}", tmp_path)

        (finding,) = report.failing
        assert "assumed row Sales.Gone" in str(finding.location)

    def test_low_confidence_is_listed_and_fails_on_request(self, app: App, tmp_path: Path) -> None:
        doubtful = App(
            "11.2.0", *app.modules, *[type(profile)(home=profile.home) for profile in app.profiles]
        )

        default = self.report(doubtful, "fail-on: info", tmp_path)
        strict = self.report(doubtful, "fail-on: info\nmin-confidence: low", tmp_path)

        assert self.codes(default) == []
        assert default.counts.unsure == 3
        assert self.codes(strict) == ["OSM104", "OSM305", "OSM503"]

    def test_modules_can_be_left_out(self, bad_app: App, tmp_path: Path) -> None:
        report = self.report(bad_app, "modules: {ignore: ['Sal*']}", tmp_path)

        assert self.codes(report) == []
        assert report.counts.hidden == 2

    def test_an_entry_can_be_for_some_models_only(self, bad_app: App, tmp_path: Path) -> None:
        (tmp_path / "Other.mpr").touch()
        entry = "xfail: [{rule: OSM301, reason: x, model: Other.mpr}]"

        report = self.report(bad_app, entry, tmp_path)

        assert self.codes(report) == ["OSM202", "OSM301"]
        assert report.stale_acceptances == ()


class TestMoreMistakes:
    def test_a_file_with_the_other_suffix_is_not_ignored(self, tmp_path: Path) -> None:
        written(tmp_path / "osm.yml", "")

        with pytest.raises(ConfigurationError, match=r"is not read: rename it to osm\.yaml"):
            settings_for(tmp_path / "App.mpr")

    def test_a_table_in_toml_is_found_by_its_header(self, tmp_path: Path) -> None:
        text = "[tool.osm]\nselect = []\n\n[[tool.osm.xfails]]\nrule = 'x'\n"

        assert error(written(tmp_path / "pyproject.toml", text)).startswith(
            "pyproject.toml:4:12: unknown key 'xfails'; did you mean xfail?"
        )

    def test_modes_may_be_written_as_studio_pro_shows_them(self, tmp_path: Path) -> None:
        text = "assume: {A.B: Nothing (clear data), A.C: By XPath}"

        settings = settings_from(written(tmp_path / "osm.yaml", text))

        assert settings.assume == {"A.B": SyncMode.NONE, "A.C": SyncMode.CONSTRAINED}


class TestXfailInTheCommand:
    def report(self, app: App, entry: str, tmp_path: Path, today: date = date(2026, 6, 1)):
        (tmp_path / "osm.yaml").write_text(
            f"select: [OSM301, OSM104]\nxfail:\n  - {{reason: why, {entry}}}"
        )
        model = app.write(tmp_path / "App.mpr")
        return check_model(model, settings_for(model), today)

    def test_accepted_findings_do_not_fail(self, bad_app: App, tmp_path: Path) -> None:
        report = self.report(bad_app, "rule: OSM301", tmp_path)

        assert report.exit_code == 0
        assert report.counts.accepted == 1

    def test_a_verdict_still_has_them(self, bad_app: App, tmp_path: Path) -> None:
        report = self.report(bad_app, "rule: OSM301", tmp_path)

        (verdict,) = (each for each in report.verdicts if each.rule.code == "OSM301")
        assert verdict.failing == ()
        assert [finding.location.name for finding in verdict.findings] == ["Sales.Orders"]

    def test_an_unused_entry_fails(self, bad_app: App, tmp_path: Path) -> None:
        report = self.report(bad_app, "rule: OSM104", tmp_path)

        assert report.exit_code == 1
        (complaint,) = map(str, report.stale_acceptances)
        assert complaint.startswith(
            "osm.yaml:3: xfail of OSM104 (why) matches no finding in profile"
        )

    @pytest.mark.parametrize(
        ("today", "exit_code"), [(date(2026, 5, 31), 0), (date(2026, 6, 1), 1)]
    )
    def test_an_entry_holds_until_its_day_and_not_after(
        self, bad_app: App, tmp_path: Path, today: date, exit_code: int
    ) -> None:
        report = self.report(bad_app, "rule: OSM301, until: 2026-05-31", tmp_path, today)

        assert report.exit_code == exit_code

    def test_an_entry_can_name_the_place_as_it_is_printed(
        self, bad_app: App, tmp_path: Path
    ) -> None:
        report = self.report(bad_app, "rule: OSM301, document: '*list view*'", tmp_path)

        assert report.exit_code == 0

    def test_an_entry_whose_pattern_is_wrong_says_where_the_findings_are(
        self, bad_app: App, tmp_path: Path
    ) -> None:
        report = self.report(bad_app, "rule: OSM301, document: Nope", tmp_path)

        assert tuple(map(str, report.stale_acceptances)) == (
            "osm.yaml:3: xfail of OSM301 (why) is for Nope, but the findings are in Sales.Orders",
        )

    def test_an_entry_for_a_model_that_is_gone_fails(self, bad_app: App, tmp_path: Path) -> None:
        report = self.report(bad_app, "rule: OSM301, model: Gone.mpr", tmp_path)

        assert tuple(map(str, report.stale_acceptances)) == (
            "osm.yaml:3: xfail of OSM301 names model Gone.mpr, which does not exist",
        )

    def test_an_entry_is_for_one_rule(self, bad_app: App, tmp_path: Path) -> None:
        report = self.report(bad_app, "rule: OSM3", tmp_path)

        assert tuple(map(str, report.stale_acceptances)) == (
            "osm.yaml:3: xfail of OSM3 names an unknown rule; did you mean OSM301?",
        )

    def test_an_entry_for_no_check_fails(self, bad_app: App, tmp_path: Path) -> None:
        report = self.report(bad_app, "rule: OSM101", tmp_path)

        assert report.exit_code == 1
        assert "matches no check of App.mpr of Mendix 11.6.0" in str(report.stale_acceptances[0])


class TestPresets:
    def codes(self, app: App, configuration: str, tmp_path: Path) -> set[str]:
        (tmp_path / "osm.yaml").write_text(configuration)
        model = app.write(tmp_path / "App.mpr")
        report = check_model(model, settings_for(model), date(2026, 6, 1))
        return {verdict.rule.code for verdict in report.verdicts}

    def test_each_holds_more_than_the_one_before(self, app: App, tmp_path: Path) -> None:
        documented, default, recommended, everything = (
            self.codes(app, text, tmp_path)
            for text in ("preset: documented", "", "preset: recommended", "preset: all")
        )

        assert documented < recommended < everything
        assert default == recommended
        assert {"OSM002", "OSM301"} <= documented
        assert "OSM501" in recommended - documented
        assert everything - recommended == {"OSM003"}

    def test_what_is_selected_counts_alone(self, app: App, tmp_path: Path) -> None:
        text = "preset: documented\nselect: [OSM5]\nignore: [OSM504]"
        assert self.codes(app, text, tmp_path) == {"OSM501", "OSM502", "OSM503"}

    def test_an_unknown_one_is_an_error(self, app: App, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match="unknown preset 'recomended'; did you mean"):
            self.codes(app, "preset: recomended", tmp_path)


class TestConnectionChecks:
    def app(self) -> App:
        guarded = If("$ok", (CallMicroflowActivity("M.Server"),), (ShowMessage("Offline."),))
        return App(
            "11.6.0",
            Module(
                "M",
                Page("Home", Button("Go", CallNanoflow("M.Work"))),
                Nanoflow("Work", CallJavaScriptActivity("M.IsOnline", into="ok"), guarded),
                JavaScriptAction("IsOnline"),
                Microflow("Server"),
            ),
            NativeProfile(home="M.Home"),
        )

    def report(self, configuration: str, tmp_path: Path):
        (tmp_path / "osm.yaml").write_text(configuration)
        model = self.app().write(tmp_path / "App.mpr")
        return check_model(model, settings_for(model), date(2026, 6, 1))

    def test_further_checks_are_accepted(self, tmp_path: Path) -> None:
        without = self.report("", tmp_path)
        with_it = self.report("connection-checks: [M.IsOnline]", tmp_path)

        assert [finding.code for finding in without.failing] == ["OSM501"]
        assert with_it.failing == ()
        assert list(with_it.not_followed) == []

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("M.IsOnlin", r"there is no JavaScript action or nanoflow M\.IsOnlin; did you mean"),
            (
                "M.Server",
                r"there is no JavaScript action or nanoflow M\.Server: it is a microflow",
            ),
        ],
    )
    def test_one_that_is_none_is_a_mistake(self, name: str, message: str, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match=rf"osm\.yaml:1:21: {message}"):
            self.report(f"connection-checks: [{name}]", tmp_path)

    def test_one_of_a_module_of_another_app_is_a_mistake(self, tmp_path: Path) -> None:
        with pytest.raises(ConfigurationError, match="no JavaScript action or nanoflow Shared"):
            self.report("connection-checks: [Shared.IsOnline]", tmp_path)

    def test_one_that_only_other_apps_have(self, tmp_path: Path) -> None:
        report = self.report("connection-checks: [Shared.IsOnline (optional)]", tmp_path)

        assert list(report.not_followed) == []

    def test_an_optional_one_that_is_there(self, tmp_path: Path) -> None:
        assert self.report("connection-checks: [M.IsOnline (optional)]", tmp_path).failing == ()
