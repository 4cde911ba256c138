"""Finding the one configuration file that a model has."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from pytest_osm.configuration.node import Node, read_toml_table, read_yaml
from pytest_osm.configuration.schema import structure_settings
from pytest_osm.configuration.settings import Settings
from pytest_osm.errors import ConfigurationError
from pytest_osm.files import leads_out

YAML_NAME = "osm.yaml"
TOML_NAME = "pyproject.toml"


def settings_for(model: Path) -> Settings:
    """The settings beside a model or in the nearest folder above it, up to the repository root.

    Without any file they are the defaults. ConfigurationError for a file with mistakes, and for
    a folder that has both kinds.
    """
    for folder in model.absolute().parents:
        if found := _in_folder(folder):
            return structure_settings(found)
        if (folder / ".git").exists():
            break
    return Settings()


def settings_from(path: Path) -> Settings:
    """The settings of a file named by the user, by its suffix YAML or TOML."""
    return replace(structure_settings(_named(path)), is_explicit=True)


def _named(path: Path) -> Node:
    if path.suffix != ".toml":
        return read_yaml(path)
    found = read_toml_table(path, "tool", "osm")
    if found is None:
        raise ConfigurationError(path, "has no table [tool.osm]")
    return found


def _in_folder(folder: Path) -> Node | None:
    yaml, toml = folder / YAML_NAME, folder / TOML_NAME
    if (misnamed := folder / "osm.yml").is_file():
        raise ConfigurationError(misnamed, f"is not read: rename it to {YAML_NAME}")
    for file in (yaml, toml):
        if file.is_symlink() and leads_out(file):
            raise ConfigurationError(file, "is not read: it is a link that leads out of here")
    table = read_toml_table(toml, "tool", "osm") if toml.is_file() else None
    if not yaml.is_file():
        return table
    if table is not None:
        raise ConfigurationError(yaml, f"there is also a [tool.osm] in {TOML_NAME}: keep one")
    return read_yaml(yaml)
