"""What was published: editions, who published them, what they cite, and what was said about them since.

Owns the frozen `Edition` and its `Publication`, `Citation`, `Notice`, `SignOff`, the audit log, the registry of kinds
and the content packages. Does not own what a pathway or a library record is: it knows kinds only by their protocol.
"""
