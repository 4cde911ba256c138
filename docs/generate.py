"""Write the documentation that is generated from the code: `python docs/generate.py`."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from enum import Enum
from inspect import Parameter, cleandoc, getmodule, getsource, signature
from itertools import takewhile
from pathlib import Path
from runpy import run_path
from tempfile import TemporaryDirectory
from textwrap import dedent

import msgspec

from pytest_osm import testing
from pytest_osm.checking.findings import Finding
from pytest_osm.cli.answers.changes import UpgradeAnswer, WhatIfAnswer
from pytest_osm.cli.answers.modes import ModesAnswer
from pytest_osm.cli.answers.pages import PagesAnswer
from pytest_osm.cli.answers.plan import PlanAnswer
from pytest_osm.cli.answers.reasons import WhyAnswer
from pytest_osm.cli.answers.rules import RulesAnswer
from pytest_osm.cli.answers.settings import SettingsAnswer
from pytest_osm.configuration.schema import KEYS
from pytest_osm.extension.builtin import osm_rules
from pytest_osm.facts.confidence import Certainty, Confidence
from pytest_osm.facts.connection_checks import CheckDecision
from pytest_osm.facts.constraints import AssociationStep, Constraint, Step
from pytest_osm.facts.flow_parts import FlowPart
from pytest_osm.facts.guards import UnguardedPath
from pytest_osm.facts.location import Location, location_in
from pytest_osm.facts.modes import Derivation, EffectiveMode, ModeSource
from pytest_osm.facts.page_data import OnlineData, PageData, ShownParameter
from pytest_osm.facts.profile import Profile
from pytest_osm.facts.profile_usage import ProfileUsage
from pytest_osm.facts.queries import DataAccess, QueryKind, UseKind
from pytest_osm.facts.reach import Link, NotFollowed, Reach, ReachedDocument
from pytest_osm.facts.required_parts import RequiredPart
from pytest_osm.facts.server_calls import DirectCall, Request, ServerCall
from pytest_osm.facts.subjects import SUBJECTS
from pytest_osm.facts.unreadable_model import UnreadableModel
from pytest_osm.facts.writes import Write, WriteKind
from pytest_osm.model.documents import UnreadablePart
from pytest_osm.model.domain import (
    Association,
    Attribute,
    Domain,
    Entity,
)
from pytest_osm.model.guid import written_id
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.metamodel import MetamodelRow, Treatment, metamodel
from pytest_osm.model.navigation import SyncConfig, SyncMode
from pytest_osm.model.parsing import DECLARED
from pytest_osm.model.project import Project
from pytest_osm.model.raw import DataType, EntityStep
from pytest_osm.model.stored_fields import declaration
from pytest_osm.model.version import MendixVersion
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.rules.implication import Implication
from pytest_osm.rules.link import page_name
from pytest_osm.rules.page import RuleExample, page_of
from pytest_osm.rules.rule import Message, Rule, Severity, Whole
from pytest_osm.testing import App, Example, Folder, Module, findings_of
from pytest_osm.testing import domain as described

ROOT = Path(__file__).resolve().parents[1]
MADE_OF = (
    *(
        Association,
        AssociationStep,
        Attribute,
        Certainty,
        Whole,
        Implication,
        CheckDecision,
        DataType,
        Derivation,
        Domain,
    ),
    *(DataAccess, EffectiveMode, Entity, EntityStep, Link, Location, MendixVersion),
    *(NotFollowed, OnlineData, PageData, ProfileUsage, Reach, ReachedDocument, Reference),
    *(Constraint, FlowPart, Request, ShownParameter, Step, UnreadablePart),
    *(UnguardedPath, DirectCall, Message, ServerCall, SyncConfig, Write),
    *(Confidence, ModeSource, QueryKind, Severity, SyncMode, UseKind, WriteKind),
)
FOLLOWED = frozenset(kind.value for kind in DocumentKind) | {"navigation profile"}
SCHEMAS = ROOT / "docs" / "schemas"
ANSWERS = {
    "modes": ModesAnswer,
    "pages": PagesAnswer,
    "plan": PlanAnswer,
    "rules": RulesAnswer,
    "settings": SettingsAnswer,
    "upgrade": UpgradeAnswer,
    "what-if": WhatIfAnswer,
    "why": WhyAnswer,
}
PAGES = ROOT / "docs" / "rules"
RULE_HEAD = (
    "| code | name | Mendix versions and severity | what it finds |",
    "|---|---|---|---|",
)
_ABOUT_ENTITIES = ("OSM2", "OSM301", "OSM302", "OSM303", "OSM304")
_VERSION_LINE = 0
_ALIKE = 0.7  # of 1, from where on two examples are of one app
KEPT = (described.Association, described.Entity, Folder)
NOTICE = "<!-- docs/generate.py writes this page: change the code that it comes from instead. -->"


def generated() -> Mapping[Path, str]:
    """The generated files with their contents."""
    pages = {PAGES / page_name(rule): rule_page(rule) for rule in osm_rules()}
    return {
        **pages,
        PAGES / "index.md": rule_index(),
        ROOT / "docs" / "configuration.md": configuration(),
        ROOT / "docs" / "subjects.md": subjects(),
        ROOT / "docs" / "describing-apps.md": vocabulary(),
        ROOT / "docs" / "what-is-read.md": what_is_read(),
        **{SCHEMAS / f"{name}.schema.json": schema(name) for name in ANSWERS},
        ROOT / "docs" / "changelog.md": (ROOT / "CHANGELOG.md").read_text("utf-8"),
    }


def schema(name: str) -> str:
    """The JSON Schema of what a command prints with `--format json`."""
    root, schemas = msgspec.json.schema_components([ANSWERS[name]])
    for part in schemas.values():
        part["description"] = " ".join(part["description"].split())
        if "schema" in part.get("properties", {}):  # has a default, and is always there
            part["required"].insert(0, "schema")
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:pytest-osm:{name}:1",
        "title": f"pytest-osm {name} --format json",
    }
    parts = {"$ref": root[0]["$ref"].replace("components/schemas", "$defs"), "$defs": schemas}
    text = json.dumps({**head, **parts}, indent=2)
    return text.replace("#/components/schemas/", "#/$defs/") + "\n"


def rule_page(rule: Rule) -> str:
    """The page of a rule, with an example with a finding and one without."""
    name = f"{rule.code.lower()}_{rule.slug.replace('-', '_')}"
    path = ROOT / "tests" / "rules" / f"{name}.py"
    if rule.on is UnreadableModel or rule.on is RequiredPart:  # no description is a damaged file
        return page_of(rule)
    if not path.exists():
        sys.exit(f"{rule.code} has no examples: write {path.relative_to(ROOT)}")
    examples = run_path(str(path))
    wrong: Example = min(examples["INVALID"], key=lambda each: "AnyPart" in str(each.app))
    versions = (wrong.app.mendix_version, *(each.app.mendix_version for each in examples["VALID"]))
    judged = [each for each in examples["VALID"] if rule.severity(each.app.mendix_version)]
    right: Example = min(judged, key=lambda each: versions.index(each.app.mendix_version))
    return page_of(rule, _marked(rule, wrong), _compared(_shown(right), _shown(wrong)))


def rule_index() -> str:
    """All rules in one table."""
    rows = [
        f"| [{rule.code}]({page_name(rule)}) | {rule.slug} | {rule.preset.word} |"
        f" {rule.versions} | {rule.summary} |"
        for rule in osm_rules()
    ]
    head = ("# Rules", "", NOTICE, "")
    columns = (
        "| code | name | preset | Mendix versions and severity | what it finds |",
        "|---|---|---|---|---|",
    )
    return "\n".join((*head, *columns, *rows)) + "\n"


def configuration() -> str:
    """The reference of all keys."""
    introduction = cleandoc(
        """
        Put the settings into `osm.yaml` next to the model, or in a folder above it, up to the
        root of the repository. You can also use the table `[tool.osm]` of a `pyproject.toml`
        there, but not both. The command, pytest and the hook read the same file. Unknown keys,
        rules and words are errors. The message gives the file, line and column.

        Editors that know JSON Schema complete and check the file while you type. Save the schema
        with `pytest-osm settings --schema > osm.schema.json`, and write into the first line of
        `osm.yaml`:

        ```yaml
        # yaml-language-server: $schema=osm.schema.json
        ```
        """
    )
    lines = ["# Configuration", "", NOTICE, "", introduction, ""]
    for name, key in KEYS.items():
        lines += [f"## {name}", "", key.meaning, "", f"Default: {key.default}.", ""]
        lines += ["```yaml", key.example, "```", ""]
    return "\n".join(lines).rstrip() + "\n"


def what_is_read() -> str:
    """What is done with each type and key that a page or nanoflow may hold."""
    introduction = cleandoc(
        """
        Pages, snippets, layouts, menus, nanoflows and navigation profiles are made of parts. Each
        part has a stored type, and keys. This page lists every type, and every key that holds a
        name, an XPath constraint or an expression, up to Mendix 11.10, and says what pytest-osm
        does with it:

        - **read** or **followed**: the rules use it. What is followed leads to another document.
        - **walked**: the type says nothing by itself, and all its parts are looked at.
        - **paths read**: an expression. Its paths over associations are read.
        - **left alone**: nothing of it matters, for the reason given.
        - **listed**: pytest-osm does not understand it and says so, with its place, as "not
          analysed". What is found behind or below it has medium confidence at most. For a key: the
          part that has it is listed, or the name under it.

        A type or key that is not on this page, of a newer Mendix version for example, is listed
        too when it is a whole part, or names an entity, association or any document of the app.
        So is what a known type holds under a key that its type has had in no version up to
        11.10; it is followed with doubt. `*` stands for all types.
        """
    )
    fates = [(row, fate_of(row)) for row in metamodel().rows]
    counted = Counter(fate.partition(":")[0] for row, fate in fates)
    lines = ["# What is read of a model", "", NOTICE, "", introduction, ""]
    lines += ["| what is done | types and keys |", "|---|---|"]
    lines += [f"| {fate} | {count} |" for fate, count in sorted(counted.items())]
    lines += ["| passed over in silence | 0 |", ""]
    lines += ["| type | key | holds | Mendix versions | what is done |", "|---|---|---|---|---|"]
    for row, fate in fates:
        key = f"`{row.key}`" if row.key else ""
        since, until = (f"since {row.since}" if row.since else "", row.until)
        versions = ", ".join(filter(None, (since, f"before {until}" if until else "")))
        lines.append(f"| `{row.type}` | {key} | {row.holds} | {versions} | {fate} |")
    return "\n".join(lines) + "\n"


def fate_of(row: MetamodelRow) -> str:
    """What is done with a type or key, in words; what nobody reads is listed where it is met."""
    kind = DECLARED.get(row.type)
    if row.treatment is Treatment.LEFT_ALONE:
        return f"left alone: {row.reason}"
    if not row.key:
        reason = f": {row.reason}" if row.reason else ""
        return "read" if kind else f"{row.treatment.value}{reason}"
    if row.treatment is Treatment.READ:
        return f"{'followed' if row.holds in FOLLOWED else 'read'}: by {row.reason}"
    if kind and row.key in declaration(kind).keys:
        return "followed" if row.holds in FOLLOWED else "read"
    return "paths read" if row.holds == "expression" else "listed"


def subjects() -> str:
    """The kinds that rules can be on, and what each kind offers."""
    introduction = cleandoc(
        """
        pytest-osm calls a rule once for each thing of the kind in its `on=`. This page lists the
        kinds and what each kind offers. All of them also have a `location`. Those on a page or in
        a nanoflow also have `reached`, from which the finding gets its path through the app.
        """
    )
    lines = ["# What rules check", "", NOTICE, "", introduction, ""]
    for kind in sorted(SUBJECTS, key=lambda each: each.__name__):
        lines += [*_kind("##", kind), ""]
    lines += ["## Types that they use", ""]
    for kind in sorted(MADE_OF, key=lambda each: each.__name__):
        lines += [*_kind("###", kind), ""]
    return "\n".join(lines).rstrip() + "\n"


def vocabulary() -> str:
    """What tests use to describe apps."""
    introduction = cleandoc(
        """
        This page lists what `pytest_osm.testing` offers to describe an app. An app has modules
        and profiles. A module has entities, associations and documents. A page has widgets, and a
        nanoflow has activities. Use qualified names such as "Sales.Order". Write a path over
        associations as "Sales.Order_Customer/Sales.Customer".
        """
    )
    lines = ["# Describing apps", "", NOTICE, "", introduction, ""]
    groups: dict[str, list[str]] = {}
    for name in testing.__all__:
        part = getattr(testing, name)
        title = cleandoc(getmodule(part).__doc__ or "").partition("\n")[0]
        summary = cleandoc(part.__doc__ or "").partition("\n")[0]
        groups.setdefault(title, []).append(f"- `{name}({_parameters(part)})`: {summary}")
    for title, entries in groups.items():
        lines += [f"## {title.rstrip('.')}", "", *entries, ""]
    return "\n".join(lines).rstrip() + "\n"


def _parameters(part: Callable[..., object]) -> str:
    """The parameters of a part, with defaults that are texts or booleans."""
    told = []
    for parameter in signature(part).parameters.values():
        is_told = isinstance(parameter.default, (str, bool)) and parameter.default != ""
        stars = "*" if parameter.kind is Parameter.VAR_POSITIONAL else ""
        told.append(f"{stars}{parameter.name}{f'={parameter.default!r}' if is_told else ''}")
    return ", ".join(told)


def _shown(example: Example) -> RuleExample:
    """An example's app without the documents that its offline profile does not refer to."""
    with TemporaryDirectory() as folder:
        project = read_mpr(example.app.write(Path(folder) / "App.mpr"))
        offline = [each for each in project.profiles if each.is_offline]
        links = [
            link.reference.name
            for each in offline
            for link in Profile.of(project, each, project.version).reach.links
        ]
    if not offline:
        return RuleExample(example.name, str(example.app))
    modules = [_pruned(module, frozenset(links)) for module in example.app.modules]
    kept = [module for module in modules if module.contents]
    app = str(App(example.app.version, *kept, *example.app.profiles))
    before = f"{example.base}\n\nand then\n\n" if example.base else ""
    return RuleExample(example.name, f"{before}{app}")


