"""What pytest does with models once the checks are on: the run, its items, its summary, fixtures.

May import everything below the commands; of pytest, only its public names.
"""
