"""What every slice stands on: strict documents, page or parts, overlays, policies, Markdown.

Owns no clinical and no learner noun.
"""
