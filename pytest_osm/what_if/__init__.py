"""What would be otherwise: with entities Online, or after an upgrade.

May import the engine; commands and the test run import it.
"""
