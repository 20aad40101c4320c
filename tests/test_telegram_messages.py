"""What the Telegram bot sends is valid, whatever is in answers and policies: HTML, lengths, buttons."""

import json
import re

import pytest
from bot_api_rules import TEXT, checked_markup, checked_results, formatted, parse_html, units
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.blocks import Block, answer_blocks, messages
from bot.chat import Offer
from bot.chat_actions import LONGEST, Button, clause_data, document_name, find_clause, find_document, unpack
from bot.chat_screens import Channel, Screen, Screens, suggestion_rows
from bot.model import Answer, Citation, Fact
from bot.service import Parts
from bot.telegram_messages import ENTITIES, TELEGRAM, html, inline_result, telegram_messages, telegram_screens
from corpus.errors import UnknownClause, UnknownDocument

unhurried = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
# All that breaks naive HTML or naive counting: marks, characters beyond the BMP, joined ones, controls.
CHARACTERS = st.sampled_from("个建设，。；<>&\"'\n \t😀👩‍👧é𠮷\u0301\u200d\x00\x1b#*_`[]()/") | st.characters(
    codec="utf-8"
)
TEXTS = st.text(CHARACTERS, max_size=60) | st.builds(
    lambda text, times: text * times,
    st.text(CHARACTERS, min_size=1, max_size=9),
    st.sampled_from([1, 40, 700]),
)
STYLES = st.sampled_from(["", "strong", "mark", "dim"])
BLOCKS = st.lists(
    st.builds(
        Block,
        st.lists(st.tuples(TEXTS, STYLES), max_size=3).map(tuple),
        quote=st.booleans(),
        apart=st.booleans(),
    ),
    max_size=5,
)


