"""script/bench reports: a folder of many entries is filled, projected and asked twelve questions, cold and warm, beside SQLite and PostgreSQL with the same rows.

  script/bench reports [--entries N] [--days N] [--seed N] [--keep DIR] [--rivals sqlite,postgres] [--fill-only | --ask-only] [--rounds N]

--keep DIR: the folder is made there, kept, and reused when it is there already. Rivals get what reports count, one row a visit, click or conversion, with indexes by time and campaign, and are told
nothing about totals: their time is that of the rows alone. Every answer is held against theirs."""
import argparse, concurrent.futures, threading
from common import *
from rivals import Postgres, Sqlite
from questions import CLICK_SECONDS, QUESTIONS, Span, summary

FILL = os.path.join(os.path.dirname(REBOND), "bench/fill")
SETTINGS = ("--facts-statement-ms", "600000")


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=50_000_000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--keep")
    parser.add_argument("--rivals", default="sqlite,postgres")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--fill-only", action="store_true", help="fill, project, measure both, and keep the folder")
    parser.add_argument("--ask-only", action="store_true", help="ask a folder that was filled")
    given = parser.parse_args()
    if (given.fill_only or given.ask_only) and not given.keep:
        parser.error("--fill-only and --ask-only need --keep DIR")
    return given


# --- The folder ---------------------------------------------------------------------------------------------------------------------------------------------


def fill(folder, given):
    command = [FILL, "--data", folder, "--entries", str(given.entries), "--days", str(given.days)]
    started = time.monotonic()
    subprocess.run(command + (["--seed", str(given.seed)] if given.seed is not None else []), check=True)
    seconds = time.monotonic() - started
    print(f"filled {given.entries:,} entries in {seconds:.0f} s, {given.entries / seconds:,.0f}/s")


def ledger_size(folder):
    return sum(os.path.getsize(os.path.join(folder, f)) for f in ("ledger.db", "ledger.db-wal") if os.path.exists(os.path.join(folder, f)))


def desk_pid(server):
    """The supervisor's child of that name."""
    for pid in tree(server.pid):
        with open(f"/proc/{pid}/comm") as f:
            if f.read().strip() == "rebond-desk":
                return pid
    sys.exit("there is no desk")


