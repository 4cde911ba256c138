"""The fields of elements: what each is read from, and how it is read.

A field is declared in the class of an element, `name: str = stored("Name")`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from msgspec import StructMeta

from pytest_osm.model.kinds import DocumentKind
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

KeyTree: TypeAlias = "Mapping[str, KeyTree]"


class _StoredField(NamedTuple):
    """What a field of an element is read from."""

    read: Read | None  # None for a text, which also depends on the language
    keys: tuple[str, ...]
    default: object
    refers_to: DocumentKind | None = None
    is_expression: bool = False


class ElementType(StructMeta):
    """The type of element classes: it keeps what their fields are read from, by field."""

    stored_fields: Mapping[str, _StoredField]

    def __new__(
        cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any
    ) -> ElementType:
        """Make a class, in which each field has the default of what it is read from."""
        own = {key: it for key, it in namespace.items() if isinstance(it, _StoredField)}
        defaults = {key: it.default for key, it in own.items()}
        made = super().__new__(cls, name, bases, {**namespace, **defaults}, **options)
        inherited = {
            key: it
            for base in bases
            if isinstance(base, ElementType)
            for key, it in base.stored_fields.items()
            if key not in namespace
        }
        made.stored_fields = inherited | own
        return made


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
def declaration(kind: ElementType) -> Declaration:
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
