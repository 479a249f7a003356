"""Library records in the admin, by subject."""

from education.library.admin import claims, evidence, guidelines, mechanisms, reasons

__all__ = ["claims", "evidence", "guidelines", "mechanisms", "reasons"]
