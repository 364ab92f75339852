"""Wordings that several messages share: nothing is cut without saying how much."""

import pytest

from workbook import wording


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "none"),
        ("é", '"é"'),
        ([1, "a", None], '[1, "a", null]'),
        ({1, 2}, "{1, 2}"),
        ("x" * 200, f'"{"x" * 159} … (42 more characters)'),
    ],
)
def test_a_value_is_shown_on_one_line(value, text):
    assert wording.show(value) == text


def test_what_goes_round_in_a_circle_is_shown_as_python_does():
    circle = []
    circle.append(circle)

    assert wording.show(circle) == "[[...]]"


@pytest.mark.parametrize(
    ("text", "begins"),
    [("", ""), ("12345", "12345"), ("123456", "12345 … (1 more characters)")],
)
def test_the_beginning_says_how_much_more_there_is(text, begins):
    assert wording.begin(text, 5) == begins


def test_what_is_said_at_length_is_told_briefly():
    assert wording.briefly("a\nb\nc") == "a\nb\nc"
    assert wording.briefly("a\nb\nc\nd\ne") == "a\nb\nc\n… (2 more lines)"
    assert wording.briefly("x" * 161) == f"{'x' * 160} … (1 more characters)"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Hello ada", ()),
        ("Hello {}", ()),
        ("Hello %s", ("%s is filled by a % and the value behind the quotes.",)),
        ("Hello {name}, {x}", ('An f before the quotes has {name} filled in: f"…"',)),
    ],
)
def test_a_gap_that_python_should_have_filled(text, why):
    assert wording.unfilled(text) == why


@pytest.mark.parametrize(
    ("left", "right", "why"),
    [
        ([1, 2], [1, 2], ()),
        ("a", "b", ()),
        ([1, 2], [1, 3], ("At [1]: expected 3, got 2.",)),
        ([1], [1, 3], ("At [1]: expected 3, got none.",)),
        ([1, 2], [1], ("At [1]: expected none, got 2.",)),
        ({"a": {"b": 1}}, {"a": {"b": "1"}}, ("At ['a']['b']: expected \"1\", got 1.",)),
        ({"a": 1}, {"b": 1, "a": 1}, ("At ['b']: expected 1, got none.",)),
        ({"a": 1, "b": 2}, {"a": 2, "b": 3}, ("At ['a']: expected 2, got 1.",)),
        ({}, [], ('Expected a list, […], got an object, {"…": …}.',)),
        ("[]", [], ("Expected a list, […], got a text.",)),
        (None, {}, ('Expected an object, {"…": …}, got null.',)),
        (1, [], ()),
        ([], 1, ()),
        ([], [], ()),
    ],
)
def test_the_first_difference_of_two_values(left, right, why):
    assert wording.differences(left, right) == why


@pytest.mark.parametrize(
    ("names", "text"),
    [
        ([], ""),
        (["a", "b c"], "a, 'b c'"),
        (list("abcdefgh"), "a, b, c, d, e, f, g, h"),
        (list("abcdefghij"), "a, b, c, d, e, f, g, h and 2 more"),
    ],
)
def test_a_list_of_names_is_never_cut_without_saying_so(names, text):
    assert wording.some(names) == text
