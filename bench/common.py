"""What the benchmarks share: servers started and ended, wrk run and read, CPU time and fsync latency measured. Python's standard library only."""
import http.client, json, os, random, re, shutil, signal, socket, statistics, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REBOND = os.environ.get("REBOND", os.path.join(ROOT, "build/release/rebond"))
TOP_AGENTS = os.path.join(ROOT, "build/rivals/top-user-agents/index.json")
NGINX = os.path.join(ROOT, "build/rivals/usr/sbin/nginx")
HEADERS = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/129.0.6668.100 Mobile Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
    "Accept-Language": "fr-FR,fr;q=0.9,en;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Referer": "http://site.example/videos/12345",
    "Upgrade-Insecure-Requests": "1",
}
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def tree(pid):
    """A process and all that it started."""
    pids = [pid]
    for p in pids:
        try:
            with open(f"/proc/{p}/task/{p}/children") as f:
                pids += [int(c) for c in f.read().split()]
        except OSError:
            pass
    return pids


def cpu_seconds(pid):
    total = 0
    for p in tree(pid):
        try:
            with open(f"/proc/{p}/stat") as f:
                fields = f.read().rsplit(")", 1)[1].split()
            total += int(fields[11]) + int(fields[12])
        except OSError:
            pass
    return total / TICKS


def private_kib(pid):
    total = 0
    for p in tree(pid):
        try:
            with open(f"/proc/{p}/smaps_rollup") as f:
                total += sum(int(l.split()[1]) for l in f if l.startswith("Private_"))
        except OSError:
            pass
    return total


class Rebond:
    def __init__(self, *settings, folder=None):
        self.dir = folder or tempfile.mkdtemp(prefix="rebond-bench-", dir=os.environ.get("BENCH_DIR", ROOT + "/build"))
        self.ports = {n: free_port() for n in ("tracking", "dashboard", "network", "api")}
        self.key = subprocess.run([REBOND, "key", "create", "--data", self.dir, "--name", "bench"], check=True, capture_output=True, text=True).stdout.strip()
        self.log = open(os.path.join(self.dir, "serve.log"), "w")
        listens = [a for n, p in self.ports.items() for a in (f"--{n}-listen", f"127.0.0.1:{p}")]
        started = time.monotonic()
        self.process = subprocess.Popen([REBOND, "serve", "--data", self.dir, *listens, "--courier-allow-private", "127.0.0.0/8", *settings], stderr=self.log)
        self.pid = self.process.pid
        while True:
            try:
                if self.get("/readyz")[0] == 200:
                    break
            except OSError:
                pass
            if time.monotonic() - started > 30:
                sys.exit("the server did not start: see " + self.log.name)
            time.sleep(0.01)
        self.start_s = time.monotonic() - started

    def get(self, path):
        c = http.client.HTTPConnection("127.0.0.1", self.ports["dashboard"], timeout=10)
        c.request("GET", path, headers={"Authorization": "Bearer " + self.key})
        r = c.getresponse()
        return r.status, r.read().decode()

    def api(self, method, path, body=None):
        c = http.client.HTTPConnection("127.0.0.1", self.ports["dashboard"], timeout=600)
        c.request(method, "/api/v1/" + path, json.dumps(body) if body is not None else None,
                  {"Authorization": "Bearer " + self.key, "Content-Type": "application/json"})
        r = c.getresponse()
        text = r.read().decode()
        if r.status >= 300:
            sys.exit(f"{method} {path}: {r.status} {text}")
        return json.loads(text)

    def metrics(self):
        return {l.split()[0]: float(l.split()[1]) for l in self.get("/metrics")[1].splitlines() if l and l[0] != "#" and "{" not in l}

    def behind_s(self):
        return self.metrics()["rebond_facts_behind_seconds"]

    def settle(self):
        """Waits until all is in the facts, so that what this server does afterwards is in nobody else's figures."""
        by = time.monotonic() + 120
        while self.behind_s() > 0:
            if time.monotonic() > by:
                sys.exit("the facts do not come to the ledger's end: see " + self.log.name)
            time.sleep(0.1)

    def make_loop(self, postback_url=None, forward=True):
        """The guide's entities; returns them."""
        goal = self.api("POST", "goals", {"name": "Postback", "value": {"type": "dynamic"}})
        source = {"name": "ExoClick", "template": "exoclick"}
        source["postback"] = {"url": postback_url or goal["links"]["postback_url"] + "{external_id}&value={revenue}"} if forward else None
        source = self.api("POST", "sources", source)
        network = self.api("POST", "networks", {"name": "Network", "offer_url_template": "{url}&s1={clickid}",
                                                "postback_macros": {"cid": "#s1#", "payout": "#price#", "txid": "#tid#"}})
        offer = self.api("POST", "offers", {"name": "Offer", "url": "http://mypage.com/?a=14030&c=64375&s1=", "network_id": network["id"], "payout": {"mode": "auto"}})
        campaign = self.api("POST", "campaigns", {"name": "Campaign", "source_id": source["id"], "paths": [{"weight": 100, "landers": [], "offers": [{"id": offer["id"]}]}]})
        adcampaign = self.api("POST", "adcampaigns", {"name": "Ads", "pricing": "cpc", "price": "0.0004"})
        variation = self.api("POST", "variations", {"adcampaign_id": adcampaign["id"], "name": "Variation", "url": campaign["links"]["campaign_url"]})
        return dict(goal=goal, source=source, network=network, offer=offer, campaign=campaign, variation=variation)

    def click_path(self, campaign, external_id="x" * 112):
        return (f"/{campaign['key']}?variation_id=77&campid=1234567&source=examplesite.com&siteid=9001&zoneid=1301&catid=97&country=FRA"
                f"&format=300x250&cost=0.0004&external_id={external_id}")

    def stop(self, keep=False):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        if not keep:
            shutil.rmtree(self.dir)


