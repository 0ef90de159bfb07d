"""The upgrade moved the deployment to the head, and a page from before it is still shown."""

import urllib.request


def test_runs_the_head(op_state):
    before, after = op_state["upgrade"]["before"], op_state["after"]
    assert after["version"] != before["version"]
    assert op_state["upgrade"]["head_ref"].startswith(after["chaos"].removesuffix("+U"))


def test_keeps_pages(live_app):
    with urllib.request.urlopen(f"https://{live_app}/doku.php?id=before_upgrade", timeout=10) as response:
        assert "<strong>before the upgrade</strong>" in response.read().decode()
