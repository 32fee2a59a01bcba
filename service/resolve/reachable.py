"""Whether anything of an address could be looked at."""

from service.errors import EgressRefused
from service.model.reference import Kind, Reference
from service.model.resolution import Resolution


def demand_reachable(reference: Reference, resolution: Resolution) -> None:
    """Refuse an address whose name leads inside a network: nothing was seen of it, so there is nothing to keep.

    A quote is kept in any case: its own words are the evidence. Raises EgressRefused.
    """
    if reference.kind is Kind.QUOTE or resolution.post is not None:
        return
    refused = [document for document in resolution.documents if document.failure == EgressRefused.code]
    if refused and all(document.status is None for document in resolution.documents):
        raise EgressRefused(refused[-1].reason or "The address is not public internet.")
