"""script/bench visitor: what it costs to find out who is calling, per click, and the memory of the databases."""
import os, subprocess, sys
from common import ROOT, machine

PLACES = os.path.join(ROOT, "build/release/places")


def main():
    print(f"machine: {machine()}")
    sys.stdout.flush()
    subprocess.run([os.path.join(ROOT, "build/release/bench/visitor_place"), PLACES], check=True)


main()
