"""Documents of an app as typed elements, and the project that parses them on demand.

May import errors, timing and terminal; knows neither storage formats nor profiles.
"""
