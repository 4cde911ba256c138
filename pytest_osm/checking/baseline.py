"""The findings that were there when a team switched the checks on, and are accepted until solved.

They are told by ids, which outlive renaming and moving; the names in the file are for people.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path

from msgspec.structs import asdict, replace

from pytest_osm.checking.findings import Finding, FindingIdentity
from pytest_osm.configuration.editing import edited_yaml, new_list, new_table, remove
from pytest_osm.configuration.node import Node, load_yaml
from pytest_osm.configuration.settings import Settings
from pytest_osm.errors import ConfigurationError
from pytest_osm.files import exists, is_file, leads_out, path_from
from pytest_osm.model.guid import written_id
from pytest_osm.records import Record
from pytest_osm.terminal.printable import LONGEST_PATH, printable, shortened

NAME = "osm-baseline.yaml"
SHRINK = "run `pytest-osm baseline --shrink`"
_IDENTITY_KEYS = FindingIdentity.__struct_fields__
_VERSION = 1
_EMPTY = """\
# Findings that are accepted because they were there before. `pytest-osm baseline --shrink` takes
# out what is solved. `at` says where for people, what counts are the ids. A `reason` may be added.
version: 1
models: {}
"""


class Entry(Record, frozen=True, eq=True):
    """Findings of a rule about one element in a profile, and how many there are.

    `at` says where for people. `summarized` is what findings on several things sum up, by name or
    id: with more, they are others.
    """

    identity: FindingIdentity
    count: int = 1
    at: str = ""
    summarized: tuple[str, ...] = ()
    reason: str = ""

    @property
    def table(self) -> Mapping[str, object]:
        """The entry as a new one is written."""
        return {**asdict(self.identity), "count": self.count, "at": printable(self.at)}


class Baseline(Record, frozen=True, dict=True):
    """The accepted findings of one model, and the file that they are in.

    `unknown_models` are models in the file that do not exist.
    """

    path: Path = Path(NAME)
    entries: tuple[Entry, ...] = ()
    unknown_models: tuple[str, ...] = ()

    def of(self, rule: str, profile_id: bytes, profile: str) -> tuple[Entry, ...]:
        """The entries for a check; the profile by its id, or by name where there are no ids."""
        return self._by_check.get((rule, written_id(profile_id) or profile), ())

    @cached_property
    def _by_check(self) -> Mapping[tuple[str, str], tuple[Entry, ...]]:
        found: dict[tuple[str, str], list[Entry]] = {}
        for each in self.entries:
            found.setdefault((each.identity.rule, each.identity.profile), []).append(each)
        return {check: tuple(entries) for check, entries in found.items()}

    def reason_of(self, entry: Entry) -> str:
        """Why the findings of an entry are accepted."""
        return entry.reason or f"in {self.path.name}"


def baseline_for(model: Path, settings: Settings) -> Baseline:
    """The baseline of a model, empty if it has none; ConfigurationError for one with mistakes."""
    path = baseline_path(model, settings)
    if not is_file(path):
        if settings.baseline is not None:
            missing = f"there is no {shortened(str(path), LONGEST_PATH)}"
            raise settings.baseline.error(f"{missing}; `pytest-osm baseline` writes it")
        return Baseline(path)
    models = _models(path)
    entries = models.get(_key(model, path))
    unknown_models = tuple(name for name in models if not _is_there(path, name))
    return Baseline(path, tuple(map(_entry, entries.items())) if entries else (), unknown_models)


def baseline_path(model: Path, settings: Settings) -> Path:
    """Where the baseline of a model is: where the settings say, or beside it.

    With a configuration that the user named it is beside that. ConfigurationError when one that
    was found leads out of the repository.
    """
    if settings.path is not None and settings.is_explicit:
        return settings.path.absolute().parent / _stated(settings)
    home = settings.path.absolute().parent if settings.baseline and settings.path else None
    path = (home or model.absolute().parent) / _stated(settings)
    if leads_out(path, home):
        message = "is not used as a baseline: it leads out of the repository"
        raise ConfigurationError(path, message)
    return path


def _stated(settings: Settings) -> str:
    return settings.baseline.text() if settings.baseline else NAME


def entries_of(findings: Iterable[Finding]) -> tuple[Entry, ...]:
    """The entries that accept these findings, sorted."""
    alike: dict[FindingIdentity, list[Finding]] = {}
    for finding in findings:
        alike.setdefault(finding.identity, []).append(finding)
    return tuple(
        Entry(
            identity,
            count=len(same),
            at=f"{same[0].location} (profile {same[0].profile})",
            summarized=tuple(sorted({name for each in same for name in each.summarized})),
        )
        for identity, same in sorted(alike.items())
    )


def shrunk(old: Iterable[Entry], new: Iterable[Entry]) -> Iterator[Entry]:
    """What is left of old entries where only new ones occur."""
    counts = {each.identity: each.count for each in new}
    for each in old:
        if left := min(each.count, counts.get(each.identity, 0)):
            yield replace(each, count=left)


def write(path: Path, model: Path, entries: Iterable[Entry]) -> None:
    """Write the entries of a model into a file, and leave those of other models, and comments.

    UsageError when it cannot be written.
    """
    wanted = {each.identity: each for each in entries}
    with edited_yaml(path, _EMPTY) as whole:
        whole["models"].fa.set_block_style()
        for name in [name for name in whole["models"] if not _is_there(path, name)]:
            del whole["models"][name]
        kept = whole["models"].setdefault(_key(model, path), new_list())
        for index in reversed(range(len(kept))):
            if _identity(kept[index]) not in wanted:
                remove(kept, index)
        there = {_identity(each): each for each in kept}
        order = list(map(_identity, kept))
        for identity, entry in sorted(wanted.items()):
            if identity not in there:
                there[identity] = new_table(entry.table.items())
                place = bisect(order, identity)
                order.insert(place, identity)
                kept.insert(place, there[identity])
            there[identity]["count"] = entry.count
            if entry.summarized:
                there[identity]["summarized"] = list(entry.summarized)


def _identity(values: Mapping[str, object]) -> FindingIdentity:
    return FindingIdentity(**{key: str(values[key]) for key in _IDENTITY_KEYS})


def _key(model: Path, path: Path) -> str:
    """The name of a model in a file: its path from there."""
    return path_from(path.parent, model.absolute())


def _is_there(path: Path, name: str) -> bool:
    """Whether a file has a model of some name."""
    return exists(path.parent / name)


def _models(path: Path) -> Mapping[str, Node]:
    """The lists of entries in a file, by the names of the models."""
    found = load_yaml(path).table("version", "models")
    if "version" not in found or found["version"].value != _VERSION or "models" not in found:
        raise ConfigurationError(path, "is no baseline that this version understands")
    return {name.text(): entries for name, entries in found["models"].entries()}


def _entry(node: Node) -> Entry:
    found = node.table(*_IDENTITY_KEYS, "count", "at", "summarized", "reason")
    missing = [key for key in _IDENTITY_KEYS if key not in found]
    if missing:
        raise node.error(f"an entry has no {missing[0]}")
    count = found["count"].value if "count" in found else 1
    if not isinstance(count, int) or count < 1:
        raise node.error("the count of an entry is not a positive number")
    return Entry(
        FindingIdentity(**{key: found[key].text() for key in _IDENTITY_KEYS}),
        count,
        at=found["at"].text() if "at" in found else "",
        summarized=tuple(each.text() for each in found["summarized"].items())
        if "summarized" in found
        else (),
        reason=found["reason"].text() if "reason" in found else "",
    )
