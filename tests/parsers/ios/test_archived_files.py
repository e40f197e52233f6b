"""Parsers of archived files of iOS, each run as a case runs it."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "formats"))

import casework
from test_calltransactions import CALL, archive, log

from phonefx.parsers.registry import parsers_by_id


def run(parser: str, path: str, content: bytes) -> casework.Result:
    return casework.run(parsers_by_id()[parser], path, content)


def test_changes_of_the_call_history_are_calls():
    path = "/private/var/mobile/Library/CallHistoryTransactions/transactions.log"
    group = {**CALL, "callStatus": 8, "remoteParticipantHandles": [{"value": "a"}, {"value": "b"}], "uniqueId": "U"}
    content = log(archive({"record": archive(CALL)}), archive(group), archive({"x": 1}))
    found = run("ios.calls.transactions", path, content)
    first, second = found.of("call")
    assert (first["time_us"], first["outcome"], first["direction"], first["duration_s"], first["counterpart"]) == (
        1678307200000000, "connected", "outgoing", 12.0, "+447700900111",
    )  # fmt: skip
    assert (second["outcome"], second["direction"]) == ("missed, rejected or filtered", "incoming")
    assert "counterpart" not in second
    assert [row["address"] for row in found.of("recipient")] == ["+447700900111", "a", "b"]
    assert [reason for _, reason in found.skips] == ["no call in it"]
    assert found.problems == []


def test_a_damaged_log_is_said():
    path = "/private/var/mobile/Library/CallHistoryTransactions/transactions.log"
    found = run("ios.calls.transactions", path, log(archive(CALL))[:-3])
    assert found.rows == []
    assert [code for code, _ in found.problems] == ["not understood"]


def test_the_transcript_of_a_voicemail_is_an_event():
    path = "/private/var/mobile/Library/Voicemail/12.transcript"
    found = run("ios.voicemail.transcripts", path, archive({"transcriptionString": "Call me", "confidence": 0.5}))
    (event,) = found.of("event")
    assert (event["category"], event["subject"]) == ("voicemail transcript", "Call me")
    assert event["detail"] == "12; confidence 0.5"
    empty = run("ios.voicemail.transcripts", path, archive({"other": 1}))
    assert empty.skips == [("transcriptionString", "no text in it")]
