"""Written units: canonical forms, relations and exact quantities."""

from __future__ import annotations

import copy
import pathlib
import pickle
import re
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from fractions import Fraction
from typing import TypeVar

import pint
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from budgetkpi import units
from budgetkpi.errors import UnitError
from budgetkpi.messages import Catalog
from budgetkpi.resources import load_text
from budgetkpi.units import RelationKind, compound
from budgetkpi.units.compound import Written
from budgetkpi.units.exact import Exact
from budgetkpi.units.listing import listed, read_lexicon
from budgetkpi.units.registries import make_registry
from budgetkpi.units.table import Unit, fold

CASES = pathlib.Path(__file__).parent / "data" / "units"
UNITS = tuple(listed().units.values())
SPELLINGS = sorted(listed().spellings)
CONVERTIBLE = [
    (one.written, other.written)
    for one in UNITS
    for other in UNITS
    if one.base == other.base and one != other
]
RATES = [
    "元/人·天", "元/人·月", "元/亩", "元/平方米", "小时/天", "分钟/天", "人/万人", "人/十万人",
    "升/百公里", "升/公里", "吨标准煤/万元", "毫克/升", "微克/立方米", "立方米/亩", "/月", "人天",
]  # fmt: skip
magnitudes = st.fractions(max_denominator=10**6) | st.decimals(
    allow_nan=False, allow_infinity=False, places=4
)


T = TypeVar("T")


def _again(value: T) -> T:
    """The value after a journey to another process."""
    copied: T = pickle.loads(pickle.dumps(value))  # noqa: S301  (our own bytes)
    return copied


def cases(name: str) -> list[list[str]]:
    """The cells of a case file, one case a line."""
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    return [[cell.strip() for cell in line.split("|")] for line in lines if not line.startswith("#")]


@pytest.mark.parametrize(("written", "expected"), cases("canonical.txt"))
def test_canonical(written: str, expected: str) -> None:
    wanted = None if expected == "-" else expected
    assert wanted == units.canonical(written)
    assert (wanted is not None) is units.known(written)
    if wanted is not None:
        assert wanted == units.canonical(wanted)


def test_no_unit_is_canonical_and_known() -> None:
    assert units.canonical("") == ""
    assert units.known("")
    assert units.dimension("") == ""
    assert units.longest_prefix("") == 0
    assert units.longest_at("", 0) is None
    assert units.joined(1, "") == ""


@pytest.mark.parametrize(("text", "expected"), cases("prefixes.txt"))
def test_longest_prefix(text: str, expected: str) -> None:
    assert text[: units.longest_prefix(text)] == expected.replace("-", "")


@given(st.sampled_from(SPELLINGS))
def test_every_spelling_is_its_own_longest_prefix(spelling: str) -> None:
    assert units.longest_prefix(spelling) == len(spelling)
    assert units.canonical(spelling) == listed().spellings[spelling]


@pytest.mark.parametrize(("line", "written", "expected"), cases("letters.txt"))
def test_letters(line: str, written: str, expected: str) -> None:
    wanted = None if expected == "-" else expected
    assert (wanted and (wanted, len(written))) == units.longest_at(written, 0, below=line == "below")
    assert (f"升/{wanted}" if wanted else None) == units.canonical(f"升/{written}") or line == "above"
    assert wanted == units.canonical(written) or line == "below"


@given(st.sampled_from(SPELLINGS), st.data())
def test_case_decides_where_two_spellings_differ_in_nothing_else(spelling: str, data: st.DataObject) -> None:
    either = [st.sampled_from(sorted({letter.lower(), letter.upper()})) for letter in spelling]
    text = "".join(data.draw(st.tuples(*either)))
    meant = {listed().spellings[other] for other in SPELLINGS if other.lower() == text.lower()}
    exact = listed().spellings.get(text)
    wanted = exact or (meant.pop() if len(meant) == 1 else None)
    found = units.longest_at(text, 0)
    assert wanted == (found[0] if found and found[1] == len(text) else None)


@pytest.mark.parametrize("signs", ["·", "*", "×"])
def test_a_product_reads_by_each_of_its_signs(signs: str) -> None:
    assert units.longest_at(f"3kW{signs}h电", 1) == ("千瓦时", 5)
    assert units.canonical(f"kW{signs}h") == "千瓦时"


