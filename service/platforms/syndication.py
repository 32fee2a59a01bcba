"""What X's syndication endpoint is asked with: a token (JavaScript's own double in base 36, zeros and dot left out)."""

import math

FEATURES = (
    "tfw_timeline_list:;tfw_follower_count_sunset:true;"
    "tfw_tweet_edit_backend:on;tfw_refsrc_session:on;"
    "tfw_fosnr_soft_interventions_enabled:on;tfw_show_birdwatch_pivots_enabled:on;"
    "tfw_show_business_verified_badge:on;tfw_duplicate_scribes_to_settings:on;"
    "tfw_use_profile_image_shape_enabled:on;tfw_show_blue_verified_badge:on;"
    "tfw_legacy_timeline_sunset:true;tfw_show_gov_verified_badge:on;"
    "tfw_show_business_affiliate_badge:on;tfw_tweet_edit_frontend:on"
)
"""What X's own widget asks with; edit chains are among what it turns on (react-tweet)."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def token(post_id: str) -> str:
    """Give `((Number(id) / 1e15) * Math.PI).toString(36)` without zeros and dot.

    The digits are those of V8: it stops where the next double would read the same, and carries when it rounds up.
    A port with a fixed number of digits gives a different token for half of all ids.

    >>> token("20"), token("1577730467436138524")
    ('6dq1a2xwd93', '3tol417ti8o')
    """
    return _base36(float(int(post_id)) / 1e15 * math.pi).replace("0", "").replace(".", "")


def _base36(value: float) -> str:
    """Write a double that is not negative and below 2**53 as V8 does (DoubleToRadixCString)."""
    whole, fraction = math.floor(value), value - math.floor(value)
    delta = max(math.nextafter(0.0, 1.0), 0.5 * (math.nextafter(value, math.inf) - value))
    digits: list[int] = []
    while fraction >= delta:
        fraction *= 36
        delta *= 36
        digits.append(int(fraction))
        fraction -= digits[-1]
        rounds_up = fraction > 0.5 or (fraction == 0.5 and digits[-1] & 1)
        if rounds_up and fraction + delta > 1:
            while digits and digits[-1] == 35:
                digits.pop()
            if digits:
                digits[-1] += 1
            else:
                whole += 1
            break
    written = "".join(_DIGITS[digit] for digit in digits)
    return _whole36(whole) + ("." + written if written else "")


def _whole36(number: int) -> str:
    written = ""
    while True:
        number, digit = divmod(number, 36)
        written = _DIGITS[digit] + written
        if not number:
            return written
