"""Random tables under every policy, recomputed by arithmetic of the test's own.

Nothing of the package's scoring is imported: the parameters of a policy are read from the table of
policies, and every share is an exact fraction until the one rounding.
"""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

from budgetkpi import Indicator, Sheet, policies
from budgetkpi.resources import load_table

TABLES = load_table("policies.toml")
DEFAULT_RUN, LONG_RUN = 300, 10_000


def rules_of(name: str) -> dict[str, Any]:
    """The rules of a policy with those of its base."""
    table = TABLES[name]
    base = rules_of(table["base"]) if "base" in table else {}
    own = {field: rule for field, rule in table.items() if isinstance(rule, dict) or rule == "silent"}
    return base | own


def share_in(text: object) -> Fraction:
    """60% as a fraction."""
    if isinstance(text, str) and text.endswith("%"):
        return Fraction(text[:-1]) / 100
    return Fraction(str(text))


def cents(exact: Fraction) -> Fraction:
    """Half up, to two places."""
    return Fraction((exact * 100 + Fraction(1, 2)).__floor__(), 100)


@attrs.frozen
class Drawn:
    """A row whose meaning is known because it was made from it."""

    kind: str
    target: Fraction
    actual: Fraction
    weight: Fraction
    satisfaction: bool
    duty: bool

    @property
    def indicator(self) -> Indicator:
        sign = {"floor": "≥", "above": ">", "ceiling": "≤", "below": "<", "exactly": "=", "zero": "="}[
            self.kind
        ]
        level1, level2, name = "产出指标", "质量指标", "完成率"
        if self.satisfaction:
            level1, level2, name = "满意度指标", "服务对象满意度指标", "群众满意度"
        if self.duty:
            level1, level2 = "履职指标", "数量指标"
        return Indicator(
            name,
            f"{sign}{number(self.target)}%",
            level1=level1,
            level2=level2,
            actual=f"{number(self.actual)}%",
            points=number(self.weight),
            reason="见附件",
        )

    def share(self, rules: dict[str, Any]) -> Fraction | None:
        """The share of the weight; None where the policy has no rule."""
        if self.kind == "zero":
            return Fraction(int(self.actual == 0))
        ratio = self.actual / self.target
        stepped = rules["satisfaction"].get("steps") if self.satisfaction else None
        if stepped and self.kind in ("floor", "above", "exactly"):
            reached = self.actual / 100
            return next((share_in(got) for edge, got in stepped if reached >= share_in(edge)), Fraction(0))
        if self.kind in ("ceiling", "below"):
            return self.under_a_limit(rules["reverse"], ratio)
        duties = rules.get("duties") if self.duty else None
        if duties and not share_in(duties["floor"]) <= ratio <= share_in(duties["ceiling"]):
            return Fraction(0)
        return Fraction(1) if ratio >= 1 else short(rules["shortfall"], ratio)

    def under_a_limit(self, rule: dict[str, Any] | str, ratio: Fraction) -> Fraction | None:
        if ratio <= 1:
            return Fraction(1)
        if isinstance(rule, str):
            return None
        return {"linear": max(Fraction(0), 2 - ratio), "inverse_ratio": 1 / ratio}[rule["kind"]]


def short(rule: dict[str, Any], ratio: Fraction) -> Fraction:
    if rule["kind"] == "ratio":
        return ratio
    mark = share_in(rule["pass_mark"])
    return Fraction(0) if ratio < mark else (ratio - mark) / (1 - mark)


def number(exact: Fraction) -> str:
    """A number with at most two decimal places."""
    return f"{Decimal(exact.numerator) / Decimal(exact.denominator):f}"


def drawn(dice: random.Random) -> list[Drawn]:
    """A table of one to six rows that weigh 90 together."""
    count = dice.randint(1, 6)
    cuts = sorted(dice.sample(range(1, 9000), count - 1))
    weights = [Fraction(b - a, 100) for a, b in zip([0, *cuts], [*cuts, 9000], strict=True)]
    rows = []
    for weight in weights:
        kind = dice.choice(["floor", "floor", "above", "ceiling", "ceiling", "below", "exactly", "zero"])
        # Whole tens meet the edges of the rules; hundredths are what tables print.
        target = (
            Fraction(dice.randint(1, 10) * 10)
            if dice.random() < 0.5
            else Fraction(dice.randint(1, 10_000), 100)
        )
        by = dice.choice([0, 50, 59, 60, 70, 99, 100, 101, 120, 130, 131, 200, 250, dice.randint(0, 300)])
        actual = Fraction((target * by).__floor__(), 100)
        if kind == "zero":
            target, actual = Fraction(0), Fraction(dice.choice([0, 0, 1, 50]))
        special = dice.random()
        rows.append(Drawn(kind, target, actual, weight, special < 0.15, 0.15 <= special < 0.3))
    return rows


def executed(rules: dict[str, Any], rate: Fraction) -> Fraction:
    rule = rules["execution"]
    points, capped = Fraction(str(rule["points"])), min(rate, Fraction(1))
    if rule["kind"] == "steps":
        return cents(
            points
            * next((share_in(got) for edge, got in rule["steps"] if capped >= share_in(edge)), Fraction(0))
        )
    return cents(points * min(Fraction(1), rate / share_in(rule.get("target", "100%"))))


def grade_of(rules: dict[str, Any], total: Fraction, out_of: Fraction) -> str:
    rule = rules["grades"]
    names: list[str] = rule.get("names", ["优", "良", "中", "差"])
    scaled = total * 100 / out_of
    return next((name for name, edge in zip(names, rule["edges"], strict=False) if scaled >= edge), names[-1])


def held(name: str, dice: random.Random) -> None:
    """One table, scored by the package and by hand."""
    rules, rows = rules_of(name), drawn(dice)
    budget, spent = dice.randint(1, 10_000), dice.randint(0, 12_000)
    sheet = Sheet(indicators=[row.indicator for row in rows], budget=budget, executed=spent)
    got = sheet.appraise(policy=name)
    low = high = executed(rules, Fraction(spent, budget))
    assert Fraction(str(got.execution_points)) == low
    decided = True
    for row, scored in zip(rows, got.rows, strict=True):
        share = row.share(rules)
        told = (name, row, scored.explain())
        if share is None:
            decided = False
            assert scored.earned is None, told
            high += row.weight
        else:
            assert scored.earned is not None, told
            assert Fraction(scored.earned) == cents(row.weight * share), told
            low, high = low + cents(row.weight * share), high + cents(row.weight * share)
    assert got.total_range is not None
    assert (Fraction(got.total_range[0]), Fraction(got.total_range[1])) == (low, high)
    assert (got.total is not None) is decided
    out_of = 90 + Fraction(str(rules["execution"]["points"]))
    grades = {grade_of(rules, end, out_of) for end in (low, high)}
    assert got.grade == (grades.pop() if len(grades) == 1 else None)


@pytest.mark.parametrize("name", policies())
def test_random_tables_agree_with_the_recomputation(name: str) -> None:
    dice = random.Random(f"{name} 2026")  # noqa: S311
    for _ in range(DEFAULT_RUN // len(policies())):
        held(name, dice)


@pytest.mark.fuzz
@pytest.mark.parametrize("name", policies())
def test_ten_thousand_random_tables_agree(name: str) -> None:
    dice = random.Random()  # noqa: S311
    for _ in range(LONG_RUN // len(policies()) + 1):
        held(name, dice)
