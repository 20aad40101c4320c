"""The errors of Chuyi: one tree, every message fit to show a user.

ChuyiError
├── UnusableFile         a file of the library that cannot be read
├── LibraryNotFound      the library folder does not exist
├── UnusableDatabase     the database is damaged, read-only or of another version
├── UnusableIndex        the index beside the database is missing, damaged or of another version
│   └── UnreachableIndex a server that holds the index does not answer
├── UnknownDocument      no document has this id
├── UnknownClause        the document has no such clause
├── InvalidSettings      config.toml is wrong
├── InvalidGlossary      glossary.toml is wrong
└── InvalidQuestion      a question that is empty, too long or holds no words
"""


class ChuyiError(Exception):
    """An error that a user can act on: its text says what, where and what to do next."""


class UnusableFile(ChuyiError):
    """A file of the library cannot be read as a policy."""


class LibraryNotFound(ChuyiError):
    """The library folder does not exist or is no folder."""


class UnusableDatabase(ChuyiError):
    """The database cannot be opened, read or written."""


class UnusableIndex(ChuyiError):
    """The index beside the database cannot be opened, read or written."""


class UnreachableIndex(UnusableIndex):
    """The server that holds the index does not answer; it may when it is asked again."""


class UnknownDocument(ChuyiError):
    """No document of the library has the id asked for."""


class UnknownClause(ChuyiError):
    """The document has no clause of this id or number."""


class InvalidSettings(ChuyiError):
    """The configuration holds a wrong key or value."""


class InvalidGlossary(ChuyiError):
    """The glossary holds a wrong key, type or contradiction."""


class InvalidQuestion(ChuyiError):
    """A question is empty, too long, or holds nothing that could be looked up."""


def shown(value: object) -> str:
    """Return what a user gave as an error repeats it: one line, printable, cut when it is long."""
    text = " ".join(str(value).split())
    text = text if len(text) <= 60 else f"{text[:60]}…"
    return "".join(char if char.isprintable() else "\ufffd" for char in text)
