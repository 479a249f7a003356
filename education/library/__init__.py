"""The evidence behind every page: sources, statements, therapies, terms, guidelines, the mechanism map and claims.

Owns the draft records, their ready marks, the releases in which they are published, and the pages that show a reference
or a term. Does not know who learns, nor what a pathway is.
"""
