"""Unified social credit codes by GB 32100-2015, with the organisation code of GB 11714-1997 inside.

18 characters of an alphabet of 31: registrar (1), category (2), region of the registrar by GB/T 2260 (3–8),
organisation code (9–17, the last its own check character), check character (18). With c_i the value of character i:

    Σ_{i=1..17} 3^(i-1) c_i + c_18 ≡ 0 (mod 31)                                                     GB 32100-2015
    Σ_{i=1..8} w_i a_i + a_9 ≡ 0 (mod 11), w = 3, 7, 9, 10, 5, 8, 4, 2, a_9 = X for 10              GB 11714-1997

31 is prime and the weights 3^(i-1) of positions 2–18 are all different: any one wrong character is found, and any two
exchanged ones except the first with the last. Right check characters do not prove that the code was ever given out.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from operator import mul
from typing import NewType

import numpy as np
from numpy.typing import NDArray

from rongtu.vocab.problems import InputError
from rongtu.vocab.text import half_width, without_blanks

Uscc = NewType("Uscc", str)
"""A unified social credit code whose characters and check characters are right."""

Fault = tuple[str, str]
"""A rule that a code breaks, and the mend."""

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The characters of GB 32100-2015 in the order of their values 0–30: no I, O, S, V, Z."""

WEIGHTS = (*(pow(3, i, 31) for i in range(17)), 1)
"""Weight of each of the 18 characters; that of the check character is 1."""

