"""One page that needs nothing else: the map, the findings, the modes and the walk."""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timezone
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING

from pytest_osm._version import __version__
from pytest_osm.checking.findings import Finding
from pytest_osm.checking.verdict import JudgedFinding, Status
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.overview.flow_drawing import FlowDrawing
from pytest_osm.overview.profile_overview import ProfileOverview
from pytest_osm.records import Record
from pytest_osm.reporters.formats.html.sync_map import SyncMap, draw
from pytest_osm.reporters.formats.text import summary_line
from pytest_osm.reporters.profile_report import ProfileReport
from pytest_osm.reporters.report import NO_MODULE, ModelReport, Report
from pytest_osm.reporters.reporter import Screen
from pytest_osm.rules.page import RuleDescription
from pytest_osm.rules.rule import Severity
from pytest_osm.rules.wording import counted
from pytest_osm.terminal.printable import printable

if TYPE_CHECKING:
    from jinja2 import Template

_MOST_PLACES = 3
_NAME = re.compile(r"\w+(?:\.\w+)+")
_PAIR = re.compile(r"\w+\.\w+ specializes \w+\.\w+")


class FindingView(Record, frozen=True):
    """A finding as it is shown; `id` is that of its place on the page."""

    id: str
    finding: Finding
    status: str
    why_accepted: str
    rule: RuleDescription

    @property
    def severity(self) -> str:
        """The severity in a word."""
        return self.finding.severity.word

    @property
    def module(self) -> str:
        """The module that it is in; the profile and the model are in none."""
        return self.finding.location.module.name or NO_MODULE

    @property
    def names(self) -> set[str]:
        """The qualified names in it, of documents, entities and what relates them."""
        said = (str(self.finding), *self.finding.all_details, *self.finding.path)
        return set[str]().union(*map(_names_in, said))


class Tile(Record, frozen=True):
    """A number that matters, what it counts, and where on the page that is."""

    number: str
    label: str
    target: str
    tone: str = ""


class Section(Record, frozen=True):
    """A profile of a model, or the model itself, with its findings and the map."""

    id: str
    model: ModelReport
    profile: ProfileReport | None
    findings: tuple[FindingView, ...]
    with_nothing_to_check: tuple[RuleDescription, ...]
    map: SyncMap | None
    drawings: Mapping[str, FlowDrawing]  # by the ids of findings
    undrawn: int  # nanoflows
    anchors: Mapping[str, str]
    findings_in: Mapping[str, int]  # a document
    findings_about: Mapping[str, int]  # a link between device and server

    @property
    def name(self) -> str:
        """What it is about."""
        return f"profile {self.profile.name}" if self.profile else "the model"

    @property
    def tiles(self) -> Iterator[Tile]:
        """The numbers that matter most."""
        severities = Counter(each.severity for each in self.failing)
        for word, tone in (("error", "bad"), ("warning", "warning")):
            number = severities[word]
            label = word if number == 1 else f"{word}s"
            yield Tile(str(number), label, self.id, tone if number else "good")
        overview = self.profile.overview if self.profile else None
        if overview:
            if pages := overview.pages_offline:
                works = f"{pages.yes} of {pages.total}"
                tone = "good" if pages.yes == pages.total else "warning"
                label = "page works offline" if pages.total == 1 else "pages work offline"
                yield Tile(works, label, f"{self.id}-offline", tone)
            online = sum(each.is_online for each in overview.entities)
            yield Tile(str(online), f"{_entities(online)} Online", f"{self.id}-modes", "info")
            offline = sum(each.is_offline for each in overview.entities)
            yield Tile(
                str(offline), f"{_entities(offline)} on the device", f"{self.id}-modes", "good"
            )

    @property
    def places_to_start(self) -> tuple[tuple[str, str], ...]:
        """The documents with the worst of what fails, and how much that is."""
        failing = self.failing
        worst = max((each.finding.severity for each in failing), default=Severity.INFO)
        places = Counter(
            each.finding.location.document for each in failing if each.finding.severity is worst
        )
        most = places.most_common(_MOST_PLACES)
        return tuple((place, counted(number, worst.word)) for place, number in most)

    @property
    def news(self) -> str:
        """How much is new since an earlier state, or a baseline, if there is one."""
        known = sum(each.status == Status.KNOWN.value for each in self.findings)
        if not known and not self.model.compared_with:
            return ""
        since = self.model.compared_with or "the baseline was written"
        return f"new since {since}: {len(self.failing)}; known before: {known}"

    @property
    def failing(self) -> list[FindingView]:
        """The findings that fail."""
        return [each for each in self.findings if each.status == Status.FAILING.value]

    def place_of(self, kind: str, name: str) -> str:
        """The id of a document, or of an entity, on the page; "" if it is not there."""
        return self.anchors.get(f"{kind} {name}", "")


