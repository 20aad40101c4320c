"""What pages carry besides their text: numbers in a row and a header that comes again, told from the lines."""

import re
from collections.abc import Iterator, Sequence

from corpus.layout import is_finished
from corpus.numbering import match_marker
from corpus.view import HEADER, PAGE_MARK, PAGE_NUMBER, WRAPPED_LINE, is_page_number

# A page has no fewer lines than this; so many numbers in a row are no rows of a table.
PAGE = 15
ROW = 3
LONGEST = 60
# The title stands among so many first lines.
TITLE = 12
_ENDS = re.compile(r"^\d{1,3}(?!\d)|(?<!\d)\d{1,3}$")


def find_furniture(lines: Sequence[str]) -> set[int]:
    """Return the indices of the lines that are page numbers or running headers; `lines` hold no blank ends."""
    said = [i for i, line in enumerate(lines) if line]
    marks = {i for i in said if len(lines[i]) < 24 and PAGE_MARK.fullmatch(lines[i])}
    before = ""
    for i in said:
        if is_page_number(before, lines, i):
            marks.add(i)
        else:
            before = lines[i]
    marks |= set(_numbers(lines, said))
    return marks | set(_headers(lines, said, marks))


def _numbers(lines: Sequence[str], said: Sequence[int]) -> Iterator[int]:
    """Yield the numbers alone on their lines, each one more than the one about a page before it."""
    row: list[tuple[int, int, int]] = []
    for place, i in enumerate(said):
        if len(lines[i]) > 12 or not PAGE_NUMBER.fullmatch(lines[i]):
            continue
        number = int("".join(lines[i].partition("/")[0].split()))
        if row and (number != row[-1][1] + 1 or place - row[-1][2] < PAGE):
            if number != 1 and place - row[-1][2] < PAGE:
                continue
            yield from _proven(row)
            row = []
        row.append((i, number, place))
    yield from _proven(row)


def _proven(row: Sequence[tuple[int, int, int]]) -> list[int]:
    return [i for i, _, _ in row] if len(row) >= (2 if row and row[0][1] == 1 else ROW) else []


def _headers(lines: Sequence[str], said: Sequence[int], marks: set[int]) -> Iterator[int]:
    """Yield what stands beside several page numbers, or comes again and again where sentences break."""
    places: dict[str, list[int]] = {}
    for place, i in enumerate(said):
        if i not in marks and _may_head(lines[i]):
            places.setdefault(_form(lines[i]), []).append(place)
    for form, found in places.items():
        turned = [p for p in found if _is_beside(said, marks, p)]
        broken = [p for p in found if _breaks_sentence(lines, said, marks, p)]
        others = sum(p >= TITLE for p in found) - len(turned)
        if len(turned) > 1 and len(turned) >= others:
            yield from (said[p] for p in turned)
        elif turned and (len(found) > 1 and found[0] < TITLE or HEADER.fullmatch(lines[said[turned[0]]])):
            yield from (said[p] for p in turned if p in broken)
        elif len(form) > 3 and len(found) >= ROW and 2 * len(broken) >= len(found) and _is_apart(found):
            yield from (said[p] for p in found if p >= TITLE)


def _may_head(line: str) -> bool:
    return (
        4 <= len(line) <= LONGEST
        and line[-1] not in "。；：，、"
        and match_marker(line) is None
        and line[0] != "附"
    )


def _form(line: str) -> str:
    """Return a line without blanks, and without the number of its page."""
    plain = "".join(line.split())
    bare = _ENDS.sub("", plain)
    return bare if len(bare) >= 6 else plain


def _is_beside(said: Sequence[int], marks: set[int], place: int) -> bool:
    return any(said[p] in marks for p in (place - 1, place + 1) if 0 <= p < len(said))


def _breaks_sentence(lines: Sequence[str], said: Sequence[int], marks: set[int], place: int) -> bool:
    """Whether the line before, page numbers passed over, is a long one within a sentence."""
    before = next((said[p] for p in range(place - 1, max(place - 4, -1), -1) if said[p] not in marks), None)
    return before is not None and len(lines[before]) >= WRAPPED_LINE and not is_finished(lines[before])


def _is_apart(found: Sequence[int]) -> bool:
    return all(b - a >= PAGE for a, b in zip(found, found[1:], strict=False))
