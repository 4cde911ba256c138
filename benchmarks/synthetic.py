"""Apps of any size, with the shares of documents and the weight of widgets that real apps have.

The shares are those of apps made with Mendix 10 and 11. Half of the weight of a page is the type
description of its pluggable widgets, most of the rest are values that nobody has set.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from attrs import frozen

from pytest_osm.testing import (
    App,
    Association,
    Button,
    CallMicroflowActivity,
    CallNanoflow,
    Change,
    Commit,
    Container,
    DataView,
    Entity,
    If,
    ListView,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    OpenPage,
    Page,
    Pluggable,
    Retrieve,
    ShowPage,
    Snippet,
    SnippetCall,
    TextBox,
)
from pytest_osm.testing.stored import Context, Part, Stored

VERSION = "11.6.0"
_ENTITIES = 8
# Documents of one module, by kind; with the module and its domain model they are 42 units.
_PAGES, _SNIPPETS, _NANOFLOWS, _MICROFLOWS, _TEMPLATES, _OTHERS = 10, 2, 6, 12, 4, 6
UNITS_PER_MODULE = 2 + _PAGES + _SNIPPETS + _NANOFLOWS + _MICROFLOWS + _TEMPLATES + _OTHERS
_UNSET_VALUES = 24  # of a pluggable widget
_PROPERTY_TYPES = 20
_IMAGE_SIZE = 60_000  # bytes
_REACHED_SHARE = 0.2  # of the pages; in two real apps a twelfth of all bytes
_ONLINE_SHARE = 0.05  # of the configured entities


def write_app(folder: Path, units: int, seed: int = 1) -> Path:
    """Write an app of about so many units in storage format 2, and return its .mpr."""
    return synthetic_app(units, seed).write(folder / f"Synthetic-{units}.mpr")


def synthetic_app(units: int, seed: int = 1) -> App:
    """An app of about so many units. The same seed gives the same app."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    names = [f"M{number:04}" for number in range(max(1, round(units / UNITS_PER_MODULE)))]
    modules = [_module(chance, name, names) for name in names]
    starts = [Button(name, OpenPage(f"{name}.Page0")) for name in names]
    home = Module("Home", Page("Home", *starts))
    rows = {
        f"{name}.Entity{number}": "Online" if chance.random() < _ONLINE_SHARE else "All"
        for name in names
        for number in range(0, _ENTITIES, 2)
    }
    return App(VERSION, home, *modules, NativeProfile(home="Home.Home", rows=rows))


def _module(chance: random.Random, name: str, names: list[str]) -> Module:
    entities = [
        Entity(
            f"Entity{number}",
            f"{name}.Entity{number - 1}" if number % 4 == 1 else "",
            attributes={f"Attribute{each}": "String" for each in range(12)},
        )
        for number in range(_ENTITIES)
    ]
    associations = [
        Association(f"Entity{number}_Entity{number - 1}", f"Entity{number}", f"Entity{number - 1}")
        for number in range(1, _ENTITIES)
    ]
    return Module(name, *entities, *associations, *_documents(chance, name, names))


def _documents(chance: random.Random, name: str, names: list[str]) -> Iterator[Part]:
    reached = round(_PAGES * _REACHED_SHARE)
    for number in range(_PAGES):
        onwards = [f"{name}.Page{number + 1}"] if number + 1 != reached else []
        yield _page(chance, name, number, onwards if number + 1 < _PAGES else [])
    for number in range(_SNIPPETS):
        yield Snippet(f"Snippet{number}", *_widgets(chance, name))
    for number in range(_NANOFLOWS):
        yield _nanoflow(chance, name, number)
    for number in range(_MICROFLOWS):
        other = f"{chance.choice(names)}.Microflow{chance.randrange(_MICROFLOWS)}"
        calls = [CallMicroflowActivity(other) for _ in range(chance.randint(1, 8))]
        yield Microflow(f"Microflow{number}", *calls)
    for number in range(_TEMPLATES):
        yield _Template(f"Template{number}", tuple(_widgets(chance, name)))
    for number in range(_OTHERS - 1):
        yield _Constant(f"Constant{number}")
    yield _Images("Images", chance.randrange(2**32))


def _page(chance: random.Random, name: str, number: int, onwards: list[str]) -> Page:
    buttons = [Button("Next", OpenPage(page)) for page in onwards]
    return Page(
        f"Page{number}",
        Container(
            SnippetCall(f"{name}.Snippet{number % _SNIPPETS}"),
            Button("Do", CallNanoflow(f"{name}.Nanoflow{number % _NANOFLOWS}")),
            *buttons,
            *_widgets(chance, name),
        ),
    )