@given(st.sampled_from(SPELLINGS), st.sampled_from("abhkmtAGM23"))
def test_a_unit_never_ends_inside_a_run_of_letters_or_digits(spelling: str, following: str) -> None:
    text = spelling + following
    found = units.longest_at(text, 0)
    if found is not None:
        around = text[found[1] - 1 : found[1] + 1]
        assert not re.fullmatch("[a-zA-Z]{2}|[0-9]{2}", around)


@given(st.text(alphabet="3万千百元人次台套天月公里/·每mMWtaAGBs2² ", max_size=12), st.integers(0, 12))
def test_an_atom_at_a_place_is_a_listed_unit(text: str, start: int) -> None:
    found = units.longest_at(text, start)
    if found is not None:
        assert found[0] in listed().units
        assert units.canonical(text[start : found[1]]) == found[0]
        assert units.longest_prefix(text[start:]) >= found[1] - start


scales = st.sampled_from(sorted(listed().scale_words))
atoms = st.sampled_from(sorted(listed().units))
parts = st.lists(st.tuples(st.just(1) | scales | st.integers(1, 999), atoms), max_size=3)


@given(st.just(1) | scales, atoms | st.just(""), parts)
@example(1000, "卡路里", [])
@example(1, "台", [(1, "套次")])
@example(1, "比特", [(1, "秒"), (1, "户")])
@example(1000, "字节", [(1, "秒")])
@example(1, "元", [(1000, "瓦"), (1, "小时")])
def test_what_is_joined_is_canonical(scale: int, above: str, below: list[tuple[int, str]]) -> None:
    text = units.joined(scale, above, below)
    assert text == units.canonical(text)


@given(scales, atoms)
def test_a_scale_word_multiplies_the_unit_that_it_is_joined_to(scale: int, above: str) -> None:
    text = units.joined(scale, above)
    factor = units.factor(text, above)
    assert factor in {scale, None}
    assert factor is not None or units.relation(text, above).between == (Fraction(1000), Fraction(1024))


@given(st.text(alphabet="元人次天/·.每(（）)万百千0 个台m²", max_size=30))
def test_a_prefix_is_a_known_unit(text: str) -> None:
    prefix = text[: units.longest_prefix(text)]
    assert units.known(prefix)


def test_every_table_speaks_of_listed_units() -> None:
    words = listed()
    named = {
        *words.visits,
        *words.bounds,
        *words.products,
        *words.standard,
        *words.partners,
    }
    named |= {unit for others in words.visits.values() for unit in others}
    named |= {other for other, _, _ in words.bounds.values()}
    named |= {part for parts in words.products.values() for part in parts}
    assert named <= set(words.units)


def test_prefix_time_grows_with_the_text_only() -> None:
    text = "元/" + "人·" * 50_000
    assert units.longest_prefix(text) == len(text) - 1


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_canonical_form_is_stable_and_folded(unit: Unit) -> None:
    assert units.canonical(unit.written) == unit.written
    assert units.canonical(f"元/{unit.under}") is not None
    assert fold(unit.written) == unit.written


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("万元", (Decimal(10000), "元")),
        ("亿立方米", (Decimal(10**8), "立方米")),
        ("百万元", (Decimal(10**6), "元")),
        ("千元", (Decimal(1000), "元")),
        ("万人次", (Decimal(10000), "人次")),
        ("万元/台", (Decimal(10000), "元/台")),
        ("万/月", (Decimal(10000), "/月")),
        ("万", (Decimal(10000), "")),
        ("千米", (Decimal(1), "千米")),
        ("千瓦", (Decimal(1), "千瓦")),
        ("百分点", (Decimal(1), "百分点")),
        ("公里", (Decimal(1), "公里")),
        ("人/万人", (Decimal(1), "人/万人")),
        ("万卷宗袋", (Decimal(1), "万卷宗袋")),
        ("", (Decimal(1), "")),
    ],
)
def test_scaled(unit: str, expected: tuple[Decimal, str]) -> None:
    assert expected == units.scaled(unit)


