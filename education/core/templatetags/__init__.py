"""Template tags that every slice's pages may use."""
