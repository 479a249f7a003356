"""A page as a tree, so that tests ask for elements; a tag that is closed out of order is an error."""

from django.test.html import HTMLParseError, Parser


class StrictParser(Parser):
    """Django's parser closes what was forgotten; a browser would do so elsewhere than the author meant."""

    def handle_endtag(self, tag):
        if self.current.name != tag:
            raise HTMLParseError(f"</{tag}> closes <{self.current.name}> at {self.format_position()}")
        super().handle_endtag(tag)


def tree(html):
    """Return the root element of a page or fragment. Raises HTMLParseError when its tags do not nest."""
    parser = StrictParser()
    parser.feed(html)
    parser.close()
    if parser.open_tags:
        raise HTMLParseError(f"never closed: {[one.name for one in parser.open_tags]}")
    return parser.root


def every(root, tag="", css="", **attributes):
    """Return the elements below `root`, in order, with this tag, this class and these attributes ("" matches any)."""
    return [one for one in _below(root) if _fits(one, tag, css, attributes)]


def text_of(element):
    """Return the words of an element and all below it, spaces made plain and single."""
    return plain(" ".join(_words(element)))


def plain(text):
    """Return a text as `text_of` would: every run of spaces, line ends and no-break spaces is one space."""
    return " ".join(text.split())


def attribute(element, name):
    """Return the value of an attribute, "" when it is missing."""
    return dict(element.attributes).get(name) or ""


def _below(element):
    for child in element.children:
        if not isinstance(child, str):
            yield child
            yield from _below(child)


def _fits(element, tag, css, attributes):
    if tag and element.name != tag:
        return False
    if css and css not in attribute(element, "class").split():
        return False
    return all(attribute(element, name) == value for name, value in attributes.items())


def _words(element):
    for child in element.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _words(child)
