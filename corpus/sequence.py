"""The markers of a text in order: what follows a number at its level and further out."""

from collections.abc import Sequence

from corpus.numbering import Marker
from corpus.paragraphs import Paragraph


class Markers:
    """Looks ahead from any marker, in a few steps however long the text is."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self._paragraphs = paragraphs
        self._further_out = _next_markers(paragraphs, 0)
        self._beside = _next_markers(paragraphs, 1)

    def at(self, index: int | None) -> Marker | None:
        """Return the marker of the paragraph at `index`, None when it has none or is none."""
        if index is None or index >= len(self._paragraphs):
            return None
        return self._paragraphs[index].marker

    def above(self, index: int) -> list[Marker]:
        """Return the next markers further and further out, at most one for each level."""
        chain: list[Marker] = []
        after = self._further_out[index]
        while after is not None:
            marker = self.at(after)
            chain += [marker] if marker else []
            after = self._further_out[after]
        return chain

    def following(self, index: int, level: float) -> Marker | None:
        """Return the next marker that stands at `level` or further out."""
        return next((marker for marker in self.above(index) if marker.level <= level), None)

    def counts_from_one(self, index: int) -> bool:
        """Whether a "1." begins a new run: the next of its siblings is "2."."""
        marker, following = self.at(index), self.at(self._beside[index])
        if marker is None or following is None or marker.number != 1:
            return False
        return following.level == marker.level and following.number == 2

    def runs_before(self, index: int, level: int) -> int:
        """Count the runs that begin anew between a marker and the next one at `level` or further out."""
        marker = self.at(index)
        count, after = 0, self._beside[index]
        while after is not None and (later := self.at(after)) is not None and later.level > level:
            count += marker is not None and later.level == marker.level and later.number == 1
            after = self._beside[after]
        return count


def _next_markers(paragraphs: Sequence[Paragraph], depth: int) -> list[int | None]:
    """For every marker the index of the next one further out; with depth 1, further out or equal."""
    found: list[int | None] = [None] * len(paragraphs)
    open_: list[tuple[int, int]] = []
    for i in range(len(paragraphs) - 1, -1, -1):
        marker = paragraphs[i].marker
        if marker is None:
            continue
        while open_ and open_[-1][0] >= marker.level + depth:
            open_.pop()
        found[i] = open_[-1][1] if open_ else None
        open_.append((marker.level, i))
    return found
