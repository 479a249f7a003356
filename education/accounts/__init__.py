"""People: accounts, the four roles, invitations, sign-in limits, theme and language.

Owns who somebody is and what they prefer. Does not own content, nor what a role may do (core/policies.py).
"""