def shown(text):
    """What is left of a text when blanks and what no channel shows are gone."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]", "", text)


@unhurried
@given(BLOCKS)
def test_any_blocks_become_messages_that_telegram_takes_and_lose_nothing(blocks):
    texts = []
    for message in TELEGRAM.cut(blocks):
        text, entities = formatted(html(message), "HTML", "")
        assert len(entities) <= ENTITIES
        texts.append(text)
    assert shown("".join(texts)) == shown("".join(block.text for block in blocks))


@unhurried
@given(BLOCKS, st.integers(20, 200), st.integers(3, 9))
def test_any_blocks_fit_a_channel_that_takes_little(blocks, limit, styled):
    """A next channel may count bytes and take far less."""
    cut = messages(blocks, limit, lambda text: len(text.encode()), styled)
    assert all(len("\n\n".join(block.text for block in message).encode()) <= limit for message in cut)
    assert all(message for message in cut)
    assert shown("".join(b.text for m in cut for b in m)) == shown("".join(b.text for b in blocks))


@unhurried
@given(st.text(CHARACTERS, min_size=1, max_size=200), st.integers(30, 200))
def test_a_character_of_several_parts_is_not_torn(text, limit):
    sequence = "👩\u200d👧e\u0301"
    blocks = [Block(((text + sequence * 40, ""),))]
    pieces = [block.text for message in messages(blocks, limit, len, 9) for block in message]
    assert not any(piece.startswith(("\u200d", "\u0301")) for piece in pieces[1:])


def test_a_long_text_is_cut_behind_a_sentence():
    sentence = "支持建设集教育教学、职业培训和职业技能竞赛等于一体的实训基地。"
    blocks = [Block(((sentence * 400, ""),), quote=True)]
    cut = TELEGRAM.cut(blocks)
    assert len(cut) == 4
    assert all(block.text.endswith("。") for message in cut for block in message)


def test_a_quote_stays_with_its_place_where_it_can():
    def group(n):
        return [Block((("引" * 1500, ""),), quote=True, apart=True), Block(((f"出处：{n}", ""),))]

    cut = TELEGRAM.cut([block for n in range(4) for block in group(n)])
    assert [[b.text[-1] for b in message if not b.quote] for message in cut] == [["0", "1"], ["2", "3"]]


CITATIONS = st.builds(
    Citation,
    document=st.text(CHARACTERS, min_size=1, max_size=80),
    title=TEXTS,
    clause=st.sampled_from(["1", "2.4.1", "0.3", "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15.16.17.18.19.20.21.22"]),
    label=st.text(CHARACTERS, max_size=20),
    headings=st.lists(st.text(CHARACTERS, max_size=30), max_size=3).map(tuple),
    quote=TEXTS,
    start=st.just(0),
    end=st.just(1),
    url=st.just("/documents/a#1"),
    damage=st.lists(st.sampled_from(["truncated", "noise", "broken_lines", "new"]), max_size=2).map(tuple),
)


@unhurried
@given(
    st.text(CHARACTERS, min_size=1, max_size=400).filter(shown),
    st.lists(CITATIONS, max_size=4).map(tuple),
    st.text(CHARACTERS, max_size=10),
    st.sampled_from(["zh", "en"]),
)
def test_any_answer_is_valid_and_says_what_the_answer_says(said, citations, figure, language):
    facts = tuple(Fact(1, "个", "", figure, None, n) for n in range(len(citations)))
    answer = Answer("a" * 36, "", "问", language, "answered", said, facts, citations)
    texts = [formatted(html(m), "HTML", "")[0] for m in TELEGRAM.cut(answer_blocks(answer, language))]
    assert shown(said) in shown("".join(texts))
    for citation in citations:
        assert shown(citation.quote.replace("#", "").replace(">", "")) in shown(
            "".join(texts).replace("#", "").replace(">", "")
        )


def test_the_figure_is_marked_within_the_quote():
    citation = Citation("d", "办法", "1", "第一条", (), "建设<80>个 & 8个基地", 0, 1, "/documents/d#1", ())
    answer = Answer(
        "a" * 36, "", "问", "zh", "answered", "80个", (Fact(80, "个", "", "<80>个", None, 0),), (citation,)
    )
    (message,) = TELEGRAM.cut(answer_blocks(answer, "zh"))
    assert "<blockquote>建设<b>&lt;80&gt;个</b> &amp; 8个基地</blockquote>" in html(message)


# Buttons


@unhurried
@given(
    st.text(min_size=1, max_size=300),
    st.lists(st.integers(0, 999), min_size=1, max_size=40),
    st.integers(0, 99),
)
def test_a_clause_fits_a_button_whatever_its_document_is_called(document, numbers, page):
    clause = ".".join(map(str, numbers))
    data = clause_data("c", document, clause, page)
    assert len(data.encode()) <= LONGEST
    verb, (name, key, at) = unpack(data)
    assert (verb, name, at) == ("c", document_name(document), str(page))
    assert key == clause or key.startswith("~")


@unhurried
@given(st.text(max_size=64))
def test_any_data_of_a_button_is_known_or_not(data):
    known = unpack(data)
    assert known is None or data == ":".join((known[0], *known[1]))


def test_buttons_lead_to_their_clause_after_a_sync(serve):
    before, after = serve("chuyi-2022"), serve("chuyi-2022", "vocational-reform-2019")
    for clause in before.library.document("chuyi-2022").clauses:
        _, (name, key, _) = unpack(clause_data("c", "chuyi-2022", clause.id))
        document = find_document(after.library, name)
        assert (document.id, find_clause(document, key).id) == ("chuyi-2022", clause.id)
    with pytest.raises(UnknownDocument):
        find_document(before.library, document_name("vocational-reform-2019"))
    with pytest.raises(UnknownClause):
        find_clause(document, "~unknown")


# Whole screens


def parts_of(served):
    return Parts(served.library, served.searcher, served.answerer)


def check(screen):
    for message in telegram_messages(screen):
        formatted(message.html, "HTML", "")
        if message.keyboard:
            checked_markup(message.keyboard.to_json())


@pytest.mark.parametrize(
    ("language", "public_url"),
    [("zh", ""), ("en", "https://policy.example.gov.cn"), ("zh", "http://localhost:8000")],
)
def test_every_clause_and_document_can_be_shown(serve, language, public_url):
    parts = parts_of(serve("chuyi-2022", "vocational-reform-2019"))
    screens = telegram_screens(public_url)
    for info in parts.library.documents():
        document = parts.library.document(info.id)
        check(screens.document(parts, document, 0, language))
        for clause in document.clauses:
            check(screens.clause(document, clause, 0, language))
    check(screens.documents(parts, 0, language))


def test_all_of_a_document_is_reached_by_turning_its_pages(serve):
    parts = parts_of(serve("guizhou-plan"))
    screens = telegram_screens("")
    document = parts.library.document("guizhou-plan")
    seen, page = set(), 0
    while True:
        rows = screens.document(parts, document, page, "zh").rows
        data = [button.data for row in rows for button in row]
        seen |= {unpack(d)[1][1] for d in data if d.startswith("c:")}
        if f"p:{document_name('guizhou-plan')}:{page + 1}" not in data:
            break
        page += 1
    numbered = {
        c.id for c in document.clauses if c.marker and not c.id.startswith("0") and c.kind == "chapter"
    }
    assert numbered and numbered <= seen


def test_a_clause_of_many_messages_comes_in_pages(serve):
    document = serve("chuyi-2022").library.document("chuyi-2022")
    screens = Screens(Channel(limit=300, measure=len, styled=9), "")
    whole = find_clause(document, "2")
    data, said = clause_data("c", "chuyi-2022", "2", 0), []
    while data:
        screen = screens.clause(document, whole, int(unpack(data)[1][2]), "zh")
        assert 1 <= len(screen.messages) <= 4
        said += [block.text for message in screen.messages for block in message]
        data = next((b.data for row in screen.rows for b in row if b.label == "下一页 ›"), "")
    text = shown("".join(said))
    below = [c for c in document.clauses if c.id == "2" or c.id.startswith("2.")]
    assert all(shown(c.heading) in text for c in below)


def test_neighbours_lead_forth_and_back(serve):
    document = serve("chuyi-2022").library.document("chuyi-2022")
    screens = telegram_screens("")
    clause = find_clause(document, "2.4.1")
    _, (_, after, _) = unpack(
        next(b for r in screens.clause(document, clause, 0, "zh").rows for b in r if "›" in b.label).data
    )
    assert after == "2.4.2"
    back = screens.clause(document, find_clause(document, after), 0, "zh").rows
    assert unpack(next(b for r in back for b in r if "‹" in b.label).data)[1][1] == "2.4.1"


@unhurried
@given(st.text(CHARACTERS, min_size=1, max_size=300).filter(shown), TEXTS, BLOCKS)
def test_any_offer_is_a_valid_inline_result(title, description, blocks):
    cut = TELEGRAM.cut([Block(((title, "strong"),)), *blocks])
    offer = Offer(
        title, description, Screen((tuple(cut[0]),), ((Button("读", url="https://a.example.cn/x"),),))
    )
    checked_results(json.dumps([inline_result(0, offer).to_dict()]))


def test_a_suggestion_is_what_its_button_says():
    assert suggestion_rows(["有多少个？"]) == [(Button("有多少个？", "s:0"),)]


def test_the_channel_counts_as_telegram_counts():
    for text in ("a", "个", "😀", "𠮷个", "e\u0301"):
        assert TELEGRAM.measure(text) == units(text)
    assert TELEGRAM.limit == TEXT
    assert parse_html(html([Block((("<&>", "strong"),))]))[0] == "<&>"
