"""Which documents a question means that names a clause of them by its number: 养犬条例第四十一条第二款."""

import re
from collections.abc import Iterable, Sequence

from bot.about import front_matter
from bot.asking import DOCUMENT_WORDS, THIS_DOCUMENT
from bot.lists import is_kind
from bot.match import HELD, degree
from bot.passages import document_names, is_named
from bot.question import Question, Term
from corpus.library import DocumentInfo
from corpus.lines import find_number
from corpus.model import Clause, Document
from corpus.reference import resolve
from index.lexicon import places, verbs
from index.words import normalise, without_quotes

# Kinds of question that are answered by what the clause named says; others ask for something in it.
ASKING = frozenset({"clause", "which", "open", "definition"})
# Words that ask for what a clause says and for nothing else.
_CONTENT = DOCUMENT_WORDS | {"意思", "要点", "标题", "条款", "规定"}
_KIND = r"法典|条例|办法|细则|法"
# A law, the rules for it and the measures under it are texts of one name; of the others people mix the kinds up.
_STRICT = re.compile(rf"(?:{_KIND})$")
_LOOSE = re.compile(r"(?:报告|方案|规划|纲要|计划|意见|决定|规定|规则|公告|通知)$")
# A short name of a law has at least so many characters: 民促法.
# Rules that carry a law out are another text than the law.
_RULES_FOR = re.compile("(?:法|条例)》?的?(?P<rules>实施(?:条例|细则|办法|意见|规定))")
SHORTEST = 3
# Facts about a document that are told of the law it carries out too, and how a question names a law.
DAYS = frozenset({"effective", "date", "validity", "meeting"})
_LAW = re.compile(
    rf"《(?P<quoted>[^《》]{{1,38}}(?:{_KIND}|规定|规则|决定|公告|通告|通知|意见|方案|规划|章程|标准|目录|名单))》|"
    r"(?P<plain>[\u4e00-\u9fff]{2,30}(?:法|条例|办法|细则|章程|公告|通告|名单|目录|决定))(?:[是于在从自的]|第)*(?:哪|什么时候|何时|几)"
)
_ORDER = re.compile(r"第\d+号")
_ENDS_NAME = re.compile(r"$|[(—_\s-]|试行|的?(?:通知|公告|决定|命令|通告)")
_CARRIES_OUT = re.compile("(?:实施|贯彻|执行|落实)$")
_BETWEEN = re.compile(r"[\s,:、的中里内之]+$")
_ISSUED = re.compile(r"^.*(?:印发|发布|公布|转发|颁布)")
# What may stand before the name of a law in its title: a place, an issuer, the law that it carries out.
_OPENS = re.compile(rf"(?:中华人民共和国|[省市县区州盟旗年]|关于|印发|发布|公布|修改|实施|贯彻|{_KIND}|\W)$")
_ENDS = re.compile(rf"(?:{_KIND})(?=$|[—_:\s,(-])")
_ENDS_ISSUED = re.compile(rf"(?:{_KIND})(?=$|[—_:\s,(-]|的(?:通知|公告|决定|命令|通告))")


def rules_named(question: Question, documents: Sequence[Document]) -> str:
    """Return the rules for a law that a question names where none of the documents is of them, else "": 实施条例."""
    rules = _RULES_FOR.search(question.folded)
    named = rules.group("rules") if rules else ""
    return "" if any(named in normalise(d.title) for d in documents) else named


def other_law(question: Question, documents: Sequence[Document]) -> str:
    """Return the law, or the document by its number, that a question about a day names where none of the documents is it, else ""."""
    if question.language != "zh" or question.field not in DAYS:
        return ""
    number = find_number(question.text) or next(iter(_ORDER.findall(question.folded)), "")
    if number:
        known = any(normalise(number) in normalise(d.number) + front_matter(d) for d in documents)
        return "" if known else number
    named = _LAW.search(question.folded)
    name = without_quotes(named.group("quoted") or named.group("plain")) if named else ""
    if not name or THIS_DOCUMENT.match(name):
        return ""
    return "" if any(_is_title(name, d.title) for d in documents) else name


