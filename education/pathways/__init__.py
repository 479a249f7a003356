"""Pathways: drafts of steps and choices, and the plain-Python rules that check, compile and play them.

Owns Pathway, Step and Choice. Does not know who walked, and shows nothing to learners.
"""
