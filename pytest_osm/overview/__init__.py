"""What reports and commands tell of a profile besides findings.

May import facts and model.
"""
