import urllib.request


def read(live_app):
    with urllib.request.urlopen(f"https://{live_app}/", timeout=10) as response:
        return response.status, response.read().decode()


def test_is_there(live_app):
    assert read(live_app)[0] == 200


def test_greets_the_visitor(live_app):
    assert "hello" in read(live_app)[1]