class Desk(threading.Thread):
    """Notes how much private memory the desk has at most."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.peak_kib, self.is_over = pid, 0, threading.Event()
        self.start()

    def run(self):
        while not self.is_over.wait(0.2):
            self.peak_kib = max(self.peak_kib, private_kib(self.pid))

    def end(self):
        self.is_over.set()
        self.join()
        return self.peak_kib / 1024


# --- Clicks beside it ---------------------------------------------------------------------------------------------------------------------------------------


def paced(server, path, seconds):
    """About 10,000 clicks/s over 64 connections, as in script/bench click."""
    script = os.path.join(server.dir, "paced.lua")
    with open(script, "w") as f:
        f.write("delay = function() return math.random(4, 8) end")
    return wrk(f"http://127.0.0.1:{server.ports['tracking']}{path}", 64, seconds, server.pid, script=script)


def campaign_path(server):
    campaign = server.api("GET", "campaigns?limit=1")["rows"][0]
    return server.click_path(campaign, external_id="x" * 16)


# --- Facts taken in -----------------------------------------------------------------------------------------------------------------------------------------


def projected(server):
    m = server.metrics()
    return m["rebond_facts_entries_total"], m["rebond_facts_behind_seconds"] == 0 and m["rebond_facts_rebuilding"] == 0


def rate_over(server, seconds):
    before, started = projected(server)[0], time.monotonic()
    time.sleep(seconds)
    return (projected(server)[0] - before) / (time.monotonic() - started)


def intake(folder, entries):
    """Starts a server on a folder without facts: how fast they are made, with the edge idle and beside 10,000 clicks/s."""
    for name in os.listdir(folder):
        if name.startswith("facts.duckdb"):
            path = os.path.join(folder, name)
            shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)
    server = Rebond(*SETTINGS, folder=folder)
    path = campaign_path(server)
    memory = Desk(desk_pid(server))
    started = time.monotonic()
    time.sleep(min(2, entries / 500_000))
    with concurrent.futures.ThreadPoolExecutor() as pool:
        running = pool.submit(paced, server, path, CLICK_SECONDS)
        time.sleep(1)  # wrk connects
        beside = rate_over(server, CLICK_SECONDS - 2)
        is_busy = not projected(server)[1]
        clicks = running.result()
    idle_started, idle_before = time.monotonic(), projected(server)[0]
    while True:
        done, is_over = projected(server)
        if sys.stderr.isatty():
            print(f"\r\x1b[K{done:,.0f} entries projected, {done / (time.monotonic() - started):,.0f}/s", end="", file=sys.stderr)
        if is_over:
            break
        time.sleep(0.1)
    seconds = time.monotonic() - idle_started
    idle = (done - idle_before) / seconds
    peak = memory.end()
    server.stop(keep=True)
    print(f"\n| facts taken in | entries/s | reach (DESIGN §9) |\n|---|---|---|\n| edge idle, {done - idle_before:,.0f} entries | {idle:,.0f} | 50,000 |")
    print(f"| beside {clicks['rate']:,.0f} clicks/s{'' if is_busy else ' (the end was reached meanwhile: too few entries to tell)'} | {beside:,.0f} | 15,000 |")
    print(f"\nthe desk's private memory meanwhile: {peak:.0f} MiB at most; clicks: p50 {clicks['p50']:.2f} ms, p99 {clicks['p99']:.2f} ms")


def sizes(folder):
    import sqlite3
    db = sqlite3.connect(os.path.join(folder, "ledger.db"))
    entries = db.execute("SELECT sum(entries) FROM batch").fetchone()[0]
    db.close()
    ledger, facts = ledger_size(folder), os.path.getsize(os.path.join(folder, "facts.duckdb"))
    print(f"\n{entries:,} entries: ledger {ledger / entries:.0f} bytes each ({ledger / 2**30:.2f} GiB), facts {facts / entries:.1f} bytes each ({facts / 2**30:.2f} GiB; reach: 60)")


# --- Questions ----------------------------------------------------------------------------------------------------------------------------------------------


def drop_caches():
    """True when the machine's page cache could be emptied."""
    subprocess.run(["sync"], check=True)
    try:
        with open("/proc/sys/vm/drop_caches", "w") as f:
            f.write("3")
        return True
    except OSError:
        return False


class Facts:
    name = "Rebond"

    def __init__(self, folder):
        self.folder, self.server = folder, None

    def start(self):
        self.server = Rebond(*SETTINGS, folder=self.folder)
        while not (self.server.metrics()["rebond_visitors_reading"] == 0 and projected(self.server)[1]):
            time.sleep(0.05)

    def stop(self):
        self.server.stop(keep=True)

    def ask(self, question, span):
        return summary(self.server.api("GET", question.address(span)), question)


def timed(engine, question, span):
    started = time.monotonic()
    answer = engine.ask(question, span)
    return time.monotonic() - started, answer


def measure(engine, question, span, rounds, patience_s=15):
    """The first time from a cold start, then the median of the next ones; a slow rival gets fewer."""
    engine.start()
    is_cold = drop_caches()
    cold, answer = timed(engine, question, span)
    warm, started = [], time.monotonic()
    while len(warm) < rounds and (not warm or time.monotonic() - started < patience_s):
        warm.append(timed(engine, question, span)[0])
    engine.stop()
    return {"cold": cold, "warm": statistics.median(warm), "answer": answer, "is_cold": is_cold}


