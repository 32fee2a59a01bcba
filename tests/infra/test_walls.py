"""The second wall is as high as the first, and lets the browser's own sandbox work."""

import json
from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
import yaml

from service.net import addresses
from service.net.addresses import DENIED, GLOBAL_UNICAST, PORTS

INFRA = Path(__file__).parents[2] / "infra"
METADATA = {
    "most clouds": "169.254.169.254",
    "AWS, containers": "169.254.170.2",
    "AWS over IPv6": "fd00:ec2::254",
    "Google over IPv6": "fd20:ce::254",
    "Azure's wire server": "168.63.129.16",
    "Alibaba": "100.100.100.200",
    "Oracle": "192.0.0.192",
    "Kubernetes' first service": "10.96.0.1",
    "the node of a pod": "172.17.0.1",
}


@pytest.fixture
def egress():
    policy = yaml.safe_load((INFRA / "networkpolicy.yaml").read_text())
    assert (policy["apiVersion"], policy["kind"]) == ("networking.k8s.io/v1", "NetworkPolicy")
    assert set(policy) == {"apiVersion", "kind", "metadata", "spec"}
    assert set(policy["spec"]) == {"podSelector", "policyTypes", "egress"}
    assert policy["spec"]["policyTypes"] == ["Egress"]
    assert policy["spec"]["podSelector"]["matchLabels"], "an empty selector would be every pod of the namespace"
    return policy["spec"]["egress"]


def blocks(egress):
    return {
        ip_network(peer["ipBlock"]["cidr"]): tuple(ip_network(each) for each in peer["ipBlock"].get("except", ()))
        for rule in egress
        for peer in rule["to"]
        if "ipBlock" in peer
    }


def test_every_rule_of_the_network_policy_is_one_that_a_cluster_takes(egress):
    for rule in egress:
        assert set(rule) == {"to", "ports"}, "a rule without peers or ports allows all of them"
        for peer in rule["to"]:
            assert len(peer) >= 1
            assert set(peer) <= {"ipBlock", "podSelector", "namespaceSelector"}
            if "ipBlock" in peer:
                assert set(peer) == {"ipBlock"}, "an address block stands alone"
            for selector in ("podSelector", "namespaceSelector"):
                assert selector not in peer or peer[selector]["matchLabels"]
        for port in rule["ports"]:
            assert set(port) == {"protocol", "port"}
            assert port["protocol"] in ("TCP", "UDP")
            assert 0 < port["port"] < 65536
    for block, holes in blocks(egress).items():
        assert all(hole.version == block.version and hole.subnet_of(block) for hole in holes), block


def test_the_network_policy_denies_what_the_gate_denies_and_nothing_else(egress):
    walls = blocks(egress)
    assert set(walls) == {ip_network("0.0.0.0/0"), GLOBAL_UNICAST}
    for version, block in ((4, ip_network("0.0.0.0/0")), (6, GLOBAL_UNICAST)):
        gate = [network for network, _ in DENIED if network.version == version and network.subnet_of(block)]
        outermost = {one for one in gate if not any(one != other and one.subnet_of(other) for other in gate)}
        assert set(walls[block]) == outermost


@pytest.mark.parametrize("name", METADATA)
def test_metadata_services_are_behind_both_walls(name, egress):
    address = ip_address(METADATA[name])
    assert addresses.refused_address(address) is not None
    open_at = [
        wall for wall, holes in blocks(egress).items() if address in wall and not any(address in h for h in holes)
    ]
    assert open_at == []


def test_the_outside_is_reached_at_the_ports_of_the_gate_and_udp_only_for_names(egress):
    (outside,) = [rule for rule in egress if any("ipBlock" in peer for peer in rule["to"])]
    assert {(port["protocol"], port["port"]) for port in outside["ports"]} == {("TCP", port) for port in PORTS}
    udp = {port["port"] for rule in egress for port in rule["ports"] if port["protocol"] == "UDP"}
    assert udp == {53}


def test_the_seccomp_profile_is_one_that_a_container_engine_takes():
    profile = json.loads((INFRA / "seccomp_chromium.json").read_text())
    assert set(profile) == {"defaultAction", "defaultErrnoRet", "archMap", "syscalls"}
    assert {each["architecture"] for each in profile["archMap"]} >= {"SCMP_ARCH_X86_64", "SCMP_ARCH_AARCH64"}
    actions = {"SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO", "SCMP_ACT_NOTIFY", "SCMP_ACT_LOG"}
    for rule in profile["syscalls"]:
        assert set(rule) <= {"names", "action", "args", "comment", "includes", "excludes", "errnoRet"}
        assert rule["action"] in actions
        assert rule["names"]
        assert all(name.replace("_", "").isalnum() and name.islower() for name in rule["names"])
        for argument in rule.get("args") or ():
            assert set(argument) <= {"index", "value", "valueTwo", "op"}
            assert 0 <= argument["index"] < 6
            assert argument["op"].startswith("SCMP_CMP_")


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
