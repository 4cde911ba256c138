"""The languages in models: XPath constraints and expressions, a syntax and a grammar each.

Imports nothing of this package.
"""