@pytest.mark.parametrize(
    ("unit", "expected"),
    [
        ("%", "ratio"), ("百分点", "points_of_percent"), ("万元", "money"), ("美元", "foreign_money"),
        ("人", "people"), ("万人次", "visits"), ("户", "households"), ("台", "count"), ("场", "occurrence"),
        ("册", "print"), ("亩", "area"), ("公里", "length"), ("吨", "mass"), ("升", "volume"),
        ("小时", "clock_time"), ("月", "calendar_time"), ("工作日", "working_time"), ("度", "energy"),
        ("千瓦", "power"), ("分", "score"), ("名次", "rank"), ("mg/L", "concentration"), ("dB", "noise"),
        ("℃", "temperature"), ("TB", "information"), ("元/人·天", "rate"), ("/月", "rate"),
        ("卷宗袋", "unknown"),
    ],
)  # fmt: skip
def test_dimension(unit: str, expected: str) -> None:
    assert expected == units.dimension(unit)


@pytest.mark.parametrize("case", cases("relations.txt"), ids="~".join)
def test_relation(case: list[str]) -> None:
    actual, target, kind, number, note = case
    found = units.relation(actual, target)
    low, _, high = number.partition("..")
    assert kind == found.kind
    assert (Fraction(low) if low and not high else None) == found.factor
    assert ((Fraction(low), Fraction(high)) if high else None) == found.between
    assert note == found.note
    assert not note or note in Catalog("units").codes()
    assert found == _again(found)
    exact = found.factor if kind in {"same", "convertible"} else None
    assert exact == units.factor(actual, target)


@given(st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_relation_from_the_other_side(one: Unit, other: Unit) -> None:
    there, back = units.relation(one.written, other.written), units.relation(other.written, one.written)
    swapped = {
        RelationKind.AT_LEAST_AS_MANY: RelationKind.AT_MOST_AS_MANY,
        RelationKind.AT_MOST_AS_MANY: RelationKind.AT_LEAST_AS_MANY,
    }
    assert swapped.get(there.kind, there.kind) == back.kind
    if there.factor is not None and back.factor is not None:
        assert there.factor * back.factor == 1
    if there.between is not None:
        assert back.between == (1 / there.between[1], 1 / there.between[0])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_the_registry_agrees_with_the_table(unit: Unit) -> None:
    ours = units.registry()
    of_base = ours.Quantity(Exact(1), unit.name).to(listed().units[unit.base].name)
    assert unit.factor == of_base.magnitude
    assert type(of_base.magnitude) is Exact


def test_only_units_of_one_base_convert_in_the_registry() -> None:
    ours = units.registry()
    measures: dict[str, str] = {}
    for unit in UNITS:
        kind = str(sorted(ours.get_dimensionality(unit.name).items()))
        assert measures.setdefault(kind, unit.base) == unit.base


@pytest.mark.parametrize("written", [*(unit.written for unit in UNITS), *RATES])
def test_every_quantity_prints(written: str) -> None:
    quantity = units.quantity("0.3", written)
    for printed in (repr(quantity), str(quantity), f"{quantity:P}", f"{quantity:~}", f"{quantity:.2f}"):
        assert printed
    other = units.quantity(1, "天" if written in {"元", "角"} else "元")
    with pytest.raises(pint.DimensionalityError) as caught:
        quantity.to(other.units)
    assert "Cannot convert" in str(caught.value)


@given(st.sampled_from(CONVERTIBLE), magnitudes)
def test_converting_there_and_back_is_exact(pair: tuple[str, str], number: Decimal | Fraction) -> None:
    one, other = (units.quantity(1, unit).units for unit in pair)
    start = units.quantity(number, pair[0])
    there = start.to(other)
    assert there.to(one).magnitude == Fraction(number)
    assert there.magnitude == Fraction(number) * (units.factor(*pair) or 0)
    assert there == start


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("3", "万元"), ("30000", "元")),
        ((15, "亩"), (1, "公顷")),
        ((12, "个月"), (1, "年")),
        ((2, "斤"), (1, "公斤")),
        ((1000, "‰"), (100, "%")),
        ((1, "成"), (10, "%")),
        ((1, "万分之"), ("0.01", "%")),
        ((1, "里"), (500, "米")),
        ((24, "小时"), (1, "天")),
        ((7, "天"), (1, "周")),
        ((1, "季度"), (3, "个月")),
        ((1, "tce"), ("29.3076", "GJ")),
        ((1, "度"), (1, "千瓦时")),
        ((1, "g/m³"), (1, "mg/L")),
        ((1000, "微克/升"), (1, "毫克/升")),
        (("1/3", "公顷"), (5, "亩")),
        ((30000, "元/亩"), (45, "元/平方米")),
        ((1, "人/万人"), (10, "人/十万人")),
        ((2, "元/500克"), (2, "元/斤")),
        ((60, "分钟/天"), (1, "小时/天")),
    ],
)
def test_equal_quantities(one: tuple[str | int, str], other: tuple[str | int, str]) -> None:
    assert units.quantity(*one) == units.quantity(*other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ((90, "%"), ("0.9", "")),
        ((1, "百分点"), (1, "%")),
        ((30, "天"), (1, "个月")),
        ((365, "天"), (1, "年")),
        ((5, "工作日"), (5, "天")),
        ((1, "台"), (1, "套")),
        ((1, "人"), (1, "人次")),
        ((1, "人"), (1, "")),
        ((24, "小时/天"), (1, "")),
        ((1, "人/人"), (1, "")),
        ((1, "立方米/平方米"), (1, "米")),
        ((1, "元"), (1, "美元")),
    ],
)
def test_unequal_quantities(one: tuple[str | int, str], other: tuple[str | int, str]) -> None:
    assert units.quantity(*one) != units.quantity(*other)


