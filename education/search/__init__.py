"""One search over everything that is published.

Owns: what search knows of each edition (`SearchDocument`), the index in either database, `/search/`, and all that is
done with words (`domain/`). Does not know what a document means: kinds say what may be looked for, under which heading,
and where it leads.
"""
