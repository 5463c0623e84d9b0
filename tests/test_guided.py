"""Inputs of guided fuzzing: three texts, and changes of them that stay texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.guided import LONGEST, PARTS, changed, parted


@given(st.binary(max_size=60), st.integers(0, 2**31))
def test_a_changed_input_is_an_input(data: bytes, seed: int) -> None:
    found = changed(data, LONGEST, seed)
    assert len(found) <= LONGEST
    assert found == changed(data, LONGEST, seed)
    assert len(parted(found)) == 3


def test_changes_reach_every_text() -> None:
    first = PARTS.join(("≥95%", "96%", "满意度")).encode()
    found = [parted(changed(first, LONGEST, seed)) for seed in range(60)]
    for place, text in enumerate(parted(first)):
        assert any(texts[place] != text for texts in found)
    assert len(set(found)) > 40
