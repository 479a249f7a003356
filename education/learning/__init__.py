"""Learning: walks through editions, and every screen a learner sees.

Owns what happened to a learner. Does not own authoring, and never reads draft rows for a learner's page.
"""
