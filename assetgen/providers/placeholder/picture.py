"""From a prompt to a drawing: read the words, choose the composition, draw it, put the label on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assetgen.providers.placeholder.abstract import draw_abstract
from assetgen.providers.placeholder.drawing import Drawing
from assetgen.providers.placeholder.icon import draw_icon
from assetgen.providers.placeholder.landscape import draw_landscape
from assetgen.providers.placeholder.lettering import label
from assetgen.providers.placeholder.portrait import draw_portrait
from assetgen.providers.placeholder.reading import Reading, read
from assetgen.providers.placeholder.seeded import Seeded
from assetgen.providers.placeholder.sprite import draw_sprite
from assetgen.providers.placeholder.texture import draw_texture

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PAINTERS: Mapping[str, Callable[[Drawing, Reading, Seeded], None]] = {
    "abstract": draw_abstract,
    "icon": draw_icon,
    "landscape": draw_landscape,
    "portrait": draw_portrait,
    "sprite": draw_sprite,
    "texture": draw_texture,
}


def draw(prompt: str, seed: str, width: int, height: int) -> bytes:
    """The SVG document for a prompt, in the proportions of `width` and `height`."""
    chance = Seeded(seed)
    drawing = Drawing(width, height)
    reading = read(prompt, width / height, chance.fork("reading"))
    PAINTERS[reading.kind](drawing, reading, chance.fork(reading.kind))
    label(drawing, prompt)
    return drawing.svg()
