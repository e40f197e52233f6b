"""Words for the codes of sms.db, and the expressions that several of its columns make together."""

from typing import Final

DIRECTIONS: Final = {0: "incoming", 1: "outgoing"}

REACTIONS: Final = {
    1000: "sticker", 2000: "loved", 2001: "liked", 2002: "disliked", 2003: "laughed at", 2004: "emphasised",
    2005: "questioned", 2006: "emoji", 2007: "sticker as reaction", 3000: "loved, removed", 3001: "liked, removed",
    3002: "disliked, removed", 3003: "laughed at, removed", 3004: "emphasised, removed", 3005: "questioned, removed",
    3006: "emoji, removed", 3007: "sticker as reaction, removed",
}  # fmt: skip

REACTION: Final = "CASE WHEN opt(m.associated_message_type) >= 1000 THEN opt(m.associated_message_type) END"

_PLUGIN: Final = "opt(substr(m.balloon_bundle_id, instr(m.balloon_bundle_id, ':') + 1))"
_EFFECT: Final = """replace(replace(replace(opt(m.expressive_send_style_id), 'com.apple.MobileSMS.expressivesend.', ''),
                 'com.apple.messages.effect.CK', ''), 'Effect', '')"""

REACTED_TO: Final = """CASE WHEN opt(m.associated_message_type) >= 1000 THEN
    replace(substr(opt(m.associated_message_guid), instr(opt(m.associated_message_guid), '/') + 1), 'bp:', '') END"""

EVENT_TEXT: Final = """CASE opt(m.item_type) WHEN 1 THEN
    opt((SELECT o.id FROM handle o WHERE o.ROWID = m.other_handle)) WHEN 2 THEN opt(m.group_title) END"""

CONTENT: Final = f"""CASE
    WHEN opt(m.item_type) > 0 THEN CASE opt(m.item_type)
        WHEN 2 THEN 'group renamed'
        WHEN 4 THEN 'location sharing changed, without a position'
        WHEN 5 THEN 'action on a message'
        WHEN 6 THEN 'FaceTime or SharePlay'
        ELSE CASE
            WHEN opt(m.item_type) = 1 AND opt(m.other_handle) = m.handle_id THEN 'person changed number or address'
            WHEN opt(m.item_type) = 1 AND opt(m.group_action_type) = 0 THEN 'person added to the group'
            WHEN opt(m.item_type) = 1 AND opt(m.group_action_type) = 1 THEN 'person removed from the group'
            WHEN opt(m.item_type) = 3 AND opt(m.group_action_type) = 0 THEN 'sender left the group'
            WHEN opt(m.item_type) = 3 AND opt(m.group_action_type) = 1 THEN 'group picture changed'
            WHEN opt(m.item_type) = 3 AND opt(m.group_action_type) = 2 THEN 'group picture removed'
            WHEN opt(m.item_type) = 3 AND opt(m.group_action_type) = 4 THEN 'background of the conversation set'
            WHEN opt(m.item_type) = 3 AND opt(m.group_action_type) = 6 THEN 'background of the conversation removed'
            ELSE 'unknown event (' || opt(m.item_type) || ')' END END
    WHEN opt(m.associated_message_type) >= 1000 THEN CASE
        WHEN opt(m.associated_message_type) < 2000 THEN 'sticker on a message'
        WHEN opt(m.associated_message_type) < 3000 THEN 'reaction'
        WHEN opt(m.associated_message_type) < 4000 THEN 'reaction removed'
        ELSE 'unknown (' || opt(m.associated_message_type) || ')' END
    WHEN opt(m.balloon_bundle_id) IS NOT NULL THEN CASE
        WHEN opt(m.balloon_bundle_id) LIKE '%URLBalloonProvider' THEN 'link'
        WHEN opt(m.balloon_bundle_id) LIKE '%FindMyMessagesApp' THEN 'request for or share of a location'
        WHEN opt(m.balloon_bundle_id) LIKE '%SafetyMonitorMessages' THEN 'Check In'
        WHEN opt(m.balloon_bundle_id) LIKE '%PeerPaymentMessagesExtension' THEN 'payment'
        WHEN opt(m.balloon_bundle_id) LIKE '%DigitalTouchBalloonProvider' THEN 'drawing (Digital Touch)'
        WHEN opt(m.balloon_bundle_id) LIKE '%HandwritingProvider' THEN 'handwriting'
        WHEN opt(m.balloon_bundle_id) LIKE '%PhotosMessagesApp' THEN 'photos shared by link'
        WHEN opt(m.balloon_bundle_id) LIKE '%ActivityMessagesApp%' THEN 'activity or fitness'
        ELSE 'message of an app: ' || substr({_PLUGIN}, instr({_PLUGIN}, ':') + 1) END
    WHEN opt(m.is_stewie) = 1 THEN 'emergency message by satellite'
    WHEN opt(m.is_sos) = 1 THEN 'emergency message'
    WHEN opt(m.is_audio_message) = 1 THEN 'voice message'
    WHEN opt(m.message_summary_info) IS NOT NULL AND unsent_parts(opt(m.message_summary_info)) > 0
        THEN 'unsent, in part or whole'
    WHEN opt(m.sent_or_received_off_grid) = 1 THEN 'message by satellite'
    WHEN opt(m.is_pending_satellite_send) = 1 THEN 'message that waits for a satellite'
    WHEN opt(m.expressive_send_style_id) <> '' AND {_EFFECT} <> '' THEN 'message with the effect ' || {_EFFECT}
    WHEN coalesce(m.text, '') = '' AND attributed_how(opt(m.attributedBody)) IS NOT NULL
        THEN attributed_how(opt(m.attributedBody)) END"""

STATUS: Final = """CASE
    WHEN opt(m.schedule_type) = 2 AND m.is_from_me = 1 THEN 'scheduled'
    WHEN opt(m.error) <> 0 THEN 'failed (error ' || opt(m.error) || ')'
    WHEN m.is_from_me = 1 THEN CASE
        WHEN opt(m.is_delivered) = 1 OR opt(m.date_delivered) > 0 THEN 'delivered'
        WHEN opt(m.is_sent) = 1 THEN 'sent'
        WHEN opt(m.is_sent) = 0 THEN 'not marked as sent' END
    WHEN m.is_from_me = 0 THEN CASE opt(m.is_read) WHEN 1 THEN 'read' WHEN 0 THEN 'not marked as read' END END"""
