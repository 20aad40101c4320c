"""The sentence that answers: chosen from the evidence, quoted with what it introduces."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot import wording
from bot.citations import cite
from bot.draft import Draft, spoken
from bot.evidence import Evidence
from bot.forms import DATED, WRONGS
from bot.lists import CASES_ASKED, LEADS, MANY_ASKED, PARTS_ASKED
from bot.model import Citation
from bot.outlines import children, introduced, last_descendant
from bot.passages import Passage, Sentence
from bot.question import Question
from corpus.numbering import parse_numeral

# A lead such as “应当符合下列条件：” is quoted with the items it introduces, up to so many characters.
_FOLLOWING = re.compile(r"(?:下列|以下|如下).{0,6}(?:条件|情形|规定|要求|标准|材料|方式|程序|之一)")
_CHARGES = re.compile(r"负责|牵头")
# (教育部、财政部) behind a task names who is charged with it.
_BODIES = re.compile(r"\((?:[^()、。]{2,20}[部委局厅署办行会院府、][、等]?)+[^()。]{0,20}\)$")
# What a sentence says of what the one before it told.
_REFERS = re.compile(r"(?:以上|上述|这些|此项|该项|前述|有关|相关)[^,。;]{0,8}")
_SPELLS_OUT = re.compile(r"主要(?:是|有|包括|表现)|一是|具体(?:是|包括)|包括|其中|即[:,]")
# What follows from a deed is asked for.
_PUNISHES = re.compile(
    r"罚|处理|处分|后果|责任|责令|违反|逾期|不改|拒不|怎么办|\b(?:punish|penal|fined?\b|what happens|consequence)"
)
_PUNISHED = re.compile("罚|处分|责令|追究|不得|禁止|警告|取消|撤销|吊销|记.{1,2}分")
_COUNTS = re.compile(
    r"(?P<n>[二三四五六七八九十]|\d{1,2})(?:大|个|项|条)(?P<of>[\u4e00-\u9fff]{2,8})[”。;:,]"
)
QUOTE = 900
BODY = 330
# A sentence of so many characters at the beginning of a paragraph says what the paragraph is about.
HEAD = 20
LISTED = re.compile(r"[、;:\d]")
# A sentence that holds so much of a question whether tells it itself.
TOLD = 0.9
# What a sentence holds of a question, above which another that holds as much is of another case.
ALIKE = 0.3


def answer_text(question: Question, evidence: Evidence) -> Draft:
    """Return the quote that answers, cut to what was asked."""
    passage, sentence = evidence.passage, evidence.sentence
    told = question.kind == "yesno" and evidence.own >= TOLD  # 入户无需积分，满足以下任一条件即可：
    if (
        question.kind in ("which", "open", "definition", "yesno")
        and not told
        and sentence is passage.sentences[-1]
        and not children(passage.document, passage.clause)
        and (listed := introduced(passage, question))
    ):
        return listed
    if announced := _announced(question, evidence):
        return announced
    citation = _noted(question, evidence) or _quote(question, evidence)
    shown = _shown(citation)
    text = wording.shortened(shown, wording.LIMIT - 60)
    return Draft(True, spoken(text, question.language, citation.label), (), (citation,))


def with_lead(question: Question, evidence: Evidence, lead: Passage | None, draft: Draft) -> Draft:
    """Return an item's quote with the lead that says what holds of it: 不得有下列行为, 一次记6分."""
    asked = question.kind in ("yesno", "open", "who", "when") or _PUNISHES.search(question.folded)
    if lead is None or len(draft.citations) != 1 or not asked:
        return draft
    # Who asks what follows from a wrong is told all that does: 责令改正；情节严重的，….
    punishes = _PUNISHES.search(question.folded) and _PUNISHED.search(lead.text)
    first = lead.sentences[0 if punishes else -1]
    above = cite(lead.document, lead.clause, lead.span(first)[0], lead.span(lead.sentences[-1])[1])
    shown = f"{_shown(above)} {_shown(draft.citations[0])}"
    text = spoken(wording.shortened(shown, wording.LIMIT - 60), question.language, above.label)
    own = draft.citations
    before = question.kind == "who" and evidence.sentence.text.endswith(WRONGS)
    before |= first is not lead.sentences[-1]
    return replace(draft, text=text, citations=(above, *own) if before else (*own, above))


