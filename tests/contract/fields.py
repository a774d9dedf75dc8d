"""The fields that Discord knows in each kind of body; a typing slip in another goes unheard."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


MESSAGE = _words("content embeds components flags allowed_mentions attachments")
ANSWER = MESSAGE | _words("tts poll")
POST = ANSWER | _words("nonce enforce_nonce message_reference sticker_ids")
WEBHOOK = ANSWER | _words("username avatar_url thread_name applied_tags")
# discord.py says `tts` of edits too; Discord passes over it.
EDIT = MESSAGE | _words("tts")
WEBHOOK_EDIT = EDIT | _words("poll")
DEFERRAL = _words("flags")
CALLBACK = _words("type data")
SUGGESTIONS = _words("choices")
MODAL = _words("custom_id title components")
MENTIONS = _words("parse users roles replied_user")

DIRECT = _words("recipient_id")

EMBED = _words(
    "type title description url timestamp color footer image thumbnail author fields video provider"
)
EMBED_FIELD = _words("name value inline")

THREAD = _words(
    "name auto_archive_duration rate_limit_per_user type invitable applied_tags message"
)
CHANNEL = _words(
    "name archived locked invitable auto_archive_duration applied_tags rate_limit_per_user flags"
    " topic nsfw position parent_id permission_overwrites available_tags"
)
EVENT = _words(
    "channel_id entity_metadata name privacy_level scheduled_start_time scheduled_end_time"
    " description entity_type status image recurrence_rule"
)

_TRANSLATED = _words("name name_localizations description description_localizations")
COMMAND = _TRANSLATED | _words(
    "id type options default_member_permissions dm_permission nsfw contexts integration_types"
)
OPTION = _TRANSLATED | _words(
    "type required choices options channel_types min_value max_value min_length max_length"
    " autocomplete"
)
CHOICE = _words("name name_localizations value")

_SELECT = _words("custom_id placeholder min_values max_values disabled required")
_BOXES = _words("custom_id options required")
SELECT_OPTION = _words("label value description emoji default")

_COMPONENTS = {
    1: _words("components"),
    2: _words("style label emoji custom_id url sku_id disabled"),
    3: _SELECT | _words("options"),
    4: _words("custom_id style label min_length max_length required value placeholder"),
    5: _SELECT | _words("default_values"),
    6: _SELECT | _words("default_values"),
    7: _SELECT | _words("default_values"),
    8: _SELECT | _words("default_values channel_types"),
    9: _words("components accessory"),
    10: _words("content"),
    11: _words("media description spoiler"),
    12: _words("items"),
    13: _words("file spoiler"),
    14: _words("divider spacing"),
    17: _words("components accent_color spoiler"),
    18: _words("label description component"),
    19: _words("custom_id min_values max_values required"),
    21: _BOXES,
    22: _BOXES | _words("min_values max_values"),
    23: _words("custom_id default"),
}


def of_component(kind: int) -> frozenset[str]:
    """Nothing at all for a type that Discord does not know."""
    return _COMPONENTS[kind] | _words("type id") if kind in _COMPONENTS else frozenset()
