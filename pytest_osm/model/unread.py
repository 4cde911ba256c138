"""What a document holds and no element class reads: unknown parts, names and constraints."""

from __future__ import annotations

from pytest_osm.model.element import Element
from pytest_osm.model.kinds import DocumentKind
from pytest_osm.model.stored_fields import stored
from pytest_osm.model.words import words_of


class UnknownConstruct(Element, frozen=True):
    """A part of a type that is unknown here, or is known not to be understood.

    What it names under the usual keys is followed with doubt, as is all below it.
    """

    is_known = False

    key: str = stored("$Key")  # that it stands under
    is_read_through: bool = stored("$IsReadThrough", default=False)
    name: str = stored("Name")
    page: str = stored("Page", "Form", refers_to=DocumentKind.PAGE)
    nanoflow: str = stored("Nanoflow", refers_to=DocumentKind.NANOFLOW)
    snippet: str = stored("Snippet", refers_to=DocumentKind.SNIPPET)

    @property
    def was_read_through(self) -> bool:
        """See `Element.was_read_through`."""
        return self.is_read_through

    @property
    def label(self) -> str:
        """See `Element.label`."""
        return f'{words_of(self.storage_type)} "{self.name}"' if self.name else ""


class UnreadParts(Element, frozen=True):
    """What stands under a key that is unknown for the part that has it; all of it is doubtful.

    Its `storage_type` is that of the part that holds the key.
    """

    is_known = False

    key: str = stored("key")


class UnreadName(Element, frozen=True):
    """What may be the name of a document, entity or association, under a key that nobody reads.

    Its `storage_type` is that of the part that holds the key.
    """

    is_known = False

    key: str = stored("key")
    name: str = stored("value")


class UnreadConstraint(Element, frozen=True):
    """An XPath constraint under a key that nobody reads; otherwise as `UnreadName`."""

    is_known = False

    key: str = stored("key")
    constraint: str = stored("value")
