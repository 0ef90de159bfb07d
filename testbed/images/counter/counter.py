"""A page that counts its visits in SQLite, which stays open in WAL mode, and caches the number in Redis if there is one."""

import http.server
import os
import pathlib
import socket
import sqlite3
import threading

redis_host = os.environ.get("REDIS_HOST", "")
password_file = os.environ.get("REDIS_PASSWORD_FILE", "")
version = os.environ.get("COUNTER_VERSION", "")
lock = threading.Lock()

os.makedirs("/data/backup", exist_ok=True)
database = sqlite3.connect("/data/counter.sqlite", check_same_thread=False, isolation_level=None, timeout=10)
database.execute("PRAGMA journal_mode = WAL")
database.execute("CREATE TABLE IF NOT EXISTS visits (id INTEGER PRIMARY KEY, at TEXT DEFAULT current_timestamp)")


def ask_redis(*commands):
    with socket.create_connection((redis_host, 6379), timeout=2) as connection:
        stream = connection.makefile("rwb")
        login = [("AUTH", pathlib.Path(password_file).read_text().strip())] if password_file else []
        answers = []
        for command in [*login, *commands]:
            words = [str(word).encode() for word in command]
            stream.write(b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in words))
            stream.flush()
            line = stream.readline().rstrip().decode()
            if line.startswith("-"):
                raise ConnectionError(line)
            if line.startswith("$") and line != "$-1":
                line = stream.read(int(line[1:]) + 2).rstrip().decode()
            answers.append(line)
        return answers[len(login) :]


def visits():
    return database.execute("SELECT count(*) FROM visits").fetchone()[0]


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(visits)

    def do_POST(self):
        self.answer(self.visit)

    def visit(self):
        database.execute("INSERT INTO visits DEFAULT VALUES")
        count = visits()
        if redis_host:
            ask_redis(("SET", "visits", count))
        return count

    def answer(self, count):
        try:
            with lock:
                number = count()
                cached = ask_redis(("GET", "visits"))[0] if redis_host else "none"
            status, body = 200, f"visits: {number}\ncached: {cached}\nversion: {version}\n"
        except (OSError, sqlite3.Error) as error:
            status, body = 503, f"{error}\n"
        self.send_response(status)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("", 8080), Page).serve_forever()
