"""What goes in and what comes back, where OpenAPI 3 says it and where Swagger 2 did."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from bot.domain.json_text import elements, members, string
from bot.domain.openapi_examples import Examples
from bot.domain.openapi_references import References

_FEW = 20
_MOST_PARAMETERS = 60
_JSON = "application/json"


class Bodies:
    """The examples of an operation's request and response; empty where there is no body."""

    def __init__(self, references: References, examples: Examples, *, is_swagger: bool) -> None:
        self._references = references
        self._examples = examples
        self._is_swagger = is_swagger

    def request(self, operation: dict[str, Any], path_item: dict[str, Any]) -> str:
        if not self._is_swagger:
            body = self._references.follow(operation.get("requestBody"))
            return self._examples.of(body.get("content"), is_request=True)
        parameters = [*self._parameters(operation), *self._parameters(path_item)]
        for one in parameters:
            if one.get("in") == "body":
                return self._examples.of({_JSON: one}, is_request=True)
        form = {string(one.get("name")): one for one in parameters if one.get("in") == "formData"}
        schema = {"type": "object", "properties": form}
        return self._examples.of({_JSON: {"schema": schema}}, is_request=True) if form else ""

    def _parameters(self, where: dict[str, Any]) -> Iterator[dict[str, Any]]:
        for one in elements(where.get("parameters"))[:_MOST_PARAMETERS]:
            yield self._references.follow(one)

    def response(self, operation: dict[str, Any]) -> str:
        """What comes back when all goes well, or else whatever comes back."""
        responses = members(operation.get("responses"))
        good = [status for status in islice(responses, _MOST_PARAMETERS) if status.startswith("2")]
        for status in (*good[:_FEW], "default"):
            found = self._references.follow(responses.get(status))
            if text := self._examples.of(self._content(found), is_request=False):
                return text
        return ""

    def _content(self, response: dict[str, Any]) -> Any:
        if not self._is_swagger:
            return response.get("content")
        said = members(response.get("examples"))
        if said:
            return {kind: {"example": value} for kind, value in islice(said.items(), _FEW)}
        return {_JSON: {"schema": response["schema"]}} if "schema" in response else None
