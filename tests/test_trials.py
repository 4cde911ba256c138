"""Other modes are tried only where they matter, and come out as if all was judged anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as some
from msgspec.structs import replace
from test_planning import ENTITIES, apps, profile_of

from pytest_osm.checking.findings import Finding, RuleCrash, new_findings
from pytest_osm.checking.selection import Selection
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import select_rules
from pytest_osm.errors import ReadError, UsageError
from pytest_osm.facts.availability import DocumentAvailability
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.queries import Query
from pytest_osm.facts.sync_rows import SyncRow
from pytest_osm.model.navigation import SyncMode
from pytest_osm.rules.rule import Message, Rule, Severity, Whole, applies, rule
from pytest_osm.testing import App, Entity, Module, NativeProfile, Page, Pluggable
from pytest_osm.what_if.differences import findings_of
from pytest_osm.what_if.trials import Trials

SETTINGS = Settings()
ALWAYS = (applies(Severity.WARNING),)


def _by_mode(query: Query, profile: Profile) -> Whole:
    return Whole(profile.location, (str(profile.mode(query.entity)),))


@rule("ACME001", "grouped-by-modes", on=Query, applies=ALWAYS, together=_by_mode)
def grouped_by_modes(queries: tuple[Query, ...]) -> Iterator[Message]:
    """Queries of one mode.

    Instead: nothing.
    """
    names = tuple(each.entity for each in queries)
    yield Message(f"{len(queries)} queries: {', '.join(names)}", summarized=names)


@rule("ACME002", "all-rows", on=SyncRow, applies=ALWAYS)
def all_rows(row: SyncRow, profile: Profile) -> Iterator[str]:
    """A row beside others.

    Instead: nothing.
    """
    online = sum(each.config.mode is SyncMode.ONLINE for each in profile.rows)
    yield f"{row.entity}: {online} of {len(profile.rows)} rows are Online"


@rule("ACME003", "works-offline", on=DocumentAvailability, applies=ALWAYS)
def works_offline(document: DocumentAvailability, profile: Profile) -> Iterator[str]:
    """What works.

    Instead: nothing.
    """
    unknown = len(profile.not_followed)
    yield f"{document.name}: {document.works_offline.value}, {unknown} not followed"


@rule("ACME004", "whole-profile", on=Profile, applies=ALWAYS)
def whole_profile(profile: Profile) -> Iterator[str]:
    """The profile.

    Instead: nothing.
    """
    yield ", ".join(f"{mode.entity} {mode}" for mode in profile.modes.values())


@rule("ACME007", "beside-rows", on=Query, applies=ALWAYS)
def beside_rows(query: Query, profile: Profile) -> Iterator[str]:
    """A query, and the rows that there are.

    Instead: nothing.
    """
    yield f"{query.entity} beside {[row.mode for row, *_ in profile.configured.values()]}"


def rules_with(*more: Rule) -> Selection:
    found = select_rules(SETTINGS)
    return replace(found, rules=(*found.rules, *more))


RULES = rules_with(grouped_by_modes, all_rows, works_offline, whole_profile, beside_rows)


def told(findings: tuple[Finding, ...]) -> Counter[tuple[object, ...]]:
    return Counter(
        (each.code, str(each), each.severity, each.confidence, each.details, each.path)
        for each in findings
    )


@pytest.mark.once
@pytest.mark.slow
@given(apps(), some.dictionaries(some.sampled_from(ENTITIES), some.sampled_from([*SyncMode])))
def test_what_appears_is_what_a_whole_check_finds(app: App, modes: dict[str, SyncMode]) -> None:
    with TemporaryDirectory() as folder:
        profile = profile_of(app, folder)
        trials = Trials.of(profile, RULES, SETTINGS)
        today = findings_of(profile, RULES, SETTINGS)
        used = {name: mode for name, mode in modes.items() if name in profile.modes}

        for tried in (used, *({name: mode} for name, mode in used.items())):
            then = findings_of(profile.assuming(tried), RULES, SETTINGS)
            assert told(trials.appearing(tried)) == told(new_findings(then, today))


APP = App(
    "11.6.0",
    Module("M", Entity("A"), Entity("B"), Page("Home", Pluggable("M.A"), Pluggable("M.B"))),
    NativeProfile(home="M.Home", rows={"M.A": "All", "M.B": "All"}),
)


def test_only_what_asks_for_a_mode_is_judged_anew(tmp_path: Path) -> None:
    judged = []

    @rule("ACME005", "seen", on=Query, applies=ALWAYS)
    def seen(query: Query, profile: Profile) -> Iterator[str]:
        """A query.

        Instead: nothing.
        """
        judged.append(query.entity)
        yield str(profile.mode(query.entity))

    trials = Trials.of(profile_of(APP, str(tmp_path)), rules_with(seen), SETTINGS)
    assert judged == ["M.A", "M.B"]
    trials.appearing({"M.B": SyncMode.ONLINE})
    assert judged == ["M.A", "M.B", "M.B"]


def test_a_rule_that_raises_is_named(tmp_path: Path) -> None:
    @rule("ACME006", "fragile", on=Query, applies=ALWAYS)
    def fragile(query: Query, profile: Profile) -> Iterator[str]:
        """A query.

        Instead: nothing.
        """
        if profile.mode(query.entity).is_online:
            raise ValueError("no")
        yield ""

    trials = Trials.of(profile_of(APP, str(tmp_path)), rules_with(fragile), SETTINGS)
    with pytest.raises(RuleCrash, match=r"ACME006 fragile crashed at page M.Home.*ValueError: no"):
        trials.appearing({"M.A": SyncMode.ONLINE})


def test_a_rule_whose_subjects_cannot_be_grouped_is_named(tmp_path: Path) -> None:
    def fail(_query: Query, _profile: Profile) -> Whole:
        raise ValueError("no")

    broken = rules_with(replace(grouped_by_modes, together=fail))
    with pytest.raises(RuleCrash, match="ACME001 grouped-by-modes crashed: ValueError: no"):
        Trials.of(profile_of(APP, str(tmp_path)), broken, SETTINGS)


def test_so_is_one_whose_facts_the_model_cannot_tell(tmp_path: Path) -> None:
    @rule("ACME008", "needs-what-is-left-out", on=Query, applies=ALWAYS)
    def needs_what_is_left_out(query: Query, profile: Profile) -> Iterator[str]:
        """A query.

        Instead: nothing.
        """
        raise UsageError(f"{query.entity} in {profile.name}: not stored")

    def fail(_query: Query, _profile: Profile) -> Whole:
        raise UsageError("not stored")

    profile = profile_of(APP, str(tmp_path))
    for broken in (needs_what_is_left_out, replace(grouped_by_modes, together=fail)):
        with pytest.raises(RuleCrash, match=rf"{broken.code} {broken.slug} crashed.*not stored"):
            Trials.of(profile, rules_with(broken), SETTINGS)


def test_a_model_that_changes_meanwhile_has_no_answer(tmp_path: Path) -> None:
    profile = profile_of(APP, str(tmp_path))
    profile.read()
    APP.write(tmp_path / "App.mpr")
    with pytest.raises(ReadError, match="was written while it was read"):
        Trials.of(profile, RULES, SETTINGS)
