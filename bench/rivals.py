"""SQLite and PostgreSQL with what reports count: two flat tables, made from the ledger by plain SQL, so that they also check the facts."""
import sqlite3
from common import *

FACT = """
CREATE TABLE {s}fact(at_ms BIGINT, conversion_ms BIGINT, campaign_id INTEGER, country TEXT, language TEXT, token3 TEXT, token5 TEXT, is_bot INTEGER, is_test INTEGER,
  visits BIGINT, clicks BIGINT, conversions BIGINT, cost BIGINT, revenue BIGINT)"""
AD_FACT = "CREATE TABLE {s}ad_fact(at_ms BIGINT, zone_id BIGINT, is_bot INTEGER, goal_id TEXT, clicks BIGINT, conversions BIGINT, cost BIGINT, value BIGINT)"
INDEXES = ("CREATE INDEX fact_time ON fact(at_ms)", "CREATE INDEX fact_campaign ON fact(campaign_id, at_ms)", "CREATE INDEX ad_fact_time ON ad_fact(at_ms)")

# A visit costs what the last update that covers it says, else its own; its tokens are those told last. One row for each visit, click and change of a conversion.
TOKEN = """json_extract('["' || replace(coalesce(s.tokens, v.tokens), '&', '","') || '"]', '$[{}]')"""
VISIT = f"""coalesce(v.country, ''), lower(substr(coalesce(v.language, ''), 1, 2)), {TOKEN.format(2)}, {TOKEN.format(4)}"""
ROWS = (
    f"""INSERT INTO fact SELECT v.id >> 21, v.id >> 21, v.campaign_id, {VISIT}, v.is_bot, v.is_test, 1, 0, 0, coalesce(t.cost, v.cost_micros), 0
        FROM l.visit v LEFT JOIN l.visit_state s ON s.visit_id = v.id LEFT JOIN told t ON t.visit_id = v.id""",
    f"""INSERT INTO fact SELECT v.id >> 21, v.id >> 21, c.campaign_id, {VISIT}, c.is_bot, c.is_test, 0, 1, 0, 0, 0
        FROM l.click c JOIN l.visit v ON v.id = c.visit_id LEFT JOIN l.visit_state s ON s.visit_id = v.id""",
    f"""INSERT INTO fact SELECT v.id >> 21, c.id >> 21, c.campaign_id, {VISIT}, c.is_bot, c.is_test, 0, 0, c.is_counted, c.cost_micros, c.revenue_micros
        FROM l.conversion c JOIN l.visit v ON v.id = c.visit_id LEFT JOIN l.visit_state s ON s.visit_id = v.id""",
    "INSERT INTO ad_fact SELECT id >> 21, zone_id, is_bot, '', 1, 0, cost_micros, 0 FROM l.ad_click",
    """INSERT INTO ad_fact SELECT a.id >> 21, g.zone_id, a.is_bot, g.goal_id, 0, 1, 0, g.value_micros
        FROM l.goal_call g JOIN l.ad_click a ON a.id = g.ad_click_id WHERE g.outcome = 'stored'""",
)


def last_entry(folder):
    db = sqlite3.connect(os.path.join(folder, "ledger.db"))
    found = db.execute("SELECT max(last_id) FROM batch").fetchone()[0]
    db.close()
    return str(found)


def goals(folder):
    db = sqlite3.connect(os.path.join(folder, "ledger.db"))
    found = [row[0] for row in db.execute("SELECT DISTINCT goal_id FROM goal_total ORDER BY 1")]
    db.close()
    return found


def told_costs(db):
    """What each visit costs by the last update that covers it. The newest first: what is there is not replaced."""
    db.execute("CREATE TEMP TABLE told(visit_id INTEGER PRIMARY KEY, cost INTEGER)")
    updates = db.execute("""SELECT campaign_id, from_id, to_id, filter_slot, filter_value, cost_micros / visits, extra_until_id FROM l.cost_update u
        WHERE action = 'set' AND NOT EXISTS (SELECT 1 FROM l.cost_update x WHERE x.undoes_id = u.id) ORDER BY id DESC""").fetchall()
    for campaign, first, end, slot, value, share, extra in updates:
        db.execute(
            """INSERT OR IGNORE INTO told SELECT id, ? + (id < ?) FROM l.visit WHERE id >= ? AND id < ? AND campaign_id = ? AND is_bot = 0
               AND (? = 0 OR json_extract('["' || replace(tokens, '&', '","') || '"]', '$[' || (? - 1) || ']') = ?)""",
            (share, extra, first, end, campaign, slot, slot, value),
        )


