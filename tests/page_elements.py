"""A page as elements with what stands in them, every one of them closed."""

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "img", "br"}


class Element:
    """An element of a page: its tag, attributes, and what stands in it."""

    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent, self.children = tag, attributes, parent, []

    def __getitem__(self, name):
        return self.attributes.get(name)

    @property
    def classes(self):
        return (self["class"] or "").split()

    @property
    def text(self):
        return " ".join("".join(c if isinstance(c, str) else c.text for c in self.children).split())

    def all(self, tag=None, **attributes):
        """Yield the elements in this one with a tag, a class (class_) or other attributes."""
        for child in self.children:
            if isinstance(child, str):
                continue
            wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
            has_class = wanted.pop("class", None) in (None, *child.classes)
            if has_class and tag in (None, child.tag) and wanted.items() <= child.attributes.items():
                yield child
            yield from child.all(tag, **attributes)

    def one(self, tag=None, **attributes):
        (found,) = self.all(tag, **attributes)
        return found


class Reader(HTMLParser):
    """Reads a page into elements; every element must be closed."""

    def __init__(self):
        super().__init__()
        self.root = self.at = Element("", {}, None)

    def handle_starttag(self, tag, attributes):
        element = Element(tag, dict(attributes), self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_endtag(self, tag):
        assert tag == self.at.tag, f"</{tag}> closes <{self.at.tag}>"
        self.at = self.at.parent

    def handle_data(self, text):
        self.at.children.append(text)


def read(text):
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.at is reader.root
    return reader.root
