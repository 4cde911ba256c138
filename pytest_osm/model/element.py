"""Elements of a model document, declared as classes that say which keys they read.

A class names the stored types it stands for and, field by field, the keys it reads. Everything
that no class declares is walked through and dropped, so that an element's children are the
declared elements nearest below it, however deep they lie in the stored document.

They are structs of msgspec, not data classes of attrs, as a model has hundreds of thousands, and
every run restores those of the documents it looks at: making one takes a tenth of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, ClassVar, NamedTuple, TypeAlias, TypeVar

from msgspec import StructMeta

from pytest_osm.model.kinds import DocumentKind, Reference
from pytest_osm.model.raw import (
    ENTITY_PATH_KEYS,
    Raw,
    Read,
    data_type,
    entity_path,
    lookup,
    plain,
    strings,
)
from pytest_osm.records import Record

SomeElement = TypeVar("SomeElement", bound="Element")
KeyTree: TypeAlias = "Mapping[str, KeyTree]"


class _StoredField(NamedTuple):
    """What a field of an element is read from."""

    read: Read | None  # None for a text, which also depends on the language
    keys: tuple[str, ...]
    default: object
    refers_to: DocumentKind | None = None
    is_expression: bool = False


class _ElementType(StructMeta):
    """The type of element classes: it keeps what their fields are read from, by field."""

    stored_fields: Mapping[str, _StoredField]

    def __new__(
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any
    ) -> _ElementType:
        own = {key: it for key, it in namespace.items() if isinstance(it, _StoredField)}
        defaults = {key: it.default for key, it in own.items()}
        made = super().__new__(cls, name, bases, {**namespace, **defaults}, **options)
        inherited = {
            key: it
            for base in bases
            if isinstance(base, _ElementType)
            for key, it in base.stored_fields.items()
            if key not in namespace
        }
        made.stored_fields = inherited | own
        return made


class Element(Record, metaclass=_ElementType, frozen=True):
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
        """What `walk` gives; documents of which many facts are found keep it."""
        return tuple(self.walk())

    @property
    def has_only_known_parts(self) -> bool:
        """Whether that is so for sure; documents of which many facts are found know it."""
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
        inside_out = reversed(self.elements)
        return next((found for found in inside_out if isinstance(found, kind)), None)


class Declaration(Record, frozen=True):
    """What a class reads: its fields, those with texts, the keys they use up, its references.

    Nothing below the `consumed` keys is looked for elements; `keys` are all that are read, as a
    tree, since a field may read a key of a part.
    """

    reads: tuple[tuple[str, Read], ...]
    texts: tuple[tuple[str, str], ...]
    consumed: frozenset[str]
    keys: KeyTree
    alternatives: tuple[tuple[str, ...], ...]  # the keys of fields that may stand under several
    references: tuple[tuple[str, DocumentKind], ...]
    expressions: tuple[str, ...]


@cache
def declaration(kind: _ElementType) -> Declaration:
    """The declaration of a class, worked out once from its fields."""
    declared = kind.stored_fields
    keys = [path for each in declared.values() for path in each.keys]
    return Declaration(
        reads=tuple((name, each.read) for name, each in declared.items() if each.read),
        texts=tuple((name, each.keys[0]) for name, each in declared.items() if not each.read),
        consumed=frozenset(path for path in keys if "." not in path),
        alternatives=tuple(
            each.keys for each in declared.values() if _are_alternatives(each.keys)
        ),
        keys=_tree(keys),
        references=tuple(
            (name, each.refers_to) for name, each in declared.items() if each.refers_to
        ),
        expressions=tuple(name for name, each in declared.items() if each.is_expression),
    )


def _are_alternatives(paths: tuple[str, ...]) -> bool:
    """Whether the keys of a field stand for one another, and not one inside of the other."""
    inside = (path.startswith(f"{paths[0]}.") for path in paths)
    return len(paths) > 1 and not any(inside)


def _tree(paths: Iterable[str]) -> KeyTree:
    tree: dict[str, Any] = {}
    for path in paths:
        branch = tree
        for key in path.split("."):
            branch = branch.setdefault(key, {})
    return tree


# A field is typed as the value it holds, which these cannot know: hence Any.


def stored(*paths: str, default: Any = "", refers_to: DocumentKind | None = None) -> Any:
    """A field with a plain value: the first of the dotted paths that holds one of its type."""
    return _StoredField(plain(paths, default), paths, default, refers_to)


def stored_expression(*paths: str) -> Any:
    """A field with an expression of a nanoflow or microflow."""
    return _StoredField(plain(paths, ""), paths, "", is_expression=True)


def stored_text(path: str) -> Any:
    """A field with a translatable text, read in the language of the app."""
    return _StoredField(None, (path,), "")


def stored_names(path: str) -> Any:
    """A field with a tuple of names."""
    return _StoredField(lambda raw: strings(lookup(raw, path)), (path,), ())


def stored_entity_path(path: str) -> Any:
    """A field with an `EntityPath`, or None."""
    keys = (path, *(f"{path}.{key}" for key in ENTITY_PATH_KEYS))
    return _StoredField(lambda raw: entity_path(lookup(raw, path)), keys, None)


def stored_data_type(path: str) -> Any:
    """A field with a `DataType`."""
    keys = (path, f"{path}.Entity")
    return _StoredField(lambda raw: data_type(lookup(raw, path)), keys, None)


def computed(read: Callable[[Raw], object], *keys: str) -> Any:
    """A field with whatever a function makes of the stored document, using up some keys."""
    return _StoredField(read, keys, None)
