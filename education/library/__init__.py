"""The evidence behind every page: organ domains, references, statements, therapies and terms.

Owns the draft records, their ready marks, the releases in which they are published, and the pages that show a reference
or a term. Does not know who learns, nor what a pathway is.
"""
