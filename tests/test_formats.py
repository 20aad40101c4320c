"""Files of every encoding a library holds are read; what is no text is refused in one line."""

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import UnusableFile
from corpus.formats import read_text

SENTENCE = "第一条 建设 80 个“楚怡”实训基地。\n第二条 培育30个职教集团。\n"


@pytest.mark.parametrize(
    "data",
    [
        SENTENCE.encode(),
        codecs.BOM_UTF8 + SENTENCE.encode(),
        SENTENCE.encode("gb18030"),
        SENTENCE.encode("utf-16"),
        codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"),
        SENTENCE.replace("\n", "\r\n").encode(),
        SENTENCE.replace("\n", "\r").encode("gb18030"),
    ],
    ids=["utf-8", "utf-8 bom", "gb18030", "utf-16", "utf-16 be", "crlf", "cr in gb18030"],
)
def test_every_encoding_gives_the_same_text(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "policy.txt"
    file.write_bytes(data)
    assert read_text(file) == SENTENCE


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_utf8_text_comes_back_unchanged(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    file = tmp_path_factory.mktemp("library") / "policy.md"
    file.write_bytes(text.encode())
    assert read_text(file) == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \r\n\t\n", "is empty"),
        (codecs.BOM_UTF8, "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "is no text file"),
        (bytes(range(1, 32)) * 20, "is no text file"),
        (b"\xff" * 50, "is neither UTF-8 nor GB18030"),
        (
            "第一條 為了保障住房，制定本辦法。建設公園三十個。\n".encode("big5"),
            "perhaps Big5; save it as UTF-8",
        ),
        (codecs.BOM_UTF16_LE + b"\x00\xd8\x41", "save it as UTF-8"),
    ],
)
def test_unusable_files_say_what_and_what_to_do(tmp_path: Path, data: bytes, says: str) -> None:
    file = tmp_path / "policy.txt"
    file.write_bytes(data)
    with pytest.raises(UnusableFile) as caught:
        read_text(file)
    assert str(caught.value).startswith("policy.txt: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(UnusableFile, match="cannot be read"):
        read_text(tmp_path / "missing.txt")
    with pytest.raises(UnusableFile, match="cannot be read"):
        read_text(tmp_path)
