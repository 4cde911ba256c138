"""What makes text fit for a terminal, and shows progress there.

Imports nothing of this package.
"""
