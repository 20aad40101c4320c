"""Every command, run as a process on the shipped library, and every wrong use of it."""

import csv
import json
import os
import re
import sqlite3

import pytest
from conftest import ROOT, Command

from bot.cli import cli

QUESTION = "“楚怡”文化传承基地有多少个？"


@pytest.fixture
def alone(tmp_path):
    """Return the command on a small library of its own: one good file, one that cannot be read."""
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "办法.txt").write_text("某市养老办法\n第一条 每个街道建设2个养老驿站。\n", encoding="utf-8")
    (folder / "空.txt").write_bytes(b"")
    (tmp_path / "config.toml").write_text('[library]\nfolder = "policies"\n', encoding="utf-8")
    return Command(tmp_path)


def test_ask_shows_answer_quote_place_and_document(chuyi):
    done = chuyi("ask", QUESTION)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert "20" in lines[0]
    assert "建设 20 个集传承" in done.stdout
    assert "出处  二、（一）2." in done.stdout
    assert "文件  关于实施职业教育“楚怡”行动的通知（chuyi-2022）" in done.stdout
    assert "\x1b" not in done.stdout


def test_ask_says_that_there_is_no_answer_and_that_is_no_failure(chuyi):
    done = chuyi("ask", "--json", "江苏省有多少个文化传承基地？")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["status"], answer["facts"]) == (0, "not_found", [])


def test_an_empty_library_is_told(tmp_path):
    (tmp_path / "empty").mkdir()
    done = Command(tmp_path)("--library", "empty", "ask", QUESTION)
    assert done.returncode == 0
    assert "the library holds no document" in done.stderr


def test_ask_in_json_is_one_line(chuyi):
    done = chuyi("ask", "--json", QUESTION)
    assert done.stdout.count("\n") == 1
    answer = json.loads(done.stdout)
    assert (answer["facts"][0]["value"], answer["facts"][0]["unit"]) == (20, "个")
    assert list(answer) == [
        "id", "conversation", "question", "language", "status", "answer",
        "facts", "citations", "missing", "nearest", "suggestions",
    ]  # fmt: skip


def test_chat_answers_every_line_and_follows_the_conversation(chuyi):
    done = chuyi("chat", "--json", input=f"{QUESTION}\n\n优秀技工院校呢？\n")
    first, second = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (0, "")
    assert first["facts"][0]["value"] == 20
    assert (second["facts"][0]["value"], second["facts"][0]["unit"]) == (5, "所")


def test_chat_goes_on_after_a_line_that_is_no_question(chuyi):
    done = chuyi("chat", input=f"？！\n{QUESTION}\n")
    assert done.returncode == 1
    assert "建设 20 个集传承" in done.stdout
    assert re.fullmatch(r"chuyi: line 1: [^\n]+\n", done.stderr)


def test_sync_says_what_became_of_every_file(alone):
    done = alone("sync")
    assert done.returncode == 1
    added, failed, summary = done.stdout.splitlines()
    assert added.startswith("added     办法: ")
    assert failed.startswith("failed    空.txt: ")
    assert "1 added, 1 failed" in summary
    again = alone("sync")
    assert again.stdout.startswith("unchanged 办法: ")


def test_a_file_that_cannot_be_used_is_one_line_and_the_rest_is_served(alone):
    done = alone("ask", "每个街道建设多少个养老驿站？")
    assert done.returncode == 0
    assert "建设2个养老驿站" in done.stdout
    assert re.fullmatch(r"chuyi: 空\.txt: [^\n]+\n", done.stderr)


def test_documents(chuyi):
    done = chuyi("documents")
    assert done.returncode == 0
    assert "chuyi-2022  关于实施职业教育“楚怡”行动的通知" in done.stdout
    (record,) = json.loads(chuyi("documents", "--json").stdout)
    assert (record["id"], record["date"]) == ("chuyi-2022", "2022-01-20")


