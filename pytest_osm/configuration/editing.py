"""Editing YAML files that people edit too: comments, order and quotes stay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from pytest_osm.errors import ConfigurationError
from pytest_osm.files import replace_text
from pytest_osm.terminal.printable import one_line

_WIDE = 4096  # columns, so that no line is wrapped
_INDENT = 4


@contextmanager
def edited_yaml(path: Path, empty: str) -> Iterator[Any]:
    """The contents of a file, or of an empty one, to be changed; the file is written then.

    ConfigurationError when it is no YAML; UsageError when it cannot be written.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415 - 100 ms
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - as above

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    yaml.indent(mapping=2, sequence=_INDENT, offset=2)
    text = path.read_text("utf-8") if path.is_file() else ""
    try:
        whole = yaml.load(text)
        if whole is None:  # there are comments at most
            whole = yaml.load(text + empty)
    except (YAMLError, ValueError) as error:
        raise ConfigurationError(path, f"not valid YAML: {one_line(error)}") from error
    yield whole
    output = StringIO()
    yaml.dump(whole, output)
    replace_text(path, output.getvalue())


def new_list() -> Any:
    """An empty list to be put into a file."""
    from ruamel.yaml.comments import CommentedSeq  # noqa: PLC0415 - 100 ms

    return CommentedSeq()


def new_table(entries: Iterable[tuple[str, object]]) -> Any:
    """A table to be put into a file."""
    from ruamel.yaml.comments import CommentedMap  # noqa: PLC0415 - 100 ms

    return CommentedMap(entries)


def remove(tables: Any, index: int) -> None:
    """Remove a table from a list, but not the comment lines below it: they are about the next."""
    last = tables[index].ca.items.get(next(reversed(tables[index])))
    below = last[2].value.partition("\n")[2] if last else ""
    del tables[index]
    if below.strip() and index < len(tables):
        lines = [line.strip().removeprefix("#").strip() for line in below.strip().splitlines()]
        tables.yaml_set_comment_before_after_key(index, before="\n".join(lines), indent=2)
