"""The rules by which question files are scored."""

import pytest

from bot.evaluate import Case, InvalidCases, fold, judge, read_cases
from bot.model import Answer, Citation, Fact
from corpus.library import open_library, sync

TEXT = "某市办法\n第一条 建设２０ 个驿站。\n第二条 每月补贴300元。\n"
CASE = Case("a", "多少个驿站？", "answered", facts=((20, "个"),), cites=("建设20个",), answer_has=("20",))
NONE = Case("b", "江苏有多少个？", "not_found")


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("library")
    (folder / "办法.txt").write_text(TEXT, encoding="utf-8")
    sync(folder, folder / "db.sqlite3")
    with open_library(folder / "db.sqlite3") as opened:
        yield opened


def cited(quote, shift=0):
    start = TEXT.index(quote) + shift
    return Citation("办法", "", "", "", (), quote, start, start + len(quote), "", ())


def fact(value, unit="个"):
    return Fact(value, unit, "", "", None, 0)


TWENTY = Fact(20, "个", "", "", None, 0)


def answered(facts=(TWENTY,), citations=None, answer="20 个。", language="zh", status="answered"):
    citations = (cited("第一条 建设２０ 个驿站。"),) if citations is None else citations
    return Answer("i", "c", "q", language, status, answer, tuple(facts), tuple(citations))


SECOND = cited("第二条 每月补贴300元。")


@pytest.mark.parametrize(
    ("case", "answer", "fault", "misleading"),
    [
        (CASE, answered(), None, False),
        (CASE, answered([fact(20.0), fact(300, "元")]), None, False),
        (CASE, answered(status="not_found"), "status not_found, not answered", False),
        (CASE, answered([fact(21)]), "fact 20个 missing", True),
        (CASE, answered([fact(20, "所")]), "fact 20个 missing", True),
        (CASE, answered([fact(300, "元"), fact(20)]), "first fact 300元 is not expected", True),
        (CASE, answered([fact(20), fact(1), fact(2)]), "3 facts, expected 1", False),
        (CASE, answered([]), "fact 20个 missing", False),
        (CASE, answered(citations=[SECOND]), "not quoted: 建设20个", False),
        (CASE, answered(citations=[SECOND, cited("建设２０ 个")]), "first citation is another clause", False),
        (CASE, answered(citations=[cited("建设２０ 个")] * 5), "5 citations", False),
        (
            CASE,
            answered(citations=[cited("建设２０ 个", shift=1)]),
            "quote is not the document's text",
            False,
        ),
        (CASE, answered(answer="很多。"), "answer lacks 20", False),
        (CASE, answered(answer="20" + "个" * 400), "answer has 402 characters", False),
        (CASE, answered(language="en"), "language en", False),
        (CASE, "ValueError: no", "ValueError: no", False),
        (NONE, answered((), (), status="not_found"), None, False),
        (NONE, answered(status="not_found"), "facts given", False),
        (NONE, answered(), "status answered, not not_found", True),
    ],
)
def test_rules(library, case, answer, fault, misleading):
    failure = judge(case, answer, library)
    if fault is None:
        assert failure is None
        return
    assert any(said.startswith(fault) for said in failure.faults), failure.faults
    assert failure.misleading == misleading


def test_width_and_white_space_do_not_count():
    assert fold(" ２０　个\n（一）") == "20个(一)"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "no valid JSON"),
        ("[]", "must be a JSON object"),
        ('{"question": "q", "status": "answered"}', "needs `id`"),
        ('{"id": "a", "question": "q", "status": "maybe"}', "needs `status`"),
        ('{"id": "a", "question": "q", "status": "answered", "facts": [1]}', "[value, unit], not 1"),
        ('{"id": "a", "question": "q", "status": "answered", "cites": "x"}', "`cites` must be a list"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, line, says):
    path = tmp_path / "cases.jsonl"
    path.write_text('{"id": "1", "question": "q", "status": "answered"}\n\n' + line + "\n", encoding="utf-8")
    with pytest.raises(InvalidCases) as caught:
        read_cases(path)
    assert f"{path} line 3: " in str(caught.value)
    assert says in str(caught.value)


def test_a_file_without_questions_is_no_success(tmp_path):
    path = tmp_path / "cases.jsonl"
    path.write_text("\n \n", encoding="utf-8")
    with pytest.raises(InvalidCases, match="holds no question"):
        read_cases(path)


def test_cases_are_read_whole(tmp_path):
    path = tmp_path / "cases.jsonl"
    path.write_text(
        '\ufeff{"id": "1", "question": "q", "status": "answered", "lang": "en", "after": ["p\u2028"], '
        '"facts": [[1.5, "%"]], "cites": ["c"], "answer_has": ["h"]}',
        encoding="utf-8",
    )
    assert read_cases(path) == [Case("1", "q", "answered", "en", ("p\u2028",), ((1.5, "%"),), ("c",), ("h",))]
