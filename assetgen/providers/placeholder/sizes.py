"""Pixels for an aspect ratio and a resolution, for any label that a request may carry.

`1K`, `2K`, `4K` are areas: 1024², 2048², 4096² pixels at the ratio, each side a multiple of 8.
`1024x768` and `1024×768` are taken literally, `720p` names the shorter side. What is unknown is 1K,
and 1:1: this provider accepts everything, as real ones may.
"""

from __future__ import annotations

import math
import re

_STEP = 8
_SMALLEST, _LARGEST = 16, 8192
_LITERAL = re.compile(r"(\d{1,5})\s*[x×*]\s*(\d{1,5})\Z")
_RATIO = re.compile(r"(\d{1,5}(?:\.\d{1,4})?)\s*[:/x×]\s*(\d{1,5}(?:\.\d{1,4})?)\Z")
_AREA = re.compile(r"(\d{1,2}(?:\.\d{1,2})?)k\Z")
_LINES = re.compile(r"(\d{2,5})p\Z")


def pixel_size(aspect_ratio: str | None, resolution: str | None) -> tuple[int, int]:
    """Width and height in pixels, between 16 and 8,192 each."""
    label = (resolution or "").strip().lower()
    if literal := _LITERAL.match(label):
        return _held(int(literal[1])), _held(int(literal[2]))
    ratio = _ratio(aspect_ratio)
    if lines := _LINES.match(label):
        short = int(lines[1])
        return _rounded(short * max(ratio, 1.0)), _rounded(short / min(ratio, 1.0))
    area = _AREA.match(label)
    side = 1024 * float(area[1]) if area and float(area[1]) > 0 else 1024.0
    return _rounded(side * math.sqrt(ratio)), _rounded(side / math.sqrt(ratio))


def _ratio(text: str | None) -> float:
    found = _RATIO.match((text or "").strip())
    if found is None or float(found[1]) == 0 or float(found[2]) == 0:
        return 1.0
    return min(max(float(found[1]) / float(found[2]), 1 / 16), 16.0)


def _rounded(side: float) -> int:
    return _held(math.floor(side / _STEP + 0.5) * _STEP)


def _held(side: int) -> int:
    return min(max(side, _SMALLEST), _LARGEST)
