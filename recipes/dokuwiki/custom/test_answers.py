"""What visitors rely on, written as for the original system: plain urllib against the app's domain."""

import os
import urllib.error
import urllib.request

import pytest


def test_domain_is_the_one_of_the_environment(live_app):
    assert live_app == os.environ["CCCI_APP_DOMAIN"]


def test_start_page_is_where_the_settings_say(live_app, meta):
    with urllib.request.urlopen(f"https://{live_app}{meta.HEALTH_PATH}", timeout=10) as response:
        assert response.status in meta.HEALTH_OK


@pytest.mark.parametrize("path", ["/data/pages/wiki/welcome.txt", "/conf/users.auth.php", "/inc/init.php"])
def test_keeps_its_files_to_itself(live_app, path):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"https://{live_app}{path}", timeout=10)
    assert refused.value.code in (403, 404)
