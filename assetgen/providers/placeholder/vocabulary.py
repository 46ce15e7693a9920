# ruff: noqa: E501 - tables
"""The words that choose a composition. Tables only; `reading` applies them.

Each table maps what is drawn to the words that ask for it, all in lower case and singular.
"""

from __future__ import annotations

MEDIUMS = {
    "texture": "texture pattern seamless tileable tile wallpaper tiling material",
    "portrait": "portrait bust headshot face avatar expression mugshot",
    "sprite": "sprite spritesheet mascot pixel chibi character-sheet full-body",
    "icon": "icon emblem logo badge item symbol sigil crest glyph pictogram",
    "abstract": "abstract geometric gradient bauhaus shapes composition minimalist blobs",
    "landscape": "landscape banner vista panorama scenery scene horizon skyline view",
}

TIMES = {
    "dawn": "dawn sunrise morning daybreak",
    "day": "day noon midday sunny summer spring afternoon",
    "dusk": "dusk sunset evening twilight autumn burning fire lava volcano",
    "night": "night midnight moonlit moon moonlight stars starry nocturnal",
    "storm": "storm stormy thunder lightning rain rainy tempest gloomy grim",
    "fog": "fog foggy mist misty haze hazy",
}

PLACES = {
    "sea": "sea ocean coast beach shore harbour harbor bay island lake river water waves lagoon fjord",
    "desert": "desert dune dunes sahara mesa canyon sand wasteland oasis",
    "forest": "forest wood woods jungle grove pine pines taiga woodland trees",
    "snow": "snow snowy winter ice icy frozen glacier arctic tundra frost blizzard",
    "city": "city town street skyline metropolis downtown cyberpunk rooftops skyscraper",
    "space": "space galaxy nebula planet planets cosmos asteroid orbit cosmic starship",
    "mountain": "mountain mountains peak peaks cliff cliffs alps summit ridge highlands",
    "hills": "hill hills valley meadow field fields plain plains countryside prairie farm vineyard path",
}

FIGURES = {
    "knight": "knight warrior paladin soldier heroine samurai guard king queen prince viking",
    "wizard": "wizard mage witch sorcerer sorceress warlock necromancer druid monk priest",
    "traveller": "traveller traveler wanderer explorer hiker person man woman girl boy figure"
    " ranger hunter adventurer pilgrim rogue thief child",
    "castle": "castle fortress keep citadel palace stronghold ruins ruin",
    "tower": "tower lighthouse beacon",
    "house": "house cabin cottage hut village home farm inn tavern",
    "ship": "ship boat sailboat galleon longship galley",
    "dragon": "dragon wyvern",
    "birds": "bird birds eagle eagles raven ravens gull gulls crow crows hawk",
    "tree": "tree oak willow",
}

PEOPLE = (
    "knight warrior paladin soldier hero heroine samurai guard king queen prince princess viking"
    " wizard mage witch sorcerer sorceress warlock necromancer druid monk priest priestess"
    " traveller traveler wanderer explorer person man woman girl boy ranger hunter adventurer rogue thief"
    " child elf orc dwarf goblin robot android merchant pirate barbarian bard cleric blacksmith"
    " smiling neutral happy angry sad scientist astronaut captain villager lady lord nun"
)

TEXTURES = {
    "bricks": "brick bricks wall masonry dungeon castle",
    "stones": "stone stones cobblestone cobble rock pebble pebbles pavement marble",
    "planks": "wood wooden plank planks timber floor floorboard bark",
    "scales": "scale scales wave waves fish dragon roof shingle shingles water sea mermaid",
    "leaves": "leaf leaves grass foliage forest moss jungle floral flower flowers garden meadow",
    "tiles": "tile tiles tiled mosaic moroccan azulejo kitchen ceramic geometric",
    "stars": "star stars night space galaxy celestial sky",
    "dots": "dot dots polka confetti bubbles candy",
}


def words(table: dict[str, str]) -> dict[str, str]:
    """The table turned round: which entry each word asks for, the first one to name it."""
    turned: dict[str, str] = {}
    for entry, listed in table.items():
        for word in listed.split():
            turned.setdefault(word, entry)
    return turned
