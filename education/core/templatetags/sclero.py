"""Icons from our own sprite."""

from functools import lru_cache

from django import template
from django.core.signals import setting_changed
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()

SPRITE = "icons.svg"


@register.simple_tag
def icon(name, label="", **attributes):
    """Return the sprite's symbol `name` as inline SVG: decoration beside a word, or an image when it has a `label`.

    `class` adds to its classes. A name the sprite does not hold draws nothing; a test compares names with the sprite.
    """
    return _drawn(name, str(label), attributes.get("class", ""))


@lru_cache(maxsize=1024)  # a page draws some sixty icons, always the same few
def _drawn(name, label, more):
    classes = f"s-icon {more}".strip()
    address = f"{static(SPRITE)}#{name}"
    if label:
        return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>', classes, label, address)
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', classes, address)


def _forget(**kwargs):
    """Draw anew when a setting changes, which only tests do: where static files lie may be among them."""
    _drawn.cache_clear()


setting_changed.connect(_forget)
