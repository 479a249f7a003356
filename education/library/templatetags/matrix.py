"""What a cell of the evidence matrix says in words, for those who do not see its marks."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from education.editorial.notices import subject
from education.library.templatetags.evidence import word

register = template.Library()


@register.simple_tag
def cell_words(cell, therapy, organ, noticed):
    """Return all that the marks of a cell with evidence say, sentence by sentence."""
    said = [_("%(therapy)s, %(organ)s") % {"therapy": therapy.name, "organ": organ.name}]
    if cell.lead:
        said += [str(word(cell.lead.direction, "direction")), certainty(cell.lead), *studied(cell)]
        said += [str(word(cell.lead.line_studied, "line"))]
    else:
        said += [_("Only harm is stated"), *studied(cell)]
    if cell.child:
        told = {"direction": word(cell.child.direction, "direction"), "certainty": certainty(cell.child)}
        said += [_("In children: %(direction)s, %(certainty)s") % told]
    said += [further(cell)] if cell.more else []
    said += [_("Harm stated")] if cell.harms and cell.lead else []
    said += [_("Review overdue")] if cell.overdue else []
    said += [_("A notice stands on it")] if noticed else []
    return ". ".join(said) + "."


@register.simple_tag
def has_notice(cell, noted):
    """Say whether a notice stands on anything the cell rests on; `noted` are the subjects with one."""
    if not noted:
        return False
    about = {subject("therapy", cell.spot.therapy)}
    about |= {subject("statement", key) for key in cell.statements}
    about |= {subject("reference", key) for key in cell.references}
    return not noted.isdisjoint(about)


def certainty(statement):
    """Return "Moderate certainty"."""
    return _("%(certainty)s certainty") % {"certainty": word(statement.certainty, "certainty")}


def studied(cell):
    """Return who was studied, and what a child would borrow."""
    both = cell.adults and cell.children
    said = [_("Adults and children studied")] if both else []
    said += [_("Adults studied")] if cell.adults and not both else []
    said += [_("Children studied")] if cell.children and not both else []
    return said + ([_("Borrowed from adults")] if cell.borrowed else [])


def further(cell):
    """Return how many statements there are beside the leading one, and whether they say the same."""
    said = ngettext("%(n)d more statement", "%(n)d more statements", cell.more) % {"n": cell.more}
    return said if cell.agree else _("%(more)s, not all agree") % {"more": said}
