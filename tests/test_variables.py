"""The entity behind every variable of a nanoflow."""

from __future__ import annotations

import pytest

from pytest_osm.facts.variables import variable_types
from pytest_osm.model.flows import Flow
from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.raw import DataType
from pytest_osm.testing import (
    App,
    Association,
    Button,
    ByType,
    CallJavaScriptActivity,
    CallMicroflowActivity,
    CallNanoflow,
    CallNanoflowActivity,
    Cast,
    Change,
    CreateList,
    CreateObject,
    Entity,
    If,
    JavaScriptAction,
    ListOperation,
    Loop,
    Microflow,
    Module,
    Nanoflow,
    NativeProfile,
    Page,
    Retrieve,
    RetrieveOver,
)

CONTENTS = (
    Entity("Person"),
    Entity("Customer", "M.Person"),
    Entity("Order"),
    Association("Order_Person", "Order", "Person"),
    Association("Friends", "Person", "Person", many=True),
    Association("Order_Twin", "Order", "Person", both=True),
    Nanoflow("GivesOrder", returns="M.Order"),
    Microflow("GivesPeople", returns="[M.Person]"),
    JavaScriptAction("Fixed", returns="M.Order"),
    JavaScriptAction("Chosen", returns_argument=True),
    JavaScriptAction("ChosenList", returns_argument=True, returns_list=True),
    JavaScriptAction("Nothing"),
    Page("Home", Button("Go", CallNanoflow("M.Flow"))),
)
ORDER, PERSON = DataType("M.Order"), DataType("M.Person")
PEOPLE = DataType("M.Person", is_list=True)


@pytest.fixture
def types_of(profile_of):
    def types_of(*activities: object, **parameters: str) -> dict[str, DataType]:
        flow = Nanoflow("Flow", *activities, parameters=parameters)
        app = App("11.6.0", Module("M", *CONTENTS, flow), NativeProfile(home="M.Home"))
        project = profile_of(app).project
        document = project.document(Reference(DocumentKind.NANOFLOW, "M.Flow"))
        assert isinstance(document.root, Flow)
        return dict(variable_types(project, document.root))

    return types_of


def test_parameters(types_of) -> None:
    assert types_of(One="M.Order", Many="[M.Person]", Plain="") == {"One": ORDER, "Many": PEOPLE}


def test_retrieves_and_creates(types_of) -> None:
    types = types_of(
        Retrieve("M.Person", "All"),
        Retrieve("M.Person", "First", first=True),
        CreateObject("M.Order", "New"),
        CreateList("M.Person", "List"),
    )

    assert types == {"All": PEOPLE, "First": PERSON, "New": ORDER, "List": PEOPLE}


def test_associations_in_both_directions_also_inherited(types_of) -> None:
    types = types_of(
        RetrieveOver("M.Order_Person", "Order", "Forward"),
        RetrieveOver("M.Order_Person", "Customer", "Back"),
        RetrieveOver("M.Friends", "Customer", "Set"),
        RetrieveOver("M.Order_Twin", "Customer", "OneToOne"),
        Order="M.Order",
        Customer="M.Customer",
    )

    assert types["Forward"] == PERSON
    assert types["Back"] == DataType("M.Order", is_list=True)
    assert types["Set"] == PEOPLE
    assert types["OneToOne"] == ORDER


def test_list_operations(types_of) -> None:
    types = types_of(
        ListOperation("Head", "People", "Head"),
        ListOperation("FilterByExpression", "People", "Filtered"),
        ListOperation("Contains", "People", "Answer"),
        People="[M.Person]",
    )

    assert types == {"People": PEOPLE, "Head": PERSON, "Filtered": PEOPLE}


def test_results_of_calls(types_of) -> None:
    types = types_of(
        CallNanoflowActivity("M.GivesOrder", "A"), CallMicroflowActivity("M.GivesPeople", "B")
    )

    assert types == {"A": ORDER, "B": PEOPLE}


def test_results_of_javascript_actions(types_of) -> None:
    types = types_of(
        CallJavaScriptActivity("M.Fixed", "Fixed"),
        CallJavaScriptActivity("M.Chosen", "Chosen", {"entity": "entity:M.Person"}),
        CallJavaScriptActivity("M.ChosenList", "Chosens", {"entity": "$Fixed"}),
        CallJavaScriptActivity("M.Nothing", "Nothing"),
        CallJavaScriptActivity("M.Unknown", "Unknown"),
    )

    assert types == {
        "Fixed": ORDER,
        "Chosen": PERSON,
        "Chosens": DataType("M.Order", is_list=True),
    }


def test_loops_and_what_depends_on_them_whatever_the_stored_order(types_of) -> None:
    types = types_of(
        CallMicroflowActivity("M.GivesPeople", "People"),
        Loop("People", (Change("Each"), RetrieveOver("M.Friends", "Each", "Friends")), "Each"),
    )

    assert types == {"People": PEOPLE, "Each": PERSON, "Friends": PEOPLE}


def test_casts_take_the_entity_of_their_branch(types_of) -> None:
    types = types_of(
        ByType(
            "Person",
            {"M.Customer": (If("true"), Cast("Customer")), "M.Person": (Cast("Other"),)},
        ),
        Person="M.Person",
    )

    assert types["Customer"] == DataType("M.Customer")
    assert types["Other"] == PERSON


def test_a_cast_that_no_decision_leads_to_stays_unknown(types_of) -> None:
    assert types_of(Cast("Lost")) == {}


def test_the_current_user_is_a_system_user(profile_of) -> None:
    app = App(
        "11.6.0",
        Module(
            "M",
            Entity("Account", "System.User"),
            Page("Home", Button("Go", CallNanoflow("M.Flow"))),
            Nanoflow("Flow", RetrieveOver("System.UserRoles", "$currentUser", into="Roles")),
        ),
        NativeProfile(home="M.Home"),
    )
    profile = profile_of(app)

    assert [each.entity for each in profile.access.queries] == ["System.UserRole"]
    assert not profile.not_followed


def test_an_association_of_an_unknown_variable_is_listed(profile_of) -> None:
    flow = Nanoflow(
        "Flow",
        RetrieveOver("M.Order_Person", "Ghost"),
        RetrieveOver("M.Gone", "O"),
        RetrieveOver("M.Friends", "O"),
        parameters={"O": "M.Order"},
    )
    profile = profile_of(App("11.6.0", Module("M", *CONTENTS, flow), NativeProfile(home="M.Home")))

    reasons = sorted(each.reason for each in profile.not_followed)

    assert reasons == [
        "M.Order has no such association",
        "M.Order has no such association",
        "the type of $Ghost is unknown",
    ]
