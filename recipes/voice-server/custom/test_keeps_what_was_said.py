"""Proves that the page shows what was said, once, and that silence leaves no line."""

import urllib.request
import uuid

import room


def test_the_page_keeps_what_was_said(live_app):
    line = f"remember {uuid.uuid4()}"
    with room.enter() as speaker:
        room.say(speaker, "")
        room.say(speaker, line)
        assert speaker.readline() == f"{line}\n", "an empty line was passed on, or nothing"
    with urllib.request.urlopen(f"{live_app.base_url}/said", timeout=10) as answer:
        said = answer.read().decode().splitlines()
    assert said.count(line) == 1, "the page does not keep what was said"
    assert "" not in said, "the page keeps silence"
