"""Expressions of nanoflows, as far as their truth depends on Boolean variables."""
