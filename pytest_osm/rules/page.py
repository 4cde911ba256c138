"""The page of a rule: what it finds, why, since when, and what to do about it, in Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypedDict, cast

from msgspec.structs import asdict

from pytest_osm.facts.subjects import SUBJECTS
from pytest_osm.model.version import MendixVersion
from pytest_osm.records import Record
from pytest_osm.rules.link import PAGES, page_name
from pytest_osm.rules.rule import GUIDE, Rule, SeverityRange

READ_MORE = "## Read more"
_GUIDES = (("11", MendixVersion(11, 0)), ("10", MendixVersion(10, 24)))


class RuleExample(Record, frozen=True):
    """An example: what it is an example of, its app in words, and its entities as a picture."""

    name: str
    app: str
    picture: str = ""


def page_of(rule: Rule, wrong: RuleExample | None = None, right: RuleExample | None = None) -> str:
    """The page of a rule, with an app that is wrong and one that is not, if there are any."""
    return "\n".join(_page(rule, wrong, right)).rstrip() + "\n"


def printed_page(rule: Rule) -> str:
    """The page that was installed with a built-in rule; of another rule, all that it says."""
    from importlib.resources import files  # noqa: PLC0415 - 10 ms

    installed = files(PAGES) / page_name(rule)
    return str(installed.read_text("utf-8")) if installed.is_file() else page_of(rule)


class SeverityRecord(TypedDict):
    """A severity, with the first version that has it and the first that has it no more."""

    severity: str
    since: str | None
    before: str | None


class RuleRecord(TypedDict):
    """What a rule says about itself."""

    code: str
    name: str
    summary: str
    reason: str
    remedy: str
    steps: list[str]
    severities: list[SeverityRecord]
    confidence: str
    preset: str
    studio_pro_code: str | None
    link: str | None


class RuleDescription(Record, frozen=True, eq=True):
    """What a rule says about itself, as plain data that travels with a report."""

    code: str
    name: str
    summary: str
    reason: str
    remedy: str
    steps: tuple[str, ...]
    severities: tuple[SeverityRange, ...]
    confidence: str
    preset: str
    studio_pro_code: str | None
    link: str | None

    @classmethod
    def of(cls, rule: Rule) -> RuleDescription:
        """The facts about a rule."""
        return cls(
            code=rule.code,
            name=rule.slug,
            summary=rule.summary,
            reason=" ".join(rule.reason.split()),
            remedy=rule.remedy,
            steps=rule.steps,
            severities=rule.applies,
            confidence=rule.confidence.word,
            preset=rule.preset.word,
            studio_pro_code=rule.studio_pro_code or None,
            link=rule.link or None,
        )

    @property
    def record(self) -> RuleRecord:
        """The same for the JSON that programs read: words, numbers, and lists of them."""
        severities: list[SeverityRecord] = [
            {
                "severity": each.severity.word,
                "since": each.since.short if each.since else None,
                "before": each.before.short if each.before else None,
            }
            for each in self.severities
        ]
        record = {**asdict(self), "severities": severities}
        return cast("RuleRecord", record)


def _page(rule: Rule, wrong: RuleExample | None, right: RuleExample | None) -> Iterator[str]:
    yield f"# {rule.code} {rule.slug}"
    yield ""
    yield rule.summary
    yield ""
    yield "| about | this rule |"
    yield "|---|---|"
    yield f"| Mendix versions | {rule.versions} |"
    yield f"| Maximum confidence | {rule.confidence.word} |"
    yield f"| Preset | `{rule.preset.word}` |"
    yield f"| Studio Pro error code | {rule.studio_pro_code or 'none known'} |"
    yield f"| Looks at | {SUBJECTS[rule.on].words} |"
    if rule.required_features:
        required_features = " and ".join(sorted(each.value for each in rule.required_features))
        yield f"| Exports to YAML | skipped if the export leaves out {required_features} |"
    yield ""
    yield "## Why"
    yield ""
    yield rule.reason
    yield ""
    yield "## How to fix it"
    yield ""
    yield rule.remedy[:1].upper() + rule.remedy[1:]
    yield ""
    yield from (f"{number}. {step}" for number, step in enumerate(rule.steps, 1))
    yield ""
    if wrong:
        yield from _example("Example with a finding", wrong)
    if right:
        yield from _example("Example without a finding", right)
    yield "## How to accept it"
    yield ""
    yield "Add an entry to `osm.yaml`. `until`, the last day it is accepted, is optional:"
    yield ""
    yield "```yaml"
    yield "xfail:"
    yield f"  - rule: {rule.code}"
    yield "    reason: why it is accepted"
    yield "    until: 2027-03-31"
    yield "```"
    if rule.link:
        yield ""
        yield READ_MORE
        yield ""
        topic = "Online synchronization mode" if rule.link == GUIDE else "Synchronization"
        for name, version in _GUIDES:
            yield f"- [{topic}, Mendix {name}]({rule.link_for(version)})"


def _example(title: str, shown: RuleExample) -> Iterator[str]:
    yield from (f"## {title}", "")
    yield from (f"{shown.name[:1].upper()}{shown.name[1:]}:", "")
    if shown.picture:
        yield from ("```text", shown.picture, "```", "")
    yield from ("```text", shown.app, "```", "")
