"""Fields and rows of the educators' forms: texts as packages hold them, rows in their order, every field named."""

from django import forms
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext as _


class Prose(forms.CharField):
    """Text of many lines, ended as in packages: browsers send CRLF, which the fence of a prompt would not survive."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class OneLine(forms.CharField):
    """A sentence that may want two lines of room, and still is one line of text."""

    def to_python(self, value):
        return " ".join(super().to_python(value).split())


class Lines(Prose):
    """A list of texts, one to a line."""

    def __init__(self, *args, encoder=None, decoder=None, **kwargs):
        super().__init__(*args, **kwargs)

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [line.strip() for line in super().to_python(value).split("\n") if line.strip()]

    def has_changed(self, initial, data):
        return self.to_python(data or "") != list(initial or [])


class Rows(BaseInlineFormSet):
    """Rows of a table in a page: each field is named for those who cannot see its column."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            if not field.widget.is_hidden:
                field.widget.attrs["aria-label"] = _row_label(field.label, index)


class PlacedRows(Rows):
    """Rows with a position: after saving they are numbered from 1, and a row that was moved keeps its new place."""

    def save(self, commit=True):
        saved = super().save(commit=commit)
        if commit:
            self._number()
        return saved

    def _number(self):
        placed = [form for form in self.forms if form.instance.pk]
        rows = [form.instance for form in sorted(placed, key=_wanted)]
        moved = []
        for number, row in enumerate(rows, start=1):
            if row.position != number:
                row.position = number
                moved.append(row)
        self.model._default_manager.bulk_update(moved, ["position"])


def _row_label(label, index):
    if index is None:
        return label
    return _("%(field)s, row %(number)d") % {"field": label, "number": index + 1}


def _wanted(form):
    """Return where a row wants to be: moved up to a number it comes before the row there, moved down after it."""
    before, now = form.initial.get("position"), form.instance.position
    if before is None or before == now:
        return now, 0, form.instance.pk
    return now, -1 if now < before else 1, form.instance.pk