def test_a_quantity_reads_as_promised() -> None:
    quantity = units.quantity(Decimal("100.00"), "元/本")
    assert repr(quantity) == "<Quantity(100, 'yuan / copy')>"
    assert isinstance(quantity, units.registry().Quantity)
    assert repr(units.quantity("0.52", "吨标准煤/万元")) == "<Quantity(13/25, 'tce / wan_yuan')>"


@pytest.mark.parametrize("number", [1.5, True, None, [1]])
def test_a_number_that_is_not_exact(number: object) -> None:
    with pytest.raises(TypeError, match="number takes an exact number"):
        units.quantity(number, "元")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "unit", "code"),
    [
        ("1", "卷宗袋", "unknown-unit"),
        ("1", "元/卷宗袋", "unknown-unit"),
        ("一", "元", "not-a-number"),
        ("1/0", "元", "not-a-number"),
        ("NaN", "元", "not-a-number"),
        ("Infinity", "元", "not-a-number"),
        ("1e999999999", "元", "not-a-number"),
    ],
)
def test_quantity_errors(number: str, unit: str, code: str) -> None:
    with pytest.raises(UnitError) as caught:
        units.quantity(number, unit)
    assert caught.value.code == code
    assert str(_again(caught.value)) == str(caught.value)


def test_a_registry_of_the_callers_own() -> None:
    theirs: pint.UnitRegistry[float] = pint.UnitRegistry()
    assert units.to_registry("2.5", "公里", theirs).to("meter").magnitude == 2500
    assert units.to_registry(15, "亩", theirs).to("hectare").magnitude == pytest.approx(1)
    assert units.to_registry(2, "万吨", theirs) == theirs.Quantity(20000, "metric_ton")
    assert units.to_registry(1, "年", theirs) == theirs.Quantity(1, "year")
    assert units.to_registry(30, "mg/L", theirs) == theirs.Quantity(30, "milligram / liter")
    assert units.to_registry(8, "升/百公里", theirs).to("liter / kilometer").magnitude == pytest.approx(0.08)
    for unit in ("元", "台", "元/平方米", "工作日", "卷宗袋"):
        with pytest.raises(UnitError):
            units.to_registry(1, unit, theirs)


def test_a_registry_with_decimals_gets_decimals_and_a_poor_one_says_so() -> None:
    decimals: pint.UnitRegistry[Decimal] = pint.UnitRegistry(non_int_type=Decimal)
    assert units.to_registry("0.5", "米", decimals).magnitude == Decimal("0.5")
    poor: pint.UnitRegistry[float] = pint.UnitRegistry(None)
    with pytest.raises(UnitError) as caught:
        units.to_registry(1, "米", poor)
    assert caught.value.code == "no-such-unit-there"


def test_a_vocabulary_is_known_inside_its_block_only() -> None:
    own = units.define("卷宗袋", "标卷 = 50 卷宗袋", "捆 ~ 台", "提包 ~ 件 台", "三亩地块 = 2000 平方米")
    assert not units.known("卷宗袋")
    with units.use(own) as inside:
        assert units.current() == inside == own
        assert units.canonical("元/卷宗袋") == "元/卷宗袋"
        assert units.longest_prefix("标卷以上") == 2
        assert units.factor("万标卷", "卷宗袋") == 500_000
        assert units.quantity(1, "标卷") == units.quantity(50, "卷宗袋")
        assert units.quantity(1, "三亩地块") == units.quantity(3, "亩")
        assert units.quantity(2, "元/卷宗袋") == units.quantity(100, "元/标卷")
        assert units.relation("捆", "台").kind is RelationKind.COMPATIBLE
        assert units.relation("提包", "台").kind is RelationKind.COMPATIBLE
        assert units.dimension("三亩地块") == "area"
        assert repr(units.quantity(2, "卷宗袋/标卷")) != repr(units.quantity(2, ""))
    assert units.current() == units.Vocabulary()
    assert not units.known("卷宗袋")
    assert units.relation("捆", "台").kind is RelationKind.DIFFERENT
    with pytest.raises(UnitError):
        units.quantity(1, "标卷")


