"""Library records in the admin, by subject."""

from education.library.admin import claims, evidence, guidelines, mechanisms

__all__ = ["claims", "evidence", "guidelines", "mechanisms"]