def test_show_gives_the_outline(chuyi):
    done = chuyi("show", "chuyi-2022")
    assert done.returncode == 0
    assert "    2.4.1  1. 遴选建设一批" in done.stdout
    assert re.search(r"^  2\.2  .*inferred", done.stdout, re.M)
    outline = json.loads(chuyi("show", "chuyi-2022", "--json").stdout)["outline"]
    assert outline[0]["start"] == 0


@pytest.mark.parametrize("name", ["2.4.1", "二（四）1"])
def test_show_gives_a_clause_by_id_or_as_people_write_it(chuyi, name):
    done = chuyi("show", "chuyi-2022", name)
    assert done.returncode == 0
    assert "支持建设 80 个集教育教学" in done.stdout
    assert "Clause  2.4.1  二、（四）1." in done.stdout


def test_search_ranks_clauses(chuyi):
    done = chuyi("search", "文化", "传承基地", "--limit", "3")
    assert done.returncode == 0
    assert done.stdout.startswith("1. 2.建设一批“楚怡”文化传承基地")
    hits = json.loads(chuyi("search", "文化传承基地", "--json").stdout)
    assert hits[0]["clause"] == "2.1.2"
    assert [hit["score"] for hit in hits] == sorted((hit["score"] for hit in hits), reverse=True)


def test_search_that_finds_nothing_says_so(chuyi):
    done = chuyi("search", "qwertz")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("chuyi: no clause holds these words")


def test_targets_as_table_csv_and_json(chuyi):
    table = chuyi("targets").stdout
    assert re.search(r"chuyi-2022 +2\.1\.2 +“楚怡”文化传承基地 +20 +个", table)
    rows = list(csv.DictReader(chuyi("targets", "chuyi-2022", "--csv").stdout.splitlines()))
    records = json.loads(chuyi("targets", "--json").stdout)
    assert [row["subject"] for row in rows] == [record["subject"] for record in records]
    assert {"clause": "2.1.2", "value": 20, "unit": "个"}.items() <= records[0].items()


def test_check_lists_damage_with_its_place(chuyi):
    done = chuyi("check", "chuyi-2022")
    assert done.returncode == 1
    assert re.search(r"^chuyi-2022 +2\.4\.1 +\d+ +truncated", done.stdout, re.M)
    records = json.loads(chuyi("check", "--json").stdout)
    text = (ROOT / "corpus" / "policies" / "chuyi-2022.md").read_text(encoding="utf-8")
    for record in records:
        assert text.count("\n", 0, record["start"]) == record["line"] - 1


def test_check_of_a_sound_text_ends_with_0(alone):
    done = alone("check")
    assert (done.returncode, done.stdout) == (0, "Nothing is damaged.\n")


def test_eval_passes_and_fails(chuyi, tmp_path):
    case = {"id": "a", "question": QUESTION, "status": "answered", "facts": [[20, "个"]]}
    right, wrong = tmp_path / "right.jsonl", tmp_path / "wrong.jsonl"
    right.write_text(json.dumps(case) + "\n", encoding="utf-8")
    wrong.write_text(json.dumps(case | {"id": "b", "facts": [[21, "个"]]}) + "\n", encoding="utf-8")
    done = chuyi("eval", right)
    assert (done.returncode, done.stdout) == (0, "1 of 1 passed, 0 misleading\n")
    done = chuyi("eval", right, wrong)
    assert done.returncode == 1
    assert done.stdout.endswith("1 of 2 passed, 1 misleading\n")
    assert json.loads(chuyi("eval", "--json", wrong).stdout)["failed"]["b"]


