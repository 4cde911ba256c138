"""What all checks came to as plain data, and where it is written to.

May import checking and overview. Formats are in a folder of their own.
"""
