"""What clients rely on, written as for the original system: plain urllib against the app's domain."""

import json
import os
import urllib.error
import urllib.request

import pytest


def test_domain_is_the_one_of_the_environment(live_app):
    assert live_app == os.environ["CCCI_APP_DOMAIN"]


def test_health_names_the_database(live_app, meta):
    assert 200 in meta.HEALTH_OK
    with urllib.request.urlopen(f"https://{live_app}/health", timeout=10) as response:
        assert json.load(response) == {"database": "ok"}


@pytest.mark.parametrize("entry", [b"{}", b"not json", b'{"author": "", "message": ""}'])
def test_refuses_what_is_no_entry(live_app, entry):
    request = urllib.request.Request(f"https://{live_app}/entries", entry, {"Content-Type": "application/json"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == 400
