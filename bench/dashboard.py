"""script/bench dashboard: how smooth the dashboard is in Chromium: a list of 10,000 campaigns scrolled from end to end, and a report of a million groups paged.

  script/bench dashboard [--campaigns N] [--entries N] [--days N] [--seed N] [--seconds N] [--keep DIR]

A folder of many entries is filled and gets as many campaigns as asked for; bench/dashboard.mjs signs in, scrolls and pages, and takes the time from each drawn frame to the next. A screen draws one in
16.7 ms; what is longer than 50 ms is felt. --keep DIR: the folder is made there, kept, and reused when it is there already."""
import argparse, copy
from common import *

FILL = os.path.join(os.path.dirname(REBOND), "bench/fill")
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
OWNER = {"name": "Bench", "email": "bench@example.com", "password": "correct horse battery"}


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--campaigns", type=int, default=10_000)
    parser.add_argument("--entries", type=int, default=3_000_000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=20, help="how long the report is paged")
    parser.add_argument("--keep")
    return parser.parse_args()


def key_of(number):
    text = ""
    for _ in range(6):
        number, digit = divmod(number, len(DIGITS))
        text += DIGITS[digit]
    return text


def run(*command):
    return subprocess.run([REBOND, *command], check=True, capture_output=True, text=True).stdout


def make_campaigns(folder, count):
    """Copies of those that are there, each with a key and a name of its own."""
    path = os.path.join(folder, "catalogue.json")
    run("export", "--data", folder, path)
    with open(path) as f:
        catalogue = json.load(f)
    campaigns = catalogue["campaigns"]
    keys, originals, last = {c["key"] for c in campaigns}, list(campaigns), max(c["id"] for c in campaigns)
    number = 0
    while len(campaigns) < count:
        number += 1
        if key_of(number) in keys:
            continue
        one = copy.deepcopy(originals[number % len(originals)])
        one.update(id=last + number, key=key_of(number), name=f"{one['name']} {number:05}")
        campaigns.append(one)
    with open(path, "w") as f:
        json.dump(catalogue, f)
    run("import", "--apply", path, "--data", folder)
    os.unlink(path)


def make_owner(server):
    link = run("user", "setup", "--data", server.dir).strip()
    server.api("POST", "invitation", {"token": link.split("#")[1], **OWNER})


def wait_for_facts(server, is_new):
    """A new folder has facts once the first entry was read; one that is kept has them already."""
    while True:
        m = server.metrics()
        if m["rebond_facts_behind_seconds"] == 0 and m["rebond_facts_rebuilding"] == 0 and (m["rebond_facts_entries_total"] > 0 or not is_new):
            return
        time.sleep(0.2)


def told(name, frames):
    late = f"{frames['over50']} of {frames['count']} over 50 ms"
    print(f"| {name} | {frames['median']:.1f} | {frames['p95']:.1f} | {frames['longest']:.0f} | {late} |")


def main():
    given = options()
    subprocess.run([ROOT + "/script/bootstrap", "test"], check=True)
    folder = given.keep or tempfile.mkdtemp(prefix="rebond-bench-", dir=os.environ.get("BENCH_DIR", ROOT + "/build"))
    is_new = not os.path.exists(os.path.join(folder, "ledger.db"))
    if is_new:
        subprocess.run([FILL, "--data", folder, "--entries", str(given.entries), "--days", str(given.days), "--seed", str(given.seed)], check=True)
        make_campaigns(folder, given.campaigns)
    server = Rebond("--facts-statement-ms", "600000", folder=folder)
    try:
        if is_new:
            make_owner(server)
        wait_for_facts(server, is_new)
        node = ["node", os.path.join(ROOT, "bench/dashboard.mjs"), f"http://127.0.0.1:{server.ports['dashboard']}", OWNER["email"], OWNER["password"], str(given.campaigns), str(given.seconds)]
        measured = json.loads(subprocess.run(node, check=True, stdout=subprocess.PIPE, text=True).stdout)
    finally:
        server.stop(keep=given.keep is not None)
    print(f"{measured['browser']}, a window of {measured['window']}; milliseconds from frame to frame\n\n| | median | p95 | longest | |\n|---|---|---|---|---|")
    told("at rest", measured["rest"])
    told(f"a list of {measured['campaigns']:,} campaigns, scrolled from end to end as it loads", measured["loading"])
    told("the same list, all of it there", measured["scrolling"])
    told(f"a report of {measured['groups']:,} groups, paged: {measured['paged']:,} rows", measured["paging"])
    print(f"\nthe report's first rows stood after {measured['first_ms'] / 1000:.1f} s")
    if measured["groups"] < 1_000_000:
        print("fewer groups than a million: give it more --entries")


main()
