"""script/bench size: bytes a click in the ledger, memory, and the start on an existing folder.

CLICKS visits (default 1,000,000) with browser-like headers and an external id of 112 bytes; then the server is ended, which moves its log into place, and started again."""
import os, subprocess
from common import *

CLICKS = int(os.environ.get("CLICKS", "1000000"))


def main():
    server = Rebond()
    campaign = server.make_loop(forward=False)["campaign"]
    url = f"http://127.0.0.1:{server.ports['tracking']}" + server.click_path(campaign)
    print(f"machine: {machine()}\nidle, before the first click: {private_kib(server.pid) / 1024:.0f} MiB private")
    seconds = 5
    while server.metrics()["rebond_visits_total"] < CLICKS:
        wrk(url, 256, seconds, server.pid)
    visits = server.metrics()["rebond_visits_total"]
    print(f"after {visits:,.0f} clicks: {private_kib(server.pid) / 1024:.0f} MiB private")
    server.stop(keep=True)
    size = os.path.getsize(server.dir + "/ledger.db")
    print(f"ledger.db: {size / visits:.0f} bytes a click, {size / visits - 112:.0f} besides the external id")
    again = Rebond(folder=server.dir)
    print(f"start on that folder: ready in {again.start_s * 1000:.0f} ms")
    again.stop(keep=True)
    if os.environ.get("VERIFY"):
        print(subprocess.run([REBOND, "verify", "--data", server.dir], capture_output=True, text=True).stdout)
    shutil.rmtree(server.dir)


main()
