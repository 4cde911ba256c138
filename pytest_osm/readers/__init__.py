"""Readers turn a file into a `Project`: one per storage format."""