def note(text):
    print(text, file=sys.stderr, flush=True)


class Sqlite:
    name, like = f"SQLite {sqlite3.sqlite_version}", "LIKE"

    def __init__(self, folder):
        self.folder, self.path = folder, os.path.join(folder, "rival-sqlite.db")
        self.goals = goals(folder)

    @staticmethod
    def is_there():
        return True

    def load(self):
        stamp = self.path + ".entry"
        if os.path.exists(stamp) and open(stamp).read() == last_entry(self.folder):
            return
        for path in (self.path, stamp):
            if os.path.exists(path):
                os.unlink(path)
        note("SQLite takes in the same entries ...")
        started = time.monotonic()
        db = sqlite3.connect(self.path, isolation_level=None)
        db.execute("PRAGMA journal_mode=OFF")
        db.execute("PRAGMA synchronous=OFF")
        db.execute("PRAGMA temp_store=FILE")
        db.execute("ATTACH ? AS l", (os.path.join(self.folder, "ledger.db"),))
        for sql in (FACT, AD_FACT):
            db.execute(sql.format(s=""))
        told_costs(db)
        for sql in (*ROWS, *INDEXES, "ANALYZE"):
            db.execute(sql)
        count = db.execute("SELECT (SELECT count(*) FROM fact) + (SELECT count(*) FROM ad_fact)").fetchone()[0]
        db.close()
        with open(stamp, "w") as f:
            f.write(last_entry(self.folder))
        print(f"{self.name}: {count:,} rows in {time.monotonic() - started:.0f} s, {os.path.getsize(self.path) / count:.0f} bytes each with indexes")

    def start(self):
        self.db = sqlite3.connect(self.path)
        self.db.execute("PRAGMA cache_size=-1048576")  # as much as the facts may use
        self.db.execute("PRAGMA mmap_size=17179869184")
        self.db.execute("PRAGMA temp_store=MEMORY")

    def stop(self):
        self.db.close()

    def run(self, sql):
        return self.db.execute(sql).fetchall()

    def ask(self, question, span):
        return answer_of(self, question, span)


def integer(value):
    return int(value or 0)


def answer_of(engine, question, span):
    """The rows that a reader sees; the totals of all groups are reckoned once for a question, when nobody looks at the clock."""
    sql = question.sql(span, engine)
    if question.order():
        first = len(question.groups)
        shown = engine.run(f"SELECT * FROM ({sql}) AS g ORDER BY {question.order()}")
        at = {name: first + n for n, name in enumerate(question.sums)}
        wanted = lambda row: integer(row[at["revenue"]]) - integer(row[at["cost"]]) if question.sort == "profit" else integer(row[at[question.sort]])
        return Later(engine, question, span, min(len(shown), 100), sum(wanted(row) for row in shown))
    return Later(engine, question, span, 0 if not question.groups else 1, 0, engine.run(sql)[0])


def totals_of(engine, question, span):
    sums = ", ".join(f"sum({name})" for name in question.sums)
    return engine.run(f"SELECT {sums} FROM ({question.sql(span, engine)}) AS g")[0]


class Later:
    """An answer whose totals are asked for when it is compared, outside of what is timed."""

    def __init__(self, engine, question, span, count, shown, row=None):
        self.engine, self.question, self.span, self.count, self.shown, self.row = engine, question, span, count, shown, row

    def reckon(self):
        if self.row is None:
            self.engine.start()
            self.row = totals_of(self.engine, self.question, self.span)
            self.engine.stop()
        return (self.count, tuple(integer(value) for value in self.row[: len(self.question.sums)]), self.shown)

    def __eq__(self, other):
        return self.reckon() == other

    def __ne__(self, other):
        return not self == other

    def __repr__(self):
        return repr(self.reckon())


