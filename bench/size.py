"""script/bench size: bytes a click in the ledger, memory, and the start on an existing folder.

CLICKS visits (default 1,000,000), each of another visitor, with browser-like headers and an external id of 112 bytes; then the server is ended, which moves its log into
place, and started again, which reads the visitors back."""
import os, subprocess, time
from common import *

VISITORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "visitors.lua")
PROXY = ("--http-trusted-proxies", "127.0.0.1/32")
CLICKS = int(os.environ.get("CLICKS", "1000000"))


def main():
    server = Rebond(*PROXY)
    campaign = server.make_loop(forward=False)["campaign"]
    url = f"http://127.0.0.1:{server.ports['tracking']}" + server.click_path(campaign)
    print(f"machine: {machine()}\nidle, before the first click: {private_kib(server.pid) / 1024:.0f} MiB private")
    seconds = 5
    while server.metrics()["rebond_visits_total"] < CLICKS:
        wrk(url, 256, seconds, server.pid, script=VISITORS)
    visits = server.metrics()["rebond_visits_total"]
    known = server.metrics()["rebond_visitors_known"]
    print(f"after {visits:,.0f} clicks: {private_kib(server.pid) / 1024:.0f} MiB private, {known:,.0f} visitors known")
    server.stop(keep=True)
    size = os.path.getsize(server.dir + "/ledger.db")
    print(f"ledger.db: {size / visits:.0f} bytes a click, {size / visits - 112:.0f} besides the external id")
    again = Rebond(*PROXY, folder=server.dir)
    started = time.monotonic() - again.start_s
    while again.metrics()["rebond_visitors_reading"]:
        time.sleep(0.02)
    read_s, known = time.monotonic() - started, again.metrics()["rebond_visitors_known"]
    print(f"start on that folder: ready in {again.start_s * 1000:.0f} ms, {known:,.0f} visitors read back after {read_s * 1000:.0f} ms")
    again.stop(keep=True)
    if os.environ.get("VERIFY"):
        print(subprocess.run([REBOND, "verify", "--data", server.dir], capture_output=True, text=True).stdout)
    shutil.rmtree(server.dir)


main()
