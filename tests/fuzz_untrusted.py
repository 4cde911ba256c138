"""What `python -m tests.fuzz` makes up: configurations, containers, git and interruptions."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Timer

from pytest_osm.cli.running import Terminated
from pytest_osm.errors import UsageError
from pytest_osm.readers.comparison_model import comparison_model

_YAML = (
    *"-?:,[]{}#&*!|>'\"%@`",
    *("\n", "\n", "\n  ", "\n- ", ": ", " ", "&a ", "*a", "<<: *a", "<<: [*a, *a]", "? ", "---\n"),
    *("!!str ", "!!int ", "!!bool abc", "!!omap ", "!!set ", "!!binary ", "!!timestamp ", "!x "),
    *("!!python/name:os.system", "%YAML 1.1\n", "%TAG ! x\n", "0x", "1e9", "2026-99-99", "0o7"),
    *(
        "select",
        "ignore",
        "xfail",
        "rule",
        "OSM301",
        "reason",
        "until",
        "modules",
        "only",
        "strict",
    ),
    *("baseline", "version", "models", "App.mpr", "assume", "severity", "mendix-version", "true"),
    *("'\\0'", '"\\0"', '"\\ud800"', "\u202e", "\x1b", "\ufeff", "9" * 400, "x" * 400, "~"),
)
_TOML = (
    *"[]{}=.,#\"'",
    *("\n", "\n", "\n[tool.osm]\n", "\n[[tool.osm.xfail]]\n", " = ", "'''", '"""', "a.b.c", "inf"),
    *("select", "xfail", "rule", "'OSM301'", "reason", "until", "2026-01-01", "modules", "true"),
    *("9" * 5000, "0x1", "1_0", "\\u0000", "osm", "tool", "[" * 50, "a." * 50, "1979-99-99", "é"),
)
_SQL = (
    "DROP TABLE IF EXISTS {table}",
    "DROP VIEW IF EXISTS {table}",
    "CREATE VIEW IF NOT EXISTS {table} AS {select}",
    "CREATE TABLE IF NOT EXISTS {table} ({columns})",
    "CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5({column})",
    "CREATE TRIGGER IF NOT EXISTS t{number} AFTER INSERT ON {table} BEGIN SELECT 1; END",
    "CREATE INDEX IF NOT EXISTS i{number} ON {table} ({column})",
    "INSERT INTO {table} ({column}) VALUES ({value})",
    "UPDATE {table} SET {column} = {value}",
    "DELETE FROM {table} WHERE rowid % 3 = {number} % 3",
    "ALTER TABLE {table} RENAME COLUMN {column} TO {other}",
    "ALTER TABLE {table} ADD COLUMN {other}",
)
_TABLES = ("Unit", "_MetaData", "unit", "Other")
_COLUMNS = (
    "UnitID",
    "ContainerID",
    "ContainmentName",
    "Contents",
    "_ProductVersion",
    "_FormatVersion",
)
_VALUES = ("NULL", "1", "2", "-1.5", "''", "'11.6.0'", "x'00'", "randomblob(16)", "zeroblob(1000)")
_SELECTS = (
    "SELECT 1 AS UnitID",
    "SELECT * FROM Other",
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS UnitID FROM n",
    "SELECT zeroblob(100000000) AS _ProductVersion, 2 AS _FormatVersion",
)
_GIT = (
    *("core.fsmonitor", "core.hooksPath", "core.sshCommand", "core.pager", "core.editor"),
    *("core.askPass", "core.gitProxy", "core.alternateRefsCommand", "core.attributesFile"),
    *("diff.external", "diff.x.textconv", "diff.x.command", "filter.x.smudge", "filter.x.clean"),
    *("filter.x.process", "merge.x.driver", "gpg.program", "credential.helper", "include.path"),
    *("remote.origin.url", "remote.origin.uploadpack", "remote.origin.vcs", "alias.rev-parse"),
    *("alias.cat-file", "alias.ls-tree", "uploadpack.packObjectsHook", "protocol.ext.allow"),
    *(
        "extensions.partialClone",
        "remote.origin.promisor",
        "core.worktree",
        "extensions.refStorage",
    ),
    *("tar.tar.command", "log.showSignature", "trailer.x.command", "submodule.x.update"),
)


def composed(chance: random.Random, words: tuple[str, ...]) -> bytes:
    """Words of a language in any order."""
    return "".join(chance.choices(words, k=chance.randrange(1, 40))).encode("utf-8", "replace")


