"""script/bench slow: 1,000 clients that drip a byte a second while normal clicks are measured. All must be cut at the deadline, and p99 of the clicks must not move."""
import threading
from common import *

CLIENTS = 1000
DEADLINE_MS = 4000


class Drippers(threading.Thread):
    """Each sends one more byte of a header every second, until it is cut or the time is up."""

    def __init__(self, port, seconds):
        super().__init__()
        self.sockets = []
        for _ in range(CLIENTS):
            s = socket.create_connection(("127.0.0.1", port))
            s.setblocking(False)
            self.sockets.append(s)
        self.opened = time.monotonic()
        self.until = self.opened + seconds
        self.cut_after = []

    def run(self):
        text = b"GET /x HTTP/1.1\r\nHost: a\r\nX-Slow: " + b"a" * 1000
        at = 0
        while time.monotonic() < self.until and self.sockets:
            for s in list(self.sockets):
                try:
                    s.send(text[at:at + 1])
                    cut = s.recv(4096) == b"" or True
                except BlockingIOError:
                    continue
                except OSError:
                    cut = True
                if cut:
                    self.cut_after.append(time.monotonic() - self.opened)
                    s.close()
                    self.sockets.remove(s)
            at += 1
            time.sleep(1)


def main():
    server = Rebond("--http-header-deadline-ms", str(DEADLINE_MS))
    try:
        campaign = server.make_loop(forward=False)["campaign"]
        url = f"http://127.0.0.1:{server.ports['tracking']}" + server.click_path(campaign)
        script = server.dir + "/paced.lua"
        with open(script, "w") as f:
            f.write("delay = function() return math.random(4, 8) end")
        print(f"machine: {machine()}")
        wrk(url, 32, 2, server.pid, script=script)
        for round in range(3):
            alone = wrk(url, 32, 6, server.pid, script=script)
            drippers = Drippers(server.ports["tracking"], 9)
            drippers.start()
            beside = wrk(url, 32, 6, server.pid, script=script)
            drippers.join()
            left = len(drippers.sockets)
            latest = max(drippers.cut_after, default=0)
            print(f"round {round + 1}: p99 alone {alone['p99']:.2f} ms at {alone['rate']:,.0f}/s, beside {CLIENTS} drippers {beside['p99']:.2f} ms at {beside['rate']:,.0f}/s "
                  f"(moved by {beside['p99'] - alone['p99']:+.2f} ms); cut: {len(drippers.cut_after)} of {CLIENTS}, the last seen {latest:.1f} s after opening "
                  f"(deadline {DEADLINE_MS / 1000:.0f} s, looked at each second), not cut: {left}")
        print(f"memory: {private_kib(server.pid) / 1024:.0f} MiB private; cut at a deadline so far: {server.metrics()['rebond_http_connections_late_total']:,.0f}")
    finally:
        server.stop()


main()
