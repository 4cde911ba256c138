"""What the process says when it ends; `cli/running.py` adds what interruptions say."""

CLEAN, FINDINGS, NO_VERDICT = 0, 1, 2
