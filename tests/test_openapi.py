"""/openapi.json against the server: no request of schemathesis gets a failure or an undescribed answer."""

import subprocess
import sys

EXAMPLES = 20
# A body that is too large is refused before it is read; a question without words, after.
CONFIG = """
[checks.negative_data_rejection]
expected-statuses = ["4xx"]

[[operations]]
include-path = "/api/v1/ask"
checks.positive_data_acceptance.expected-statuses = ["2xx", "404", "413", "422"]
"""


def test_no_request_gets_a_failure_or_an_undescribed_answer(server, tmp_path):
    (tmp_path / "schemathesis.toml").write_text(CONFIG)
    options = ["--generation-deterministic", "--max-examples", str(EXAMPLES), "--no-color"]
    code = "from schemathesis.cli import schemathesis; schemathesis()"
    command = [sys.executable, "-c", code, "run", f"{server}/openapi.json", *options]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout[-5000:]}\n{done.stderr[-2000:]}"
