def page_is_there(live_app):
    assert live_app
