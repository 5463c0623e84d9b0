"""The official self-evaluation table as a workbook (绩效自评表)."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from budgetkpi import extras
from budgetkpi.errors import FormError
from budgetkpi.forms.handed import given_appraisals
from budgetkpi.forms.hubei import hubei_form
from budgetkpi.forms.national import national_form
from budgetkpi.forms.placing import SIZES, Formula, Look
from budgetkpi.forms.sichuan import sichuan_form
from budgetkpi.forms.sums import held, shown_as
from budgetkpi.inputs import as_text
from budgetkpi.messages import Catalog, series
from budgetkpi.resources import load_table
from budgetkpi.writing import WORKBOOKS, suffix_of, whole_file

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable

    from budgetkpi.forms.placing import Layout, Placed
    from budgetkpi.sheets import Appraisal

__all__ = ["FORMS", "write_form"]

_say: Final = Catalog("forms")
FORMS: Final[dict[str, Callable[[Appraisal, dict[str, Any]], Layout]]] = {
    "national": national_form,
    "sichuan": sichuan_form,
    "hubei": hubei_form,
}
"""The forms by the name that `write_form` takes."""

_FONT: Final = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
_FRAME: Final = {"border": 1, "align": "center"}
_LOOKS: Final[dict[Look, dict[str, Any]]] = {
    Look.TITLE: {"font_name": "黑体", "font_size": 16, "bold": True, "align": "center"},
    Look.YEAR: {"align": "center", "font_size": 11},
    Look.LABEL: {**_FRAME, "bold": True},
    Look.WORDS: {**_FRAME, "align": "left"},
    Look.CENTRED: _FRAME,
    Look.NUMBER: _FRAME,
    Look.TOTAL: {**_FRAME, "bold": True},
    Look.NOTE: {"align": "left", "font_size": 9},
    Look.ASIDE: {"align": "left"},
}
_A4: Final = 9
_PAGE_WIDTH: Final = 770.0
"""What a landscape page of A4 leaves between its margins, in points; so with its height."""
_PAGE_HEIGHT: Final = 500.0
_POINTS_OF_A_CHARACTER: Final = 5.25
_SMALLEST: Final = 0.75
"""A table is made no smaller than this to save a page."""
_LONGEST_NAME: Final = 31
_REFUSED: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f]")


def write_form(
    appraisal: Appraisal | Iterable[Appraisal], path: str | os.PathLike[str], form: str = "national"
) -> None:
    """Write the official self-evaluation table of a project as a workbook (填写绩效自评表).

    Points and sums are numbers, the sums formulas that a spreadsheet works out to the same; every
    other cell is text as it was given, whatever it begins with. A row without certain points has an
    empty cell for them and a note under the table, and the total is a range until it is filled in.
    What an appraisal does not know (年初预算数, the goals in words, 实施单位) is left for a person.

    Args:
        appraisal: what the project earned; several appraisals make a worksheet each.
        path: the workbook, `.xlsx`; it is written whole or not at all.
        form: `national`, the annex of 财预〔2020〕10号; `sichuan`, form 510000_0013zp; `hubei`. The money
            of the sheet is taken to be in 万元, as the forms print it.

    Raises:
        FormError: no such form, nothing to write, or a name that does not end in `.xlsx`.
        TypeError: something that is no appraisal.
        MissingExtraError: XlsxWriter is not installed: `pip install budgetkpi[forms]`.
        OSError: the file cannot be written.
    """
    if as_text(form, "form") not in FORMS:
        raise FormError(_say("form-unknown", name=form, known=series(FORMS)))
    if suffix_of(path) not in WORKBOOKS:
        raise FormError(_say("suffix-wrong", path=Path(path).name, wanted=WORKBOOKS[0]))
    appraisals = given_appraisals(appraisal)
    xlsxwriter = extras.load("xlsxwriter", extra="forms")
    words = load_table("forms.toml")[form]
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with whole_file(path) as file:
        book = xlsxwriter.Workbook(file, options)
        book.set_calc_mode("auto")
        looks = _Looks(book)
        taken: set[str] = set()
        for one in appraisals:
            layout = FORMS[form](one, words)
            _write_sheet(book.add_worksheet(_sheet_name(layout.name, taken)), layout, looks)
        book.close()


class _Looks:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401  (XlsxWriter ships no types)
        self.book = book
        self.made: dict[tuple[Look, str, int, bool], Any] = {}

    def __call__(self, cell: Placed, shown: str) -> Any:  # noqa: ANN401
        key = cell.look, shown, cell.size, cell.top
        if key not in self.made:
            parts = {**_FONT, **_LOOKS[cell.look], **({"num_format": shown} if shown else {})}
            if cell.size != SIZES[0]:
                parts["font_size"] = cell.size
            if cell.top:
                parts["valign"] = "top"
            self.made[key] = self.book.add_format(parts)
        return self.made[key]


def _write_sheet(sheet: Any, layout: Layout, looks: _Looks) -> None:  # noqa: ANN401
    last_row, last_column = len(layout.heights) - 1, len(layout.widths) - 1
    for column, width in enumerate(layout.widths):
        sheet.set_column(column, column, width)
    for row, height in enumerate(layout.heights):
        sheet.set_row(row, height)
    for cell in layout.cells:
        _write_cell(sheet, cell, looks)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 1 if _fits_a_page(layout) else 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.center_horizontally()
    sheet.print_area(0, 0, last_row, last_column)
    sheet.repeat_rows(layout.head)
    sheet.set_footer(f"&C&9{_say('form-page', page='&P', pages='&N').zh}")
    sheet.hide_gridlines(2)
    # Targets such as 100 are text and meant to be.
    sheet.ignore_errors({"number_stored_as_text": f"A1:{_column(last_column)}{last_row + 1}"})


def _fits_a_page(layout: Layout) -> bool:
    """Whether the table is still easy to read when it is made to fit one page."""
    scale = min(1.0, _PAGE_WIDTH / (sum(layout.widths) * _POINTS_OF_A_CHARACTER))
    return sum(layout.heights) * scale * _SMALLEST <= _PAGE_HEIGHT


def _write_cell(sheet: Any, cell: Placed, looks: _Looks) -> None:  # noqa: ANN401
    content = cell.content
    shown = content.shown if isinstance(content, Formula) else ""
    if isinstance(content, Decimal):
        shown = shown_as(content)
    look = looks(cell, shown)
    if cell.rows > 1 or cell.columns > 1:
        last = cell.row + cell.rows - 1, cell.column + cell.columns - 1
        sheet.merge_range(cell.row, cell.column, *last, "", look)
    place = cell.row, cell.column
    if content is None or content == "":
        sheet.write_blank(*place, None, look)
    elif isinstance(content, Formula):
        value = content.value
        known = float(value) if isinstance(value, Decimal | Fraction) else value
        sheet.write_formula(*place, content.text, look, known)
    elif isinstance(content, str):
        sheet.write_string(*place, content, look)
    elif held(content):
        sheet.write_number(*place, float(content), look)
    else:
        sheet.write_string(*place, f"{content:f}", look)


def _column(column: int) -> str:
    return chr(ord("A") + column)


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that a worksheet can have and no other has: 31 characters, some signs and words refused."""
    base = " ".join(_REFUSED.sub(" ", title).split()).strip("' ")
    name, number = _clipped(base, "") or "1", 1
    while name.casefold() in taken or name.casefold() == "history":
        number += 1
        name = _clipped(base, f"({number})")
    taken.add(name.casefold())
    return name


def _clipped(base: str, end: str) -> str:
    """The beginning of a name with its end, as long as a name may be; characters outside the first
    plane count as two.
    """
    room = _LONGEST_NAME - len(end)
    kept = ""
    for character in base:
        room -= 1 + (character > "\uffff")
        if room < 0:
            break
        kept += character
    return kept.strip("' ") + end
