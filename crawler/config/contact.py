"""Whom outlets can ask: a name may have marks, which a request's header cannot hold; an address may not."""

from unicodedata import normalize

_FEWEST = 3  # characters of a contact
_D = str.maketrans("đĐ", "dD")


def without_marks(text: str) -> str:
    """Write the letters without their marks; what is no letter of ours is left out."""
    return normalize("NFD", text.translate(_D)).encode("ascii", "ignore").decode()


def checked(contact: str) -> str:
    """Return the contact. Raises ValueError where it cannot stand in a header as it is meant."""
    if not contact.isprintable():
        raise ValueError("'contact' must be one line without control characters")
    for word in contact.split():
        if not word.isascii() and ("@" in word or "://" in word):
            raise ValueError(f"write the address '{word}' in ASCII: a domain as xn--…")
    if len(without_marks(contact).strip()) < _FEWEST:
        raise ValueError("'contact' must be readable in Latin letters")
    return contact
