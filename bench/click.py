"""script/bench click: clicks against nginx's `return 302`, side by side in one run, alternating; then the same with 1, 1,000 and 10,000 campaigns of 5 rules
each. `script/bench click rules` measures only the latter.

Each figure is the median of ROUNDS runs; a ratio is the median of the ratios of neighbouring runs, for the machine's speed drifts. Behind each run a server's facts come to
its ledger's end before the next server is asked: while figures are fresh the projection gives way, so short runs show what the edge can do, and "sustained" what edge and
desk can do together."""
import os, random, sqlite3, statistics, string, sys
from common import *

SUSTAINED_SECONDS = 20
SECONDS = int(os.environ.get("SECONDS_A_RUN", "4"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))


def sustained(urls, servers):
    """Long enough for the projection to take its share."""
    print(f"\n| sustained {SUSTAINED_SECONDS} s, 256 kept | requests/s | p50 ms | p99 ms | CPU us a request | of nginx | figures behind at its end, s |\n|---|---|---|---|---|---|---|")
    runs = {name: run_alone(servers[name], urls[name], 256, SUSTAINED_SECONDS) for name in ("nginx", "commit", "interval")}
    for name, r in runs.items():
        print(f"| {name} | {r['rate']:,.0f} | {r['p50']:.2f} | {r['p99']:.2f} | {r['cpu_us']:.1f} | {r['rate'] / runs['nginx']['rate']:.2f} | {r.get('behind_s', 0):.1f} |")


def paced(urls, servers, folder):
    """About 10,000 clicks/s: each of 64 connections pauses between its requests. What durability adds to p99 there."""
    script = os.path.join(folder, "paced.lua")
    with open(script, "w") as f:
        f.write("delay = function() return math.random(4, 8) end")
    print("\n| paced, 64 kept | requests/s | p50 ms | p99 ms |\n|---|---|---|---|")
    p99 = {}
    for name in ("nginx", "interval", "commit"):
        runs = [run_alone(servers[name], urls[name], 64, SECONDS, script=script) for _ in range(ROUNDS)]
        p99[name] = median(runs, "p99")
        print(f"| {name} | {median(runs, 'rate'):,.0f} | {median(runs, 'p50'):.2f} | {p99[name]:.2f} |")
    sync = fdatasync_ms(folder)[1]
    print(f"\np99 added by durability: {p99['commit'] - p99['interval']:.2f} ms over interval, {p99['commit'] - p99['nginx']:.2f} ms over nginx; "
          f"allowed: 1 ms + twice the p99 of fdatasync ({sync:.2f} ms) = {1 + 2 * sync:.2f} ms")


RULES = [
    {"name": "zone", "conditions": [{"field": "token5", "values": [str(n) for n in range(20)]}]},
    {"name": "country", "conditions": [{"field": "country", "values": ["FR", "DE", "unknown"]}, {"field": "language", "values": ["de", "en"]}]},
    {"name": "browser", "conditions": [{"field": "user_agent", "values": ["iPhone", "iPad", "Macintosh"]}]},
    {"name": "address", "conditions": [{"field": "ip", "values": ["10.0.0.0/8", "192.168.0.0/16", "203.0.113.1-203.0.113.9"]}]},
    {"name": "night", "conditions": [{"field": "hour", "op": "not_in", "values": ["0-23"], "tz": "Europe/Paris"}]},
]


def multiply(folder, count):
    """Copies the catalogue's one campaign with rules until there are so many. By SQL: that many calls would measure something else."""
    keys = set()
    while len(keys) < count:
        keys.add("".join(random.choices(string.ascii_letters + string.digits, k=6)))
    db = sqlite3.connect(os.path.join(folder, "catalog.db"))
    columns = [row[1] for row in db.execute("PRAGMA table_info(entity)")]
    chosen = ", ".join({"id": "?", "key": "?"}.get(c, c) for c in columns)
    last = db.execute("SELECT max(id) FROM entity WHERE entity='campaigns'").fetchone()[0]
    for n, key in enumerate(sorted(keys)):
        db.execute(f"INSERT INTO entity({', '.join(columns)}) SELECT {chosen} FROM entity WHERE entity='campaigns' AND id=?", (last + 1 + n, key, last))
    db.execute("UPDATE version SET value=value+1")
    db.commit()
    db.close()
    return sorted(keys)


def make_ruled(count):
    """A server with so many campaigns of five rules each, none of which the visits fulfil: all are asked. Gives it and the paths of its campaigns."""
    server = Rebond()
    made = server.make_loop(forward=False)
    paths = [{"offers": [{"id": made["offer"]["id"]}]}]
    server.api("POST", "campaigns", {"name": "Ruled", "source_id": made["source"]["id"], "paths": paths, "rules": [dict(rule, paths=paths) for rule in RULES]})
    server.stop(keep=True)
    keys = multiply(server.dir, count)
    server = Rebond(folder=server.dir)
    return server, [server.click_path({"key": key}) for key in keys]


