"""Makes a local Temporal's visibility store list as many runs as are asked for: copies of the ended ones that it lists, each round two days
earlier. To be run while Temporal is down.

python3 copy_runs.py DATABASE RUNS TASK_QUEUE
"""

import sqlite3
import sys
import uuid
from datetime import datetime, timedelta

TABLE = "executions_visibility"
UTC = "+00:00"
RUNNING = 1


def earlier(time, days):
    """Temporal writes times with as many digits as they need."""
    moved = datetime.fromisoformat(time.removesuffix(UTC).ljust(26, "0") if "." in time else time.removesuffix(UTC))
    text = (moved - timedelta(days=days)).strftime("%Y-%m-%d %H:%M:%S.%f")
    return text.rstrip("0").rstrip(".") + UTC


def copy(row, number):
    workflow, run = f"{row['workflow_id']}-{number}", str(uuid.uuid4())
    times = {name: earlier(row[name], 2 * number) for name in ("start_time", "execution_time", "close_time")}
    own = {"workflow_id": workflow, "root_workflow_id": workflow, "run_id": run, "root_run_id": run}
    return {**dict(row), **own, **times}


def main(path, runs, task_queue):
    database = sqlite3.connect(path)
    database.row_factory = sqlite3.Row
    # Generated columns are not among these.
    columns = [row["name"] for row in database.execute(f"PRAGMA table_info({TABLE})")]
    (listed,) = database.execute(f"SELECT COUNT(*) FROM {TABLE} WHERE task_queue = ?", [task_queue]).fetchone()
    ended = database.execute(
        f"SELECT {', '.join(columns)} FROM {TABLE} WHERE task_queue = ? AND status <> {RUNNING}", [task_queue]
    ).fetchall()
    insert = f"INSERT INTO {TABLE} ({', '.join(columns)}) VALUES ({', '.join(':' + name for name in columns)})"
    left, number = runs - listed, 0
    while left > 0:
        number += 1
        database.executemany(insert, [copy(row, number) for row in ended[:left]])
        left -= min(left, len(ended))
        print(f"{runs - left} of {runs} runs", file=sys.stderr, flush=True)
    database.commit()


main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
