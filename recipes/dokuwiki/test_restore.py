"""A page from before the backup is back, though it was removed after it."""

import urllib.request


def test_page_is_back(live_app, op_state):
    assert op_state["backup"]["snapshot_id"]
    with urllib.request.urlopen(f"{live_app.base_url}/doku.php?id=before_backup", timeout=10) as response:
        assert "<strong>before the backup</strong>" in response.read().decode()
