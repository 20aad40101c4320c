import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnusableFile
from corpus.sidecar import KEYS, STATUSES, Sidecar, parse_sidecar, read_sidecar


def test_every_key_is_read():
    text = """
title = "关于实施职业教育“楚怡”行动的通知"
issuer = "湖南省教育厅"
number = "湘教发〔2022〕1号"
date = 2022-01-20
effective = "2022-02-01"
source_url = "https://example.org/a?b=1"
status = "现行有效"
superseded_by = "chuyi-2025"
"""
    sidecar = parse_sidecar(text.encode())
    assert sidecar == Sidecar(
        title="关于实施职业教育“楚怡”行动的通知",
        issuer="湖南省教育厅",
        number="湘教发〔2022〕1号",
        date="2022-01-20",
        effective="2022-02-01",
        source_url="https://example.org/a?b=1",
        status="in force",
        superseded_by="chuyi-2025",
    )
    assert {line.split(" =")[0] for line in text.strip().splitlines()} == set(KEYS)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("", Sidecar()),
        ("\ufefftitle = '甲'\r\n", Sidecar(title="甲")),
        ("title = '  甲\t乙 '", Sidecar(title="甲 乙")),
        ("title = ''\ndate = ''", Sidecar()),
        ("superseded_by = '乙'", Sidecar(superseded_by="乙", status="superseded")),
        ("superseded_by = '乙'\nstatus = '已废止'", Sidecar(superseded_by="乙", status="repealed")),
        ("status = 'not_yet_in_force'", Sidecar(status="not yet in force")),
        ("status = 'Repealed'", Sidecar(status="repealed")),
    ],
)
def test_what_is_written_is_read(written: str, read: Sidecar):
    assert parse_sidecar(written.encode()) == read


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("titel = '甲'", "unknown key “titel”; did you mean “title”?"),
        ("colour = 'red'", "the keys are title, issuer"),
        ('"a\\nb" = 1', "unknown key “a b”"),
        ("title = 5", "“title” must be a text in quotes"),
        ("title = ['甲']", "“title” must be a text in quotes"),
        ("[title]\na = 1", "“title” must be a text in quotes"),
        ('title = "a\\u0007b"', "“title” holds control characters"),
        ("date = '2022年1月20日'", "“date” must be a day like 2022-01-20"),
        ("date = 20220120", "“date” must be a day like 2022-01-20"),
        ("date = '2022-W01-1'", "“date” must be a day like 2022-01-20"),
        ("date = 2022-01-20T10:00:00", "“date” must be a day like 2022-01-20"),
        ("date = '2022-02-30'", "“date” is no day of the calendar"),
        ("effective = 1.5", "“effective” must be a day like 2022-01-20"),
        ("source_url = 'www.example.org'", "“source_url” must begin with http://"),
        ("source_url = 'javascript:alert(1)'", "“source_url” must begin with http://"),
        ("status = 'valid'", "“status” must be one of “in force”"),
        ("title = ", "is not valid TOML"),
        ("title = '甲'\ntitle = '乙'", "is not valid TOML"),
        ("a = " + "[" * 100_000, "is not valid TOML"),
    ],
)
def test_a_wrong_sidecar_is_refused_with_what_to_do(written: str, said: str):
    with pytest.raises(ValueError, match=".") as caught:
        parse_sidecar(written.encode())
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_sidecar_in_another_encoding_is_refused():
    with pytest.raises(ValueError, match="is not UTF-8; save it as UTF-8"):
        parse_sidecar("title = '楚怡'".encode("gb18030"))


def test_errors_name_the_file(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text("titel = '甲'", encoding="utf-8")
    with pytest.raises(UnusableFile, match="^policy.toml: unknown key"):
        read_sidecar(path)
    with pytest.raises(UnusableFile, match=r"^gone.toml: cannot be read \(No such file"):
        read_sidecar(tmp_path / "gone.toml")


@given(st.sampled_from(KEYS), st.text())
def test_any_value_is_read_or_refused_in_one_line(key: str, value: str):
    quoted = value.replace("\\", "\\\\").replace('"', '\\"').encode(errors="replace").decode()
    try:
        sidecar = parse_sidecar(f'{key} = "{quoted}"'.encode())
    except ValueError as error:
        assert len(str(error).splitlines()) == 1
    else:
        assert sidecar.status in ("", *STATUSES)
        assert len(str(getattr(sidecar, key)).splitlines()) <= 1


@given(st.binary())
def test_any_bytes_are_read_or_refused_in_one_line(data: bytes):
    try:
        parse_sidecar(data)
    except ValueError as error:
        assert len(str(error).splitlines()) == 1
