"""A change between two editions in words: what it is about, how it read and how it reads now."""

import re
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from education.library import models as library
from education.library.domain.citing import label
from education.pathways import models as pathways
from education.pathways import words
from education.pathways.domain import diff
from education.pathways.domain.charts import written
from education.pathways.domain.graph import UnknownStep

MARKDOWN = {"vignette", "body", "why", "rationale", "feedback", "finding", "child_word"}
OWN_NAMES = {
    "checks": gettext_lazy("checks that differ"),
    "series": gettext_lazy("measurements that differ"),
    "statements": gettext_lazy("evidence"),
    "populations": gettext_lazy("offered for"),
    "absent": gettext_lazy("why it is not offered"),
    "compare": gettext_lazy("words for comparing"),
    "difference": gettext_lazy("what differs"),
    "order of choices": gettext_lazy("order of the options"),
}
WHOLE = {
    "choice-added": gettext_lazy("New option"),
    "choice-removed": gettext_lazy("Option no longer there"),
    "choice-retargeted": gettext_lazy("“%(label)s” leads to another step"),
}
LONG_LISTS = {"checks", "compare", "series"}  # of these, what stayed the same is left out
APART = re.compile(r"\n\s*\n(?=\S)")  # between paragraphs; what is indented belongs to the one before
RECORDS = {"statement": library.EvidenceStatement, "reference": library.Reference, "therapy": library.Therapy}
YES_NO = {"True": gettext_lazy("Yes"), "False": gettext_lazy("No")}
VALUES = {"kind": words.KINDS, "flavour": words.FLAVOURS, "verdict": words.VERDICTS, "populations": words.LENSES}


@dataclass(frozen=True)
class Difference:
    """One change as a reader would have it; "" where there was, or is, nothing.

    `rich`: the texts are Markdown, and `same` of their paragraphs, which stand in both, are left out.
    """

    what: str
    before: str
    after: str
    rich: bool = False
    same: int = 0


def differences_by_step(old, new):
    """Return what a reader would notice between two playables, by step; a step that is gone is not among them."""
    found = {}
    for change in diff.differences(old.compiled, new.compiled):
        # A later review date is no change in what is read, and a step that is gone is said as such.
        if not change.field.endswith("review_by") and change.kind != "step-removed":
            found.setdefault(change.step, []).append(change)
    return found


def worded(old, new, change):
    """Return a change between the playables `old` and `new` in words."""
    if change.kind in WHOLE:
        return _whole(old, new, change)
    if change.kind == "evidence-changed" and change.field != "statements":
        return _evidence(old, new, change)
    lens, _dot, field = change.field.rpartition(".")
    what = _named(old, new, change, _in_lens(_field_name(change, field), lens))
    before, after = (_value(playable, change, field, text) for playable, text in _sides(old, new, change))
    if field in LONG_LISTS:
        before, after = _unlike(before, after)
    return _rich(what, before, after) if field in MARKDOWN else Difference(what, before, after)


def _rich(what, before, after):
    """Return a change of a Markdown text; of a long one only the paragraphs that differ."""
    old, new = _paragraphs(before), _paragraphs(after)
    gone, added = [one for one in old if one not in new], [one for one in new if one not in old]
    if not gone and not added:  # only their order or number differs
        return Difference(what, before, after, rich=True)
    return Difference(what, "\n\n".join(gone), "\n\n".join(added), rich=True, same=len(old) - len(gone))


def _paragraphs(text):
    """Return the paragraphs of a Markdown text; a prompt is one, whatever stands in it."""
    found = []
    for piece in APART.split(text.strip("\n")) if text else ():
        if found and found[-1].count(":::") % 2:
            found[-1] += f"\n\n{piece}"
        else:
            found.append(piece)
    return found


def _sides(old, new, change):
    return (old, change.before), (new, change.after)


def _unlike(before, after):
    """Return both lists without the lines that stand in both; whole where only their order or number differs."""
    old, new = before.split("\n"), after.split("\n")
    gone, added = [line for line in old if line not in new], [line for line in new if line not in old]
    return ("\n".join(gone), "\n".join(added)) if gone or added else (before, after)


def _whole(old, new, change):
    what = WHOLE[change.kind] % {"label": _option_label(old, new, change)}
    if change.kind != "choice-retargeted":
        return Difference(what, change.before, change.after)
    return Difference(what, *(playable.step(text).title for playable, text in _sides(old, new, change)))


