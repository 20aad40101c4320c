"""STARD as benchmarks use it: its articles as tokens, its questions, and an engine on disk over them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data_sets import read_paragraphs, read_questions

from index.building import build_index
from index.disk import DiskEngine
from index.engine import Engine, MemoryEngine