def _is_title(name: str, title: str) -> bool:
    """Return whether a document may be called by a name: by its title, or what is left of it, not by a law within it."""
    plain = without_quotes(normalise(title))
    at = plain.find(name)
    if at < 0:
        left = iter(plain)
        return name.endswith(plain) or (_is_of_kind(name, title) and all(c in left for c in name))
    ends = _ENDS_NAME.match(plain, at + len(name)) is not None
    return ends and not _CARRIES_OUT.search(plain[:at]) and not _is_other(name, title)


def name_in(question: Question) -> str:
    """Return what stands before the clause's number in a Chinese question, its quotation marks gone."""
    before = question.folded[: question.reference.start] if question.reference else ""
    return _BETWEEN.sub("", without_quotes(before))


def names_document(question: Question) -> bool:
    """Return whether a document is named before the clause's number, in the library or not: 消防法第五条."""
    return bool(telling(question)) and bool(
        _STRICT.search(name_in(question)) or _LOOSE.search(name_in(question))
    )


def telling(question: Question) -> list[Term]:
    """Return what beside the clause's number tells of which document or matter it is."""
    said = [t for t in question.beside if t.word not in _CONTENT and not is_kind(t.word)]
    nouns = [t for t in said if len(t.word) > 1 and t.word not in verbs()]
    bare = not nouns and _STRICT.search(name_in(question))
    return said if bare else nouns


def documents_meant(question: Question, infos: Sequence[DocumentInfo]) -> list[DocumentInfo]:
    """Return the documents whose names hold all that stands beside the clause's number."""
    name = name_in(question)
    words = telling(question)
    named = (i for i in infos if _hold(words, (document_names(i), i.date[:4])) or _shortens(name, i.title))
    found = [i for i in named if _is_of_kind(name, i.title)]
    if any(t.word not in verbs() for t in words):
        found = [i for i in found if not _is_other(name, i.title)]
    whole = [i for i in found if is_named(i, question.folded)]
    kind = _LOOSE.search(name)
    alike = [i for i in found if kind and kind.group() in normalise(i.title)]
    return whole or alike or found


def speak_of(question: Question, documents: Iterable[Document]) -> list[Document]:
    """Return the documents in which the clause of that number, with its headings, holds what stands beside it."""
    words = telling(question)
    return [d for d in documents if _hold(words, (document_names(d), _around(question, d)))]


def _around(question: Question, document: Document) -> str:
    """Return the folded text of the clause named and of those below it, with the headings above; "" for none."""
    found = resolve(question.reference, document.clauses)[:1] if question.reference else ()
    return " ".join(normalise(_text(document, clause)) for clause in found)


def _text(document: Document, clause: Clause) -> str:
    own = (c for c in document.clauses if c.id == clause.id or c.id.startswith(f"{clause.id}."))
    above = (c.heading for c in document.clauses if clause.id.startswith(f"{c.id}."))
    return " ".join((*above, *(document.text[c.start : c.end] for c in own)))


def _hold(words: Sequence[Term], texts: Sequence[str]) -> bool:
    return all(max(degree(t, x) for x in texts) >= HELD for t in words)


def _shortens(name: str, title: str) -> bool:
    """Return whether a name of a law leaves out characters of its title and no more: 民促法."""
    if len(name) < SHORTEST or not _STRICT.search(name):
        return False
    left = iter(without_quotes(normalise(title)))
    return all(c in left for c in name)


def _is_other(name: str, title: str) -> bool:
    """Return whether a law's name ends a longer one: 教育法 is not 职业教育法, but 养犬条例 may be a city's."""
    plain = without_quotes(normalise(title))
    at = plain.find(name)
    before = plain[: max(at, 0)]
    return bool(before and _STRICT.search(name)) and not (before in places() or _OPENS.search(before))


def _is_of_kind(name: str, title: str) -> bool:
    """Return whether a title ends with the kind of document that a name ends with: 条例 is no 法."""
    kind = _STRICT.search(name)
    plain = without_quotes(normalise(title))
    issued = _ISSUED.sub("", plain)
    kinds = {m.group() for m in _ENDS.finditer(plain)}
    kinds |= {m.group() for m in _ENDS_ISSUED.finditer(issued)} if issued != plain else set()
    return not kind or kind.group() in kinds