def yaml(chance: random.Random, _: list[bytes]) -> bytes:
    """Something like YAML."""
    return composed(chance, _YAML)


def toml(chance: random.Random, _: list[bytes]) -> bytes:
    """Something like TOML, with a table of ours."""
    return b"[tool.osm]\n" + composed(chance, _TOML)


def statements(chance: random.Random, _: list[bytes]) -> bytes:
    """Changes of the schema and the contents of a container."""
    lines = []
    for _ in range(chance.randrange(1, 8)):
        columns = chance.sample(_COLUMNS, chance.randrange(1, 5))
        lines.append(
            chance.choice(_SQL).format(
                table=chance.choice(_TABLES),
                column=columns[0],
                other=chance.choice(_COLUMNS),
                columns=", ".join(columns),
                select=chance.choice(_SELECTS),
                value=chance.choice(_VALUES),
                number=chance.randrange(9),
            )
        )
    return "\n".join(lines).encode()


def container(model: Path, verdict: Callable[[Path], object]) -> Callable[[bytes], object]:
    """Apply statements to a model, and check what it is then."""
    original, changed = model.read_bytes(), model.with_name("Changed.mpr")

    def attempt(data: bytes) -> object:
        changed.write_bytes(original)
        with closing(sqlite3.connect(changed)) as database, database:
            for statement in data.decode().splitlines():
                with suppress(sqlite3.Error):
                    database.execute(statement)
        return verdict(changed)

    return attempt


def git_settings(chance: random.Random, _: list[bytes]) -> bytes:
    """Lines of a configuration of git; `RUN` is a program that must not run."""
    lines = []
    for key in chance.sample(_GIT, chance.randrange(1, 6)):
        section, *names, name = key.split(".")
        of = f' "{".".join(names)}"' if names else ""
        value = chance.choice(("RUN", "!RUN", "ext::RUN", "ssh://RUN", "true", "always", "RUN %s"))
        lines.append(f"[{section}{of}]\n\t{name} = {value}")
    return "\n".join(lines).encode()


def repository(model: Path) -> Callable[[bytes], object]:
    """Read a revision of a model with some configuration of git; nothing must run."""
    folder, marker = model.parent, model.parent / "ran"
    program = folder / "program"
    program.write_text(f"#!/bin/sh\ntouch {marker}\n")
    program.chmod(0o755)
    (folder / ".gitattributes").write_text("* filter=x diff=x merge=x export-subst\n")
    identity = ("-c", "user.name=a", "-c", "user.email=a@b", "-c", "commit.gpgSign=false")
    for command in (("init", "-q"), ("add", "."), ("commit", "-qm", "one")):
        subprocess.run(("git", *identity, *command), cwd=folder, check=True)
    config = folder / ".git" / "config"
    original = config.read_bytes()

    def attempt(data: bytes) -> object:
        config.write_bytes(original + b"\n" + data.replace(b"RUN", str(program).encode()))
        try:
            with comparison_model(model, "HEAD") as compared:
                assert compared.path.read_bytes() == model.read_bytes()
        finally:
            assert not marker.exists(), "a program has run"
        return None

    return attempt


def moment(chance: random.Random, _: list[bytes]) -> bytes:
    """Microseconds until an interruption."""
    return str(chance.randrange(1, 400_000)).encode()


@contextmanager
def interrupted(microseconds: int) -> Iterator[None]:
    """A request to end that arrives after some time of work."""

    def stop(*_: object) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, stop)
    timer = Timer(microseconds / 1_000_000, os.kill, (os.getpid(), signal.SIGTERM))
    timer.start()
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        timer.cancel()
        timer.join()
        signal.signal(signal.SIGTERM, before)


def interruption(
    model: Path, temporary: Path, check: Callable[[], object]
) -> Callable[[bytes], object]:
    """Stop a check, or reading a revision, anywhere: nothing is left, the next one is whole."""
    expected = check()
    tempfile.tempdir = str(temporary)

    def attempt(data: bytes) -> object:
        try:
            with interrupted(int(data)), comparison_model(model, "HEAD"):
                check()
        except (Terminated, UsageError):
            pass
        assert not [*temporary.iterdir()], "temporary files are left"
        if (found := check()) != expected:
            raise AssertionError(found)
        return found

    return attempt
