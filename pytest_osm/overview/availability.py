"""How many pages and nanoflows of a profile work without a connection."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from pytest_osm.facts.availability import Availability, DocumentAvailability
from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.subjects import subjects_of
from pytest_osm.model.features import ModelFeature
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.records import Record
from pytest_osm.rules.wording import listed

_ORDER = [*Availability]  # the worst first


class AvailabilityCount(Record, frozen=True):
    """How many pages, or nanoflows, work without a connection, partly, or do not."""

    yes: int
    partly: int
    no: int

    @classmethod
    def of(cls, documents: Iterable[DocumentAvailability]) -> AvailabilityCount:
        """The count of some documents."""
        counts = Counter(each.works_offline for each in documents)
        return cls(*(counts[each] for each in reversed(_ORDER)))

    @property
    def total(self) -> int:
        """How many there are."""
        return self.yes + self.partly + self.no

    def __str__(self) -> str:
        return f"{self.yes} of {self.total}, partly {self.partly}, not {self.no}"


class WithoutConnection(Record, frozen=True):
    """The pages and nanoflows of a profile when there is no connection, the worst pages first."""

    documents: tuple[DocumentAvailability, ...]

    @classmethod
    def of(cls, profile: Profile) -> WithoutConnection:
        """Those of a profile. UsageError where the model is stored without control flow."""
        return cls(tuple(sorted(subjects_of(DocumentAvailability, profile), key=_order)))

    @classmethod
    def if_known(cls, profile: Profile) -> WithoutConnection | None:
        """The same; None where the model is stored without control flow."""
        is_known = ModelFeature.CONTROL_FLOW not in profile.project.omitted_features
        return cls.of(profile) if is_known else None

    @property
    def pages(self) -> AvailabilityCount:
        """How many pages work."""
        return self._count(DocumentKind.PAGE)

    @property
    def nanoflows(self) -> AvailabilityCount:
        """How many nanoflows work."""
        return self._count(DocumentKind.NANOFLOW)

    @property
    def summary(self) -> str:
        """The count of pages in words."""
        return f"pages that work offline: {self.pages}"

    def _count(self, kind: DocumentKind) -> AvailabilityCount:
        return AvailabilityCount.of(
            each for each in self.documents if each.reached.document.kind is kind
        )


def _order(document: DocumentAvailability) -> tuple[bool, int, str]:
    is_nanoflow = document.reached.document.kind is DocumentKind.NANOFLOW
    return is_nanoflow, _ORDER.index(document.works_offline), document.name


class OfflineSummary(Record, frozen=True):
    """What of a page or nanoflow works offline, in words: "no", "partly" or "yes"."""

    kind: str
    name: str
    works: str
    confidence: str
    asks: str
    is_checked: str

    @classmethod
    def of(cls, document: DocumentAvailability) -> OfflineSummary:
        """One page or nanoflow."""
        checked = {"yes" if need.is_guarded else "no" for need in document.needs}
        return cls(
            kind=document.location.kind,
            name=document.name,
            works=document.works_offline.value,
            confidence=document.certainty.confidence.word,
            asks=_asked_for(document),
            is_checked="partly" if len(checked) > 1 else "".join(checked),
        )

    @property
    def verdict(self) -> str:
        """Whether it works, and how sure that is if it is not certain."""
        is_sure = self.confidence == Confidence.HIGH.word
        return self.works if is_sure else f"{self.works} ({self.confidence} confidence)"


def _asked_for(document: DocumentAvailability) -> str:
    """What a document asks the server for, in few words; "" if for nothing.

    What it is less sure to ask for, like what is in its layout, is told only of others.
    """
    if not document.needs:
        return ""
    surest, verdict = document.needs[0].certainty.confidence, document.certainty.confidence
    limit = min(surest, verdict, Confidence.MEDIUM)
    told: dict[str, list[str]] = defaultdict(list)
    for each in document.needs:
        if each.certainty.confidence >= limit:
            verb, _, name = each.text.rpartition(" ")
            told[verb].append(name)
    return "; ".join(f"{verb} {listed(names)}" for verb, names in told.items())
