"""Which units can answer for which: kinds of quantity, and times of like length."""

import pytest

from bot.units import family_of, lasts_alike


@pytest.mark.parametrize(
    ("unit", "family"),
    [
        ("万元", "money"),
        ("元/人", "money"),
        ("周岁", "age"),
        ("工作日", "time"),
        ("%", "share"),
        ("名", "people"),
        ("个", "count"),
        ("亩", "area"),
        ("吨", "mass"),
        ("公里", "length"),
    ],
)
def test_families(unit: str, family: str) -> None:
    assert family_of(unit) == family


@pytest.mark.parametrize(
    ("asked", "unit", "alike"),
    [
        ("天", "个工作日", True),
        ("天", "个月", False),
        ("个工作日", "年", False),
        ("年", "个月", True),
        ("年", "日", False),
        ("", "年", True),
    ],
)
def test_days_are_not_counted_in_years(asked: str, unit: str, alike: bool) -> None:
    assert lasts_alike(asked, unit) is alike
