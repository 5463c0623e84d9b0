"""Numbers that may be dates (形似日期的数字): 20211029, 2021, 2022.05, and the serials of spreadsheets."""

from __future__ import annotations

import re

from budgetkpi import calendar
from budgetkpi.values import Deadline, Period

__all__ = ["day_of_digits", "day_of_serial", "month_of_digits", "year_of_digits"]


def day_of_digits(digits: str) -> Deadline | None:
    """Eight digits that are a day (20211029), else None."""
    if not re.fullmatch(r"(?:19|20)[0-9]{6}", digits):
        return None
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    found = calendar.is_day(year, month, day)
    return Deadline(year=year, month=month, day=day, period=Period.DAY) if found else None


def year_of_digits(digits: str) -> Deadline | None:
    """Four digits that may be a year (2021), else None."""
    if not re.fullmatch(r"(?:19|20)[0-9]{2}", digits):
        return None
    return Deadline(year=int(digits), period=Period.YEAR)


def month_of_digits(digits: str) -> Deadline | None:
    """A number printed as YYYY.MM (2022.05) as a month, else None."""
    match = re.fullmatch(r"((?:19|20)[0-9]{2})\.(0[1-9]|1[0-2])", digits)
    return None if match is None else Deadline(year=int(match.group(1)), month=int(match.group(2)))


def day_of_serial(number: int) -> Deadline | None:
    """A whole number that may be a spreadsheet's date serial (44561), else None."""
    if not calendar.looks_like_serial(number):
        return None
    day = calendar.serial_date(number)
    return Deadline(year=day.year, month=day.month, day=day.day, period=Period.DAY)
