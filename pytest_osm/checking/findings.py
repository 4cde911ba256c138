"""What a check of one rule on one profile found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from attrs import frozen

from pytest_osm.errors import OsmError
from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.location import Location
from pytest_osm.rules.rule import Severity
from pytest_osm.terminal.printable import printable


@frozen
class Finding:
    """A place where an app does not keep to a rule, and how the profile gets there."""

    code: str
    slug: str
    profile: str
    profile_id: bytes  # empty in exports that lack ids, as those of the location
    location: Location
    text: str
    severity: Severity
    confidence: Confidence
    path: tuple[str, ...] = ()
    incoming_links: int = 0  # that lead to the document, the one of the witness path included
    details: tuple[str, ...] = ()
    summarized: tuple[str, ...] = ()
    remedy: str = ""
    link: str = ""

    @property
    def grade(self) -> str:
        """Severity, and confidence where there is doubt: "warning, low confidence"."""
        if self.confidence is Confidence.HIGH:
            return self.severity.word
        return f"{self.severity.word}, {self.confidence.word} confidence"

    @property
    def path_from_profile(self) -> tuple[str, ...]:
        """How users get there, from the profile on; empty for what is in no profile."""
        return (f"profile {self.profile}", *self.path) if self.profile else ()

    @property
    def identity(self) -> tuple[object, ...]:
        """What makes it the same finding in another version of the same profile.

        The ids of unit and element outlive renaming; where there are none, the names count.
        """
        place = self.location
        where = (place.unit_id, place.element_id) if place.unit_id else (str(place),)
        return self.code, *where

    def __str__(self) -> str:
        return printable(f"{self.location}: {self.text}")


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """What outlives renaming, moving and converting: 32 hexadecimal digits for each finding.

    Findings of a rule about the same element are told apart by their order.
    """
    alike: Counter[object] = Counter()
    for finding in findings:
        identity = finding.profile_id.hex() or finding.profile, finding.identity
        alike[identity] += 1
        digest = sha256(repr((identity, alike[identity])).encode()).hexdigest()
        yield digest[:32]


def match_findings(
    findings: Iterable[Finding], known: Iterable[Finding]
) -> Iterator[tuple[Finding, Finding | None]]:
    """Each finding with the same one among known findings, which is that of no other then."""
    waiting: dict[object, list[Finding]] = {}
    for each in known:
        waiting.setdefault(each.identity, []).append(each)
    for finding in findings:
        same = waiting.get(finding.identity)
        yield finding, same.pop(0) if same else None


def new_findings(findings: Iterable[Finding], known: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings without a counterpart among known ones, and those that sum up more."""
    return tuple(
        finding
        for finding, same in match_findings(findings, known)
        if same is None or set(finding.summarized) - set(same.summarized)
    )


@frozen
class CheckResult:
    """The findings of one check, and how many subjects it looked at."""

    examined: int
    findings: tuple[Finding, ...] = ()


class CheckSkipped(OsmError):
    """A rule needs what the stored form of a model leaves out; the text says which, and what."""


class RuleCrash(OsmError):
    """A rule raised: its verdict is unknown. The cause says where."""
