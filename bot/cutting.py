"""The words of a Chinese question, cut as the library writes them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.asking import ARTICLE, WHOLE
from bot.match import CALLED_AFTER
from index.glossary import Glossary
from index.lexicon import places, single_words, stop_words
from index.words import Segmenter, is_han, without_quotes

# What stands before a word in speech and is no part of it: 给答复, 没签, 经省人大.
_BEFORE = re.compile("^[给没多再经被把就都别快刚才又还先让叫帮跟会要想能]+(?=.)")
# What came of a deed, or where it led: 迁进来, 招进.
_BEHIND = re.compile(r"(?<=.)(?:[进出回过上下起](?:来|去)|[了着进])$")
# A deed done to someone: 咬了人.
_DONE = re.compile("(?<=.)[了着](?=.)")
# So many characters of a question are cut anew around a word that the library lacks.
LONGEST = 8
DEPUTY = "副"
# A name of so many characters may be made of words.
LONG = 6
# What a day, a week or a month set apart for something is called by: 家庭教育日, 安全生产月.
DAYS = "日周月节"
# 学校里 is said of 学校.
WITHIN = "里上中内"


@dataclass(frozen=True, slots=True)
class Cutter:
    """Cuts questions for one library: `holds` tells whether it holds a word, `spell` what it writes for one it lacks."""

    segmenter: Segmenter
    glossary: Glossary
    holds: Callable[[str], bool]
    spell: Callable[[str], tuple[str, ...]]

    def content(self, text: str) -> list[str]:
        """Return the words that carry something, in order; a date and a quoted name are one word each."""
        found: list[str] = []
        for piece in WHOLE.split(text):
            if WHOLE.fullmatch(piece):
                found.append(without_quotes(piece))
            else:
                words = self._recut(self.segmenter.words(piece))
                words = [part for w in words for part in self._apart(w)]
                found += [w for w in words if w not in stop_words() and not ARTICLE.fullmatch(w)]
        return found

    def is_noun(self, word: str) -> bool:
        """Return whether a character is a noun of the field by itself: 狗, 车."""
        return len(word) == 1 and self.glossary.knows(word) and word not in single_words()

    def _is_known(self, word: str) -> bool:
        return self.glossary.knows(word) or self.holds(word)

    def _recut(self, words: Sequence[str]) -> list[str]:
        """Return words cut where the library cuts them: 洛阳城 市区 is 洛阳 城市区 where it writes 城市区."""
        cut = _kept_together(_degrees_joined(words))
        at = 0
        while at + 1 < len(cut):
            pair = cut[at : at + 2]
            fixed = any(len(w) > 1 and w in stop_words() for w in pair)
            if not fixed and any(map(self._is_strange, pair)) and (better := self._moved(*pair)):
                cut[at : at + 2] = better
            at += 1
        return cut

    def _is_strange(self, word: str) -> bool:
        return len(word) > 1 and is_han(word) and not self._is_known(word)

    def _moved(self, first: str, second: str) -> list[str]:
        """Return two words with the cut between them moved so that the library holds what it joins, else []."""
        run = first + second
        if len(run) > LONGEST or not is_han(second):
            return []
        spans = (
            (i, j)
            for n in range(len(run) - 1, 1, -1)
            for i in range(len(run) - n + 1)
            if i < len(first) < (j := i + n)
        )
        for i, j in spans:
            rest = [p for p in (run[:i], run[j:]) if p]
            if self._is_known(run[i:j]) and all(len(p) == 1 or self._is_known(p) for p in rest):
                return [p for p in (run[:i], run[i:j], run[j:]) if p]
        return []

    def _apart(self, word: str) -> Iterator[str]:
        """Yield a run of characters that is no word without what speech adds to it, its nouns of one character apart."""
        if parts := self._unwritten(word):
            yield from parts
            return
        if len(word) == 1 or not is_han(word) or self.segmenter.commonness(word) or self._is_known(word):
            yield word
            return
        if self.spell(word):
            yield word
            return
        if word[-1] in WITHIN and len(word) > 2 and self._is_known(word[:-1]):
            yield word[:-1]
            return
        for part in _DONE.split(_BEHIND.sub("", _BEFORE.sub("", word))):
            yield from self._nouns_apart(part)

    def _unwritten(self, word: str) -> list[str]:
        """Return the words of a name of the field that the library writes apart: 改造 城镇 老旧小区; [] for any other."""
        if len(word) < LONG or self.holds(word) or not self.glossary.knows(word):
            return []
        if any(map(self.holds, (*self.glossary.equal(word), *self.glossary.narrower(word)))):
            return []
        parts = [p for p in self.segmenter.parts(word) if p != word and len(p) > 1]
        return parts if "".join(parts) == word and all(map(self.holds, parts)) else []

    def _nouns_apart(self, word: str) -> list[str]:
        """Return a run of characters that is no word with the nouns of one character in it apart: 狗 证."""
        nouns = [] if len(word) == 1 or self._is_known(word) else [c for c in word if self.is_noun(c)]
        return [p for p in re.split(f"({'|'.join(nouns)})", word) if p] if nouns else [word]


def _kept_together(words: Sequence[str]) -> list[str]:
    """Return words with 副 and the post behind it as one, names of places and of days too: 副召集人, 河南村, 家庭教育日."""
    joined: list[str] = []
    for at, word in enumerate(words):
        called_after = joined and joined[-1] in places() and word in CALLED_AFTER
        last = at + 1 == len(words) or words[at + 1] in "是为在"
        day = joined and last and word in DAYS and len(joined[-1]) > 1 and is_han(joined[-1])
        if joined and (joined[-1] == DEPUTY or called_after or day):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _degrees_joined(words: Sequence[str]) -> list[str]:
    """Return words with 最 and what it raises as one: 最 多罚 is 最多 罚."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == "最" and word[0] in "多少高低长短早晚迟快慢大小":
            joined[-1] += word[0]
            word = word[1:]
        joined += [word] if word else []
    return joined
