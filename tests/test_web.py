"""The HTTP API, over a real server."""

import json
import re
import signal
import socket
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import httpx
import pytest
from conftest import Command

from bot.web import schema

QUESTION = "“楚怡”文化传承基地有多少个？"
API = "/api/v1"


@pytest.fixture(scope="module")
def client(server):
    with httpx.Client(base_url=server, timeout=30) as opened:
        yield opened


def checked(response, model):
    """Return a good response's JSON; it holds just what /openapi.json describes."""
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    value = response.json()
    described = model.model_validate(value, extra="forbid")
    assert described.model_dump(mode="json", by_alias=True) == value
    return value


def problem(response, status):
    """Return what a problem says."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    value = response.json()
    assert (value["type"], value["status"]) == ("about:blank", status)
    assert value["title"] and value["detail"] and "\n" not in value["detail"]
    return value["detail"]


def ask(client, question, **more):
    return client.post(f"{API}/ask", json={"question": question, **more})


def test_ask(client):
    answer = checked(ask(client, f"  {QUESTION}\n"), schema.Answer)
    assert (answer["question"], answer["status"]) == (QUESTION, "answered")
    assert (answer["facts"][0]["value"], answer["facts"][0]["unit"]) == (20, "个")
    text = client.get(f"{API}/documents/chuyi-2022/text")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    for citation in answer["citations"]:
        assert text.text[citation["start"] : citation["end"]] == citation["quote"]


def test_the_same_answer_as_from_the_command(client, chuyi):
    assert ask(client, QUESTION).text == chuyi("ask", "--json", QUESTION).stdout.rstrip("\n")


def test_a_conversation_goes_on(client):
    first = ask(client, QUESTION).json()
    second = checked(ask(client, "优秀技工院校呢？", conversation=first["conversation"]), schema.Answer)
    assert (second["facts"][0]["value"], second["facts"][0]["unit"]) == (5, "所")


def test_many_at_once_get_the_same_answers(client):
    questions = [QUESTION, "优秀技工院校有几所？", "江苏省有多少个基地？", "二（四）1", "How many bases?"] * 8
    alone = {question: ask(client, question).text for question in questions[:5]}
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda question: ask(client, question).text, questions))
    assert together == [alone[question] for question in questions]


def test_no_answer_is_no_error(client):
    answer = checked(ask(client, "江苏省有多少个文化传承基地？"), schema.Answer)
    assert (answer["status"], answer["facts"], answer["citations"]) == ("not_found", [], [])


def test_search(client):
    found = checked(client.get(f"{API}/search", params={"q": "文化传承基地", "limit": 2}), schema.Hits)
    assert found["hits"][0]["clause"] == "2.1.2"
    assert len(found["hits"]) == 2
    limited = client.get(f"{API}/search", params={"q": "基地", "document": "chuyi-2022"})
    assert checked(limited, schema.Hits)["hits"]


def test_documents(client):
    listed = checked(client.get(f"{API}/documents"), schema.Documents)["documents"]
    document = checked(client.get(f"{API}/documents/chuyi-2022"), schema.Document)
    assert listed[0].items() <= document.items()
    text = client.get(f"{API}/documents/chuyi-2022/text").text
    spans = [(entry["start"], entry["end"]) for entry in document["outline"]]
    assert "".join(text[start:end] for start, end in spans) == text
    assert len(spans) == document["clauses"]


@pytest.mark.parametrize("name", ["2.4.1", "二（四）1"])
def test_a_clause_by_id_or_as_people_write_it(client, name):
    clause = checked(client.get(f"{API}/documents/chuyi-2022/clauses/{quote(name)}"), schema.Clause)
    assert (clause["clause"], clause["parent"]) == ("2.4.1", "2.4")
    parent = checked(client.get(f"{API}/documents/chuyi-2022/clauses/2.4"), schema.Clause)
    assert "2.4.1" in parent["children"]


def test_targets_and_damage(client):
    text = client.get(f"{API}/documents/chuyi-2022/text").text
    targets = checked(client.get(f"{API}/documents/chuyi-2022/targets"), schema.Targets)["targets"]
    assert targets
    for target in targets:
        assert text[target["start"] : target["end"]] == target["text"]
    damage = checked(client.get(f"{API}/documents/chuyi-2022/damage"), schema.Findings)["damage"]
    assert {"truncated", "repeated", "heading_lost"} <= {finding["kind"] for finding in damage}


def test_healthz(client):
    assert checked(client.get("/healthz"), schema.Health) == {"status": "ok", "documents": 1}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("{", "no valid JSON"),
        ("", "body"),
        ("[1]", "body"),
        ("{}", "body.question"),
        ('{"question": null}', "body.question"),
        ('{"question": ""}', "body.question"),
        ('{"question": " \\n\\t "}', "body.question"),
        (json.dumps({"question": "基" * 501}), "500"),
        ('{"question": "？！……"}', ""),
        ('{"question": "😀👍"}', ""),
        ('{"question": "\\u0007\\u001b"}', ""),
        ('{"question": "\\ud800"}', "body.question"),
        ('{"question": "基地", "documents": "chuyi-2022"}', "body.documents"),
        ('{"question": "基地", "document": "chuyi-2022"}', "body.document"),
        ('{"question": "基地", "conversation": 7}', "body.conversation"),
    ],
)
def test_a_wrong_question_is_a_problem(client, body, says):
    sent = client.post(f"{API}/ask", content=body.encode(), headers={"Content-Type": "application/json"})
    assert says in problem(sent, 422)


def test_the_longest_question_is_answered(client):
    checked(ask(client, "  " + "实训基地" * 125 + "  "), schema.Answer)


def test_a_conversation_that_chuyi_did_not_give_out_begins_anew(client):
    assert ask(client, QUESTION, conversation="nonsense").json()["facts"][0]["value"] == 20


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/api/v1", "/openapi.json"),
        ("/api/v1/documents/chuyi-2023", "chuyi-2022"),
        ("/api/v1/documents/%00", ""),
        ("/api/v1/documents/%FF%FE", ""),
        ("/api/v1/documents/..%2F..%2Fetc/text", ""),
        ("/api/v1/documents/none/text", "none"),
        ("/api/v1/documents/none/targets", "none"),
        ("/api/v1/documents/none/damage", "none"),
        ("/api/v1/documents/none/clauses/1", "none"),
        ("/api/v1/documents/chuyi-2022/clauses/2.4.99", "2.4.99"),
        ("/api/v1/search?q=x&document=none", "none"),
    ],
)
def test_what_is_not_there_is_a_problem(client, path, says):
    assert says in problem(client.get(path), 404)


@pytest.mark.parametrize("query", ["", "q=", "q=%20", "q=x&limit=0", "q=x&limit=many", "q=" + "x" * 501])
def test_a_wrong_search_is_a_problem(client, query):
    assert "query." in problem(client.get(f"{API}/search?{query}"), 422)


def test_other_wrong_requests_are_problems(client):
    assert "POST" in problem(client.get(f"{API}/ask"), 405)
    assert problem(ask(client, QUESTION, documents=["none"]), 404)
    assert "application/json" in problem(client.post(f"{API}/ask", data={"question": QUESTION}), 415)
    json_type = {"Content-Type": "application/json"}
    assert "65536" in problem(client.post(f"{API}/ask", content=b"x" * 65537, headers=json_type), 413)
    chunks = (b"x" * 9000 for _ in range(9))
    assert "65536" in problem(client.post(f"{API}/ask", content=chunks, headers=json_type), 413)


def test_feedback_is_kept_beside_the_question(client, chuyi):
    answer = ask(client, QUESTION).json()
    path = f"{API}/answers/{answer['id']}/feedback"
    sent = client.post(path, json={"helpful": True, "comment": " 好 "})
    assert (sent.status_code, sent.content) == (204, b"")
    with sqlite3.connect(chuyi.folder / "data" / "chuyi" / "chuyi.sqlite3") as database:
        query = "SELECT helpful, comment FROM feedback WHERE answer = ?"
        rows = database.execute(query, (answer["id"],)).fetchall()
    assert (1, "好") in rows  # other tests may judge the same answer
    assert "body.helpful" in problem(client.post(path, json={"helpful": "yes"}), 422)
    assert "body.comment" in problem(client.post(path, json={"helpful": False, "comment": "x" * 2001}), 422)
    forged = answer["id"][:-1] + ("0" if answer["id"][-1] != "0" else "1")
    for unknown in (forged, "none", quote("号")):
        assert problem(client.post(f"{API}/answers/{unknown}/feedback", json={"helpful": True}), 404)


def test_openapi_describes_every_operation_and_its_problems(client):
    described = client.get("/openapi.json").json()
    operations = [(p, m, op) for p, methods in described["paths"].items() for m, op in methods.items()]
    assert {path for path, _, _ in operations} == {
        "/healthz",
        *(API + path for path in (
            "/ask", "/search", "/documents", "/documents/{id}", "/documents/{id}/clauses/{clause}",
            "/documents/{id}/text", "/documents/{id}/targets", "/documents/{id}/damage",
            "/answers/{id}/feedback",
        )),
    }  # fmt: skip
    for path, _, operation in operations:
        problems = {s: r for s, r in operation["responses"].items() if not s.startswith("2")}
        assert problems, path
        for response in problems.values():
            assert list(response["content"]) == ["application/problem+json"], path
    references = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(described)))
    assert references <= set(described["components"]["schemas"])


@pytest.fixture
def odd(tmp_path):
    """Return the command on a library whose documents have odd names."""
    folder = tmp_path / "policies"
    folder.mkdir()
    for name in ("教育 100%?#号&a=b", "a.b+c", "（试行）“x”"):
        (folder / f"{name}.txt").write_text(f"{name}办法\n第一条 建设3个站。\n", encoding="utf-8")
    (tmp_path / "config.toml").write_text('[library]\nfolder = "policies"\n[log]\nquestions = false\n')
    return Command(tmp_path)


def test_odd_names_questions_not_kept_and_a_sync_while_serving(odd):
    with odd.serving() as address, httpx.Client(base_url=address, timeout=30) as client:
        names = [info["id"] for info in client.get(f"{API}/documents").json()["documents"]]
        assert len(names) == 3
        for name in names:
            assert client.get(f"{API}/documents/{quote(name, safe='')}").json()["id"] == name
        answer = ask(client, "建设多少个站？", documents=[names[0]]).json()
        assert {citation["document"] for citation in answer["citations"]} == {names[0]}
        path, _, anchor = answer["citations"][0]["url"].partition("#")
        assert client.get(f"{API}{path}/clauses/{anchor}").status_code == 200
        sent = client.post(f"{API}/answers/{answer['id']}/feedback", json={"helpful": False})
        assert sent.status_code == 204
    with sqlite3.connect(odd.folder / "chuyi.sqlite3") as database:
        assert database.execute("SELECT count(*) FROM answers").fetchone() == (0,)
        assert database.execute("SELECT answer FROM feedback").fetchone() == (answer["id"],)


def test_questions_are_kept(odd):
    (odd.folder / "config.toml").write_text('[library]\nfolder = "policies"\n')
    with odd.serving() as address:
        answer = httpx.post(f"{address}{API}/ask", json={"question": "建设多少个站？"}, timeout=30).json()
    first = answer["citations"][0]
    with sqlite3.connect(odd.folder / "chuyi.sqlite3") as database:
        rows = database.execute("SELECT id, question, status, clause FROM answers").fetchall()
    assert rows == [(answer["id"], "建设多少个站？", "answered", f"{first['document']}#{first['clause']}")]


def test_a_port_in_use_is_one_line(chuyi):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = chuyi("serve", "--port", taken.getsockname()[1])
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"chuyi: [^\n]+--port[^\n]+\n", done.stderr)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_ending_a_server_is_no_failure(chuyi, ending):
    with chuyi.start("serve", "--port", "0") as process:
        process.stdout.readline()
        process.send_signal(ending)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")


def test_a_database_that_breaks_while_serving_is_a_problem_only_for_what_needs_it(odd):
    with odd.serving() as address, httpx.Client(base_url=address, timeout=30) as client:
        answer = ask(client, "建设多少个站？").json()
        (odd.folder / "chuyi.sqlite3").write_bytes(b"garbage" * 1000)
        assert ask(client, "建设多少个站？").json() == answer
        sent = client.post(f"{API}/answers/{answer['id']}/feedback", json={"helpful": True})
    assert "try again later" in problem(sent, 503)
