"""A finding in lines for people: what, where, how users get there, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from pytest_osm.checking.findings import Finding
from pytest_osm.facts.confidence import Confidence
from pytest_osm.facts.steps import gap, steps_in
from pytest_osm.reporters.reporter import Screen
from pytest_osm.rules.rule import Severity
from pytest_osm.terminal.abilities import linked
from pytest_osm.terminal.printable import printable

_NARROWEST = 40
COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
_MOST_PATH_LINES = 2
_MOST_DETAILS = 2
_SEVERAL = 2  # things that one finding sums up
_INDENT, _LABEL_WIDTH = 6, 4


def finding_lines(  # noqa: PLR0913 - one per thing that is told or not
    finding: Finding,
    screen: Screen,
    *,
    has_path: bool = True,
    has_remedy: bool = True,
    note: str = "",
    number: int = 1,
) -> Iterator[str]:
    """One finding, or the first of a number that are alike.

    Its path, and what to do with why there is doubt, are left out where they have been said.
    """
    explains_doubt = has_remedy and not screen.is_verbose  # there it is a detail
    yield from _what(finding, screen, note, number, explains_doubt=explains_doubt)
    yield from _details(finding, screen)
    if finding.location.line:
        yield from labelled("at", f"{finding.location.file}:{finding.location.line}", screen)
    if has_path and finding.path:
        is_at_end = finding.path[-1] == finding.location.document
        path = finding.path[:-1] if is_at_end and len(finding.path) > 1 else finding.path
        yield from path_lines(path, finding.incoming_links, screen)
    if has_remedy:
        remedy = finding.remedy.rstrip(".")
        yield from labelled("fix", f"{remedy} (pytest-osm explain {finding.code})", screen)


def path_lines(path: Sequence[str], incoming_links: int, screen: Screen) -> Iterator[str]:
    """How users get to a document: of a long way, where it begins and how it ends."""
    others = f" and {incoming_links - 1} other ways" if incoming_links > 1 else ""
    if incoming_links == 2:  # noqa: PLR2004 - one other
        others = " and 1 other way"
    most = 1 if screen.is_crowded else _MOST_PATH_LINES
    left_out = range(1, 1 if screen.is_verbose else len(path) - 1)
    room = most * max(screen.width, _NARROWEST)
    texts: list[str] = []
    for number in (0, *left_out):
        texts.append(f"{' > '.join(_without(number, path) if number else path)}{others}")
        # What has more characters than there is room for need not be wrapped to be too long.
        if len(texts[-1]) <= room:
            lines = labelled("path", texts[-1], screen)
            if len(lines) <= most:
                yield from lines
                return
    yield from min((labelled("path", text, screen) for text in texts), key=len)


def _without(left_out: int, path: Sequence[str]) -> Sequence[str]:
    """The path without some steps after the first; a gap behind them becomes one with theirs."""
    end = left_out + 1 + (steps_in(path[left_out + 1]) > 1)
    return (path[0], gap(sum(map(steps_in, path[1:end]))), *path[end:])


def labelled(label: str, text: str, screen: Screen, indent: int = _INDENT) -> list[str]:
    """A paragraph whose lines hang under its first word."""
    margin = " " * indent
    beside = margin + " " * (_LABEL_WIDTH + 2)
    return wrapped(text, screen.width, f"{margin}{label:<{_LABEL_WIDTH}}  ", beside)


def wrapped(text: str, width: int, first: str = "", others: str = "") -> list[str]:
    """A text in lines that begin in some way, and that break neither words nor codes."""
    return wrap(
        printable(text),
        width=max(width, _NARROWEST),
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def colored(text: str, screen: Screen, *, fg: str | None = None, bold: bool = False) -> str:
    """The text as it stands out where colours mean anything."""
    if not screen.has_color:
        return text
    from click import style  # noqa: PLC0415 - 10 ms, and pytest asks for no colour

    return style(text, fg=fg, bold=bold)


def marked(finding: Finding, screen: Screen) -> str:
    """The severity and the code, in colour where there are colours, leading to the rule's page."""
    text = colored(_head(finding), screen, fg=COLORS[finding.severity], bold=True)
    return linked(text, finding.link) if screen.has_links and finding.link else text


def _head(finding: Finding) -> str:
    return f"{finding.severity.word} {finding.code}"


def _what(
    finding: Finding, screen: Screen, note: str, number: int, *, explains_doubt: bool
) -> Iterator[str]:
    head = _head(finding)
    alike = f" and {number - 1} more like it" if number > 1 else ""
    element = f"{finding.location.element}{alike}: " if finding.location.element else ""
    sure = finding.confidence is Confidence.HIGH
    doubt = (finding.doubt if explains_doubt else "") or f"{finding.confidence.word} confidence"
    asides = [each for each in ("" if sure else doubt, note) if each]
    aside = f" ({'; '.join(asides)})" if asides else ""
    said = f"{head}: {element}{finding.text}{aside}"
    margin = " " * _INDENT
    first, *others = wrapped(said, screen.width, margin[2:], margin)
    yield first.replace(head, marked(finding, screen), 1)
    yield from others


def _details(finding: Finding, screen: Screen) -> Iterator[str]:
    """All details on a screen that wants them; else the first of what is summed up."""
    if not screen.is_verbose and (screen.is_crowded or len(finding.summarized) < _SEVERAL):
        return
    shown = finding.all_details if screen.is_verbose else finding.details
    few = shown if screen.is_verbose else shown[:_MOST_DETAILS]
    for detail in few:
        yield from labelled("", detail, screen, indent=_INDENT - 4)
    if len(shown) > len(few):
        yield f"{' ' * (_INDENT + 2)}... and {len(shown) - len(few)} more with -v"