def ask(folder, given, rivals):
    span = Span(folder)
    engines = [Facts(folder), *rivals]
    print(f"\nquestions over {span.first} to {span.last}; seconds, cold / warm (median of up to {given.rounds})\n")
    print("| # | question | " + " | ".join(e.name for e in engines) + " | " + " | ".join(f"warm, {e.name} / Rebond" for e in rivals) + " | same answer |")
    print("|---|---|" + "---|" * (len(engines) + len(rivals) + 1))
    is_cold, wrong = True, []
    for number, question in enumerate(QUESTIONS, 1):
        found = [measure(e, question, span, given.rounds) for e in engines]
        is_cold &= all(f["is_cold"] for f in found)
        differing = [e.name for e, f in zip(rivals, found[1:]) if f["answer"] != found[0]["answer"]]
        for e, f in zip(rivals, found[1:]):
            if e.name in differing:
                wrong.append(f"question {number}: Rebond {found[0]['answer']}, {e.name} {f['answer']}")
        cells = [f"{f['cold']:.3f} / {f['warm']:.3f}" for f in found] + [f"{f['warm'] / found[0]['warm']:.1f}" for f in found[1:]]
        print(f"| {number} | {question.title}{' (reach ' + question.reach + ')' if question.reach else ''} | " + " | ".join(cells) + f" | {'no: ' + ', '.join(differing) if differing else 'yes' if rivals else '-'} |")
        sys.stdout.flush()
    if not is_cold:
        print("\nthe page cache could not be emptied (that needs root): cold is a start with the file in memory")
    for line in wrong:
        print("DIFFERENT " + line)
    return not wrong


def beside_reports(folder):
    """The clicks' p99 with nobody asking, and while two clients ask one question after the other."""
    span, engine = Span(folder), Facts(folder)
    engine.start()
    path = campaign_path(engine.server)
    paced(engine.server, path, 2)
    memory, asked, is_over = Desk(desk_pid(engine.server)), [], threading.Event()

    def asker(offset):
        at = offset
        while not is_over.is_set():
            engine.ask(QUESTIONS[at % len(QUESTIONS)], span)
            asked.append(at)
            at += 1

    print("\n| about 10,000 clicks/s | clicks/s | p50 ms | p99 ms | errors |\n|---|---|---|---|---|")
    for name in ("alone", "beside two who ask reports"):
        with concurrent.futures.ThreadPoolExecutor() as pool:
            askers = [pool.submit(asker, 6 * n) for n in range(2)] if name != "alone" else []
            try:
                runs = [paced(engine.server, path, CLICK_SECONDS // 2) for _ in range(3)]
            finally:
                is_over.set()
            for each in askers:
                each.result()
        is_over.clear()
        print(f"| {name} | {median(runs, 'rate'):,.0f} | {median(runs, 'p50'):.2f} | {median(runs, 'p99'):.2f} | {sum(r['errors'] for r in runs)} |")
    print(f"\n{len(asked)} reports were answered meanwhile; the desk's private memory: {memory.end():.0f} MiB at most")
    engine.stop()


def main():
    given = options()
    folder = given.keep or tempfile.mkdtemp(prefix="rebond-bench-", dir=os.environ.get("BENCH_DIR", ROOT + "/build"))
    print(f"machine: {machine()}")
    is_right = True
    try:
        if not given.ask_only:
            if not os.path.exists(os.path.join(folder, "ledger.db")):
                fill(folder, given)
            intake(folder, given.entries)
        sizes(folder)
        if not given.fill_only:
            kinds = {"sqlite": Sqlite, "postgres": Postgres}
            rivals = [kinds[name](folder) for name in given.rivals.split(",") if name and kinds[name].is_there()]
            for rival in rivals:
                rival.load()
            is_right = ask(folder, given, rivals)
            beside_reports(folder)
    finally:
        if not given.keep:
            for each in (folder, os.path.realpath(folder) + "-postgres"):
                shutil.rmtree(each, ignore_errors=True)
    return 0 if is_right else 1


sys.exit(main())
