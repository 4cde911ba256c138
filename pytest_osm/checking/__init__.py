"""From rules and facts to findings, and from findings to pass or fail.

Selection, checks, findings, verdicts, the baseline. May import configuration, rules, facts, model.
"""
