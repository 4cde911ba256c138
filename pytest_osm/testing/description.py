"""Telling a described app in short lines, for documentation and for tests that fail."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeAlias

from pytest_osm.testing import (
    actions,
    activities,
    call_activities,
    containers,
    domain,
    flows,
    inputs,
    navigation,
    object_activities,
    pages,
    sources,
    widgets,
)

Lines: TypeAlias = Iterator[str]
_Tell: TypeAlias = Callable[[Any], str]


def tell(part: object) -> str:
    """One part in one line: an entity, a page, a widget, an action, a data source, ..."""
    if telling := _TELLING.get(type(part)):
        return telling(part)
    name = getattr(part, "name", None)
    return f"{type(part).__name__.lower()} {name}" if name else repr(part)


def tell_tree(part: Any, indent: str = "") -> Lines:
    """A part, and what lies in it with deeper indents."""
    yield indent + tell(part)
    for title, inner in _branches(part):
        if title:
            yield indent + title
        for each in inner:
            yield from tell_tree(each, f"{indent}  ")


def _branches(part: Any) -> Iterator[tuple[str, Iterable[object]]]:
    """What lies in a part, in groups with a title each."""
    if isinstance(part, flows.If):
        yield "", part.then
        if part.otherwise:
            yield "else", part.otherwise
    elif isinstance(part, flows.ByType):
        for entity, branch in part.branches.items():
            yield f"if it is a {entity or 'other object'}", branch
    elif isinstance(part, activities.OnError):
        yield "on error", part.handler
    else:
        for name in ("rows", "menu", "widgets", "activities", "body", "items", "contents"):
            inner = getattr(part, name, ())
            yield "", inner if isinstance(inner, tuple) else ()  # a menu may be a name


def _named(words: str, *details: str) -> str:
    return ", ".join((words, *filter(None, details)))


def _map(values: Mapping[str, str], joint: str = " = ") -> str:
    return ", ".join(f"{name}{joint}{value}" for name, value in values.items())


def _with(prefix: str, value: str) -> str:
    return f"{prefix}{value}" if value else ""


def _container(word: str) -> _Tell:
    def told(widget: Any) -> str:
        action = tell(widget.on_click)
        return _named(
            f'{word} "{widget.name}" of {tell(widget.source)}',
            "" if widget.editable == "Always" else f"editable: {widget.editable}",
            "" if isinstance(widget.on_click, actions.NoAction) else f"on click: {action}",
        )

    return told


def _clicked(action: object) -> str:
    return "" if isinstance(action, actions.NoAction) else f": {tell(action)}"


def _document(word: str) -> _Tell:
    def told(document: Any) -> str:
        return _named(
            f"{word} {document.name}",
            _with("with ", _map(getattr(document, "parameters", {}), ": ")),
            _with("returns ", getattr(document, "returns", "")),
            _with("layout ", getattr(document, "layout", "")),
        )

    return told


def _call(word: str, called: str) -> _Tell:
    def told(call: Any) -> str:
        return _named(
            f"{word} {getattr(call, called)}",
            _with("with ", _map(call.arguments)),
            _with("into $", call.into),
        )

    return told


def _row(row: navigation.Row) -> str:
    return _named(
        f"{row.entity} is {row.mode}{_with(' ', row.constraint)}",
        "in compatibility mode" if row.compatibility else "",
    )


def _native(profile: navigation.NativeProfile) -> str:
    return _named(
        f"native profile {profile.name}",
        _with("home ", profile.home or profile.home_nanoflow),
        _with("bottom bar: ", _map(profile.bottom_bar)),
    )


def _web(profile: navigation.WebProfile) -> str:
    return _named(
        f"{profile.kind} profile {profile.name or profile.kind}",
        _with("home ", profile.home),
    )


def _association(association: domain.Association) -> str:
    return _named(
        f"association {association.name} from {association.parent} to {association.child}",
        "owned by both" if association.both else "",
        "many" if association.many else "",
    )


def _entity(entity: domain.Entity) -> str:
    return _named(
        f"entity {entity.name}",
        _with("specializes ", entity.generalization),
        "" if entity.persistable else "not persistable",
        _with("from ", entity.source),
        _map(entity.attributes, ": "),
    )


_TELLING: Mapping[type, _Tell] = {
    domain.Entity: _entity,
    domain.Association: _association,
    navigation.NativeProfile: _native,
    navigation.WebProfile: _web,
    navigation.Row: _row,
    navigation.MenuItem: lambda item: f'menu item "{item.caption}"{_clicked(item.action)}',
    pages.Page: _document("page"),
    pages.Snippet: _document("snippet"),
    pages.Layout: _document("layout"),
    pages.Menu: _document("menu"),
    flows.Nanoflow: _document("nanoflow"),
    flows.Microflow: _document("microflow"),
    flows.JavaScriptAction: _document("JavaScript action"),
    flows.If: lambda split: f"if {split.condition}",
    flows.ByType: lambda split: f"decide on the type of ${split.variable}",
    flows.Loop: lambda loop: f"for each ${loop.iterator} in ${loop.over}",
    flows.While: lambda loop: f"while {loop.condition}",
    flows.Break: lambda _: "break",
    flows.Return: lambda end: _named(f"return {end.value}".rstrip()),
    object_activities.Retrieve: lambda it: _named(
        f"retrieve {it.entity}{it.xpath}", "first" if it.first else "", f"into ${it.into}"
    ),
    object_activities.RetrieveOver: lambda it: (
        f"retrieve ${it.start} over {it.association}, into ${it.into}"
    ),
    object_activities.CreateObject: lambda it: _named(
        f"create {it.entity}",
        _with("set ", _map(it.members)),
        "commit" if it.commit else "",
        f"into ${it.into}",
    ),
    object_activities.Change: lambda it: _named(
        f"change ${it.variable}", _with("set ", _map(it.members)), "commit" if it.commit else ""
    ),
    object_activities.Commit: lambda it: f"commit ${it.variable}",
    object_activities.DeleteObject: lambda it: f"delete ${it.variable}",
    object_activities.CreateList: lambda it: f"create list of {it.entity}, into ${it.into}",
    object_activities.ListOperation: lambda it: (
        f"{it.operation} of ${it.variable}, into ${it.into}"
    ),
    call_activities.CallNanoflowActivity: _call("call nanoflow", "nanoflow"),
    call_activities.CallMicroflowActivity: _call("call microflow", "microflow"),
    call_activities.CallJavaScriptActivity: _call("call", "javascript_action"),
    call_activities.ShowPage: lambda it: f"show page {it.page}",
    activities.ShowMessage: lambda it: f'show message "{it.text}"',
    activities.LogMessage: lambda it: f'log "{it.text}"',
    call_activities.Synchronize: lambda it: (
        f"synchronize {', '.join(f'${name}' for name in it.variables) or 'everything'}"
    ),
    activities.CreateVariable: lambda it: f"create variable ${it.variable} = {it.value}",
    activities.ChangeVariable: lambda it: f"change variable ${it.variable} = {it.value}",
    call_activities.ClearFromDevice: lambda it: (
        f"clear {', '.join((*filter(None, (it.entity,)), *map('${}'.format, it.variables)))}"
        " from device"
    ),
    object_activities.Cast: lambda it: f"cast, into ${it.into}",
    activities.OnError: lambda it: tell(it.activity),
    activities.ContinueOnError: lambda it: f"{tell(it.activity)}, and continue on an error",
    activities.Disabled: lambda it: f"disabled: {tell(it.activity)}",
    actions.NoAction: lambda _: "nothing",
    actions.OpenPage: lambda it: _named(
        f"open page {it.page}", _with("for ", _map(it.specializations))
    ),
    actions.CallNanoflow: lambda it: f"call nanoflow {it.nanoflow}",
    actions.CallMicroflow: lambda it: f"call microflow {it.microflow}",
    actions.Create: lambda it: _named(
        f"create {it.entity}", _with("over ", it.over), _with("open page ", it.page)
    ),
    actions.ClosePage: lambda _: "close page",
    actions.UnknownAction: lambda _: "an action of an unknown type",
    sources.Database: lambda it: _named(f"{it.entity}{it.xpath}", _with("over ", it.over)),
    sources.Over: lambda it: f"what lies over {it.path}",
    sources.FromContext: lambda it: _named(it.entity or "the context", _with("over ", it.over)),
    sources.FromNanoflow: lambda it: f"nanoflow {it.nanoflow}",
    sources.FromMicroflow: lambda it: f"microflow {it.microflow}",
    sources.ListenTo: lambda it: f'the selection in "{it.widget}"',
    containers.ListView: _container("list view"),
    containers.DataView: _container("data view"),
    containers.DataGrid: _container("data grid"),
    containers.Pluggable: _container("pluggable widget"),
    widgets.Button: lambda it: f'button "{it.caption}"{_clicked(it.action)}',
    widgets.Text: lambda it: f'text "{it.text}"',
    widgets.NewButton: lambda it: _named(f"New button for {it.entity}", _with("page ", it.page)),
    containers.Container: lambda it: f"container{_clicked(it.on_click)}",
    inputs.TextBox: lambda it: _named(
        f"text box for {it.attribute}",
        _with("over ", it.over),
        "" if it.editable == "Always" else f"editable: {it.editable}",
    ),
    inputs.ReferenceSelector: lambda it: _named(
        f"reference selector for {it.attribute}",
        _with("over ", it.over),
        it.xpath,
        "" if it.editable == "Always" else f"editable: {it.editable}",
    ),
    inputs.ComboBox: lambda it: f"pluggable widget {it.widget_id} over {it.over}",
    inputs.Rating: lambda it: f"pluggable widget {it.widget_id} for {it.attribute}",
    widgets.Image: lambda it: _named(f"image of {it.entity}", _with("over ", it.over)),
    widgets.SnippetCall: lambda it: f"snippet {it.snippet}",
    widgets.MenuBar: lambda it: f"menu bar of {it.menu or it.profile}",
}
