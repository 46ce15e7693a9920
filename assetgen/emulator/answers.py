"""The error answers of the API: status, headers, and the `{"error": {...}}` body of each.

Three bodies are documented word for word (bad key, unsupported value, concurrency); the words of
the others are the emulator's own, their statuses and codes are the API's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import JSONResponse

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

INVALID_REQUEST = "invalid_request_error"
NO_HEADERS: Mapping[str, str] = {}


class ApiError(Exception):
    """An error answer: HTTP status, the content of `error`, and headers of its own."""

    def __init__(
        self, status: int, error: Mapping[str, str | None], headers: Mapping[str, str] = NO_HEADERS
    ) -> None:
        super().__init__(error["message"])
        self.status = status
        self.error = error
        self.headers = headers

    def response(self) -> Response:
        """What is sent."""
        return JSONResponse({"error": dict(self.error)}, self.status, dict(self.headers))


def invalid(param: str, message: str) -> ApiError:
    """400: a value that is not supported."""
    return _error(400, "invalid_parameter", message, param)


def missing(param: str) -> ApiError:
    """400: a required field is absent."""
    return _error(400, "parameter_missing", f"Missing required parameter '{param}'.", param)


def bad_key() -> ApiError:
    """401: the key is missing, malformed or unknown."""
    message = (
        "Incorrect API key provided. You can manage your API keys at "
        "https://getimg.ai/app/developer/api-keys"
    )
    error = _error(401, "invalid_api_key", message)
    return ApiError(401, {**error.error, "doc_url": "https://docs.getimg.ai/guides/authentication"})


def no_money() -> ApiError:
    """402: the balance is too low for this request."""
    return _error(402, "quota_exceeded", "The balance is too low for this request.")


def not_found(what: str) -> ApiError:
    """404: no such path, model or file."""
    return _error(404, "not_found", f"{what} was not found.")


def refused() -> ApiError:
    """422: moderation said no."""
    message = "The prompt or a reference image did not pass the safety checks."
    return _error(422, "content_policy_violation", message, "prompt")


def too_many_a_minute(seconds: int) -> ApiError:
    """429 of the per-minute limit, with the seconds to wait."""
    message = "Too many requests in this minute."
    error = _error(429, "rate_limit", message)
    return ApiError(429, error.error, {"Retry-After": str(seconds)})


def too_many_at_once() -> ApiError:
    """429 of the concurrency limit: neither `type` nor `param`, and no `Retry-After`."""
    message = "Too many concurrent requests. Please wait for current requests to finish."
    return ApiError(429, {"message": message, "code": "rate_limit"})


def server_error(status: int = 500) -> ApiError:
    """500 or 503 with the API's own body."""
    return _error(status, "server_error", "Something went wrong on our side.")


def plain(status: int, code: str, message: str) -> ApiError:
    """Any other status in the API's envelope."""
    return _error(status, code, message)


def _error(status: int, code: str, message: str, param: str | None = None) -> ApiError:
    return ApiError(
        status, {"message": message, "type": INVALID_REQUEST, "param": param, "code": code}
    )
