"""The progress bar itself, drawn by rich."""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TaskID, TextColumn
from rich.progress import Progress as RichProgress

from pytest_osm.records import Record
from pytest_osm.terminal.printable import printable


class ProgressBar(Record, frozen=True):
    """A bar over the models of a run that goes away when it is done."""

    bar: RichProgress
    task: TaskID

    @classmethod
    def of(cls, total: int) -> ProgressBar:
        """A bar that is not shown yet."""
        columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False))
        count = (BarColumn(), MofNCompleteColumn()) if total > 1 else ()
        bar = RichProgress(*columns, *count, console=Console(stderr=True), transient=True)
        return cls(bar, bar.add_task("", total=total))

    def show(self) -> None:
        """Show it from now on."""
        self.bar.start()

    def start(self, name: str) -> None:
        """See `Progress.start`."""
        self.bar.update(self.task, description=f"reading {printable(name)}")

    def finish(self) -> None:
        """See `Progress.finish`."""
        self.bar.advance(self.task)

    def close(self) -> None:
        """Take it away."""
        self.bar.stop()
