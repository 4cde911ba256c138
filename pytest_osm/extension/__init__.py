"""Hooks that plugins implement, the built-in plugin, and the loading of all plugins.

May import what plugins give: readers, rules, reporters; and the configuration that names them.
"""
