"""A plan as steps for people: the rows to set, the places to mend, and what users lose."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from msgspec.structs import replace

from pytest_osm.checking.findings import Finding
from pytest_osm.cli.tables import Table, drawn
from pytest_osm.model.navigation import SyncMode
from pytest_osm.overview.availability import OfflineSummary
from pytest_osm.records import Record
from pytest_osm.reporters.advice import by_severity
from pytest_osm.reporters.finding_lines import finding_lines, labelled, wrapped
from pytest_osm.reporters.reporter import Screen
from pytest_osm.rules.wording import counted, listed
from pytest_osm.terminal.printable import markdown_text, printable
from pytest_osm.what_if.differences import OfflineChange
from pytest_osm.what_if.implied import Need
from pytest_osm.what_if.plan import OnlinePlan, PlannedRow

_FEW = 10  # findings that each get several lines


class PlanStep(Record, frozen=True):
    """A step of a plan: what to do, and below it tables, needs to be rewritten, or findings."""

    title: str
    tables: tuple[Table, ...] = ()
    needs: tuple[Need, ...] = ()
    findings: tuple[Finding, ...] = ()


def steps_of(plan: OnlinePlan) -> Iterator[PlanStep]:
    """What to do, in order."""
    if plan.obstacles:
        kept = listed(each.entity for each in plan.obstacles)
        places = counted(len(plan.obstacles), "place")
        yield PlanStep(
            f"First rewrite {places}, so that {kept} can stay as before", needs=plan.obstacles
        )
    if plan.rows:
        rows = counted(len(plan.rows), "row")
        where = f"App Explorer > Navigation > {plan.before.name} > Configure synchronization"
        yield PlanStep(f"Set {rows} to Online: {where}", (_rows(plan),))
    if plan.work:
        documents = counted(len({_place(each) for each in plan.work}), "document")
        first = ", the worst first" if len(plan.work) > 1 else ""
        title = f"Mend {by_severity(plan.work)} in {documents}{first}"
        yield PlanStep(title, findings=plan.work)
    if plan.offline and plan.rows:
        yield _before_and_after(plan.offline)


def notes_of(plan: OnlinePlan) -> Iterator[str]:
    """What else is to be known about a plan."""
    if gone := plan.findings.disappearing:
        codes = listed(each.code for each in gone)
        yield f"{by_severity(gone)} of today will be gone ({codes})"
    idle = [each for each in plan.kept if each not in {need.entity for need in plan.obstacles}]
    if idle:
        yield f"{listed(idle)} would stay as before also without --keep"
    for need in plan.needed_already:
        yield f"a limit is broken today already, until {need.entity} is Online too: {need}"
    if plan.unsure:
        unsure = counted(plan.unsure, "more finding")
        yield f"{unsure} would be unsure: check --assume with -v lists them"
    for number, word in ((plan.not_analysed, "not analysed"), (plan.not_readable, "not readable")):
        if number:
            parts = counted(number, "part")
            yield f"{parts} of the model {word}, so something may be missing here: see check -v"


def _rows(plan: OnlinePlan) -> Table:
    rows = tuple(
        (each.entity, str(each.mode), "on" if each.needs_compatibility else "off", _why(each))
        for each in plan.rows
    )
    return Table("", ("entity", "mode now", "compatibility mode", "why"), rows)


def _why(row: PlannedRow) -> str:
    why = f"because {row.need}" if row.need else "you name it"
    if row.mode.mode is SyncMode.CONSTRAINED:
        return f"{why}; its XPath constraint no longer limits what users see"
    return why


def _before_and_after(change: OfflineChange) -> PlanStep:
    if not change.documents:
        return PlanStep(f"Users keep the pages that work offline: {change.before.pages}")
    counts = tuple(
        (word, count.yes, count.partly, count.no)
        for word, count in (("now", change.before.pages), ("then", change.after.pages))
    )
    pairs = (map(OfflineSummary.of, each) for each in change.documents)
    rows = tuple(
        (f"{then.kind} {then.name}", now.verdict, then.verdict, then.asks) for now, then in pairs
    )
    tables = (
        Table("", ("pages that work offline", "yes", "partly", "no"), counts),
        Table("", ("page or nanoflow", "works now", "then", "what asks the server then"), rows),
    )
    return PlanStep("Tell users what needs a connection then", tables)


def headline(plan: OnlinePlan) -> str:
    """What a plan is about, in one sentence."""
    names = [each.entity for each in plan.rows if each.need is None]
    along = len(plan.rows) - len(names)
    become = "becomes" if len(names) == 1 else "become"
    becoming = [f"{listed(names)} {become} Online"] if names else []
    is_so = [f"{name} is Online already" for name in plan.online_already]
    unused = [f"{name} is not used here, so there is nothing to do" for name in plan.unused]
    going = [f"{counted(along, 'entity', 'entities')} along with it"] if along else []
    said = ", and ".join([*unused, *is_so, *becoming, *going])
    project, version = plan.before.project, plan.before.version
    of = "" if version == project.version else f" (the model is of {project.version})"
    return f"{project.path.name}, profile {plan.before.name}, Mendix {version}{of}: {said}"


def told_as_text(plan: OnlinePlan, screen: Screen) -> Iterator[str]:
    """A plan for a terminal; what to do about a rule is told once."""
    yield from wrapped(headline(plan), screen.width)
    crowded = replace(screen, is_crowded=len(plan.work) > _FEW)
    for number, step in enumerate(steps_of(plan), 1):
        yield ""
        yield from wrapped(step.title, screen.width, f"{number}. ", "   ")
        for table in step.tables:
            yield from drawn((table,), "text").splitlines()
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
    for number, note in enumerate(notes_of(plan)):
        yield from ([""] if not number else [])
        yield from wrapped(note, screen.width, "note: ", "      ")


def told_as_markdown(plan: OnlinePlan) -> Iterator[str]:
    """A plan for a ticket, with boxes to check off."""
    yield f"## {markdown_text(headline(plan))}"
    for number, step in enumerate(steps_of(plan), 1):
        yield ""
        yield f"### {number}. {markdown_text(step.title)}"
        yield ""
        for table in step.tables:
            yield from drawn((table,), "markdown").splitlines()
        for need in step.needs:
            yield f"- [ ] {markdown_text(str(need))}: {markdown_text(_remedy(need))}"
        for place, findings in groupby(step.findings, key=_place):
            yield f"- [ ] {markdown_text(place)}"
            for each in findings:
                element = f"{each.location.element}: " if each.location.element else ""
                said = f"{each.grade} {each.code}: {element}{each.text}"
                yield f"    - {markdown_text(said)}"
                yield f"      *{markdown_text(each.remedy)}*"
    notes = [*notes_of(plan)]
    yield from ("", "### Notes", "") if notes else ()
    yield from (f"- {markdown_text(note)}" for note in notes)


def _place(finding: Finding) -> str:
    return finding.location.document


def _remedy(need: Need) -> str:
    rule = need.statement.rule
    return f"{rule.remedy.rstrip('.')} (pytest-osm explain {rule.code})"
