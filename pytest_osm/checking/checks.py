"""Checks: one rule on one profile each, and the plan of all checks of a model."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from msgspec.structs import replace

from pytest_osm.checking.baseline import Baseline
from pytest_osm.checking.findings import CheckResult, CheckSkipped, Finding, RuleCrash
from pytest_osm.configuration.node import Node
from pytest_osm.configuration.settings import Settings
from pytest_osm.errors import ConfigurationError, ReadError
from pytest_osm.facts.confidence import CERTAIN, Certainty, weakest
from pytest_osm.facts.location import Location
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.reach import ReachedDocument
from pytest_osm.facts.subjects import Subject, subjects_of
from pytest_osm.model.version import MendixVersion
from pytest_osm.records import Record
from pytest_osm.rules.link import link_of
from pytest_osm.rules.rule import Message, Rule, Severity, Whole
from pytest_osm.timing import CLOCK

_NAMES = re.compile(r"\b[^\W\d]\w*\.\w+")  # qualified


class Check(Record, frozen=True):
    """One rule on one profile; without a profile, on the model as a whole."""

    path: Path
    rule: Rule
    severity: Severity
    version: MendixVersion | None = None
    profile: Profile | None = None
    subject: Subject | None = None  # the only one, if the model as a whole is at fault

    @property
    def profile_name(self) -> str:
        """The name of the profile, or ""."""
        return self.profile.name if self.profile else ""

    @property
    def skip_reason(self) -> str:
        """Why it cannot be run: what the stored form of the model leaves out; "" if it can."""
        omitted_features = self.profile.project.omitted_features if self.profile else frozenset()
        return "; ".join(
            sorted(each.skip_reason for each in self.rule.required_features & omitted_features)
        )

    @property
    def skip_message(self) -> str:
        """The same with the name of the rule."""
        return f"{self.rule.code} {self.rule.slug}: {self.skip_reason}" if self.skip_reason else ""

    def run(self) -> CheckResult:
        """Look at every subject.

        RuleCrash when the rule, or a fact it needs, raises; CheckSkipped when it cannot be run.
        """
        if self.skip_message:
            raise CheckSkipped(self.skip_message)
        with CLOCK.measure(f"rule {self.rule.code} {self.rule.slug}"):
            return self._run()

    def _run(self) -> CheckResult:
        findings = self.findings_about(self._found_late())
        if self.profile:
            require_unchanged(self.profile)
        return CheckResult(len(self._subjects()), findings)

    def findings_about(self, subjects: Iterable[Subject]) -> tuple[Finding, ...]:
        """What the rule finds in some subjects, in a stable order. RuleCrash when it raises."""
        place = ""
        findings: list[Finding] = []
        try:
            for group in self._groups(subjects):
                place = str(group.location)
                findings += self._findings(group)
        except ReadError:
            raise
        except Exception as error:
            raise _crash(self.rule, error, f" at {place}" if place else "") from error
        return ordered(findings)

    def whole_around(self, subject: Subject) -> Whole | None:
        """What a subject is seen together with; None where it is seen by itself."""
        together = self.rule.together
        return together(subject, self.profile) if together and self.profile else None

    def _subjects(self) -> tuple[Subject, ...]:
        if self.profile is None:
            return (self.subject,) if self.subject else ()
        return subjects_of(self.rule.on, self.profile)

    def _found_late(self) -> Iterator[Subject]:
        """The same, not before they are asked for: a fact that they need may raise too."""
        yield from self._subjects()

    def _groups(self, subjects: Iterable[Subject]) -> Iterator[_Group]:
        """The subjects one by one, or those together that the rule wants to see together."""
        groups: dict[Whole, list[Subject]] = {}
        for each in subjects:
            whole = self.whole_around(each)
            if whole is None:
                yield _Group(each, each.location, each.reached)
            else:
                groups.setdefault(whole, []).append(each)
        for whole, group in groups.items():
            location = replace(whole.location, line=whole.location.line or group[0].location.line)
            yield _Group(tuple(group), location, _surest_place(group))

    def _findings(self, group: _Group) -> Iterator[Finding]:
        for message in _messages(self.rule.check(group.seen, self.profile)):
            about = cast("tuple[Subject, ...]", message.about)
            reached = _surest_place(about) if about else group.reached
            path_certainty = reached.certainty if reached else CERTAIN
            limit = Certainty(self.rule.confidence)
            certainty = weakest(limit, message.certainty, path_certainty)
            doubt = certainty.explanation
            texts = (group.location.element, message.text, *message.details, doubt)
            entities, associations = self._named(*texts)
            yield Finding(
                code=self.rule.code,
                slug=self.rule.slug,
                profile=self.profile_name,
                profile_id=self.profile.navigation.id if self.profile else b"",
                location=group.location,
                text=message.text,
                severity=message.severity or self.severity,
                confidence=certainty.confidence,
                path=reached.path if reached else (),
                folders=self._folders(group.location),
                incoming_links=self._incoming_links(reached),
                details=message.details,
                doubt=doubt,
                entities=entities,
                associations=associations,
                summarized=message.summarized,
                remedy=message.remedy or self.rule.remedy,
                link=link_of(self.rule, self.version),
            )

    def _named(self, *texts: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The entities and the associations that texts name, in their order."""
        if self.profile is None:
            return (), ()
        domain, names = self.profile.domain, dict.fromkeys(_NAMES.findall("\n".join(texts)))
        return (
            tuple(name for name in names if name in domain.entities),
            tuple(name for name in names if name in domain.associations),
        )

    def _folders(self, location: Location) -> tuple[str, ...]:
        return self.profile.project.tree.folders_of(location.unit_id) if self.profile else ()

    def _incoming_links(self, reached: ReachedDocument | None) -> int:
        if self.profile is None or reached is None:
            return 0
        return self.profile.reach.incoming_links[reached.document.reference]


