"""Typed elements of a Mendix app: what the facts need, and nothing else."""
