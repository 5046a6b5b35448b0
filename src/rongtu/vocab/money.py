"""Money: integer fen at rest, read without floating point from the units public texts use."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import NewType

from rongtu.vocab.problems import InputError

Fen = NewType("Fen", int)
"""Hundredths of a yuan."""

FEN_PER_UNIT = {"元": 100, "万元": 10_000 * 100, "亿元": 100_000_000 * 100}


def to_fen(amount: str, unit: str, where: str) -> Fen:
    """`amount` of `unit` (元, 万元, 亿元) in whole fen; raises InputError where a fraction of a fen would be lost."""
    try:
        fen = Decimal(amount) * FEN_PER_UNIT[unit]
    except (InvalidOperation, KeyError) as error:
        units = "、".join(FEN_PER_UNIT)
        raise InputError.single(
            where, f"money is a number in {units}", f"{amount} {unit}", "Give a plain decimal."
        ) from error
    if fen != fen.to_integral_value():
        raise InputError.single(where, "money is whole fen", f"{amount} {unit}", "Round it to the fen.")
    return Fen(int(fen))


def in_wan(fen: Fen) -> str:
    """`fen` in 万元 as people write it, without trailing zeros."""
    whole, rest = divmod(fen, FEN_PER_UNIT["万元"])
    return f"{Decimal(fen) / FEN_PER_UNIT['万元']:f}".rstrip("0") if rest else str(whole)