def ruled(nginx):
    counts = (1, 1000, 10000)
    cases = {"1": (1, 1), "1,000": (1000, 1000), "10,000": (10000, 10000), "10,000, one of them visited": (10000, 1)}  # campaigns, visited
    servers = {}
    try:
        for count in counts:
            servers[count] = make_ruled(count)
        lists = {}
        for name, (count, visited) in cases.items():
            server, paths = servers[count]
            lists[name] = os.path.join(server.dir, f"paths-{visited}.lua")
            with open(lists[name], "w") as f:
                f.write("local paths = {}\n" + "".join(f"paths[#paths + 1] = {path!r}\n" for path in paths[:visited]))
                f.write("request = function() return wrk.format(nil, paths[math.random(#paths)]) end\n")
        rival = "nginx, access log"
        runs = {name: [] for name in (rival, *cases)}
        for _ in range(ROUNDS):
            runs[rival].append(run_alone(nginx, f"http://127.0.0.1:{nginx.port}/", 256, SECONDS, script=lists["1"]))
            for name, (count, _) in cases.items():
                server = servers[count][0]
                runs[name].append(run_alone(server, f"http://127.0.0.1:{server.ports['tracking']}/", 256, SECONDS, script=lists[name]))
        print("\n| 256 kept, campaigns of 5 rules | requests/s | p50 ms | p99 ms | CPU us a request | errors | of nginx | of 1 campaign |\n|---|---|---|---|---|---|---|---|")
        for name, r in runs.items():
            of = [statistics.median(a["rate"] / b["rate"] for a, b in zip(r, runs[other])) for other in (rival, "1")]
            print(f"| {name} | {median(r, 'rate'):,.0f} | {median(r, 'p50'):.2f} | {median(r, 'p99'):.2f} | {median(r, 'cpu_us'):.1f} | {sum(x['errors'] for x in r)} "
                  f"| {of[0]:.2f} | {of[1]:.2f} |")
        for count, (server, _) in servers.items():
            print(f"\n{count:,} campaigns: started in {server.start_s * 1000:.0f} ms, private memory {private_kib(server.pid) / 1024:.0f} MiB")
    finally:
        for server, _ in servers.values():
            server.stop()


def rules_only():
    nginx = Nginx()
    try:
        print(f"machine: {machine()}")
        print(f"{ROUNDS} rounds of {SECONDS} s each, wrk with one thread and a script on the same machine")
        ruled(nginx)
    finally:
        nginx.stop()


def main():
    nginx = Nginx()
    durable = Rebond()
    interval = Rebond("--click-durability", "interval")
    try:
        urls = {}
        for name, server in (("commit", durable), ("interval", interval)):
            campaign = server.make_loop(forward=False)["campaign"]
            urls[name] = f"http://127.0.0.1:{server.ports['tracking']}" + server.click_path(campaign)
            path = server.click_path(campaign)
        urls["nginx"] = f"http://127.0.0.1:{nginx.port}" + path
        servers = {"commit": durable, "interval": interval, "nginx": nginx}
        print(f"machine: {machine()}")
        print("fdatasync of 8 KiB: p50 %.2f ms, p99 %.2f ms" % fdatasync_ms(durable.dir))
        print(f"{ROUNDS} rounds of {SECONDS} s each, wrk with one thread on the same machine, URL of {len(path)} bytes, browser-like headers\n")
        print("| connections | server | requests/s | p50 ms | p99 ms | CPU us a request | errors | of nginx |")
        print("|---|---|---|---|---|---|---|---|")
        for connections, close in ((64, False), (256, False), (1000, False), (64, True)):
            runs = {name: [] for name in urls}
            for _ in range(ROUNDS):
                for name in ("nginx", "commit", "interval"):
                    runs[name].append(run_alone(servers[name], urls[name], connections, SECONDS, close))
            label = "one request each, 64 at once" if close else f"{connections} kept"
            for name, title in (("nginx", "nginx, access log"), ("commit", "Rebond, on disk before the redirect"), ("interval", "Rebond, interval")):
                ratio = statistics.median(r["rate"] / n["rate"] for r, n in zip(runs[name], runs["nginx"]))
                r = runs[name]
                print(f"| {label} | {title} | {median(r, 'rate'):,.0f} | {median(r, 'p50'):.2f} | {median(r, 'p99'):.2f} | {median(r, 'cpu_us'):.1f} | {sum(x['errors'] for x in r)} | {ratio:.2f} |")
                sys.stdout.flush()
        sustained(urls, servers)
        paced(urls, servers, durable.dir)
        for name, server in (("commit", durable), ("interval", interval)):
            m = server.metrics()
            size = sum(os.path.getsize(os.path.join(server.dir, f)) for f in ("ledger.db", "ledger.db-wal") if os.path.exists(os.path.join(server.dir, f)))
            print(f"\n{name}: {m['rebond_visits_total']:,.0f} visits, {m['rebond_visits_unrecorded_total']:,.0f} left unrecorded, "
                  f"{m['rebond_ledger_entries_total'] / max(m['rebond_ledger_batches_total'], 1):.0f} entries a batch, private memory {private_kib(server.pid) / 1024:.0f} MiB, "
                  f"ledger {size / max(m['rebond_ledger_entries_total'], 1):.0f} bytes a click (external id of 112 included)")
        ruled(nginx)
    finally:
        nginx.stop()
        durable.stop()
        interval.stop()


rules_only() if sys.argv[1:] == ["rules"] else main()
