"""What a run tells the Python code of a recipe: read from the environment and from the files that it names."""

import json
import os
import re
import socket


class Facts(dict):
    """A map that cannot be changed and whose keys are attributes too: facts.snapshot_id is facts["snapshot_id"]."""

    def __init__(self, values=()):
        super().__init__({key: freeze(value) for key, value in dict(values).items()})

    def __getattr__(self, name):
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"there is no {name}; there is {', '.join(sorted(self)) or 'nothing'}") from None

    def _refuse(self, *_args, **_kwargs):
        raise TypeError("facts of a run cannot be changed")

    __setattr__ = __delattr__ = __setitem__ = __delitem__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse


class Meta(Facts):
    """The settings of the recipe: meta.health_path, meta.healthPath and the original's meta.HEALTH_PATH are one."""

    def __getattr__(self, name):
        return super().__getattr__(name if super().__contains__(name) else camel_case(name))

    def __getitem__(self, name):
        return super().__getitem__(name if super().__contains__(name) else camel_case(name))

    def __contains__(self, name):
        return super().__contains__(name) or super().__contains__(camel_case(str(name)))

    def get(self, name, default=None):
        return self[name] if name in self else default


class Domain(str):
    """The app's domain, a plain str, which knows its base_url."""

    @property
    def base_url(self):
        return f"https://{self}"


def freeze(value):
    if isinstance(value, Facts):
        return value
    if isinstance(value, dict):
        return Facts(value)
    return tuple(freeze(each) for each in value) if isinstance(value, list) else value


def camel_case(name):
    """HEALTH_PATH and health_path are healthPath; healthPath stays as it is."""
    if "_" not in name and not name.isupper():
        return name
    return re.sub(r"_([a-z0-9])", lambda match: match.group(1).upper(), name.lower())


def environment(name):
    """The value of a fact under our name, or else under the original's."""
    return os.environ.get(f"CC_CI_{name}", os.environ.get(f"CCCI_{name}"))


def read_file(name):
    """The JSON document that the environment names; None when there is none, which is never an empty one."""
    path = environment(name)
    try:
        with open(path or "", encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError):
        return None


def reach_app_through_proxy():
    """Lets every client in this process reach app and dependencies at the proxy, whether or not their names resolve."""
    domain, address = environment("APP_DOMAIN"), environment("PROXY_ADDRESS")
    if not domain or not address:
        return
    domains = {domain, *(environment("DEPS_DOMAINS") or "").split()}
    host, _, port = address.rpartition(":")
    resolve = socket.getaddrinfo

    def getaddrinfo(wanted, service, *args, **kwargs):
        name = wanted.decode() if isinstance(wanted, bytes) else wanted
        if name not in domains:
            return resolve(wanted, service, *args, **kwargs)
        return resolve(host, int(port) if service in (443, "443", "https") else service, *args, **kwargs)

    socket.getaddrinfo = getaddrinfo
