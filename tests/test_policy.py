"""Policies: what each is made of, and a user's own."""

from __future__ import annotations

import pickle
import re
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from budgetkpi import Policy, PolicyError, Status, policies
from budgetkpi.policy.row_rules import Reverse, ReverseKind
from budgetkpi.resources import load_table

if TYPE_CHECKING:
    import pathlib

    from budgetkpi.policy.fields import Rule

RULES = [
    "shortfall",
    "over",
    "reverse",
    "equal",
    "zero",
    "negative",
    "ranges",
    "qualitative",
    "dates",
    "satisfaction",
    "sections",
    "execution",
    "reasons",
    "review",
    "deduction",
    "cost_cap",
    "lights",
    "grades",
    "rounding",
]
# What each policy has that the default has not, and nothing else.
DIFFERS = {
    "national-2020": "",
    "system-linear": "reverse",
    "central-2016": "qualitative",
    "mof-101": "shortfall reverse satisfaction sections execution",
    "hubei-2020": "qualitative sections execution",
    "sichuan-2023": "sections execution",
    "hebei-tianjin": "over reverse qualitative review",
    "guangxi": "over reverse zero deduction",
    "shanxi": "reverse cost_cap",
    "zhejiang": "reverse qualitative",
    "jiangxi-2017": "qualitative",
    "beijing-2016": "qualitative sections grades",
}


def test_the_policies_are_those_of_the_table() -> None:
    assert policies() == tuple(DIFFERS)


@pytest.mark.parametrize("name", policies())
def test_policies_differ_exactly_where_their_table_says_so(name: str) -> None:
    default, policy = Policy.named("national-2020"), Policy.named(name)

    def parameters(rule: Rule | None) -> object:
        return None if rule is None else rule.parameters

    differing = {
        field for field in RULES if parameters(getattr(default, field)) != parameters(getattr(policy, field))
    }
    assert differing == set(DIFFERS[name].split())


@pytest.mark.parametrize("name", policies())
def test_every_rule_has_a_source_and_a_status(name: str) -> None:
    policy = Policy.named(name)
    assert policy.rules.keys() <= set(RULES)
    for rule in policy.rules.values():
        assert rule.source
        assert "http" not in rule.source
        assert isinstance(rule.status, Status)
    assert policy.status is max((rule.status for rule in policy.rules.values()), key=list(Status).index)
    assert pickle.loads(pickle.dumps(policy)) == policy  # noqa: S301
    assert hash(policy) == hash(Policy.named(name))


def test_what_was_not_confirmed_is_never_called_official() -> None:
    unconfirmed = {load_table("policies.toml")["sources"][key] for key in ("mof-10", "mof-101", "ours")}
    for name in policies():
        for rule in Policy.named(name).rules.values():
            if rule.source in unconfirmed:
                assert rule.status in (Status.PROVISIONAL, Status.OURS)
            if rule.status is Status.OURS:
                assert rule.source == "budgetkpi"


def test_an_unknown_policy_is_refused_with_the_known_ones() -> None:
    with pytest.raises(PolicyError, match="national-2020") as raised:
        Policy.named("national-2021")
    assert raised.value.code == "policy-unknown"
    assert pickle.loads(pickle.dumps(raised.value)).code == "policy-unknown"  # noqa: S301


def test_evolve_changes_only_what_it_names() -> None:
    hubei = Policy.named("hubei-2020")
    mine = hubei.evolve(name="mine", reverse="linear", execution={"points": "15"}, ranges={"kind": "binary"})
    assert (mine.name, mine.reverse and mine.reverse.kind.value) == ("mine", "linear")
    assert mine.execution is not None
    assert (str(mine.execution.points), mine.execution.kind.value) == ("15", "ratio")
    assert mine.reverse is not None
    assert mine.reverse.status is Status.OURS
    assert mine.shortfall == hubei.shortfall
    assert hubei.evolve(reverse=Reverse(kind=ReverseKind.BINARY)).reverse == Reverse(kind=ReverseKind.BINARY)
    assert hubei.evolve(reverse="silent").reverse is None
    assert hubei.evolve().name == "hubei-2020*"


