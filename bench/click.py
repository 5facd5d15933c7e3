"""script/bench click: clicks against nginx's `return 302`, side by side in one run, alternating.

Each figure is the median of ROUNDS runs; a ratio is the median of the ratios of neighbouring runs, for the machine's speed drifts."""
import os, statistics, sys
from common import *

SECONDS = int(os.environ.get("SECONDS_A_RUN", "4"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))


def paced(urls, pids, folder):
    """About 10,000 clicks/s: each of 64 connections pauses between its requests. What durability adds to p99 there."""
    script = os.path.join(folder, "paced.lua")
    with open(script, "w") as f:
        f.write("delay = function() return math.random(4, 8) end")
    print("\n| paced, 64 kept | requests/s | p50 ms | p99 ms |\n|---|---|---|---|")
    p99 = {}
    for name in ("nginx", "interval", "commit"):
        runs = [wrk(urls[name], 64, SECONDS, pids[name], script=script) for _ in range(ROUNDS)]
        p99[name] = median(runs, "p99")
        print(f"| {name} | {median(runs, 'rate'):,.0f} | {median(runs, 'p50'):.2f} | {p99[name]:.2f} |")
    sync = fdatasync_ms(folder)[1]
    print(f"\np99 added by durability: {p99['commit'] - p99['interval']:.2f} ms over interval, {p99['commit'] - p99['nginx']:.2f} ms over nginx; "
          f"allowed: 1 ms + twice the p99 of fdatasync ({sync:.2f} ms) = {1 + 2 * sync:.2f} ms")


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
        pids = {"commit": durable.pid, "interval": interval.pid, "nginx": nginx.pid}
        print(f"machine: {machine()}")
        print("fdatasync of 8 KiB: p50 %.2f ms, p99 %.2f ms" % fdatasync_ms(durable.dir))
        print(f"{ROUNDS} rounds of {SECONDS} s each, wrk with one thread on the same machine, URL of {len(path)} bytes, browser-like headers\n")
        print("| connections | server | requests/s | p50 ms | p99 ms | CPU us a request | errors | of nginx |")
        print("|---|---|---|---|---|---|---|---|")
        for connections, close in ((64, False), (256, False), (1000, False), (64, True)):
            runs = {name: [] for name in urls}
            for _ in range(ROUNDS):
                for name in ("nginx", "commit", "interval"):
                    runs[name].append(wrk(urls[name], connections, SECONDS, pids[name], close))
            label = "one request each, 64 at once" if close else f"{connections} kept"
            for name, title in (("nginx", "nginx, access log"), ("commit", "Rebond, on disk before the redirect"), ("interval", "Rebond, interval")):
                ratio = statistics.median(r["rate"] / n["rate"] for r, n in zip(runs[name], runs["nginx"]))
                r = runs[name]
                print(f"| {label} | {title} | {median(r, 'rate'):,.0f} | {median(r, 'p50'):.2f} | {median(r, 'p99'):.2f} | {median(r, 'cpu_us'):.1f} | {sum(x['errors'] for x in r)} | {ratio:.2f} |")
                sys.stdout.flush()
        paced(urls, pids, durable.dir)
        for name, server in (("commit", durable), ("interval", interval)):
            m = server.metrics()
            size = sum(os.path.getsize(os.path.join(server.dir, f)) for f in ("ledger.db", "ledger.db-wal") if os.path.exists(os.path.join(server.dir, f)))
            print(f"\n{name}: {m['rebond_visits_total']:,.0f} visits, {m['rebond_visits_unrecorded_total']:,.0f} left unrecorded, "
                  f"{m['rebond_ledger_entries_total'] / max(m['rebond_ledger_batches_total'], 1):.0f} entries a batch, private memory {private_kib(server.pid) / 1024:.0f} MiB, "
                  f"ledger {size / max(m['rebond_ledger_entries_total'], 1):.0f} bytes a click (external id of 112 included)")
    finally:
        nginx.stop()
        durable.stop()
        interval.stop()


main()
