"""Seeds what the tests of upgrade and restore look for; written as for the original system."""

import json
import subprocess
import urllib.request


def pre_upgrade(ctx):
    leave_entry(ctx.base_url, "left before the upgrade")


def pre_backup(ctx):
    leave_entry(ctx.base_url, "left before the backup")


def pre_restore(_ctx):
    # So that only the snapshot can bring it back.
    query = "DELETE FROM entries WHERE message = 'left before the backup'"
    psql = '. "$CC_CI_SHELL"; cc_ci_exec db psql --quiet --username=guestbook --dbname=guestbook --command="$1"'
    subprocess.run(["sh", "-euc", psql, "sh", query], check=True)


def leave_entry(base_url, message):
    entry = json.dumps({"author": "cc-ci", "message": message}).encode()
    request = urllib.request.Request(f"{base_url}/entries", entry, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as response:
        assert response.status == 201, f"POST /entries gave {response.status}"