def _named(old, new, change, field):
    """Return what of the step changed: its own field, or that of one of its options."""
    if not change.choice:
        return capfirst(field)
    return _("“%(option)s”: %(field)s") % {"option": _option_label(old, new, change), "field": field}


def _in_lens(name, lens):
    return _("%(field)s (%(lens)s)") % {"field": name, "lens": words.LENSES[lens]} if lens else name


def _option_label(old, new, change):
    for playable in (new, old):
        for choice in _choices(playable, change.step):
            if choice.key == change.choice:
                return choice.label
    return change.choice


def _choices(playable, step):
    try:
        return playable.step(step).choices
    except UnknownStep:
        return ()


def _field_name(change, field):
    if field in OWN_NAMES:
        return str(OWN_NAMES[field])
    model = pathways.Choice if change.choice else pathways.Step
    return str(model._meta.get_field(field).verbose_name)


def _value(playable, change, field, text):
    """Return the value of a step's or a choice's field as a reader knows it, a list one a line."""
    if field == "checks":
        return "\n".join(_check(one) for one in playable.step(change.step).checks)
    if field == "series":
        return "\n".join(_point(one) for one in playable.step(change.step).series)
    if field == "compare":
        return "\n".join(_compared(row) for row in _rows_of(playable, change))
    if field == "statements":
        return "\n".join(_statement_name(playable, key) for key in text.split())
    if field == "therapy":
        return _therapy_name(playable, text)
    if field == "order of choices":
        labels = {choice.key: choice.label for choice in playable.step(change.step).choices}
        return "\n".join(labels.get(key, key) for key in text.split())
    if field in VALUES:
        return "\n".join(str(VALUES[field].get(one, one)) for one in text.split("\n"))
    return text


def _check(check):
    named = {"check": words.CHECKS[check.key], "text": check.text, "state": words.STATES[check.state]}
    return _("%(check)s. %(text)s (%(state)s)") % named


def _point(point):
    measured = {"measure": point.measure, "unit": point.unit, "month": point.month, "value": written(point.value)}
    return _("%(measure)s, %(unit)s: %(value)s at month %(month)s") % measured


def _rows_of(playable, change):
    return next((one.compare for one in _choices(playable, change.step) if one.key == change.choice), ())


def _compared(row):
    said = {"respect": words.COMPARED[row.row], "text": row.text}
    return (_("%(respect)s: %(text)s (key difference)") if row.key_difference else _("%(respect)s: %(text)s")) % said


def _evidence(old, new, change):
    """Return a change of a record that the step cites, or that it is cited no longer or for the first time."""
    record, _colon, field = change.field.partition(": ")
    kind, _space, key = record.partition(" ")
    name = _record_name(new, kind, key) or _record_name(old, kind, key)
    if not field:
        return Difference(
            _("Source or evidence cited"), *(name if text else "" for text in (change.before, change.after))
        )
    about = RECORDS[kind]._meta.get_field(field)
    known = {str(value): str(said) for value, said in getattr(about, "flatchoices", ())} | YES_NO
    before, after = (
        _record_value(playable, field, str(known.get(text, text))) for playable, text in _sides(old, new, change)
    )
    what = _("%(record)s: %(field)s") % {"record": name, "field": about.verbose_name}
    return _rich(what, before, after) if field in MARKDOWN else Difference(what, before, after)


def _record_value(playable, field, text):
    """Return a record's value with the names of the records it points at."""
    if field == "therapy":
        return _therapy_name(playable, text)
    if field == "references":
        return "\n".join(_record_name(playable, "reference", key) or key for key in text.split())
    return text


def _record_name(playable, kind, key):
    """Return how a reader knows a record, "" when the edition does not hold it."""
    shelf = playable.compiled.shelf
    if kind == "reference":
        return label(shelf.references[key]) if key in shelf.references else ""
    if kind == "statement":
        return _statement_name(playable, key) if key in shelf.statements else ""
    return shelf.therapies[key].name if key in shelf.therapies else ""


def _statement_name(playable, key):
    found = playable.compiled.shelf.statements.get(key)
    return f"{_therapy_name(playable, found.therapy)}: {found.outcome}" if found else key


def _therapy_name(playable, key):
    found = playable.compiled.shelf.therapies.get(key)
    return found.name if found else key
