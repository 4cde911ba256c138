"""Stored documents become elements, whatever they hold."""

from __future__ import annotations

import gc
import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from conftest import element_classes
from hypothesis import given
from hypothesis import strategies as st

from pytest_osm import model
from pytest_osm.configuration.settings import Settings
from pytest_osm.engine import carry_out, check_model, plan_checks
from pytest_osm.facts.steps import then
from pytest_osm.model.domain import Domain
from pytest_osm.model.domain_model import DomainModel
from pytest_osm.model.element import Element, ElementPath
from pytest_osm.model.flows import Activity, Flow
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.pages import Page, Parameter
from pytest_osm.model.parsing import DECLARED, structure
from pytest_osm.model.property_values import PropertyValue
from pytest_osm.model.unread import UnknownConstruct
from pytest_osm.model.widgets import (
    AttributeBinding,
    CustomWidget,
    Widget,
)
from pytest_osm.records import Record
from pytest_osm.rules.rule import Preset
from pytest_osm.testing import App

ID = bytes(16)


def raw(storage_type: str, **values: object) -> dict[str, object]:
    return {"$ID": ID, "$Type": storage_type, **values}


def below(element: Element, kind: type) -> list:
    return [
        element_path.element
        for element_path in element.walk()
        if isinstance(element_path.element, kind)
    ]


def test_what_no_class_declares_is_walked_through() -> None:
    box = raw("Forms$TextBox", Name="box", TabIndex=0)
    row = raw("Forms$LayoutGridRow", Columns=[2, raw("Forms$LayoutGridColumn", Widgets=[3, box])])

    page = structure(
        raw("Forms$Page", Name="Home", FormCall=raw("Forms$LayoutGrid", Rows=[2, row]))
    )

    assert [child.label for child in page.children] == ['text box "box"']


def test_children_keep_the_order_of_the_document() -> None:
    boxes = [raw("Forms$TextBox", Name=str(number), TabIndex=0) for number in range(5)]

    page = structure(raw("Forms$Page", A=[3, *boxes[:2]], B=[3, *boxes[2:]]))

    assert [widget.name for widget in below(page, Widget)] == ["0", "1", "2", "3", "4"]


@pytest.mark.slow
@pytest.mark.once
def test_a_hundred_thousand_levels_are_no_deeper_than_one() -> None:
    nested: dict[str, object] = raw("Forms$TextBox", Name="deep", TabIndex=0)
    for _ in range(100_000):
        nested = raw("Forms$DivContainer", Name="c", TabIndex=0, Widgets=[nested])
    assert sys.getrecursionlimit() < 100_000

    page = structure(raw("Forms$Page", FormCall=[3, nested]))

    depth, element = 0, page
    while element.children:
        depth, element = depth + 1, element.children[0]
    assert depth == 100_001


def test_bindings_of_widgets_are_kept_with_their_paths() -> None:
    steps = [2, raw("DomainModels$EntityRefStep", Association="M.A", DestinationEntity="M.E")]
    path = raw("DomainModels$IndirectEntityRef", Steps=steps)
    value = raw("CustomWidgets$WidgetValue", EntityRef=path, Action=raw("Forms$NoAction"))
    bound = raw("DomainModels$AttributeRef", Attribute="M.E.Name", EntityRef=path)
    pluggable = raw(
        "CustomWidgets$CustomWidget",
        Name="combo",
        Type=raw("CustomWidgets$CustomWidgetType", WidgetId="w", WidgetName="Combo box"),
        Object=raw("CustomWidgets$WidgetObject", Properties=[2, {"Value": value}]),
    )
    box = raw("Forms$TextBox", Name="box", TabIndex=0, AttributeRef=bound)

    page = structure(raw("Forms$Page", Widgets=[3, pluggable, box]))

    (widget,) = below(page, CustomWidget)
    assert (widget.widget_id, widget.label) == ("w", 'Combo box "combo"')
    (association,) = below(page, PropertyValue)
    (attribute,) = below(page, AttributeBinding)
    assert association.path == attribute.path
    assert attribute.path.entity == "M.E"
    assert [step.association for step in attribute.path.steps] == ["M.A"]


def test_page_parameters() -> None:
    kind = raw("DataTypes$ObjectType", Entity="M.E")
    parameter = raw("Forms$PageParameter", Name="Order", ParameterType=kind)

    page = structure(raw("Forms$Page", Parameters=[3, parameter]))

    assert isinstance(page, Page)
    assert [(each.name, each.data_type.entity) for each in page.parameters] == [("Order", "M.E")]
    assert isinstance(page.parameters[0], Parameter)


def test_the_caption_of_an_activity_is_told_unless_it_is_generated() -> None:
    call = raw("Microflows$NanoflowCallAction", NanoflowCall={"Nanoflow": "M.F"})
    objects = [
        raw("Microflows$ActionActivity", Action=call, AutoGenerateCaption=False, Caption="Sync"),
        raw("Microflows$ActionActivity", Action=call, AutoGenerateCaption=True, Caption="x"),
        raw("Microflows$ActionActivity", Action=None),
    ]

    flow = structure(raw("Microflows$Nanoflow", ObjectCollection={"Objects": [3, *objects]}))

    labels = [activity.label for activity in below(flow, Activity)]
    assert labels == ['call nanoflow "Sync"', "call nanoflow", "empty activity"]