def answer_cases(question: Question, evidence: Evidence, others: Sequence[Evidence]) -> Draft:
    """Return the quote that answers, and those beside it in the same article that say as much of other cases."""
    draft = answer_text(question, evidence)
    if question.kind not in ("which", "who") or len(draft.citations) > 1:
        return draft
    item = evidence.passage.clause.kind == "item" and len(evidence.passage.sentences) == 1
    if not (CASES_ASKED.search(question.folded) or (item and MANY_ASKED.search(question.folded))):
        return draft
    place = (evidence.passage.document.id, evidence.passage.clause.parent)
    same = [
        answer_text(question, e)
        for e in others
        if (e.passage.document.id, e.passage.clause.parent) == place
        and e.passage is not evidence.passage
        and e.own >= evidence.own > ALIKE
    ]
    if not same:
        return draft
    text = wording.shortened("".join(d.text for d in (draft, *same)), wording.LIMIT)
    return replace(draft, text=text, citations=tuple(c for d in (draft, *same) for c in d.citations))


def _quote(question: Question, evidence: Evidence) -> Citation:
    passage, sentence = evidence.passage, evidence.sentence
    start, end = passage.span(sentence)
    document, clause = passage.document, passage.clause
    if _leads(passage.sentences, sentence) and children(document, clause):
        end = min(last_descendant(document, clause).end, start + QUOTE)
        return cite(document, clause, start, end)
    if _PUNISHES.search(question.folded) and (following := passage.consequence(sentence)):
        end = passage.span(following)[1]
    elif sentence.text.endswith((":", "：")):
        end = passage.span(_up_to(passage.sentences, sentence, QUOTE))[1]
    elif question.kind == "who" and (named := _charged(question, evidence)):
        end = passage.span(named)[1]
    elif question.kind == "when" and (dated := dated_pair(evidence)):
        start, end = passage.span(dated[0])[0], passage.span(dated[1])[1]
    elif question.kind == "which" and (more := _goes_on(passage.sentences, sentence)):
        end = passage.span(more)[1]
    elif question.kind == "which" and (listed := _listing(question, passage.sentences, sentence)):
        start, end = passage.span(listed[0])[0], passage.span(listed[1])[1]
    elif _asks_topic(question, evidence):
        start = passage.span(passage.sentences[0])[0]
        end = passage.span(_up_to(passage.sentences, passage.sentences[0], BODY))[1]
    return cite(document, clause, start, end)


def _noted(question: Question, evidence: Evidence) -> Citation | None:
    """Return a note’s head with the paragraph behind it, which holds what it says: “[1]五网合一：” “将水…”."""
    passage, sentence = evidence.passage, evidence.sentence
    if passage.clause.kind != "paragraph" or not re.search("[:：]$", passage.text.rstrip()):
        return None
    if sentence is not passage.sentences[-1]:
        return None
    clauses = passage.document.clauses
    following = next((c for c in clauses if c.start >= passage.clause.end and c.kind != "noise"), None)
    if following is None or following.parent != passage.clause.parent or following.kind != "paragraph":
        return None
    end = min(following.end, passage.clause.start + QUOTE)
    return cite(passage.document, passage.clause, passage.span(sentence)[0], end)


def _leads(sentences: tuple[Sentence, ...], sentence: Sentence) -> bool:
    """Return whether a sentence introduces the items below its clause: it ends there, or says 以下3个条件."""
    if sentence is sentences[-1]:
        return LEADS.search(sentence.text) is not None
    return _FOLLOWING.search(sentence.text) is not None


def _charged(question: Question, evidence: Evidence) -> Sentence | None:
    """Return the sentence further on that names who is charged with what the evidence says: （教育部负责）."""
    asked = _CHARGES.search(question.folded) or any(_CHARGES.search(d.word) for d in question.deeds)
    if not asked or _CHARGES.search(evidence.sentence.text):
        return None
    sentences = evidence.passage.sentences
    behind = sentences[sentences.index(evidence.sentence) + 1 :]
    named = next((s for s in behind if _CHARGES.search(s.text) or _BODIES.match(s.text)), None)
    return named if named and named.end - evidence.sentence.start <= QUOTE else None