class Nginx:
    """return 302 with an access log: what the fastest redirect without a record costs."""

    def __init__(self, body=None):
        answer = f'200 "{body}"' if body else "302 http://mypage.com/?a=14030&c=64375&s1=$request_id"
        self.dir = tempfile.mkdtemp(prefix="nginx-bench-", dir=os.environ.get("BENCH_DIR", ROOT + "/build"))
        self.port = free_port()
        with open(self.dir + "/nginx.conf", "w") as f:
            f.write(f"""daemon off; master_process on; worker_processes 2; pid {self.dir}/pid; error_log {self.dir}/error.log; worker_rlimit_nofile 65536; user root;
events {{ worker_connections 16384; }}
http {{ access_log {self.dir}/access.log; keepalive_requests 1000000000; client_body_temp_path {self.dir}; proxy_temp_path {self.dir}; fastcgi_temp_path {self.dir};
uwsgi_temp_path {self.dir}; scgi_temp_path {self.dir};
server {{ listen 127.0.0.1:{self.port} backlog=4096 reuseport; location / {{ return {answer}; }} }} }}
""")
        self.start()

    def start(self):
        self.process = subprocess.Popen([NGINX, "-p", self.dir, "-c", self.dir + "/nginx.conf"], stderr=subprocess.DEVNULL)
        self.pid = self.process.pid
        for _ in range(500):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.01)
        sys.exit("nginx did not start: see " + self.dir)

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)

    def stop(self):
        self.end()
        shutil.rmtree(self.dir)


UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


def to_ms(text):
    match = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text)
    if match is None:
        sys.exit(f"wrk printed a latency of {text!r}")
    number, unit = match.groups()
    return float(number) * UNITS[unit]


def wrk(url, connections, seconds, pid, close=False, script=None):
    """One run: requests/s, p50 and p99 in ms, CPU microseconds of the server a request, errors."""
    args = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "5s"]
    for name, value in HEADERS.items():
        args += ["-H", f"{name}: {value}"]
    if close:
        args += ["-H", "Connection: close"]
    if script:
        args += ["-s", script]
    before = cpu_seconds(pid)
    out = subprocess.run(args + [url], capture_output=True, text=True, check=True).stdout
    used = cpu_seconds(pid) - before
    requests = int(re.search(r"(\d+) requests in", out).group(1))
    errors = sum(int(n) for n in re.findall(r"(?:connect|read|write|timeout) (\d+)", out)) + sum(int(n) for n in re.findall(r"Non-2xx or 3xx responses: (\d+)", out))
    return {
        "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)),
        "p50": to_ms(re.search(r"^\s+50%\s+(\S+)", out, re.M).group(1)),
        "p99": to_ms(re.search(r"^\s+99%\s+(\S+)", out, re.M).group(1)),
        "cpu_us": used / max(requests, 1) * 1e6,
        "errors": errors,
    }


def crowd(folder):
    """wrk's script: 5,000 addresses anywhere, which a trusted proxy tells, each with one of the user agents that are seen most."""
    with open(TOP_AGENTS, encoding="utf-8") as file:
        agents = json.load(file)
    draw = random.Random(7)
    people = [(".".join(str(draw.randint(1, 222)) for _ in range(4)), draw.choice(agents)) for _ in range(5000)]
    script = os.path.join(folder, "crowd.lua")
    with open(script, "w", encoding="utf-8") as file:
        file.write("local people = {}\n")
        for address, agent in people:
            headers = {**HEADERS, "User-Agent": agent, "X-Forwarded-For": address}
            file.write("people[#people + 1] = {" + ", ".join(f"[{json.dumps(k)}] = {json.dumps(v)}" for k, v in headers.items()) + "}\n")
        file.write("request = function() return wrk.format(nil, nil, people[math.random(#people)]) end\n")
    return script


def median(runs, field):
    return statistics.median(r[field] for r in runs)


def fdatasync_ms(folder, count=500):
    """p50 and p99 of write + fdatasync of 8 KiB in that folder."""
    path = os.path.join(folder, "sync.tmp")
    fd = os.open(path, os.O_CREAT | os.O_WRONLY, 0o600)
    times = []
    for _ in range(count):
        os.write(fd, b"\0" * 8192)
        start = time.monotonic()
        os.fdatasync(fd)
        times.append((time.monotonic() - start) * 1000)
    os.close(fd)
    os.unlink(path)
    times.sort()
    return times[count // 2], times[count * 99 // 100]


def machine():
    with open("/proc/cpuinfo") as f:
        model = next((l.split(":")[1].strip() for l in f if l.startswith("model name")), "unknown")
    return f"{os.cpu_count()} cores, {model}, Linux {os.uname().release}"


def run_alone(server, url, connections, seconds, close=False, script=None):
    """One run of nginx or Rebond; of the latter with all that follows from it done."""
    result = wrk(url, connections, seconds, server.pid, close, script)
    if isinstance(server, Rebond):
        result["behind_s"] = server.behind_s()
        server.settle()
    return result
