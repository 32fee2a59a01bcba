"""A browser that others have started is behind our gate, or the flag is named."""

import pytest

from service.capture.flags import FORBIDDEN, HARD, NOWHERE, fault

GATE = "10.0.0.5"
RULES = "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"
ENOUGH = (*(each for each in HARD if each != RULES), f"{RULES} , EXCLUDE {GATE} , EXCLUDE 10.0.0.6", f"--proxy-server={NOWHERE}", "--proxy-bypass-list=<-loopback>")  # fmt: skip


def test_one_with_all_flags_and_others_of_its_own_is_behind_our_gate():
    assert fault((*ENOUGH, "--hide-scrollbars"), GATE) is None


@pytest.mark.parametrize("flag", ENOUGH)
def test_each_flag_that_it_lacks_is_named(flag):
    told = fault([each for each in ENOUGH if each != flag], GATE)
    assert flag.partition("=")[0] in told


@pytest.mark.parametrize("flag", FORBIDDEN)
def test_each_flag_that_it_has_too_much_is_named(flag):
    assert fault((*ENOUGH, f"{flag}=1"), GATE) == f"it was started with {flag}"


@pytest.mark.parametrize(
    "rules",
    [
        "MAP * ~NOTFOUND",
        "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        f"MAP * ~NOTFOUND , EXCLUDE {GATE} , EXCLUDE intranet.example",
        f"MAP * ~NOTFOUND , EXCLUDE {GATE} , EXCLUDE *",
        f"MAP * ~NOTFOUND , EXCLUDE {GATE} , MAP intranet.example 10.0.0.9",
        f"MAP * 10.0.0.9 , EXCLUDE {GATE}",
        f"EXCLUDE {GATE}",
        "",
    ],
)
def test_rules_that_let_it_find_another_place_are_refused(rules):
    told = fault([*(each for each in ENOUGH if not each.startswith("--host-resolver-rules")), f"--host-resolver-rules={rules}"], GATE)  # fmt: skip
    assert f"EXCLUDE {GATE}" in told


def test_of_a_flag_that_is_given_twice_the_last_counts_as_it_does_for_the_browser():
    assert "WebTransport" in fault((*ENOUGH, "--disable-features=MediaRouter"), GATE)
    assert fault(("--disable-features=MediaRouter", *ENOUGH), GATE) is None
