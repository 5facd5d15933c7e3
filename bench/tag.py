"""script/bench tag: calls of tag.php, each on disk before its OK, with nginx answering 200 "OK" as the measure of what HTTP alone costs here.

New: wrk sends each pair of a goal and an ad click once, so that every call is a conversion of its own. Repeats: the same thousand pairs over and over, each of which is
logged as a duplicate. Wrong: a tag that was altered, of a goal that is known, so that each call is logged as refused."""
import http.client, os, re, sys
from common import *

SECONDS = int(os.environ.get("SECONDS", "3"))
GOALS = int(os.environ.get("GOALS", "200"))
TAGS = int(os.environ.get("TAGS", "1000"))
SCRIPT = """
local goals, tags = {{}}, {{}}
for line in io.lines("{folder}/goals.txt") do goals[#goals + 1] = line end
for line in io.lines("{folder}/tags.txt") do tags[#tags + 1] = line end
local at = 0
request = function()
  local pair = {again} and at % #tags or at
  at = at + 1
  return wrk.format("GET", "/tag.php?goal=" .. goals[math.floor(pair / #tags) % #goals + 1] .. "&tag=" .. tags[pair % #tags + 1] .. "{more}&value=5.25")
end
"""


def make_goals(server):
    return [server.api("POST", "goals", {"name": f"Goal {i}", "value": {"type": "dynamic"}, "count": "one"})["id"] for i in range(GOALS)]


def make_tags(server):
    """Clicks the ad that often; each redirect brings a tag."""
    adcampaign = server.api("POST", "adcampaigns", {"name": "Ads", "pricing": "cpc", "price": "0.0004"})
    variation = server.api("POST", "variations", {"adcampaign_id": adcampaign["id"], "name": "Variation", "url": "http://mypage.com/?tag={conversions_tracking}"})
    connection = http.client.HTTPConnection("127.0.0.1", server.ports["network"], timeout=30)
    tags = []
    for i in range(TAGS):
        connection.request("GET", f"/go/{variation['id']}?zone_id={i % 50}&site_id={i % 7}", headers=HEADERS)
        reply = connection.getresponse()
        reply.read()
        tags.append(re.search(r"tag=([\w-]+)", reply.headers["Location"]).group(1))
    return tags


def lua(folder, name, again=False, more=""):
    with open(f"{folder}/{name}.lua", "w") as f:
        f.write(SCRIPT.format(folder=folder, again="true" if again else "false", more=more))
    return f"{folder}/{name}.lua"


def counted(server):
    return sum(goal["counts"]["conversions"] for goal in server.api("GET", "goals?limit=1000")["rows"])


def row(title, r, nginx):
    print(f"| {title} | {r['rate']:,.0f} | {r['p50']:.2f} | {r['p99']:.2f} | {r['cpu_us']:.1f} | {r['errors']} | {r['rate'] / nginx['rate']:.2f} |")
    sys.stdout.flush()


def main():
    nginx = Nginx(body="OK")
    server = Rebond()
    try:
        print(f"machine: {machine()}\nfdatasync of 8 KiB: p50 %.2f ms, p99 %.2f ms\n" % fdatasync_ms(server.dir))
        for name, lines in (("goals", make_goals(server)), ("tags", make_tags(server))):
            with open(f"{server.dir}/{name}.txt", "w") as f:
                f.write("\n".join(lines) + "\n")
        base = f"http://127.0.0.1:{server.ports['network']}"
        pairs = lua(server.dir, "new")
        print("| 256 kept connections | calls/s | p50 ms | p99 ms | CPU us each | errors | of nginx |\n|---|---|---|---|---|---|---|")
        nginx_in = wrk(f"http://127.0.0.1:{nginx.port}", 256, SECONDS, nginx.pid, script=pairs)
        row('nginx, 200 "OK" with access log', nginx_in, nginx_in)
        row("new: a conversion on disk", wrk(base, 256, SECONDS, server.pid, script=pairs), nginx_in)
        stored = counted(server)
        row("repeats: logged, already notified", wrk(base, 256, SECONDS, server.pid, script=lua(server.dir, "repeat", again=True)), nginx_in)
        row("wrong: logged, tag is invalid", wrk(base, 256, SECONDS, server.pid, script=lua(server.dir, "wrong", again=True, more="A")), nginx_in)
        metrics = server.metrics()
        print(f"\nconversions stored by the new calls: {stored:,} of {GOALS * TAGS:,} pairs; calls answered {metrics['rebond_goal_calls_total']:,.0f}, 503 {metrics['rebond_goal_calls_unavailable_total']:,.0f}, not logged {metrics['rebond_goal_calls_unlogged_total']:,.0f}")
    finally:
        nginx.stop()
        server.stop()


main()
