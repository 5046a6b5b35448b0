"""Money: integer fen at rest, read without floating point from the units public texts use."""

from __future__ import annotations

import re
from decimal import Context, Decimal, Inexact, InvalidOperation, Overflow
from typing import NewType

from rongtu.vocab.problems import InputError
from rongtu.vocab.text import half_width

Fen = NewType("Fen", int)
"""Hundredths of a yuan."""

FEN_PER_UNIT = {
    "元": 100,
    "千元": 1_000 * 100,
    "万元": 10_000 * 100,
    "百万元": 1_000_000 * 100,
    "亿元": 100_000_000 * 100,
}

WAN, YI = 1e4, 1e8
"""Yuan in a 万元 and in an 亿元, for amounts computed as floats."""

MOST_FEN = 2**63 - 1
"""The largest amount the store holds, some 900 million 亿元: far beyond the figures of any country."""

EXACT = Context(prec=64, traps=[Inexact, InvalidOperation, Overflow])
"""Arithmetic that raises rather than rounds."""

AMOUNT = re.compile(r"(?:人民币|¥)?\s*([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(\D*)", re.ASCII)
"""A number, plain or with a comma after each three digits, and what follows it."""


def to_fen(amount: str, unit: str, where: str) -> Fen:
    """`amount` of `unit` (元 to 亿元) in whole fen; raises InputError where a fraction of a fen would be lost."""
    try:
        fen = EXACT.multiply(_finite(amount), Decimal(FEN_PER_UNIT[unit]))
    except (InvalidOperation, Overflow, KeyError) as error:
        units = "、".join(FEN_PER_UNIT)
        raise InputError.single(
            where, f"money is a number in {units}", f"{amount} {unit}", "Give a plain decimal."
        ) from error
    except Inexact as error:
        raise _not_whole(amount, unit, where) from error
    if not -MOST_FEN <= fen <= MOST_FEN:
        rule = f"an amount is at most {in_wan(Fen(MOST_FEN))} 万元"
        raise InputError.single(where, rule, f"{amount} {unit}", "Check the number and its unit.")
    if fen != fen.to_integral_value():
        raise _not_whole(amount, unit, where)
    return Fen(int(fen))


def _finite(amount: str) -> Decimal:
    number = Decimal(amount)
    if not number.is_finite():
        raise InvalidOperation
    return number


def _not_whole(amount: str, unit: str, where: str) -> InputError:
    return InputError.single(where, "money is whole fen", f"{amount} {unit}", "Round it to the fen.")


def parse_amount(text: str, where: str, unit: str | None = None) -> Fen:
    """The amount that stands in one text with its unit (１,234.5万元); `unit` is that of the column, if it has one.

    Raises InputError if `text` is no such number, if neither says a unit, or if the two differ.
    """
    found = AMOUNT.fullmatch(half_width(text))
    if not found or (found[2] and found[2] not in FEN_PER_UNIT):
        units = "、".join(FEN_PER_UNIT)
        rule = f"an amount is a number, a comma after each three digits or none, and one of {units}"
        raise InputError.single(where, rule, text, _mend(found[2] if found else ""))
    number, said = found[1].replace(",", ""), found[2]
    if said and unit and said != unit:
        rule = f"this amount is in {unit}"
        raise InputError.single(where, rule, text, f"Give it in {unit}, without a unit, or correct the column's unit.")
    if not (said or unit):
        raise InputError.single(
            where, "an amount says its unit", text, f"Write the unit behind it, such as {number}万元."
        )
    return to_fen(number, said or unit or "", where)


def _mend(said: str) -> str:
    if said and f"{said}元" in FEN_PER_UNIT:
        return f"Write {said}元 if yuan are meant."
    return "Write it like 1234.5万元; an amount in another currency or a range is not read."


def in_wan(fen: Fen) -> str:
    """`fen` in 万元 as people write it, without trailing zeros."""
    return _plain(fen, "万元", grouped=False)


def with_unit(fen: Fen, unit: str | None = None) -> str:
    """`fen` as people read it, exact: 1,234.5万元.

    Without `unit`, in 亿元 from one 亿元 up, in 万元 from one 万元 up, else in 元; `parse_amount` reads it back.
    """
    if unit is None:
        unit = next((name for name in ("亿元", "万元") if abs(fen) >= FEN_PER_UNIT[name]), "元")
    return f"{_plain(fen, unit, grouped=True)}{unit}"


def _plain(fen: Fen, unit: str, *, grouped: bool) -> str:
    whole, rest = divmod(abs(fen), FEN_PER_UNIT[unit])
    # The units are powers of ten: the rest, filled up with zeros, is the fraction.
    digits = str(rest).zfill(len(str(FEN_PER_UNIT[unit])) - 1).rstrip("0")
    sign = "-" if fen < 0 else ""
    return f"{sign}{whole:{',' if grouped else ''}}{'.' if digits else ''}{digits}"
