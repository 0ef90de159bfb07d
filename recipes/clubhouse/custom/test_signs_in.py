"""A member comes in with a token that the real provider signed."""

import json
import re

import pytest
from visitor import Visitor


@pytest.mark.requires_deps
def test_a_member_comes_in(live_app, deps):
    provider = deps["oidc-provider"]
    visitor = Visitor()

    status, url, page = visitor.sign_in(live_app.base_url, provider.username, provider.password)

    assert (status, url) == (200, f"{live_app.base_url}/"), f"the member did not come in: {status} {url}: {page}"
    assert re.search(f"Welcome, <strong>{provider.username}</strong>", page), f"the member is not greeted: {page}"
    listed = json.loads(visitor.ask(f"{live_app.base_url}/members")[2])
    assert [member["name"] for member in listed] == [provider.username]
