#!/usr/bin/env python3
"""A plugin of Quire: a program that Quire starts, and that answers its requests, one JSON message a line.

Requests come on standard input, answers go to standard output. What is printed elsewhere, or written to standard error,
is shown by Quire as a log. The program ends when it is told to, and when its input ends because Quire is gone.

    quire plugin check rating       # tests whether it keeps to the protocol
"""
import json
import os
import shutil
import sys
import threading
import traceback
from concurrent.futures import ThreadPoolExecutor

# What it knows: put your own in place of this, up to WORKERS.

RATINGS = {
    "Acme": ("A", 1500000), "Castellan Freight": ("B", 1000000), "Evergreen Foods": ("A", 2000000),
    "Gransee Optik": ("AA", 3000000), "Kestrel Air": ("C", 500000), "Lindqvist AB": ("AA", 2500000),
    "Northgate Steel": ("B", 1200000), "Riverbend Farms": ("A", 1300000), "Westmark Rail": ("C", 900000),
    "上海远洋贸易": ("A", 1500000), "北京华信科技": ("B", 800000), "杭州西湖茶业": ("AA", 2000000),
}


def initialize(params):
    """Says what there is. params["with"] is what a service, source or destination hands over under 'with'."""
    return {
        "protocol": 1,
        # Types: text, integer, number, boolean, date, datetime, time, interval, json. 'bulk' is for many keys at once.
        "lookups": {
            "customer": {
                "input": {"name": "text"},
                "fields": {"grade": "text", "credit": "number"},
                "bulk": {"size": 1000},
            },
        },
        "source": {"fields": {"name": "text", "grade": "text", "credit": "number"}},
        "delivery": {},
    }


def customer(key, request):
    """A lookup: what is known of one key. Raise an error for a key that cannot be looked up."""
    name = key["name"]
    if name not in RATINGS:
        return {"missing": True}
    grade, credit = RATINGS[name]
    return {"found": {"grade": grade, "credit": credit}}


def source_open(params):
    """A source of rows: params["parameters"] are the report's. The cursor is anything; null when there are no rows."""
    return {"cursor": 0}


def source_next(params):
    """At most params["limit"] rows from the cursor on, and the next cursor; null after the last row."""
    start, limit = params["cursor"], params["limit"]
    names = sorted(RATINGS)
    page = [{"name": name, "grade": RATINGS[name][0], "credit": RATINGS[name][1]} for name in names[start:start + limit]]
    end = start + len(page)
    return {"rows": page, "cursor": end if end < len(names) else None}


def deliver(params):
    """A delivery: takes the finished file, here into the folder that 'with' names."""
    folder = params["with"].get("folder", "archive")
    os.makedirs(folder, exist_ok=True)
    return {"location": shutil.copy(params["file"], os.path.join(folder, params["name"]))}


LOOKUPS = {"customer": customer}

# Requests that are answered at the same time; 1 where the work cannot be shared out.
WORKERS = 4

# The protocol, which stays as it is.


class Refused(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Request:
    def __init__(self, message):
        self.id = message["id"]
        self.method = message["method"]
        self.params = message.get("params")
        self.is_cancelled = False


def lookup(params, request):
    if params["lookup"] not in LOOKUPS:
        raise Refused(-32602, "there is no lookup '%s'" % params["lookup"])
    function, results = LOOKUPS[params["lookup"]], []
    for key in params["keys"]:
        if request.is_cancelled:
            raise Refused(-32800, "cancelled")
        try:
            results.append(function(key, request))
        except Exception as error:
            traceback.print_exc()
            # With "retry": True the key is asked for again.
            results.append({"error": {"message": "%s: %s" % (type(error).__name__, error), "retry": False}})
    return {"results": results}


METHODS = {
    "initialize": lambda params, request: initialize(params),
    "lookup": lookup,
    "source.open": lambda params, request: source_open(params),
    "source.next": lambda params, request: source_next(params),
    "deliver": lambda params, request: deliver(params),
}

# What is printed by mistake must not stand between the answers.
output, sys.stdout = sys.stdout.buffer, sys.stderr
writing = threading.Lock()
requests = {}


def send(message):
    line = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"
    with writing:
        output.write(line)
        output.flush()


def handle(request):
    answer = {"jsonrpc": "2.0", "id": request.id}
    try:
        if request.is_cancelled:
            raise Refused(-32800, "cancelled")
        if request.method not in METHODS:
            raise Refused(-32601, "there is no method '%s'" % request.method)
        answer["result"] = METHODS[request.method](request.params, request)
    except Refused as refused:
        answer["error"] = {"code": refused.code, "message": str(refused)}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        traceback.print_exc()
        answer["error"] = {"code": -32602, "message": "%s: %s" % (type(error).__name__, error)}
    except Exception as error:
        traceback.print_exc()
        answer["error"] = {"code": -32603, "message": "%s: %s" % (type(error).__name__, error)}
    requests.pop(request.id, None)
    try:
        send(answer)
    except OSError:
        os._exit(1)


def main():
    with ThreadPoolExecutor(max_workers=WORKERS) as workers:
        for line in sys.stdin.buffer:
            message = json.loads(line)
            if message.get("method") == "$/cancel":
                cancelled = requests.get(message["params"]["id"])
                if cancelled is not None:
                    cancelled.is_cancelled = True
            elif message.get("method") == "shutdown":
                send({"jsonrpc": "2.0", "id": message["id"], "result": None})
                break
            elif "id" in message:
                request = Request(message)
                requests[request.id] = request
                workers.submit(handle, request)
        # Told to end, or nobody is there any more: work under way is of no use.
        sys.stderr.flush()
        os._exit(0)


if __name__ == "__main__":
    main()