BAD = [
    ({"reverse": "foo"}, "reverse.kind"),
    ({"reverse": 3}, "reverse"),
    ({"over": {"att": 1}}, "over.att"),
    ({"over": {"kind": "flag", "at": "50%"}}, "over.at"),
    ({"over": {"kind": "bands", "bands": [["90%", "50%"]]}}, "over.bands"),
    ({"over": {"at": 1.3}}, "over.at"),
    ({"shortfall": "pass_mark"}, "shortfall.pass_mark"),
    ({"shortfall": {"kind": "pass_mark", "pass_mark": "100%"}}, "shortfall.pass_mark"),
    ({"qualitative": {"edges": ["60%", "80%"]}}, "qualitative.edges"),
    ({"dates": "per_step"}, "dates.step"),
    ({"satisfaction": {"kind": "steps", "steps": [["80%", "80%"], ["90%", "100%"]]}}, "satisfaction.steps"),
    ({"satisfaction": {"kind": "steps", "steps": "90%"}}, "satisfaction.steps"),
    ({"sections": {"weights": {"foo": 1}}}, "sections.weights"),
    ({"execution": {"points": -1}}, "execution.points"),
    ({"grades": {"edges": [60, 80, 90]}}, "grades.edges"),
    ({"review": {"cases": ["all"]}}, "review.cases"),
    ({"rounding": None}, "rounding"),
    ({"rounding": {"places": -1}}, "rounding.places"),
    ({"nothing": 1}, "nothing"),
    ({"over": {"at": ["130%"]}}, "over.at"),
    ({"over": {"written_only": "yes"}}, "over.written_only"),
    ({"over": {"kind": "bands", "bands": ["150%"]}}, "over.bands"),
    ({"over": {"kind": "bands", "bands": [["150%", "80%", "x"]]}}, "over.bands"),
    ({"qualitative": {"edges": "80%"}}, "qualitative.edges"),
    ({"review": {"cases": "over"}}, "review.cases"),
    ({"execution": {"points": 10.5}}, "execution.points"),
    ({"execution": {"points": "ten"}}, "execution.points"),
    ({"execution": {"points": "Infinity"}}, "execution.points"),
    ({"sections": {"weights": ["output", 50]}}, "sections.weights"),
]


@pytest.mark.parametrize(("change", "field"), BAD, ids=[field for _, field in BAD])
def test_an_impossible_rule_names_its_field(change: dict[str, object], field: str) -> None:
    with pytest.raises(PolicyError) as raised:
        Policy.named("national-2020").evolve(**change)
    assert raised.value.en.startswith(f"{field}:")
    assert raised.value.zh.startswith(f"{field}：")


def write(path: pathlib.Path, text: str) -> pathlib.Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_policy_of_a_users_own(tmp_path: pathlib.Path) -> None:
    text = """
name = "county"
title = "县级"
base = "hubei-2020"
reverse = "linear"
qualitative = "silent"

[over]
kind = "flag"
at = 1.5
source = "县财〔2022〕3号"
status = "official"
"""
    policy = Policy.from_toml(write(tmp_path / "mine.toml", text))
    assert (policy.name, policy.title) == ("county", "县级")
    assert policy.qualitative is None
    assert policy.reverse is not None
    assert (policy.reverse.source, policy.reverse.status) == ("mine.toml", Status.OURS)
    assert policy.over is not None
    assert (policy.over.at, policy.over.status) == (Fraction(3, 2), Status.OFFICIAL)
    assert policy.execution == Policy.named("hubei-2020").execution
    plain = Policy.from_toml(write(tmp_path / "plain.toml", ""))
    assert (plain.name, plain.shortfall) == ("plain", Policy.named("national-2020").shortfall)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("[over]\nat = 'x'", "over.at"),
        ("[reverse]\nkind = 'up'", "reverse.kind"),
        ("[ranges]\nsource = 'x'", "ranges.kind"),
        ("[reverse]\nkind = 'linear'\nstatus = 'law'", "reverse.status"),
        ("base = 3", "base"),
        ("name = 3", "name"),
        ("over = 3", "over"),
        ("rounding = 'silent'", "rounding"),
        ("foo = 3", "foo"),
        ("base = 'nowhere'", "nowhere"),
        ("= 3", "mine.toml"),
    ],
)
def test_a_bad_file_names_the_field(tmp_path: pathlib.Path, text: str, field: str) -> None:
    with pytest.raises(PolicyError, match=field):
        Policy.from_toml(write(tmp_path / "mine.toml", text))


def test_every_text_of_the_floor_is_there_in_both_languages() -> None:
    for name in ("scoring", "sheets"):
        for text in load_table("messages", f"{name}.toml").values():
            assert text["en"]
            assert text["zh"]
            said, said_in_chinese = (
                {field.removesuffix("_zh") for field in re.findall(r"\{(\w+)", text[language])}
                for language in ("en", "zh")
            )
            assert said == said_in_chinese
