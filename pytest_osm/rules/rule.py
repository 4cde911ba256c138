"""What a rule is, and the decorator that makes one of a function."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum
from inspect import cleandoc, signature
from typing import Any, NamedTuple, TypeAlias, TypeVar

from pytest_osm.errors import RuleError
from pytest_osm.facts.confidence import Certainty, Confidence
from pytest_osm.facts.location import Location
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.subjects import SUBJECTS
from pytest_osm.model.features import ModelFeature
from pytest_osm.model.version import MendixVersion
from pytest_osm.records import Record
from pytest_osm.rules.implication import Implication

_CODE = re.compile(r"[A-Z]{2,8}\d{3,4}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_REMEDY = "Instead:"
_STEPS = "In Studio Pro:"
_STEP = re.compile(r"^\d+\. ", re.MULTILINE)
_CURRENT_GUIDE = MendixVersion(11, 0)
GUIDE = (
    "https://docs.mendix.com/refguide/mobile/building-efficient-mobile-apps/"
    "offlinefirst-data/online-sync-mode/"
)
SYNCHRONIZATION = (
    "https://docs.mendix.com/refguide/mobile/building-efficient-mobile-apps/"
    "offlinefirst-data/synchronization/"
)

_Subject = TypeVar("_Subject")


class Severity(IntEnum):
    """How bad it is where a finding is true."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """How the configuration and the reports spell it."""
        return self.name.lower()


class Preset(IntEnum):
    """A choice of rules. Ordered: each one holds the rules of those before it."""

    DOCUMENTED = 1
    RECOMMENDED = 2
    ALL = 3

    @property
    def word(self) -> str:
        """How the configuration spells it."""
        return self.name.lower()


class SeverityRange(Record, frozen=True, eq=True):
    """A severity and the versions it holds for: `since` included, `before` not."""

    severity: Severity
    since: MendixVersion | None = None
    before: MendixVersion | None = None

    def covers(self, version: MendixVersion) -> bool:
        """Whether a version lies in the range."""
        starts = self.since is None or version >= self.since
        return starts and (self.before is None or version < self.before)

    def __str__(self) -> str:
        since = f"since {self.since.short}" if self.since else ""
        before = f"before {self.before.short}" if self.before else ""
        return ", ".join(filter(None, (since, before))) or "all versions"


class Message(Record, frozen=True):
    """What a rule says about a subject: what is wrong here, with names, without advice.

    A severity, confidence or remedy given here replaces, or limits, that of the rule. A
    `Certainty` is a confidence with reasons, which the finding prints. Details are lines below
    the text. `summarized` names the things that a finding on several of them
    sums up, so that one that sums up more is a new finding; ids outlive renaming. `about` are
    the subjects it speaks of, where it does not speak of all that the rule looks at together.
    """

    text: str
    severity: Severity | None = None
    confidence: Certainty | Confidence = Confidence.HIGH
    remedy: str = ""
    details: tuple[str, ...] = ()
    summarized: tuple[str, ...] = ()
    about: tuple[object, ...] = ()

    @property
    def certainty(self) -> Certainty:
        """The confidence, with reasons if any are given."""
        given = self.confidence
        return given if isinstance(given, Certainty) else Certainty(given)


_Said: TypeAlias = "Iterator[Message | str]"
RuleFunction: TypeAlias = Callable[..., _Said]


class Whole(NamedTuple):
    """What several subjects have in common, so that one finding speaks of all of them.

    The finding is at the `location`; subjects with another `way` are for another finding.
    """

    location: Location
    way: tuple[str, ...] = ()


class Rule(Record, frozen=True, eq=True):
    """A limit or best practice, and how to find where an app does not keep to it."""

    code: str
    slug: str
    on: type
    applies: tuple[SeverityRange, ...]
    function: Callable[..., object]
    takes_profile: bool
    together: Callable[[Any, Profile], Whole] | None
    implies: Callable[[Any, Profile], Iterable[Implication]] | None
    documentation: str
    confidence: Confidence = Confidence.HIGH
    only_online_profiles: bool = False
    studio_pro_code: str = ""
    link: str = ""
    preset: Preset = Preset.RECOMMENDED
    required_features: frozenset[ModelFeature] = frozenset()

    def check(self, subject: object, profile: Profile | None) -> object:
        """What the function says about a subject, of a profile unless the model has none."""
        return self.function(subject, profile) if self.takes_profile else self.function(subject)

    def severity(self, version: MendixVersion) -> Severity | None:
        """The severity in a Mendix version; None when the rule does not apply there."""
        ranges = (each.severity for each in self.applies if each.covers(version))
        return next(ranges, None)

    @property
    def names(self) -> tuple[str, str]:
        """What it may be called: by its code, or by its slug."""
        return self.code, self.slug

    @property
    def summary(self) -> str:
        """One sentence saying what the rule finds."""
        return self.documentation.partition("\n")[0]

    @property
    def reason(self) -> str:
        """Why it is a limit."""
        return self.documentation.partition("\n")[2].partition(_REMEDY)[0].strip()

    @property
    def remedy(self) -> str:
        """What to do about it."""
        rest = self.documentation.partition(_REMEDY)[2]
        return " ".join(rest.partition(_STEPS)[0].split())

    @property
    def steps(self) -> tuple[str, ...]:
        """How to do that in Studio Pro, step by step, if the rule says so."""
        steps = _STEP.split(self.documentation.partition(_STEPS)[2])
        return tuple(" ".join(step.split()) for step in steps[1:])

    def link_for(self, version: MendixVersion | None) -> str:
        """The page of the guide for a Mendix version, where the guide still has it."""
        is_older = version is not None and version < _CURRENT_GUIDE
        return self.link.replace("/refguide/", "/refguide10/") if is_older else self.link

    @property
    def versions(self) -> str:
        """The versions it applies to, in words."""
        return "; ".join(f"{each}: {each.severity.word}" for each in self.applies)


def applies(severity: Severity, *, since: str = "", before: str = "") -> SeverityRange:
    """A severity for a range of versions, given as text like "10.19"."""
    _demand(isinstance(severity, Severity), f"{severity!r} is not a Severity")
    return SeverityRange(
        severity,
        since=MendixVersion.parse(since) if since else None,
        before=MendixVersion.parse(before) if before else None,
    )


def rule(  # noqa: PLR0913 - it states everything about a rule
    code: str,
    slug: str,
    *,
    on: type[_Subject],
    applies: tuple[SeverityRange, ...],
    confidence: Confidence = Confidence.HIGH,
    together: Callable[[_Subject, Profile], Whole] | None = None,
    implies: Callable[[_Subject, Profile], Iterable[Implication]] | None = None,
    only_online_profiles: bool = False,
    studio_pro_code: str = "",
    link: str = "",
    preset: Preset = Preset.RECOMMENDED,
    required_features: Iterable[ModelFeature] = (),
) -> Callable[[RuleFunction], Rule]:
    """Make a rule of a function that takes a subject and yields what is wrong with it.

    If the function has a second parameter, it is given the profile there. `on` is one of the kinds
    in `pytest_osm.facts.subjects.SUBJECTS`. The function's docstring is the rule's documentation:
    a summary line, the reason, "Instead:" with the remedy and, if there are any, numbered steps
    behind "In Studio Pro:". With `together`, the function takes a tuple of the subjects that have
    the same `Whole`, which a developer would mend in one go. With `implies`, plans know which
    entities must be Online together, so that the rule finds nothing about a subject. Where a model
    omits `required_features`, or those of the subjects, the rule is skipped. RuleError when
    anything else of this is missing or malformed.
    """

    def make(function: RuleFunction) -> Rule:
        documentation = cleandoc(function.__doc__ or "")
        _demand(_CODE.fullmatch(code), f"{code!r} is not a rule code like OSM301 or ACME042")
        _demand(_SLUG.fullmatch(slug), f"{code}: {slug!r} is not a slug like implicit-entity")
        _demand(on in SUBJECTS, f"{code}: no rule can be on {on!r}, only on {_subject_names()}")
        _demand(applies, f"{code} applies to no version")
        _demand(
            isinstance(applies, tuple)
            and all(isinstance(each, SeverityRange) for each in applies),
            f"{code}: applies is a tuple, like (applies(Severity.WARNING),)",
        )
        _demand(
            all(isinstance(each, ModelFeature) for each in required_features),
            f"{code}: required_features are ModelFeatures, like ModelFeature.CONTROL_FLOW",
        )
        _demand(_REMEDY in documentation, f'{code}: its docstring has no "{_REMEDY} …"')
        return Rule(
            code=code,
            slug=slug,
            on=on,
            applies=applies,
            function=function,
            takes_profile=len(signature(function).parameters) > 1,
            together=together,
            implies=implies,
            documentation=documentation,
            confidence=confidence,
            only_online_profiles=only_online_profiles,
            studio_pro_code=studio_pro_code,
            link=link,
            preset=preset,
            required_features=frozenset(
                filter(None, (*required_features, SUBJECTS[on].required_feature))
            ),
        )

    return make


def _demand(is_met: object, problem: str) -> None:
    if not is_met:
        raise RuleError(problem)


def _subject_names() -> str:
    return ", ".join(sorted(kind.__name__ for kind in SUBJECTS))
