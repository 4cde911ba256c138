"""Tables of words, for people, spreadsheets, programs and documents."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import StringIO
from typing import Literal

import click
from msgspec.structs import replace

from pytest_osm.cli.options import output_as
from pytest_osm.records import Record
from pytest_osm.terminal.abilities import columns
from pytest_osm.terminal.printable import markdown_text, printable

_PLAIN_WIDTH = 120
_GAP = 2  # between columns
_FORMULA = ("=", "+", "-", "@")


class Table(Record, frozen=True):
    """Columns and rows under a title. Rows have an entry for each column.

    `about` says the same as the title, in columns that all rows share. `dispensable` columns are
    left out, the first ones first, on a screen that is too narrow for all. Where the first column
    `has_lists`, it may take several lines.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    about: Mapping[str, str] = {}
    dispensable: tuple[str, ...] = ()
    has_lists: bool = False

    def fitting(self, width: int) -> Table:
        """As much of the table as fits into a width."""
        widths = {
            name: max(len(name), *(len(str(row[place])) for row in self.rows), 0)
            for place, name in enumerate(self.columns)
        }
        kept = [*self.columns]
        for name in self.dispensable:
            if sum(widths[each] + _GAP for each in kept) - _GAP > width:
                kept.remove(name)
        places = [self.columns.index(name) for name in kept]
        rows = tuple(tuple(row[place] for place in places) for row in self.rows)
        return replace(self, columns=tuple(kept), rows=rows)

    @property
    def records(self) -> Iterator[Mapping[str, str | int]]:
        """The rows with the names of all columns."""
        return ({**self.about, **dict(zip(self.columns, row, strict=True))} for row in self.rows)


def print_tables(tables: Iterable[Table], form: str, *, err: bool = False) -> None:
    """Print tables in a format of `format_option`, on the output for errors if need be."""
    click.echo(drawn(tables, form), nl=False, err=err)


def drawn(tables: Iterable[Table], form: str) -> str:
    """Tables in a format of `format_option`; one without a title has none above it."""
    return _FORMATS[form](tuple(tables))


def _text(tables: tuple[Table, ...]) -> str:
    from rich.console import Console  # noqa: PLC0415 - 60 ms
    from rich.table import Table as Grid  # noqa: PLC0415 - 25 ms

    console = Console(file=StringIO(), width=columns(sys.stdout, _PLAIN_WIDTH))
    for number, table in enumerate(each.fitting(console.width) for each in tables):
        if table.title:
            console.print(("\n" if number else "") + printable(table.title), markup=False)
        grid = Grid(box=None, pad_edge=False)
        for column, first in zip(table.columns, table.rows[0] if table.rows else (), strict=False):
            justify: Literal["right", "left"] = "right" if isinstance(first, int) else "left"
            is_name = column == table.columns[0] and not table.has_lists
            grid.add_column(column, justify=justify, no_wrap=is_name, overflow="fold")
        for row in table.rows:
            grid.add_row(*(printable(str(entry)) for entry in row))
        console.print(grid if table.rows else "  nothing", markup=False)
    output = console.file
    return output.getvalue() if isinstance(output, StringIO) else ""


def _csv(tables: tuple[Table, ...]) -> str:
    """One table with one header, whatever the tables have in common."""
    about = dict.fromkeys(name for table in tables for name in table.about)
    columns = dict.fromkeys(name for table in tables for name in table.columns)
    output = StringIO()
    writer = csv.DictWriter(output, [*about, *columns], restval="", lineterminator="\n")
    writer.writeheader()
    for table in tables:
        for record in table.records:
            writer.writerow({name: _cell(entry) for name, entry in record.items()})
    return output.getvalue()


def _cell(entry: str | int) -> str | int:
    """An entry that no spreadsheet takes for a formula: these begin with one of four signs."""
    if isinstance(entry, int):
        return entry
    text = printable(entry)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _markdown(tables: tuple[Table, ...]) -> str:
    lines: list[str] = []
    for table in tables:
        lines += [f"### {markdown_text(table.title)}", ""] if table.title else []
        lines.append(_markdown_row(table.columns))
        lines.append("|" + "---|" * len(table.columns))
        lines += [*(_markdown_row(row) for row in table.rows), ""]
    return "\n".join(lines)


def _markdown_row(entries: Iterable[str | int]) -> str:
    escaped = (markdown_text(str(entry)) for entry in entries)
    return f"| {' | '.join(escaped)} |"


_FORMATS: Mapping[str, Callable[[tuple[Table, ...]], str]] = {
    "text": _text,
    "csv": _csv,
    "markdown": _markdown,
}
format_option = output_as(*_FORMATS, "json")