def test_vocabularies_do_not_see_each_other() -> None:
    small, large = units.define("标卷 = 2 册"), units.define("标卷 = 3 册")
    more = units.define("轮次", base=small)
    with units.use(small):
        two = units.quantity(1, "标卷")
        assert not units.known("轮次")
        with units.use(large):
            assert units.quantity(1, "标卷") == units.quantity(3, "册")
            assert units.quantity(1, "标卷") != two
        assert units.quantity(1, "标卷") == two == units.quantity(2, "册")
    with units.use(more):
        assert units.known("轮次")
        assert units.known("标卷")
    with units.use(small), ThreadPoolExecutor(1) as elsewhere:
        assert not elsewhere.submit(units.known, "标卷").result()
    assert _again(more) == more
    assert hash(_again(more)) == hash(more)


@pytest.mark.parametrize(
    ("definition", "code"),
    [
        ("", "definition-unreadable"),
        ("12", "definition-unreadable"),
        ("元/袋", "definition-unreadable"),
        ("袋子 = 箱", "definition-unreadable"),
        ("袋子 = 1/0 箱", "definition-unreadable"),
        ("袋子 = 0 箱", "definition-unreadable"),
        ("袋子 = 2 卷宗袋", "unknown-unit"),
        ("袋子 ~ 卷宗袋", "unknown-unit"),
        ("元", "unit-already-listed"),
        ("亩 = 2 平方米", "unit-already-listed"),
    ],
)
def test_definitions_that_cannot_stand(definition: str, code: str) -> None:
    with pytest.raises(UnitError) as caught:
        units.define(definition)
    assert caught.value.code == code


def table(**changes: object) -> dict[str, object]:
    """A small table in the form of grammar/units.toml, with sections of it changed."""
    count = {"桶": {"name": "pail"}, "箱": {"name": "crate", "is": "12 桶"}}
    compatible = {"generic": "桶", "generic_of": "count", "groups": ["桶 箱"]}
    empty: dict[str, object] = {key: {} for key in ("scales", "visits", "bounds", "products", "standard")}
    return {**empty, "units": {"count": count}, "compatible": compatible, **changes}


def entry(**keys: object) -> dict[str, object]:
    """A small table with one more unit, 托盘."""
    given = {key.removesuffix("_"): value for key, value in keys.items()}
    base = {"桶": {"name": "pail", "also": "pl"}, "箱": {"name": "crate", "is": "12 桶"}}
    return table(units={"count": {**base, "托盘": given}})


