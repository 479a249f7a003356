"""Icons from our own sprite."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()

SPRITE = "icons.svg"


@register.simple_tag
def icon(name, label="", **attributes):
    """Return the sprite's symbol `name` as inline SVG: decoration beside a word, or an image when it has a `label`.

    `class` adds to its classes. A name the sprite does not hold draws nothing; a test compares names with the sprite.
    """
    classes = f"s-icon {attributes.get('class', '')}".strip()
    address = f"{static(SPRITE)}#{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, address)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, address)
