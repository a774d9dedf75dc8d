"""Fields that Discord's description requires, and on which nothing here depends."""

from tests.wire.errors import Json

_ABSENT = """
    icon description home_header splash discovery_splash banner application_id afk_channel_id
    system_channel_id widget_channel_id max_presences vanity_url_code rules_channel_id
    safety_alerts_channel_id public_updates_channel_id incidents_data
"""
_ZERO = """
    system_channel_flags verification_level default_message_notifications mfa_level
    explicit_content_filter max_stage_video_channel_users max_video_channel_users premium_tier
    premium_subscription_count nsfw_level
"""

GUILD: Json = {
    **dict.fromkeys(_ABSENT.split()),
    **dict.fromkeys(_ZERO.split(), 0),
    **dict.fromkeys(("widget_enabled", "premium_progress_bar_enabled", "nsfw"), False),
    "region": "us-east",
    "preferred_locale": "en-US",
    "afk_timeout": 300,
    "max_members": 500_000,
    "features": [],
    "emojis": [],
    "stickers": [],
}

APPLICATION: Json = {
    "type": None,
    "description": "",
    "icon": None,
    "team": None,
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "0" * 64,
    "redirect_uris": [],
    "interactions_endpoint_url": None,
    "role_connections_verification_url": None,
    "integration_types_config": {"0": {}},
    "approximate_user_install_count": 0,
    "approximate_user_authorization_count": 0,
    "explicit_content_filter": 0,
    "eligible_oauth2_scopes": [],
}
