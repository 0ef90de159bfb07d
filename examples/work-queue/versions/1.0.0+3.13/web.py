"""Takes jobs and shows what became of them."""

import http.server
import pathlib
import re
import signal
import uuid

import redis_client

counts = pathlib.Path("/counts")


class Jobs(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        job = re.fullmatch(r"/jobs/([0-9a-f]{32})", self.path)
        if self.path == "/":
            self.answer(200, f"{redis_client.ask('LLEN', 'jobs')} jobs wait\n")
        elif job and (counts / f"{job[1]}.txt").exists():
            self.answer(200, (counts / f"{job[1]}.txt").read_text())
        else:
            self.answer(404, "no such job, or not yet\n")

    def do_POST(self):
        text = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if not text.strip():
            return self.answer(400, "a job is a text\n")
        job = uuid.uuid4().hex
        redis_client.ask("LPUSH", "jobs", f"{job} {text}")
        self.answer(202, f"/jobs/{job}\n")

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


signal.signal(signal.SIGTERM, lambda *_: exit(0))
http.server.ThreadingHTTPServer(("", 8080), Jobs).serve_forever()
