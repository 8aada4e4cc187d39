"""Judges documents by JSON Schemas: a request a line in, its complaints as a line out."""
import json
import sys

from jsonschema import Draft202012Validator

validators = {}
for line in sys.stdin:
    request = json.loads(line)
    name = request["name"]
    if "schema" in request:
        Draft202012Validator.check_schema(request["schema"])
        validators[name] = Draft202012Validator(request["schema"])
    errors = validators[name].iter_errors(request["document"])
    complaints = ["/".join(map(str, error.absolute_path)) + ": " + error.message for error in errors]
    print(json.dumps(complaints), flush=True)
