"""The ends of lines."""


def unified(text: str) -> str:
    """A browser sends each as two characters, the database holds one: what nobody changed is no change."""
    return text.replace("\r\n", "\n")
