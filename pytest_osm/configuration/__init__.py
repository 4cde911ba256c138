"""What the team has decided: osm.yaml or [tool.osm], read once for every front end."""
