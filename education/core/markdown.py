"""Markdown with three additions, and an allow-list after rendering.

`[@key]` cites a reference, `[[key]]` or `[[key|words]]` opens a term, `::: prompt … :::` is a practice prompt.
Raw HTML is never rendered: it comes out as text.
"""

import re
from functools import cache

import nh3
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

CALLOUTS = ("prompt", "note", "warning")
CITE = re.compile(r"\[@([a-z0-9-]+)\]")
TERM = re.compile(r"\[\[([a-z0-9-]+)(?:\|([^\]|\n]+))?\]\]")
# A name must not break at its hyphen: "TGF-β", "IL-6".
KEEP_TOGETHER = re.compile(r"\b(?:(?:TGF|IL|IFN|KL)-[\dα-ω]+|TGF-beta)")

TAGS = set(
    "a abbr b blockquote br code dd div dl dt em h3 h4 h5 hr i img li ol p pre s section span strong sub sup table "
    "tbody td th thead tr ul".split()
)
ATTRIBUTES = {
    "a": {"href", "id", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "li": {"id"},
    "ol": {"start"},
    "th": {"scope"},
}
CLASSES = {
    "a": {"s-cite", "s-term", "footnote-backref"},
    "div": {"s-prompt", "s-callout", "s-callout-note", "s-callout-warning"},
    "hr": {"footnotes-sep"},
    "li": {"footnote-item"},
    "ol": {"footnotes-list"},
    "p": {"s-prompt-label"},
    "section": {"footnotes"},
    "span": {"s-nowrap"},
    "sup": {"footnote-ref"},
}


def render(text, *, cites=None, terms=None, name=""):
    """Return safe HTML.

    `cites` and `terms` give the words shown for a key; a key without words shows itself.
    `name` keeps footnote anchors of several texts on one page apart.
    """
    if not text:
        return mark_safe("")
    env = {"cites": cites or {}, "terms": terms or {}}
    if name:
        env["docId"] = name
    html = nh3.clean(
        _parser().render(text, env),
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        tag_attribute_values={"div": {"role": {"note"}}},
        url_schemes={"https", "http", "mailto"},
        link_rel=None,  # the referrer policy of every answer already keeps addresses from leaking
    )
    return mark_safe(html)  # noqa: S308 - cleaned above


@cache
def _parser():
    parser = MarkdownIt("commonmark", {"html": False, "typographer": False})
    parser.enable(["table", "strikethrough"]).use(footnote_plugin).use(deflist_plugin)
    for callout in CALLOUTS:
        container_plugin(parser, callout, render=_callout)
    parser.inline.ruler.before("link", "cite", _cite)
    parser.inline.ruler.before("link", "term", _term)
    parser.add_render_rule("cite", _show_cite)
    parser.add_render_rule("term", _show_term)
    parser.add_render_rule("text", _show_text)
    parser.add_render_rule("th_open", _header_cell)
    return parser


def _callout(renderer, tokens, index, options, env):
    token = tokens[index]
    if token.nesting != 1:
        return "</div>\n"
    name = token.info.split()[0]
    if name == "prompt":
        label = escape(_("Practice prompt, not a finding"))
        return f'<div class="s-prompt" role="note"><p class="s-prompt-label">{label}</p>\n'
    return f'<div class="s-callout s-callout-{name}" role="note">\n'


def _inline(kind, pattern):
    def rule(state, silent):
        found = pattern.match(state.src, state.pos, state.posMax)
        if not found:
            return False
        if not silent:
            token = state.push(kind, "", 0)
            token.content, token.meta = found[1], {"words": found[2] if pattern is TERM else ""}
        state.pos = found.end()
        return True

    return rule


_cite, _term = _inline("cite", CITE), _inline("term", TERM)


def _show_cite(renderer, tokens, index, options, env):
    key = tokens[index].content
    words = env["cites"].get(key, key)
    return f'<a class="s-cite" href="{reverse("library:reference", args=[key])}">{escape(words)}</a>'


def _show_term(renderer, tokens, index, options, env):
    key, words = tokens[index].content, tokens[index].meta["words"]
    words = words or env["terms"].get(key, key)
    return f'<a class="s-term" href="{reverse("library:term", args=[key])}">{_together(escape(words))}</a>'


def _show_text(renderer, tokens, index, options, env):
    return _together(escape(tokens[index].content))


def _header_cell(renderer, tokens, index, options, env):
    tokens[index].attrSet("scope", "col")
    return renderer.renderToken(tokens, index, options, env)


def _together(words):
    return KEEP_TOGETHER.sub(r'<span class="s-nowrap">\g<0></span>', words)
