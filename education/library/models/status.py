"""When registers were last asked about a source: live, beside the record and no part of a release."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from education.library import words
from education.library.models.base import one_of
from education.library.models.evidence import Reference


class StatusCheck(models.Model):
    """What registers said of one source when they were last asked."""

    reference = models.OneToOneField(
        Reference, models.CASCADE, related_name="status_check", verbose_name=_("reference")
    )
    checked_at = models.DateTimeField(_("checked at"))
    registers = models.TextField(_("registers"), help_text=_("Who was asked, such as Crossref, PubMed."))
    said = models.CharField(_("what they said"), max_length=20, choices=list(words.RETRACTIONS.items()))
    notice = models.TextField(_("notice"), blank=True, help_text=_("DOI or PMID of the notice."))
    doubt = models.TextField(_("doubt"), blank=True, help_text=_("Such as a DOI that a register does not know."))

    class Meta:
        verbose_name = _("status check")
        verbose_name_plural = _("status checks")
        ordering = ["reference"]
        constraints = [one_of("said", words.RETRACTIONS, "library_status_check_said")]

    def __str__(self) -> str:
        return f"{self.reference}: {self.get_said_display()}"
