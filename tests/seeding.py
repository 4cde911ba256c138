"""Changing documents of a copied real app, in the words of the kit that describes apps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from bson import decode, encode
from conftest import CORPUS

from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.readers.mpr import read_mpr
from pytest_osm.testing import CallJavaScriptActivity, If, Nanoflow, ShowMessage
from pytest_osm.testing.stored import Context, Steps

ATLAS, DATA = "Atlas_DesignSystem", "Atlas_UI_Data"
TODAY = date(2026, 11, 22)
WITH_REAL_APPS = [
    pytest.mark.real_apps,
    pytest.mark.once,
    pytest.mark.slow,
    pytest.mark.skipif(not CORPUS.is_dir(), reason=f"there are no real apps in {CORPUS}"),
]


class RealApp:
    """A copy of a real app in storage format 2, whose documents can be changed by name."""

    def __init__(self, model: Path) -> None:
        self.model = model
        self.project = read_mpr(model)
        self.context = Context(self.project.version, "seeded")

    def change(self, kind: DocumentKind, name: str, change: Callable[[Any], None]) -> None:
        """Decode a document, let a function change it, and write it back."""
        document = self.project.document(Reference(kind, name))
        assert document, name
        guid = document.unit.id
        path = self.model.parent / "mprcontents" / guid[:2] / guid[2:4] / f"{guid}.mxunit"
        stored = decode(path.read_bytes())
        change(stored)
        path.write_bytes(encode(stored))

    def rewrite(self, name: str, *activities: object, returns: str = "") -> None:
        """Give a nanoflow another body; its parameters stay."""

        def rewritten(stored: Any) -> None:
            new = Nanoflow(name, *activities, returns=returns).stored(self.context)
            marker, *objects = stored["ObjectCollection"]["Objects"]
            parameters = [each for each in objects if each["$Type"].endswith("Parameter")]
            drawn = new["ObjectCollection"]["Objects"][1:]
            stored["ObjectCollection"]["Objects"] = [marker, *parameters, *drawn]
            stored["Flows"] = new["Flows"]
            stored["MicroflowReturnType"] = new["MicroflowReturnType"]

        self.change(DocumentKind.NANOFLOW, name, rewritten)

    def append(self, page: str, *widgets: Any) -> None:
        """Put widgets at the end of a page."""

        def appended(stored: Any) -> None:
            place = stored["FormCall"]["Arguments"][1]["Widgets"]
            place.extend(widget.stored(self.context) for widget in widgets)

        self.change(DocumentKind.PAGE, page, appended)

    def rebind(self, page: str, widget: str, attribute: str, over: str) -> None:
        """Let the first text of a widget show an attribute over associations."""

        def rebound(stored: Any) -> None:
            named = next(each for each in nested(stored) if each.get("Name") == widget)
            parameter = next(
                each
                for each in nested(named)
                if each["$Type"] == "Forms$ClientTemplateParameter"
                or (each["$Type"] == "CustomWidgets$WidgetValue" and each["AttributeRef"])
            )
            parameter["AttributeRef"] = self.context.element(
                "DomainModels$AttributeRef",
                Attribute=attribute,
                EntityRef=Steps(over).stored(self.context),
            )

        self.change(DocumentKind.PAGE, page, rebound)


def nested(value: object) -> Iterator[dict[str, Any]]:
    """All stored elements in a value."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from nested(each)
    elif isinstance(value, list):
        for each in value:
            yield from nested(each)


def guarded(
    *activities: object,
    condition: str = "$Connected",
    check: str = "NativeMobileResources.IsConnected",
) -> tuple[object, object]:
    """Activities behind a connection check, with a message on the other side."""
    then, otherwise = activities, (ShowMessage("There is no connection."),)
    if condition.startswith("not"):
        then, otherwise = otherwise, then
    return CallJavaScriptActivity(check, into="Connected"), If(condition, then, otherwise)
