"""Hooks that plugins implement, the built-in plugin, and the loading of all plugins."""
