"""script/bench visitor-click: what finding out who is calling costs a click: the same clicks with all of it on, and with all of it off, alternating."""
import os, statistics
from common import *

SECONDS = int(os.environ.get("SECONDS_A_RUN", "4"))
ROUNDS = int(os.environ.get("ROUNDS", "5"))
OFF = ("--geo-place", "none", "--geo-network", "none", "--device-rules", "none", "--bots-crawlers", "none", "--bots-frequent-from", "0")


def main():
    print(f"machine: {machine()}")
    behind = ("--http-trusted-proxies", "127.0.0.0/8")
    servers = {"all on": Rebond(*behind), "all off": Rebond(*behind, *OFF)}
    try:
        urls, scripts = {}, {}
        for name, server in servers.items():
            made = server.make_loop(forward=False)
            urls[name] = f"http://127.0.0.1:{server.ports['tracking']}{server.click_path(made['campaign'])}"
            scripts[name] = crowd(server.dir)
        print("\n| 256 kept | requests/s | p50 ms | p99 ms | CPU us a request | errors | of all off |\n|---|---|---|---|---|---|---|")
        for who, script in (("the visitor of `script/bench click`", {}), ("a crowd", scripts)):
            runs = {name: [] for name in servers}
            for _ in range(ROUNDS):
                for name, server in servers.items():
                    runs[name].append(run_alone(server, urls[name], 256, SECONDS, script=script.get(name)))
            for name, r in runs.items():
                of = statistics.median(a["rate"] / b["rate"] for a, b in zip(r, runs["all off"]))
                print(f"| {who}, {name} | {median(r, 'rate'):,.0f} | {median(r, 'p50'):.2f} | {median(r, 'p99'):.2f} | {median(r, 'cpu_us'):.1f} | {sum(x['errors'] for x in r)} | {of:.2f} |")
    finally:
        for server in servers.values():
            server.stop()


main()
