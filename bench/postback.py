"""script/bench postback: postbacks in (new ones and repeats) and out, with nginx answering 200 "OK" as the measure of what HTTP alone costs here.

In: wrk sends each click id once with a transaction id of its own (new), then the same thousand over and over (repeats).
Out: the same new postbacks with forwarding on, to nginx as receiver; the rate counts from the first postback in to the last delivery, so it contains the work of taking them in."""
import os, sys, tempfile
from common import *

CLICKS = int(os.environ.get("CLICKS", "20000"))
REPEAT_IDS = 1000
SCRIPT = """
local ids = {{}}
for line in io.lines("{file}") do ids[#ids + 1] = line end
local at, round = 0, 0
request = function()
  at = at + 1
  if at > #ids then at = 1; round = round + 1 end
  return wrk.format("GET", "/postback?cid=" .. ids[at] .. "&payout=5.25&txid={prefix}" .. ({again} and round or 0))
end
"""


def collect_ids(server, campaign, count):
    url = f"http://127.0.0.1:{server.ports['tracking']}" + server.click_path(campaign)
    while server.metrics()["rebond_visits_total"] < count:
        wrk(url, 64, 1, server.pid)
    ids, cursor = [], ""
    while len(ids) < count:
        page = server.api("GET", "visits?limit=1000" + cursor)
        ids += [row["cid"] for row in page["rows"]]
        cursor = "&cursor=" + page["next"]
    return ids[:count]


def lua(folder, name, ids, prefix, again):
    with open(f"{folder}/{name}.txt", "w") as f:
        f.write("\n".join(ids) + "\n")
    with open(f"{folder}/{name}.lua", "w") as f:
        f.write(SCRIPT.format(file=f"{folder}/{name}.txt", prefix=prefix, again="true" if again else "false"))
    return f"{folder}/{name}.lua"


def wait_settled(server, count):
    started = time.monotonic()
    while time.monotonic() - started < 120:
        if server.metrics()["rebond_courier_delivered_total"] >= count:
            return
        time.sleep(0.02)
    sys.exit(f"not all were delivered: {server.metrics()}")


def row(title, r, nginx):
    print(f"| {title} | {r['rate']:,.0f} | {r['p50']:.2f} | {r['p99']:.2f} | {r['cpu_us']:.1f} | {r['errors']} | {r['rate'] / nginx['rate']:.2f} |")
    sys.stdout.flush()


def main():
    nginx = Nginx(body="OK")
    server = Rebond()
    out = Rebond()
    try:
        print(f"machine: {machine()}\nfdatasync of 8 KiB: p50 %.2f ms, p99 %.2f ms\n" % fdatasync_ms(server.dir))
        ids = collect_ids(server, server.make_loop(forward=False)["campaign"], CLICKS)
        base = f"http://127.0.0.1:{server.ports['tracking']}"
        print("| 256 kept connections | postbacks/s | p50 ms | p99 ms | CPU us each | errors | of nginx |\n|---|---|---|---|---|---|---|")
        path = "/postback?cid=" + ids[0] + "&payout=5.25&txid=t0"
        nginx_in = wrk(f"http://127.0.0.1:{nginx.port}{path}", 256, 3, nginx.pid)
        row('nginx, 200 "OK" with access log', nginx_in, nginx_in)
        row("in, new: recorded on disk", wrk(base, 256, 3, server.pid, script=lua(server.dir, "new", ids, "n", True)), nginx_in)
        before = server.metrics()["rebond_ledger_entries_total"]
        row("in, repeats: answered DUPLICATE", wrk(base, 256, 3, server.pid, script=lua(server.dir, "repeat", ids[:REPEAT_IDS], "n", False)), nginx_in)
        conversions = server.api("GET", "campaigns/1")["counts"]["conversions"]
        print(f"\nconversions recorded: {conversions:,}; requests logged during the repeats: {server.metrics()['rebond_ledger_entries_total'] - before:,.0f}\n")

        campaign = out.make_loop(postback_url=f"http://127.0.0.1:{nginx.port}/tag.php?goal=0&tag={{external_id}}&value={{revenue}}")["campaign"]
        ids = collect_ids(out, campaign, CLICKS)
        started = time.monotonic()
        r = wrk(f"http://127.0.0.1:{out.ports['tracking']}", 64, 3, out.pid, script=lua(out.dir, "new", ids, "n", True))
        sent = out.api("GET", "campaigns/1")["counts"]["conversions"]
        wait_settled(out, sent)
        seconds = time.monotonic() - started
        print(f"out: {sent:,} conversions taken in at {r['rate']:,.0f}/s were all delivered {seconds:.1f} s after the first came in: {sent / seconds:,.0f} postbacks out/s")
    finally:
        nginx.stop()
        server.stop()
        out.stop()


main()
