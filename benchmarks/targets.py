"""Precision and recall of the figures found in labelled policies, and how many subjects are right."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from corpus.damage import find_damage
from corpus.formats import read_text
from corpus.outline import parse_outline
from corpus.targets import find_targets


@dataclass(frozen=True, slots=True)
class Score:
    """How well one policy's figures are found; `faults` names each figure that is not as labelled."""

    name: str
    labels: int
    precision: float
    recall: float
    subjects: float
    qualifiers: float
    faults: tuple[str, ...]


def score(data: Path, name: str) -> Score:
    """Compare the targets of `data/policies/NAME.*` with the labels in `data/targets/NAME.jsonl`.

    A figure is right when place, value and unit are; a subject when it is one of those labelled.
    """
    text = read_text(next((data / "policies").glob(f"{name}.*")))
    lines = (data / "targets" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    labels = {(row["start"], row["value"], row["unit"]): row for row in map(json.loads, lines)}
    clauses, _ = find_damage(text, parse_outline(text).clauses)
    found = {(t.start, t.value, t.unit): t for t in find_targets(text, clauses)}
    right = labels.keys() & found.keys()
    named = [key for key in right if found[key].subject in labels[key]["subjects"]]
    bounded = [key for key in right if found[key].qualifier == labels[key]["qualifier"]]
    faults = [f"missed {labels[key]['text']} at {key[0]}" for key in sorted(labels.keys() - right)]
    faults += [f"no figure: {found[key].text} at {key[0]}" for key in sorted(found.keys() - right)]
    faults += [f"{found[key].text}: {found[key].subject}" for key in sorted(right - set(named))]
    return Score(
        name,
        len(labels),
        len(right) / max(1, len(found)),
        len(right) / len(labels),
        len(named) / len(labels),
        len(bounded) / len(labels),
        tuple(faults),
    )


def main() -> None:
    """Print the table, and below each policy what is not as labelled."""
    data = Path(__file__).parent.parent / "tests" / "data"
    print(f"{'policy':28} {'labels':>6} {'precision':>9} {'recall':>7} {'subject':>8} {'qualifier':>9}")
    for path in sorted((data / "targets").glob("*.jsonl")):
        s = score(data, path.stem)
        print(
            f"{s.name:28} {s.labels:6} {s.precision:9.3f} {s.recall:7.3f} {s.subjects:8.3f} {s.qualifiers:9.3f}"
        )
        for fault in s.faults:
            print(f"    {fault}")


if __name__ == "__main__":
    main()