def _widgets(chance: random.Random, name: str) -> Iterator[Part]:
    for number in range(chance.randint(1, 3)):
        entity = f"{name}.Entity{chance.randrange(_ENTITIES)}"
        boxes = [TextBox(f"{entity}.Attribute{each}") for each in range(6)]
        yield ListView(entity, *boxes, name=f"list{number}")
        yield DataView(entity, *boxes, name=f"data{number}")
    for number in range(chance.randint(1, 6)):
        entity = f"{name}.Entity{chance.randrange(_ENTITIES)}"
        yield _Heavy(Pluggable(entity, name=f"pluggable{number}"))


def _nanoflow(chance: random.Random, name: str, number: int) -> Nanoflow:
    entity = f"{name}.Entity{chance.randrange(_ENTITIES)}"
    return Nanoflow(
        f"Nanoflow{number}",
        Retrieve(entity, into="Found", first=True),
        *(Change("Found", {f"{entity}.Attribute0": "'a'"}) for _ in range(chance.randint(1, 12))),
        If("$Found != empty", (Commit("Found"),), (CallMicroflowActivity(f"{name}.Microflow0"),)),
        ShowPage(f"{name}.Page{chance.randrange(round(_PAGES * _REACHED_SHARE))}"),
    )


@frozen
class _Heavy:
    """A pluggable widget with what real ones carry along."""

    widget: Pluggable

    def stored(self, context: Context) -> Stored:
        stored = self.widget.stored(context)
        described, whole = dict(stored["Type"]), dict(stored["Object"])  # type: ignore[call-overload]
        described["ObjectType"] = _object_type()
        whole["Properties"] = [*whole["Properties"], *_unset_values()]
        return {**stored, "Type": described, "Object": whole}


@cache
def _object_type() -> Stored:
    context = Context(App(VERSION).mendix_version, "types")
    types = [
        context.element(
            "CustomWidgets$WidgetPropertyType",
            Caption=f"Property {number}",
            Category="General::Appearance",
            Description="What it is for, as its author says in a sentence or two.",
            IsDefault=False,
            PropertyKey=f"property{number}",
            ValueType=context.element(
                "CustomWidgets$WidgetValueType",
                ActionVariables=[2],
                AllowedTypes=[1],
                AssociationTypes=[1],
                DataSourceProperty="",
                DefaultType="None",
                DefaultValue="true",
                EntityProperty="",
                EnumerationValues=[
                    2,
                    *(
                        context.element(
                            "CustomWidgets$WidgetEnumerationValue", Caption=word, _Key=word
                        )
                        for word in ("auto", "always", "never")
                    ),
                ],
                Translations=[2],
                Type="Enumeration",
            ),
        )
        for number in range(_PROPERTY_TYPES)
    ]
    return context.element("CustomWidgets$WidgetObjectType", PropertyTypes=[2, *types])


@cache
def _unset_values() -> tuple[Stored, ...]:
    context = Context(App(VERSION).mendix_version, "values")
    return tuple(
        context.element(
            "CustomWidgets$WidgetProperty",
            TypePointer=context.id(),
            Value=context.element(
                "CustomWidgets$WidgetValue",
                Action=context.element("Forms$NoAction", DisabledDuringExecution=True),
                AttributeRef=None,
                DataSource=None,
                EntityRef=None,
                Expression="",
                Form="",
                Icon=None,
                Image="",
                Microflow="",
                Nanoflow="",
                Objects=[2],
                PrimitiveValue="auto",
                Selection="None",
                SourceVariable=None,
                TextTemplate=None,
                TranslatableValue=None,
                TypePointer=context.id(),
                Widgets=[2],
                XPathConstraint="",
            ),
        )
        for _ in range(_UNSET_VALUES)
    )


@frozen
class _Template:
    """A page template, which nothing reaches."""

    name: str
    widgets: tuple[Part, ...]

    def stored(self, context: Context) -> Stored:
        page = Page(self.name, *self.widgets).stored(context)
        return {**page, "$Type": "Forms$PageTemplate"}


@frozen
class _Constant:
    """A constant, which is small."""

    name: str

    def stored(self, context: Context) -> Stored:
        return context.element("Constants$Constant", Name=self.name, DefaultValue="1")


@frozen
class _Images:
    """A collection of images, which is large."""

    name: str
    seed: int

    def stored(self, context: Context) -> Stored:
        data = random.Random(self.seed).randbytes(_IMAGE_SIZE)  # noqa: S311 - nothing secret
        images = [context.element("Images$Image", Name=f"image{n}", Image=data) for n in range(4)]
        return context.element("Images$ImageCollection", Name=self.name, Images=[3, *images])


if __name__ == "__main__":
    write_app(Path(sys.argv[1]), int(sys.argv[2]))