def _marked(rule: Rule, example: Example) -> RuleExample:
    """An example with a mark at each line, or else document, that the rule has a finding for."""
    shown = _shown(example)
    with TemporaryDirectory() as folder:
        base = example.base.write(Path(folder) / "base" / "App.mpr") if example.base else None
        path = example.app.write(Path(folder) / "App.mpr")
        found = findings_of(path, rule.code, base=base)
        places = [place for each in found for place in _places(each, read_mpr(path))]
    lines = shown.app.splitlines()
    for location in places:
        number = _line_of(location, lines)
        if not lines[number].endswith(rule.code):
            lines[number] += f"    <-- {rule.code}"
    is_about_entities = rule.code.startswith(_ABOUT_ENTITIES)
    picture = "\n".join(_picture(example.app)) if is_about_entities else ""
    return RuleExample(shown.name, "\n".join(lines), picture)


def _compared(right: RuleExample, wrong: RuleExample) -> RuleExample:
    """The right example with a mark at each line that it has and the wrong one lacks.

    Examples that have little in common are of different apps: nothing is marked there.
    """
    lines = right.app.splitlines()
    matcher = SequenceMatcher(None, wrong.app.splitlines(), lines, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return right
    changes = [each for each in matcher.get_opcodes() if each[0] in ("replace", "insert")]
    changed = [number for _, _, _, begin, end in changes for number in range(begin, end)]
    for number in changed[1:] if changed[1:] and changed[0] == _VERSION_LINE else changed:
        lines[number] += "    <-- changed"
    return RuleExample(right.name, "\n".join(lines), right.picture)


def _picture(app: App) -> Iterator[str]:
    """A line for each generalization and association around entities that have a mode."""
    rows = [row for profile in app.profiles for row in profile.rows]
    modes = {row.entity: f"{row.entity} ({SyncMode(row.mode).caption})" for row in rows}
    inside = [(module.name, each) for module in app.modules for each in module.contents]
    above = {
        f"{module}.{each.name}": each.generalization
        for module, each in inside
        if isinstance(each, described.Entity)
    }
    drawn = {}
    lower = [*modes]
    for name in lower:  # which grows
        if generalization := above.get(name):
            drawn[name, "specializes"] = generalization
            lower.append(generalization)
    for module, each in inside:
        if isinstance(each, described.Association):
            child = each.child if each.crosses_modules else f"{module}.{each.child}"
            if f"{module}.{each.parent}" in modes and child in modes:
                drawn[f"{module}.{each.parent}", each.name] = child
    widest = max((len(modes.get(start, start)) for start, _ in drawn), default=0)
    longest = max((len(label) for _, label in drawn), default=0)
    for (start, label), end in drawn.items():
        arrow = f"{f'-- {label} ':-<{longest + 4}}-->"
        yield f"{modes.get(start, start):<{widest}}  {arrow}  {modes.get(end, end)}"


def _places(finding: Finding, project: Project) -> Iterable[Location]:
    """What a finding sums up, or its own place where it is about one thing."""
    kind = {each.value: each for each in DocumentKind}.get(finding.location.kind)
    document = project.document(Reference(kind, finding.location.name)) if kind else None
    summarized = [
        location_in(document, each)
        for each in (document.root.paths if document else ())
        if document and written_id(each.element.id) in finding.summarized
    ]
    return summarized or [finding.location]


def _line_of(location: Location, lines: list[str]) -> int:
    """The line of a description that a place is in; the last one that fits, below a base."""
    name = location.name.rpartition(".")[2]
    is_start = re.compile(rf"\s*([\w ]+ )?(profile|module )?{re.escape(name)}\b")
    starts = [number for number, line in enumerate(lines) if is_start.match(line)]
    start = starts[-1] if starts else 0
    inside = takewhile(lambda line: _depth(line) > _depth(lines[start]), lines[start + 1 :])
    likeness = [0, *(_likeness(location, line.strip()) for line in inside)]
    return start + likeness.index(max(likeness))


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _likeness(location: Location, line: str) -> int:
    """How many words of an element's name the line has that describes it, 0 for another one."""
    if location.kind == "domain model":
        name = location.element.rpartition(".")[2].rpartition(" ")[2]
        return bool(re.match(rf"(entity|association) {re.escape(name)}\b", line))
    words = (set(re.findall(r"[\w.]+", each.lower())) for each in (location.element, line))
    return len(set.intersection(*words))


def _pruned(module: Module, names: frozenset[str]) -> Module:
    contents = (
        each
        for each in module.contents
        if isinstance(each, KEPT) or f"{module.name}.{each.name}" in names
    )
    return Module(module.name, *contents, marketplace=module.marketplace)


def _kind(heading: str, kind: type) -> Iterator[str]:
    yield from (f"{heading} {kind.__name__}", "", cleandoc(kind.__doc__ or ""), "")
    feature = SUBJECTS[kind].required_feature if kind in SUBJECTS else None
    if feature:
        yield f"An [export](exports.md) has none if it leaves out {feature.value}."
        yield ""
    yield from _offered(kind)


def _offered(kind: type) -> Iterator[str]:
    """The public fields, properties and methods of a class, as its source has them."""
    if issubclass(kind, Enum):
        yield from (f"- `{each.name}`" for each in kind)
    (definition,) = ast.parse(dedent(getsource(kind))).body
    for each in definition.body if isinstance(definition, ast.ClassDef) else ():
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            name = each.target.id
            if not name.startswith("_") and name not in ("location", "reached"):
                yield f"- `{name}`: `{ast.unparse(each.annotation)}`"
        elif isinstance(each, ast.FunctionDef) and not each.name.startswith("_"):
            arguments = ", ".join(argument.arg for argument in each.args.args[1:])
            called = "" if each.decorator_list else f"({arguments})"
            given = ast.unparse(each.returns) if each.returns else "None"
            documentation = (ast.get_docstring(each) or "").partition("\n")[0]
            yield f"- `{each.name}{called}`: `{given}`. {documentation}"


if __name__ == "__main__":
    for path, contents in generated().items():
        path.write_text(contents, "utf-8")
