"""What is asked about a document itself: date, number, issuer, title, addressees, and its closing rules."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from bot import wording
from bot.asking import POST, YEAR
from bot.citations import cite
from bot.draft import Draft, spoken
from bot.model import Citation
from bot.question import Question
from bot.several import named
from corpus.dates import DATE, find_date
from corpus.lines import find_number
from corpus.model import Clause, Document
from corpus.numbering import parse_numeral, to_numeral
from corpus.view import sentences, view
from index.words import normalise

_KINDS = {
    "date": ("date", "signature", "number", "source", "title"),
    "issuer": ("signature", "letterhead", "title"),
    "person": ("signature", "letterhead"),
    "title": ("title",),
    "addressee": ("addressee",),
    "number": ("number", "title"),
}
_NAME = r"[\u4e00-\u9fff](?:[ \u3000]{0,3}[\u4e00-\u9fff]){1,2}"
_SESSION = re.compile("第[一二三四五六七八九十百]+[届次]")
_COUNTED = re.compile("第[一二三四五六七八九十]+次")
_ORDINAL = re.compile(rf"{_COUNTED.pattern}(?=通过|公布|发布|修订|修正|批准)")
_DONE = re.compile(r"通过|公布|发布|修订|修正|批准|印发")
# What a body votes on, a day of which must be stated as such.
_VOTED = re.compile("通过|批准|修订|修正")
# What is done to a document before any page of it, and what a page says of its own day.
_MADE = re.compile(
    f"{_VOTED.pattern}|印发|[签制成]发|成文|落款|施行|作的|作出|作报告|adopted|approved|issued|delivered|signed"
)
_PUT_UP = re.compile("发布|日期|时间|公布")
# 在第四次会议上, 经第六次部务会议通过.
_MET = re.compile(
    r"(?:\d{4}年[^。，,；;]{0,40}?)?[^。，,；;（(—]{2,50}(?:会议|全会|大会)(?:上|审议通过|表决通过|通过|批准|修订|修正)"
)
# The node of the tree that holds what stands before the clauses.
BEFORE_CLAUSES = "0"
# Between a day and what was done then stand the body, its session and the name of a decision.
STATED = 100
# A year named tells more of which statement is meant than so many words.
A_YEAR = 8
_LAST_ASKED = re.compile(r"最近|最后|最新|上一?次|\b(?:last|latest|most recently?)\b")
_ENGLISH_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_AMENDED_ENGLISH = re.compile(rf"\b({'|'.join(_ENGLISH_ORDINALS)}) (?:amend|revis)")
# How often a text was amended is told by the last time: 第三次修正.
_AMENDED = re.compile(
    rf"(?:根据)?(?:{DATE.pattern})[^年。]{{0,80}}?(?:第(?P<n>[一二三四五六七八九十]+)次)?修[正订]"
)
_CHANGED = re.compile(r"等(?P<n>[0-9一二三四五六七八九十百]+)(?P<unit>[部件])(?:法律|[^,，。]{0,4}法规|规章)")
# What is done to a document in English, and what texts say for it.
_DONE_ENGLISH = (
    (r"\b(?:adopted|passed|enacted)\b", "(?:表决)?通过"),
    (r"\bapproved\b", "(?:批准|通过)"),
    (r"\b(?:revised|amended)\b", "(?:修订|修正)"),
    (r"\bpromulgated\b", "(?:公布|发布|颁布)"),
    (r"\b(?:delivered|presented|given)\b", "会议"),
)
PREFACE = frozenset({"title", "date", "number", "signature", "letterhead", "paragraph", "noise"})
STATING = frozenset({"date", "source", "title", "number", "signature", "noise"})
FRONT_MATTER = frozenset({"title", "date", "number", "signature", "letterhead"})
# How a text says of itself from when it holds, how long, who explains it, and what it repeals.
_ITSELF = r"本(?:办法|细则|规定|条例|通知|方案|意见|法|指引|规则|文件|决定|措施|实施办法|实施细则)"
_ELSE = re.compile(rf"{_ITSELF}(?:施行|实施|执行|生效)(?:以?前|之?日|以?后)")
_CLOSING = {
    "effective": re.compile(
        r"(?:自|从|于)[^,。;]{1,30}(?:[年月日]|以后|之后|时)[起后]?(?:正式|开始|全面)?(?:施行|实施|执行|生效)|(?:发布|公布|印发|颁布)之日起(?:施行|实施|执行|生效)?"
    ),
    "validity": re.compile(r"有效期(?:限)?(?:为|至|到|[0-9一二三四五六七八九十])"),
    "interpreter": re.compile(r"由.{2,40}(?:负责)?解释|解释权"),
    "repeal": re.compile(r"废止|停止执行|失效"),
}


# “2015年5月1日 施行”, before the clauses.
_IN_FORCE_SINCE = re.compile(rf"(?:{DATE.pattern})[起 ]{{0,2}}施行")
# Of a text that does not name itself only what closes it so: 自2026年1月20日起施行。
_IN_FORCE = (_CLOSING["effective"], _CLOSING["validity"])
_CLOSES = re.compile(r"(?:施行|实施|执行|生效)(?:[,。;)]|$)|(?:发布|公布|印发|颁布)之日起")


def answer_about(question: Question, documents: Sequence[Document]) -> Draft:
    """Return the fact about each document, quoted from the place in the text that shows it."""
    citations: list[Citation] = []
    said = []
    asked = [question, *(replace(question, field=field) for field in question.also)]
    for document in documents:
        places = [(part, place) for part in asked if (place := next(_places(part, document), None))]
        if places:
            citations += [place for _, place in places if place not in citations]
            value = "，".join(dict.fromkeys(_value(part, document, place) for part, place in places))
            said.append(named(document, value, len(documents) == 1, question.language))
    if not citations:
        return Draft(False)
    text = wording.shortened(("；" if question.language == "zh" else "; ").join(said), wording.LIMIT - 1)
    return Draft(True, text if question.language == "en" else f"{text}。", (), tuple(citations))


def answer_other(question: Question, documents: Sequence[Document], name: str) -> Draft:
    """Return the sentence that tells when, or by whom, a text was made which the documents only speak of."""
    done = _deed(question.folded)
    if not done or question.field not in ("date", "meeting"):
        return Draft(False, missing=(name,))
    told = re.compile(rf"{DATE.pattern}[^。；;]{{0,60}}?{done}的《?[^。；;《》]{{0,8}}{re.escape(name)}》?")
    found = [c for d in documents for c in _found(told, d, lambda clause: True)][:1]
    if not found:
        return Draft(False, missing=(name,))
    said = normalise(view(found[0].quote).text.replace("\n", ""))
    return Draft(True, spoken(said, question.language, found[0].label), (), tuple(found))


def _places(question: Question, document: Document) -> Iterator[Citation]:
    """Yield where the text shows the fact: the exact words where they stand, else the clause for them."""
    if question.field in _CLOSING:
        closing = list(_closing(_CLOSING[question.field], document))
        yield from closing or (
            _found(_IN_FORCE_SINCE, document, _is_preface) if question.field == "effective" else ()
        )
        return
    if question.field == "date" and (stated := _stated(question, document)):
        yield stated
        return
    if question.field == "amendments":
        yield from _told_first(question, _amendments(question, document)[::-1])
        return
    if question.field == "decision":
        yield from _told_first(question, filter(changed_by, _statements("修[正订]", document)))
        return
    if question.field == "meeting":
        yield from _meetings(question, document)
        return
    if question.field == "person" and (person := _person(question, document)):
        yield person
        return
    wanted = _KINDS[question.field or "title"]
    if question.field in ("number", "issuer"):
        words = document.number if question.field == "number" else document.issuer
        at = document.text.find(words) if words else -1
        if at >= 0:
            clause = _clause_at(document, at)
            # “2003年4月27日国务院令第375号公布” is one statement.
            whole = clause.kind == "date"
            yield cite(document, clause) if whole else cite(document, clause, at, at + len(words))
            return
    signed = [c for c in document.clauses if c.kind == "signature"] if question.field == "issuer" else []
    if len(signed) > 1 and document.issuer:  # each on a line of its own
        yield cite(document, signed[0], signed[0].start, signed[-1].end)
        return
    if question.field == "issuer" and not document.issuer:
        wanted = wanted[:-1]  # a title that names nobody
    for kind in wanted:
        for clause in document.clauses:
            if clause.kind == kind and _shows(question, document, clause):
                yield cite(document, clause)


def _stated(question: Question, document: Document) -> Citation | None:
    """Return where the text says on which day just that was done which is asked: 通过, 公布, 印发."""
    done = _deed(question.folded)
    if not done:
        return None
    told = _statements(done, document)
    if _LAST_ASKED.search(question.folded):
        told.sort(key=lambda citation: find_date(normalise(view(citation.quote).text)) or "", reverse=True)
    return next(iter(_told_first(question, told)), None)


def _statements(done: str, document: Document) -> list[Citation]:
    """Return where the text says on which day something was done with it; `done` is a pattern."""
    said = re.compile(rf"(?:根据)?(?:{DATE.pattern})[^年。]{{0,{STATED}}}?{done}")
    voted = _VOTED.search(done) is not None
    return list(
        _found(
            said,
            document,
            lambda clause: (
                clause.kind in STATING or _is_preface(clause) or (voted and clause.kind == "preamble")
            ),
        )
    )


def _told_apart(question: Question, citation: Citation) -> int:
    """Return how much of a question stands where a day is stated: its year, the body that did it."""
    own = normalise(view(citation.quote).text)
    years = A_YEAR * sum(year in own for year in YEAR.findall(question.folded))
    said = (t for t in question.terms if not YEAR.match(t.word))
    return years + sum(any(form in own for form in t.forms()) for t in said)


def _told_first(question: Question, told: Iterable[Citation]) -> list[Citation]:
    """Return statements of days, those first that hold most of a question."""
    return sorted(told, key=lambda citation: _told_apart(question, citation), reverse=True)


def _found(said: re.Pattern[str], document: Document, where: Callable[[Clause], bool]) -> Iterator[Citation]:
    """Yield where clauses say what a pattern describes, blanks of a page apart."""
    for clause in filter(where, document.clauses):
        seen = view(document.text[clause.start : clause.end], clause.start)
        for m in said.finditer(seen.text):
            yield cite(document, clause, *seen.source_span(m.start(), m.end()))


def _is_preface(clause: Clause) -> bool:
    return clause.kind in PREFACE and clause.parent in (None, BEFORE_CLAUSES)


def _amendments(question: Question, document: Document) -> list[Citation]:
    """Return the statements of when a text was amended, those alone that say it as asked: 修正, 修订."""
    asked = next((done for done in ("修正", "修订") if done in question.folded), "")
    told = _found(_AMENDED, document, lambda clause: clause.kind in STATING or _is_preface(clause))
    return [c for c in told if c.quote.endswith(asked)]


def changed_by(citation: Citation) -> re.Match[str] | None:
    """Return how many laws the decision changed by which a text was amended: 等十五部法律的决定."""
    return _CHANGED.search(view(citation.quote).text)


def times_amended(question: Question, document: Document) -> int | None:
    """Return how often a text was amended where it says so itself: by the last of its statements, 第三次修正."""
    told = _amendments(question, document)
    last = _AMENDED.search(view(told[-1].quote).text) if told else None
    number = parse_numeral(last.group("n")) if last and last.group("n") else None
    return len(told) if number == len(told) else None


def _meetings(question: Question, document: Document) -> Iterator[Citation]:
    """Yield where the text says which body met to adopt it or hear it, what was done there as asked before other deeds."""
    done = _deed(question.folded)
    told = _statements(done, document) if done else []
    yield from _told_first(question, (c for c in told if "会议" in c.quote))
    found = _found(_MET, document, lambda clause: clause.kind == "preamble" or _is_preface(clause))
    yield from sorted(found, key=lambda c: not (done and c.quote.endswith(done)))


def _deed(folded: str) -> str:
    """Return a pattern for what was done with a document, as its text says it; "" where none is named."""
    which = _ORDINAL.search(folded)
    if asked := _DONE.findall(folded):  # 2020年的修正是哪天批准的
        return f"{which.group() if which else ''}{asked[-1]}"
    if which := _AMENDED_ENGLISH.search(folded):  # the third amendment was adopted
        return f"第{to_numeral(_ENGLISH_ORDINALS.index(which.group(1)) + 1)}次修[正订]"
    return next((said for english, said in _DONE_ENGLISH if re.search(english, folded)), "")


def deed_named(said: str) -> str:
    """Return what was done with a document as a follow-up names it, 第二次修正; "" where it names none."""
    which, done = _COUNTED.search(said), _DONE.search(said)
    return f"{which.group() if which else ''}{done.group()}" if done else ""


def with_other_deed(asked: str, said: str) -> str:
    """Return a question for a day with what a follow-up names in its place: 通过, 修正, 第二次, 2016年的; else ""."""
    if not _DONE.search(asked):
        return ""
    other = asked
    for pattern in (_DONE, _COUNTED):
        if named := pattern.search(said):
            other = pattern.sub(named.group(), other)
    if year := YEAR.search(said):
        other = f"{year.group()}年{YEAR.sub('', other)}"
    return other if other != asked else ""


def _person(question: Question, document: Document) -> Citation | None:
    """Return where the text names who speaks or signs: the post asked, else any, with a name behind it."""
    asked = re.search(POST, question.folded)
    post = "|".join("[ \u3000]*".join(p) for p in (asked.group() if asked else POST).split("|"))
    said = re.compile(
        rf"[^\s,。]*(?:{post})[ \u3000]*{_NAME}"
        rf"(?:(?:在[^，,。]{{2,30}})?作[^\s，,。]{{0,8}}报告|(?=[ \t\u3000]*(?:$|\n|作|代表|向|在)))"
    )
    found = [
        cite(document, clause, clause.start + m.start(), clause.start + m.end())
        for clause in document.clauses
        if clause.kind in PREFACE and (m := said.search(document.text[clause.start : clause.end]))
    ]
    spoken_of = (c for c in found if c.quote.endswith("报告"))
    return next(spoken_of, found[0] if found else None)


def _closing(pattern: re.Pattern[str], document: Document) -> Iterator[Citation]:
    """Yield the sentences in which a text rules on itself, the last first, those that name it before others.

    “本条例施行前…” and “自本条例施行之日起九十日内” rule on something else.
    """
    found = []
    for clause in document.clauses:
        if clause.kind in ("noise", "source", "contents", "title") or clause.repeats:
            continue
        seen = view(document.text[clause.start : clause.end], clause.start)
        for start, end in sentences(seen.text):
            said = normalise(seen.text[start:end])
            if pattern.search(said):
                of_itself = re.search(_ITSELF, said) is not None
                if pattern in _IN_FORCE and not (of_itself or _CLOSES.search(said)):
                    continue
                found.append(
                    (
                        not _ELSE.search(said),
                        of_itself,
                        clause.start,
                        cite(document, clause, *seen.source_span(start, end)),
                    )
                )
    yield from (citation for *_, citation in sorted(found, key=lambda f: f[:3], reverse=True))


def front_matter(document: Document) -> str:
    """Return the folded text of what stands before and behind the clauses: 省长, 人民代表大会, 公布."""
    own = (document.text[c.start : c.end] for c in document.clauses if c.kind in FRONT_MATTER)
    # 山西省第十四届人民代表大会 is asked for as 省人民代表大会.
    said = normalise(" ".join(own))
    return f"{said} {_SESSION.sub('', said)}"


def _shows(question: Question, document: Document, clause: Clause) -> bool:
    own = document.text[clause.start : clause.end]
    if question.field == "number":
        return bool(find_number(own))
    if question.field != "date":
        return True
    if clause.kind == "source" and (_MADE.search(question.folded) or not _PUT_UP.search(own)):
        return False  # a portal's day is that of its page
    done = _deed(question.folded)
    voted, said = _VOTED.findall(done), _VOTED.findall(normalise(view(own).text))
    if done and (voted or said) and not set(voted) & set(said):
        return False  # a day that says nothing is that of the signature
    return bool(document.date) and (find_date(own) == document.date or document.date in own)


def _value(question: Question, document: Document, found: Citation) -> str:
    if question.field == "date":
        shown = find_date(normalise(view(found.quote).text)) or document.date
        year, month, day = (int(p) for p in shown.split("-"))
        return (
            f"{year}年{month}月{day}日"
            if question.language == "zh"
            else f"{shown} ({year}年{month}月{day}日)"
        )
    if question.field == "number" and document.number:
        return document.number
    if question.field == "issuer" and document.issuer and "\n" in found.quote.strip():
        return document.issuer
    if question.field == "title" and document.title:
        return f"《{document.title}》"
    return spoken(" ".join(found.quote.split()).rstrip("：:。"), question.language, found.label)


def _clause_at(document: Document, offset: int) -> Clause:
    return next(c for c in document.clauses if c.start <= offset < c.end)
