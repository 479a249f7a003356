"""What a browser complains of while a test runs, and where it went."""

from urllib.parse import urlsplit

POLICY = ("content security policy", "content-security-policy", "permissions policy")


class Watch:
    """Collects console errors, messages of the content policy, script errors, 5xx answers, and requests elsewhere."""

    def __init__(self, context, home):
        self.host = urlsplit(home).netloc
        self.complaints = []
        self.expected = set()
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(f"script error: {error.error}"))
        context.on("request", self._follow)

    def expect(self, *texts):
        """Let complaints that contain one of `texts` pass: the test brings them about."""
        self.expected.update(texts)

    def unexpected(self):
        """Return the complaints that nobody announced."""
        return [said for said in self.complaints if not any(text in said for text in self.expected)]

    def _hear(self, message):
        if message.type == "error" or any(word in message.text.lower() for word in POLICY):
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _follow(self, request):
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != self.host:
            self.complaints.append(f"request to another host: {request.url}")
