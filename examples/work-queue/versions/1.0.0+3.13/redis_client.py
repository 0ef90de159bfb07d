"""The few words of Redis that a queue needs."""

import socket


def ask(*words, wait=5):
    """One command and its answer: a str, an int, None, or a list of them."""
    with socket.create_connection(("redis", 6379), timeout=wait) as connection:
        stream = connection.makefile("rwb")
        encoded = [str(word).encode() for word in words]
        stream.write(b"*%d\r\n" % len(encoded))
        stream.write(b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in encoded))
        stream.flush()
        return read(stream)


def read(stream):
    line = stream.readline().rstrip().decode()
    kind, rest = line[:1], line[1:]
    if kind == "*":
        return None if rest == "-1" else [read(stream) for _ in range(int(rest))]
    if kind == "$":
        return None if rest == "-1" else stream.read(int(rest) + 2)[:-2].decode()
    if kind in ("", "-"):
        raise ConnectionError(rest or "redis said nothing")
    return int(rest) if kind == ":" else rest