def render(report: Report, screen: Screen) -> Iterator[str]:  # noqa: ARG001 - a page has its own
    """The page, as one long text."""
    yield page_of(report)


def page_of(report: Report, live_number: int = 0) -> str:
    """The page; with a number, it asks the address it comes from for what happened after that."""
    sections = tuple(_sections(report))
    shown = tuple(each for section in sections for each in section.findings)
    script, style = _asset("report.js"), _asset("report.css")
    if live_number:
        script += _asset("live.js")
    return _template().render(
        report=report,
        live_number=live_number,
        sections=sections,
        shown=shown,
        summary=summary_line(report),
        severities=[each.word for each in sorted(Severity, reverse=True)],
        statuses=tuple(each.value for each in Status),
        unshown=Status.HIDDEN.value,
        rules={each.rule.code: each.rule for each in sorted(shown, key=_code)},
        modules=sorted({each.module for each in shown}),
        documents=sorted({each.finding.location.document for each in shown}),
        script=script,
        style=style,
        script_hash=_hash(script),
        style_hash=_hash(style),
        version=__version__,
        today=_today(),
        counted=counted,
    )


@lru_cache(maxsize=10_000)  # the same steps lead to many findings
def _names_in(text: str) -> frozenset[str]:
    names = _NAME.findall(text)
    of_documents = (".".join(name.split(".")[:2]) for name in names)
    return frozenset((*names, *of_documents, *_PAIR.findall(text)))


def _entities(number: int) -> str:
    return "entity" if number == 1 else "entities"


def _today() -> str:
    """The date of the page; SOURCE_DATE_EPOCH sets it where pages have to be the same."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    now = (
        datetime.fromtimestamp(int(epoch), timezone.utc)
        if epoch.isdecimal()
        else datetime.now(timezone.utc)
    )
    return now.date().isoformat()


def _sections(report: Report) -> Iterator[Section]:
    numbers = count(1)
    for model in report.models:
        names = dict.fromkeys(verdict.profile for verdict in model.verdicts)
        names.update(dict.fromkeys(profile.name for profile in model.profiles))
        profiles = {profile.name: profile for profile in model.profiles}
        for name in names or {"": None}:
            yield _section(f"s{next(numbers)}", model, profiles.get(name), name)


def _section(key: str, model: ModelReport, profile: ProfileReport | None, name: str) -> Section:
    verdicts = [verdict for verdict in model.verdicts if verdict.profile == name]
    judged = [(each, verdict.rule) for verdict in verdicts for each in verdict.judged]
    overview = profile.overview if profile else None
    anchors = {f"entity {each.name}": "" for each in overview.entities} if overview else {}
    if overview:
        anchors |= {f"{each.kind} {each.name}": "" for each in overview.documents}
    findings = tuple(
        FindingView(
            f"{key}-f{number}", each.finding, each.status.value, each.reason and each.note, rule
        )
        for number, (each, rule) in enumerate(sorted(judged, key=_rank), 1)
    )
    return Section(
        id=key,
        model=model,
        profile=profile,
        findings=findings,
        with_nothing_to_check=tuple(
            verdict.rule for verdict in verdicts if verdict.has_nothing_to_check
        ),
        map=draw(overview) if overview else None,
        drawings=dict(_drawn(findings, overview)) if overview else {},
        undrawn=overview.undrawn if overview else 0,
        anchors={name: f"{key}-p{number}" for number, name in enumerate(anchors, 1)},
        findings_in=Counter(each.finding.location.document for each, _ in judged),
        findings_about=(
            Counter(name for each in findings for name in each.names)
            if overview and overview.crossings
            else {}
        ),
    )


def _drawn(
    findings: Iterable[FindingView], overview: ProfileOverview
) -> Iterator[tuple[str, FlowDrawing]]:
    """The drawing of each nanoflow, at the first finding that is in it."""
    drawings = {each.nanoflow: each for each in overview.drawings}
    for each in findings:
        place = each.finding.location
        if place.kind == DocumentKind.NANOFLOW.value and place.name in drawings:
            yield each.id, drawings.pop(place.name)


def _rank(judged: tuple[JudgedFinding, RuleDescription]) -> tuple[object, ...]:
    """The worst first."""
    each, rule = judged
    status = list(Status).index(each.status)
    return status, -each.finding.severity, rule.code, str(each.finding.location)


def _code(shown: FindingView) -> str:
    return shown.rule.code


def _asset(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")


def _hash(text: str) -> str:
    """What allows a browser to use a script or style, and no other one."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@cache
def _template() -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - 110 ms

    environment = Environment(
        loader=PackageLoader(__package__, "."),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_safe,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html")


def _safe(value: object) -> object:
    """Names without characters that would turn the text around them; Jinja escapes the rest."""
    return value if hasattr(value, "__html__") else printable(str(value))
