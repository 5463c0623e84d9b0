"""Meaning: one function a rule, and no rule without one."""

from __future__ import annotations

import importlib
import re

import pytest

from budgetkpi.language.automaton import grammar_text, tables
from budgetkpi.language.meaning import ROOMS, function_of
from budgetkpi.language.meaning.told import OF_STATED

ROOMS_OF_RULES = {room: importlib.import_module(f"budgetkpi.language.meaning.{room}").RULES for room in ROOMS}
GIVEN = [rule for rules in ROOMS_OF_RULES.values() for rule in rules]


def rules_of_the_grammar() -> set[str]:
    """Every name that a node of a tree can bear, but the start that holds the statement."""
    return {rule.name for rule in tables().rules if rule.name} - {"start"}


def nodes_that_stand_for_themselves() -> set[str]:
    """Rules with ? whose only child always stands for them: no node bears their name."""
    return {rule.name for rule in tables().rules if rule.single and rule.length == 1 and rule.name} - {
        rule.name for rule in tables().rules if not (rule.single and rule.length == 1)
    }


def test_every_rule_has_a_function_and_every_function_a_rule() -> None:
    assert rules_of_the_grammar() - nodes_that_stand_for_themselves() == set(GIVEN)


def test_a_rule_has_one_function() -> None:
    assert len(GIVEN) == len(set(GIVEN))


@pytest.mark.parametrize("rule", sorted(GIVEN))
def test_a_function_is_found_by_the_name_of_its_rule(rule: str) -> None:
    assert any(rules.get(rule) is function_of(rule) for rules in ROOMS_OF_RULES.values())


def test_the_rules_that_ask_how_their_amounts_were_said_are_rules() -> None:
    assert set(GIVEN) >= OF_STATED


def test_every_rule_of_the_text_is_in_the_tables() -> None:
    text = re.sub(r"//[^\n]*", "", grammar_text())
    named = set(re.findall(r"^\??([a-z_]+)\s*:", text, re.MULTILINE)) | set(
        re.findall(r"->\s*([a-z_]+)", text)
    )
    used = {rule.name for rule in tables().rules} | {rule.origin for rule in tables().rules}
    assert named - used == set()