BEFORE_ORGANISATION, BEFORE_CHECK = 8, 17
"""How many characters stand before the organisation code, and before the last check character."""

ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""The characters of GB 11714-1997 in the order of their values 0–35."""

ORGANISATION_CHECKS = "0123456789X"
"""Its check characters in the order of their values 0–10."""

ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

LIKELY = {"O": "0", "I": "1", "S": "5", "Z": "2"}
"""What a character outside the alphabet was probably meant to be; for V there is no guess."""

FICTIONAL_REGION = "99"
"""First digits of the region of a fictional code: GB/T 2260 gives out 11 to 82 (national registrars use 10)."""

CHUNK = 100_000
"""Codes looked at in one go, so that memory stays small however many there are."""


def parse_uscc(text: str, where: str) -> Uscc:
    """`text` as a credit code: full-width and small letters and stray spaces are mended, nothing else.

    Raises InputError that says which rule broke and, where that can be told, what was probably meant.
    """
    code = _written(text)
    if fault := _fault(code):
        rule, mend = fault
        raise InputError.single(where, rule, text, mend)
    return Uscc(code)


def with_check_characters(first: str, where: str) -> Uscc:
    """The code that begins with these 16 characters (no check character) or 17 (that of the organisation code).

    For fictional bodies let characters 3 and 4 be FICTIONAL_REGION, as `fictional_uscc` does.
    """
    code = _written(first)
    if len(code) not in (BEFORE_CHECK - 1, BEFORE_CHECK):
        raise InputError.single(
            where, "a code is made of its first 16 or 17 characters", first, f"Here are {len(code)}."
        )
    if not _strangers(code):
        code = code if len(code) == BEFORE_CHECK else code + _organisation_check(code)
        code += _check(code)
    return parse_uscc(code, where)


def fictional_uscc(number: int, registered_as: str = "91") -> Uscc:
    """The credit code of fictional body `number` (0 to 99,999,999): right in form, in a region that there is not.

    `registered_as` is registrar and category: 91 an enterprise, 12 a public institution.
    """
    return with_check_characters(f"{registered_as}{FICTIONAL_REGION}0000{number:08d}", f"fictional body {number}")


def is_fictional(code: Uscc) -> bool:
    """Whether `code` was made for a fictional or synthetic body; such a code belongs to no real one."""
    return code[2:4] == FICTIONAL_REGION


def faults(codes: Sequence[str]) -> list[str | None]:
    """For each code as it stands, what is wrong with it, or None. Time and memory grow with the number of codes."""
    told: list[str | None] = []
    for start in range(0, len(codes), CHUNK):
        told += _chunk_faults(codes[start : start + CHUNK])
    return told


def _chunk_faults(codes: Sequence[str]) -> list[str | None]:
    whole = np.fromiter((len(code) == LENGTH for code in codes), np.bool_, len(codes))
    joined = "".join(code for code, keep in zip(codes, whole.tolist(), strict=True) if keep)
    characters = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).reshape(-1, LENGTH)
    values = _VALUES[np.minimum(characters, len(_VALUES) - 1)]
    written = (values >= 0).all(axis=1) & (values > 0).any(axis=1) & (values[:, 2:BEFORE_ORGANISATION] <= 9).all(axis=1)
    whole[whole] = written
    characters, values = characters[written], values[written]
    own = _OWN_VALUES[characters[:, BEFORE_ORGANISATION : BEFORE_CHECK - 1]]
    own_due = _OWN_CHECKS[-_weighted(own, ORGANISATION_WEIGHTS) % 11]
    due = _CHECKS[-_weighted(values[:, :BEFORE_CHECK], WEIGHTS[:BEFORE_CHECK]) % 31]
    wrong = (own_due != characters[:, BEFORE_CHECK - 1]) | (due != characters[:, BEFORE_CHECK])

    told: list[str | None] = [None] * len(codes)
    for index in np.flatnonzero(~whole).tolist():
        told[index] = _sentence(_form_fault(codes[index]))
    dues = zip(own_due[wrong].tolist(), due[wrong].tolist(), strict=True)
    for index, (own_one, one) in zip(np.flatnonzero(whole)[wrong].tolist(), dues, strict=True):
        told[index] = _sentence(_check_fault(codes[index][BEFORE_CHECK - 1 :], chr(own_one), chr(one)))
    return told


def _weighted(values: NDArray[np.int8], weights: Sequence[int]) -> NDArray[np.int32]:
    """Σ w_i v_i of each row; column by column, which needs no second table of all the values."""
    total = np.zeros(len(values), np.int32)
    for column, weight in enumerate(weights):
        total += values[:, column].astype(np.int32) * weight
    return total


def _fault(code: str) -> Fault | None:
    """The first rule that `code` breaks and the mend, or None."""
    return _form_fault(code) or _check_fault(code[BEFORE_CHECK - 1 :], _organisation_check(code), _check(code))


def _form_fault(code: str) -> Fault | None:
    if len(code) != LENGTH:
        return "a credit code (GB 32100) has 18 characters", f"This one has {len(code)}: give all of them."
    if strangers := _strangers(code):
        return "a credit code is written in digits and capitals without I, O, S, V, Z", _mend(code, strangers)
    if not code[2:BEFORE_ORGANISATION].isdigit():
        return "characters 3 to 8 of a credit code are the digits of a region", f"Here stands {code[2:8]}."
    if not code.strip("0"):
        return "zeros only stand for a code that is not known", "Leave it empty."
    return None


def _check_fault(checks: str, own_due: str, due: str) -> Fault | None:
    """What is wrong with check characters 17 and 18, given those due."""
    if checks[0] != own_due:
        return _own_fault(checks[0], own_due)
    return _last_fault(checks[1], due) if checks[1] != due else None


@cache
def _own_fault(found: str, due: str) -> Fault:
    mend = f"It would be {due}, not {found}: look at characters 9 to 17 first."
    return "character 17 checks characters 9 to 16 (GB 11714)", mend


@cache
def _last_fault(found: str, due: str) -> Fault:
    mend = f"It would be {due}, not {found}: look at characters 1 to 8 and 18 first."
    return "character 18 checks all before it (GB 32100)", mend


def _sentence(fault: Fault | None) -> str | None:
    return ". ".join(fault) if fault else None


def _mend(code: str, strangers: Sequence[int]) -> str:
    if all(code[index] in LIKELY for index in strangers):
        guess = "".join(LIKELY.get(character, character) for character in code)
        if not _fault(guess):
            return f"Probably {guess} is meant; its check characters are right."
    named = (f"{code[i]} ({i + 1}, {LIKELY.get(code[i], '')}?)" for i in strangers)
    return f"Correct {', '.join(named)}."


def _strangers(code: str) -> list[int]:
    return [index for index, character in enumerate(code) if character not in ALPHABET]


def _organisation_check(code: str) -> str:
    own = map(ORGANISATION_ALPHABET.index, code[BEFORE_ORGANISATION : BEFORE_CHECK - 1])
    return ORGANISATION_CHECKS[-sum(map(mul, ORGANISATION_WEIGHTS, own)) % 11]


def _check(code: str) -> str:
    return ALPHABET[-sum(map(mul, WEIGHTS, map(ALPHABET.index, code[:BEFORE_CHECK]))) % 31]


def _written(text: str) -> str:
    return without_blanks(half_width(text)).upper()


def _values(alphabet: str) -> NDArray[np.int8]:
    """Code point to value, -1 for what is not of the alphabet; the last entry stands for all beyond ASCII."""
    values = np.full(129, -1, np.int8)
    values[[ord(character) for character in alphabet]] = np.arange(len(alphabet))
    return values


_VALUES = _values(ALPHABET)
_OWN_VALUES = _values(ORGANISATION_ALPHABET)
_CHECKS = np.array([ord(character) for character in ALPHABET])
_OWN_CHECKS = np.array([ord(character) for character in ORGANISATION_CHECKS])
