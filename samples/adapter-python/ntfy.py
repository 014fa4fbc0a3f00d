"""Delivers TaskPing's notifications to a topic of ntfy (https://docs.ntfy.sh/publish/).

The channel's settings: topic, and server if it is not ntfy.sh. The channel's Secret: token, an access token that may write to the topic.
"""

import http.client
import json
import os
import re
import urllib.error
import urllib.parse
import urllib.request

MAX_MESSAGE = 4096  # bytes; ntfy turns a longer message into a file (docs, "Limitations")
MAX_JSON = 8192  # bytes of a whole request; ntfy reads twice the longest message (server.go, transformBodyJSON)
MAX_REST = 2048  # bytes of a request without title, text and log: topic, link, field names
MAX_BESIDE_FILE = 2000  # bytes: with a file, the message is part of the address, which nginx limits to 8 KB
MAX_TITLE, MAX_TEXT, MAX_FACTS = 256, 700, 700  # bytes, so that everything fits next to a file; ntfy accepts titles of 1024
REPLENISH_SECONDS = 5  # one more request every five seconds (docs, "Limitations"), where no Retry-After says otherwise
QUOTA_CODE, QUOTA_SECONDS = 42908, 3600  # the daily quota of messages is used up
TIMEOUT = float(os.environ.get("TIMEOUT_SECONDS", "10"))  # the relay waits for 20

PRIORITIES = {"INFO": 2, "SUCCESS": 3, "WARNING": 4, "ERROR": 4}


def send(request):
    """Delivers one notification; returns an AdapterResult."""
    settings, secrets = request["configuration"]["settings"], request["configuration"]["secrets"]
    # ntfy replaces a message that has the same sequence id. So an edit uses the id of the message that it replaces, and a
    # repeated delivery replaces itself.
    edited = request["placement"].get("reference") if request["placement"]["place"] == "editOf" else None
    sequence = edited or request["deliveryId"]
    title, message, attachment = render(request)
    publication = {
        "topic": settings["topic"],
        "title": title,
        "message": message,
        "priority": PRIORITIES.get(request["message"]["severity"], 3),
        "sequence_id": sequence,
    }
    if request["message"].get("link"):
        publication["click"] = request["message"]["link"]
    try:
        if attachment:
            name, content = attachment
            topic = urllib.parse.quote(publication.pop("topic"), safe="")
            publication["sid"] = publication.pop("sequence_id")  # its name in a query (docs, "List of all parameters")
            query = urllib.parse.urlencode({**publication, "filename": name}, errors="replace")
            call(settings, secrets, "PUT", f"/{topic}?{query}", encoded(content))
        else:
            call(settings, secrets, "POST", "/", encoded(json.dumps(publication, ensure_ascii=False)))
        return {"result": "delivered", "reference": sequence}
    except urllib.error.HTTPError as error:
        return refused(error, secrets)
    except (OSError, http.client.HTTPException) as error:
        return {"result": "failed", "reason": scrubbed(f"ntfy cannot be reached: {error}", secrets)}


def check(request):
    """Checks the token without sending anything."""
    settings, secrets = request["settings"], request["secrets"]
    topic = settings["topic"]
    try:
        call(settings, secrets, "GET", f"/{urllib.parse.quote(topic, safe='')}/auth", None)
        return {"ready": True, "reason": "Verified", "message": f"Delivers to the topic {topic}."}
    except urllib.error.HTTPError as error:
        unauthorized = error.code in (401, 403)
        return {
            "ready": False,
            "reason": "Unauthorized" if unauthorized else "Unreachable",
            "message": refused(error, secrets)["reason"],
        }
    except (OSError, http.client.HTTPException) as error:
        return {"ready": False, "reason": "Unreachable", "message": scrubbed(f"ntfy cannot be reached: {error}", secrets)}


def render(request):
    """Returns the title, the message, and the name and content of a file for what did not fit, or None."""
    message = request["message"]
    title = cut(" ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", " ", message["title"]).split()), MAX_TITLE) or "TaskPing"
    facts = "\n".join(f"{fact['name']}: {fact['value']}" for fact in message["facts"])
    log = ((message.get("log") or {}).get("tail") or "").rstrip()
    parts = [cut(message["text"], MAX_TEXT), cut(facts, MAX_FACTS)]
    complete = parts == [message["text"], facts] and size(message["title"]) <= MAX_TITLE
    head = "\n\n".join(part for part in parts if part.strip())
    fits = (
        complete
        and size(head) + 2 + size(log) <= MAX_MESSAGE
        and size(json.dumps([title, head, log], ensure_ascii=False)) + MAX_REST <= MAX_JSON
    )
    shown = log if fits else tail(log, MAX_BESIDE_FILE - size(head) - 2)
    body = "\n\n".join(part for part in (head, shown) if part)
    if fits:
        attachment = None
    elif complete:
        task = (request.get("event") or {}).get("task", {}).get("name", "task")
        attachment = (re.sub(r"[^A-Za-z0-9.-]+", "-", task)[:60] + ".log", log)
    else:
        attachment = ("message.txt", "\n\n".join(part for part in (message["title"], message["text"], facts, log) if part))
    # ntfy shows "triggered" for an empty message.
    return (title, body, attachment) if body else ("", title, attachment)


def call(settings, secrets, method, path, body):
    server = settings.get("server", "https://ntfy.sh").rstrip("/")
    if not server.startswith(("http://", "https://")):
        raise OSError("the setting server must begin with https://")
    request = urllib.request.Request(server + path, data=body, method=method)
    if secrets.get("token"):
        request.add_header("Authorization", "Bearer " + secrets["token"])
    with OPENER.open(request, timeout=TIMEOUT) as response:
        response.read(65536)


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """Refuses redirects, which would send the token to another host."""

    def redirect_request(self, *arguments):
        return None


OPENER = urllib.request.build_opener(NoRedirects)


def refused(error, secrets):
    """Translates an HTTP error of ntfy into an AdapterResult."""
    try:
        said = json.loads(error.read(65536))
        code, words = said.get("code"), str(said.get("error", ""))
    except (ValueError, AttributeError, OSError):
        code, words = None, ""
    text = scrubbed(f"ntfy says: {error.code} {words}".strip(), secrets)
    if error.code == 429:
        asked = error.headers.get("Retry-After", "")
        otherwise = QUOTA_SECONDS if code == QUOTA_CODE else REPLENISH_SECONDS
        return {"result": "retryAfter", "seconds": int(asked) if asked.isdigit() else otherwise, "reason": text}
    if error.code in (401, 403):
        cure = "Put a token that may write to the topic into the channel's Secret, as token."
        return {"result": "rejected", "reason": f"{text}. {cure}"}
    if 400 <= error.code < 500:
        return {"result": "rejected", "reason": text}
    return {"result": "failed", "reason": text}


def scrubbed(text, secrets):
    for secret in secrets.values():
        if secret:
            text = text.replace(secret, "***")
    return text


def cut(text, limit):
    """Returns the beginning, in at most limit bytes, with an ellipsis if something is missing."""
    return text if size(text) <= limit else encoded(text)[: limit - 3].decode(errors="ignore") + "…"


def tail(text, limit):
    """Returns the end, in at most limit bytes, with an ellipsis if something is missing."""
    return text if size(text) <= limit else "…\n" + encoded(text)[-(limit - 4):].decode(errors="ignore")


def size(text):
    return len(encoded(text))


def encoded(text):
    """Returns UTF-8; a lone surrogate, which JSON may contain, becomes a question mark."""
    return text.encode(errors="replace")
