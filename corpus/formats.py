"""A file of the library becomes its text: encodings decoded, newlines made one kind."""

import codecs
import re
from pathlib import Path

from corpus.errors import UnusableFile

# What stands for GB18030's user-defined places; Big5's marks and commonest characters fall on them.
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Text of any language holds hardly any control characters; pictures and archives are full of them.
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_SAMPLE = 65536


def read_text(path: Path) -> str:
    """Return the text of a Markdown or plain text file, its newlines as "\\n".

    Reads UTF-8 with or without BOM, UTF-16 with BOM and GB18030. Raises UnusableFile when the file
    cannot be read, is empty, is no text or is in another encoding.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnusableFile(
            f"{path.name}: cannot be read ({error.strerror}); check its permissions"
        ) from error
    text = _decoded(data, path.name).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise UnusableFile(f"{path.name}: is empty; put the policy's text in it or remove it")
    return text


def _decoded(data: bytes, name: str) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded_as(data, "utf-16", name)
    data = data.removeprefix(codecs.BOM_UTF8)
    if _is_binary(data):
        raise UnusableFile(f"{name}: is no text file; convert it to UTF-8 text")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = _decoded_as(data, "gb18030", name)
    if len(_PRIVATE.findall(text)) * 50 > len(text):
        raise UnusableFile(f"{name}: is neither UTF-8 nor GB18030, perhaps Big5; save it as UTF-8")
    return text


def _decoded_as(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnusableFile(
            f"{name}: is neither UTF-8 nor GB18030 (byte {error.start}); save it as UTF-8"
        ) from error


def _is_binary(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return b"\0" in sample or controls * 200 > len(sample)
