"""Mendix XPath constraints: their grammar, and what their paths lead to."""
