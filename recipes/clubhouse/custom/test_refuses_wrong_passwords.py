"""Whoever does not know the password is asked again by the provider, and is no member."""

import pytest
from visitor import Visitor


@pytest.mark.requires_deps
def test_nobody_comes_in_with_a_wrong_password(live_app, deps):
    visitor = Visitor()

    status, url, _ = visitor.sign_in(live_app.base_url, deps["oidc-provider"].username, "not the password")

    assert status == 401 and url.startswith(deps["oidc-provider"].base_url), f"a wrong password led to {status} {url}"
    seen, _, _ = visitor.ask(f"{live_app.base_url}/members")
    assert seen == 401, f"a visitor with a wrong password sees the members: {seen}"