def test_loops_of_old_models_keep_their_list_on_the_loop() -> None:
    loop = raw(
        "Microflows$LoopedActivity", IteratedListVariableName="Orders", LoopVariableName="Order"
    )

    (element,) = structure(raw("Microflows$Nanoflow", ObjectCollection=[3, loop])).children

    assert (element.list_variable, element.iterator, element.label) == (
        "Orders",
        "Order",
        "loop over $Orders",
    )


def test_attributes_know_who_computes_them() -> None:
    attributes = [
        raw(
            "DomainModels$Attribute", Name="Plain", NewType=raw("DomainModels$StringAttributeType")
        ),
        raw(
            "DomainModels$Attribute",
            Name="No",
            NewType=raw("DomainModels$AutoNumberAttributeType"),
        ),
        raw("DomainModels$Attribute", Name="Sum", Value=raw("DomainModels$CalculatedValue")),
    ]
    entity = raw("DomainModels$EntityImpl", Name="E", Attributes=[3, *attributes])

    model = structure(raw("DomainModels$DomainModel", Entities=[3, entity]))
    assert isinstance(model, DomainModel)
    found = Domain.of([("M", model)], frozenset()).entities["M.E"].attributes

    assert [each.is_computed_by_server for each in found] == [False, True, True]
    assert [each.is_auto_number for each in found] == [False, True, False]


def test_unknown_actions_and_sources_are_noticed_everywhere_a_client_runs() -> None:
    unknown = ["Forms$BeamAction", "CustomWidgets$OracleSource", "Microflows$BeamAction"]

    page = structure(raw("Forms$Page", A=[3, *(raw(each) for each in unknown)]))

    assert [each.storage_type for each in below(page, UnknownConstruct)] == unknown


KEYS = (
    *("$ID", "$Type", "Name", "Items", "Steps", "Entity", "EntityRef", "Form", "Action"),
    *("CaseValues", "NewCaseValue", "Source", "TabIndex", "Disabled", "VariableNames"),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.binary(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=6,
        )
        | st.builds(
            lambda kind, inside: {**inside, "$Type": kind},
            st.sampled_from(sorted(DECLARED)),
            st.dictionaries(st.sampled_from(("Items", "Steps", "Source", "Name", "Type")), inner),
        )
    ),
    max_leaves=30,
)


@given(st.dictionaries(st.text(max_size=8), VALUES), st.sampled_from(sorted(DECLARED)))
def test_no_document_is_too_strange(document: dict[str, object], kind: str) -> None:
    element = structure({**document, "$Type": kind})

    for element_path in element.walk():
        assert isinstance(element_path.label, str)
        assert all(reference.name for reference in element_path.element.references)
        if isinstance(element_path.element, Flow):
            assert isinstance(element_path.element.return_type.entity, str)


def test_elements_of_all_modules_are_found() -> None:
    for info in iter_modules(model.__path__):
        import_module(f"{model.__name__}.{info.name}")

    declared = {kind for kind in element_classes() if kind.storage_types}

    assert declared <= set(DECLARED.values())


def test_a_model_goes_with_its_plan_without_the_garbage_collector(
    bad_app: App, tmp_path: Path
) -> None:
    def paths() -> int:
        return sum(isinstance(each, ElementPath) for each in gc.get_objects())

    model = bad_app.write(tmp_path / "App.mpr")
    gc.collect()
    before = paths()  # of models that other tests hold
    gc.disable()
    try:
        plan = plan_checks(model, Settings(preset=Preset.ALL))
        report = carry_out(plan, date(2026, 1, 1))
        assert paths() > before
        plan.let_go()
        del plan
        assert paths() == before
        assert check_model(model, Settings(preset=Preset.ALL), date(2026, 1, 1)) == report
        assert paths() == before
    finally:
        gc.enable()
    assert report.crashes == ()


class TestRecords:
    def test_they_say_what_is_in_them(self) -> None:
        reference = Reference(DocumentKind.PAGE, "Sales.Home")
        assert repr(reference) == f"Reference(kind={DocumentKind.PAGE!r}, name='Sales.Home')"

    def test_what_is_in_those_is_left_out(self) -> None:
        steps = then(None, ("first", "last"))
        said = "Steps(last='last', before=Steps(...), count=2, first=('first', 'last'))"
        assert repr(steps) == said
        assert repr(Switch(Reference(DocumentKind.PAGE, "Sales.Home"), print)).startswith(
            "Switch(what=page Sales.Home, by=<built-in function print>"
        )

    def test_what_is_below_an_element_is_left_out(self) -> None:
        box = raw("Forms$TextBox", Name="box", TabIndex=0)
        page = structure(raw("Forms$Page", Name="Home", Widgets=[3, box]))
        assert repr(page) == (
            f"Page(storage_type='Forms$Page', id={ID!r}, line=0, name='Home', entity='')"
        )


class Switch(Record, frozen=True):
    """A record with a record that has words of its own, and something else."""

    what: Reference
    by: object
