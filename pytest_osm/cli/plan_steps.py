"""A plan as steps for people: the rows to set, the places to mend, and what users lose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from attrs import evolve

from pytest_osm.checking.findings import Finding
from pytest_osm.cli.tables import Table, drawn
from pytest_osm.overview.availability import OfflineSummary
from pytest_osm.records import frozen
from pytest_osm.reporters.finding_lines import finding_lines, labelled, wrapped
from pytest_osm.reporters.reporter import Screen
from pytest_osm.rules.rule import Severity
from pytest_osm.rules.wording import counted, listed
from pytest_osm.terminal.printable import markdown_text, printable
from pytest_osm.what_if.differences import OfflineChange
from pytest_osm.what_if.implied import Need
from pytest_osm.what_if.plan import OnlinePlan, PlannedRow

_FEW = 10  # findings that each get several lines


@frozen
class PlanStep:
    """A step of a plan: what to do, and below it a table, needs to be rewritten, or findings."""

    title: str
    table: Table | None = None
    needs: tuple[Need, ...] = ()
    findings: tuple[Finding, ...] = ()


def steps_of(plan: OnlinePlan) -> Iterator[PlanStep]:
    """What to do, in order."""
    if plan.obstacles:
        kept = listed(each.entity for each in plan.obstacles)
        places = counted(len(plan.obstacles), "place")
        yield PlanStep(
            f"Rewrite {places}, so that {kept} can stay as before", needs=plan.obstacles
        )
    if plan.needed_already:
        names = listed(each.entity for each in plan.needed_already)
        yield PlanStep(
            f"A limit is broken today already, until {names} is Online too",
            needs=plan.needed_already,
        )
    if plan.rows:
        rows = counted(len(plan.rows), "row")
        yield PlanStep(f"Set {rows} under Configure synchronization to Online", _rows(plan))
    if plan.work:
        severities = Counter(each.severity for each in plan.work)
        numbers = ", ".join(
            counted(severities[each], each.word) for each in reversed(Severity) if severities[each]
        )
        documents = {each.location.document for each in plan.work}
        title = f"Mend {numbers} in {counted(len(documents), 'document')}, the worst first"
        yield PlanStep(title, findings=plan.work)
    if plan.offline:
        yield PlanStep(_before_and_after(plan.offline), _lost(plan.offline))


def _rows(plan: OnlinePlan) -> Table:
    rows = tuple(
        (each.entity, str(each.mode), "on" if each.needs_compatibility else "off", _why(each))
        for each in plan.rows
    )
    return Table("", ("entity", "mode now", "compatibility mode", "why"), rows)


def _why(row: PlannedRow) -> str:
    return f"because {row.need}" if row.need else "you name it"


def _before_and_after(change: OfflineChange) -> str:
    before, after = change.before.pages, change.after.pages
    if not change.documents:
        return f"Users keep the pages that work offline: {before}"
    return f"Tell users what needs a connection. Pages that work offline: {before}; then {after}"


def _lost(change: OfflineChange) -> Table | None:
    pairs = (map(OfflineSummary.of, each) for each in change.documents)
    rows = tuple(
        (f"{then.kind} {then.name}", now.verdict, then.verdict, then.asks) for now, then in pairs
    )
    columns = ("page or nanoflow", "works offline now", "then", "what asks the server then")
    return Table("", columns, rows) if rows else None


def _headline(plan: OnlinePlan) -> str:
    names = [each.entity for each in plan.rows if each.need is None]
    along = len(plan.rows) - len(names)
    becoming = [f"{listed(names)} becomes Online"] if names else []
    is_so = [f"{name} is Online already" for name in plan.online_already]
    going = [f"{counted(along, 'entity', 'entities')} along with it"] if along else []
    said = ", and ".join([*is_so, *becoming, *going])
    return f"profile {plan.before.name}, Mendix {plan.before.version}: {said}"


def told_as_text(plan: OnlinePlan, screen: Screen) -> Iterator[str]:
    """A plan for a terminal; what to do about a rule is told once."""
    yield from wrapped(_headline(plan), screen.width)
    crowded = evolve(screen, is_crowded=len(plan.work) > _FEW)
    for number, step in enumerate(steps_of(plan), 1):
        yield ""
        yield from wrapped(step.title, screen.width, f"{number}. ", "   ")
        if step.table:
            yield from drawn((step.table,), "text").splitlines()
        for need in step.needs:
            yield from wrapped(str(need), screen.width, "    ", " " * 6)
            yield from labelled("fix", _remedy(need), screen)
        remedies: set[str] = set()
        for place, findings in groupby(step.findings, key=_place):
            yield f"   {printable(place)}"
            for each in findings:
                is_new = each.remedy not in remedies
                remedies.add(each.remedy)
                yield from finding_lines(each, crowded, has_path=False, has_remedy=is_new)


def told_as_markdown(plan: OnlinePlan) -> Iterator[str]:
    """A plan for a ticket, with boxes to check off."""
    yield f"## {markdown_text(_headline(plan))}"
    for number, step in enumerate(steps_of(plan), 1):
        yield ""
        yield f"### {number}. {markdown_text(step.title)}"
        yield ""
        if step.table:
            yield from drawn((step.table,), "markdown").splitlines()
        for need in step.needs:
            yield f"- [ ] {markdown_text(str(need))}: {markdown_text(_remedy(need))}"
        for place, findings in groupby(step.findings, key=_place):
            yield f"- [ ] {markdown_text(place)}"
            for each in findings:
                element = f"{each.location.element}: " if each.location.element else ""
                said = f"{each.grade} {each.code}: {element}{each.text}"
                yield f"    - {markdown_text(said)}"
                yield f"      *{markdown_text(each.remedy)}*"


def _place(finding: Finding) -> str:
    return finding.location.document


def _remedy(need: Need) -> str:
    rule = need.statement.rule
    return f"{rule.remedy.rstrip('.')} (pytest-osm explain {rule.code})"
