"""What a check of one rule on one profile found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256

from msgspec.structs import astuple, replace

from pytest_osm.errors import OsmError
from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.location import Location
from pytest_osm.model.guid import written_id
from pytest_osm.records import Record
from pytest_osm.rules.rule import Severity
from pytest_osm.terminal.printable import printable


class FindingIdentity(Record, frozen=True, eq=True, order=True):
    """What makes two findings the same: the ids, or the names where there are no ids."""

    rule: str
    profile: str
    unit: str
    element: str

    @property
    def in_profile(self) -> FindingIdentity:
        """The same where the profile is known to be the same, whatever its id."""
        return replace(self, profile="")

    def fingerprint(self, number: int) -> str:
        """A hash of it and of its number among those that are alike: 32 hexadecimal digits."""
        return sha256(repr((astuple(self), number)).encode()).hexdigest()[:32]


class Finding(Record, frozen=True, eq=True):
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
    folders: tuple[str, ...] = ()  # around the document in the App Explorer, outermost first
    incoming_links: int = 0  # that lead to the document, the one of the witness path included
    details: tuple[str, ...] = ()
    doubt: str = ""  # why the confidence is no higher
    entities: tuple[str, ...] = ()  # that it names, in their order
    associations: tuple[str, ...] = ()
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
    def all_details(self) -> tuple[str, ...]:
        """The details, and why there is doubt."""
        return (*self.details, *filter(None, (self.doubt,)))

    @property
    def path_from_profile(self) -> tuple[str, ...]:
        """How users get there, from the profile on; empty for what is in no profile."""
        return (f"profile {self.profile}", *self.path) if self.profile else ()

    @property
    def identity(self) -> FindingIdentity:
        """What makes it the same finding after renaming, moving and converting."""
        place = self.location
        return FindingIdentity(
            self.code,
            written_id(self.profile_id) or self.profile,
            place.unit_id or place.document,
            written_id(place.element_id) or ("" if place.unit_id else place.element),
        )

    def __str__(self) -> str:
        return printable(f"{self.location}: {self.text}")


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """What outlives renaming, moving and converting: 32 hexadecimal digits for each finding.

    Findings of a rule about the same element are told apart by their order.
    """
    alike: Counter[FindingIdentity] = Counter()
    for finding in findings:
        identity = finding.identity
        alike[identity] += 1
        yield identity.fingerprint(alike[identity])


class FindingMatch(Record, frozen=True):
    """A finding, and the same one among those that were known before, if there is one."""

    finding: Finding
    known: Finding | None

    @property
    def is_new(self) -> bool:
        """Whether it was not known, or sums up more than it did."""
        known = self.known
        return known is None or not set(self.finding.summarized) <= set(known.summarized)


def match_findings(
    findings: Iterable[Finding], known: Iterable[Finding]
) -> Iterator[FindingMatch]:
    """Match each finding with a known one of the same profile, which matches no other then."""
    waiting: dict[FindingIdentity, list[Finding]] = {}
    for each in known:
        waiting.setdefault(each.identity.in_profile, []).append(each)
    for finding in findings:
        same = waiting.get(finding.identity.in_profile)
        yield FindingMatch(finding, same.pop(0) if same else None)


def new_findings(findings: Iterable[Finding], known: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that are not among known ones, and those that sum up more."""
    return tuple(match.finding for match in match_findings(findings, known) if match.is_new)


class CheckResult(Record, frozen=True):
    """The findings of one check, and how many subjects it looked at."""

    examined: int
    findings: tuple[Finding, ...] = ()


class CheckSkipped(OsmError):
    """A rule needs what the stored form of a model leaves out; the text says which, and what."""


class RuleCrash(OsmError):
    """A rule raised: its verdict is unknown. The cause says where."""
