"""How one signs in, as the security schemes of an OpenAPI document tell it."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from bot.domain.contract import Auth
from bot.domain.json_text import elements, members, string
from bot.domain.openapi_references import References

# Where a file has several: a frontend on another host does best with the first of these.
_BEST = (Auth.JWT, Auth.KEY, Auth.SESSION)
_FEW = 20
# The ways that drf-yasg's users write a JWT down, for whom there is no scheme of that kind.
_BEARER = ("bearer", "jwt")


def auth(
    root: dict[str, Any], operations: Iterable[dict[str, Any]], references: References
) -> Auth | None:
    """What most of the API wants; None where the file does not say.

    A scheme counts that some requirement names, and where none does, each that is described.
    """
    described = members(members(root.get("components")).get("securitySchemes")) or members(
        root.get("securityDefinitions")
    )
    schemes = {
        name: kind
        for name, one in islice(described.items(), _FEW)
        if (kind := _kind(name, references.follow(one)))
    }
    wanted = {
        name
        for one in (root, *operations)
        for name in _named(one.get("security"))
        if name in schemes
    }
    kinds = {schemes[name] for name in wanted or schemes}
    if "security" in root and not wanted:
        return Auth.NONE
    return next((one for one in _BEST if one in kinds), None)


def _named(requirements: Any) -> Iterable[str]:
    for one in elements(requirements)[:_FEW]:
        yield from islice(members(one), _FEW)


def _kind(name: str, scheme: dict[str, Any]) -> Auth | None:
    match string(scheme.get("type")), string(scheme.get("in")):
        case ("http", _) if string(scheme.get("scheme")).lower() == "bearer":
            return Auth.JWT
        case ("oauth2" | "openIdConnect", _):
            return Auth.JWT
        case ("apiKey", "cookie"):
            return Auth.SESSION
        case ("apiKey", _):
            about = f"{name} {string(scheme.get('description'))[:500]}".lower()
            is_bearer = string(scheme.get("name")).lower() == "authorization" and any(
                word in about for word in _BEARER
            )
            return Auth.JWT if is_bearer else Auth.KEY
        case _:
            return None
