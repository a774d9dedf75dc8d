"""What the demo's first pair agreed on: an API contract as it looks in the middle of the week."""

from simcord import ChannelHandle, InteractionResult, MemberActor

_ABOUT = {
    "title": "Kente shop",
    "base_url": "https://kente-shop.example.com/api/v1",
    "docs_url": "/api/docs",
    "auth": ["jwt"],
    "style": ["rest"],
}
# (method, path, purpose, state, example of a response)
_ENDPOINTS = (
    ("GET", "/products", "All, by page", "live", '{"count": 2, "results": [{"id": 7}]}'),
    ("GET", "/products/{id}", "One with its stock", "live", '{"id": 7, "stock": 12}'),
    ("POST", "/auth/token", "Sign in", "live", '{"access": "eyJ", "refresh": "eyJ"}'),
    ("POST", "/orders", "Check out", "mocked", '{"id": 1, "state": "paid"}'),
    ("GET", "/orders", "My orders", "planned", ""),
)
_NEED = {"text": "The cart, so that it survives a reload", "path": "/cart", "method": ["GET"]}


async def agree(backend: MemberActor, frontend: MemberActor, thread: ChannelHandle) -> None:
    """The backend writes down what there is, and the frontend what it still needs."""
    form = await _press(backend, await backend.slash(thread, "contract show"), "Details")
    await backend.submit_modal(form, _ABOUT)
    for method, path, purpose, state, response in _ENDPOINTS:
        form = await backend.slash(thread, "contract add")
        said = {"method": [method], "path": path, "purpose": purpose, "response": response}
        await backend.submit_modal(form, said)
        if state != "planned":
            name = f"{method} {path}"
            await backend.slash(thread, "contract state", endpoint=name, state=state)
    form = await _press(frontend, await frontend.slash(thread, "contract show"), "I need this")
    await frontend.submit_modal(form, _NEED)


async def _press(who: MemberActor, shown: InteractionResult, label: str) -> InteractionResult:
    assert shown.response is not None
    return await who.click(shown.response, label=label)