def test_glossary_check_tells_conflicts_from_idle_entries(alone):
    words = alone.folder / "words.toml"
    (alone.folder / "config.toml").write_text(
        '[library]\nfolder = "policies"\n[index]\nglossary = "words.toml"\n'
    )
    words.write_text(
        '[[term]]\nsame = ["驿站", "服务站"]\n[[term]]\nsame = ["补贴", "补助"]\n', encoding="utf-8"
    )
    done = alone("glossary", "check")
    assert done.returncode == 0
    assert re.search(r"^idle +3 +2 +.*补贴、补助", done.stdout, re.M)
    words.write_text('[[term]]\nsame = ["驿站", "站"]\n[[term]]\nsame = ["站", "点"]\n', encoding="utf-8")
    done = alone("glossary", "check", "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)[0]["kind"] == "conflict"


def test_help_and_version_need_no_settings(alone):
    (alone.folder / "config.toml").write_text("nonsense", encoding="utf-8")
    for arguments in (["--help"], ["--version"], *([name, "--help"] for name in cli.commands)):
        done = alone(*arguments)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        ([], 2, "Usage: chuyi"),
        (["aks"], 2, "“chuyi --help” tells more"),
        (["ask"], 2, "Missing argument"),
        (["ask", "--jsno", "x"], 2, "--json"),
        (["ask", ""], 2, ""),
        (["ask", "  \t "], 2, ""),
        (["ask", "？！……"], 2, ""),
        (["ask", "😀👍"], 2, ""),
        (["ask", "\x07\x1b"], 2, ""),
        (["ask", "\udcff"], 2, "not valid UTF-8"),
        (["ask", "基地" * 300], 2, "500"),
        (["ask", "--document", "chuyi-2023", "基地有多少个？"], 1, "chuyi-2022"),
        (["search", "--document", "chuyi-2023", "基地"], 1, "chuyi-2022"),
        (["show", "chuyi-2023"], 1, "chuyi-2022"),
        (["show", "chuyi-2022", "2.4.99"], 1, "2.4.99"),
        (["targets", "none"], 1, "none"),
        (["eval", "none.jsonl"], 2, "none.jsonl"),
        (["serve", "--port", "99999"], 2, "65535"),
        (["serve", "--host", "not a host"], 1, "not a host"),
        (["--library", "nowhere", "documents"], 1, "nowhere"),
        (["--config", "nowhere.toml", "documents"], 2, "nowhere.toml"),
        (["--config", "wrong.toml", "documents"], 1, "did you mean port?"),
        (["--config", "glossary.toml", "ask", "基地"], 1, "none.toml"),
        (["--database", "folder", "documents"], 1, "folder"),
        (["--database", "other.db", "documents"], 1, "other.db"),
        (["--database", "wrong.toml", "documents"], 1, "wrong.toml"),
    ],
)
def test_wrong_use_is_one_clear_line(chuyi, arguments, status, says):
    folder = chuyi.folder
    (folder / "wrong.toml").write_text("[server]\nprot = 1\n", encoding="utf-8")
    (folder / "glossary.toml").write_text('[index]\nglossary = "none.toml"\n', encoding="utf-8")
    (folder / "folder").mkdir(exist_ok=True)
    other = sqlite3.connect(folder / "other.db")
    other.execute("CREATE TABLE IF NOT EXISTS theirs (a)")
    other.close()
    done = chuyi(*arguments)
    assert done.returncode == status
    assert done.stdout == ""
    assert says in done.stderr
    if arguments:
        assert re.fullmatch(r"chuyi: [^\n]+\n", done.stderr)


def test_a_reader_that_has_had_enough_is_no_error(chuyi):
    reading, writing = os.pipe()
    os.close(reading)
    done = chuyi("documents", stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
def test_output_that_cannot_be_written_is_a_failure(chuyi):
    with open("/dev/full", "w") as full:
        done = chuyi("documents", stdout=full)
    assert done.returncode == 1
    assert re.fullmatch(r"chuyi: [^\n]+\n", done.stderr)


def test_a_new_file_is_noticed_without_being_told(alone):
    alone("documents")
    (alone.folder / "policies" / "空.txt").write_text("某市办法\n第一条 略。\n", encoding="utf-8")
    (alone.folder / "policies" / "办法.txt").unlink()
    assert [d["id"] for d in json.loads(alone("documents", "--json").stdout)] == ["空"]


def test_a_damaged_database_is_named_with_what_to_do(alone):
    alone("sync")
    database = alone.folder / "chuyi.sqlite3"
    database.write_bytes(b"garbage" * 1000)
    done = alone("documents")
    assert done.returncode == 1
    assert re.search(r"chuyi: .*chuyi\.sqlite3: [^\n]+\n$", done.stderr)
