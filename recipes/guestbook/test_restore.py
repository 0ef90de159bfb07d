"""What a visitor left before the backup is back, though it was deleted after it."""

import json
import urllib.request


def test_entry_is_back(live_app, op_state):
    assert op_state["backup"]["snapshot_id"]
    with urllib.request.urlopen(f"{live_app.base_url}/api/entries", timeout=10) as response:
        messages = [entry["message"] for entry in json.load(response)]
    assert messages.count("left before the backup") == 1
