"""libvips, set up once: every other module of this room takes it from here.

One thread per picture, because the bytes of AVIF change with the number of threads; the caller
works on several pictures at once instead. No operation cache, so memory doesn't grow with a run.
Importing this module loads libvips (40 ms): import it where a picture is really worked on.
"""

from __future__ import annotations

import pyvips

pyvips.concurrency_set(1)
pyvips.cache_set_max(0)

Image = pyvips.Image
VipsError = pyvips.Error


def reason(error: pyvips.Error) -> str:
    """What libvips says went wrong, as one line without its call names."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else "unknown"


def describe() -> str:
    """The library and its version, for people."""
    version = ".".join(str(pyvips.version(part)) for part in range(3))
    return f"libvips {version}, pyvips {pyvips.__version__}"
