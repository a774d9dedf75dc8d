"""What goes wrong in a page while somebody plays, so that a drive that fails tells its cause."""

from playwright.async_api import ConsoleMessage, Error, Page, Request, Response

# SimCord's page calls off each question on its way when a person acts; that is no trouble.
_CALLED_OFF = "net::ERR_ABORTED"
# Its answer or its failure is told, and with the address.
_TOLD_ANYWAY = "Failed to load resource"
# How SimCord's page says it is: its last words to the person, what it waits for, what it was asked
# last and what became of that, and the newest messages.
_ACCOUNT = """() => {
  if (!window.simcordPreview) return null;
  const { pendingAction, transport, activity, renderState } = window.simcordPreview;
  const shown = [...document.querySelectorAll(".channel-message")].slice(-3);
  return [
    `status: ${document.getElementById("action-status").textContent}`,
    `waits for: ${pendingAction?.kind ?? "nothing"}`,
    `connection: ${transport.state}`,
    `form: ${renderState.modalHandle ? "open" : "none"}`,
    ...activity.slice(-5).map((one) => `asked: ${JSON.stringify(one)}`),
    ...shown.map((one) => `shown: ${one.innerText}`),
  ];
}"""


class Troubles:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._heard: list[str] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._heard.append(f"script: {error}"))
        page.on("requestfailed", self._request)
        page.on("response", self._response)

    async def told(self) -> str:
        """All that was heard, and each frame's own account; for a failure's message."""
        return "\n".join(["In the page:", *self._heard, *await self._accounts()])

    async def _accounts(self) -> list[str]:
        found: list[str] = []
        for frame in self._page.frames:
            try:
                found += await frame.evaluate(_ACCOUNT) or []
            except Error as gone:
                found.append(f"no account: {gone.message}")
        return found

    def _console(self, said: ConsoleMessage) -> None:
        if said.type == "error" and not said.text.startswith(_TOLD_ANYWAY):
            self._heard.append(f"console: {said.text}")

    def _request(self, request: Request) -> None:
        if request.failure != _CALLED_OFF:
            self._heard.append(f"{request.method} {request.url}: {request.failure}")

    def _response(self, response: Response) -> None:
        if response.status >= 400:
            self._heard.append(f"{response.request.method} {response.url}: {response.status}")
