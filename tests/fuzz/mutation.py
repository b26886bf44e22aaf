"""Fresh inputs from kept ones: bytes flipped, cut, repeated, joined with those of another seed, and words of the format
put in. What comes out depends on nothing but the seeds and the random numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

__all__ = ["mutated"]


def mutated(seeds: Sequence[bytes], tokens: Sequence[bytes], random: Random) -> bytes:
    """An input made from a seed, or now and then from nothing, by one to eight changes."""
    data = random.choice(seeds) if seeds and random.random() < 0.97 else random.randbytes(random.randrange(64))
    for _ in range(1 + min(int(random.expovariate(0.6)), 7)):
        data = random.choice(_CHANGES)(data, seeds, tokens, random)
    return data


_Change = Callable[[bytes, Sequence[bytes], Sequence[bytes], Random], bytes]


def _stretch(data: bytes, random: Random, most: int = 24) -> tuple[int, int]:
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.randrange(most + 1))


def _flip(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], random: Random) -> bytes:
    if not data:
        return data
    at = random.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << random.randrange(8)]) + data[at + 1 :]


def _byte(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], random: Random) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + bytes([random.randrange(256)]) + data[at + random.randrange(2) :]


def _cut(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], random: Random) -> bytes:
    start, end = _stretch(data, random)
    return data[:start] + data[end:]


def _repeat(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], random: Random) -> bytes:
    start, end = _stretch(data, random)
    return data[:end] + data[start:end] * random.choice((1, 2, 70)) + data[end:]


def _move(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], random: Random) -> bytes:
    start, end = _stretch(data, random)
    rest = data[:start] + data[end:]
    at = random.randrange(len(rest) + 1)
    return rest[:at] + data[start:end] + rest[at:]


def _splice(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(seeds) if seeds else b""
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


def _borrow(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(seeds) if seeds else b""
    start, end = _stretch(other, random)
    at = random.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at + random.randrange(end - start + 1) :]


def _word(data: bytes, seeds: Sequence[bytes], tokens: Sequence[bytes], random: Random) -> bytes:
    if not tokens:
        return _byte(data, seeds, tokens, random)
    start, end = _stretch(data, random, 8)
    return data[:start] + random.choice(tokens) + data[random.choice((start, start, end)) :]


_CHANGES: Final[tuple[_Change, ...]] = (
    _flip,
    _byte,
    _byte,
    _cut,
    _repeat,
    _move,
    _splice,
    _borrow,
    _word,
    _word,
    _word,
)
