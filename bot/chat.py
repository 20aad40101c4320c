"""A chat of any channel: asks in a conversation, opens clauses, lists, searches, takes feedback."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.blocks import answer_blocks, citation_blocks
from bot.chat_actions import Button, find_clause, find_document, pack, unpack
from bot.chat_screens import HITS, Screen, Screens, suggestion_rows
from bot.chat_store import ChatStore
from bot.chat_texts import courtesy, explain, language_named, texts_of
from bot.citations import cite
from bot.feedback import AnswerLog, add_feedback
from bot.identity import known_id
from bot.model import Answer, Citation, Language
from bot.render import marked, matches, one_line
from bot.service import Parts, Service, example_question
from corpus.errors import ChuyiError, UnknownClause
from corpus.library import DocumentInfo, Library
from corpus.model import Clause, Document
from corpus.reference import find_clause as find_named

T = TypeVar("T")
# In more documents than this a clause is not looked for without the document's name.
SEARCHED = 50
_NAMED = re.compile(r"(?:《(?P<title>[^》]+)》|(?P<word>\S+)\s)\s*(?P<clause>.+)", re.S)


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and where: the keys of the chat and of the conversation, and the language of the device."""

    chat: str
    conversation: str
    language: Language


@dataclass(frozen=True, slots=True)
class Pressed:
    """What pressing a button comes to: a line that pops up, or a screen, shown in place or as new."""

    note: str = ""
    screen: Screen | None = None
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """An answer or a clause to be put into another chat."""

    title: str
    description: str
    screen: Screen


class Chat:
    """What is said in the chats of one channel; for many threads.

    Errors a person can act on come back as screens; others are raised.
    """

    def __init__(
        self, service: Service, store: ChatStore, answers: AnswerLog | None, screens: Screens
    ) -> None:
        self._service = service
        self._store = store
        self._answers = answers
        self._screens = screens
        self._examples: dict[str, str] = {}

    def language(self, asker: Asker) -> Language:
        """Return the language chosen for a chat, else that of the device."""
        return self._store.talk(asker.chat).language or asker.language

    def say(self, asker: Asker, key: str, **values: object) -> Screen:
        """Return a text of Chuyi's own; `example` is filled in."""
        example = self._service.use(self._example)
        return self._screens.text(texts_of(self.language(asker))(key, example=example, **values))

    def ask(self, asker: Asker, message: int, question: str, shown: bool = True) -> Screen:
        """Answer a question within the asker's conversation; `message` is where it stands in the chat.

        A question asked again in the same message (it was edited, or the bot was stopped) is understood
        within the conversation as it was before it. A courtesy is returned and leaves the conversation as it is.
        """
        if said := courtesy(question):
            return self.say(asker, said)
        talk = self._store.talk(asker.conversation)
        private = asker.chat == asker.conversation
        chosen = talk.language if private else self._store.talk(asker.chat).language
        reply = self._store.reply(asker.chat, message)
        known = reply if reply and reply.after else None
        before = known.before if known else talk.conversation

        def work(parts: Parts) -> tuple[Answer, Screen]:
            answer = parts.answerer.answer(question, before)
            language = chosen or answer.language
            return answer, self._screens.answer(parts, answer, language, "" if shown else answer.question)

        try:
            answer, screen = self._service.use(work)
        except ChuyiError as error:
            return self.trouble(asker, error)
        if self._answers:
            self._answers.add(answer)
        goes_on = known is None or talk.conversation in (known.before, known.after)
        state = _state(answer) if goes_on else {}
        self._store.keep_turn(asker.chat, message, before, answer.conversation, asker.conversation, state)
        return screen

    def command(self, asker: Asker, name: str, words: str, me: str) -> Screen:
        """Return what a command of `bot.chat_texts.COMMANDS` shows; `me` is the bot's name."""
        language = self.language(asker)
        commands: dict[str, Callable[[], Screen]] = {
            "start": lambda: self._start(asker, me, language),
            "help": lambda: self._screens.text(texts_of(language)("help", name=me)),
            "documents": lambda: self._service.use(lambda parts: self._screens.documents(parts, 0, language)),
            "clause": lambda: self._clause(asker, words, language),
            "search": lambda: self._search(words, language),
            "language": lambda: self._choose_language(asker, words, language),
        }
        try:
            return commands[name]()
        except ChuyiError as error:
            return self.trouble(asker, error)

    def press(self, asker: Asker, message: int, data: str, label: str) -> Pressed:
        """Return what a button comes to that carries `data` and says `label`; `message` is as in `ask`."""
        language = self.language(asker)
        known = unpack(data)
        try:
            pressed = self._press(asker, message, *known, label) if known else None
        except ChuyiError as error:
            return Pressed(explain(error, language))
        return pressed or Pressed(texts_of(language)("old_button"))

    def offers(self, query: str) -> list[Offer]:
        """Return the answer to a question and the clauses that hold its words, each to be shared."""
        if not query.strip():
            return []
        try:
            return self._service.use(lambda parts: self._offers(parts, query))
        except ChuyiError:
            return []

    def trouble(self, asker: Asker, error: Exception) -> Screen:
        """Return what went wrong, for the person who asked."""
        return self._screens.text(explain(error, self.language(asker)))

    def _example(self, parts: Parts) -> str:
        """Return a question that the library answers, worked out once for each state of it."""
        fingerprint = parts.library.fingerprint
        if fingerprint not in self._examples:
            self._examples = {fingerprint: example_question(parts)}
        return self._examples[fingerprint] or texts_of("zh")("example")

    def _start(self, asker: Asker, me: str, language: Language) -> Screen:
        words = texts_of(language)
        self._store.start_anew(asker.conversation)

        def work(parts: Parts) -> Screen:
            greeting = words("start", documents=len(parts.library.documents()))
            said = f"{greeting}\n\n{words('help', name=me)}\n\n{words('try')}"
            return self._screens.text(said, suggestion_rows([self._example(parts)]))

        return self._service.use(work)

    def _clause(self, asker: Asker, words: str, language: Language) -> Screen:
        if not words.strip():
            return self._screens.text(texts_of(language)("which_clause"))
        last = self._store.talk(asker.conversation).document

        def work(parts: Parts) -> Screen:
            infos, name = _named_documents(parts.library.documents(), words.strip())
            if len(infos) > SEARCHED:
                infos = [info for info in infos if info.id == last]
            if not infos:
                return self._screens.text(texts_of(language)("name_document", clause=name))
            found = list(_having(parts.library, infos, name))
            found = _exactly(found, name) or found
            found = [pair for pair in found if pair[0].id == last] or found
            if not found:
                raise UnknownClause(f"no document has the clause {name}")
            if len(found) > 1:
                return self._screens.choice(found, name, language)
            return self._screens.clause(*found[0], 0, language)

        return self._service.use(work)

    def _search(self, words: str, language: Language) -> Screen:
        if not any(unicodedata.category(c)[0] in "LN" for c in words):
            return self._screens.text(texts_of(language)("what_words"))
        return self._service.use(lambda parts: self._screens.hits(_hits(parts, words, HITS), language))

    def _choose_language(self, asker: Asker, words: str, language: Language) -> Screen:
        if chosen := language_named(words):
            return self._screens.text(self._keep_language(asker, chosen))
        row = (Button("中文", pack("l", "zh")), Button("English", pack("l", "en")))
        return self._screens.text(texts_of(language)("which_language"), [row])

    def _keep_language(self, asker: Asker, language: Language) -> str:
        self._store.keep_talk(asker.chat, language=language)
        return texts_of(language)("language_kept")

    def _press(
        self, asker: Asker, message: int, verb: str, values: Sequence[str], label: str
    ) -> Pressed | None:
        language = self.language(asker)
        match verb, values:
            case (("c" | "g"), [document, clause, page]) if page.isdecimal():
                return Pressed(
                    screen=self._service.use(
                        lambda parts: self._clause_of(parts, document, clause, int(page), language)
                    ),
                    in_place=verb == "g",
                )
            case (("o" | "p"), [document, page]) if page.isdecimal():
                screen = self._service.use(
                    lambda parts: self._screens.document(
                        parts, find_document(parts.library, document), int(page), language
                    )
                )
                return Pressed(screen=screen, in_place=verb == "p")
            case "d", [page] if page.isdecimal():
                screen = self._service.use(lambda parts: self._screens.documents(parts, int(page), language))
                return Pressed(screen=screen, in_place=True)
            case "s", _ if label:
                return Pressed(screen=self.ask(asker, message, label, shown=False))
            case (("y" | "n"), [answer]) if known_id(answer, self._service.parts.library.secret):
                add_feedback(self._service.settings.database, answer, verb == "y", "")
                return Pressed(texts_of(language)("thanks"))
            case "l", [("zh" | "en") as chosen]:
                return Pressed(self._keep_language(asker, chosen))
        return None

    def _clause_of(self, parts: Parts, document: str, clause: str, page: int, language: Language) -> Screen:
        found = find_document(parts.library, document)
        return self._screens.clause(found, find_clause(found, clause), page, language)

    def _offers(self, parts: Parts, query: str) -> list[Offer]:
        offers = []
        answer = parts.answerer.answer(query)
        language = answer.language  # the same for all who type this, so that it can be kept for them
        if answer.status == "answered":
            screen = self._screens.shared(answer_blocks(answer, language), answer.citations[0], language)
            offers.append(Offer(answer.answer, answer.citations[0].title, screen))
        for citation, shared in _hits(parts, query, HITS):
            quote = marked(citation.quote, matches(citation.quote, shared))
            screen = self._screens.shared(citation_blocks(citation, quote, language), citation, language)
            offers.append(Offer(citation.label or citation.title, one_line(citation.quote), screen))
        return offers


