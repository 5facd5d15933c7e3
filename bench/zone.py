"""script/bench zone: ads that zones get, with nginx's `return 302` beside them in the same run: /zone/ID of popunders, which is recorded on disk before the redirect, and
/zone/ID.json of banners, which records nothing and seals the ad. A crowd asks, of CAMPAIGNS running ad campaigns with targeting, budgets and cappings, and of one without any:
the difference is what picking costs.

Each figure is the median of ROUNDS runs; a ratio is the median of the ratios of neighbouring runs, for the machine's speed drifts."""
import os, statistics, sys
from common import *

SECONDS = int(os.environ.get("SECONDS_A_RUN", "4"))
ROUNDS = int(os.environ.get("ROUNDS", "3"))
CAMPAIGNS = int(os.environ.get("CAMPAIGNS", "300"))
NGINX_TITLE = "nginx, access log"
URL = "http://mypage.com/?tag={conversions_tracking}&zone={zone_id}&cost={actual_cost}"
COUNTRIES = ["US", "CN", "JP", "DE", "GB", "FR", "KR", "BR", "IT", "CA", "IN", "NL", "AU", "RU", "ES", "SE", "MX", "PL", "TW", "ZA"]


def targeting(n, zones):
    """Of each four: a list of countries; countries and devices; a system or browser; a block list of zones, languages and hours."""
    countries = {"field": "country", "values": [COUNTRIES[(n + i) % len(COUNTRIES)] for i in range(1 + n % 7)]}
    return [
        [countries],
        [countries, {"field": "device_type", "values": ["mobile", "tablet"] if n % 8 == 1 else ["desktop"]}],
        [{"field": "os", "values": ["Android", "iOS"]}] if n % 8 == 2 else [{"field": "browser", "values": ["Chrome", "Edge"]}, {"field": "language", "values": ["fr", "en"]}],
        [{"field": "zone", "op": "not_in", "values": [str(zone["id"]) for zone in zones[n % 20 + 2 :]]}, {"field": "language", "op": "not_in", "values": ["de", "ja"]},
         {"field": "hour", "op": "not_in", "values": [f"{n % 24}-{n % 24}"], "tz": "Europe/Paris"}],
    ][n % 4]


def campaign(n, zones):
    """Prices lie close together, as they do; every third has a budget and waits for the disk, every fourth a capping."""
    pricing = ("cpm", "smart_cpm", "cpv", "cpc", "cpm")[n % 5]
    price = {"cpv": 0.002, "cpc": 0.2}.get(pricing, 2) * (1 + n % 50 / 100)
    fields = {"name": f"Ads {n}", "pricing": pricing, "price": f"{price:.6f}", "targeting": targeting(n, zones)}
    if n % 3 == 0:
        fields["daily_budget"] = "100000"
    if n % 4 == 0:
        fields["capping"] = {"quantity": 3, "frequency_hours": 24}
    return fields


def add(server, fields):
    adcampaign = server.api("POST", "adcampaigns", fields)
    for of in ({"format": "popunder"}, {"format": "300x250", "image_url": "http://img.example/a.png"}):
        server.api("POST", "variations", {"adcampaign_id": adcampaign["id"], "name": "Variation", "url": URL, **of})


def make(of):
    """A server with those ad campaigns; gives it and the paths that are asked."""
    server = Rebond("--http-trusted-proxies", "127.0.0.0/8")
    site = server.api("POST", "sites", {"name": "Videos", "hostname": "videos.example"})
    zones = [server.api("POST", "zones", {"name": f"Zone {n}", "site_id": site["id"], "format": "300x250" if n % 2 else "popunder"}) for n in range(24)]
    for fields in of(zones):
        add(server, fields)
    return server, {"/zone/ID": f"/zone/{zones[0]['id']}?sub=s1", "/zone/ID.json": f"/zone/{zones[1]['id']}.json?sub=s1"}


def measure(nginx, servers):
    names = [(path, title) for path in ("/zone/ID", "/zone/ID.json") for title in servers]
    runs = {name: [] for name in (NGINX_TITLE, *names)}
    scripts = {title: crowd(server.dir) for title, (server, _) in servers.items()}
    for _ in range(ROUNDS):
        runs[NGINX_TITLE].append(run_alone(nginx, f"http://127.0.0.1:{nginx.port}/", 256, SECONDS, script=next(iter(scripts.values()))))
        for path, title in names:
            server, paths = servers[title]
            runs[path, title].append(run_alone(server, f"http://127.0.0.1:{server.ports['network']}{paths[path]}", 256, SECONDS, script=scripts[title]))
    return runs


def show(runs):
    print("\n| 256 kept, a crowd | requests/s | p50 ms | p99 ms | CPU us a request | errors | of nginx |\n|---|---|---|---|---|---|---|")
    for name, r in runs.items():
        of = statistics.median(a["rate"] / b["rate"] for a, b in zip(r, runs[NGINX_TITLE]))
        title = name if name == NGINX_TITLE else f"{name[0]}, {name[1]}"
        print(f"| {title} | {median(r, 'rate'):,.0f} | {median(r, 'p50'):.2f} | {median(r, 'p99'):.2f} | {median(r, 'cpu_us'):.1f} | {sum(x['errors'] for x in r)} | {of:.2f} |")
    sys.stdout.flush()


def tell(title, server):
    m = server.metrics()
    print(f"\n{title}: {m['rebond_zone_requests_total']:,.0f} asked, {m['rebond_zone_requests_empty_total']:,.0f} without an ad that fits; {m['rebond_ad_clicks_total']:,.0f} sent on, "
          f"{m['rebond_ad_clicks_unrecorded_total']:,.0f} unrecorded, {m['rebond_ad_clicks_stopped_total']:,.0f} stopped meanwhile, {m['rebond_ad_clicks_unavailable_total']:,.0f} heard 503; "
          f"private memory {private_kib(server.pid) / 1024:.0f} MiB")


def main():
    nginx = Nginx()
    servers = {}
    try:
        print(f"machine: {machine()}\n{ROUNDS} rounds of {SECONDS} s each, wrk with one thread on the same machine")
        servers["1 ad campaign"] = make(lambda zones: [{"name": "Ads", "pricing": "cpm", "price": "2"}])
        servers[f"{CAMPAIGNS:,} ad campaigns"] = make(lambda zones: [campaign(n, zones) for n in range(CAMPAIGNS)])
        print("fdatasync of 8 KiB: p50 %.2f ms, p99 %.2f ms" % fdatasync_ms(servers["1 ad campaign"][0].dir))
        show(measure(nginx, servers))
        for title, (server, _) in servers.items():
            tell(title, server)
    finally:
        nginx.stop()
        for server, _ in servers.values():
            server.stop()


main()
