"""The sub-commands for points: what they print, and how they end."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import attrs
import pytest

import budgetkpi as bk
from budgetkpi.cli import main
from budgetkpi.records import appraisal_record, audit_record, score_record

EXAMPLES = Path(__file__).resolve().parents[2] / "docs/examples"
TRAINING = str(EXAMPLES / "training.csv")
HOTLINE = str(EXAMPLES / "hotline.csv")
HEAD = "一级指标,三级指标,指标值,分值,实际完成值,得分,偏差原因\n"


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A file that a test fills."""
    return tmp_path / "table.csv"


# score


def test_score_prints_a_row_a_line_and_the_total(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", TRAINING, "--fiscal-year", "2020", "--budget", "40", "--executed", "38"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].split() == ["line", "indicator", "target", "actual", "points", "earned", "flags", "reason"]
    assert [line.split()[:6] for line in said[2:4]] == [
        ["2", "培训场次", "≥5场", "4场", "20", "16.00"],
        ["3", "培训合格率", "≥95%", "97%", "15", "15.00"],
    ]
    assert said[7].split()[:6] == ["7", "培训管理制度", "健全", "达成预期指标", "10", "8.00–10.00"]
    assert said[9:] == [
        "",
        "policy: national-2020 (全国通用（财预〔2020〕10号）); its weakest rule is our own",
        "budget execution: 10 × 38 ÷ 40 = 9.50 (财预〔2020〕10号《项目支出绩效评价管理办法》)",
        "total: between 93.04 and 95.04 of 100",
        "grade: excellent",
        "finding: 人均培训成本: 0.24 points lost, and no reason is given",
        "finding: 学员满意度: 0.22 points lost, and no reason is given",
        (
            "finding: the total is not final and lies between 93.04 and 95.04; still open: "
            "培训管理制度: the points"
        ),
    ]


def test_score_says_in_chinese_what_was_assumed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", HOTLINE, "--lang", "zh", "--choose", "low"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].split() == ["行", "指标", "指标值", "实际完成值", "分值", "得分", "提示", "理由"]
    assert "计分规则：national-2020（全国通用（财预〔2020〕10号））；可信程度最弱的规则：自定" in said
    assert any(line.startswith("说明：未知预算执行数") for line in said)
    assert any("  待定  " in line for line in said)  # the flag, in words
    assert any(line.startswith("问题：") for line in said)


def test_score_explains_each_row_under_it(capsys: pytest.CaptureFixture[str]) -> None:
    main(["score", TRAINING, "--explain"])
    said = capsys.readouterr().out
    assert "\n  培训场次: 16.00 of 20 points under the policy national-2020\n    read: " in said
    assert "\n    arithmetic: 20 × 4 ÷ 5 = 16.00\n" in said


def test_score_names_the_place_in_a_cell_that_cannot_be_read(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text(HEAD + "产出指标,培训场次,≥5场,90,12..5场,,\n", encoding="utf-8")
    assert main(["score", str(table)]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[2].split()[-1] != ""
    assert "    12..5场" in said
    assert "undetermined" in said[2]


@pytest.mark.parametrize(
    ("rows", "options", "status", "earned"),
    [
        ("产出指标,场次,≥5场,90,5场,,", [], 0, "90.00"),
        ("产出指标,场次,≥5场,90,4场,,停用", [], 1, "72.00"),  # unmet
        ("产出指标,场次,≥5场,90,/,,", [], 1, "—"),  # nothing reported
        ("产出指标,制度,健全,90,健全,,", [], 1, "72.00–90.00"),  # met, and no number
        ("产出指标,制度,健全,90,健全,,", ["--choose", "high"], 0, "90.00"),
        ("产出指标,场次,≥5场,80,5场,,", [], 1, "80.00"),  # the weights do not add up
        ("产出指标,场次,≥5场,,5场,,", [], 1, "100%"),  # no weight: the share of it
        ("产出指标,场次,≥5场,,5场,,", ["--weights", "equal"], 0, "90.00"),
        ("产出指标,场次,≥5场,90,4.5场,,停用", ["--policy", "mof-101"], 1, "67.50"),
        ("产出指标,场次,≥5场,90,5场,,", ["--budget", "1,000", "--executed", "990"], 0, "90.00"),
        ("产出指标,场次,≥5场,90,5场,,", ["--executed", "990"], 1, "90.00"),  # no budget to go with it
        ("产出指标,场次,≥5场,90,5场,,", ["--budget", "9", "--executed", "-9"], 1, "90.00"),
    ],
)
def test_the_status_of_score(
    rows: str, options: list[str], status: int, earned: str, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text(HEAD + rows + "\n", encoding="utf-8")
    assert main(["score", str(table), *options]) == status
    assert earned in capsys.readouterr().out.splitlines()[2].split()


def test_score_prints_the_appraisal_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--budget", "40", "--executed", "38", "--fiscal-year", "2020", "--json"]
    assert main(["score", TRAINING, *options]) == 1
    record = json.loads(capsys.readouterr().out)
    (read,) = bk.read_sheets(TRAINING)
    sheet = attrs.evolve(read, fiscal_year=2020, budget="40", executed="38", source=TRAINING)
    assert [row.pop("line") for row in record["rows"]] == list(range(2, 9))
    assert record == appraisal_record(sheet.appraise())
    assert record["rows"][0] == score_record(bk.score(read.indicators[0], fiscal_year=2020))


def test_a_policy_of_the_user_s_own(tmp_path: Path, table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    policy = tmp_path / "county.toml"
    policy.write_text('name = "county"\nshortfall = "binary"\n', encoding="utf-8")
    table.write_text(HEAD + "产出指标,场次,≥5场,90,4场,,停用\n", encoding="utf-8")
    assert main(["score", str(table), "--policy", str(policy), "--json"]) == 1
    record = json.loads(capsys.readouterr().out)
    assert (record["policy"]["name"], record["total"]) == ("county", "0.00")


@pytest.mark.parametrize("command", ["score", "audit"])
@pytest.mark.parametrize(
    ("policy", "why"),
    [
        ("nowhere-1999", "there is no policy 'nowhere-1999'"),
        ("over-bands", "is a template"),
        ("none.toml", "budgetkpi: none.toml: No such file"),
        ("bad.toml", "bad.toml: over.at: cannot be read"),
    ],
)
def test_a_policy_that_cannot_be_had_ends_with_2(
    command: str,
    policy: str,
    why: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.toml").write_text('[over]\nat = "much"\n', encoding="utf-8")
    assert main([command, TRAINING, "--policy", policy]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert why in said.err


@pytest.mark.parametrize(
    ("command", "head", "why"),
    [
        ("score", "三级指标,指标值,分值", "no column 实际完成值"),
        ("score", "三级指标,实际完成值,分值", "no column 指标值"),
        ("audit", "三级指标,指标值,实际完成值,得分", "no column 分值"),
        ("audit", "三级指标,指标值,实际完成值,分值", "no column 得分"),
    ],
)
def test_a_table_without_a_column_ends_with_2(
    command: str, head: str, why: str, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text(f"{head}\n甲,1,1,1\n", encoding="utf-8")
    assert main([command, str(table)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert why in said.err
    assert "table.csv" in said.err


@pytest.mark.parametrize("money", ["much", "NaN", "1e", ""])
def test_money_is_a_number(money: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["score", TRAINING, "--budget", money])
    assert caught.value.code == 2
    assert f"argument --budget: not a number: {money}" in capsys.readouterr().err


# audit


def test_audit_holds_published_scores_against_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", TRAINING, "--fiscal-year", "2020"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0].split()[:6] == ["line", "indicator", "points", "published", "earned", "standing"]
    assert said[5].split()[:6] == ["5", "人均培训成本", "5", "5", "4.76", "rounded"]
    assert said[8].split()[:6] == ["8", "学员满意度", "10", "9", "9.78", "lower"]
    assert said[9:11] == ["", "7 rows: agrees 5, rounded 1, lower 1"]
    assert said[11:] == [
        (
            "finding: 人均培训成本: full marks were given, but the target was not met "
            "(420元/人 is over the limit ≤400元/人)"
        ),
        (
            "finding: 人均培训成本: likely cause: rounded to whole points; the limit was scored like a "
            "target of at least; the weight was copied"
        ),
    ]


@pytest.mark.parametrize(
    ("rows", "status", "counted"),
    [
        ("产出指标,场次,≥3场,10,2场,6.67,停用", 0, "1 row: agrees 1"),
        ("产出指标,场次,≥3场,10,2场,6.7,停用", 0, "1 row: rounded 1"),
        ("产出指标,场次,≥3场,10,2场,7.5,停用", 1, "1 row: higher 1"),
        ("产出指标,场次,≥3场,10,2场,,停用", 1, "1 row: not comparable 1"),
        ("产出指标,场次,≥3场,,2场,6,停用", 1, "1 row: not comparable 1"),
        ("产出指标,场次,≥3场,10,3场,12,", 1, "1 row: higher 1"),
    ],
)
def test_the_status_of_audit(
    rows: str, status: int, counted: str, table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text(HEAD + rows + "\n", encoding="utf-8")
    assert main(["audit", str(table)]) == status
    assert counted in capsys.readouterr().out.splitlines()


def test_audit_under_another_policy_explains_it(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text(HEAD + "产出指标,设备故障率,≤5%,10,6%,8,老化\n", encoding="utf-8")
    assert main(["audit", str(table), "--policy", "system-linear", "--explain", "--lang", "zh"]) == 0
    said = capsys.readouterr().out
    assert "共1行：一致1" in said
    assert "算式：" in said


def test_audit_prints_json(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text(HEAD + "产出指标,场次,≥3场,10,3场,十分,\n", encoding="utf-8")
    assert main(["audit", str(table), "--json"]) == 1
    record = json.loads(capsys.readouterr().out)
    made = bk.audit(bk.read_sheets(table)[0])
    assert record["policy"] == "national-2020"
    assert record["rows"] == [row | {"line": 2} for row in audit_record(made)["rows"]]
    assert [finding["code"] for finding in record["findings"]] == ["points-unreadable"]
    assert made[0].score.earned == Decimal(10)


def test_an_office_takes_the_policy_of_the_year(table: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table.write_text(HEAD + "产出指标,场次,≥5场,90,5场,,\n", encoding="utf-8")
    assert main(["score", str(table), "--policy", "sichuan", "--fiscal-year", "2025"]) == 0
    assert "policy: sichuan-2025" in capsys.readouterr().out
    assert main(["score", str(table), "--policy", "sichuan"]) == 2
    assert "fiscal year" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "more"),
    [
        ("score", []),
        ("audit", []),
        ("report", ["-o", "out.html"]),
        ("monitor", ["--as-of", "2025-06-30"]),
    ],
)
def test_the_year_of_each_table_chooses_the_policy_of_an_office(
    command: str,
    more: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    for year in (2022, 2024, 2025):
        rows = f"年度,一级指标,三级指标,指标值,分值,实际完成值,得分\n{year},产出指标,场次,≥5场,90,5场,90\n"
        (tmp_path / f"{year}.csv").write_text(rows, encoding="utf-8")
    assert main([command, "2022.csv", "2024.csv", "2025.csv", "--policy", "sichuan", *more]) == 2
    said = capsys.readouterr()
    refused = [line for line in said.err.splitlines() if "no policy of sichuan holds for" in line]
    years = [int(line.split(" for ")[1][:4]) for line in refused]
    assert [2022, 2024][: 1 + (command == "monitor")] == years
    if command in ("score", "monitor"):
        assert "policy: sichuan-2025" in said.out
    assert main([command, "2022.csv", "--policy", "nowhere", *more]) == 2
    assert "nowhere: there is no policy 'nowhere'" in capsys.readouterr().err


def test_audit_reads_a_review_beside_the_self_evaluation(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    head = "三级指标,指标值,分值,自评完成值,自评得分,复核完成值,复核得分\n"
    table.write_text(head + "场次,≥5场,10,5场,10,4场,8\n", encoding="utf-8")
    assert main(["audit", str(table)]) == 1
    said = capsys.readouterr().out
    assert "the self-evaluation gave 10, the review 8 (-2)" in said
    assert "the self-evaluation reported 5场, the review found 4场" in said
