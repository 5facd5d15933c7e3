"""script/bench visitor: what it costs to find out who is calling, per click, and the memory of databases and rules."""
import json, os, re, subprocess, sys, tempfile
from common import ROOT, Rebond, machine

PLACES = os.path.join(ROOT, "build/release/places")
RULES = os.path.join(ROOT, "build/release/agents/regexes.yaml")
CRAWLERS = os.path.join(ROOT, "build/release/crawlers/crawler-user-agents.json")
TOP = os.path.join(ROOT, "build/rivals/top-user-agents/index.json")
CASES = "/usr/share/uap-core"
CASE = re.compile(r"^\s*-?\s*user_agent_string:\s*(?:'((?:[^']|'')*)'|\"((?:[^\"\\]|\\.)*)\")\s*$")


def cases():
    """The user agents of uap-core's cases."""
    for folder in ("tests", "test_resources"):
        for name in sorted(os.listdir(os.path.join(CASES, folder))):
            if name.endswith(".yaml") and "-orig" not in name:
                with open(os.path.join(CASES, folder, name), encoding="utf-8") as file:
                    for line in file:
                        found = CASE.match(line)
                        if found:
                            yield found[1].replace("''", "'") if found[1] is not None else found[2]


def edge_memory(*settings):
    """The edge's memory of its own when it serves and nobody came yet, and what it maps of databases, in MiB."""
    server = Rebond(*settings)
    metrics = server.metrics()
    server.stop()
    return metrics["rebond_edge_private_bytes"] / 2**20, metrics["rebond_places_bytes"] / 2**20


def print_memory():
    own, mapped = edge_memory()
    bare, _ = edge_memory("--geo-place", "none", "--geo-network", "none", "--device-rules", "none", "--bots-crawlers", "none")
    print(f"edge, idle, with all databases and rules: {own:.1f} MiB private, {own - bare:.1f} of them for these; {mapped:.0f} MiB mapped")
    sys.stdout.flush()


def main():
    print(f"machine: {machine()}")
    print_memory()
    subprocess.run([os.path.join(ROOT, "build/release/bench/visitor_place"), PLACES], check=True)
    with tempfile.TemporaryDirectory() as folder:
        with open(TOP, encoding="utf-8") as file:
            lists = {"top-user-agents": json.load(file), "uap-core's cases": list(dict.fromkeys(cases()))}
        paths = []
        for name, agents in lists.items():
            paths.append(os.path.join(folder, name))
            with open(paths[-1], "w", encoding="utf-8") as file:
                file.write("\n".join(agents) + "\n")
        subprocess.run([os.path.join(ROOT, "build/release/bench/visitor_device"), RULES, CRAWLERS, *paths], check=True)


main()