class _Group(Record, frozen=True):
    """What a rule sees at once: a subject or a tuple of them, and where a finding about it is."""

    seen: object
    location: Location
    reached: ReachedDocument | None


class NotApplicable(Record, frozen=True):
    """A selected rule that has nothing to say about the model's Mendix version."""

    rule: Rule
    version: MendixVersion

    def __str__(self) -> str:
        return (
            f"{self.rule.code} {self.rule.slug} does not apply to Mendix {self.version}"
            f" ({self.rule.versions})"
        )


class Plan(Record, frozen=True):
    """What is to be checked in one model."""

    path: Path
    settings: Settings
    checks: tuple[Check, ...]
    plugins: tuple[str, ...] = ()
    version: MendixVersion | None = None
    profiles: tuple[Profile, ...] = ()
    not_applicable: tuple[NotApplicable, ...] = ()
    notes: tuple[str, ...] = ()
    compared_with: str = ""
    baseline: Baseline = Baseline()
    unknown: Mapping[str, str] = {}  # see Selection
    unmatched: Mapping[Node, ConfigurationError] = {}  # see JudgedModel

    @property
    def is_readable(self) -> bool:
        """Whether the model could be opened, and its navigation found."""
        return all(check.profile is not None for check in self.checks)

    def let_go(self) -> None:
        """Let the facts go with whoever holds the plan. See `Project.let_go`."""
        for profile in self.profiles:
            for each in filter(None, (profile, profile.base)):
                each.project.let_go()

    @property
    def offline_profiles(self) -> tuple[Profile, ...]:
        """The profiles that the rules are about."""
        return tuple(profile for profile in self.profiles if profile.is_offline)


def _messages(said: object) -> Iterator[Message]:
    """What a rule says, which must be yielded: a returned text would be taken letter by letter."""
    if isinstance(said, str) or not isinstance(said, Iterable):
        text = f"a rule yields texts or Messages, this one returned {said!r}"
        raise TypeError(text)
    for each in said:
        if not isinstance(each, (str, Message)):
            text = f"a rule yields texts or Messages, this one yielded {each!r}"
            raise TypeError(text)
        yield Message(each) if isinstance(each, str) else each


def _surest_place(subjects: Sequence[Subject]) -> ReachedDocument | None:
    """The first reached document among those that users get to for sure, if there is one."""
    places = [each.reached for each in subjects]
    certain = (place for place in places if place is not None and place.is_certain)
    return next(certain, places[0])


def require_unchanged(profile: Profile) -> None:
    """ReadError when the model was written while it was read."""
    if profile.project.store.has_changed:
        raise ReadError(profile.project.path, "was written while it was read", "check it again")


@contextmanager
def named_crashes(rule: Rule) -> Iterator[None]:
    """RuleCrash for whatever a rule raises, or a fact that it needs; as `findings_about`."""
    try:
        yield
    except (ReadError, RuleCrash):
        raise
    except Exception as error:
        raise _crash(rule, error) from error


def _crash(rule: Rule, error: Exception, at: str = "") -> RuleCrash:
    return RuleCrash(f"{rule.code} {rule.slug} crashed{at}: {crash_of(error)}")


def crash_of(error: BaseException) -> str:
    """What was raised, and the file and line that raised it."""
    from traceback import extract_tb  # noqa: PLC0415 - 3 ms

    *_, last = extract_tb(error.__traceback__)
    return f"{type(error).__name__}: {error} ({last.filename}:{last.lineno})"


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings of one check in a stable order."""
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[object, ...]:
    """Findings in a stable order, whatever the order of the model; the id decides at last."""
    place = finding.location
    grade = -finding.severity, -finding.confidence
    said = finding.text, *grade, finding.all_details
    return place.document, place.element, *said, place.element_id
