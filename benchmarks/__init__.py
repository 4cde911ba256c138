"""How fast pytest-osm is, as ratios to the floor: reading and decoding a whole model in C.

Seconds differ from machine to machine; ratios measured in one run differ less.
"""
