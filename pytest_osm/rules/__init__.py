"""One module for each rule, named after its code and slug; found by that name.

May import facts and model. A rule never walks documents, reads files or formats places.
"""
