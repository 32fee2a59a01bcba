"""The guarded way out: every byte from outside passes one gate.

`addresses` says what is public internet, `ourselves` what of it is ours, `guard` decides and dials. Two go through it:
`client` fetches documents (with `session`, aiohttp's connections, and `unpacking`, content encodings), and `proxy` is
the only way on which the browser reaches the world (with `heads`, requests read strictly, and `tunnel`, bytes carried
and counted). Fakes for tests: `loopback` is an internet of names and addresses of our choosing, `recorded` answers
documents from memory.
"""
