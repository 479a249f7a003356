"""The courses of a vignette as charts and as their table."""

from django import template
from django.utils.translation import gettext as _

from education.pathways.domain import charts

register = template.Library()


@register.filter
def drawn(series):
    """Return the drawings of the courses, one for each unit."""
    return charts.charts(series)


@register.filter
def rows(series):
    """Return the rows of the table that is the drawings' twin."""
    return charts.rows(series)


@register.filter
def sentence(chart):
    """Return all a chart shows in words: "FVC, % predicted: 82 at month 0, 80 at month 6"."""
    return "; ".join(_course(course, chart.unit) for course in chart.courses)


def _course(course, unit):
    values = (_("%(value)s at month %(month)s") % {"value": value, "month": month} for month, value in course.values)
    said = {"measure": course.measure, "unit": unit, "values": ", ".join(values)}
    return _("%(measure)s, %(unit)s: %(values)s") % said
