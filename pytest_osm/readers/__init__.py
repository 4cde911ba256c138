"""From files to a project: formats of models, finding models, the cache, earlier states.

May import model. Only this folder, and the kit that writes models, know SQLite and BSON.
"""
