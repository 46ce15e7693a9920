"""The calls that only read: models, balance, costs. All of them ask for a key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from starlette.responses import JSONResponse, Response

from assetgen.emulator import answers, catalogue, responses
from assetgen.emulator.clock import timestamp
from assetgen.emulator.generations import check_key
from assetgen.emulator.kinds import Stage

if TYPE_CHECKING:
    from starlette.requests import Request

    from assetgen.emulator.emulator import Emulator

LONGEST_SPAN = timedelta(days=180)


async def list_models(request: Request) -> Response:
    """`GET /v2/models`: a bare array, of one type when `type` names one."""
    if spoiled := await _fault(request, Stage.MODELS):
        return spoiled
    wanted = request.query_params.get("type")
    if wanted not in {None, "image", "video"}:
        raise answers.invalid("type", f"Unsupported model type '{wanted}'.")
    older = request.app.state.emulator.options.older_models
    shown = [catalogue.document(model, older=older) for model in catalogue.MODELS]
    return JSONResponse([model for model in shown if wanted in {None, model["type"]}])


async def show_model(request: Request) -> Response:
    """`GET /v2/models/{model}`."""
    if spoiled := await _fault(request, Stage.MODELS):
        return spoiled
    name = request.path_params["model"]
    model = catalogue.find_model(name)
    if model is None:
        raise answers.not_found(f"Model '{name}'")
    older = request.app.state.emulator.options.older_models
    return JSONResponse(catalogue.document(model, older=older))


async def show_balance(request: Request) -> Response:
    """`GET /v2/billing/balance`: USD as decimal text."""
    if spoiled := await _fault(request, Stage.BILLING):
        return spoiled
    emulator: Emulator = request.app.state.emulator
    return JSONResponse({"balance": str(emulator.account.balance), "currency": "USD"})


async def list_costs(request: Request) -> Response:
    """`GET /v2/billing/costs?start=&end=`: one bucket for each UTC date of the range."""
    if spoiled := await _fault(request, Stage.BILLING):
        return spoiled
    emulator: Emulator = request.app.state.emulator
    start, end = _moment(request, "start"), _moment(request, "end")
    if not start < end <= start + LONGEST_SPAN:
        raise answers.invalid("end", "'end' must be after 'start', by 180 days at most.")
    costs = emulator.account.costs(start, end)
    first = start.astimezone(UTC).date()
    count = (end.astimezone(UTC).date() - first).days + 1
    dates = [(first + timedelta(days=day)).isoformat() for day in range(count)]
    return JSONResponse(
        {
            "currency": "USD",
            "start": timestamp(start.timestamp()),
            "end": timestamp(end.timestamp()),
            "total_cost": float(sum(costs.values())),
            "data": [{"date": date, "cost": float(costs.get(date, 0))} for date in dates],
        }
    )


async def _fault(request: Request, stage: Stage) -> Response | None:
    """Check the key, then answer as the fault of this request does, if there is one."""
    emulator: Emulator = request.app.state.emulator
    check_key(request, emulator.options)
    fault = emulator.faults.pick(frozenset({stage}))
    if fault is None:
        return None
    request.state.seen.fault = fault.name
    kind = fault.name.partition("-")[2]
    if kind == "error":
        return answers.server_error().response()
    if kind == "html":
        return responses.html(502)
    if kind == "broken":
        return Response('[{"id": "gpt-ima', media_type="application/json")
    await emulator.pause(fault.seconds or responses.LATE)
    return None


def _moment(request: Request, name: str) -> datetime:
    text = request.query_params.get(name)
    if text is None:
        raise answers.missing(name)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise answers.invalid(name, f"'{name}' must be an ISO 8601 time.") from None
    if moment.tzinfo is None:
        raise answers.invalid(name, f"'{name}' must have a time zone.")
    return moment