def _goes_on(sentences: tuple[Sentence, ...], sentence: Sentence) -> Sentence | None:
    """Return the next sentence where it spells out what this one only announces: 主要是…, 一是…."""
    at = sentences.index(sentence) + 1
    if at == len(sentences) or not _SPELLS_OUT.match(sentences[at].text):
        return None
    return _up_to(sentences, sentences[at], BODY)


def announces(question: Question, evidence: Evidence) -> bool:
    """Return whether a sentence only counts what the sentences behind it name."""
    return _announced(question, evidence) is not None


def _announced(question: Question, evidence: Evidence) -> Draft | None:
    """Return what the sentences behind one name that only counts it: 实施六大提升行动。 实施…提升行动，…"""
    passage, sentence = evidence.passage, evidence.sentence
    counted = _COUNTS.search(sentence.text) if question.kind == "which" else None
    if counted is None or "、" in sentence.text:
        return None
    name, number = counted.group("of")[-4:], parse_numeral(counted.group("n"))
    behind = passage.sentences[passage.sentences.index(sentence) + 1 :]
    named = [s for s in behind if name in s.text]
    if len(named) != number:
        return None
    halves = [s.text.partition(name) for s in named]
    parts = [f"{before}{name}{re.split('[,。;:]', after)[0]}" for before, _, after in halves]
    text = wording.shortened("；".join(parts), wording.LIMIT - 1)
    label = passage.clause.label
    citations = tuple(cite(passage.document, passage.clause, *passage.span(s)) for s in named)
    return Draft(True, spoken(f"{text}。", question.language, label), (), citations)


def dated_pair(evidence: Evidence) -> tuple[Sentence, Sentence] | None:
    """Return a sentence and the next that dates it, where only one is the evidence: 以上工作要在2月底前完成."""
    sentences, at = evidence.passage.sentences, evidence.passage.sentences.index(evidence.sentence)
    pairs = ((n, n + 1) for n in (at, at - 1) if 0 <= n < len(sentences) - 1)
    for first, second in ((sentences[n], sentences[m]) for n, m in pairs):
        refers = _REFERS.match(second.text) and DATED.search(second.text)
        if refers and not DATED.search(first.text):
            return first, second
    return None


def _listing(
    question: Question, sentences: tuple[Sentence, ...], sentence: Sentence
) -> tuple[Sentence, Sentence] | None:
    """Return the first and last sentence of a list that a sentence is part of, or that it is the head of."""
    asked = PARTS_ASKED.search(question.folded)
    if asked and sentence is sentences[0] and len(sentence.text) <= HEAD and not LISTED.search(sentence.text):
        return sentence, _up_to(sentences, sentence, BODY)
    return _enumeration(sentences, sentence) if asked or ":" in sentence.text else None


def _enumeration(sentences: tuple[Sentence, ...], sentence: Sentence) -> tuple[Sentence, Sentence]:
    """Return the first and last of the parts between semicolons that a sentence is one of."""
    first = last = sentences.index(sentence)
    while first > 0 and sentences[first - 1].text.endswith(";"):
        first -= 1
    while last + 1 < len(sentences) and sentences[last].text.endswith(";"):
        last += 1
    whole = sentences[last].end - sentences[first].start <= QUOTE
    return (sentences[first], sentences[last]) if whole else (sentence, sentence)


def _up_to(sentences: tuple[Sentence, ...], first: Sentence, limit: int) -> Sentence:
    """Return the last sentence of the run from `first` that stays within `limit` characters."""
    run = [s for s in sentences[sentences.index(first) :] if s.end - first.start <= limit]
    return run[-1] if run else first


def _asks_topic(question: Question, evidence: Evidence) -> bool:
    """Return whether a question asks what a whole clause says: its heading holds all that is named."""
    if question.kind not in ("open", "which", "definition") or evidence.headed <= 0.75:
        return False
    return question.topic or evidence.passage.heading.rstrip().endswith(("?", "？"))


def _shown(citation: Citation) -> str:
    from corpus.view import view

    return view(citation.quote).text.replace("\n", " ")
