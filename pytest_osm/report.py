"""What all checks of some models came to, for reporters to render."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from attrs import frozen

from pytest_osm.checks import Plan
from pytest_osm.facts.profile import Profile
from pytest_osm.findings import Finding, RuleCrash
from pytest_osm.model.project import Gap
from pytest_osm.verdict import Verdict

CLEAN, FINDINGS, NO_VERDICT = 0, 1, 2


@frozen(eq=False)
class ModelReport:
    """The verdicts on one model. `stale` are acceptances that belong to none of its checks."""

    plan: Plan
    verdicts: tuple[Verdict, ...]
    crashes: tuple[RuleCrash, ...] = ()
    stale: tuple[str, ...] = ()

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that count."""
        return tuple(chain.from_iterable(verdict.failing for verdict in self.verdicts))

    @property
    def complaints(self) -> tuple[str, ...]:
        """Acceptances that are expired or not needed."""
        in_checks = chain.from_iterable(verdict.stale for verdict in self.verdicts)
        return (*in_checks, *self.stale)

    @property
    def not_followed(self) -> Iterator[tuple[Profile, str]]:
        """What the walks could not see through."""
        for profile in self.plan.offline_profiles:
            for construct in profile.not_followed:
                yield profile, str(construct)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """The units of the model that are missing or damaged, needed or not."""
        return self.plan.offline_profiles[0].project.gaps if self.plan.offline_profiles else ()

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings or stale acceptances, 2 when there is no verdict."""
        if self.crashes or not self.plan.is_readable:
            return NO_VERDICT
        return FINDINGS if self.failing or self.complaints else CLEAN

    @property
    def counts(self) -> Counter[str]:
        """The numbers that end every report."""
        of_verdicts = Counter(
            checks=len(self.verdicts),
            vacuous=sum(verdict.outcome.is_vacuous for verdict in self.verdicts),
        )
        for group in ("failing", "accepted", "possible", "minor", "hidden", "known"):
            of_verdicts[group] = sum(len(getattr(each, group)) for each in self.verdicts)
        return of_verdicts + Counter(
            {
                "profiles": len(self.plan.offline_profiles),
                "not applicable": len(self.plan.not_applicable),
                "not followed": sum(1 for _ in self.not_followed),
                "gaps": len(self.gaps),
                "crashed": len(self.crashes),
                "stale": len(self.complaints),
            }
        )


@frozen(eq=False)
class Report:
    """The reports on all models of a run."""

    models: tuple[ModelReport, ...]

    @property
    def exit_code(self) -> int:
        """The worst of the models' exit codes."""
        return max((model.exit_code for model in self.models), default=CLEAN)

    @property
    def counts(self) -> Counter[str]:
        """The sums of the models' numbers."""
        return sum((model.counts for model in self.models), Counter(models=len(self.models)))
