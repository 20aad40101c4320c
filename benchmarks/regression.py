"""Logistic regression with a prior that weights are small, by Newton's method."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
STEPS = 50  # it settles in about ten


def regress(x: Matrix, y: Matrix, counts: Matrix, ridge: float, offset: Matrix | None = None) -> Matrix:
    """Return the weights of the columns of `x` by which its rows have log odds of being 1 in `y`.

    The last column is the constant, which no prior holds; `counts` is what each row counts, `ridge` the strength of
    the prior in rows, `offset` log odds that are given.
    """
    given = np.zeros(len(y)) if offset is None else offset
    scale = x.std(axis=0)
    scale[scale == 0] = 1
    scaled, weights = x / scale, np.zeros(x.shape[1])
    prior = np.full(x.shape[1], ridge)
    prior[-1] = 0
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(scaled @ weights + given, -30, 30)))
        slope = scaled.T @ (counts * (y - p)) - prior * weights
        curve = (scaled * (counts * p * (1 - p))[:, None]).T @ scaled + np.diag(prior + 1e-9)
        weights = weights + np.linalg.solve(curve, slope)
    return np.asarray(weights / scale)


def held_out(
    x: Matrix, y: Matrix, counts: Matrix, ridge: float, groups: Sequence[str], folds: int = 10
) -> Matrix:
    """Return the log odds of each row by weights fitted on the rows of other groups, a tenth held out at a time."""
    numbers = {name: n % folds for n, name in enumerate(sorted(set(groups)))}
    fold = np.array([numbers[name] for name in groups])
    odds = np.zeros(len(y))
    for n in range(folds):
        rest = fold != n
        odds[~rest] = x[~rest] @ regress(x[rest], y[rest], counts[rest], ridge)
    return odds
