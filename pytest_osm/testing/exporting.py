"""Writing units as the YAML files that mxlint exports, in its forms."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Literal, TypeAlias
from uuid import UUID

from attrs import frozen

from pytest_osm.testing.stored import Stored
from pytest_osm.testing.writing import WrittenUnit

Form: TypeAlias = Literal["usual", "raw", "early"]
_EXPORTED = ("ProjectDocuments", "DomainModel", "Documents")
_DROPPED_EARLY = frozenset(
    {
        "$ID",
        "OriginPointer",
        "DestinationPointer",
        "Image",
        "ImageData",
        "GUID",
        "StableId",
        "Size",
        "RelativeMiddlePoint",
        "Location",
        "OriginBezierVector",
        "DestinationBezierVector",
        "OriginConnectionIndex",
        "DestinationConnectionIndex",
    }
)
_DROPPED: Mapping[Form, frozenset[str]] = {
    "usual": _DROPPED_EARLY | {"ID", "Type", "Flows", "LineType"},
    "early": _DROPPED_EARLY,
    "raw": frozenset(),
}
_INVALID = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]|\.\.')
_LONGEST, _KEPT_FIRST, _KEPT_LAST = 50, 20, 13


@frozen
class _Exported:
    """A document on its way to a file; `folders` are the names around it, its module first."""

    folders: tuple[str, ...]
    document: Stored


def write_export(
    folder: Path, version: str, units: Iterable[WrittenUnit], form: Form, *, marketplace: bool
) -> Path:
    """Write the documents as YAML files, and return the Metadata.yaml at their root."""
    there = {unit.id: unit for unit in units}
    modules = [unit for unit in there.values() if unit.containment == "Modules"]
    omitted_modules = {
        str(each.document["Name"]) for each in modules if each.document["FromAppStore"]
    }
    listed = [_module(each) for each in modules]
    metadata: Stored = {"ProductVersion": version, "BuildVersion": version}
    if form != "early":
        metadata["Modules"] = listed
    paths: dict[str, str] = {}
    for each in _documents(there):
        if each.folders and each.folders[0] in omitted_modules and not marketplace:
            continue
        name = str(each.document.get("Name", ""))
        names = (*each.folders, ".".join(filter(None, (name, str(each.document["$Type"])))))
        kind = f".{each.document['$Type']}" if name else ""
        shortened = (*map(_component, each.folders), _component(name or names[-1]) + kind)
        place = "/".join(shortened) + ".yaml"
        paths[place] = "/".join(names) + ".yaml"
        _dump(folder / place, _cleaned(each.document, form))
    files = [{"path": path, "originalPath": original} for path, original in paths.items()]
    _dump(folder / "app.yaml", {"files": files})
    _dump(folder / "Metadata.yaml", metadata)
    return folder / "Metadata.yaml"


def _module(unit: WrittenUnit) -> Stored:
    return {
        "Name": unit.document["Name"],
        "ID": b64encode(unit.id.bytes_le).decode("ascii"),
        "FromAppStore": unit.document["FromAppStore"],
    }


def _documents(units: Mapping[UUID, WrittenUnit]) -> Iterator[_Exported]:
    for unit in units.values():
        if unit.containment not in _EXPORTED:
            continue
        folders: list[str] = []
        place = units[unit.container]
        while place.containment:
            folders.insert(0, str(place.document["Name"]))
            place = units[place.container]
        yield _Exported(tuple(folders), {**unit.document, "$ID": unit.id.bytes_le})


def _component(name: str) -> str:
    """A name as files can have it: without what Windows refuses, and not too long."""
    safe = _INVALID.sub("_", name).strip(" .") or "unnamed"
    if len(safe) <= _LONGEST:
        return safe
    digest = sha256(safe.encode()).hexdigest()[:5]
    return f"{safe[:_KEPT_FIRST]}_TRUNCATED_{digest}_{safe[-_KEPT_LAST:]}"


def _cleaned(value: object, form: Form) -> object:
    """A value as the export has it."""
    if isinstance(value, bytes):
        return {"subtype": 0, "data": list(value)}
    if isinstance(value, dict):
        kept = sorted(key for key in value if key not in _DROPPED[form])
        return {key: _cleaned(value[key], form) for key in kept}
    if isinstance(value, list):
        kept = [_cleaned(each, form) for each in (value if form == "raw" else value[1:])]
        return kept if kept or form != "early" else None
    return value


def _dump(path: Path, value: object) -> None:
    from ruamel.yaml import YAML  # noqa: PLC0415 - 100 ms

    yaml = YAML(typ="safe")
    yaml.default_flow_style = False
    yaml.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # it is a flag
    yaml.width = 1_000_000
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        yaml.dump(value, file)
