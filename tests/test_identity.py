"""Ids and conversations are signed: what this database gave out is known, anything else is not."""

import base64
import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.identity import known_id, make_id, seal, unseal

SECRET, OTHER = bytes(range(32)), bytes(range(1, 33))
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(string.ascii_letters), inner, max_size=4)
    ),
    max_leaves=8,
)
STATES = st.dictionaries(st.text(string.ascii_letters, max_size=5), VALUES, max_size=4)
PARTS = st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=4)
URL_SAFE = set(string.ascii_letters + string.digits + "-_")


@given(STATES)
def test_what_is_sealed_comes_back(state: dict[str, object]) -> None:
    sealed = seal(SECRET, state)
    assert unseal(SECRET, sealed) == state
    assert set(sealed) <= URL_SAFE


@given(STATES)
def test_another_secret_opens_nothing(state: dict[str, object]) -> None:
    assert unseal(OTHER, seal(SECRET, state)) == {}


@given(STATES, st.data())
def test_a_changed_byte_is_noticed(state: dict[str, object], data: st.DataObject) -> None:
    sealed = seal(SECRET, state)
    raw = bytearray(base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4)))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    assert unseal(SECRET, base64.urlsafe_b64encode(bytes(raw)).decode()) == {}


@given(STATES, st.integers(1, 40))
def test_a_cut_value_is_noticed(state: dict[str, object], cut: int) -> None:
    assert unseal(SECRET, seal(SECRET, state)[:-cut]) == {}


@given(st.text(max_size=60) | st.text(string.ascii_letters + string.digits + "-_=", max_size=60))
def test_values_that_were_never_given_out_hold_nothing(value: str) -> None:
    assert unseal(SECRET, value) == {}


@given(PARTS)
def test_ids_are_the_same_each_time_and_known(parts: list[str]) -> None:
    given_out = make_id(SECRET, *parts)
    assert given_out == make_id(SECRET, *parts)
    assert set(given_out) <= set(string.hexdigits.lower())
    assert known_id(given_out, SECRET)
    assert not known_id(given_out, OTHER)


@given(PARTS, PARTS)
def test_other_parts_get_another_id(one: list[str], other: list[str]) -> None:
    assert (make_id(SECRET, *one) == make_id(SECRET, *other)) == ("\0".join(one) == "\0".join(other))


@given(st.text(max_size=60) | st.text(string.hexdigits, max_size=40))
@example("\ud800")
def test_invented_ids_are_unknown(value: str) -> None:
    assert not known_id(value, SECRET)


@pytest.mark.parametrize(
    "change", [str.upper, lambda i: i[:-1], lambda i: i + "0", lambda i: " " + i, lambda i: i[::-1]]
)
def test_an_id_is_known_only_as_it_was_given_out(change) -> None:  # type: ignore[no-untyped-def]
    given_out = make_id(SECRET, "甲")
    assert change(given_out) != given_out
    assert not known_id(change(given_out), SECRET)
