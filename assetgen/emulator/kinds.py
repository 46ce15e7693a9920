"""The faults that have a name: where each strikes, what it does, what the bill says of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from assetgen.emulator.account import CUT, DELIVERED, SPOILED


class Stage(Enum):
    """Where a fault strikes."""

    ERROR = "instead of the work, an error; charged only when asked for"
    BEFORE = "before the work: nothing is charged"
    AFTER = "after the work: charged, and the answer never arrives"
    ANSWER = "charged, and the answer is not what it should be"
    DOWNLOAD = "the picture's download"
    MODELS = "the model list"
    BILLING = "balance and costs"


@dataclass(frozen=True, slots=True)
class Kind:
    """A named fault: its stage, what it does, how the bill calls it.

    `times` is how many downloads of one picture it strikes; 0 is all of them.
    """

    stage: Stage
    words: str
    state: str = DELIVERED
    times: int = 0


KINDS = {
    "bad-request": Kind(Stage.ERROR, "400 that names the resolution"),
    "unauthorized": Kind(Stage.ERROR, "401: the key is not accepted"),
    "no-money": Kind(Stage.ERROR, "402: the balance is too low"),
    "forbidden": Kind(Stage.ERROR, "403 as an HTML page"),
    "not-found": Kind(Stage.ERROR, "404: no such path"),
    "too-large": Kind(Stage.ERROR, "413 as an HTML page"),
    "refused": Kind(Stage.ERROR, "422: moderation says no"),
    "rate-limit": Kind(Stage.ERROR, "429 with Retry-After (`seconds`, 1)"),
    "rate-limit-bare": Kind(Stage.ERROR, "429 of the concurrency limit, without Retry-After"),
    "server-error": Kind(Stage.ERROR, "500 with the API's own body"),
    "server-error-html": Kind(Stage.ERROR, "500 as an HTML page"),
    "server-error-empty": Kind(Stage.ERROR, "500 without a body"),
    "unavailable": Kind(Stage.ERROR, "503 with the API's own body"),
    "unavailable-html": Kind(Stage.ERROR, "503 as an HTML page"),
    "bad-gateway": Kind(Stage.ERROR, "502 as an HTML page"),
    "gateway-timeout": Kind(Stage.ERROR, "504 as an HTML page"),
    "redirect": Kind(Stage.ERROR, "307 to another host (`url`)"),
    "reset-before": Kind(Stage.BEFORE, "the connection is reset"),
    "closed-before": Kind(Stage.BEFORE, "the connection is closed"),
    "reset-after": Kind(Stage.AFTER, "the connection is reset before a byte is sent", CUT),
    "closed-after": Kind(Stage.AFTER, "the connection is closed before a byte is sent", CUT),
    "cut-off": Kind(Stage.AFTER, "half of the answer, then the connection is closed", CUT),
    "slow": Kind(Stage.ANSWER, "the answer comes late (`seconds`, 330)"),
    "broken-json": Kind(Stage.ANSWER, "the body ends too early, its length fits", SPOILED),
    "empty-body": Kind(Stage.ANSWER, "200 without a body", SPOILED),
    "html-answer": Kind(Stage.ANSWER, "200 with an HTML page", SPOILED),
    "list-answer": Kind(Stage.ANSWER, "the body is a list", SPOILED),
    "huge-answer": Kind(Stage.ANSWER, "a body of `bytes`, 2 GiB", SPOILED),
    "no-id": Kind(Stage.ANSWER, "`id` is missing"),
    "no-usage": Kind(Stage.ANSWER, "`usage` is missing"),
    "no-data": Kind(Stage.ANSWER, "`data` is missing", SPOILED),
    "empty-data": Kind(Stage.ANSWER, "`data` is an empty list", SPOILED),
    "no-url": Kind(Stage.ANSWER, "`url` is missing", SPOILED),
    "pending": Kind(Stage.ANSWER, "`status` is pending, `data` is empty", SPOILED),
    "extra-fields": Kind(Stage.ANSWER, "unknown fields at every level"),
    "null-size": Kind(Stage.ANSWER, "`width` and `height` are null"),
    "no-size": Kind(Stage.ANSWER, "`width` and `height` are missing"),
    "wrong-size": Kind(Stage.ANSWER, "other `width` and `height` than the picture has"),
    "wrong-media-type": Kind(Stage.ANSWER, "`mime_type` and Content-Type of another format"),
    "link-other-host": Kind(Stage.ANSWER, "the link leads to another host (`url`)"),
    "link-metadata": Kind(Stage.ANSWER, "the link leads to 169.254.169.254 (`url`)"),
    "link-private": Kind(Stage.ANSWER, "the link leads to a private address (`url`)"),
    "link-other-port": Kind(Stage.ANSWER, "the link leads to another port of this machine"),
    "link-file": Kind(Stage.ANSWER, "the link is a file: URL (`url`)"),
    "link-scheme": Kind(Stage.ANSWER, "the link is an ftp: URL (`url`)"),
    "link-expired": Kind(Stage.ANSWER, "the link is dead when it arrives"),
    "download-truncated": Kind(Stage.DOWNLOAD, "half of the bytes, then closed", times=1),
    "download-reset": Kind(Stage.DOWNLOAD, "the connection is reset", times=1),
    "download-error": Kind(Stage.DOWNLOAD, "503 as an HTML page", times=1),
    "download-slow": Kind(Stage.DOWNLOAD, "half, then a pause (`seconds`, 330)", times=1),
    "download-gone": Kind(Stage.DOWNLOAD, "the dead link's status, before its time"),
    "download-empty": Kind(Stage.DOWNLOAD, "no bytes"),
    "download-not-image": Kind(Stage.DOWNLOAD, "an HTML page under the picture's type"),
    "download-html": Kind(Stage.DOWNLOAD, "200 with an HTML page under its own type"),
    "download-noise": Kind(Stage.DOWNLOAD, "a picture's first bytes, then noise"),
    "download-other-format": Kind(Stage.DOWNLOAD, "a picture of another format"),
    "download-other-size": Kind(Stage.DOWNLOAD, "a picture of half the size"),
    "download-bomb": Kind(Stage.DOWNLOAD, "a PNG of 30,000 × 30,000 pixels in 4 MB"),
    "download-huge": Kind(Stage.DOWNLOAD, "`bytes`, 2 GiB, announced"),
    "download-huge-chunked": Kind(Stage.DOWNLOAD, "`bytes`, 2 GiB, not announced"),
    "download-redirect": Kind(Stage.DOWNLOAD, "a redirect to another host (`url`)"),
    "download-redirect-here": Kind(Stage.DOWNLOAD, "a redirect to the same link", times=1),
    "download-redirect-loop": Kind(Stage.DOWNLOAD, "redirects to the same link for ever"),
    "models-error": Kind(Stage.MODELS, "500 with the API's own body"),
    "models-html": Kind(Stage.MODELS, "502 as an HTML page"),
    "models-broken": Kind(Stage.MODELS, "a body that is no JSON"),
    "models-slow": Kind(Stage.MODELS, "the answer comes late (`seconds`, 330)"),
    "billing-error": Kind(Stage.BILLING, "500 with the API's own body"),
    "billing-html": Kind(Stage.BILLING, "502 as an HTML page"),
    "billing-slow": Kind(Stage.BILLING, "the answer comes late (`seconds`, 330)"),
}
"""Every fault by name."""

GENERATION_STAGES = frozenset(
    {Stage.ERROR, Stage.BEFORE, Stage.AFTER, Stage.ANSWER, Stage.DOWNLOAD}
)
