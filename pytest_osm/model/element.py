"""Elements of a model document, declared as classes that say which keys they read.

A class names the stored types it stands for and, field by field, the keys it reads. Everything
that no class declares is walked through and dropped, so that an element's children are the
declared elements nearest below it, however deep they lie in the stored document.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, cached_property
from typing import Any, ClassVar, TypeVar

from pytest_osm.model.kinds import Reference
from pytest_osm.model.raw import Raw
from pytest_osm.model.stored_fields import ElementType, declaration
from pytest_osm.records import Record, short_line

SomeElement = TypeVar("SomeElement", bound="Element")


class Element(Record, metaclass=ElementType, frozen=True):
    """A part of a document. `id` is its stored `$ID`, 16 bytes; `storage_type` its `$Type`.

    Exports have lines, counted from 1, and may lack ids; for other stored forms the line is 0.
    """

    storage_types: ClassVar[tuple[str, ...]] = ()
    labels_contents: ClassVar[bool] = True  # whether what lies in it may go by its label
    is_column: ClassVar[bool] = False  # whether its label is not enough without what is around
    is_known: ClassVar[bool] = True  # whether pytest-osm knows what it does

    storage_type: str
    id: bytes
    children: tuple[Element, ...] = ()
    line: int = 0

    def __repr__(self) -> str:
        return short_line(self, (name for name in self.__struct_fields__ if name != "children"))

    @classmethod
    def hides(cls, raw: Raw) -> bool:
        """Whether everything below the element is to be ignored."""
        del raw
        return False

    @property
    def was_read_through(self) -> bool:
        """Whether it is unknown, and the element around it read something of it all the same."""
        return False

    @property
    def label(self) -> str:
        """How Mendix developers would call it, or "" for what has no face of its own."""
        return ""

    @property
    def references(self) -> tuple[Reference, ...]:
        """The documents that the element itself names; empty names are no reference."""
        declared = declaration(type(self)).references
        if not declared:
            return ()
        found = ((kind, getattr(self, name)) for name, kind in declared)
        return tuple(Reference(kind, name) for kind, name in found if name)

    @property
    def expressions(self) -> tuple[str, ...]:
        """The expressions that what happens next may depend on."""
        return tuple(getattr(self, name) for name in declaration(type(self)).expressions)

    def all(self, kind: type[SomeElement]) -> tuple[SomeElement, ...]:
        """The children of one class."""
        return tuple(child for child in self.children if isinstance(child, kind))

    def first(self, kind: type[SomeElement]) -> SomeElement | None:
        """The first child of one class."""
        return next((child for child in self.children if isinstance(child, kind)), None)

    @property
    def paths(self) -> tuple[ElementPath, ...]:
        """What `walk` gives."""
        return tuple(self.walk())

    def forget_paths(self) -> None:
        """Let go of paths that are kept, each of which begins with what keeps it: a circle.

        Without it, nothing of a model has to wait for the garbage collector.
        """

    def walk_to(self, *kinds: type[SomeElement]) -> Iterator[tuple[SomeElement, ElementPath]]:
        """What is of some classes, each with its path."""
        for each in self.paths:
            element: Any = each.element
            if _is_any(type(each.element), kinds):
                yield element, each

    @property
    def has_only_known_parts(self) -> bool:
        """Whether that is so for sure."""
        return False

    def walk(self) -> Iterator[ElementPath]:
        """The element and all below it, in model order, each with the elements around it."""
        pending = [ElementPath((self,))]
        while pending:
            element_path = pending.pop()
            yield element_path
            around = element_path.elements
            pending += [
                ElementPath((*around, child)) for child in reversed(element_path.element.children)
            ]


class DocumentRoot(Element, frozen=True, dict=True):
    """All of a document of which many facts are found: it keeps what these have in common."""

    @cached_property
    def paths(self) -> tuple[ElementPath, ...]:
        """See `Element.paths`."""
        return tuple(self.walk())

    def forget_paths(self) -> None:
        """See `Element.forget_paths`."""
        vars(self).pop("paths", None)

    @cached_property
    def has_only_known_parts(self) -> bool:
        """See `Element.has_only_known_parts`."""
        return all(each.element.is_known for each in self.paths)

    @cached_property
    def _kinds(self) -> frozenset[type[Element]]:
        return frozenset(type(each.element) for each in self.paths)

    def walk_to(self, *kinds: type[SomeElement]) -> Iterator[tuple[SomeElement, ElementPath]]:
        """See `Element.walk_to`."""
        is_there = any(_is_any(kind, kinds) for kind in self._kinds)
        return super().walk_to(*kinds) if is_there else iter(())


@cache
def _is_any(kind: ElementType, kinds: tuple[ElementType, ...]) -> bool:
    return issubclass(kind, kinds)


class ElementPath(Record, frozen=True):
    """An element and those around it, outermost first."""

    elements: tuple[Element, ...]

    @property
    def element(self) -> Element:
        """The innermost one."""
        return self.elements[-1]

    @property
    def is_certain(self) -> bool:
        """Whether all of them are known, and what the innermost reads of its own parts."""
        if self.elements[0].has_only_known_parts:
            return True
        is_read = not any(child.was_read_through for child in self.element.children)
        return is_read and all(each.is_known for each in self.elements)

    @property
    def label(self) -> str:
        """The label of the innermost element that has one, or ""; of a column, with its grid."""
        labels: list[str] = []
        for each in reversed(self.elements):
            if (each is self.element or each.labels_contents) and each.label:
                labels.append(each.label)
                if not each.is_column:
                    break
        return ", ".join(reversed(labels))

    def closest(self, kind: type[SomeElement]) -> SomeElement | None:
        """The innermost element of one class, the element itself included."""
        for found in reversed(self.elements):
            if isinstance(found, kind):
                return found
        return None
