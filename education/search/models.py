"""What search knows of each edition, in rows that can be thrown away and made again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from education.editorial.models import Edition


class SearchDocument(models.Model):
    """One place of an edition that a reader can look for and open; written when the edition is published.

    The narrow columns stand first: ranking reads no text. `titled`, `called` and `told` are what the index holds of
    title, names and the rest (search/domain/indexing.py).
    """

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="search_documents", verbose_name=_("edition"))
    group = models.CharField(_("group"), max_length=40)
    place = models.PositiveIntegerField(_("place"), help_text=_("In the order in which the kind tells its places."))
    size = models.PositiveIntegerField(_("words of the title"))
    key = models.CharField(_("key"), max_length=300)
    at = models.CharField(_("at"), max_length=300, blank=True, help_text=_("Where it is read, if not under its key."))
    title = models.TextField(_("title"))
    note = models.TextField(_("line under the title"), blank=True)
    names = models.TextField(_("other names"), blank=True, help_text=_("One a line."))
    titled = models.TextField()
    called = models.TextField()
    told = models.TextField()
    text = models.TextField(_("text"), blank=True)

    class Meta:
        verbose_name = _("search document")
        verbose_name_plural = _("search documents")
        ordering = ["edition", "place"]
        constraints = [models.UniqueConstraint(fields=["edition", "key"], name="search_document_key_once")]

    def __str__(self) -> str:
        return f"{self.group} {self.key}"