def _state(answer: Answer) -> dict[str, str]:
    """Return what is kept of an answer for the next question."""
    cited = answer.citations or answer.nearest
    named = {"document": cited[0].document} if cited else {}
    return {"conversation": answer.conversation, **named}


def _named_documents(infos: Sequence[DocumentInfo], words: str) -> tuple[Sequence[DocumentInfo], str]:
    """Return the documents that words before a clause's name mean, all of them where they mean none."""
    m = _NAMED.fullmatch(words)
    name = (m["title"] or m["word"]) if m else ""
    found = [info for info in infos if name and (info.id == name or name in info.title)]
    return (found, m["clause"]) if m and found else (infos, words)


def _having(library: Library, infos: Iterable[DocumentInfo], name: str) -> Iterable[tuple[Document, Clause]]:
    """Yield the documents that have a clause of this name, with it."""
    for info in infos:
        document = library.document(info.id)
        try:
            yield document, find_named(name, document.clauses)
        except UnknownClause:
            continue


def _exactly(found: Iterable[tuple[Document, Clause]], name: str) -> list[tuple[Document, Clause]]:
    """Return the clauses that are numbered just so, where others only could be meant."""
    return [
        (document, clause) for document, clause in found if name in (clause.id, clause.label, clause.marker)
    ]


def _hits(parts: Parts, words: str, limit: int) -> list[tuple[Citation, Sequence[str]]]:
    hits = parts.searcher.search(words, limit)
    return [(cite(parts.library.document(hit.document), hit.clause), hit.words) for hit in hits]
