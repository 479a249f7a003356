"""The one place that decides between a whole page and its moving parts."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import loader
from django.utils.cache import patch_vary_headers
from django.utils.html import format_html

HTMX_HEADERS = ("HX-Request", "HX-History-Restore-Request", "HX-Boosted")


def wants_parts(request):
    """Say whether htmx asks for parts; a history restore and a boosted link want the whole page."""
    htmx = request.htmx
    return bool(htmx) and not htmx.history_restore_request and not htmx.boosted


def aims_at(request, target):
    """Say whether htmx will put the answer into the element whose id is `target`."""
    return request.htmx.target == target


def render_page(request, template, context, *, parts=(), status=200, push_url="", draw=None):
    """Return the whole page, or for htmx the named `parts` of it: the first is the target, the rest go out of band.

    Every fragment starts with `<title>` (context `title`), so that the browser's history stays readable. `draw` returns
    the HTML of a part (name, oob=…) or of the "page" where somebody keeps it; else the template is rendered.
    """
    draw = draw or _draw(request, template, context)
    if parts and wants_parts(request):
        title = format_html("<title>{}</title>", context.get("title", ""))
        bodies = [draw(name, oob=place > 0) for place, name in enumerate(parts)]
        response = HttpResponse("\n".join([title, *bodies]), status=status)
        response["Cache-Control"] = "no-store"
        if push_url:
            response["HX-Push-Url"] = push_url
    else:
        response = HttpResponse(draw("page"), status=status)
    patch_vary_headers(response, HTMX_HEADERS)
    return response


def go(request, url):
    """Send the browser to another page: a redirect, or htmx's own header for it."""
    if not wants_parts(request):
        return redirect(url)
    response = HttpResponse(status=204, headers={"HX-Redirect": url, "Cache-Control": "no-store"})
    patch_vary_headers(response, HTMX_HEADERS)
    return response


def _draw(request, template, context):
    def draw(name, *, oob=False):
        if name == "page":
            return loader.render_to_string(template, context, request)
        return loader.render_to_string(f"{template}#{name}", {**context, "oob": oob}, request)

    return draw
