"""Wordings that are nearly the same are found without comparing all with all."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minutes2actions.audit.alike import COMMONEST, Alike

WORDS = [f"w{n}" for n in range(60)]
WORDING = st.lists(st.sampled_from(WORDS), min_size=4, max_size=12, unique=True)


@given(st.lists(WORDING, max_size=12), WORDING, st.lists(st.sampled_from(WORDS), max_size=12))
def test_a_wording_is_found_whole_and_with_more_said_whichever_came_first(
    others: list[list[str]], wording: list[str], more: list[str]
) -> None:
    longer = [*wording, *(word for word in dict.fromkeys(more) if word not in wording)]
    for first, second in ((wording, longer), (longer, wording)):
        everything = [first, *others, second]
        assert 0 in Alike(everything).before(len(everything) - 1)


@given(st.lists(WORDING, max_size=12))
def test_nothing_is_found_but_earlier_wordings_that_share_most_words(wordings: list[list[str]]) -> None:
    index = Alike(wordings)
    for n, words in enumerate(wordings):
        for m in index.before(n):
            assert m < n
            assert len({*wordings[m]} & {*words}) >= 0.7 * min(len(wordings[m]), len(words))


def test_what_everybody_says_finds_nothing() -> None:
    routine = [["circulate", "papers", "all", "members"]] * (COMMONEST + 1)
    assert Alike(routine).before(COMMONEST) == []


def test_a_wording_without_telling_words_is_like_nothing() -> None:
    assert Alike([(), ()]).before(1) == []
