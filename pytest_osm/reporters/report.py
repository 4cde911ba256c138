"""What all checks of some models came to: plain data, for reporters to render.

It travels: between the processes of a test run, and as JSON to other programs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from pytest_osm.checking.checks import Plan
from pytest_osm.checking.findings import Finding, fingerprints
from pytest_osm.checking.problem import Problem
from pytest_osm.checking.verdict import CheckRun, JudgedFinding, Status, Verdict
from pytest_osm.facts.profile import Profile
from pytest_osm.readers.discovery import repository_path
from pytest_osm.readers.git_head import checked_out
from pytest_osm.records import Record
from pytest_osm.reporters.counts import Counts
from pytest_osm.reporters.exit_codes import CLEAN, FINDINGS, NO_VERDICT
from pytest_osm.reporters.profile_report import ProfileReport
from pytest_osm.rules.page import RuleDescription

if TYPE_CHECKING:
    from pytest_osm.reporters.build_comparison import BuildComparison

_Item = TypeVar("_Item")
NO_MODULE = "(no module)"  # in which the model itself and its profiles are


class ModelReport(Record, frozen=True, eq=True):
    """What is known about one model.

    `path` is what the run calls it, `file` where it lies, in its repository if it is in one, of
    which `revision` is checked out.
    `error` says why it could not be checked at all, `crashes` which rules raised, `skipped` which
    ones were not run, `unreadable_parts` which units are missing or damaged, needed or not.
    `unmatched_acceptances` belong to none of its checks, `compared_with` is what people call its
    earlier state, `build` what Mendix's own build says. A strict report has no verdict when
    anything was left out.
    """

    path: str
    file: str = ""
    version: str = ""
    revision: str = ""
    is_readable: bool = True
    profiles: tuple[ProfileReport, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    crashes: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    unmatched_acceptances: tuple[Problem, ...] = ()
    not_applicable: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unreadable_parts: tuple[str, ...] = ()
    compared_with: str = ""
    build: BuildComparison | None = None
    is_strict: bool = False
    error: str = ""

    @classmethod
    def of(cls, path: str, plan: Plan) -> ModelReport:
        """Report on what is known before any check has run; the model goes by some path."""
        return cls(
            path=path,
            file=repository_path(plan.path),
            version=str(plan.version or ""),
            revision=checked_out(plan.path),
            is_readable=plan.is_readable,
            not_applicable=tuple(str(each) for each in plan.not_applicable),
            notes=plan.notes,
            compared_with=plan.compared_with,
            is_strict=plan.settings.strict,
        )

    def with_verdicts(
        self,
        profiles: Iterable[Profile],
        verdicts: Iterable[Verdict],
        *,
        needs_overview: bool = False,
    ) -> ModelReport:
        """The same with verdicts on some profiles, and what is known when these are given."""
        there = tuple(profiles)
        unreadable = there[0].project.unreadable_parts if there else ()
        return replace(
            self,
            profiles=tuple(
                ProfileReport.of(each, needs_overview=needs_overview) for each in there
            ),
            verdicts=tuple(verdicts),
            unreadable_parts=tuple(map(str, unreadable)),
        )

    def against_build(self, path: Path) -> ModelReport:
        """The same, held against the errors that MxBuild wrote into a file. UsageError."""
        from pytest_osm.reporters.build_comparison import compare  # noqa: PLC0415 - 5 ms

        judged = ((verdict.rule, each) for verdict in self.verdicts for each in verdict.judged)
        return replace(self, build=compare(path, judged))

    def with_run(self, run: CheckRun, *, needs_overview: bool) -> ModelReport:
        """The same with what came of one check."""
        profiles = (run.check.profile,) if run.check.profile else ()
        if run.verdict:
            return self.with_verdicts(profiles, (run.verdict,), needs_overview=needs_overview)
        if run.skip_message:
            return replace(self, skipped=(run.skip_message,))
        there = tuple(ProfileReport(each.name, each.is_offline) for each in profiles)
        return replace(self, profiles=there, crashes=(str(run.error),))

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that count."""
        return tuple(chain.from_iterable(verdict.failing for verdict in self.verdicts))

    @property
    def stale_acceptances(self) -> tuple[Problem, ...]:
        """Acceptances that are expired or not needed."""
        in_checks = chain.from_iterable(verdict.stale_acceptances for verdict in self.verdicts)
        return tuple(dict.fromkeys((*in_checks, *self.unmatched_acceptances)))

    @property
    def has_verdict(self) -> bool:
        """Whether it says of everything that was checked what it comes to."""
        return self.is_readable and not self.obstacles and not self.crashes

    @property
    def blocking_problems(self) -> tuple[Problem, ...]:
        """What prevents a verdict, and outdated acceptances."""
        without = (*self.obstacles, *self.crashes)
        file = self.file or self.path
        return tuple(
            each if each.file else replace(each, file=file)
            for each in (*map(Problem.without_verdict, without), *self.stale_acceptances)
        )

    @property
    def obstacles(self) -> tuple[str, ...]:
        """Why there is no verdict, other than crashes."""
        return tuple(filter(None, (self.error, self._omission)))

    @property
    def _omission(self) -> str:
        """What was left out of a strict report, "" when nothing was."""
        left_out = (
            (self.skipped, "skipped rules"),
            (tuple(self.not_followed), "parts not analysed"),
            (self.unreadable_parts, "parts not readable"),
        )
        said = ", ".join(f"{len(each)} {what}" for each, what in left_out if each)
        return f"strict: there is no verdict, because of {said}" if self.is_strict and said else ""

    @property
    def not_followed(self) -> Iterator[tuple[str, str]]:
        """What could not be analysed, each with the name of the profile."""
        return ((each.name, what) for each in self.profiles for what in each.not_followed)

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings or stale acceptances, 2 when there is no verdict."""
        is_unchecked = bool(self.skipped) and not self.verdicts
        if is_unchecked or not self.has_verdict:
            return NO_VERDICT
        return FINDINGS if self.failing or self.stale_acceptances else CLEAN

    @property
    def counts(self) -> Counts:
        """The numbers that end every report."""
        judged = chain.from_iterable(verdict.judged for verdict in self.verdicts)
        return Counts(
            models=1,
            profiles=sum(profile.is_offline for profile in self.profiles),
            checks=len(self.verdicts),
            nothing_to_check=sum(verdict.has_nothing_to_check for verdict in self.verdicts),
            skipped=len(self.skipped),
            not_applicable=len(self.not_applicable),
            not_followed=sum(1 for _ in self.not_followed),
            not_readable=len(self.unreadable_parts),
            crashed=len(self.crashes),
            without_verdict=int(bool(self.obstacles) or not self.is_readable),
            stale_acceptances=len(self.stale_acceptances),
            **Counter(each.status.name.lower() for each in judged),
        )


class ReportedFinding(Record, frozen=True):
    """A finding with everything that it belongs to. `fingerprint` outlives renaming."""

    model: ModelReport
    rule: RuleDescription
    judged: JudgedFinding
    fingerprint: str

    @property
    def finding(self) -> Finding:
        """The finding itself."""
        return self.judged.finding

    @property
    def status(self) -> Status:
        """What becomes of it."""
        return self.judged.status

    @property
    def file(self) -> str:
        """The file that it is in: of a unit, or of the model."""
        if not self.finding.location.file:
            return self.model.file
        return (PurePosixPath(self.model.file).parent / self.finding.location.file).as_posix()

    @property
    def line(self) -> int:
        """The line of that file, 1 in files without lines."""
        return self.finding.location.line or 1


class Report(Record, frozen=True, eq=True):
    """The reports on all models of a run."""

    models: tuple[ModelReport, ...]

    @classmethod
    def merged(cls, parts: Iterable[ModelReport]) -> Report:
        """One report of partial ones, in the same order whatever theirs was.

        Each check is as it was reported last.
        """
        by_path: dict[str, list[ModelReport]] = {}
        for part in parts:
            by_path.setdefault(part.path, []).append(part)
        return cls(tuple(_merged(same) for _, same in sorted(by_path.items())))

    def results(self, *statuses: Status) -> Iterator[ReportedFinding]:
        """The findings of some statuses, in the order of the checks."""
        found = [
            (model, verdict.rule, judged)
            for model in self.models
            for verdict in model.verdicts
            for judged in verdict.judged
        ]
        marks = fingerprints(judged.finding for _, _, judged in found)
        for (model, rule, judged), fingerprint in zip(found, marks, strict=True):
            if judged.status in statuses:
                yield ReportedFinding(model, rule, judged, fingerprint)

    @property
    def exit_code(self) -> int:
        """The worst of the models' exit codes."""
        return max((model.exit_code for model in self.models), default=CLEAN)

    @property
    def compared_with(self) -> str:
        """The earlier states that the models were compared with, "" if they were not."""
        return ", ".join(dict.fromkeys(filter(None, (each.compared_with for each in self.models))))

    @property
    def counts(self) -> Counts:
        """The sums of the models' numbers."""
        return sum((model.counts for model in self.models), Counts())


def _merged(parts: list[ModelReport]) -> ModelReport:
    verdicts = {(each.profile, each.rule.code): each for part in parts for each in part.verdicts}
    profiles: dict[str, list[ProfileReport]] = {}
    for each in chain.from_iterable(part.profiles for part in parts):
        profiles.setdefault(each.name, []).append(each)
    return replace(
        parts[-1],
        profiles=tuple(
            replace(
                same[0],
                not_followed=_distinct(each.not_followed for each in same),
                overview=next((each.overview for each in same if each.overview), None),
            )
            for _, same in sorted(profiles.items())
        ),
        verdicts=tuple(verdicts[key] for key in sorted(verdicts)),
        crashes=_distinct(part.crashes for part in parts),
        skipped=_distinct(part.skipped for part in parts),
        unmatched_acceptances=_distinct(part.unmatched_acceptances for part in parts),
        not_applicable=_distinct(part.not_applicable for part in parts),
        notes=_distinct(part.notes for part in parts),
        unreadable_parts=_distinct(part.unreadable_parts for part in parts),
        error=next((part.error for part in parts if part.error), ""),
    )


def _distinct(lists: Iterable[tuple[_Item, ...]]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(lists)))
