"""What readers rely on, written as for the original system: plain urllib against the app's domain."""

import os
import subprocess
import urllib.request
import uuid


def test_domain_is_the_one_of_the_environment(live_app, meta):
    assert live_app == os.environ["CCCI_APP_DOMAIN"]
    assert 200 in meta.HEALTH_OK


def test_exports_a_page_as_it_was_written(live_app):
    page, text = f"export{uuid.uuid4().hex}", "some **bold** words\n"
    in_app(f"printf '%s' '{text}' >/var/lib/dokuwiki/data/pages/{page}.txt")
    try:
        with urllib.request.urlopen(f"https://{live_app}/doku.php?id={page}&do=export_raw", timeout=10) as response:
            assert response.read().decode() == text
    finally:
        in_app(f"rm /var/lib/dokuwiki/data/pages/{page}.txt")


def in_app(script):
    line = '. "$CC_CI_SHELL"; cc_ci_exec app sh -euc "$1"'
    subprocess.run(["sh", "-euc", line, "sh", script], check=True)
