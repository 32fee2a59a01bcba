"""The second wall is as high as the first, and lets the browser's own sandbox work."""

import json
import re
from ipaddress import ip_network
from pathlib import Path

from service.net.addresses import DENIED, GLOBAL_UNICAST

INFRA = Path(__file__).parents[2] / "infra"


def test_what_the_gate_denies_the_network_policy_denies_too():
    text = (INFRA / "networkpolicy.yaml").read_text()
    walled = [ip_network(found) for found in re.findall(r"^ +- ([0-9a-f:.]+/\d+)$", text, re.MULTILINE)]
    for network, reason in DENIED:
        outside = network.version == 6 and not network.subnet_of(GLOBAL_UNICAST)
        assert outside or any(network.version == wall.version and network.subnet_of(wall) for wall in walled), reason
    assert "cidr: 2000::/3" in text
    assert set(re.findall(r"protocol: UDP, port: (\d+)", text)) == {"53"}


def test_the_seccomp_profile_denies_by_default_and_lets_an_ordinary_user_make_namespaces():
    profile = json.loads((INFRA / "seccomp_chromium.json").read_text())
    assert profile["defaultAction"] == "SCMP_ACT_ERRNO"
    free = {
        name
        for rule in profile["syscalls"]
        if rule["action"] == "SCMP_ACT_ALLOW" and not rule.get("includes")
        for name in rule["names"]
    }
    assert {"clone", "clone3", "unshare", "chroot", "seccomp"} <= free
    assert not {"mount", "ptrace", "bpf", "init_module", "kexec_load", "reboot", "setns", "keyctl"} & free
