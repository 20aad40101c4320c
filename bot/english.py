"""What an English question asks, and which words of the library its own stand for."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from bot.asking import MAY_BE_FIGURE, MEASURES, YEAR, Kind
from bot.english_asking import (
    BOUNDS_GIVEN,
    COUNT,
    COUNTED,
    CUT,
    DEED,
    IN_CHARGE,
    IN_TOTAL,
    KINDS,
    LETTERS,
    MEASURED,
    SCALED,
    SCALES,
    UNITS_ASKED,
    UNITS_GIVEN,
)
from bot.fields import asks_field, metadata_field
from bot.question import Question, Term
from corpus.figures import Figure
from corpus.numbering import to_numeral
from corpus.reference import find_reference
from index.glossary import Glossary, english_words
from index.lexicon import english_stop_words, places, verbs
from index.translation import is_deed

# Who is in charge of a thing itself: no other deed is asked for.
_IN_CHARGE_OF = (Term("负责", ("主管", "牵头"), verb=True),)
# A verb in a form that says so: turning, postponed.
_AGED, _MEASURED = (
    re.compile(r"\bage(?:d|s)?(?: of)? (?P<n>\d+)\b"),
    re.compile(r"\b(?P<n>\d+(?:\.\d+)?)[ -]"),
)
_INFLECTED = re.compile(r"[a-z]{3,}(?:ing|ed)")
# The country, which folded is a word that says nothing.
_AMERICA, _AMERICA_FOLDED = re.compile(r"\bU\.?S\b"), re.compile(r"\bu\.?s\b\.?")
# A word in the middle of a sentence that is written as a name is.
_NAME = re.compile(r"(?<=[a-z0-9,;] )[A-Z][a-z]+(?:-[A-Z][a-z]+)*")

Translate = Callable[[str], tuple[str, ...]]
Found = tuple[int, int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class EnglishReader:
    """Understands English questions with the words of one library; its fields are those of a `Parser`."""

    glossary: Glossary
    spell: Translate
    holds: Callable[[str], bool]
    look_up: Callable[[Sequence[str]], list[Found]]

    def read(self, text: str, folded: str) -> Question:
        """Return what is asked in a text that is folded too."""
        reference = find_reference(folded)
        kind, family = next(((k, f) for k, f, p in KINDS if p.search(folded)), ("open", None))
        asked = folded[: reference.start] + folded[reference.end :] if reference else folded
        if _AMERICA.search(text):
            asked = _AMERICA_FOLDED.sub(" america ", asked)
        names = frozenset(w.lower() for w in _NAME.findall(text))
        deeds = self._deeds(folded) if kind == "who" else ()
        terms = tuple(t for t in self._asked_terms(asked, kind, names) if not (family and _is_measure(t)))
        terms += deeds if deeds == _IN_CHARGE_OF else ()
        field, _ = metadata_field(folded, kind, terms)
        return Question(
            text=text,
            folded=folded,
            language="en",
            kind="clause" if reference and not [t for t in terms if not t.verb] else kind,
            terms=terms,
            focus=self._focus(folded, terms) if kind == "figure" and family in (None, "count") else (),
            family=family,
            unit="人" if family == "people" else _unit(folded) if kind == "figure" else "",
            years=tuple(YEAR.findall(folded)),
            aggregate="sum" if IN_TOTAL.search(folded) else None,
            reference=reference,
            beside=tuple(t for t in terms if not t.verb) if reference else (),
            field=field,
            named=self._naming(asked, kind, terms) if field else (),
            maybe=kind == "figure" and MAY_BE_FIGURE.search(folded) is not None,
            topic=kind == "which" and folded.startswith(("what does", "what do", "how")),
            deeds=deeds,
        )

    def _asked_terms(self, asked: str, kind: Kind, names: frozenset[str]) -> Iterator[Term]:
        """Yield the terms of a question without the words that only ask."""
        for kinds, pattern, left in CUT:
            if kinds is None or kind in kinds:
                asked = pattern.sub(left, asked)
        yield from map(_place_on_scale, SCALED.finditer(asked))
        for term in self._terms(SCALED.sub(" ", asked)):
            # A name that nothing is known of must be the text's.
            yield replace(term, place=True) if term.word in names and not term.equal else term

    def _terms(self, folded: str) -> Iterator[Term]:
        words = english_words(folded)
        at = 0
        for start, end, chinese in [*self._names(words), (len(words), len(words), ())]:
            yield from self._unknown_terms(words[at:start])
            if end - start > 1 and not any(map(self.holds, chinese)):
                # The library calls it otherwise: what its words say may still be found.
                yield from self._word_for_word(words[start:end], chinese)
            elif chinese and (end - start > 1 or words[start] not in english_stop_words()):
                yield self._known_term(words[start:end], chinese)
            at = end

    def _names(self, words: list[str]) -> list[Found]:
        """Return the names that the glossary knows; a longer one of the dictionary goes before those inside it."""
        known = self.glossary.translate(words)
        longer = [
            (start, end, chinese)
            for start, end, chinese in self.look_up(words)
            if end - start > 1 and _outdoes(start, end, known)
        ]
        kept = [k for k in known if all(k[1] <= start or end <= k[0] for start, end, _ in longer)]
        return sorted(kept + longer)

    def _focus(self, folded: str, terms: tuple[Term, ...]) -> tuple[Term, ...]:
        """Return the nouns right behind “how many”: what is counted."""
        counted = COUNTED.search(folded)
        nouns = {t.word for t in self._terms(counted.group(1))} if counted else set()
        return tuple(t for t in terms if t.word in nouns)

    def _deeds(self, folded: str) -> tuple[Term, ...]:
        """Return the verb whose agent is asked: “who must approve …”."""
        charge = IN_CHARGE.search(folded)
        if charge and not charge.group("deed"):
            return _IN_CHARGE_OF
        deed = DEED.search(folded)
        found = self._terms(deed.group("behind") or deed.group("before")) if deed else iter(())
        return tuple(found)[:1]

    def _naming(self, asked: str, kind: Kind, terms: tuple[Term, ...]) -> tuple[Term, ...]:
        """Return the terms that must name the document: those that stand apart from what asks for its field."""
        rest = {t.word for t in self._asked_terms(asks_field(asked, kind), kind, frozenset())}
        _, named = metadata_field(asked, kind, terms)
        return tuple(t for t in named if t.word in rest)

    def _word_for_word(self, words: list[str], chinese: tuple[str, ...]) -> Iterator[Term]:
        """Yield a term for each word of an English name, the name’s own term where they give none."""
        single = [t for word in words for t in self._terms(word)]
        found = [t for t in single if any(map(self.holds, t.forms()))]
        yield from found if len(found) == len(single) else [_term(chinese)]

    def _known_term(self, words: list[str], chinese: tuple[str, ...]) -> Term:
        """Return the term of an English name of the glossary; what else it may mean, where the library lacks that."""
        others = [w for _, _, found in self.look_up(words) for w in found if w not in chinese]
        if any(map(self.holds, chinese)):
            return replace(_term(chinese), senses=tuple(others) if len(words) == 1 else (), english=words[-1])
        return replace(_term((*chinese, *others)), loose=bool(others), english=words[-1])

    def _unknown_terms(self, words: list[str]) -> Iterator[Term]:
        """Yield the terms of English words that the glossary does not know."""
        found = {start: (end, zh) for start, end, zh in self.look_up(words)}
        at = 0
        while at < len(words):
            end, chinese = found.get(at, (at + 1, ()))
            if chinese:
                yield replace(_term(chinese), loose=True, english=words[end - 1])
            elif words[at] in COUNT:
                n = COUNT[words[at]]
                yield Term(to_numeral(n), (str(n),), verb=True)
            elif words[at] not in english_stop_words():
                yield self._unheard_term(words[at])
            at = end

    def _unheard_term(self, word: str) -> Term:
        """Return the term of a word that neither glossary nor dictionary finds in the library."""
        if spelt := self.spell(word):
            return _term(spelt)
        return Term(word, verb=is_deed(word) or _INFLECTED.fullmatch(word) is not None, english=word)


def figures_given(folded: str) -> list[Figure]:
    """Return what an English question measures by a number: 12 years of work, aged 62, 30 employees."""
    said = _AGED.sub(r"\g<n> years old", folded)
    found = []
    for number in _MEASURED.finditer(said):
        unit = next((u for u, word in UNITS_GIVEN if word.match(said, number.end())), None)
        if unit:
            bound = next((b for b, word in BOUNDS_GIVEN if word.search(said, 0, number.start())), None)
            span = (number.start(), number.end())
            found.append(Figure(float(number["n"]), unit, *span, number["n"], qualifier=bound))
    return found


def _outdoes(start: int, end: int, known: Sequence[Found]) -> bool:
    """Return whether a name of general language is longer than each of the glossary's that it overlaps."""
    inside = [k for k in known if k[0] < end and start < k[1]]
    return all(start <= k[0] and k[1] <= end and k[1] - k[0] < end - start for k in inside)


def _place_on_scale(said: re.Match[str]) -> Term:
    """Return the term of a place on a scale: grade one is 一级 or 1级, class A 甲类 or A类."""
    at = said.group("at") or said.group("nth")
    n = COUNT.get(at) or (int(at) if at.isdigit() else 0)
    written = (to_numeral(n), str(n)) if n else (LETTERS[at], at)
    forms = [w + tail for tail in SCALES[said.group("scale") or said.group("of")] for w in written]
    return Term(forms[0], tuple(forms[1:]))


def _is_measure(term: Term) -> bool:
    return not MEASURES.isdisjoint(term.forms())


def _unit(folded: str) -> str:
    """Return the Chinese measure word for the one asked in, "" for others."""
    asked = MEASURED.search(folded)
    return next((unit for unit, said in UNITS_ASKED if asked and said.search(asked.group())), "")


def _term(chinese: Sequence[str]) -> Term:
    word, *equal = chinese
    return Term(word, tuple(equal), verb=any(c in verbs() for c in chinese), place=word in places())
