"""Values and lines that the tests of this room share."""

from __future__ import annotations

from decimal import Decimal

from assetgen.digest import digest_bytes, fingerprint_text
from assetgen.model import (
    Address,
    Lock,
    LockedAsset,
    LockedOutput,
    Request,
    SourceFile,
    Take,
)

HEADER = '{"assetgen_lock":1}\n'


def take(number: int = 1, *, content: str = "picture") -> Take:
    return Take(number, digest_bytes(f"{content} {number}".encode()), "image/png", 64, 48)


def output(path: str = "assets/hero.png", content: str = "output") -> LockedOutput:
    return LockedOutput(path, fingerprint_text(path), digest_bytes(content.encode()), 99, 32, 24)


def asset(
    address: str = "hero",
    *,
    prompt: str = "a knight",
    takes: int = 1,
    chosen: int = 1,
    picked: bool = False,
    outputs: tuple[LockedOutput, ...] | None = None,
) -> LockedAsset:
    drawn = tuple(take(number) for number in range(1, takes + 1))
    return LockedAsset(
        Address(address),
        Request("placeholder", prompt),
        (output(f"assets/{address}.png"),) if outputs is None else outputs,
        drawn,
        drawn[chosen - 1].digest,
        "pick" if picked else "sync",
        picked,
    )


def lock(*assets: LockedAsset) -> Lock:
    return Lock({item.address: item for item in assets})


FULL = LockedAsset(
    Address("hero"),
    Request(
        "getimg", "a knight — “dawn”\nsecond line", "seedream", "16:9", "2K", "png",
        {"b": [1, 2.5, {"z": None, "a": True}], "a": "é"}, "local",
    ),
    (output(), LockedOutput("a/ü.webp", fingerprint_text("r"), digest_bytes(b"x"), 0, 1, 1, True)),
    (
        Take(1, digest_bytes(b"1"), "image/png", 1, 2, "gen-1", Decimal("0.05"), "2026-01-02"),
        take(2),
    ),
    digest_bytes(b"1"), "pick", True, {"later": {"b": 1, "a": [1.5]}},
)  # fmt: skip

FROM_FILE = LockedAsset(
    Address("logo"), SourceFile("../brand/logo.svg", digest_bytes(b"logo")), (output("l.avif"),)
)
