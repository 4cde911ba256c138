"""What the team has decided: osm.yaml or [tool.osm], read once for every front end.

May import rules, facts, model; never checks, reporters or front ends.
"""