class Postgres:
    name, like = "PostgreSQL", "LIKE"

    def __init__(self, folder):
        self.folder, self.dir = folder, os.path.join(folder, "rival-postgres")
        self.goals = goals(folder)
        self.port = free_port()

    @staticmethod
    def bin(name):
        for folder in ("/usr/lib/postgresql/15/bin", "/usr/local/bin"):
            if os.path.exists(os.path.join(folder, name)):
                return os.path.join(folder, name)
        return shutil.which(name)

    @staticmethod
    def is_there():
        return Postgres.bin("initdb") is not None and Postgres.bin("postgres") is not None and shutil.which("psql") is not None

    def command(self, *args):
        """PostgreSQL refuses root."""
        return list(args) if os.geteuid() != 0 else ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *args]

    def make(self):
        """The folder that it may own stands beside ours, which nobody else may enter."""
        self.dir = os.path.realpath(self.folder) + "-postgres"
        os.makedirs(self.dir, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(self.dir, 65534, 65534)
        if not os.path.exists(os.path.join(self.dir, "PG_VERSION")):
            subprocess.run(self.command(self.bin("initdb"), "-D", self.dir, "-U", "bench", "--no-sync", "-E", "UTF8", "--no-locale"), check=True, stdout=subprocess.DEVNULL, cwd="/")

    def start(self):
        self.make()
        settings = {"port": self.port, "listen_addresses": "", "unix_socket_directories": self.dir, "shared_buffers": "1GB", "work_mem": "256MB", "max_wal_size": "8GB", "fsync": "off",
                    "max_parallel_workers_per_gather": os.cpu_count(), "maintenance_work_mem": "512MB", "jit": "off"}
        args = [a for name, value in settings.items() for a in ("-c", f"{name}={value}")]
        self.log = open(os.path.join(self.folder, "rival-postgres.log"), "a")
        self.process = subprocess.Popen(self.command(self.bin("postgres"), "-D", self.dir, *args), stderr=self.log, stdout=self.log, cwd="/")
        for _ in range(600):
            if subprocess.run(self.psql("-c", "SELECT 1"), capture_output=True).returncode == 0:
                break
            time.sleep(0.05)
        # One session for all questions, so that no connection is timed.
        self.session = subprocess.Popen(self.psql("-q"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def psql(self, *args):
        return ["psql", "-h", self.dir, "-p", str(self.port), "-U", "bench", "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-X", "-A", "-t", *args]

    def stop(self):
        self.session.stdin.close()
        self.session.wait(60)
        self.process.send_signal(signal.SIGINT)
        self.process.wait(120)

    def run(self, sql):
        self.session.stdin.write(sql + ";\n\\echo END\n")
        self.session.stdin.flush()
        rows = []
        for line in self.session.stdout:
            if line == "END\n":
                return rows
            rows.append(line.rstrip("\n").split("|"))
        sys.exit("PostgreSQL did not answer: " + sql)

    def load(self):
        """From SQLite's tables, which are of the same entries."""
        self.make()
        stamp = os.path.join(self.folder, "rival-postgres.entry")
        if os.path.exists(stamp) and open(stamp).read() == last_entry(self.folder):
            return
        sqlite = Sqlite(self.folder)
        sqlite.load()
        note("PostgreSQL takes in the same entries ...")
        started = time.monotonic()
        self.start()
        for table, sql in (("fact", FACT), ("ad_fact", AD_FACT)):
            self.run(f"DROP TABLE IF EXISTS {table}")
            self.run(sql.format(s="UNLOGGED ").replace("CREATE TABLE UNLOGGED ", "CREATE UNLOGGED TABLE "))
            source = subprocess.Popen(["sqlite3", "-separator", "\t", sqlite.path, f"SELECT * FROM {table}"], stdout=subprocess.PIPE)
            subprocess.run(self.psql("-q", "-c", f"COPY {table} FROM STDIN"), stdin=source.stdout, check=True)
            source.wait()
        for sql in (*INDEXES, "VACUUM ANALYZE fact", "VACUUM ANALYZE ad_fact"):
            self.run(sql)
        count, size = self.run("SELECT (SELECT count(*) FROM fact) + (SELECT count(*) FROM ad_fact), pg_total_relation_size('fact') + pg_total_relation_size('ad_fact')")[0]
        Postgres.name = "PostgreSQL " + self.run("SHOW server_version")[0][0].split()[0]
        self.stop()
        with open(stamp, "w") as f:
            f.write(last_entry(self.folder))
        print(f"{self.name}: {int(count):,} rows in {time.monotonic() - started:.0f} s, {int(size) / int(count):.0f} bytes each with indexes")

    def ask(self, question, span):
        return answer_of(self, question, span)
