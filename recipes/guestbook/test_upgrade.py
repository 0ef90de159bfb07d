"""The upgrade moved the deployment to the head, and what a visitor left before it is still listed."""

import json
import urllib.request


def test_runs_the_head(op_state):
    before, after = op_state["upgrade"]["before"], op_state["after"]
    assert after["version"] != before["version"]
    assert op_state["upgrade"]["head_ref"].startswith(after["chaos"].removesuffix("+U"))


def test_keeps_entries(live_app):
    with urllib.request.urlopen(f"https://{live_app}/api/entries", timeout=10) as response:
        messages = [entry["message"] for entry in json.load(response)]
    assert "left before the upgrade" in messages
