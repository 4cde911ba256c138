"""JavaScript actions, of which only the signature matters."""

from __future__ import annotations

from pytest_osm.model.element import Element
from pytest_osm.model.stored_fields import stored


class JavaScriptAction(Element, frozen=True):
    """A JavaScript action. Its return type is an entity, a list of one, or that of an argument."""

    storage_types = ("JavaScriptActions$JavaScriptAction",)

    name: str = stored("Name")
    platform: str = stored("Platform")
    returned_entity: str = stored("JavaReturnType.Entity", "JavaReturnType.Parameter.Entity")
    returned_type_parameter: bytes = stored(
        "JavaReturnType.TypeParameterPointer",
        "JavaReturnType.Parameter.TypeParameterPointer",
        default=b"",
    )
    return_kind: str = stored("JavaReturnType.$Type")

    @property
    def returns_list(self) -> bool:
        """Whether it returns a list of objects."""
        return self.return_kind == "CodeActions$ListType"

    @property
    def parameters(self) -> tuple[JavaScriptParameter, ...]:
        """The parameters in order."""
        return self.all(JavaScriptParameter)


class JavaScriptParameter(Element, frozen=True):
    """A parameter; one that takes an entity, or objects of one, points to a type parameter."""

    storage_types = ("JavaScriptActions$JavaScriptActionParameter",)

    name: str = stored("Name")
    type_parameter: bytes = stored(
        "ParameterType.TypeParameterPointer",
        "ParameterType.Type.TypeParameterPointer",
        "ParameterType.Type.Parameter.TypeParameterPointer",
        default=b"",
    )
