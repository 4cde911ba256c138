"""The maps of profiles in the languages of diagram tools, for documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from pytest_osm.overview.crossings import Allowance, Crossing
from pytest_osm.records import Record
from pytest_osm.reporters.report import Report
from pytest_osm.reporters.reporter import Reporter, Screen
from pytest_osm.terminal.printable import printable

if TYPE_CHECKING:
    from pytest_osm.overview.profile_overview import EntitySummary, ProfileOverview

_COLORS = {
    Allowance.ALLOWED: "#1d6b36",
    Allowance.LIMITED: "#8a5a00",
    Allowance.PROHIBITED: "#b3261e",
}


class _Arrow(Record, frozen=True):
    """A line between two entities, given by their ids, from where the crossing starts."""

    start: str
    end: str
    crossing: Crossing


class _Diagram(Record, frozen=True):
    """The map of a profile as nodes, by their ids, and arrows."""

    id: str
    title: str
    sides: tuple[tuple[str, Mapping[str, EntitySummary]], ...]
    arrows: tuple[_Arrow, ...]


def _diagrams(report: Report) -> Iterator[_Diagram]:
    portrayed = (
        (model, profile, profile.overview)
        for model in report.models
        for profile in model.profiles
        if profile.overview
    )
    for number, (model, profile, overview) in enumerate(portrayed, 1):
        yield _diagram(f"p{number}", f"{model.path}, profile {profile.name}", overview)


def _diagram(key: str, title: str, overview: ProfileOverview) -> _Diagram:
    ids = {each.name: f"{key}e{number}" for number, each in enumerate(overview.entities, 1)}
    device = {ids[name]: each for name, each in overview.device.items()}
    server = {ids[name]: each for name, each in overview.server.items()}
    return _Diagram(
        key,
        title,
        (("On the device", device), ("On the server only (Online)", server)),
        tuple(
            _Arrow(ids[start], ids[end], crossing)
            for crossing in overview.crossings
            for starts_online in crossing.starts_online
            for start in (crossing.server if starts_online else crossing.device)
            for end in (crossing.device if starts_online else crossing.server)
            if start != end
        ),
    )


def _mermaid(report: Report, _: Screen) -> Iterator[str]:
    yield "flowchart LR"
    arrows: list[_Arrow] = []
    for diagram in _diagrams(report):
        yield f"  subgraph {diagram.id}[{_in_mermaid(diagram.title)}]"
        for number, (label, nodes) in enumerate(diagram.sides):
            yield f"    subgraph {diagram.id}s{number}[{_in_mermaid(label)}]"
            for key, each in nodes.items():
                yield f"      {key}[{_in_mermaid(f'{each.name}: {each.mode}')}]"
            yield "    end"
        yield "  end"
        arrows += diagram.arrows
    for number, arrow in enumerate(arrows):
        line = "-->" if arrow.crossing.is_certain else "-.->"
        yield f"  {arrow.start} {line}|{_in_mermaid(_label(arrow.crossing))}| {arrow.end}"
        yield f"  linkStyle {number} stroke:{_COLORS[arrow.crossing.allowance]}"


def _dot(report: Report, _: Screen) -> Iterator[str]:
    yield "digraph {"
    yield "  rankdir=LR; node [shape=box];"
    for diagram in _diagrams(report):
        yield f"  subgraph cluster_{diagram.id} {{ label={_in_dot(diagram.title)};"
        for number, (label, nodes) in enumerate(diagram.sides):
            yield f"    subgraph cluster_{diagram.id}s{number} {{ label={_in_dot(label)};"
            for key, each in nodes.items():
                yield f"      {key} [label={_in_dot(f'{each.name}: {each.mode}')}];"
            yield "    }"
        yield "  }"
        for arrow in diagram.arrows:
            style = "solid" if arrow.crossing.is_certain else "dashed"
            look = f'style={style}, color="{_COLORS[arrow.crossing.allowance]}"'
            label = _in_dot(_label(arrow.crossing))
            yield f"  {arrow.start} -> {arrow.end} [label={label}, {look}];"
    yield "}"


def _label(crossing: Crossing) -> str:
    name = crossing.name if crossing.is_association else "generalization"
    return f"{name}: {crossing.allowance.word}"


def _in_mermaid(text: str) -> str:
    """In quotes; letters that may mean something there, or in HTML, as character codes."""
    letters = (
        letter if letter.isalnum() or letter in " ._:,/()-" else f"#{ord(letter)};"
        for letter in printable(text)
    )
    return f'"{"".join(letters)}"'


def _in_dot(text: str) -> str:
    escaped = printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


MERMAID = Reporter("mermaid", "maps for Markdown documents", _mermaid, needs_overview=True)
DOT = Reporter("dot", "maps for Graphviz", _dot, needs_overview=True)
