"""Policies: what each is made of, and a user's own."""

from __future__ import annotations

import pathlib
import pickle
from fractions import Fraction

import attrs
import pytest

from budgetkpi import Policy, PolicyError, Status, policies
from budgetkpi.policy import chosen_policy
from budgetkpi.policy.page import PAGES, page
from budgetkpi.policy.row_rules import Reverse, ReverseKind
from budgetkpi.resources import load_table

RULES = [field.name for field in attrs.fields(Policy) if field.name not in ("name", "title", "office")]
RULES = [name for name in RULES if not name.endswith("_year")]
TABLES = {name: table for name, table in load_table("policies.toml").items() if name != "sources"}


def test_the_policies_are_those_of_the_table() -> None:
    assert policies() == tuple(name for name, table in TABLES.items() if "template" not in table)
    assert policies()[0] == "national-2020"


@pytest.mark.parametrize("name", policies())
def test_policies_differ_from_their_base_exactly_where_their_table_says_so(name: str) -> None:
    table, policy = TABLES[name], Policy.named(name)
    if "base" not in table:
        return
    base = Policy.named(table["base"])
    written = set(table) & set(RULES)
    for field in RULES:
        if field not in written:
            assert getattr(policy, field) == getattr(base, field), field
        else:
            assert getattr(policy, field) != getattr(base, field), field


@pytest.mark.parametrize("name", policies())
def test_a_policy_to_toml_and_back(name: str, tmp_path: pathlib.Path) -> None:
    policy = Policy.named(name)
    file = tmp_path / "written.toml"
    file.write_text(policy.to_toml(), encoding="utf-8")
    assert Policy.from_toml(file) == policy


def test_a_policy_of_one_s_own_to_toml_and_back(tmp_path: pathlib.Path) -> None:
    changed = Policy.named("hubei-2020").evolve(
        name='的"名\x7f\n',
        shortfall={"kind": "floor", "floor": Fraction(1, 3)},
        reverse={"kind": "per_point", "step": "10%"},
        over={"kind": "bands", "at": None, "bands": [["150%", "80%"]], "inclusive": False},
        duties={"floor": "70%", "ceiling": "130%"},
        grades={"inclusive": False},
        sections=None,
    )
    file = tmp_path / "written.toml"
    file.write_text(changed.to_toml(), encoding="utf-8")
    assert Policy.from_toml(file) == changed


@pytest.mark.parametrize("name", policies())
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_policy_tells_every_rule(name: str, lang: str) -> None:
    policy = Policy.named(name)
    told = policy.explain(lang)
    assert "{" not in told
    assert all(rule.source in told for rule in policy.rules.values())
    assert len(told.splitlines()) > len(policy.rules)


def test_an_office_s_policy_is_chosen_by_the_year() -> None:
    policy, notes = chosen_policy("sichuan", 2025)
    assert (policy.name, [note.code for note in notes]) == ("sichuan-2025", ["policy-chosen"])
    assert notes[0].alternatives == ("sichuan-2023",)
    assert "sichuan-2025" in notes[0].message.zh
    assert chosen_policy("sichuan", 2024)[0].name == "sichuan-2023"
    assert chosen_policy("sichuan", 2029)[0].name == "sichuan-2025"
    assert chosen_policy("national", 2031)[0].name == "national-2020"


@pytest.mark.parametrize(
    ("office", "year", "code"),
    [
        ("sichuan", None, "policy-year-needed"),
        ("sichuan", 2022, "policy-no-year"),
        ("sichuan", 2030, "policy-no-year"),
        ("pidu", 2025, "policy-several"),
        ("atlantis", 2025, "policy-unknown"),
    ],
)
def test_an_office_without_one_policy_for_the_year_is_refused(
    office: str, year: int | None, code: str
) -> None:
    with pytest.raises(PolicyError) as raised:
        chosen_policy(office, year)
    assert raised.value.code == code


def test_a_policy_for_other_years_says_so() -> None:
    for policy in ("sichuan-2023", Policy.named("sichuan-2023")):
        found, notes = chosen_policy(policy, 2025)
        assert (found.name, [note.code for note in notes]) == ("sichuan-2023", ["policy-other-year"])
        assert chosen_policy(policy, 2023)[1] == chosen_policy(policy)[1] == ()
    assert chosen_policy("guangxi", 1999)[1] == ()


def test_the_statuses_have_an_order() -> None:
    order = ["official", "observed", "quoted", "provisional", "ours"]
    assert [status.value for status in sorted(Status, key=lambda status: status.weakness)] == order


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
    ({"review": {"optional": ["all"]}}, "review.optional"),
    ({"shortfall": "floor"}, "shortfall.floor"),
    ({"shortfall": {"kind": "floor", "floor": 0}}, "shortfall.floor"),
    ({"reverse": "per_point"}, "reverse.step"),
    ({"reverse": {"kind": "per_point", "step": "101%"}}, "reverse.step"),
    ({"duties": {"floor": "70%"}}, "duties.ceiling"),
    ({"duties": {"floor": "70%", "ceiling": "90%"}}, "duties"),
    ({"not_applicable": "drop"}, "not_applicable.kind"),
    ({"execution": {"target": 0}}, "execution.target"),
    ({"over": {"inclusive": 1}}, "over.inclusive"),
    ({"first_year": "明年"}, "first_year"),
    ({"last_year": 20}, "last_year"),
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
        ("office = 3", "office"),
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


DOCS = pathlib.Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize(("name", "lang"), PAGES.items())
def test_the_manual_s_page_is_what_the_table_gives(name: str, lang: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == page(lang), "run python -m budgetkpi.policy"
