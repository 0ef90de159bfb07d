"""A visitor of the clubhouse, for the tests beside."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request


class Visitor:
    """A browser without scripts: it keeps cookies and follows redirects from the app to the provider and back."""

    def __init__(self):
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(cookies)

    def ask(self, url, form=None):
        data = None if form is None else urllib.parse.urlencode(form).encode()
        try:
            with self.opener.open(url, data, timeout=20) as response:
                return response.status, response.url, response.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.url, error.read().decode()

    def sign_in(self, app, username, password):
        status, url, page = self.ask(f"{app}/sign-in")
        assert status == 200 and 'name="password"' in page, f"the provider asked for no password: {status} {url}: {page}"
        return self.ask(url, {"username": username, "password": password})