@pytest.mark.parametrize(
    ("found", "code", "named"),
    [
        (entry(name="pallet", aslo="板子"), "table-unknown-key", ["托盘", "aslo"]),
        (entry(also="板子"), "table-missing-key", ["托盘", "name"]),
        (entry(name=7), "table-unreadable", ["托盘", "name", "7"]),
        (entry(name="a pallet"), "table-unreadable", ["托盘", "name", "a pallet"]),
        (table(scales={"百": "1e2"}), "table-unreadable", ["[scales]", "百", "1e2"]),
        (entry(name="pallet", thing="no"), "table-unreadable", ["托盘", "thing", "no"]),
        (entry(name="pallet", is_="4"), "table-unknown-unit", ["托盘", "is"]),
        (entry(name="pallet", is_="four 桶"), "table-unreadable", ["托盘", "is", "four 桶"]),
        (entry(name="pallet", is_="1/0 桶"), "table-unreadable", ["托盘", "is", "1/0 桶"]),
        (entry(name="pallet", is_="0 桶"), "table-unreadable", ["托盘", "is", "0 桶"]),
        (entry(name="pallet", is_="4 筐"), "table-unknown-unit", ["托盘", "is", "筐"]),
        (entry(name="pallet", is_="4 托盘"), "table-circle", ["托盘", "is", "托盘 → 托盘"]),
        (entry(name="pallet", made="桶 筐"), "table-unknown-unit", ["托盘", "made", "筐"]),
        (entry(name="pallet", also="箱"), "table-claimed-twice", ["托盘", "also", "箱"]),
        (entry(name="pallet", also="ｐｌ"), "table-claimed-twice", ["托盘", "also", "pl", "桶"]),
        (entry(name="crate"), "table-claimed-twice", ["托盘", "name", "crate", "箱"]),
        (table(units={"count": {"桶": 3}}), "table-unreadable", ["桶", "3"]),
        (table(units={"count": {"大 桶": {"name": "pail"}}}), "table-unreadable", ["大 桶"]),
        (
            table(units={"count": {"桶": {"name": "pail"}}, "mass": {"桶": {"name": "tub"}}}),
            "table-claimed-twice",
            ["桶", "[units.count]"],
        ),
        (table(vsits={}), "table-unknown-key", ["vsits"]),
        (table(visits={"桶": "桶次"}), "table-unknown-unit", ["[visits]", "桶", "桶次"]),
        (table(standard={"筐": "basket"}), "table-unknown-unit", ["[standard]", "筐"]),
        (
            table(bounds={"桶": {"of": "筐", "low": 1, "high": 2}}),
            "table-unknown-unit",
            ["[bounds]", "of", "筐"],
        ),
        (table(bounds={"桶": {"of": "箱", "low": 1}}), "table-missing-key", ["[bounds]", "桶", "high"]),
        (
            table(compatible={"generic": "桶", "generic_of": "count", "groups": ["桶 筐"]}),
            "table-unknown-unit",
            ["[compatible]", "groups", "筐"],
        ),
    ],
)
def test_a_table_that_cannot_stand(found: dict[str, object], code: str, named: list[str]) -> None:
    with pytest.raises(UnitError) as caught:
        read_lexicon(found)
    assert code == caught.value.code
    for said in (caught.value.en, caught.value.zh):
        assert all(word in said for word in ["grammar/units.toml", *named])


def test_one_line_adds_a_unit() -> None:
    text = load_text("units.toml")
    line = '"托盘" = { name = "pallet", is = "48 箱", also = "卡板 PLT" }'
    words = read_lexicon(tomllib.loads(text.replace("[units.count]", f"[units.count]\n{line}", 1)))
    assert words.longest("3卡板以上", 1) == ("托盘", 3)
    assert words.longest("3plt", 1) == ("托盘", 4)
    assert compound.read("元/PLT·月", words, whole=True) == (Written(1, "元", ((1, "托盘"), (1, "个月"))), 7)
    assert "托盘" in words.partners["件"]
    theirs = make_registry(words)
    assert theirs.Quantity(Exact(1), "pallet") == theirs.Quantity(Exact(48), "case_box")
    assert repr(theirs.Quantity(Exact(2), "yuan / pallet")) == "<Quantity(2, 'yuan / pallet')>"
    assert set(words.units) - {"托盘"} == set(listed().units)


@given(st.fractions(), st.fractions())
def test_exact_numbers_stay_exact(one: Fraction, other: Fraction) -> None:
    a, b = Exact(one), Exact(other)
    for result, plain in [
        (a + b, one + other),
        (a - b, one - other),
        (a * b, one * other),
        (-a, -one),
        (abs(a), abs(one)),
    ]:
        assert type(result) is Exact
        assert result == plain
        assert hash(result) == hash(plain)
    assert type(other * a) is Exact
    assert _again(a) == copy.deepcopy(a) == a


@pytest.mark.parametrize(
    ("number", "spec", "expected"),
    [
        ("7", "", "7"),
        ("1/3", "", "1/3"),
        ("7", "n", "7"),
        ("1/3", ".3f", "0.333"),
        ("1/3", ">5", "  1/3"),
        ("1/3", "d", "1/3"),
    ],
)
def test_exact_numbers_print(number: str, spec: str, expected: str) -> None:
    assert format(Exact(number), spec) == expected


def test_reading_units_does_not_load_pint() -> None:
    code = (
        "import sys; from budgetkpi import units; units.relation('亩', '公顷'); units.canonical('元/人·天');"
        "units.define('卷宗袋'); assert 'pint' not in sys.modules;"
        "units.quantity(1, '元'); assert 'pint' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
