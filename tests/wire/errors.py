"""How Discord says no: a status, its own code, and for forms which field is wrong and why."""

from typing import Any

Json = dict[str, Any]


class Refused(Exception):  # noqa: N818
    """A request that Discord answers with an error; nothing has been changed by it."""

    def __init__(self, status: int, code: int, message: str, errors: Json | None = None) -> None:
        super().__init__(f"{status} ({code}): {message}")
        self.status = status
        self.code = code
        self.message = message
        self.errors = errors

    def to_json(self) -> Json:
        body: Json = {"message": self.message, "code": self.code}
        return body | {"errors": self.errors} if self.errors else body


def unauthorized() -> Refused:
    return Refused(401, 0, "401: Unauthorized")


def unknown_channel() -> Refused:
    return Refused(404, 10003, "Unknown Channel")


def unknown_guild() -> Refused:
    return Refused(404, 10004, "Unknown Guild")


def unknown_member() -> Refused:
    return Refused(404, 10007, "Unknown Member")


def unknown_message() -> Refused:
    return Refused(404, 10008, "Unknown Message")


def unknown_user() -> Refused:
    return Refused(404, 10013, "Unknown User")


def unknown_webhook() -> Refused:
    return Refused(404, 10015, "Unknown Webhook")


def unknown_interaction() -> Refused:
    return Refused(404, 10062, "Unknown interaction")


def unknown_event() -> Refused:
    return Refused(404, 10070, "Unknown Guild Scheduled Event")


def too_many_events() -> Refused:
    return Refused(
        400, 30038, "Maximum number of uncompleted guild scheduled events reached (100)."
    )


def already_acknowledged() -> Refused:
    return Refused(400, 40060, "Interaction has already been acknowledged.")


def tag_needed() -> Refused:
    return Refused(400, 40067, "A tag is required to create a forum post in this channel")


def missing_access() -> Refused:
    return Refused(403, 50001, "Missing Access")


def not_your_message() -> Refused:
    return Refused(403, 50005, "Cannot edit a message authored by another user")


def empty_message() -> Refused:
    return Refused(400, 50006, "Cannot send an empty message")


def takes_no_messages() -> Refused:
    return Refused(403, 50007, "Cannot send messages to this user")


def no_text_channel() -> Refused:
    return Refused(400, 50008, "Cannot send messages in a non-text channel")


def missing_permissions() -> Refused:
    return Refused(403, 50013, "Missing Permissions")


def wrong_kind_of_channel() -> Refused:
    return Refused(400, 50024, "Cannot execute action on this channel type")


def invalid_webhook_token() -> Refused:
    return Refused(401, 50027, "Invalid Webhook Token")


def thread_archived() -> Refused:
    return Refused(400, 50083, "Thread is archived")


def thread_exists() -> Refused:
    return Refused(400, 160004, "A thread has already been created for this message")


def thread_locked() -> Refused:
    return Refused(403, 160005, "Thread is locked")


def too_many_threads() -> Refused:
    return Refused(400, 160006, "Maximum number of active threads reached")


def event_is_over() -> Refused:
    return Refused(400, 180000, "Cannot update a finished event")


class Form:
    """The faults found in one body; `close` refuses it with all of them at once (50035)."""

    def __init__(self) -> None:
        self._errors: Json = {}

    def fault(self, path: str, code: str, message: str) -> None:
        """`path` names the field, as in `components.0.label`."""
        at = self._errors
        for part in path.split(".") if path else ():
            at = at.setdefault(part, {})
        at.setdefault("_errors", []).append({"code": code, "message": message})

    def longest(self, path: str, value: Any, most: int) -> None:
        if value is not None and len(value) > most:
            kind = "length" if isinstance(value, str) else "size"
            self.fault(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in {kind}.")

    def required(self, path: str, value: Any) -> None:
        if value is None or value == "":
            self.fault(path, "BASE_TYPE_REQUIRED", "This field is required")

    def close(self) -> None:
        if self._errors:
            raise Refused(400, 50035, "Invalid Form Body", self._errors)
