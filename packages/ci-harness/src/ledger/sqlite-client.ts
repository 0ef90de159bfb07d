/**
 * A request as JSON on standard input, one answer as JSON on standard output: `rows` and the words of a quick check, or
 * a `state` and the `words` that SQLite gave for it. Anything else ends with a traceback and a code other than 0.
 *
 * It opens the file as the app does, through SQLite's own locks, and as root SQLite gives the files that it makes beside
 * a database the database's owner. Nothing but our table is read or written.
 */
export const sqliteClient = `
import json, os, pathlib, sqlite3, sys

request = json.load(sys.stdin)
path = pathlib.Path(request["path"])
locked = ("SQLITE_BUSY", "SQLITE_LOCKED")
damaged = ("SQLITE_CORRUPT", "SQLITE_NOTADB")

def look(db):
    tables = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'cc_ci_canary'"
    if db.execute(tables).fetchone()[0] == 0:
        return []
    return [[str(id), value] for id, value in db.execute("SELECT id, value FROM cc_ci_canary ORDER BY id")]

def check(db):
    # What an app's own functions or collations would check cannot be checked here.
    try:
        return [str(row[0]) for row in db.execute("PRAGMA quick_check(3)")]
    except sqlite3.OperationalError:
        return []

def answer():
    if not path.exists():
        return {"state": "gone", "words": "there is no such file"}
    db = sqlite3.connect(path.as_uri() + "?mode=rw", uri=True, timeout=request["timeout"], isolation_level=None)
    try:
        if request["op"] != "count":
            db.execute("BEGIN IMMEDIATE")
            db.execute("DROP TABLE IF EXISTS cc_ci_canary")
            if request["op"] == "seed":
                db.execute("CREATE TABLE cc_ci_canary (id INTEGER PRIMARY KEY, value TEXT NOT NULL)")
                db.executemany("INSERT INTO cc_ci_canary (id, value) VALUES (?, ?)", request["rows"])
            db.execute("COMMIT")
        return {"state": "ok", "rows": look(db), "check": check(db)}
    except sqlite3.DatabaseError as error:
        name = getattr(error, "sqlite_errorname", "") or ""
        if name.startswith(locked):
            return {"state": "locked", "words": str(error)}
        if name.startswith(damaged):
            return {"state": "damaged", "words": str(error)}
        raise
    finally:
        db.close()

print(json.dumps(answer()))
`
