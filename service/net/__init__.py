"""The guarded way out: every byte from outside passes one gate.

`guard` decides and dials, `client` fetches documents, `proxy` is the only way on which the browser reaches the world,
`recorded` is the fake that answers from memory.
"""
