"""`POST /v2/images/generations`: the one call that costs pretend money.

1. key  2. body: fields, model, ratio, resolution, references  3. balance  4. limits  5. faults
that come before the work  6. latency  7. charge  8. the answer, or what a fault makes of it
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from starlette.responses import JSONResponse

from assetgen.emulator import account, answers, broken, catalogue, responses
from assetgen.emulator.account import Charge
from assetgen.emulator.clock import timestamp
from assetgen.emulator.emulator import Picture
from assetgen.emulator.kinds import GENERATION_STAGES, Stage
from assetgen.emulator.links import Link
from assetgen.emulator.orders import read_order

if TYPE_CHECKING:
    from decimal import Decimal

    from starlette.requests import Request
    from starlette.responses import Response

    from assetgen.emulator.emulator import Emulator
    from assetgen.emulator.faults import Fault
    from assetgen.emulator.options import Options
    from assetgen.emulator.orders import Order

LARGEST_BODY = 25 * 1024 * 1024

_KEY = re.compile(r"Bearer (sk_[\x21-\x7e]+)")


def check_key(request: Request, options: Options) -> None:
    """Raises ApiError unless the request carries a key that is accepted."""
    found = _KEY.fullmatch(request.headers.get("authorization", ""))
    if found is None or (options.keys and found[1] not in options.keys):
        raise answers.bad_key()


async def generate(request: Request) -> Response:
    """Make a picture and answer with its link; every answer has the rate-limit headers."""
    emulator: Emulator = request.app.state.emulator
    try:
        check_key(request, emulator.options)
        body = await _body(request, emulator.options)
        media_type = request.headers.get("content-type", "")
        order = read_order(body, media_type, emulator.options)
        price = order.model.price(order.resolution)
        with emulator.account.reserve(price), emulator.limits.slot():
            response = await _carry_out(emulator, request, order)
    except answers.ApiError as error:
        response = error.response()
    response.headers.update(emulator.limits.headers())
    return response


async def _carry_out(emulator: Emulator, request: Request, order: Order) -> Response:
    attempt = emulator.count_attempt(order.digest)
    fault = emulator.faults.pick(GENERATION_STAGES, order.prompt, attempt)
    seen = request.state.seen
    seen.prompt_digest = order.prompt_digest
    seen.fault = fault.name if fault else None
    stage = fault.kind.stage if fault else None
    if fault and stage is Stage.BEFORE:
        return responses.ended(fault)
    if fault and stage is Stage.ERROR and not fault.billed:
        return responses.error(fault)
    await emulator.pause(emulator.options.latency)
    if fault and fault.name == "slow":
        await emulator.pause(fault.seconds or responses.LATE)
    charge = _charge(emulator, order, _state(fault, is_gone=broken.is_gone(request.scope)))
    emulator.pictures[charge.id] = Picture(charge, fault)
    seen.id = charge.id
    document = _document(charge, _link(emulator, request, charge, fault))
    if fault and stage is Stage.ERROR:
        return responses.error(fault)
    if fault and stage is Stage.AFTER:
        return responses.ended(fault, document)
    if fault and stage is Stage.ANSWER:
        return responses.altered(fault, document, emulator)
    return JSONResponse(document)


def _state(fault: Fault | None, *, is_gone: bool) -> str:
    """What the bill says about the answer."""
    if is_gone:
        return account.CUT
    if fault is None:
        return account.DELIVERED
    return account.FAILED if fault.kind.stage is Stage.ERROR else fault.kind.state


def _charge(emulator: Emulator, order: Order, state: str) -> Charge:
    name = emulator.new_id(order.digest)
    width, height = catalogue.pixels(order.ratio, order.resolution)
    price: Decimal = order.model.price(order.resolution)
    charge = Charge(
        time=timestamp(emulator.clock.now()),
        id=name,
        model=order.model.id,
        prompt_digest=order.prompt_digest,
        cost=str(price),
        state=state,
        width=width,
        height=height,
        format=order.format,
    )
    emulator.account.charge(charge)
    return charge


def _link(
    emulator: Emulator, request: Request, charge: Charge, fault: Fault | None
) -> dict[str, str]:
    """`url` and `deletes_at` of the picture."""
    now = emulator.clock.now()
    is_dead = fault is not None and fault.name == "link-expired"
    expires = math.ceil(now - 60 if is_dead else now + emulator.options.link_lifetime)
    path = Link(charge.id, 0, expires).path(emulator.options.seed)
    return {
        "url": f"{request.url.scheme}://{request.headers['host']}{path}",
        "deletes_at": timestamp(expires),
    }


def _document(charge: Charge, link: dict[str, str]) -> dict[str, Any]:
    cost = float(charge.cost)
    return {
        "id": charge.id,
        "status": "completed",
        "model": charge.model,
        "data": [
            {
                "url": link["url"],
                "width": charge.width,
                "height": charge.height,
                "mime_type": f"image/{charge.format}",
                "deletes_at": link["deletes_at"],
            }
        ],
        "usage": {
            "total_cost": cost,
            "billable_unit": "image",
            "unit_price": cost,
            "quantity": 1,
        },
    }


async def _body(request: Request, options: Options) -> bytes:
    """The whole body, never more than the API's limit of it."""
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size <= LARGEST_BODY:
            pieces.append(piece)
    if size > LARGEST_BODY:
        raise answers.plain(
            options.too_large_status, "invalid_parameter", "The body has more than 25 MiB."
        )
    return b"".join(pieces)
