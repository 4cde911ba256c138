"""Real apps, where they are at hand: none of them is part of this repository."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest
from conftest import UNCOUNTED, snapshot
from seeding import ATLAS, DATA, TODAY, WITH_REAL_APPS

from pytest_osm.checking.baseline import NAME, entries_of, write
from pytest_osm.checking.findings import new_findings
from pytest_osm.checking.verdict import Status
from pytest_osm.configuration.locate import settings_for
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import check_model, open_profiles, select_rules
from pytest_osm.errors import ReadError
from pytest_osm.facts.profile import Profile
from pytest_osm.language.xpath.grammar import NotParsed, parse
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.navigation import NavigationDocument, SyncMode
from pytest_osm.model.parsing import structure
from pytest_osm.model.project import Project
from pytest_osm.model.raw import Raw
from pytest_osm.model.unread import UnreadParts
from pytest_osm.model.version import MendixVersion
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.reporters.report import Report
from pytest_osm.what_if.differences import findings_of
from pytest_osm.what_if.trials import Trials

APPS = ("atlas-11.0", "keymanagement-11.12", "oqlmodule-11.6", "widgets-resources-mx7-mx8")
COUNTED = Settings(ignore=tuple(Node(Path("test"), code) for code in UNCOUNTED))

pytestmark = WITH_REAL_APPS


def native_profile(model: Path) -> Profile:
    project = read_mpr(model)
    assert isinstance(project.navigation, NavigationDocument)
    native = next(profile for profile in project.navigation.profiles if profile.is_native)
    return Profile.of(project, native, project.version)


def test_the_derived_modes_are_the_rows_that_studio_pro_wrote(unpacked) -> None:
    profile = native_profile(unpacked("atlas-11.0"))
    written = {row.entity: row.config.mode for row in profile.rows}

    derived = {name: each.mode for name, each in profile.usage.derived_modes.items()}

    assert len(written) == 11
    assert derived == written
    assert profile.not_followed == ()


def test_what_the_atlas_app_reaches(unpacked) -> None:
    reach = native_profile(unpacked("atlas-11.0")).reach

    counts = {kind: len(list(reach.of_kind(kind))) for kind in DocumentKind}

    assert counts[DocumentKind.PAGE] == 74
    assert counts[DocumentKind.NANOFLOW] == 66
    assert counts[DocumentKind.LAYOUT] == 4
    assert counts[DocumentKind.SNIPPET] == 1


@pytest.mark.parametrize(
    ("name", "checks", "unreadable_parts", "addressed"),
    [
        ("atlas-11.0", 7, 2, ""),
        ("keymanagement-10.24", 6, 1, ""),
        ("keymanagement-11.12", 7, 2, ""),
        ("oqlmodule-11.6", 0, 0, ""),
        ("mxcli-tiny", 0, 0, ""),
        ("widgets-resources-mx7-mx8", 4, 0, "page Slider.SliderStaticValues"),
    ],
)
def test_a_real_app_as_it_is_has_no_findings(
    unpacked, name: str, checks: int, unreadable_parts: int, addressed: str
) -> None:
    model = unpacked(name)
    before = snapshot(model.parent)

    report = check_model(model, Settings(), TODAY)

    assert report.exit_code == 0
    assert report.failing == ()
    assert len(check_model(model, COUNTED, TODAY).verdicts) == checks
    # Only the pages that have an address are listed, and nothing that was passed over.
    listed = [construct for _, construct in report.not_followed]
    assert len(listed) == (1 if addressed else 0)
    assert all(f": {addressed} (nothing in the profile leads" in each for each in listed)
    project = read_mpr(model)
    for kind in DocumentKind:
        for document in project.names(kind):
            assert project.document(Reference(kind, document)) is not None
    assert len(project.unreadable_parts) == unreadable_parts
    assert snapshot(model.parent) == before


def test_both_test_apps_of_mendix_7_and_8_have_an_offline_profile(unpacked) -> None:
    folder = unpacked("widgets-resources-mx7-mx8").parents[1]

    for model in folder.rglob("*.mpr"):
        (profile,) = [each for each in open_profiles(model, Settings()) if each.is_offline]
        assert profile.navigation.kind == "HybridPhoneOffline"
        assert profile.mode("Slider.Range").derivation is not None


def test_a_package_is_refused_in_one_sentence(unpacked) -> None:
    package = next(unpacked("mxcli-tiny").parent.glob("*.mpk"))

    with pytest.raises(ReadError, match=r"is a zip archive such as an \.mpk package"):
        read_mpr(package)


ATLAS_ENTITIES = (
    *(f"{ATLAS}.{name}" for name in ("Gallery", "MapWithImages", "ReferenceSelectorData")),
    *(f"{ATLAS}.{name}" for name in ("RequestGenericPermission", "TakePicture", "TaskInbox")),
    *(f"{ATLAS}.{name}" for name in ("TaskInboxBadges", "TaskInboxImage", "WhitePaper")),
    *(f"{DATA}.{name}" for name in ("AtlasGenericObject", "AtlasPeople")),
)
OQL_ENTITIES = (
    *("Administration.Account", "OQL.ExamplePerson"),
    *(f"System.{name}" for name in ("Language", "ScheduledEventInformation", "Session")),
    *(f"System.{name}" for name in ("TimeZone", "UserRole", "XASInstance")),
)

# Predicted by hand from the decoded models: rule, severity, confidence, place, part of the text.
SEEDINGS = {
    "an online entity among offline ones in 11.0": (
        ("atlas-11.0", f"{ATLAS}.TaskInbox=Online"),
        [],
    ),
    "its association while that is prohibited": (
        ("atlas-11.0", "--version", "10.24.0", f"{ATLAS}.TaskInbox=Online"),
        [
            (
                *("OSM201", "error", "high", f"domain model {ATLAS}, association {ATLAS}."),
                f"TaskInbox owns {ATLAS}.TaskInbox_TaskInboxImage to {ATLAS}.TaskInboxImage",
            )
        ],
    ),
    "its association when that is allowed": (
        ("atlas-11.0", "--version", "10.24.1", f"{ATLAS}.TaskInbox=Online"),
        [],
    ),
    "no rows where the default is Online": (
        ("atlas-11.0", "--clear", "--version", "11.6.0"),
        [
            (
                *("OSM104", "warning", "medium", "navigation profile NativePhone"),
                f"11 entities are Online by default: {', '.join(ATLAS_ENTITIES)}",
            )
        ],
    ),
    "no rows where the default is in doubt": (
        ("atlas-11.0", "--clear", "--version", "11.3.0"),
        [
            (
                *("OSM104", "info", "low", "navigation profile NativePhone"),
                f"11 entities may be Online by default: {', '.join(ATLAS_ENTITIES)}",
            )
        ],
    ),
    "three odd rows during the beta": (
        (
            *("atlas-11.0", "--version", "10.20.0", f"{ATLAS}.Gallery=Online"),
            *("System.Image=All", f"{ATLAS}.TakePicture=Constrained"),
        ),
        [
            ("OSM102", "warning", "high", "navigation profile", f"used for {ATLAS}.Gallery"),
            ("OSM105", "info", "high", "row System.Image", "does not use System.Image"),
            ("OSM108", "warning", "high", f"row {ATLAS}.TakePicture", "has no constraint"),
            ("OSM202", "warning", "medium", "entity Atlas_D", "Gallery specializes System.Image"),
        ],
    ),
    "a mixed hierarchy in a web app made offline": (
        (
            *("oqlmodule-11.6", "--add-profile", "PhoneOffline", "OQLExample.ExampleData=All"),
            "OQLExample.ExampleDataSpecialization=Online",
        ),
        [
            (
                *("OSM104", "warning", "medium", "navigation profile PhoneOffline"),
                f"8 entities are Online by default: {', '.join(OQL_ENTITIES)}",
            ),
            ("OSM202", "warning", "medium", "domain model OQLExample", "specializes OQLExample."),
            ("OSM301", "error", "high", 'page OQLExample.Tests, Data grid 2 "grid1"', "selects"),
            (
                *("OSM503", "warning", "medium", "page OQL.Example_Overview"),
                'home page of role "Administrator" shows OQL.ExamplePerson from the server',
            ),
        ],
    ),
    "a hierarchy mixed by derivation in the beta": (
        (
            *("oqlmodule-11.6", "--add-profile", "PhoneOffline", "--version", "10.19.1"),
            "OQLExample.ExampleData=Online",
        ),
        [
            ("OSM102", "warning", "high", "navigation profile", "used for OQLExample.ExampleData"),
            (
                *("OSM301", "error", "high", "page OQLExample.Tests"),
                "OQLExample.ExampleDataSpecialization is Nothing (preserve data)",
            ),
        ],
    ),
    "the mode before it was offered": (
        (
            *("oqlmodule-11.6", "--add-profile", "PhoneOffline", "--version", "10.18.5"),
            "OQL.ExamplePerson=Online",
        ),
        [("OSM101", "error", "high", "row OQL.ExamplePerson", "does not support")],
    ),
    "the mode in a profile that is online": (
        (
            *("oqlmodule-11.6", "--profile", "Responsive", "--version", "10.21.0"),
            "OQL.ExamplePerson=Online",
        ),
        [("OSM103", "warning", "high", "navigation profile Responsive", "is not offline")],
    ),
    "a web app made offline without any row": (
        ("oqlmodule-11.6", "--add-profile", "ResponsiveOffline"),
        [
            (
                *("OSM104", "warning", "medium", "navigation profile ResponsiveOffline"),
                "Account, OQL.ExamplePerson, OQLExample.ExampleData, System.Language",
            ),
            ("OSM503", "warning", "medium", "page OQL.Example_Overview", "OQL.ExamplePerson from"),
        ],
    ),
    "rows that nothing uses": (
        ("keymanagement-10.24", "Administration.Account=Online", "System.User=All"),
        [
            ("OSM105", "info", "high", "row Administration.Account", "does not use"),
            ("OSM105", "info", "high", "row System.User", "does not use"),
            ("OSM202", "warning", "medium", "entity Administration.Account", "System.User"),
        ],
    ),
    "one row that nothing uses during the beta": (
        ("keymanagement-10.24", "--version", "10.22.3", "Administration.Account=Online"),
        [
            ("OSM102", "warning", "high", "navigation profile", "used for Administration.Account"),
            ("OSM105", "info", "high", "row Administration.Account", "does not use"),
        ],
    ),
    "four odd rows in the newest version": (
        (
            *("keymanagement-11.12", "KeyManagement.Test0=Online", "Nope.Nothing=All"),
            *("Administration.Account=Constrained", "System.User=All:[Name != empty]"),
        ),
        [
            ("OSM105", "info", "high", "row Administration.Account", "does not use"),
            ("OSM105", "info", "high", "row System.User", "does not use"),
            ("OSM105", "warning", "high", "row KeyManagement.Test0", "is not persistable"),
            ("OSM105", "warning", "high", "row Nope.Nothing", "Nope.Nothing does not exist"),
            ("OSM108", "warning", "high", "row Administration.Account", "has no constraint"),
            ("OSM108", "warning", "high", "row System.User", "mode All Objects ignores"),
        ],
    ),
}


@pytest.mark.parametrize("name", SEEDINGS)
def test_a_seeded_app_gives_exactly_the_predicted_findings(seeded, name: str) -> None:
    arguments, predicted = SEEDINGS[name]

    report = check_model(seeded(*arguments), COUNTED, TODAY)

    found = [
        (each.code, each.severity.word, each.confidence.word, str(each.location), each.text)
        for verdict in report.verdicts
        for each in verdict.findings
    ]
    assert len(found) == len(predicted), found
    for code, severity, confidence, place, text in predicted:
        assert any(
            each[:3] == (code, severity, confidence) and place in each[3] and text in each[4]
            for each in found
        ), (code, found)


@pytest.mark.parametrize("name", SEEDINGS)
def test_other_modes_come_out_as_if_all_was_judged_anew(seeded, name: str) -> None:
    arguments, _ = SEEDINGS[name]
    rules = select_rules(COUNTED)
    for profile in open_profiles(seeded(*arguments), COUNTED):
        if profile.is_offline:
            trials = Trials.of(profile, rules, COUNTED)
            today = findings_of(profile, rules, COUNTED)
            for entity in [*profile.modes][:10]:
                then = findings_of(profile.assuming({entity: SyncMode.ONLINE}), rules, COUNTED)
                appearing = map(str, new_findings(then, today))
                assert [*map(str, trials.appearing({entity: SyncMode.ONLINE}))] == [*appearing]


def test_the_same_app_reaches_the_same_before_and_after_its_upgrade(unpacked) -> None:
    before = native_profile(unpacked("keymanagement-10.24"))
    after = native_profile(unpacked("keymanagement-11.12"))

    pages = [set(each.reach.of_kind(DocumentKind.PAGE)) for each in (before, after)]

    assert before.version == MendixVersion(10, 24, 22)
    assert len(pages[0]) == len(pages[1]) == 15


def documents_of(project: Project) -> list[Raw]:
    """All documents of a model that can be read, as they are stored."""
    return [
        project.store.decode(unit, project.store.contents(unit))
        for unit in project.store.units
        if unit.containment in ("Documents", "DomainModel")
        and not any(unreadable.unit == unit for unreadable in project.unreadable_parts)
    ]


@pytest.mark.parametrize("name", APPS)
def test_nothing_in_the_real_apps_stands_under_an_unknown_key(unpacked, name: str) -> None:
    documents = documents_of(read_mpr(unpacked(name)))
    unread = {
        f"{each.element.storage_type}.{each.element.key}"
        for document in documents
        for each in structure(document).walk()
        if isinstance(each.element, UnreadParts)
    }

    assert any(document["$Type"] == "Forms$Page" for document in documents)
    assert unread == set()


def test_every_xpath_constraint_of_the_real_apps_parses(unpacked) -> None:
    constraints: set[str] = set()
    for name in APPS:
        pending: list[object] = [*documents_of(read_mpr(unpacked(name)))]
        while pending:
            value = pending.pop()
            if isinstance(value, dict):
                found = value.get("XPathConstraint") or value.get("XpathConstraint")
                constraints |= {found} if isinstance(found, str) and found else set()
            if isinstance(value, (dict, list)):
                nested = value.values() if isinstance(value, dict) else value
                pending += [each for each in nested if isinstance(each, (dict, list))]

    unparsed = [text for text in constraints if isinstance(parse(text), NotParsed)]

    assert len(constraints) > 60
    assert unparsed == []


ONE_MORE = "Atlas_DesignSystem.TaskInbox=Online"
BEFORE = ("atlas-11.0", "--version", "11.6.0", "Atlas_UI_Data.AtlasPeople=Online")


def results_on(model: Path) -> dict[str, str]:
    report = Report((check_model(model, settings_for(model), TODAY),))
    return {each.fingerprint: str(each.finding) for each in report.results(*Status)}


def test_fingerprints_outlive_the_renaming_of_a_module_and_a_document(seeded) -> None:
    model = seeded(*BEFORE)
    before = results_on(model)

    for unit in (model.parent / "mprcontents").rglob("*.mxunit"):
        renamed = unit.read_bytes().replace(b"Atlas_DesignSystem", b"Atlas_RenamedSystm")
        unit.write_bytes(renamed.replace(b"DS_GetPeople", b"DS_AskPeople"))

    after = results_on(model)
    assert len(before) > 10
    assert after.keys() == before.keys()
    assert any("DS_GetPeople" in place for place in before.values())
    assert any("DS_AskPeople" in place for place in after.values())
    assert set(after.values()).isdisjoint(
        place
        for place in before.values()
        if "Atlas_DesignSystem" in place or "DS_GetPeople" in place
    )


def test_with_a_baseline_exactly_the_new_findings_fail(seeded, tmp_path: Path) -> None:
    model = seeded(*BEFORE)
    before = check_model(model, Settings(), TODAY)
    write(model.parent / NAME, model, entries_of(before.failing))
    baseline = (model.parent / NAME).read_text("utf-8")
    accepted = check_model(model, Settings(), TODAY)
    shutil.rmtree(model.parent)

    model = seeded(*BEFORE, ONE_MORE)
    everything = check_model(model, Settings(), TODAY)
    (model.parent / NAME).write_text(baseline, "utf-8")
    failing = check_model(model, Settings(), TODAY).failing

    assert len(before.failing) > 5
    assert (accepted.failing, accepted.stale_acceptances) == ((), ())
    assert accepted.counts.accepted == len(before.failing)
    old = Counter(map(str, before.failing))
    assert Counter(map(str, failing)) == Counter(map(str, everything.failing)) - old
    assert failing
