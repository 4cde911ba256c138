"""Reporters render a report: one module per format."""
